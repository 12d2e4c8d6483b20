"""Which members a term is strong in, oldest first: sorted by term for most of them, as they came for the latest. It knows no story."""

from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.vocabulary import Floats, Ints

POSTED: Final = 36
"""Terms a member is entered under, and looked for by."""
_LONGEST: Final = 500
"""A term's latest members that are looked at: what is common to more tells nothing apart."""
_LATEST: Final = 512
_Kind = TypeVar("_Kind", bound=np.generic)


class Postings:
    """Term row -> members and weights, eight bytes an entry; entries are never taken out, only all made anew. Term 0 is none."""

    def __init__(self) -> None:
        self._starts = np.zeros(2, np.intp)
        self._rows = np.zeros(0, np.int32)
        self._weights = np.zeros(0, np.float32)
        self._count = 0
        self._late_rows = np.zeros(_LATEST, np.int32)
        self._late_terms = np.zeros((_LATEST, POSTED), np.int32)
        self._late_weights = np.zeros((_LATEST, POSTED), np.float32)
        self._late = np.zeros(4096, np.int32)

    def enter(self, rows: Ints, terms: Ints, weights: Floats) -> None:
        """Members more, younger than those entered before, each with its terms (members x POSTED) and their weights."""
        if self._count + len(rows) > _LATEST:
            self._sort_in(rows, terms, weights)
            return
        self._late_rows[self._count : self._count + len(rows)] = rows
        self._late_terms[self._count : self._count + len(rows)] = terms
        self._late_weights[self._count : self._count + len(rows)] = weights
        self._count += len(rows)
        most = int(terms.max(initial=0))
        if most + 1 >= len(self._late):
            self._late = np.concatenate([self._late, np.zeros(most, np.int32)])
        np.add.at(self._late, terms.ravel(), np.int32(1))

    def found(self, terms: Ints, weights: Floats, scratch: Floats) -> list[tuple[Ints, Floats]]:
        """For each query (a row of terms): member rows, and weight of the term x weight of the entry.

        A member may stand there several times. ``scratch`` must be all zero and reach as far as the terms do; it is given back so.
        """
        known = np.where(terms < len(self._starts) - 1, terms, 0)
        ends = self._starts[known + 1]
        late = self._late.take(terms, mode="clip")
        starts = np.maximum(self._starts[known], ends - np.maximum(_LONGEST - late, 0))
        sizes = np.maximum(ends - starts, 0)
        flat = sizes.ravel()
        upto = np.cumsum(flat)
        at = np.arange(upto[-1]) + np.repeat(starts.ravel() - (upto - flat), flat)
        rows = self._rows.take(at)
        worth = self._weights.take(at) * np.repeat(weights.ravel(), flat)
        cuts = np.cumsum(sizes.sum(axis=1))[:-1]
        sorted_in = zip(np.split(rows, cuts), np.split(worth, cuts), strict=True)
        return [self._with_late(*old, *asked, scratch) for old, asked in zip(sorted_in, zip(terms, weights, strict=True), strict=True)]

    def _with_late(self, rows: Ints, worth: Floats, terms: Ints, weights: Floats, scratch: Floats) -> tuple[Ints, Floats]:
        """The latest members are compared with the query's terms laid out over the vocabulary: no list of theirs is kept in order."""
        if not self._count:
            return rows, worth
        scratch[terms] = weights
        score = np.einsum("ij,ij->i", scratch.take(self._late_terms[: self._count], mode="clip"), self._late_weights[: self._count])
        scratch[terms] = 0.0
        hit = np.flatnonzero(score)
        return np.concatenate([rows, self._late_rows[hit]]), np.concatenate([worth, score[hit]])

    def _sort_in(self, rows: Ints, terms: Ints, weights: Floats) -> None:
        """Merge the latest members, and these, into the lists by term."""
        fresh = np.concatenate([self._late_terms[: self._count], terms]).ravel()
        order = np.argsort(fresh, kind="stable")
        order = order[np.searchsorted(fresh[order], 1) :]
        added = np.bincount(fresh[order], minlength=len(self._starts) - 1)
        before = np.zeros(len(added), np.intp)
        before[: len(self._starts) - 1] = np.diff(self._starts)
        starts = np.concatenate([[0], np.cumsum(before + added)])
        places = np.arange(len(order)) + np.repeat(starts[:-1] + before - (np.cumsum(added) - added), added)
        held = np.ones(starts[-1], np.bool_)
        held[places] = False
        members = np.concatenate([self._late_rows[: self._count], rows])
        self._rows = _woven(held, self._rows, places, members.take(order // POSTED))
        worth = np.concatenate([self._late_weights[: self._count], weights]).ravel()
        self._weights = _woven(held, self._weights, places, worth.take(order))
        self._starts, self._count = starts, 0
        self._late[:] = 0


def _woven(held: NDArray[np.bool_], old: NDArray[_Kind], places: NDArray[np.intp], new: NDArray[_Kind]) -> NDArray[_Kind]:
    """One array of two: the old one where ``held`` says so, in its order, the new one at its ``places``."""
    found = np.empty(len(held), old.dtype)
    found[held] = old
    found[places] = new
    return found
