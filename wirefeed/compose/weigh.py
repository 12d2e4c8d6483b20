"""What each concept of a story is worth: what a desk would say and what was learned, half each. It picks no sentence.

The desk's half: the independent agencies that have a concept, times how early the earliest of them says it. The learned half: the
chance that an editor's own composite has it, a logistic regression over three numbers, fitted to Wikinews (CC BY; see
benchmarks/learn_concepts.py and docs/decisions/0041). Nothing was learned from texts whose licence does not allow it.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Final

import numpy as np

from wirefeed.compose.concepts import Floats, Pair, concepts_of
from wirefeed.compose.source import Source

ALONE: Final = 0.2
"""What one voice counts; two count 2. One alone says little about what matters."""
LEARNED: Final = (-2.405, -0.449, 1.284, 0.567)
"""Log odds: a constant, then for log(1 + first sentence), log(sentences that have it), words of it that stand in a title."""
SHARPNESS: Final = 1.8
"""The power a learned chance is raised to: what is likely counts for more than what is merely possible."""
SHARE: Final = 0.5
"""Of the whole weight, what the learned half has."""


def weigh(sources: Sequence[Source]) -> dict[Pair, float]:
    """The weight of every concept."""
    column = columns(sources)
    desk = _desk(sources, column)
    chance = 1.0 / (1.0 + np.exp(-(LEARNED[0] + features(sources, column) @ np.array(LEARNED[1:]))))
    learned = chance**SHARPNESS
    total = float(desk.sum())
    mixed = (1.0 - SHARE) * desk + SHARE * learned * (total / max(float(learned.sum()), 1e-12))
    return dict(zip(column, mixed.tolist(), strict=True))


def features(sources: Sequence[Source], column: dict[Pair, int]) -> Floats:
    """For each concept what the chance is learned from, in the order of ``column``."""
    first, often = np.full(len(column), np.inf), np.zeros(len(column))
    for source, at in zip(sources, _places(sources, column), strict=True):
        mine = source.concepts
        first[at] = np.minimum(first[at], np.fromiter(mine.first.values(), dtype=np.float64, count=len(mine.first)))
        often[at] += mine.often
    return np.column_stack((np.log1p(first), np.log(often), _titled(sources, column)))


def columns(sources: Sequence[Source]) -> dict[Pair, int]:
    """The concepts of some sources, numbered."""
    every = dict.fromkeys(chain.from_iterable(source.concepts.first for source in sources))
    return {pair: number for number, pair in enumerate(every)}


def _places(sources: Sequence[Source], column: dict[Pair, int]) -> list[np.ndarray]:
    """For each source the columns of its concepts."""
    return [
        np.fromiter(map(column.__getitem__, source.concepts.first), dtype=np.intp, count=len(source.concepts.first)) for source in sources
    ]


def _desk(sources: Sequence[Source], column: dict[Pair, int]) -> Floats:
    early = np.zeros(len(column))
    has = np.zeros((1 + max(source.voice for source in sources), len(column)), dtype=bool)
    for source, at in zip(sources, _places(sources, column), strict=True):
        early[at] = np.maximum(early[at], source.concepts.early)
        has[source.voice, at] = True
    voices = has.sum(axis=0)
    return np.where(voices > 1, voices, ALONE) * early


def _titled(sources: Sequence[Source], column: dict[Pair, int]) -> Floats:
    """How many content words of each concept stand in a title."""
    titles = {source.member.item.headline: source.member.item.language for source in sources if source.member.item.headline}
    words = frozenset(chain.from_iterable(concepts_of(title, language)[1] for title, language in titles.items()))
    if not words:
        return np.zeros(len(column))
    found = ((left in words) + (right in words) for left, _, right in (pair.partition(" ") for pair in column))
    return np.fromiter(found, dtype=np.float64, count=len(column))
