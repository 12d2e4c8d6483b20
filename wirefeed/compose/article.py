"""The body of a composite: which sentences, in which order, in which paragraphs. It builds no segments itself."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from wirefeed.compose.concepts import concepts_of
from wirefeed.compose.days import day_words
from wirefeed.compose.introduce import FullForms, Introductions
from wirefeed.compose.order import Run, arrange, in_text_order, paragraphs_of, runs_of
from wirefeed.compose.pairing import has_term, misread
from wirefeed.compose.pool import Pool
from wirefeed.compose.printing import Printer, names_of
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.select import select
from wirefeed.compose.untitled import LONGEST
from wirefeed.compose.voice import shouts, speaks_of_itself
from wirefeed.model.story import Segments, Story, plain
from wirefeed.text.dates import DayWord

TELLING: Final = 25
"""Characters by which a printed run is known again in a new version of its item."""
ATTEMPTS: Final = 2
"""Times one misleading sentence after the other is left out before all of their kind are."""
NAMES: Final = 3
NAMED: Final = 0.2
"""What a lede is worth more that names all of the names most sources have."""
PRINTED: Final = 0.2
"""What a lede is worth more that the story has printed: readers know it by it."""
DATED: Final = 0.1
AWAITED: Final = 0.1
"""What a lede is worth more that says on which day the event was, and less that only expects it."""
TITLED: Final = 0.4
"""What one is worth more that tells all of the titles."""
BRIEF: Final = 0.1
"""What a lede is worth more that can be the headline where no source has one."""
OPENING: Final = 2
"""Sentences at the head of an item that may be the lede."""


@dataclass(frozen=True, slots=True)
class Article:
    """Paragraphs, the same sentence by sentence with the line each is, and the source of the lede."""

    paragraphs: tuple[Segments, ...] = ()
    printed: tuple[tuple[int, Segments], ...] = ()
    source: int = 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known before a sentence is chosen: the lines that were ``printed`` before, and those that can open the story, best first."""

    printed: frozenset[int] = frozenset()
    ledes: tuple[int, ...] = ()


def outlook(pool: Pool, rules: ComposeRules, previous: Story | None) -> Outlook:
    """What the lines of a pool are good for; nothing to know where one source tells the story alone, in its own order."""
    if len(pool.sources) == 1:
        return Outlook()
    printed = _printed_before(pool, previous)
    return Outlook(printed, tuple(ledes_of(pool, rules, printed)))


def write(pool: Pool, headline: Segments, language: str, rules: ComposeRules, known: Outlook) -> Article:
    """The article of a pool, at most so many words with all that was added to its sentences (a single sentence is never cut)."""
    forms = FullForms(pool.sources, language)
    made, room = _written(pool, headline, forms, rules, known), pool.words
    while (over := sum(len(plain(paragraph).split()) for paragraph in made.paragraphs) - rules.max_words) > 0 and len(made.printed) > 1:
        room = min(room, rules.max_words) - over
        made = _written(replace(pool, words=room), headline, forms, rules, known)
    return made


def _written(pool: Pool, headline: Segments, forms: FullForms, rules: ComposeRules, known: Outlook) -> Article:
    """The article in the room there is. Where quotation marks would be misread, short terms in them give way to other sentences."""
    if len(pool.sources) == 1:
        return _print(pool, paragraphs_of(pool, in_text_order(pool)), forms)
    banned: frozenset[int] = frozenset()
    for _ in range(ATTEMPTS):
        made = _merge(pool, forms, rules, known, banned)
        parts = [headline, *(segments for _, segments in made.printed)]
        part = misread(parts, [plain(headline), *(pool.text(i) for i, _ in made.printed)])
        if part is None:
            return made
        banned |= {made.printed[max(0, part - 1)][0]}
    return _merge(pool, forms, rules, known, frozenset(i for i in range(len(pool.lines)) if has_term(pool.text(i))))


def _printed_before(pool: Pool, previous: Story | None) -> frozenset[int]:
    """Lines that stand in the story's current version, whichever item version they were cut from."""
    if previous is None:
        return frozenset()
    texts = [segment.text for paragraph in previous.paragraphs for segment in paragraph if len(segment.text) >= TELLING]
    return frozenset(i for i in range(len(pool.lines)) if any(text in pool.text(i) for text in texts))


def _merge(pool: Pool, forms: FullForms, rules: ComposeRules, known: Outlook, banned: frozenset[int]) -> Article:
    ledes = [i for i in known.ledes if i not in banned]
    picked = select(pool, ledes[0] if ledes else None, rules, kept=known.printed, banned=banned)
    if not picked:
        return Article()
    lede = next((i for i in ledes if i in picked), picked[0])
    runs = arrange(pool, runs_of(pool, picked), lede, frozenset(i for i in picked if i != lede and pool.coming[i]))
    return _print(pool, paragraphs_of(pool, runs), forms)


