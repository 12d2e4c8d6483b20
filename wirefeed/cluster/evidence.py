"""What items say beside their words: figures, quotes, copied passages, places and the names of their lead. It weighs nothing.

Each item's lists of 32-bit ids lie in one long array, four bytes an id. What a query shares with many stories is found for all of them at
once: of the stories' ids those that no query has are passed over by a small table of marks, the few others are looked up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.columns import packed, roomy

NUMBERS, QUOTES, SHINGLES, PLACES, LEAD_NAMES = range(5)
KINDS: Final = 5
_MARKS_BITS: Final = 16
_MIXED: Final = np.uint64(0x9E3779B97F4A7C15)
_MARK: Final = np.uint64(64 - _MARKS_BITS)
_KIND: Final = np.uint64(32)
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Said:
    """Everything some items say, id by id: whose (their place among those asked for), of which kind, and the id."""

    whose: Places
    kind: Places
    ids: NDArray[np.uint32]

    def keys(self, group: Places) -> NDArray[np.uint64]:
        """One number for (group of the item, kind, id)."""
        high = (group[self.whose] * KINDS + self.kind).astype(np.uint64) << _KIND
        found: NDArray[np.uint64] = high | self.ids
        return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Common:
    """What stories share with their queries, an entry for each thing shared: by which story, which of the queries' sayings, how often."""

    story: Places
    saying: Places
    count: Places


class Sayings:
    """A row an item, in the order they were put in."""

    def __init__(self) -> None:
        self._ids = np.zeros(256, np.uint32)
        self._ends = np.zeros(256, np.int64)
        self._sizes = np.zeros((256, KINDS), np.uint8)
        self._rows = 0

    def put(self, said: Sequence[tuple[Sequence[int], bytes]]) -> None:
        """Items more: how many ids of each kind, and the ids (little-endian) in that order."""
        start, rows = int(self._ends[self._rows - 1]) if self._rows else 0, slice(self._rows, self._rows + len(said))
        ids = np.frombuffer(b"".join(each for _, each in said), "<u4")
        sizes = np.array([each for each, _ in said], np.uint8)
        self._rows += len(said)
        self._ids = roomy(self._ids, start + len(ids))
        self._ends, self._sizes = roomy(self._ends, self._rows), roomy(self._sizes, self._rows)
        self._ids[start : start + len(ids)] = ids
        self._ends[rows], self._sizes[rows] = start + np.cumsum(sizes.sum(axis=1, dtype=np.int64)), sizes

    def keep(self, rows: Places) -> None:
        """Forget all items but these (ascending), which are rows 0, 1, 2 ... from now on."""
        sizes = self._sizes[rows].sum(axis=1, dtype=np.int64)
        self._ids = packed(self._ids, _ranges(self._ends[rows] - sizes, sizes))
        self._ends, self._sizes = packed(self._ends, rows), packed(self._sizes, rows)
        self._ends[: len(rows)] = np.cumsum(sizes)
        self._rows = len(rows)

    def sizes(self, rows: Places) -> NDArray[np.uint8]:
        """How many ids of each kind some items have (items x kinds)."""
        found: NDArray[np.uint8] = self._sizes[rows]
        return found

    def of(self, rows: Places) -> Said:
        """What some items say."""
        sizes = self._sizes[rows].astype(np.intp)
        many = sizes.sum(axis=1)
        kinds = np.repeat(np.tile(np.arange(KINDS), len(rows)), sizes.ravel())
        return Said(whose=np.repeat(np.arange(len(rows)), many), kind=kinds, ids=self._ids.take(_ranges(self._ends[rows] - many, many)))

    def sets(self, rows: Sequence[int]) -> tuple[frozenset[int], ...]:
        """What some items say between them, a set a kind."""
        said = self.of(np.array(rows))
        return tuple(frozenset(said.ids[said.kind == kind].tolist()) for kind in range(KINDS))


def common(mine: Said, theirs: Said, asking: Places, story: Places) -> Common:
    """What the items of some stories share with the queries that ask for them: for each item ``asking`` (the query) and ``story``."""
    own = mine.keys(np.arange(int(mine.whose.max(initial=-1)) + 1))
    others = theirs.keys(asking)
    marks = np.zeros(1 << _MARKS_BITS, np.bool_)
    marks[(own * _MIXED >> _MARK).astype(np.intp)] = True
    maybe = np.flatnonzero(marks.take((others * _MIXED >> _MARK).astype(np.intp)))
    if not len(maybe):
        return Common(story=_NONE, saying=_NONE, count=_NONE)
    order = np.argsort(own)
    sorted_own, sought = own[order], others[maybe]
    at = np.minimum(np.searchsorted(sorted_own, sought), len(own) - 1)
    hit = sorted_own[at] == sought
    pairs, count = np.unique(story[theirs.whose[maybe[hit]]] * len(own) + order[at[hit]], return_counts=True)
    return Common(story=pairs // len(own), saying=pairs % len(own), count=count.astype(np.intp))


_NONE: Final = np.zeros(0, np.intp)


def _ranges(starts: Places, sizes: Places) -> Places:
    """The places from each start on, so many each, in a row."""
    upto = np.cumsum(sizes)
    found: Places = np.arange(upto[-1] if len(upto) else 0) + np.repeat(starts - (upto - sizes), sizes)
    return found
