"""Terms of the live members, how many members use each, and what that makes a term worth. It holds no item."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.background import DOCUMENTS, Background

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

CHANNELS: Final = 4
"""What two items are compared in: the whole text, the title, the lead, the names."""
_STEP: Final = 1.05
_SMOOTH: Final = 0.5


class Vocabulary:
    """Term id (32-bit hash) -> term row. Row 0 is no term: it pads short items and weighs nothing.

    ``rarity`` is idf squared, where idf = ln(N / (df + .5)) over the members of one language and the background (Spärck Jones 1972,
    smoothed); N is rounded to a geometric step, so that a member more or less does not touch every term. ``spread`` repeats it for
    each channel of a term (row x 4 + channel). ``scratch``, laid out likewise, is lent to whoever compares and is all zero between
    comparisons.
    """

    def __init__(self, background: Background) -> None:
        self._background = background
        self.rows: dict[int, int] = {}
        self.rarity = np.zeros(4096, np.float32)
        self.spread = np.zeros(4096 * CHANNELS, np.float32)
        self.scratch = np.zeros(4096 * CHANNELS, np.float32)
        self._df = np.zeros(4096, np.float32)
        self._language = np.full(4096, -1, np.int16)
        self._languages: dict[int, int] = {}
        self._members: list[int] = []
        self._log_n: list[float] = []

    def rows_of(self, ids: list[int], language: int) -> Ints:
        """The rows of these terms, new ones made."""
        known = self.rows
        found = [known.get(term, 0) for term in ids]
        if 0 in found:
            self._add([term for term, row in zip(ids, found, strict=True) if not row], self._number(language))
            found = [known[term] for term in ids]
        return np.array(found, np.int32)

    def count(self, rows: Ints, language: int, sign: int) -> None:
        """One member more (``sign`` 1) or less (-1) uses these distinct terms."""
        number = self._number(language)
        self._members[number] += sign
        self._df[rows] += sign
        log_n = _log_members(self._members[number])
        if log_n != self._log_n[number]:
            self._log_n[number] = log_n
            rows = np.flatnonzero(self._language == number).astype(np.int32)
        self._weigh(rows, log_n)

    def _weigh(self, rows: Ints, log_n: float) -> None:
        worth = np.square(log_n - np.log(self._df[rows] + _SMOOTH))
        self.rarity[rows] = worth
        self.spread.reshape(-1, CHANNELS)[rows] = worth[:, None]

    def _number(self, language: int) -> int:
        number = self._languages.get(language)
        if number is None:
            number = self._languages[language] = len(self._languages)
            self._members.append(0)
            self._log_n.append(_log_members(0))
        return number

    def _add(self, terms: list[int], number: int) -> None:
        fresh = list(dict.fromkeys(terms))
        start = len(self.rows) + 1
        while start + len(fresh) > len(self._df):
            self._grow()
        self.rows.update(zip(fresh, range(start, start + len(fresh)), strict=True))
        rows = np.arange(start, start + len(fresh), dtype=np.int32)
        self._language[rows] = number
        self._df[rows] = self._background.frequency(fresh)
        self._weigh(rows, self._log_n[number])

    def _grow(self) -> None:
        more = len(self._df)
        self._df = np.concatenate([self._df, np.zeros(more, np.float32)])
        self._language = np.concatenate([self._language, np.full(more, -1, np.int16)])
        self.rarity = np.concatenate([self.rarity, np.zeros(more, np.float32)])
        self.spread = np.concatenate([self.spread, np.zeros(more * CHANNELS, np.float32)])
        self.scratch = np.zeros(2 * more * CHANNELS, np.float32)


def _log_members(members: int) -> float:
    """The logarithm of members and background together, rounded to a step of 5 %."""
    return round(float(np.log(members + DOCUMENTS) / np.log(_STEP))) * float(np.log(_STEP))
