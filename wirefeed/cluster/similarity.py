"""How alike some items and some members are, in each channel at once. It knows no stories."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.shelf import STARTS, TITLE, Queries, Shelf
from wirefeed.cluster.vocabulary import CHANNELS, Floats

_AT_ONCE = 1500
"""Members compared in one go: what fits into a processor's cache."""


def compare(queries: Queries, rows: NDArray[np.intp], ends: Sequence[int], shelf: Shelf) -> Floats:
    """Cosines, members x channels, under the document frequencies of this moment; query i asks for the rows up to ``ends[i]``.

    A query's tf x idf² is laid out once over the whole vocabulary and gathered through the members' cells, so no sorted lists are
    matched (a dense accumulator, as in term-at-a-time ranking, turned round).
    """
    found = np.empty((len(rows), CHANNELS), np.float32)
    heft = queries.weights * shelf.vocabulary.rarity.take(queries.cells // CHANNELS)
    own = np.maximum(np.add.reduceat(heft * queries.weights, STARTS, axis=1), np.float32(1e-12))
    first, start = 0, 0
    while first < len(ends):
        last = first + 1
        while last < len(ends) and ends[last] - start <= _AT_ONCE:
            last += 1
        part = slice(start, ends[last - 1])
        cuts = [end - start for end in ends[first:last]]
        found[part] = _compare(queries, heft, range(first, last), rows[part], cuts, shelf)
        found[part] /= np.sqrt(np.repeat(own[first:last], np.diff([0, *cuts]), axis=0))
        first, start = last, ends[last - 1]
    return found


def _compare(queries: Queries, heft: Floats, asking: range, rows: NDArray[np.intp], cuts: Sequence[int], shelf: Shelf) -> Floats:
    """Dot products over the members' norms, of so many queries."""
    scratch = shelf.vocabulary.scratch
    cells, weights = shelf.cells[rows], shelf.weights(rows)
    dots = np.empty(cells.shape, np.float32)
    start = 0
    for asks, end in zip(asking, cuts, strict=True):
        scratch[queries.cells[asks]] = heft[asks]
        scratch.take(cells[start:end], out=dots[start:end], mode="clip")
        scratch[queries.cells[asks]] = 0.0
        start = end
    dots *= weights
    worth: Floats = shelf.vocabulary.rarity.take(cells // CHANNELS)
    worth *= weights
    worth *= weights
    norms = np.maximum(np.add.reduceat(worth, STARTS, axis=1), np.float32(1e-12))
    found: Floats = np.add.reduceat(dots, STARTS, axis=1)
    found /= np.sqrt(norms)
    return found


def shared(queries: Queries, rows: NDArray[np.intp], ends: Sequence[int], shelf: Shelf) -> Floats:
    """For each member asked for as in ``compare``: the rarity (idf²) of each of its text terms that the query uses too, 0 elsewhere."""
    scratch = shelf.vocabulary.scratch
    cells = shelf.cells[rows][:, : STARTS[TITLE]]
    both = np.empty(cells.shape, np.float32)
    start = 0
    for asks, end in enumerate(ends):
        own = queries.cells[asks, : STARTS[TITLE]]
        scratch[own] = queries.weights[asks, : STARTS[TITLE]]
        scratch.take(cells[start:end], out=both[start:end], mode="clip")
        scratch[own] = 0.0
        start = end
    worth: Floats = np.where(both > 0, shelf.vocabulary.rarity.take(cells // CHANNELS), np.float32(0.0))
    return worth
