"""The second look: are two live stories one, and does each member still sit where it fits best? It moves nothing itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.evidence import LEAD_NAMES, NUMBERS, PLACES, QUOTES, SHINGLES
from wirefeed.cluster.features import agree, measure, rank
from wirefeed.cluster.shelf import LEAD, NAME, TITLE, Shelf
from wirefeed.cluster.stories import DAY, LiveStory, Profile, Seated
from wirefeed.cluster.trees import Trees
from wirefeed.cluster.vocabulary import CHANNELS, Floats

PAIR_NAMES: Final = (
    "words",
    "title",
    "lead",
    "names",
    "nearest",
    "mean",
    "farthest",
    "best_match",
    "title_nearest",
    "lead_nearest",
    "names_nearest",
    "cohesion_small",
    "cohesion_large",
    "relative",
    "loss",
    "gap",
    "span",
    "decay",
    "size_small",
    "size_large",
    "numbers",
    "quotes",
    "copies",
    "places",
    "weekdays",
    "lead_names",
    "undated",
    "margin",
    "logit_mean",
    "logit_max",
    "logit_min",
    "length_small",
    "length_large",
    "actors",
    "figures",
)
"""The columns of ``pair_features``, in order."""

PAIR_MONOTONE: Final = frozenset(
    {
        "words",
        "title",
        "lead",
        "names",
        "nearest",
        "mean",
        "farthest",
        "best_match",
        "title_nearest",
        "lead_nearest",
        "names_nearest",
        "relative",
        "numbers",
        "quotes",
        "copies",
        "places",
        "lead_names",
        "actors",
        "figures",
        "margin",
        "logit_mean",
        "logit_max",
        "logit_min",
    }
)
"""The columns of which more never speaks against merging."""

_VOICES: Final = 6
_ALONE: Final = 0.35
_FLOOR: Final = 0.06


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pair:
    """Two stories that may be one, the smaller one first, and how far they stand out among what is near them."""

    minor: LiveStory
    few: Profile
    major: LiveStory
    many: Profile
    margin: float

    @property
    def voices(self) -> list[Seated]:
        """The members of the smaller story that are heard."""
        rows = set(self.few.rows)
        return [member for member in self.minor.members if member.row in rows][-_VOICES:]


def pair_features(pairs: Sequence[Pair], shelf: Shelf, join: Trees, decay_days: float) -> Floats:
    """One row of PAIR_NAMES for each pair, the smaller story's members seen as items arriving at the larger."""
    if not pairs:
        return np.zeros((0, len(PAIR_NAMES)), np.float32)
    voices = [pair.voices for pair in pairs]
    sizes = [len(each) for each in voices]
    queries = shelf.queries([voice.row for each in voices for voice in each])
    measured = measure(queries, [[pair.many] for pair, each in zip(pairs, voices, strict=True) for _ in each], shelf, decay_days)
    seen = measured.features
    rank(seen, measured.sizes, _FLOOR)
    seen[:, 22] = np.repeat([pair.margin for pair in pairs], sizes)
    logits = np.split(join.logits(seen), np.cumsum(sizes)[:-1])
    crosses = np.split(measured.cosines, np.cumsum([size * len(pair.many.rows) for size, pair in zip(sizes, pairs, strict=True)])[:-1])
    return np.array(
        [
            _row(pair, cross.reshape(size, len(pair.many.rows), CHANNELS), logit, shelf, decay_days)
            for pair, size, cross, logit in zip(pairs, sizes, crosses, logits, strict=True)
        ]
    )


def _row(pair: Pair, cross: Floats, logits: NDArray[np.float64], shelf: Shelf, decay_days: float) -> Floats:
    few, many = pair.few, pair.many
    row = np.zeros(len(PAIR_NAMES), np.float32)
    n, m = len(few.rows), len(many.rows)
    pair_n, pair_m = np.maximum(few.mean_pair, 0.0), np.maximum(many.mean_pair, 0.0)
    norm = np.sqrt((1 + (n - 1) * pair_n) / n) * np.sqrt((1 + (m - 1) * pair_m) / m)
    row[:4] = (cross.mean(axis=(0, 1)) / norm)[[0, TITLE, LEAD, NAME]]
    text = cross[:, :, 0]
    row[4:8] = text.max(), text.mean(), text.min(), (text.max(axis=0).mean() + text.max(axis=1).mean()) / 2
    row[8:11] = cross.max(axis=(0, 1))[[TITLE, LEAD, NAME]]
    row[11:13] = few.mean_pair[0], many.mean_pair[0]
    known = [each for each in (few.mean_pair[0], many.mean_pair[0]) if each >= 0]
    row[13] = text.mean() / max(min(known, default=_ALONE), 0.05)
    row[14] = text.mean() - (sum(known) / len(known) if known else _ALONE)
    _times(row, few, many, decay_days)
    row[18:20] = np.log(pair.minor.size), np.log(pair.major.size)
    _evidence(row, few, many, shelf)
    row[27] = pair.margin
    row[28:31] = logits.mean(), logits.max(), logits.min()
    row[31:33] = few.log_length, many.log_length
    return row


def _times(row: Floats, few: Profile, many: Profile, decay_days: float) -> None:
    if not (few.dated and many.dated):
        row[17] = row[26] = 1.0
        return
    gap = max(few.first - many.last, many.first - few.last, 0.0) / DAY
    row[15] = np.log1p(gap)
    row[16] = np.log1p((max(few.last, many.last) - min(few.first, many.first)) / DAY)
    row[17] = np.exp(-gap / decay_days)


def _evidence(row: Floats, few: Profile, many: Profile, shelf: Shelf) -> None:
    mine, theirs = shelf.sayings.sets(few.rows), shelf.sayings.sets(many.rows)
    both = [len(one & other) for one, other in zip(mine, theirs, strict=True)]
    least = [min(len(one), len(other)) for one, other in zip(mine, theirs, strict=True)]
    row[20] = both[NUMBERS] / (least[NUMBERS] + 3)
    row[21] = np.log1p(both[QUOTES])
    row[22] = np.log1p(both[SHINGLES])
    row[23] = both[PLACES] / (least[PLACES] + 1) if both[PLACES] else agree(mine[PLACES], theirs[PLACES])
    days, others = (int(np.bitwise_or.reduce(shelf.weekdays[each.rows])) for each in (few, many))
    if days and others:
        row[24] = 1 if days & others else -1
    row[33] = agree(mine[LEAD_NAMES], theirs[LEAD_NAMES])
    row[34] = agree(mine[NUMBERS], theirs[NUMBERS])
    row[25] = both[LEAD_NAMES] / (least[LEAD_NAMES] + 1)


def pair_reasons(row: Floats) -> tuple[str, ...]:
    """What speaks for two stories being one, for a desk editor."""
    value = dict(zip(PAIR_NAMES, row.tolist(), strict=True))
    return (f"{value['words']:.2f} words, {value['title']:.2f} title, {value['names']:.2f} names between the two stories",)
