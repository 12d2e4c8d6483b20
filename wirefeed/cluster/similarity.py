"""How alike an item and some members are, in each channel at once. It knows no stories."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.shelf import STARTS, TITLE, Shelf, Vector
from wirefeed.cluster.vocabulary import Floats


@dataclass(slots=True, kw_only=True, eq=False)
class Likeness:
    """``cosines`` is members x channels; ``shared`` members x text terms: the rarity (idf²) of each term both use, 0 elsewhere."""

    cosines: Floats
    shared: Floats


def compare(vector: Vector, rows: NDArray[np.intp], shelf: Shelf) -> Likeness:
    """The item against each member, under the document frequencies of this moment.

    The item's tf x idf² is laid out once over the whole vocabulary and gathered through the members' cells, so no sorted lists are
    matched (a dense accumulator, as in term-at-a-time ranking, turned round).
    """
    vocabulary = shelf.vocabulary
    heft = vector.weights * vocabulary.spread[vector.cells]
    own = _by_channel(heft * vector.weights, vector.ends)
    scratch = vocabulary.scratch
    scratch[vector.cells] = heft
    cells = shelf.cells[rows]
    weights = shelf.weights[rows]
    dots = scratch.take(cells)
    dots *= weights
    scratch[vector.cells] = 0.0
    worth = vocabulary.spread.take(cells)
    shared = np.where(dots[:, : STARTS[TITLE]] > 0, worth[:, : STARTS[TITLE]], 0.0)
    worth *= weights
    worth *= weights
    norms = np.sqrt(np.maximum(np.add.reduceat(worth, STARTS, axis=1) * own, np.float32(1e-12)))
    cosines = (np.add.reduceat(dots, STARTS, axis=1) / norms).astype(np.float32, copy=False)
    return Likeness(cosines=cosines, shared=shared)


def _by_channel(values: Floats, ends: tuple[int, ...]) -> Floats:
    """Sums of ``values`` over each channel; an empty channel sums to nothing."""
    summed = np.concatenate([[0.0], np.cumsum(values)])[[0, *ends]]
    return np.diff(summed).astype(np.float32)
