"""Gradient-boosted trees, walked all at once. It learns nothing: see train.py."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.columns import parts
from wirefeed.cluster.vocabulary import Floats

MOST_LEAVES: Final = 16
_FEW: Final = 16
"""Rows for which fewer calls are worth more than less memory."""
_AT_ONCE: Final = 128
"""Rows walked in one go: each wants 15 bytes a tree meanwhile, and thousands come at once where reports are grouped anew."""


class Trees:
    """A sum of regression trees with at most 16 leaves each; its value is a logit.

    Every inner node carries the leaves that remain when its test fails as bits; the lowest bit that survives all failed tests of a
    tree is the leaf reached (QuickScorer: Lucchese et al. 2015). What survives the tests of one feature depends on nothing but how many
    of its thresholds, in order, lie below the value: that is kept in a table, so a row costs one look a feature, however many the trees.
    """

    def __init__(self, trees: Sequence[object], offset: float = 0.0) -> None:
        """``trees`` are nested lists: a leaf's value, or [feature, threshold, left, right]; a row goes left where x <= threshold."""
        self.offset = offset
        laid = [_lay(tree) for tree in trees]
        at = dict.fromkeys(sorted({(feature, threshold) for tests, _ in laid for feature, threshold, _ in tests}), 0)
        self._used = np.array(sorted({feature for feature, _ in at}), np.intp)
        for place, (feature, threshold) in enumerate(at):
            at[feature, threshold] = place + 1 + int(self._used.searchsorted(feature))
        columns = self._used.searchsorted(np.array([feature for feature, _ in at], np.intp))
        self._order = _ordered(np.array([threshold for _, threshold in at], np.float32)) + (columns << 32)
        self._column = np.arange(len(self._used)) << 32
        self._table = _table(laid, at, starts=np.searchsorted(columns, np.arange(len(self._used))) + np.arange(len(self._used)))
        self._value = np.zeros((len(laid), MOST_LEAVES), np.float32)
        for i, (_, leaves) in enumerate(laid):
            self._value[i, : len(leaves)] = leaves
        self._base = np.arange(len(laid)) * MOST_LEAVES

    @property
    def features(self) -> int:
        """How many columns a row must have at least."""
        return int(self._used.max(initial=-1)) + 1

    def logits(self, rows: Floats) -> NDArray[np.float64]:
        """The value of each row; without trees, the offset."""
        if not len(self._value):
            return np.full(len(rows), self.offset)
        total = np.empty(len(rows))
        for part in parts(len(rows), _AT_ONCE):
            leaf = _LOWEST.take(self._surviving(rows[part]))
            self._value.ravel().take(leaf + self._base).sum(axis=1, dtype=np.float64, out=total[part])
        return total + self.offset

    def _surviving(self, rows: Floats) -> NDArray[np.uint16]:
        """The leaves of each tree that each row may still reach, as bits."""
        keys = _ordered(rows.take(self._used, axis=1)) + self._column
        places = self._order.searchsorted(keys.ravel()).reshape(keys.shape) + np.arange(len(self._used))
        if len(rows) <= _FEW:
            few: NDArray[np.uint16] = np.bitwise_and.reduce(self._table.take(places, axis=0), axis=1, initial=0xFFFF)
            return few
        bits = np.full((len(rows), len(self._value)), 0xFFFF, np.uint16)
        for place in places.T:
            bits &= self._table.take(place, axis=0)
        return bits


def _ordered(values: Floats) -> NDArray[np.int64]:
    """Whole numbers of 32 bits in the order of these: with the feature's above them, one search finds the place of every value."""
    bits = (values + np.float32(0)).view(np.int32)
    return (bits ^ ((bits >> 31) & np.int32(0x7FFFFFFF))).astype(np.int64)


def _table(
    laid: Sequence[tuple[list[tuple[int, float, int]], list[float]]], at: dict[tuple[int, float], int], starts: NDArray[np.intp]
) -> NDArray[np.uint16]:
    """What survives: for each feature one line for none of its thresholds below the value, one for the lowest, and so on."""
    table = np.full((len(at) + len(starts), len(laid)), 0xFFFF, np.uint16)
    for tree, (tests, _) in enumerate(laid):
        for feature, threshold, kept in tests:
            table[at[feature, threshold], tree] &= kept
    for part in np.split(table, starts[1:]):
        np.bitwise_and.accumulate(part, axis=0, out=part)
    return table


def _lay(tree: object) -> tuple[list[tuple[int, float, int]], list[float]]:
    """(tests, leaves) of one tree: leaves numbered left to right, each test with the bits of the leaves it keeps when it fails."""
    tests: list[tuple[int, float, int]] = []
    leaves: list[float] = []

    def visit(node: object) -> int:
        if isinstance(node, (int, float)):
            leaves.append(float(node))
            return 1 << (len(leaves) - 1)
        if not isinstance(node, Sequence):
            raise TypeError(f"neither a leaf nor a test: {node!r}")
        feature, threshold, left, right = node
        under_left = visit(left)
        tests.append((int(feature), float(np.float32(threshold)), 0xFFFF & ~under_left))
        return under_left | visit(right)

    visit(tree)
    if len(leaves) > MOST_LEAVES:
        raise ValueError(f"a tree has {len(leaves)} leaves; at most {MOST_LEAVES} fit")
    return tests, leaves


def _lowest_bits() -> NDArray[np.uint8]:
    found = np.zeros(1 << MOST_LEAVES, np.uint8)
    for bit in range(MOST_LEAVES - 1, -1, -1):
        found[1 << bit :: 1 << (bit + 1)] = bit
    return found


_LOWEST: Final = _lowest_bits()
