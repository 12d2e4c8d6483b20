"""The members of all live stories as rows of matrices, and the postings that find them by a shared term. It knows no similarity."""

from array import array
from dataclasses import dataclass
from typing import Final

import numpy as np

from wirefeed.cluster.encoded import Encoded
from wirefeed.cluster.vocabulary import CHANNELS, Floats, Ints, Vocabulary

TEXT, TITLE, LEAD, NAME = range(CHANNELS)
WIDTHS: Final = (80, 16, 48, 24)
"""How many terms of each channel a member is compared by."""
STARTS: Final = (0, 80, 96, 144)
WIDTH: Final = sum(WIDTHS)
POSTED_TERMS: Final = 24
POSTED_NAMES: Final = 12
_LOG: Final = np.concatenate([[0.0], 1 + np.log(np.arange(1, 256))]).astype(np.float32)
_ONCE: Final = 63
_LEAD_FLAG: Final = 64


@dataclass(slots=True, kw_only=True, eq=False)
class Vector:
    """An item against a vocabulary.

    ``terms`` and ``names`` are term rows, ``term_weights`` and ``name_weights`` their 1 + ln tf. ``cells`` and ``weights`` hold all four
    channels in a row (row x 4 + channel), ``ends`` where each channel ends; ``lead_names`` are the names of the lead.
    """

    encoded: Encoded
    terms: Ints
    term_weights: Floats
    names: Ints
    name_weights: Floats
    cells: Ints
    weights: Floats
    ends: tuple[int, ...]
    lead_names: Ints


def vector_of(encoded: Encoded, vocabulary: Vocabulary) -> Vector:
    """The item in this vocabulary, which learns the terms it did not know."""
    ids = encoded.terms[: WIDTHS[TEXT]].tolist() + encoded.names[: WIDTHS[NAME]].tolist()
    rows = vocabulary.rows_of(ids, encoded.language)
    counts = encoded.counts[: WIDTHS[TEXT]]
    terms, names = rows[: len(counts)], rows[len(counts) :]
    title = counts >> 6
    lead = title + (counts >> 4 & 3)
    in_title = np.flatnonzero(title)[: WIDTHS[TITLE]]
    in_lead = np.flatnonzero(lead)[: WIDTHS[LEAD]]
    name_counts = encoded.name_counts[: WIDTHS[NAME]]
    term_weights = _LOG[(counts & 15) + lead + title]
    name_weights = _LOG[name_counts & _ONCE]
    ends = (len(terms), len(terms) + len(in_title), len(terms) + len(in_title) + len(in_lead))
    return Vector(
        encoded=encoded,
        terms=terms,
        term_weights=term_weights,
        names=names,
        name_weights=name_weights,
        cells=np.concatenate([terms, terms[in_title], terms[in_lead], names]) * CHANNELS
        + np.repeat(_EACH, (len(terms), len(in_title), len(in_lead), len(names))),
        weights=np.concatenate([term_weights, _LOG[title[in_title]], _LOG[lead[in_lead]], name_weights]),
        ends=(*ends, ends[-1] + len(names)),
        lead_names=names[name_counts >= _LEAD_FLAG],
    )


_EACH: Final = np.arange(CHANNELS, dtype=np.int32)


class Shelf:
    """Growing matrices ``cells`` and ``weights`` (as in Vector, each channel padded to its width with cell 0), one row a member.

    ``story`` is the slot of the member's story, 0 for a member taken out; ``posted`` holds for every term the members in which it is
    strong, oldest first, and its weight there. Postings of members taken out are swept when they outnumber the living.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.cells = np.zeros((1024, WIDTH), np.int32)
        self.weights = np.zeros((1024, WIDTH), np.float32)
        self.story = np.zeros(1024, np.int32)
        self.vectors: list[Vector | None] = []
        self.posted: dict[int, tuple[array[int], array[float]]] = {}
        self._free: list[int] = []
        self._stale = 0

    def put(self, vector: Vector, slot: int) -> int:
        """A member more; returns its row."""
        row = self._row()
        start = 0
        for at, end in zip(STARTS, vector.ends, strict=True):
            self.cells[row, at : at + end - start] = vector.cells[start:end]
            self.weights[row, at : at + end - start] = vector.weights[start:end]
            start = end
        self.story[row] = slot
        self.vectors[row] = vector
        self.vocabulary.count(np.concatenate([vector.terms, vector.names]), vector.encoded.language, 1)
        self._post(row, vector)
        return row

    def take(self, row: int) -> None:
        """A member less."""
        vector = self.vectors[row]
        if vector is None:
            return
        self.vocabulary.count(np.concatenate([vector.terms, vector.names]), vector.encoded.language, -1)
        self.vectors[row] = None
        self.story[row] = 0
        self._stale += 1
        if self._stale > max(1000, len(self.vectors) - len(self._free) - self._stale):
            self._sweep()

    def strongest(self, vector: Vector) -> tuple[list[int], list[float]]:
        """(term rows, weights) to search by, heaviest first: tf x idf² / norm, names at half weight."""
        rows: list[int] = []
        weights: list[float] = []
        rarity = self.vocabulary.rarity
        for found, tf, most, share in (
            (vector.terms, vector.term_weights, POSTED_TERMS, 1.0),
            (vector.names, vector.name_weights, POSTED_NAMES, 0.5),
        ):
            heft = tf * rarity[found]
            norm = float(np.sqrt(heft @ tf)) or 1.0
            best = np.argsort(-heft, kind="stable")[:most]
            rows += found[best].tolist()
            weights += (heft[best] * (share / norm)).tolist()
        return rows, weights

    def _row(self) -> int:
        if self._free:
            return self._free.pop()
        row = len(self.vectors)
        self.vectors.append(None)
        if row >= len(self.cells):
            self.cells = np.vstack([self.cells, np.zeros_like(self.cells)])
            self.weights = np.vstack([self.weights, np.zeros_like(self.weights)])
            self.story = np.concatenate([self.story, np.zeros_like(self.story)])
        return row

    def _post(self, row: int, vector: Vector) -> None:
        """Enter a member under its strongest terms, each with tf / norm."""
        rarity = self.vocabulary.rarity
        for found, tf, most in ((vector.terms, vector.term_weights, POSTED_TERMS), (vector.names, vector.name_weights, POSTED_NAMES)):
            heft = tf * rarity[found]
            norm = float(np.sqrt(heft @ tf)) or 1.0
            best = np.argsort(-heft, kind="stable")[:most]
            for term, weight in zip(found[best].tolist(), (tf[best] / norm).tolist(), strict=True):
                entry = self.posted.get(term)
                if entry is None:
                    self.posted[term] = (array("i", (row,)), array("f", (weight,)))
                else:
                    entry[0].append(row)
                    entry[1].append(weight)

    def _sweep(self) -> None:
        """Enter the living anew and free the rows of the rest."""
        self.posted.clear()
        self._stale = 0
        self._free = [row for row, vector in enumerate(self.vectors) if vector is None][::-1]
        self.cells[self._free] = 0
        self.weights[self._free] = 0
        for row, vector in enumerate(self.vectors):
            if vector is not None:
                self._post(row, vector)
