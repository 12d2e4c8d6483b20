"""Notes for the editor: figures on which two agencies differ. Nothing of them is printed, and no agency is said to be right.

Only sentences that say nearly the same are compared, figure by figure, and a difference is dropped where either agency has the other's
figure too. Read as a hint: on texts nobody has corrected most such differences turn out to be about two different things.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np

from wirefeed.compose.pool import Pool
from wirefeed.model.item import ItemField
from wirefeed.model.story import Citation, Note
from wirefeed.text.figures import Comparison, Figure, compare, find_figures
from wirefeed.text.words import primary

MOST_NOTES = 5


def notes_on(pool: Pool, language: str) -> tuple[Note, ...]:
    """Conflicting figures among a story's sentences, each with both sources. English only."""
    if len(pool.sources) == 1 or primary(language) != "en":
        return ()
    found: dict[str, Note] = {}
    for one, other, mine, theirs in _conflicts(pool):
        sources = (_cited(pool, one, mine), _cited(pool, other, theirs))
        message = "; ".join(f"{_agency(pool, i)}: {_words(pool, i, figure)}" for i, figure in ((one, mine), (other, theirs)))
        found.setdefault(message, Note(kind="figures", message=message, sources=sources))
    return tuple(found.values())[:MOST_NOTES]


def _conflicts(pool: Pool) -> Iterator[tuple[int, int, Figure, Figure]]:
    figures = _Figures(pool)
    pairs = ((int(one), int(other)) for one, other in zip(*np.triu(pool.alike, 1).nonzero(), strict=True))
    for one, other in pairs:
        if pool.voice(one) == pool.voice(other):
            continue
        for mine, theirs in product(figures[one], figures[other]):
            if compare(mine, theirs) is Comparison.CONFLICT and not _said_too(pool, figures, one, other, mine, theirs):
                yield one, other, mine, theirs


class _Figures(dict[int, tuple[Figure, ...]]):
    """Line -> its figures, found when asked for."""

    def __init__(self, pool: Pool) -> None:
        super().__init__()
        self._pool = pool

    def __missing__(self, line: int) -> tuple[Figure, ...]:
        self[line] = found = find_figures(self._pool.text(line))
        return found


def _said_too(pool: Pool, figures: _Figures, one: int, other: int, mine: Figure, theirs: Figure) -> bool:
    """Whether either agency says elsewhere what the other says here."""
    return any(
        compare(figure, theirs if pool.voice(i) == pool.voice(one) else mine) is Comparison.AGREE
        for i in range(len(pool.lines))
        if pool.voice(i) in {pool.voice(one), pool.voice(other)}
        for figure in figures[i]
    )


def _cited(pool: Pool, line: int, figure: Figure) -> Citation:
    where = pool.lines[line]
    member, start = pool.sources[where.source].member, where.sentence.start
    return Citation(item=member.ref, field=ItemField.TEXT, start=start + figure.start, end=start + figure.end)


def _agency(pool: Pool, line: int) -> str:
    return pool.sources[pool.lines[line].source].member.agency.name


def _words(pool: Pool, line: int, figure: Figure) -> str:
    """The figure with the noun it counts, as printed."""
    end = max(figure.end, figure.noun.end) if figure.noun else figure.end
    return pool.text(line)[figure.start : end]
