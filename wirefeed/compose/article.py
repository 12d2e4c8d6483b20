"""The body of a composite: which sentences, in which order, in which paragraphs. It builds no segments itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from wirefeed.compose.introduce import FullForms, Introductions
from wirefeed.compose.lede import ledes_of
from wirefeed.compose.order import Run, arrange, in_text_order, paragraphs_of, runs_of
from wirefeed.compose.pairing import has_term, misread
from wirefeed.compose.pool import Pool
from wirefeed.compose.printing import Printer, names_of
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.select import select
from wirefeed.model.story import Segments, Story, plain

TELLING: Final = 25
"""Characters by which a printed run is known again in a new version of its item."""
MARKS: Final = '"“”«»'
NEARLY: Final = 0.25
"""What a lede may be worth less than the best that takes its place for the sake of quotation marks."""
ATTEMPTS: Final = 2
"""Times one misleading sentence after the other is left out before all of their kind are."""


@dataclass(frozen=True, slots=True)
class Article:
    """Paragraphs, the same sentence by sentence with the line each is, and the source of the lede."""

    paragraphs: tuple[Segments, ...] = ()
    printed: tuple[tuple[int, Segments], ...] = ()
    source: int = 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known before a sentence is chosen.

    The lines that were ``printed`` before, those that can open the story, best first, and those of them nearly as good as the ``best``.
    """

    printed: frozenset[int] = frozenset()
    ledes: tuple[int, ...] = ()
    best: frozenset[int] = frozenset()


def outlook(pool: Pool, rules: ComposeRules, previous: Story | None) -> Outlook:
    """What the lines of a pool are good for; nothing to know where one source tells the story alone, in its own order."""
    if len(pool.sources) == 1:
        return Outlook()
    ledes = ledes_of(pool, rules, _printed_before(pool, previous, 1))
    best = max(ledes.values(), default=0.0) - NEARLY
    return Outlook(_printed_before(pool, previous), tuple(ledes), frozenset(i for i, worth in ledes.items() if worth >= best))


def write(pool: Pool, headline: Segments, language: str, rules: ComposeRules, known: Outlook) -> Article:
    """The article of a pool, at most so many words with all that was added to its sentences (a single sentence is never cut)."""
    forms = FullForms(pool.sources, language)
    made, room, tries = _written(pool, headline, forms, rules, known), pool.words, 0
    while (over := sum(len(plain(paragraph).split()) for paragraph in made.paragraphs) - rules.max_words) > 0 and len(made.printed) > 1:
        tries += 1
        room -= over * tries  # what is chosen then needs words added, too: a few steps, not one for each word
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
        banned |= _in_the_way(pool, made.printed[max(0, part - 1)][0], known.best - banned)
    return _merge(pool, forms, rules, known, frozenset(i for i in range(len(pool.lines)) if has_term(pool.text(i))))


def _in_the_way(pool: Pool, blamed: int, ledes: frozenset[int]) -> frozenset[int]:
    """What gives way so that no marks are misread: the sentence they are from; where no lede is as good, whatever else has marks."""
    if blamed not in ledes or any(not has_term(pool.text(i)) for i in ledes):
        return frozenset((blamed,))
    return frozenset(i for i in range(len(pool.lines)) if i != blamed and any(map(pool.text(i).__contains__, MARKS)))


def _printed_before(pool: Pool, previous: Story | None, paragraphs: int | None = None) -> frozenset[int]:
    """Lines that stand in the first paragraphs of the story's current version, or all, whichever item version they were cut from."""
    if previous is None:
        return frozenset()
    texts = [segment.text for paragraph in previous.paragraphs[:paragraphs] for segment in paragraph if len(segment.text) >= TELLING]
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
    voices = {pool.voice(i) for paragraph in paragraphs for run in paragraph for i in run}
    introductions = Introductions(forms)
    printer = Printer(pool=pool, language=forms.language, names=names_of(pool), introductions=introductions, shared=len(voices) > 1)
    texts = tuple(printer.paragraph(paragraph) for paragraph in paragraphs)
    return Article(paragraphs=texts, printed=tuple(printer.printed), source=pool.lines[paragraphs[0][0][0]].source)
