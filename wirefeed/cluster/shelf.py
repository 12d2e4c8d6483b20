"""The members of all live stories as rows of matrices, and the postings that find them by a shared term. It knows no similarity."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.columns import packed, parts, roomy
from wirefeed.cluster.encoded import SETS as _SETS
from wirefeed.cluster.encoded import Sheaf
from wirefeed.cluster.evidence import Sayings
from wirefeed.cluster.postings import POSTED, Postings
from wirefeed.cluster.vocabulary import CHANNELS, Floats, Ints, Vocabulary

Slots = NDArray[np.intp]
TEXT, TITLE, LEAD, NAME = range(CHANNELS)
WIDTHS: Final = (80, 16, 48, 24)
"""How many terms of each channel a member is compared by."""
STARTS: Final = (0, 80, 96, 144)
WIDTH: Final = sum(WIDTHS)
POSTED_TERMS: Final = 24
POSTED_NAMES: Final = POSTED - POSTED_TERMS
_SLIGHT: Final = np.float32(1 / 16)
"""Terms so much lighter than a query's heaviest are not looked up: many members have them, and they hardly add to any score."""
_ONCE: Final = 63
_LEAD_FLAG: Final = 64
_LOG: Final = np.concatenate([[0.0], 1 + np.log(np.arange(1, _LEAD_FLAG))]).astype(np.float32)
_WEIGHT: Final = _LOG[np.arange(256) & _ONCE]
"""1 + ln tf of a count, whatever its lead flag says."""
_COLUMNS: Final = ("cells", "codes", "story", "at", "dated", "length", "weekdays", "_language")


@dataclass(slots=True, kw_only=True, eq=False)
class Queries:
    """Items (or what stands for a story) as they look for others: ``cells`` and ``weights`` as on the shelf, a row each; ``at`` seconds.

    ``rows`` are the items whose sayings count.
    """

    cells: Ints
    weights: Floats
    rows: NDArray[np.intp]
    at: NDArray[np.float64]

    def __len__(self) -> int:
        """How many look."""
        return len(self.rows)


