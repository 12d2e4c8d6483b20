"""What is known of an item and each candidate story, as named numbers. It weighs none of them: the trees do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.evidence import KINDS, LEAD_NAMES, NUMBERS, PLACES, QUOTES, SHINGLES, Common, Said, common
from wirefeed.cluster.shelf import LEAD, NAME, STARTS, TEXT, TITLE, Queries, Shelf
from wirefeed.cluster.similarity import compare, shared
from wirefeed.cluster.stories import DAY, Profile
from wirefeed.cluster.vocabulary import CHANNELS, Floats

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
    "named_by",
    "counted_by",
    "placed_by",
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

CONTEXT: Final = [NAMES.index(name) for name in ("rank", "margin", "crowd")]
"""The columns that depend on the other candidates."""

_ALONE: Final = 0.35
_SHORT: Final = 110
_TOP: Final = 5
_NEAREST: Final = 3
_LIKE: Final = 0.2
_EVERY: Final = 1 << 30


def likeness(rows: Floats) -> Floats:
    """The score candidates are ranked by: words + half the names."""
    found: Floats = rows[:, 0] + 0.5 * rows[:, 2]
    return found


@dataclass(slots=True, kw_only=True, eq=False)
class Measured:
    """What is known of the stories ``kept`` of those asked about, the most alike first for each query, and how many these are a query.

    ``kept`` are places among all stories asked about, in a row; the columns of ``features`` are NAMES, rank, margin and crowd still zero
    (``rank``). ``cosines`` are those with every member of every story asked about, in order.
    """

    kept: NDArray[np.intp]
    sizes: NDArray[np.intp]
    features: Floats
    cosines: Floats


def measure(queries: Queries, asked: Sequence[Sequence[Profile]], shelf: Shelf, decay_days: float, most: int = _EVERY) -> Measured:
    """What is known of some items before some stories each, the ``most`` alike of them: ``asked[i]`` are those of query i."""
    profiles = [profile for each in asked for profile in each]
    counts = np.array([len(each) for each in asked])
    members = np.array([len(profile.rows) for profile in profiles])
    rows = np.array([row for profile in profiles for row in profile.rows])
    cosine = compare(queries, rows, np.cumsum([sum(len(profile.rows) for profile in each) for each in asked]).tolist(), shelf)
    found = np.zeros((len(profiles), len(NAMES)), np.float32)
    nearest = _similarity(found, cosine, members, profiles)
    found[:, 32] = likeness(found)
    kept, sizes = _best(found[:, 32], counts, most)
    found, profiles = found[kept], [profiles[at] for at in kept.tolist()]
    asking = np.repeat(np.arange(len(asked)), sizes)
    rarest = np.sqrt(-np.partition(-shared(queries, rows[nearest[kept]], np.cumsum(sizes).tolist(), shelf), _TOP, 1)[:, :_TOP])
    found[:, 15] = rarest.max(axis=1)
    found[:, 16] = rarest.mean(axis=1)
    _evidence(found, queries, asking, profiles, shelf)
    _times(found, shelf.dated[queries.rows][asking], queries.at[asking], profiles, decay_days)
    size = np.log([float(profile.size) for profile in profiles])
    length = shelf.length[queries.rows].astype(np.intp)[asking]
    found[:, 20] = size
    found[:, 23] = np.log(length + 1)
    found[:, 28] = length < _SHORT
    found[:, 29] = [profile.log_length for profile in profiles]
    found[:, 30] = found[:, 0] * found[:, 19]
    found[:, 31] = found[:, 0] * size
    found[:, 34] = shelf.cells[queries.rows, STARTS[NAME]][asking] == 0
    return Measured(kept=kept, sizes=sizes, features=found, cosines=cosine)


def _best(score: Floats, counts: NDArray[np.intp], most: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """(which to keep, the highest scores first for each query; how many a query) of ``counts`` scores a query."""
    order = np.lexsort((-score, np.repeat(np.arange(len(counts)), counts)))
    place = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    return order[place < most], np.minimum(counts, most)


def _similarity(found: Floats, cosine: Floats, sizes: NDArray[np.intp], profiles: Sequence[Profile]) -> NDArray[np.intp]:
    """Fill in how alike the words are; returns which member of each profile is nearest."""
    starts = np.cumsum(sizes) - sizes
    pair = np.full((len(profiles), CHANNELS), -1.0, np.float32)
    for at in np.flatnonzero(sizes > 1).tolist():
        pair[at] = profiles[at].mean_pair
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
    nearest: NDArray[np.intp] = order[starts]
    return nearest


def _evidence(found: Floats, queries: Queries, asking: NDArray[np.intp], profiles: Sequence[Profile], shelf: Shelf) -> None:
    """Shared figures, quotes, copied passages, places, weekdays and lead names."""
    rows, sizes = np.array([row for profile in profiles for row in profile.rows]), np.array([len(profile.rows) for profile in profiles])
    starts, story = np.cumsum(sizes) - sizes, np.repeat(np.arange(len(sizes)), sizes)
    mine = shelf.sayings.of(queries.rows)
    both = common(mine, shelf.sayings.of(rows), asking[story], story)
    kind = mine.kind[both.saying]
    shared = np.bincount(both.story * KINDS + kind, minlength=len(sizes) * KINDS).reshape(-1, KINDS)
    carried = np.zeros(shared.shape)
    np.maximum.at(carried, (both.story, kind), both.count / sizes[both.story])
    own = shelf.sayings.sizes(queries.rows)[asking]
    clash = (own > 0) & (np.maximum.reduceat(shelf.sayings.sizes(rows), starts) > 0)
    agreed = np.where(shared > 0, 1, -clash.astype(np.int8))
    found[:, 12] = shared[:, NUMBERS] / (own[:, NUMBERS] + 3.0)
    found[:, 13:15] = np.log1p(shared[:, [QUOTES, SHINGLES]].astype(np.float32))
    found[:, [24, 38, 39]] = agreed[:, [PLACES, LEAD_NAMES, NUMBERS]]
    days, others = shelf.weekdays[queries.rows][asking], np.bitwise_or.reduceat(shelf.weekdays[rows], starts)
    found[:, 25] = np.where((days > 0) & (others > 0), np.where(days & others, 1, -1), 0)
    found[:, 26] = _led(mine, both, asking, shelf.vocabulary.rarity.take(shelf.lead_names(queries.rows)))
    found[:, 40:43] = carried[:, [LEAD_NAMES, NUMBERS, PLACES]]


def _led(mine: Said, both: Common, asking: NDArray[np.intp], rarity: Floats) -> NDArray[np.float64]:
    """How much of what the names of a query's lead are worth (``rarity``, name by name) each story shares."""
    worth = np.zeros(len(mine.kind))
    worth[mine.kind == LEAD_NAMES] = np.sqrt(rarity)
    total = np.bincount(mine.whose, worth, int(asking.max()) + 1)[asking]
    summed = np.bincount(both.story, worth[both.saying], len(asking))
    return np.divide(summed, total, out=np.zeros(len(asking)), where=total > 0)


