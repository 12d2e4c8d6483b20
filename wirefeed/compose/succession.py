"""Which alerts and earlier leads of a feed its own later copy has taken the place of. It withdraws nothing and is asked anew each time.

Some agencies (AFP) give every text of a chain a name of its own: alert, urgent, first lead, second lead. Within a story the earlier
ones are then not printed beside the last. All of this must hold, and each is a reason an editor can read:

1. one feed; the later one says at least as much and came within hours;
2. the earlier one is passing: an alert, a short urgent, or a text whose successor calls itself its update or lead;
3. they go by one name (slug, the agency's own story id), or by one place where one of them has none (an alert's label is a flag);
4. most of the earlier one's words stand in the later one, and all its figures, unless the later one says that it updates them.

What is superseded stays a member; it stands again when its successor is withdrawn.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from wirefeed.model.ids import ItemRef
from wirefeed.model.item import Item, Kind
from wirefeed.model.story import Member, Note
from wirefeed.text.figures import find_figures
from wirefeed.text.words import content_words, primary, tokens

APART: Final = timedelta(hours=12)
"""How long after an alert its story is still told in leads; the next morning's text is a story of its own."""
URGENT: Final = 3
"""Up to this IPTC urgency a short text is a stop-gap for the lead that follows."""
SHORT: Final = 150
"""Words of such a text: AFP's urgents have two to four sentences."""
NAMED: Final = 0.55
"""Share of its words that must stand in a successor of the same name; it is rewritten, not copied."""
PLACED: Final = 0.7
"""The same where only place and time tie them together."""
FEWEST_WORDS: Final = 4
"""An alert of fewer content words says too little to be recognised in another text."""
_CONTINUING: Final = frozenset({Kind.LEAD, Kind.UPDATE, Kind.WRITE_THROUGH, Kind.CORRECTION})
_PASSING: Final = frozenset({Kind.NEWS, Kind.ALERT, *_CONTINUING})
_SAME_PLACE: Final = "same place, one of them without a slug"
_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")
_FLAGS: Final = frozenset({"urgent", "alert", "flash", "lead", "update", "ld", "writethru", "1st", "2nd", "3rd", "4th", "bc"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """``earlier`` is told again by ``later`` of the same feed."""

    earlier: Member
    later: Member
    reasons: tuple[str, ...]

    def note(self) -> Note:
        """What the desk is told."""
        item, by = self.earlier.item, self.later.item
        told = f"{item.kind.value} {item.guid} is superseded by {by.guid}: {', '.join(self.reasons)}"
        return Note(kind="superseded", message=f"{self.earlier.agency.name}: {told}")


@dataclass(frozen=True, slots=True)
class _Said:
    """What an item is compared by."""

    words: frozenset[str]
    figures: frozenset[str]
    length: int
    name: frozenset[str]
    stories: frozenset[str]


class _Sayings(dict[ItemRef, _Said]):
    """What each member says, found out when it is asked for: of most stories nothing is."""

    def of(self, member: Member) -> _Said:
        """What one member says."""
        if member.ref not in self:
            self[member.ref] = _said(member.item)
        return self[member.ref]


def successions(members: Sequence[Member]) -> tuple[Succession, ...]:
    """The members that were superseded, each by the last of its successors, in the order of their publication."""
    by_feed: dict[str, list[Member]] = {}
    for member in sorted(members, key=lambda one: (one.item.published_at, one.item.received_at, one.ref)):
        if member.item.kind in _PASSING:
            by_feed.setdefault(member.item.feed, []).append(member)
    said = _Sayings()
    return tuple(found for chain in by_feed.values() for found in _in_chain(chain, said))


def _in_chain(chain: Sequence[Member], said: _Sayings) -> Iterator[Succession]:
    """Those of one feed: its members in order. Before what is not brief only those that continue others are looked at, which are few."""
    continuing = [at for at, member in enumerate(chain) if member.item.kind in _CONTINUING]
    for at, member in enumerate(chain):
        later = range(at + 1, len(chain)) if _is_brief(member.item) else continuing[bisect_right(continuing, at) :]
        if found := _superseded(member, [chain[each] for each in later], said):
            yield found


def standing(members: Sequence[Member], found: Sequence[Succession]) -> list[Member]:
    """The members that none other supersedes."""
    gone = {succession.earlier.ref for succession in found}
    return [member for member in members if member.ref not in gone]


def _superseded(earlier: Member, later: Sequence[Member], said: _Sayings) -> Succession | None:
    for other in reversed(later):
        if other.item.published_at - earlier.item.published_at > APART:
            continue
        passing = _passing(earlier.item, other.item)
        if passing and (reasons := _reasons(earlier, other, said)):
            return Succession(earlier=earlier, later=other, reasons=(passing, *reasons))
    return None


def _passing(item: Item, later: Item) -> str | None:
    """Why an item does not stand for long; None where it does."""
    if item.kind is Kind.ALERT:
        return "an alert"
    if later.kind in _CONTINUING:
        return f"followed by its {later.kind.value}"
    return "a short urgent" if _is_brief(item) and later.kind is not Kind.ALERT else None


def _is_brief(item: Item) -> bool:
    """Whether any report may supersede it: an alert, or a short urgent."""
    return item.kind is Kind.ALERT or (item.urgency is not None and item.urgency <= URGENT and len(item.text.split()) <= SHORT)


def _reasons(earlier: Member, later: Member, said: _Sayings) -> tuple[str, ...]:
    """What shows that one tells the other again; empty where nothing does."""
    one, other = said.of(earlier), said.of(later)
    tie = _tie(earlier.item, later.item, one, other)
    if tie is None or other.length < one.length or len(one.words) < FEWEST_WORDS:
        return ()
    share = len(one.words & other.words) / len(one.words)
    revised = tie != _SAME_PLACE and later.item.kind in _CONTINUING
    if share < (PLACED if tie == _SAME_PLACE else NAMED) or not (revised or one.figures <= other.figures):
        return ()
    apart = round((later.item.published_at - earlier.item.published_at).total_seconds() / 60)
    return (tie, f"{share:.0%} of its words", f"{apart} minutes apart")


def _tie(earlier: Item, later: Item, one: _Said, other: _Said) -> str | None:
    """What ties two items of a feed into one chain: a name, or the place where one of them has no name."""
    if one.stories & other.stories:
        return "same story by the agency's own word"
    if one.name and other.name:
        return "same slug" if one.name <= other.name or other.name <= one.name else None
    if earlier.kind is not Kind.ALERT or not earlier.located or not later.located:
        return None
    return _SAME_PLACE if earlier.located.casefold() == later.located.casefold() else None


def _said(item: Item) -> _Said:
    text = f"{item.headline}\n{item.text}"
    return _Said(
        words=frozenset(content_words(text, item.language)),
        figures=_figures(text, item.language),
        length=len(item.text.split()) or len(item.headline.split()),
        name=frozenset(tokens((item.slugline or "").replace("-", " ").replace("/", " "))) - _FLAGS,
        stories=frozenset(link for link in item.links if link.startswith("story:")),
    )


def _figures(text: str, language: str) -> frozenset[str]:
    """The figures of a text: of an English one by what they mean ("five", "5"), of any other its digits."""
    if primary(language) != "en":
        return frozenset(_DIGITS.findall(text))
    return frozenset(f"{figure.low:g} {figure.high:g}" for line in text.split("\n") for figure in find_figures(line))
