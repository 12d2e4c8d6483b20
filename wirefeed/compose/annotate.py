"""What composing needs to know of one item's text: its sentences and what leans on what. It compares no items."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from wirefeed.compose.voice import is_comment
from wirefeed.model.item import Item
from wirefeed.text.body import CUT_SHORT, Body, lift
from wirefeed.text.cut_short import goes_on, statement_in
from wirefeed.text.dateline import find_dateline
from wirefeed.text.fragments import is_fragment, run_together
from wirefeed.text.marks import balanced
from wirefeed.text.openers import BROKEN_QUOTE, QUOTED, QUOTED_PERSON, connective, leans_on_previous
from wirefeed.text.scraps import OF_THE_PAGE, Cues, cues_in, front_of, scrap
from wirefeed.text.sentences import split_sentences
from wirefeed.text.span import Span
from wirefeed.text.words import is_stop, primary

MOST_SENTENCES: Final = 120
"""Sentences of one text that are looked at; what comes later is the long tail of a feature or a page."""
OPENING: Final = 2
"""Sentences at the head of a text that name whom it is about."""
LONGEST_CHAIN: Final = 3
LONGEST_SENTENCE: Final = 90
SHORTEST_SENTENCE: Final = 5
PAIR: Final = 2
TWINS_APART: Final = (2, 3)
"""So many sentences that come again so soon are a caption: pages print captions twice."""
LONGEST_QUOTED: Final = 6
"""Sentences a quotation may run on over the ends of lines; a mark that is closed later or never is a slip."""
HEAD: Final = 4
WITHIN: Final = 300
"""Sentences at the head of a text, and characters of each, in which a dateline shows that a heading ran into it."""
SPEAKERS: Final = 3
"""Lines that open with a name in capitals and a colon from which a text is a transcript."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One printable sentence of an item.

    ``start`` to ``end`` cut it from the text. ``words`` counts as the budget does, by white space. ``chain`` are the indices of the
    sentences it leans on, oldest first (empty when it stands alone); None: it cannot be printed. ``loose`` characters at its front are a
    connective that goes unless its predecessor is printed; ``cut`` characters after its end are a clause its feed cut off. ``fit``: whole
    and no scrap of a page; ``leans``: on its predecessor; ``opens``: it may open a paragraph; ``page``: words of the page it stood on, not
    of a report; ``comment``: its writer's own voice, where that was looked for (``beside_others``).
    """

    index: int
    paragraph: int
    start: int
    end: int
    words: int
    chain: tuple[int, ...] | None
    loose: int = 0
    cut: int = 0
    fit: bool = True
    leans: bool = False
    opens: bool = True
    page: bool = False
    comment: bool = False


@dataclass(frozen=True, slots=True)
class Annotation:
    """An item's text as composing sees it.

    ``dateline`` is the span of the lifted dateline, if there was one; ``names`` how often each capitalised word stands inside sentences,
    where that was counted (``beside_others``).
    """

    sentences: tuple[Sentence, ...]
    dateline: Span | None = None
    names: dict[str, int] = field(default_factory=dict)


def annotate(item: Item) -> Annotation:
    """Lift the boilerplate off an item's text and describe the sentences of the rest, as far as a story of this text alone asks."""
    body = lift(item.text, item.language, item.headline)
    known = _looked_through(item.text)
    found: list[Sentence] = []
    for paragraph, span in enumerate(body.paragraphs):
        for where in split_sentences(item.text, span, item.language):
            found.append(_sentence(item, _without_front(item.text, where, head=len(found) < HEAD), paragraph, found, known))
            _drop_twins(item.text, found)
        if len(found) >= MOST_SENTENCES:
            break
    else:
        _add_cut_off(item, body, found, known)
    _drop_quoted(item.text, found)
    return Annotation(sentences=tuple(found), dateline=body.dateline.span if body.dateline else None)


