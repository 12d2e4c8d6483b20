"""Which row a term has: a table of 32-bit ids by open addressing, some 16 bytes a term. It knows no frequencies.

A dictionary of the same would take a hundred bytes a term, and most terms belong to one item or two.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.columns import roomy

Ids = NDArray[np.uint32]
Rows = NDArray[np.int32]
_SPREAD: Final = np.uint32(0x9E3779B1)
_STRIDE: Final = np.uint32(8)
_FIRST_BITS: Final = 12


class Terms:
    """Term id -> row, from 1 in the order they came; id 0 is no term and has row 0. No more than half the places are taken.

    A taken place sends an id on by a stride of its own (double hashing), so ids made to meet in one place part after it.
    """

    def __init__(self) -> None:
        self._ids = np.zeros(1 << _FIRST_BITS, np.uint32)
        self._size = 1
        self._lay_out(_FIRST_BITS)

    def __len__(self) -> int:
        """How many terms there are."""
        return self._size - 1

    def rows_of(self, ids: Ids) -> Rows:
        """The row of each id, 0 where it is not known."""
        at, stride = self._places_of(ids)
        rows: Rows = self._places.take(at)
        rows[ids == 0] = 0
        astray = np.flatnonzero((rows > 0) & (self._ids.take(rows) != ids))
        while len(astray):
            at[astray] = at[astray] + stride[astray] & self._mask
            rows[astray] = self._places.take(at[astray])
            astray = astray[(rows[astray] > 0) & (self._ids.take(rows[astray]) != ids[astray])]
        return rows

    def add(self, ids: Ids) -> Rows:
        """The rows of terms that are new, each given once."""
        rows = np.arange(self._size, self._size + len(ids), dtype=np.int32)
        self._size += len(ids)
        self._ids = roomy(self._ids, self._size)
        self._ids[rows] = ids
        if 2 * self._size > len(self._places):
            self._lay_out((2 * self._size).bit_length())
        else:
            self._enter(rows)
        return rows

    def keep(self, rows: NDArray[np.intp]) -> None:
        """Forget all terms but those of ``rows`` (ascending, without 0), which are 1, 2, 3 ... from now on."""
        kept = self._ids[rows]
        self._size = len(kept) + 1
        self._ids = roomy(np.concatenate([np.zeros(1, np.uint32), kept]), 1 << _FIRST_BITS)
        self._lay_out(max(_FIRST_BITS, (2 * self._size).bit_length()))

    def _lay_out(self, bits: int) -> None:
        self._places = np.zeros(1 << bits, np.int32)
        self._shift = np.uint32(32 - bits)
        self._mask = (1 << bits) - 1
        self._enter(np.arange(1, self._size, dtype=np.int32))

    def _places_of(self, ids: Ids) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """(where each id is looked for first, how far on it is looked for next)."""
        return (ids * _SPREAD >> self._shift).astype(np.intp), (ids >> _STRIDE | np.uint32(1)).astype(np.intp)

    def _enter(self, rows: Rows) -> None:
        """Give each row the first free place on its way; of several that want one the last gets it, the others go on."""
        at, stride = self._places_of(self._ids[rows])
        while len(rows):
            free = self._places.take(at) == 0
            self._places[at[free]] = rows[free]
            left = self._places.take(at) != rows
            rows, at, stride = rows[left], at[left] + stride[left] & self._mask, stride[left]
