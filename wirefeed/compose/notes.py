"""Notes for the editor: figures on which two agencies differ. Nothing of them is printed, and no agency is said to be right.

Sentences that say nearly the same are compared figure by figure, and so are the tolls of headlines and openings; a difference is dropped
where either agency has the other's figure too. Read as a hint: on texts nobody has corrected most such differences turn out to be about
two different things.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import isfinite
from typing import NamedTuple

import numpy as np

from wirefeed.compose.likeness import OPENING
from wirefeed.compose.pool import Pool
from wirefeed.compose.source import Source
from wirefeed.model.item import ItemField
from wirefeed.model.story import Citation, Note
from wirefeed.text.figures import Comparison, Figure, compare, find_figures
from wirefeed.text.words import primary

MOST_NOTES = 5
TOLLS = frozenset(("killed", "injured", "missing"))
LEAST_TOLL = 3
SAME_COUNT = 1.5
"""Two tolls of so many at least, the higher of which is no more than so many times the lower, count the same people."""


def notes_on(pool: Pool, language: str) -> tuple[Note, ...]:
    """Conflicting figures among a story's sentences, each with both sources. English only."""
    if len(pool.sources) == 1 or primary(language) != "en":
        return ()
    found: dict[str, Note] = {}
    for one, other, mine, theirs in _conflicts(pool):
        sources = (_cited(pool, one, mine), _cited(pool, other, theirs))
        message = "; ".join(f"{_agency(pool, i)}: {_words(pool, i, figure)}" for i, figure in ((one, mine), (other, theirs)))
        found.setdefault(message, Note(kind="figures", message=message, sources=sources))
    for tolls in _tolls_apart(pool):
        message = "; ".join(f"{toll.agency}: {toll.words}" for toll in tolls)
        found.setdefault(message, Note(kind="figures", message=message, sources=(tolls[0].cited, tolls[1].cited)))
    return tuple(found.values())[:MOST_NOTES]


_OF_ONE_BEFORE = re.compile(r"\b(?:[Mm](?:other|om|um)|[Ff]ather|[Dd]ad|[Pp]arent)s? of $|\baged? $")
_OF_ONE_AFTER = re.compile(r" ?-? ?years?(?: |-| - )old\b")


class _Toll(NamedTuple):
    """The highest count of dead, hurt or missing a voice opens with."""

    figure: Figure
    agency: str
    words: str
    cited: Citation


def _tolls_apart(pool: Pool) -> Iterator[tuple[_Toll, _Toll]]:
    """Tolls of two voices that are near enough to count the same, and differ, where neither voice gives the other's anywhere it opens."""
    opened: dict[tuple[int, str], list[_Toll]] = {}
    for source in pool.sources:
        for toll in _opening_tolls(source):
            opened.setdefault((source.voice, toll.figure.unit or ""), []).append(toll)
    for (mine, theirs), (unit, counted) in ((pair, (pair[0][1], pair[1][1])) for pair in combinations(opened, 2)):
        one, two = (max(opened[key], key=lambda toll: toll.figure.low) for key in (mine, theirs))
        low, high = sorted((one.figure.low, two.figure.low))
        if mine[0] == theirs[0] or unit != counted or not LEAST_TOLL <= low <= high <= SAME_COUNT * low:
            continue
        apart = one.figure.high < two.figure.low or two.figure.high < one.figure.low
        if apart and not _has(opened[mine], two) and not _has(opened[theirs], one):
            yield one, two


def _has(tolls: Sequence[_Toll], other: _Toll) -> bool:
    """Whether one of some tolls is the other, whomever each counts; "more than 20" is none in particular."""
    known = [toll.figure for toll in tolls if isfinite(toll.figure.high)]
    return any(figure.low <= other.figure.high and other.figure.low <= figure.high for figure in known)


def _opening_tolls(source: Source) -> Iterator[_Toll]:
    """The tolls in the headline and the first sentences of a text."""
    item = source.member.item
    opening = [(ItemField.TEXT, sentence.start, sentence.end) for sentence in source.annotation.sentences[:OPENING]]
    for field, start, end in ((ItemField.HEADLINE, 0, len(item.headline)), *opening):
        said = item.said(field)[start:end]
        for figure in find_figures(said):
            if figure.unit in TOLLS and not (figure.part or figure.hedged or _is_of_one(said, figure)):
                cited = Citation(item=source.member.ref, field=field, start=start + figure.start, end=start + figure.end)
                yield _Toll(figure, source.member.agency.name, _with_noun(said, figure), cited)


def _is_of_one(said: str, figure: Figure) -> bool:
    """Whether a number says how old somebody is, or how many children she had: "Lund, 32, died", "a mother of 12 killed"."""
    before, after = said[: figure.start], said[figure.end :]
    return (
        _OF_ONE_BEFORE.search(before) is not None or _OF_ONE_AFTER.match(after) is not None or (before.endswith(", ") and after[:1] == ",")
    )


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
    return _with_noun(pool.text(line), figure)


def _with_noun(text: str, figure: Figure) -> str:
    return text[figure.start : max(figure.end, figure.noun.end) if figure.noun else figure.end]
