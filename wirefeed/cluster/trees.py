"""Gradient-boosted trees, walked all at once. It learns nothing: see train.py."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.vocabulary import Floats

MOST_LEAVES: Final = 16


class Trees:
    """A sum of regression trees with at most 16 leaves each; its value is a logit.

    Every inner node carries the leaves that remain when its test fails as bits; the lowest bit that survives all failed tests of a
    tree is the leaf reached (QuickScorer: Lucchese et al. 2015). So one comparison of all nodes with all rows replaces the walk.
    """

    def __init__(self, trees: Sequence[object], offset: float = 0.0) -> None:
        """``trees`` are nested lists: a leaf's value, or [feature, threshold, left, right]; a row goes left where x <= threshold."""
        self.offset = offset
        laid = [_lay(tree) for tree in trees]
        nodes = max((len(tests) for tests, _ in laid), default=0) or 1
        self._feature = np.zeros((len(laid), nodes), np.intp)
        self._threshold = np.full((len(laid), nodes), np.inf, np.float32)
        self._kept = np.full((len(laid), nodes), 0xFFFF, np.uint16)
        self._value = np.zeros((len(laid), MOST_LEAVES), np.float32)
        for i, (tests, leaves) in enumerate(laid):
            self._value[i, : len(leaves)] = leaves
            for j, (feature, threshold, kept) in enumerate(tests):
                self._feature[i, j], self._threshold[i, j], self._kept[i, j] = feature, threshold, kept
        self._flat_feature = self._feature.T.ravel()
        self._flat_threshold = self._threshold.T.ravel()
        self._flat_cut = ~self._kept.T.ravel()
        self._shape = (nodes, len(laid))
        self._base = np.arange(len(laid)) * MOST_LEAVES

    @property
    def features(self) -> int:
        """How many columns a row must have at least."""
        return int(self._feature.max(initial=-1)) + 1

    def logits(self, rows: Floats) -> NDArray[np.float64]:
        """The value of each row; without trees, the offset."""
        if not len(self._value):
            return np.full(len(rows), self.offset)
        failed = rows.take(self._flat_feature, axis=1) > self._flat_threshold
        cut = np.multiply(failed, self._flat_cut, dtype=np.uint16).reshape(len(rows), *self._shape)
        leaf = _LOWEST.take(~np.bitwise_or.reduce(cut, axis=1))
        total: NDArray[np.float64] = self._value.ravel().take(leaf + self._base).sum(axis=1, dtype=np.float64) + self.offset
        return total


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
        tests.append((int(feature), float(threshold), 0xFFFF & ~under_left))
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
