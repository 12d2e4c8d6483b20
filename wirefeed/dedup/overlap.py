"""How much of one text stands in another by their shingles, all of them or a sample. It looks at no words and decides nothing.

Containment of 5-word shingles after Broder, "On the resemblance and containment of documents" (1997): of the shorter text for the
copy that was cut or wrapped in other words, of the longer so that a shared passage is not taken for a copy.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import sqrt

from wirefeed.dedup.rules import DedupRules
from wirefeed.text.shingles import MOST, RATE, SHORT, WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Shares of common shingles: ``short`` of the shorter text, ``long`` of the longer; ``shared`` counts them, ``words`` the shorter text.

    ``measured`` is False where all was reckoned from samples.
    """

    short: float
    long: float
    shared: int
    words: int
    measured: bool = True


@dataclass(frozen=True, slots=True)
class Sample:
    """What is kept of a text's shingles: how many, whether these are ``whole``, and how many a sample of them would hold."""

    size: int
    whole: bool
    sampled: int


def sample_of(shingles: Sequence[int]) -> Sample:
    """The measures of an item's shingles. Short texts keep every shingle; beside a sampled one only those of its sample count."""
    size = len(shingles)
    sampled = len([shingle for shingle in shingles if not shingle % RATE]) if size <= SHORT else size
    return Sample(size, size <= SHORT and sampled < size, sampled)


def compare(one: Collection[int], other: Collection[int]) -> Overlap:
    """The overlap of two sets of full shingles; nothing overlaps with an empty set."""
    shared = len(frozenset(one) & frozenset(other))
    return _overlap(shared, len(one), len(other), 1)


def reckon(mine: Sample, theirs: Sample, shared: int) -> Overlap:
    """The overlap as the samples have it."""
    return _overlap(shared, *_sizes(mine, theirs))


def is_cut(mine: Sample, theirs: Sample) -> bool:
    """Whether one of the samples stops at the most that is kept, and says nothing of the rest."""
    return mine.size >= MOST or theirs.size >= MOST


def surely_apart(mine: Sample, theirs: Sample, shared: int, rules: DedupRules) -> bool:
    """Whether the samples rule out that two texts share enough to be reported: most of those that share a shingle do not."""
    if is_cut(mine, theirs):
        return False
    one, other, rate = _sizes(mine, theirs)
    least = min(other, one)
    return surely_below(shared / (least or 1), least * rate + WORDS - 1, rules.partial_short, measured=rate == 1)


def surely_below(share: float, words: int, threshold: float, *, measured: bool) -> bool:
    """Whether the true share would be below the threshold even if a sample of so long a text erred by two standard errors."""
    if measured:
        return share < threshold
    return share < threshold - 2 * sqrt(threshold * (1 - threshold) / max(1, words // RATE))


def _sizes(mine: Sample, theirs: Sample) -> tuple[int, int, int]:
    """How many shingles of each can be met in the other's, and of how many each stands for one."""
    if mine.whole and theirs.whole:
        return mine.size, theirs.size, 1
    return mine.sampled if mine.whole else mine.size, theirs.sampled if theirs.whole else theirs.size, RATE


def _overlap(shared: int, one: int, other: int, rate: int) -> Overlap:
    """The overlap of two samples of these sizes, one in ``rate``."""
    least, most = max(1, min(one, other)), max(1, one, other)
    words = min(one, other) * rate + WORDS - 1
    return Overlap(short=shared / least, long=shared / most, shared=shared * rate, words=words, measured=rate == 1)