class Shelf:
    """Growing matrices, one row a member; a row is (cells, codes) of all four channels, each padded to its width with cell 0.

    A cell is term row x 4 + channel, a code how often the term stands there (plus 64 for a name of the lead). ``story`` is the slot of
    the member's story, 0 for an item that is in none. A ``sweep`` closes the gaps that those taken out left.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.cells = np.zeros((256, WIDTH), np.int32)
        self.codes = np.zeros((256, WIDTH), np.uint8)
        self.story: Slots = np.zeros(256, np.intp)
        self.at = np.zeros(256)
        self.dated = np.zeros(256, np.bool_)
        self.weekdays = np.zeros(256, np.uint8)
        self.length = np.zeros(256, np.uint16)
        self._language = np.zeros(256, np.uint32)
        self.sayings = Sayings()
        self._postings = Postings()
        self._rows = 0
        self._stale = 0

    def put(self, sheaf: Sheaf, at: NDArray[np.float64], *, counting: bool = False) -> list[int]:
        """Lay out items, which are in no story yet; returns their rows. Without ``counting`` their terms do not ``count`` yet."""
        rows = self._take_rows(len(sheaf))
        self.cells[rows], self.codes[rows] = lay_out(sheaf, self.vocabulary)
        self.story[rows], self.at[rows], self.dated[rows] = 0, at, sheaf.dated
        self.length[rows], self.weekdays[rows], self._language[rows] = sheaf.length, sheaf.weekdays, sheaf.language
        self.sayings.put(_told(sheaf))
        if counting:
            self.count(rows, 1)
        self._post(rows)
        return [*rows.tolist()]

    def count(self, rows: Sequence[int] | Ints, sign: int) -> None:
        """Let the terms of these members count from now on (``sign`` 1), or no longer (-1)."""
        used: Ints = np.floor_divide(self.cells[rows].take(_COUNTED, axis=1), CHANNELS)
        self.vocabulary.count(used, self._language[rows], sign)

    def take(self, row: int) -> None:
        """An item less; its terms must count no longer."""
        self.story[row] = 0
        self._stale += 1

    def queries(self, rows: Sequence[int]) -> Queries:
        """Items as they look for others."""
        return Queries(cells=self.cells[rows], weights=self.weights(rows), rows=np.array(rows, np.intp), at=self.at[rows])

    def weights(self, rows: Sequence[int] | NDArray[np.intp]) -> Floats:
        """1 + ln tf in each cell of these items."""
        found: Floats = _WEIGHT.take(self.codes[rows])
        return found

    def lead_names(self, rows: NDArray[np.intp]) -> Ints:
        """The term rows of the names in the leads of some items, item by item as in their sayings."""
        found: Ints = self.cells[rows, STARTS[NAME] :][self.codes[rows, STARTS[NAME] :] >= _LEAD_FLAG] // CHANNELS
        return found

    def found(self, cells: Ints, weights: Floats) -> list[tuple[Slots, Floats]]:
        """For each query the slots of members that share its strongest terms, and how much each shares; a slot may stand there often."""
        terms, heft, _ = self._strongest(cells, weights)
        slight = heft < heft.max(axis=1, keepdims=True) * _SLIGHT
        terms[slight], heft[slight] = 0, 0.0
        hits = self._postings.found(terms, heft, self.vocabulary.scratch)
        return [(self.story.take(rows), worth) for rows, worth in hits]

    def shares(self, rows: Sequence[int]) -> Floats:
        """How much each of some items (row) would share with each other one (column), as in ``found``."""
        scratch = self.vocabulary.scratch
        terms, heft, plain = self._strongest(self.cells[rows], self.weights(rows))
        shares = np.zeros((len(rows), len(rows)), np.float32)
        for found, own, weights in zip(shares, terms, heft, strict=True):
            scratch[own] = weights
            np.einsum("ij,ij->i", scratch.take(terms, mode="clip"), plain, out=found)
            scratch[own] = 0.0
        return shares

    @property
    def littered(self) -> bool:
        """Whether so many items were taken out that a ``sweep`` is worth it."""
        return self._stale > max(1000, self._rows // 3)

    def sweep(self) -> Ints:
        """Forget items in no story, and their terms; returns the row from now on of every row until now. Other items may have theirs."""
        living = np.flatnonzero(self.story[: self._rows])
        leads = np.zeros(self._rows, np.int32)
        leads[living] = np.arange(len(living), dtype=np.int32)
        for name in _COLUMNS:
            setattr(self, name, packed(getattr(self, name), living))
        self.sayings.keep(living)
        self._rows, self._stale = len(living), 0
        self._forget_terms()
        self._postings = Postings()
        self._post(np.argsort(self.at[: len(living)], kind="stable").astype(np.int32))
        return leads

    def _forget_terms(self) -> None:
        """Forget the terms that stand in no row any more."""
        used = np.zeros(len(self.vocabulary) + 1, np.bool_)
        for part in parts(self._rows):
            used[self.cells[part] // CHANNELS] = True
        leads = self.vocabulary.keep(np.flatnonzero(used[1:]) + 1)
        for part in parts(self._rows):
            cells = self.cells[part]
            self.cells[part] = leads[cells // CHANNELS] * CHANNELS + cells % CHANNELS

    def _strongest(self, cells: Ints, weights: Floats) -> tuple[Ints, Floats, Floats]:
        """(term rows, tf x idf² / norm with names at half weight, tf / norm) of the 24 terms and 12 names that weigh most, a row each."""
        terms, heft, plain = [], [], []
        for start, width, most, share in ((STARTS[TEXT], WIDTHS[TEXT], POSTED_TERMS, 1.0), (STARTS[NAME], WIDTHS[NAME], POSTED_NAMES, 0.5)):
            used, tf = cells[:, start : start + width] // CHANNELS, weights[:, start : start + width]
            worth = tf * self.vocabulary.rarity.take(used)
            norm = np.sqrt(np.einsum("ij,ij->i", worth, tf))[:, None]
            norm[norm == 0] = 1.0
            best = np.argpartition(-worth, most, axis=1)[:, :most]
            terms.append(np.take_along_axis(used, best, 1))
            heft.append(np.take_along_axis(worth, best, 1) * np.float32(share) / norm)
            plain.append(np.take_along_axis(tf, best, 1) / norm)
        return np.hstack(terms), np.hstack(heft), np.hstack(plain)

    def _take_rows(self, count: int) -> Ints:
        rows = np.arange(self._rows, self._rows + count, dtype=np.int32)
        self._rows += count
        for name in _COLUMNS:
            setattr(self, name, roomy(getattr(self, name), self._rows))
        return rows

    def _post(self, rows: Ints) -> None:
        """Enter items under their strongest terms, each with tf / norm."""
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            terms, _, weights = self._strongest(self.cells[some], _WEIGHT.take(self.codes[some]))
            self._postings.enter(some, terms, weights)


_COUNTED: Final = np.r_[0 : WIDTHS[TEXT], STARTS[NAME] : WIDTH]
_AT_ONCE: Final = 4096


def _told(sheaf: Sheaf) -> list[tuple[tuple[int, ...], bytes]]:
    """What each item says, as ``Sayings`` takes it."""
    leads = [names[counts >= _LEAD_FLAG] for names, counts in zip(sheaf.names, sheaf.name_counts, strict=True)]
    return [((*told[:_SETS], len(lead)), told[_SETS:] + lead.tobytes()) for told, lead in zip(sheaf.sets, leads, strict=True)]


def lay_out(sheaf: Sheaf, vocabulary: Vocabulary) -> tuple[Ints, NDArray[np.uint8]]:
    """(cells, codes) of items in this vocabulary, which learns the terms it did not know."""
    rows = vocabulary.rows_of(np.hstack([sheaf.terms, sheaf.names]), sheaf.language)
    terms, names = rows[:, : WIDTHS[TEXT]], rows[:, WIDTHS[TEXT] :]
    title = sheaf.counts >> 6
    lead = title + (sheaf.counts >> 4 & 3)
    cells, codes = np.zeros((len(sheaf), WIDTH), np.int32), np.zeros((len(sheaf), WIDTH), np.uint8)
    cells[:, : WIDTHS[TEXT]] = terms * CHANNELS
    codes[:, : WIDTHS[TEXT]] = (sheaf.counts & 15) + lead + title
    for channel, counts in ((TITLE, title), (LEAD, lead)):
        order = np.cumsum(counts > 0, axis=1)
        item, at = np.nonzero((counts > 0) & (order <= WIDTHS[channel]))
        to = STARTS[channel] + order[item, at] - 1
        cells[item, to] = terms[item, at] * CHANNELS + channel
        codes[item, to] = counts[item, at]
    cells[:, STARTS[NAME] :] = np.where(names > 0, names * CHANNELS + NAME, 0)
    codes[:, STARTS[NAME] :] = sheaf.name_counts
    return cells, codes


def centroids(groups: Sequence[Sequence[int]], shelf: Shelf) -> tuple[Ints, Floats]:
    """(cells, weights) standing for some members together: in each channel their normalised weights summed, the heaviest kept."""
    cells, weights = np.zeros((len(groups), WIDTH), np.int32), np.zeros((len(groups), WIDTH), np.float32)
    for at, rows in enumerate(groups):
        if len(rows) == 1:
            cells[at], weights[at] = shelf.cells[rows[0]], _WEIGHT[shelf.codes[rows[0]]]
        else:
            _sum_up(shelf.cells[rows], shelf.weights(rows), cells[at], weights[at])
    return cells, weights


def _sum_up(cells: Ints, weights: Floats, into: Ints, heft: Floats) -> None:
    norms = np.sqrt(np.maximum(np.add.reduceat(weights * weights, STARTS, axis=1), 1e-6))
    used, where = np.unique(cells.ravel(), return_inverse=True)
    summed = np.bincount(where.ravel(), (weights / np.repeat(norms, WIDTHS, axis=1)).ravel()).astype(np.float32)
    channels = used % CHANNELS
    for channel, most in enumerate(WIDTHS):
        own = np.flatnonzero((channels == channel) & (used >= CHANNELS))
        best = own[np.argsort(-summed[own], kind="stable")[:most]]
        into[STARTS[channel] : STARTS[channel] + len(best)] = used[best]
        heft[STARTS[channel] : STARTS[channel] + len(best)] = summed[best]