def _print(pool: Pool, paragraphs: Sequence[Sequence[Run]], forms: FullForms) -> Article:
    if not paragraphs:
        return Article()
    printer = Printer(pool=pool, language=forms.language, names=names_of(pool), introductions=Introductions(forms))
    texts = tuple(printer.paragraph(paragraph) for paragraph in paragraphs)
    return Article(paragraphs=texts, printed=tuple(printer.printed), source=pool.lines[paragraphs[0][0][0]].source)


def ledes_of(pool: Pool, rules: ComposeRules, kept: frozenset[int] = frozenset()) -> list[int]:
    """Lines that can open the story, best first.

    Near the centre of the whole story, rich in what it is about, the first sentence of its text, one that says what the event follows
    or is the first of; one that names whom most sources name; where the titles count dead or hurt, one that does so too; and one that
    was printed before.
    """
    every = [
        i
        for i, line in enumerate(pool.lines)
        if line.sentence.index < OPENING
        and line.sentence.opens
        and not line.sentence.chain
        and rules.lede_least <= line.sentence.words <= rules.lede_most
    ]
    reports = [i for i in every if not pool.lines[i].sentence.comment] or every
    possible = [i for i in reports if not _is_a_voice(pool.text(i)) and not _OF_THE.match(pool.text(i))] or reports
    worth = pool.holds @ pool.worth
    most = float(worth.max(initial=1.0))
    names = _named_by_most(pool)
    untitled = not any(source.member.item.headline for source in pool.sources)
    titles = [frozenset(concepts_of(title, language)[1]) for title, language in _titles(pool)]
    grave = any(_GRAVE.search(source.member.item.headline) for source in pool.sources)

    def value(i: int) -> float:
        text = pool.text(i)
        cues = 0.15 * (_WHY.search(text) is not None) + 0.2 * (grave and _GRAVE.search(text) is not None)
        cues += DATED * bool(_dated_days(pool, i)) - AWAITED * (_AWAITED.search(text) is not None)
        cues += BRIEF * (untitled and pool.lines[i].sentence.words <= LONGEST)
        cues += PRINTED * (i in kept) + NAMED * sum(name in text for name in names) / max(1, len(names))
        cues += TITLED * _in_titles(pool, titles, i)
        return float(pool.central[i] + 0.3 * (pool.lines[i].sentence.index == 0) + 0.5 * worth[i] / most + cues)

    return sorted(possible, key=lambda i: (-value(i), i))


def _dated_days(pool: Pool, i: int) -> tuple[DayWord, ...]:
    """The day words of a line to which its source's own time gives a date."""
    where = pool.lines[i]
    member = pool.sources[where.source].member
    return day_words(member, where.sentence.start, where.sentence.end) if member.item.dated else ()


def _titles(pool: Pool) -> list[tuple[str, str]]:
    items = [source.member.item for source in pool.sources if not source.opinion]
    return [(item.headline, item.language) for item in items if item.headline]


def _in_titles(pool: Pool, titles: Sequence[frozenset[str]], i: int) -> float:
    """How much of the titles a line tells, on an average: a title says what its text takes for the event."""
    shares = [len(words.intersection(pool.lines[i].stems)) / len(words) for words in titles if words]
    return sum(shares) / len(shares) if shares else 0.0


def _named_by_most(pool: Pool) -> tuple[str, ...]:
    """The names, or parts of them, that most sources have, where two have them: who and where the story is."""
    found: Counter[str] = Counter()
    often: Counter[str] = Counter()
    for source in pool.sources:
        found.update(source.annotation.names.keys())
        often.update(source.annotation.names)
    shared = sorted((name for name, sources in found.items() if sources > 1), key=lambda name: (-found[name], -often[name], name))
    return tuple(shared[:NAMES])


def _is_a_voice(text: str) -> bool:
    """Whether a sentence opens with a quotation, or is somebody's own words without one."""
    return text[0] in _MARKS or speaks_of_itself(text) or shouts(text)


_AWAITED: Final = re.compile(r"\b(?:is|are|was|were) (?:expected|set|due|poised|likely|scheduled) to\b")
_OF_THE: Final = re.compile(r"(?:Some|Many|Most|Several|One|Two|Three|Half|All|None|Each|Both) of (?:the|those|these|its|his|her|their)\b")
"""What is part of something known already."""
_MARKS: Final = "\"“«„'‘"
_WHY: Final = re.compile(r"\b(?:first|since|record|after|following|amid)\b", re.IGNORECASE)
_GRAVE: Final = re.compile(
    r"\b(?:kill(?:s|ed|ing)?|dead|die[ds]?|deaths?|drown(?:s|ed)?|murder(?:s|ed)?|injur(?:es?|ed|ing)|wound(?:s|ed)|tu(?:e|és?|ées?)|morts?|blessés?"
    r"|погиб\w*|убит\w*|ранен\w*)\b",
    re.IGNORECASE,
)
