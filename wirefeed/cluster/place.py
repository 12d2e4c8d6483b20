"""The placement: which candidate story an item joins, and why, in words an editor can check. It looks nothing up."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wirefeed.cluster.features import NAMES
from wirefeed.cluster.rules import ClusterRules
from wirefeed.cluster.stories import LiveStory
from wirefeed.cluster.vocabulary import Floats
from wirefeed.model.cluster import Join, Open, Placement
from wirefeed.model.match import Match

_WORTH_SAYING: Final = (
    ("copies", 1.5, "copied passages"),
    ("quotes", 0.6, "same quote"),
    ("names", 0.5, "same actors"),
    ("numbers", 0.25, "same figures"),
    ("places", 1.0, "same place"),
)
_DAYS: Final = 2
_NO_NAMES: Final = 0.05
_FEW: Final = math.log(3.5)
_QUARTER: Final = 0.25
_ONE_PHRASE: Final = 0.7
"""ln(1 + 1): a single run of five words may be two names and an "and"."""


class _Named:
    """An item's features by name. Few of the forty are asked for, so none is read before."""

    __slots__ = ("_row",)
    _AT: Final = {name: at for at, name in enumerate(NAMES)}

    def __init__(self, row: Floats) -> None:
        self._row = row

    def __getitem__(self, name: str) -> float:
        return float(self._row[self._AT[name]])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidate:
    """A story an item might join: its features (columns as features.NAMES) and what the trees make of them."""

    story: str
    logit: float
    features: Floats


def copied(near: Iterable[tuple[int, float]], home: Mapping[int, str], rules: ClusterRules) -> Join | None:
    """A copy of a seated item joins that item's story, whatever the trees say."""
    best = max(((containment, -number) for number, containment in near if number in home), default=None)
    if best is None or best[0] < rules.copy:
        return None
    return Join(cluster=home[-best[1]], match=Match(score=best[0], reasons=(f"{best[0]:.0%} of the text stands in an item of the story",)))


def is_elsewhere(agency: str, story: LiveStory, row: Floats, rules: ClusterRules) -> bool:
    """Whether an agency's report tells of another event of the same people than the one report a story has: filed from elsewhere.

    An agency does not file two reports of one event that share neither place, figure, quote nor half their words. The learned
    features do not separate such pairs: they are lost at birth, when only the sibling exists.
    """
    if not agency or len(story.members) > 1 or agency != story.agency:
        return False
    value = _Named(row)
    shared = value["numbers"] > 0 or value["quotes"] > 0 or value["copies"] > _ONE_PHRASE
    return bool(value["places"] < 0 and value["words"] < rules.elsewhere and not shared)


def is_stranger(row: Floats) -> bool:
    """Whether an item and a story name nobody in common, and their places or figures clash: two bulletins of one pattern.

    It needs names on both sides, and yields to a shared quote or figure. Two events printed as one is the worst error there is; of 2,800
    right joins of the development stream this forbids six. A story of several reports is also a stranger where no quarter of them names
    anybody, any place or any figure of the item's: of many bulletins of one pattern, one always does.
    """
    value = _Named(row)
    if value["size"] > _FEW and value["actors"] != 0 and max(value["named_by"], value["counted_by"], value["placed_by"]) <= _QUARTER:
        return True
    nobody = value["actors"] < 0 and value["names"] < _NO_NAMES and value["quotes"] <= 0
    return bool(nobody and value["figures"] < 1 and min(value["places"], value["figures"]) < 0)


def decide(candidates: Sequence[Candidate], rules: ClusterRules) -> Placement:
    """Join the candidate with the highest logit when it reaches ``rules.join``; otherwise open a story."""
    if not candidates:
        return Open()
    best = max(candidates, key=lambda each: each.logit)
    match = Match(score=best.logit, reasons=reasons(best.features))
    return Join(cluster=best.story, match=match) if best.logit >= rules.join else Open(nearest=best.story, match=match)


def reasons(row: Floats) -> tuple[str, ...]:
    """What speaks for and against, from an item's features, for a desk editor: "same actors; 0.71 words; 3 h apart"."""
    value = _Named(row)
    found = [phrase for feature, least, phrase in _WORTH_SAYING if value[feature] >= least]
    found.append(f"{value['words']:.2f} words, {value['title']:.2f} title, {value['names']:.2f} names")
    if value["weekdays"] < 0:
        found.append("other weekdays")
    found.append("no time known" if value["undated"] else _apart(math.expm1(value["gap_last"])))
    return tuple(found)


def _apart(days: float) -> str:
    hours = days * 24
    return f"{days:.1f} days apart" if days >= _DAYS else f"{hours:.0f} h apart" if hours >= 1 else "within the hour"
