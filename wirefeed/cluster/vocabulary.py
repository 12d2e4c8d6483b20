"""Terms of the live members, how many members use each, and what that makes a term worth. It holds no item."""

from collections import Counter
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
        self._rows: dict[int, int] = {0: 0}
        self._ids = np.zeros(4096, np.uint32)
        self._df = np.zeros(4096, np.float32)
        self._language = np.full(4096, -1, np.int16)
        self.rarity = np.zeros(4096, np.float32)
        self.spread = np.zeros(4096 * CHANNELS, np.float32)
        self.scratch = np.zeros(4096 * CHANNELS, np.float32)
        self._languages: dict[int, int] = {}
        self._members: list[int] = []
        self._log_n: list[float] = []

    def __len__(self) -> int:
        """How many terms it knows."""
        return len(self._rows) - 1

    def rows_of(self, ids: NDArray[np.uint32], languages: NDArray[np.uint32]) -> Ints:
        """The row of each id (items x width, 0 stays 0), new ones made; ``languages`` are those of the items."""
        asked = ids.ravel().tolist()
        found = list(map(self._rows.get, asked))
        if None in found:
            width = ids.shape[1]
            missing = {term: at // width for at, (term, row) in enumerate(zip(asked, found, strict=True)) if row is None}
            self._add(np.array(list(missing), np.uint32), languages[list(missing.values())])
            found = list(map(self._rows.get, asked))
        return np.array(found, np.int32).reshape(ids.shape)

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
                stale.append(np.flatnonzero(self._language == number).astype(np.int32))
        self._weigh(np.concatenate([used, *stale]) if stale else used)

    def keep(self, rows: Ints) -> Ints:
        """Forget all terms but those in ``rows`` (ascending, without 0); returns the new row of every old one (0: forgotten).

        No live member may use a term that is forgotten: such a term, met again, is what it was before it was met first.
        """
        leads = np.zeros(len(self._df), np.int32)
        leads[rows] = np.arange(1, len(rows) + 1, dtype=np.int32)
        self._rows = {0: 0, **dict(zip(self._ids[rows].tolist(), range(1, len(rows) + 1), strict=True))}
        size = 1 << max(12, len(rows).bit_length())
        for name, fill in (("_ids", 0), ("_df", 0), ("_language", -1), ("rarity", 0)):
            old = getattr(self, name)
            new = np.full(size, fill, old.dtype)
            new[1 : len(rows) + 1] = old[rows]
            setattr(self, name, new)
        self.spread = np.repeat(self.rarity, CHANNELS)
        self.scratch = np.zeros(size * CHANNELS, np.float32)
        return leads

    def _weigh(self, rows: Ints) -> None:
        log_n = np.array(self._log_n, np.float32)[self._language[rows]]
        worth = np.square(log_n - np.log(self._df[rows] + np.float32(_SMOOTH)))
        self.rarity[rows] = worth
        self.spread.reshape(-1, CHANNELS)[rows] = worth[:, None]

    def _number(self, language: int) -> int:
        number = self._languages.get(language)
        if number is None:
            number = self._languages[language] = len(self._languages)
            self._members.append(0)
            self._log_n.append(_log_members(0))
        return number

    def _add(self, terms: NDArray[np.uint32], languages: NDArray[np.uint32]) -> None:
        start = len(self._rows)
        while start + len(terms) > len(self._df):
            self._grow()
        rows = np.arange(start, start + len(terms), dtype=np.int32)
        self._rows.update(zip(terms.tolist(), rows.tolist(), strict=True))
        self._ids[rows] = terms
        self._language[rows] = [self._number(language) for language in languages.tolist()]
        self._df[rows] = self._background.frequency(terms)
        self._weigh(rows)

    def _grow(self) -> None:
        more = len(self._df)
        self._ids = np.concatenate([self._ids, np.zeros(more, np.uint32)])
        self._df = np.concatenate([self._df, np.zeros(more, np.float32)])
        self._language = np.concatenate([self._language, np.full(more, -1, np.int16)])
        self.rarity = np.concatenate([self.rarity, np.zeros(more, np.float32)])
        self.spread = np.concatenate([self.spread, np.zeros(more * CHANNELS, np.float32)])
        self.scratch = np.zeros(2 * more * CHANNELS, np.float32)


def _log_members(members: int) -> float:
    """The logarithm of members and background together, rounded to a step of 5 %."""
    return round(float(np.log(members + DOCUMENTS) / np.log(_STEP))) * float(np.log(_STEP))
