"""Notes for the editor: figures on which two agencies differ. Nothing of them is printed, and no agency is said to be right.

Sentences that say nearly the same are compared figure by figure, and so are the tolls of headlines and openings; a difference is dropped
where either agency has the other's figure too. Read as a hint: on texts nobody has corrected most such differences turn out to be about
two different things.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product
from math import isfinite
from typing import NamedTuple

import numpy as np

from wirefeed.compose.likeness import OPENING
from wirefeed.compose.pool import Pool
from wirefeed.compose.source import Source
from wirefeed.model.ids import ItemRef
from wirefeed.model.item import ItemField
from wirefeed.model.story import Citation, Note
from wirefeed.text.figures import Comparison, Figure, compare, find_figures, find_tolls, overlap
from wirefeed.text.words import primary

MOST_NOTES = 5
LEAST_TOLL = 3
SAME_COUNT = 1.5
"""Two tolls of so many at least, the higher of which is no more than so many times the lower, count the same people."""
_OF_ONE_BEFORE = re.compile(r"\b(?:[Mm](?:other|om|um)|[Ff]ather|[Dd]ad|[Pp]arent)s? of $|\baged? $")
_OF_ONE_AFTER = re.compile(r" ?-? ?years?(?: |-| - )old\b")


class _Said(NamedTuple):
    """A figure, in the words of its agency, and where it stands."""

    figure: Figure
    words: str
    cited: Citation


def notes_on(pool: Pool, language: str) -> tuple[Note, ...]:
    """Conflicting figures among a story's sentences, each with both sources. English only."""
    if len(pool.sources) == 1 or primary(language) != "en":
        return ()
    found: dict[frozenset[tuple[ItemRef, float]], Note] = {}
    for one, other in chain(_conflicts(pool), _tolls_apart(pool)):
        same = frozenset((said.cited.item, said.figure.low) for said in (one, other))  # a sentence and a headline may both give it
        found.setdefault(same, Note(kind="figures", message=f"{one.words}; {other.words}", sources=(one.cited, other.cited)))
    return tuple(found.values())[:MOST_NOTES]


def _said(source: Source, field: ItemField, start: int, text: str, figure: Figure) -> _Said:
    """A figure of the text that begins at ``start`` of a field, with the noun it counts, as printed."""
    end = max(figure.end, figure.noun.end) if figure.noun else figure.end
    cited = Citation(item=source.member.ref, field=field, start=start + figure.start, end=start + figure.end)
    return _Said(figure, f"{source.member.agency.name}: {text[figure.start : end]}", cited)


def _tolls_apart(pool: Pool) -> Iterator[tuple[_Said, _Said]]:
    """Tolls of two voices that are near enough to count the same, and differ, where neither voice gives the other's anywhere it opens."""
    opened: dict[str, dict[int, list[_Said]]] = {}
    for source in pool.sources:
        for toll in _opening_tolls(source):
            opened.setdefault(toll.figure.unit, {}).setdefault(source.voice, []).append(toll)
    for mine, theirs in chain.from_iterable(combinations(tolls.values(), 2) for tolls in opened.values()):
        one, two = (max(tolls, key=lambda toll: toll.figure.low) for tolls in (mine, theirs))
        low, high = sorted((one.figure.low, two.figure.low))
        alike = LEAST_TOLL <= low <= high <= SAME_COUNT * low
        if alike and not overlap(one.figure, two.figure) and not _has(mine, two) and not _has(theirs, one):
            yield one, two


def _has(tolls: Sequence[_Said], other: _Said) -> bool:
    """Whether one of some tolls is the other, whomever each counts; "more than 20" is none in particular."""
    return any(isfinite(toll.figure.high) and overlap(toll.figure, other.figure) for toll in tolls)


def _opening_tolls(source: Source) -> Iterator[_Said]:
    """The tolls in the headline and the first sentences of a text."""
    item = source.member.item
    opening = [(ItemField.TEXT, sentence.start, sentence.end) for sentence in source.annotation.sentences[:OPENING]]
    for field, start, end in ((ItemField.HEADLINE, 0, len(item.headline)), *opening):
        text = item.said(field)[start:end]
        for figure in find_tolls(text):
            if not (figure.part or figure.hedged or _is_of_one(text, figure)):
                yield _said(source, field, start, text, figure)


def _is_of_one(text: str, figure: Figure) -> bool:
    """Whether a number says how old somebody is, or how many children she had: "Lund, 32, died", "a mother of 12 killed"."""
    before, after = text[: figure.start], text[figure.end :]
    aged = before.endswith(", ") and after[:1] == ","
    return aged or _OF_ONE_BEFORE.search(before) is not None or _OF_ONE_AFTER.match(after) is not None


def _conflicts(pool: Pool) -> Iterator[tuple[_Said, _Said]]:
    figures = _Figures(pool)
    pairs = ((int(one), int(other)) for one, other in zip(*np.triu(pool.alike, 1).nonzero(), strict=True))
    for one, other in pairs:
        if pool.voice(one) == pool.voice(other):
            continue
        for mine, theirs in product(figures[one], figures[other]):
            if compare(mine, theirs) is Comparison.CONFLICT and not _said_too(pool, figures, one, other, mine, theirs):
                yield _in_line(pool, one, mine), _in_line(pool, other, theirs)


def _in_line(pool: Pool, line: int, figure: Figure) -> _Said:
    where = pool.lines[line]
    return _said(pool.sources[where.source], ItemField.TEXT, where.sentence.start, pool.text(line), figure)


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