def beside_others(annotation: Annotation, item: Item) -> Annotation:
    """The annotation of an item with what matters only where several tell a story: whose voice each sentence is, whom the text names."""
    sentences = tuple(
        replace(one, comment=True) if one.fit and is_comment(item.text[one.start : one.end], item.language) else one
        for one in annotation.sentences
    )
    return replace(annotation, sentences=sentences, names=dict(Counter(_NAME.findall(item.text))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What one look through a text spares its sentences: its marks, words run together, speakers, kinds of scrap."""

    clean: bool
    glued: frozenset[str]
    spoken: bool
    cues: Cues


def _looked_through(text: str) -> _Known:
    return _Known(
        clean=not any(map(text.__contains__, _SCRAPS_OF)),
        glued=run_together(frozenset(_LATIN.findall(text))),
        spoken=len(_SPEAKER.findall(text)) >= SPEAKERS,
        cues=cues_in(text),
    )


def _add_cut_off(item: Item, body: Body, found: list[Sentence], known: _Known) -> None:
    """Add a last sentence that the feed cut off, as far as it is a statement of its own; what a short form tore off its front goes."""
    where = next((dropped.span for dropped in reversed(body.dropped) if dropped.reason == CUT_SHORT), None)
    if where is None or primary(item.language) != "en":
        return
    start = where.start
    if found and item.text[found[-1].end : start] in {"", " "} and goes_on(item.text, start, item.language):
        start = found.pop().start
    end = start + statement_in(item.text[start : where.end])
    if end == start:
        return
    follows = bool(body.paragraphs) and "\n" not in item.text[body.paragraphs[-1].end : start]
    paragraph = found[-1].paragraph + (not follows) if found else 0
    found.append(_sentence(item, Span(start, end), paragraph, found, known, cut=where.end - end))


def _drop_twins(text: str, found: list[Sentence]) -> None:
    """Make the last two sentences unfit, the same two shortly before them, and what stands between."""
    length = found[-1].end - found[-1].start
    for apart in TWINS_APART:
        first = len(found) - PAIR - apart
        if first < 0 or found[-1 - apart].end - found[-1 - apart].start != length:
            continue
        if all(_is_same(text, found[at], found[at + apart]) for at in range(first, first + PAIR)):
            found[first:] = _unfit(found[first:])


def _drop_quoted(text: str, found: list[Sentence]) -> None:
    """Make unfit what stands within a quotation that opens in one line and closes in another: it has lost its marks and its speaker."""
    opened = None
    for at, one in enumerate(found):
        cut = text[one.start : one.end]
        if opened is not None and _MARKS.search(cut):
            if _closes(cut) and at - opened <= LONGEST_QUOTED:
                found[opened + 1 : at] = _unfit(found[opened + 1 : at])
            opened = None
        if _is_open(cut) and cut[0] not in '"“':
            opened = at
    _drop_opened(text, found)


def _drop_opened(text: str, found: list[Sentence]) -> None:
    """Make unfit what follows in its paragraph on a quotation that opens a sentence and does not close in it.

    The next paragraph opens anew, as a long speech is set, or the feed cut the text off.
    """
    for at, one in enumerate(found):
        if text[one.start] in '"“' and _is_open(text[one.start : one.end]):
            end = at + 1
            while end < len(found) and found[end].paragraph == one.paragraph and not _MARKS.search(text, found[end].start, found[end].end):
                end += 1
            found[at + 1 : end] = _unfit(found[at + 1 : end])


def _unfit(sentences: Sequence[Sentence]) -> list[Sentence]:
    return [replace(one, chain=None, fit=False) for one in sentences]


def _is_same(text: str, one: Sentence, other: Sentence) -> bool:
    return text[one.start : one.end] == text[other.start : other.end]


def _without_front(text: str, where: Span, *, head: bool) -> Span:
    """A sentence without what ran into it: a button, a heading, a dateline further down (two texts on one page, a standfirst too many)."""
    if text[where.start] in '"“':
        return where
    start = where.start + front_of(text[where.start : where.end])
    if text[start : start + 2].isupper():
        found = find_dateline(text, start)
        start = found.span.end if found and found.span.start == start and found.span.end < where.end else start
    return Span((head and _after_dateline(text, start, where.end)) or start, where.end)


def _after_dateline(text: str, start: int, end: int) -> int:
    """Where the report begins in ``Former officer to help prosecutors HARSTAD, Norvia -- The``; 0 where no dateline stands inside."""
    for place in _PLACE.finditer(text, start, min(end, start + WITHIN)):
        found = find_dateline(text, place.start())
        if found and found.span.start == place.start() and found.span.end < end and text[found.span.end].isupper():
            return 0 if text.count("(", start, place.start()) > text.count(")", start, place.start()) else found.span.end
    return 0


def _sentence(item: Item, where: Span, paragraph: int, before: Sequence[Sentence], known: _Known, *, cut: int = 0) -> Sentence:
    text = item.text[where.start : where.end] + ("." if cut else "")
    words = len(text.split())
    fit = _printable(text, words, clean=known.clean)
    kind = scrap(text, known.cues) if fit else None
    fit = fit and kind is None and not (known.spoken and _SPEAKER.match(text)) and not _is_broken(text, item.language, known.glued)
    loose = connective(text) if fit else None
    reason = leans_on_previous(text[loose.end :] if loose else text, item.language) if fit else None
    leans = reason not in {None, QUOTED, QUOTED_PERSON} or (reason == QUOTED_PERSON and _may_be_another(item, where, before))
    fit = fit and reason != BROKEN_QUOTE
    return Sentence(
        index=len(before),
        paragraph=paragraph,
        start=where.start,
        end=where.end,
        words=words,
        chain=_chain(before, leans=leans) if fit else None,
        loose=loose.end if loose and not leans else 0,
        cut=cut,
        fit=fit,
        leans=leans,
        opens=reason is None,
        page=kind in OF_THE_PAGE,
    )


def _may_be_another(item: Item, where: Span, before: Sequence[Sentence]) -> bool:
    """Whether "she" of a quotation may be another than whom the text is about: the two sentences before name somebody its head does not."""
    if len(before) <= OPENING:
        return False
    head = f"{item.headline} {item.text[: before[OPENING - 1].end]}"
    return any(
        name not in head and not is_stop(name.lower(), item.language) for name in _NAMED.findall(item.text, before[-2].start, where.start)
    )


def _is_broken(text: str, language: str, glued: frozenset[str]) -> bool:
    """Whether a sentence has no verb, no beginning, or words that are two run together; asked of English only."""
    headless = text[0].islower() and not text[1:2].isupper()
    cut_off = text[-3:-2] == " " and _INITIAL.search(text) is not None
    return primary(language) == "en" and (headless or cut_off or is_fragment(text) or any(map(text.__contains__, glued)))


def _chain(before: Sequence[Sentence], *, leans: bool) -> tuple[int, ...] | None:
    """The sentences one leans on; None when they cannot be printed or are too many."""
    if not leans:
        return ()
    if not before or before[-1].chain is None or len(before[-1].chain) + 2 > LONGEST_CHAIN:
        return None
    return (*before[-1].chain, before[-1].index)


# "Adam Q." at the end of a sentence, whose surname went with the rest of it.
_INITIAL: Final = re.compile(r"(?<!War)(?<!Plan)(?<!Part)(?<!Title)(?<!Class)(?<!Group)(?<!Type)(?<!Section) [A-Z]\.$(?<=[a-z] ..)")
_MARKS: Final = re.compile(r"[\"“”]")
_SPEAKER: Final = re.compile(r"^(?:[A-Z][A-Z.'’-]* ){0,3}[A-Z][A-Z.'’-]+: (?=[A-Z\"“])", re.MULTILINE)
_PLACE: Final = re.compile(r"(?<=[\w’'\"”!?)] )[A-Z]{3,}")
_NAME: Final = re.compile(r"(?<=[a-z,] )[A-Z][a-zà-öø-ÿ]{3,}")
_NAMED: Final = re.compile(r"\b(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)[A-Z][a-zà-öø-ÿ]{3,}")
_LATIN: Final = re.compile(r"[A-Za-z]{2,}")
_OPENS: Final = re.compile(r"[\"“‘'«„(]?[^\W_]")
_CLOSES: Final = re.compile(r"[.!?…。][\"”’'»)\]]*$")
_SCRAPS_OF: Final = ("://", "www.", "pic.twitter", "@", "---", "*", "|", "{", "}", "<", ">", "\\", "[...]", "Ã", "â€")
"""Of which one occurs in every scrap below but those that end in dots: a text without them is not searched, sentence by sentence."""
_SCRAPS: Final = re.compile(r"https?://|www\.|pic\.twitter|\S@\S|---|\s\*\s|\.\.\.$|…$|[|{}<>\\]|\[\.{3}\]|Ã[\u0080-\u00bf]|â€")


def _printable(text: str, words: int, *, clean: bool) -> bool:
    """Whether a sentence is whole, of a printable length, and free of marks no report has (junk rules of reading, not of any outlet)."""
    return (
        SHORTEST_SENTENCE <= words <= LONGEST_SENTENCE
        and _OPENS.match(text) is not None
        and _CLOSES.search(text) is not None
        and ((clean and not text.endswith(("...", "…"))) or not _SCRAPS.search(text))
        and balanced(text)
    )


def _is_open(text: str) -> bool:
    """Whether a quotation opens in a line and does not close in it."""
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”")


def _closes(text: str) -> bool:
    """Whether a quotation closes that opened before."""
    mark = _MARKS.search(text)
    return mark is not None and (mark[0] == "”" or (mark[0] == '"' and text.count('"') % 2 == 1))