def agree(some: frozenset[int], others: frozenset[int]) -> int:
    """1 where two sets of evidence share something, -1 where both speak and share nothing, 0 where one is silent."""
    return 0 if not (some and others) else -1 if some.isdisjoint(others) else 1


def _times(found: Floats, dated: NDArray[np.bool_], at: NDArray[np.float64], profiles: Sequence[Profile], decay_days: float) -> None:
    """Days to the story's ends; an item or a story without a time of its own has no gap and does not decay."""
    known = dated & np.array([profile.dated for profile in profiles])
    first = np.array([profile.first for profile in profiles])
    last = np.array([profile.last for profile in profiles])
    gap = np.where(known, np.maximum(np.maximum(at - last, first - at), 0.0) / DAY, 0.0)
    found[:, 17] = np.log1p(gap)
    found[:, 18] = np.log1p(np.where(known, np.abs(at - first) / DAY, 0.0))
    found[:, 19] = np.exp(-gap / decay_days)
    found[:, 27] = ~known


def rank(features: Floats, sizes: NDArray[np.intp], floor: float) -> None:
    """Fill in rank, margin and crowd of each query's candidates (``sizes`` rows each, the most alike first), in place.

    ``margin`` is the distance to the best other candidate, ``crowd`` to the mean of those beyond the first two; both against ``floor``
    where there is none, so that an empty neighbourhood is no evidence.
    """
    score = features[:, 32]
    starts = np.cumsum(sizes) - sizes
    place = np.arange(len(score)) - np.repeat(starts, sizes)
    first, second, rest = (np.full(len(sizes), np.float32(floor)) for _ in range(3))
    first[sizes > 0] = score[starts[sizes > 0]]
    second[sizes > 1] = score[starts[sizes > 1] + 1]
    many = np.flatnonzero(sizes > 2)  # noqa: PLR2004 - beyond the first two
    summed = np.concatenate([[0.0], np.cumsum(score, dtype=np.float64)])
    rest[many] = (summed[starts[many] + sizes[many]] - summed[starts[many] + 2]) / (sizes[many] - 2)
    other = np.where(place == 0, np.repeat(second, sizes), np.repeat(first, sizes))
    features[:, 21] = 1 / (1 + place)
    features[:, 22] = score - np.maximum(other, np.float32(floor))
    features[:, 33] = score - np.maximum(np.repeat(rest, sizes), np.float32(floor))
