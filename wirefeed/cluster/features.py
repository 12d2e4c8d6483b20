"""What is known of an item and each candidate story, as named numbers. It weighs none of them: the trees do."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.shelf import LEAD, NAME, TEXT, TITLE, Shelf, Vector
from wirefeed.cluster.similarity import Likeness, compare
from wirefeed.cluster.stories import DAY, Profile
from wirefeed.cluster.vocabulary import Floats

NAMES: Final = (
    "words",
    "title",
    "names",
    "lead",
    "nearest",
    "nearest3",
    "title_nearest",
    "lead_nearest",
    "names_nearest",
    "mean",
    "cohesion",
    "relative",
    "numbers",
    "quotes",
    "copies",
    "rarest",
    "rarest5",
    "gap_last",
    "gap_first",
    "decay",
    "size",
    "rank",
    "margin",
    "length",
    "places",
    "weekdays",
    "lead_names",
    "undated",
    "short",
    "story_length",
    "words_decay",
    "words_size",
    "likeness",
    "crowd",
    "no_names",
    "support",
    "nearest_all",
    "loosest",
    "actors",
    "figures",
)
"""The columns of ``measure``, in order."""

MONOTONE: Final = frozenset(NAMES) - {
    "cohesion",
    "gap_last",
    "gap_first",
    "decay",
    "size",
    "rank",
    "length",
    "weekdays",
    "undated",
    "short",
    "story_length",
    "words_decay",
    "words_size",
    "no_names",
    "loosest",
}
"""The columns of which more never speaks against joining."""

_ALONE: Final = 0.35
_SHORT: Final = 110
_TOP: Final = 5
_NEAREST: Final = 3
_LIKE: Final = 0.2


def likeness(rows: Floats) -> Floats:
    """The score candidates are ranked by: words + half the names."""
    found: Floats = rows[:, 0] + 0.5 * rows[:, 2]
    return found


def measure(vector: Vector, at: float, profiles: list[Profile], shelf: Shelf, decay_days: float) -> tuple[Floats, Floats]:
    """(stories x features, members x channels) for one item published ``at`` (seconds).

    Columns as in NAMES; rank, margin and crowd are still zero (``rank``). The second are the cosines with every member of the profiles.
    """
    starts = np.cumsum([0, *(len(profile.rows) for profile in profiles)])
    rows = np.array([row for profile in profiles for row in profile.rows])
    alike = compare(vector, rows, shelf)
    cosine = alike.cosines
    sizes = np.diff(starts)
    found = np.zeros((len(profiles), len(NAMES)), np.float32)
    _similarity(found, alike, starts[:-1], sizes, profiles)
    _evidence(found, vector, profiles, shelf)
    _times(found, vector, at, profiles, decay_days)
    size = np.log([float(profile.size) for profile in profiles])
    found[:, 20] = size
    found[:, 23] = np.log(vector.encoded.length + 1)
    found[:, 28] = vector.encoded.length < _SHORT
    found[:, 29] = [profile.log_length for profile in profiles]
    found[:, 30] = found[:, 0] * found[:, 19]
    found[:, 31] = found[:, 0] * size
    found[:, 32] = likeness(found)
    found[:, 34] = not len(vector.encoded.names)
    return found, cosine


def _similarity(found: Floats, alike: Likeness, starts: NDArray[np.intp], sizes: NDArray[np.intp], profiles: list[Profile]) -> None:
    cosine = alike.cosines
    pair = np.array([profile.mean_pair for profile in profiles])
    many = sizes[:, None].astype(np.float32)
    norm = np.sqrt(many + many * (many - 1) * np.maximum(pair, 0.0))
    total = np.add.reduceat(cosine, starts)
    best = np.maximum.reduceat(cosine, starts)
    found[:, :4] = (total / norm)[:, [TEXT, TITLE, NAME, LEAD]]
    found[:, 4] = best[:, TEXT]
    found[:, 6:9] = best[:, [TITLE, LEAD, NAME]]
    found[:, 9] = total[:, TEXT] / sizes
    found[:, 10] = pair[:, TEXT]
    found[:, 11] = found[:, 9] / np.where(pair[:, TEXT] < 0, _ALONE, np.maximum(pair[:, TEXT], 0.05))
    order = np.lexsort((-cosine[:, TEXT], np.repeat(np.arange(len(sizes)), sizes)))
    near = np.arange(len(order)) - np.repeat(starts, sizes) < _NEAREST
    found[:, 5] = np.add.reduceat(np.where(near, cosine[order, TEXT], 0.0), starts) / np.minimum(sizes, _NEAREST)
    found[:, 35] = np.add.reduceat(cosine[:, TEXT] > _LIKE, starts) / sizes
    found[:, 36] = np.maximum.reduceat(cosine[:, TEXT] + (cosine[:, TITLE] + cosine[:, NAME]) / 2, starts)
    found[:, 37] = [profile.loosest for profile in profiles]
    rarest = np.sqrt(-np.partition(-alike.shared[order[starts]], _TOP, axis=1)[:, :_TOP])
    found[:, 15] = rarest.max(axis=1)
    found[:, 16] = rarest.mean(axis=1)


def _evidence(found: Floats, vector: Vector, profiles: list[Profile], shelf: Shelf) -> None:
    """Shared figures, quotes, copied passages, places, weekdays and lead names."""
    encoded = vector.encoded
    rarity = shelf.vocabulary.rarity
    lead = [(name, float(rarity[name]) ** 0.5) for name in vector.lead_names.tolist()]
    total = sum(worth for _, worth in lead)
    mine = frozenset(vector.lead_names.tolist())
    for i, profile in enumerate(profiles):
        found[i, 12] = len(encoded.numbers & profile.numbers) / (len(encoded.numbers) + 3)
        found[i, 13] = np.log1p(len(encoded.quotes & profile.quotes))
        found[i, 14] = np.log1p(len(encoded.shingles & profile.shingles))
        found[i, 24] = agree(encoded.places, profile.places)
        if encoded.weekdays and profile.weekdays:
            found[i, 25] = 1 if encoded.weekdays & profile.weekdays else -1
        found[i, 38] = agree(mine, profile.names)
        found[i, 39] = agree(encoded.numbers, profile.numbers)
        found[i, 26] = sum(worth for name, worth in lead if name in profile.names) / total if total else 0.0


def agree(some: frozenset[int], others: frozenset[int]) -> int:
    """1 where two sets of evidence share something, -1 where both speak and share nothing, 0 where one is silent."""
    return 0 if not (some and others) else -1 if some.isdisjoint(others) else 1


def _times(found: Floats, vector: Vector, at: float, profiles: list[Profile], decay_days: float) -> None:
    """Days to the story's ends; an item or a story without a time of its own has no gap and does not decay."""
    known = np.array([vector.encoded.dated and profile.dated for profile in profiles])
    first = np.array([profile.first for profile in profiles])
    last = np.array([profile.last for profile in profiles])
    gap = np.where(known, np.maximum(np.maximum(at - last, first - at), 0.0) / DAY, 0.0)
    found[:, 17] = np.log1p(gap)
    found[:, 18] = np.log1p(np.where(known, np.abs(at - first) / DAY, 0.0))
    found[:, 19] = np.exp(-gap / decay_days)
    found[:, 27] = ~known


def rank(found: Floats, floor: float) -> Floats:
    """Order candidates by likeness and fill rank, margin and crowd in place; returns the ordered matrix.

    ``margin`` is the distance to the best other candidate, ``crowd`` to the mean of those beyond the first two; both against ``floor``
    where there is none, so that an empty neighbourhood is no evidence.
    """
    order = np.argsort(-found[:, 32], kind="stable")
    found = found[order]
    score = found[:, 32]
    found[:, 21] = 1 / (1 + np.arange(len(score)))
    others = np.full(len(score), max(float(score[0]), floor))
    others[0] = max(float(score[1]), floor) if len(score) > 1 else floor
    found[:, 22] = score - others
    found[:, 33] = score - (max(float(score[2:].mean()), floor) if len(score) > 2 else floor)  # noqa: PLR2004 - beyond the first two
    return found
