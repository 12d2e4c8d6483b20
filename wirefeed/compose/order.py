"""The order of the chosen sentences and their paragraphs. It changes no sentence."""

import re
from collections.abc import Sequence
from typing import Final

from wirefeed.compose.credit import has_quotation
from wirefeed.compose.days import day_of, day_words
from wirefeed.compose.pool import Pool

Run = tuple[int, ...]
"""Lines that must stand together: a sentence and what leans on it."""
LONG: Final = 60
SHORT: Final = 25
MOST: Final = 3
TOGETHER: Final = 5
AFTER_NEXT: Final = 2
"""Sentences that may go to the end with one that says what comes next, because they follow it."""
_CENTURIES: Final = (" 18", " 19", " 20", "-18", "-19", "-20")
_YEAR: Final = re.compile(
    r"\b(?:in|until|from|by|after|before|between|and|during|January|February|March|April|May|June|July|August|September|October|November"
    r"|December|year)[ -](?:(?:early|late|mid)[ -])?((?:1[89]|20)\d\d)\b(?!-)"
)


def runs_of(pool: Pool, picked: Sequence[int]) -> list[Run]:
    """The picked lines in runs: a line with the lines that lean on it, text order inside, and behind it what leans on another's words."""
    where = {(pool.lines[i].source, pool.lines[i].sentence.index): i for i in picked}
    runs: dict[int, list[int]] = {}
    apart: dict[int, list[int]] = {}
    for i in sorted(picked):
        line = pool.lines[i]
        head = where.get((line.source, line.sentence.chain[0])) if line.sentence.chain else i
        if head is None:
            apart[i] = [j for j in picked if pool.behind[i, j]]
        else:
            runs.setdefault(head, []).append(i)
    for i, leads in sorted(apart.items(), key=lambda one: len(one[1])):  # who has one place only takes it before who has a choice
        min((runs[lead] for lead in leads), key=len).append(i)
    return [tuple(run) for run in runs.values()]


def in_text_order(pool: Pool) -> list[Run]:
    """The lines of a single source as they come, up to so many words; what leans on a line that is not printed goes with it."""
    found: list[int] = []
    words = 0
    for i, line in enumerate(pool.lines):
        orphan = line.sentence.leans and (not found or found[-1] != i - 1)
        if line.sentence.fit and not orphan:
            words += line.sentence.words
            if found and words > pool.words:
                break
            found.append(i)
    if not found and pool.lines:
        found = [0]
    return _tied(pool, found)


def _tied(pool: Pool, lines: Sequence[int]) -> list[Run]:
    runs: list[list[int]] = []
    for i in lines:
        if runs and pool.lines[i].sentence.leans:
            runs[-1].append(i)
        else:
            runs.append([i])
    return [tuple(run) for run in runs]


def arrange(pool: Pool, runs: Sequence[Run], lede: int, last: frozenset[int]) -> list[Run]:
    """The lede's run first, lines in ``last`` and what follows them at the end, the others source by source, background behind them.

    The source of the lede goes on first, then each by the earliest place that anything it tells has anywhere; each in its own order, so
    that its words point at what it said before.
    """
    first = [run for run in runs if lede in run]
    body: list[list[Run]] = []
    final: list[list[Run]] = []
    for block in _blocks(pool, [run for run in runs if run not in first]):
        split = next((number for number, run in enumerate(block) if any(i in last for i in run)), len(block))
        if len(block) - split > AFTER_NEXT:
            split = len(block)
        body.append(block[:split])
        final.append(block[split:])
    lead = pool.lines[lede].source
    return [*first, *_in_order(pool, body, lead), *_in_order(pool, final, lead)]


def _in_order(pool: Pool, blocks: Sequence[list[Run]], lead: int) -> list[Run]:
    heads = {block[0][0]: block for block in blocks if block}
    turns: dict[int, float] = {lead: -1.0}
    for head in heads:
        source = pool.lines[head].source
        turns[source] = min(turns.get(source, 1.0), place(pool, head))

    def turn(head: int) -> tuple[bool, float, int]:
        return (looks_back(pool, head), turns[pool.lines[head].source], head)  # lines are in order of source and text

    return [run for head in sorted(heads, key=turn) for run in heads[head]]


def looks_back(pool: Pool, line: int, years: int = 1) -> bool:
    """Whether a line tells of so many years before its item's own: nobody is quoted in it, and no day of these days is named."""
    where, text = pool.lines[line], pool.text(line)
    member = pool.sources[where.source].member
    if not member.item.dated or not any(map(text.__contains__, _CENTURIES)):
        return False
    if not (named := _YEAR.findall(text)) or has_quotation(text):
        return False
    return int(min(named)) <= day_of(member).year - years and not day_words(member, where.sentence.start, where.sentence.end)


def _blocks(pool: Pool, runs: Sequence[Run]) -> list[list[Run]]:
    """Runs that follow one another in their source, at most so many sentences; where a text turns to its background, a new block begins."""
    found: list[list[Run]] = []
    for run in sorted(runs):
        if found and _goes_on(pool, found[-1], run) and sum(map(len, found[-1])) + len(run) <= TOGETHER:
            found[-1].append(run)
        else:
            found.append([run])
    return found


def _goes_on(pool: Pool, block: Sequence[Run], run: Run) -> bool:
    """Whether a run goes on with a block. News does not go on into background, nor background into what is said or done these days."""
    if not _follows(pool, block[-1][-1], run[0]):
        return False
    if looks_back(pool, run[0]) or not looks_back(pool, block[0][0]):
        return looks_back(pool, block[0][0]) or not looks_back(pool, run[0])
    where = pool.lines[run[0]]
    named = day_words(pool.sources[where.source].member, where.sentence.start, where.sentence.end)
    return not named and not has_quotation(pool.text(run[0]))


def _follows(pool: Pool, before: int, after: int) -> bool:
    one, two = pool.lines[before], pool.lines[after]
    return one.source == two.source and two.sentence.index - one.sentence.index == 1


def place(pool: Pool, line: int) -> float:
    """The earliest relative position of a line or of any line that says the same."""
    return min([pool.lines[line].place, *(pool.lines[int(i)].place for i in pool.same[line].nonzero()[0])])


def paragraphs_of(pool: Pool, runs: Sequence[Run]) -> list[list[Run]]:
    """Paragraphs of one to three sentences; the lede has its own, no run is torn apart, and none opens on what only may follow."""
    found: list[list[Run]] = []
    for number, run in enumerate(runs):
        follows = not pool.lines[run[0]].sentence.opens
        if found and (follows or (number > 1 and _joins(pool, found[-1], run))):
            found[-1].append(run)
        else:
            found.append([run])
    return found


def _joins(pool: Pool, paragraph: Sequence[Run], run: Run) -> bool:
    """Whether a run goes on with a paragraph: what was one paragraph in its source stays one, and short ones join their like."""
    lines = [pool.lines[i] for one in paragraph for i in one]
    before, after = lines[-1], pool.lines[run[0]]
    if before.source != after.source or len(lines) + len(run) > MOST:
        return False
    if not after.sentence.leans and looks_back(pool, run[0]) != looks_back(pool, paragraph[-1][0]):
        return False
    words = sum(line.sentence.words for line in lines)
    return words < (LONG if before.sentence.paragraph == after.sentence.paragraph else SHORT)
