"""Terms of the live members, how many members use each, and what that makes a term worth. It holds no item."""

from collections import Counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.background import DOCUMENTS, Background
from wirefeed.cluster.columns import packed, roomy
from wirefeed.cluster.terms import Terms

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

CHANNELS: Final = 4
"""What two items are compared in: the whole text, the title, the lead, the names."""
_STEP: Final = 1.05
_SMOOTH: Final = 0.5


class Vocabulary:
    """Term id (32-bit hash) -> term row. Row 0 is no term: it pads short items and weighs nothing.

    ``rarity`` is idf squared, where idf = ln(N / (df + .5)) over the members of one language and the background (Spärck Jones 1972,
    smoothed); N is rounded to a geometric step, so that a member more or less does not touch every term. ``scratch``, laid out by row
    x 4 + channel, is lent to whoever compares and is all zero between comparisons.
    """

    def __init__(self, background: Background) -> None:
        self._background = background
        self._terms = Terms()
        self._df = np.zeros(4096, np.float32)
        self._language = np.zeros(4096, np.int16)
        self.rarity = np.zeros(4096, np.float32)
        self.scratch = np.zeros(4096 * CHANNELS, np.float32)
        self._languages: dict[int, int] = {}
        self._members: list[int] = []
        self._log_n: list[float] = []

    def __len__(self) -> int:
        """How many terms it knows."""
        return len(self._terms)

    def rows_of(self, ids: NDArray[np.uint32], languages: NDArray[np.uint32]) -> Ints:
        """The row of each id (items x width, 0 stays 0), new ones made; ``languages`` are those of the items."""
        asked = np.ascontiguousarray(ids, np.uint32).ravel()
        found = self._terms.rows_of(asked)
        missing = np.flatnonzero((found == 0) & (asked > 0))
        if len(missing):
            first = missing[np.sort(np.unique(asked[missing], return_index=True)[1])]
            self._add(asked[first], languages[first // ids.shape[1]])
            found[missing] = self._terms.rows_of(asked[missing])
        return found.reshape(ids.shape)

    def count(self, rows: Ints, languages: NDArray[np.uint32], sign: int) -> None:
        """Members more (``sign`` 1) or less (-1): one row of distinct terms each, padded with 0."""
        used = rows[rows > 0]
        np.add.at(self._df, used, np.float32(sign))
        stale = []
        for language, members in Counter(languages.tolist()).items():
            number = self._number(language)
            self._members[number] += sign * members
            log_n = _log_members(self._members[number])
            if log_n != self._log_n[number]:
                self._log_n[number] = log_n
                stale.append(np.flatnonzero(self._language[1 : len(self) + 1] == number).astype(np.int32) + np.int32(1))
        self._weigh(np.concatenate([used, *stale]) if stale else used)

    def keep(self, rows: NDArray[np.intp]) -> Ints:
        """Forget all terms but those in ``rows`` (ascending, without 0); returns the new row of every old one (0: forgotten).

        No live member may use a term that is forgotten: such a term, met again, is what it was before it was met first.
        """
        leads = np.zeros(len(self) + 1, np.int32)
        leads[rows] = np.arange(1, len(rows) + 1, dtype=np.int32)
        self._terms.keep(rows)
        kept = np.concatenate([[0], rows])
        for name in ("_df", "_language", "rarity"):
            setattr(self, name, roomy(packed(getattr(self, name), kept), 4096))
        self.scratch = np.zeros(len(self.rarity) * CHANNELS, np.float32)
        return leads

    def _weigh(self, rows: Ints) -> None:
        log_n = np.array(self._log_n, np.float32)[self._language[rows]]
        self.rarity[rows] = np.square(log_n - np.log(self._df[rows] + np.float32(_SMOOTH)))

    def _number(self, language: int) -> int:
        number = self._languages.get(language)
        if number is None:
            number = self._languages[language] = len(self._languages)
            self._members.append(0)
            self._log_n.append(_log_members(0))
        return number

    def _add(self, terms: NDArray[np.uint32], languages: NDArray[np.uint32]) -> None:
        rows = self._terms.add(terms)
        self._make_room(len(self) + 1)
        self._language[rows] = [self._number(language) for language in languages.tolist()]
        self._df[rows] = self._background.frequency(terms)
        self._weigh(rows)

    def _make_room(self, rows: int) -> None:
        for name in ("_df", "_language", "rarity"):
            setattr(self, name, roomy(getattr(self, name), rows))
        if len(self.scratch) < len(self.rarity) * CHANNELS:
            self.scratch = np.zeros(len(self.rarity) * CHANNELS, np.float32)


def _log_members(members: int) -> float:
    """The logarithm of members and background together, rounded to a step of 5 %."""
    return round(float(np.log(members + DOCUMENTS) / np.log(_STEP))) * float(np.log(_STEP))
