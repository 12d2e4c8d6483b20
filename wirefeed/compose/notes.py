"""Notes for the editor: figures on which two agencies differ. Nothing of them is printed, and no agency is said to be right.

Only sentences that say nearly the same are compared, figure by figure, and a difference is dropped where either agency has the other's
figure too. Read as a hint: on texts nobody has corrected most such differences turn out to be about two different things.
"""

from collections.abc import Iterator
from itertools import combinations

from wirefeed.compose.pool import Line, Pool
from wirefeed.model.item import ItemField
from wirefeed.model.story import Citation, Note
from wirefeed.text.figures import Comparison, Figure, compare, find_figures
from wirefeed.text.words import primary

ALIKE = 0.5
"""Share of the shorter sentence's content words two sentences must have in common."""
MOST_NOTES = 5


def notes_on(pool: Pool, language: str) -> tuple[Note, ...]:
    """Conflicting figures among a story's sentences, each with both sources. English only."""
    if len(pool.sources) == 1 or primary(language) != "en":
        return ()
    figures = {i: find_figures(pool.text(i)) for i in range(len(pool.lines))}
    found: dict[str, Note] = {}
    for one, other, mine, theirs in _conflicts(pool, figures):
        sources = (_cited(pool, one, mine), _cited(pool, other, theirs))
        message = "; ".join(f"{_agency(pool, i)}: {_words(pool, i, figure)}" for i, figure in ((one, mine), (other, theirs)))
        found.setdefault(message, Note(kind="figures", message=message, sources=sources))
    return tuple(found.values())[:MOST_NOTES]


def _conflicts(pool: Pool, figures: dict[int, tuple[Figure, ...]]) -> Iterator[tuple[int, int, Figure, Figure]]:
    able = [i for i, found in figures.items() if found]
    for one, other in combinations(able, 2):
        if pool.voice(one) == pool.voice(other) or not _alike(pool.lines[one], pool.lines[other]):
            continue
        for mine in figures[one]:
            for theirs in figures[other]:
                if compare(mine, theirs) is Comparison.CONFLICT and not _said_too(pool, figures, one, other, mine, theirs):
                    yield one, other, mine, theirs


def _alike(one: Line, other: Line) -> bool:
    shared = len(frozenset(one.stems).intersection(other.stems))
    return shared >= ALIKE * min(len(one.stems), len(other.stems))


def _said_too(pool: Pool, figures: dict[int, tuple[Figure, ...]], one: int, other: int, mine: Figure, theirs: Figure) -> bool:
    """Whether either agency says elsewhere what the other says here."""
    return any(
        compare(figure, theirs if pool.voice(i) == pool.voice(one) else mine) is Comparison.AGREE
        for i, found in figures.items()
        if pool.voice(i) in {pool.voice(one), pool.voice(other)}
        for figure in found
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
