"""Quotations of a text: where they stand and who says them. It does not judge whether they were said."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wirefeed.text.attribution import Attribution, Pattern, attribute, is_pronoun
from wirefeed.text.marks import enclosures, lines_of
from wirefeed.text.sentences import split_sentences
from wirefeed.text.span import Span

__all__ = ["Pattern", "Quote", "find_quotes"]

_SCARE_WORDS: Final = 3
# Words further away than this say nothing of a quotation.
_NEAR: Final = 600
# No article holds more; a text of nothing but marks is not read to its end.
_MANY: Final = 300
_TITLE_CASE: Final = re.compile(r"[A-Z0-9][\w’'.:-]*(?: (?:[A-Z0-9][\w’'.:-]*|a|an|and|at|by|for|from|in|of|on|or|the|to|vs\.?|with))*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quotation: ``start`` to ``end`` with its marks, ``inner`` without them, all offsets into the text.

    ``speaker`` is the speaker as printed, pronouns included; ``agency`` the medium the words were said to or carried by. ``scare``: one to
    three words or a title, said by nobody in particular. ``needs_speaker``: it cannot be printed alone, as its speaker is missing, a
    pronoun, or stands in an earlier sentence.
    """

    start: int
    end: int
    inner: Span
    pattern: Pattern
    speaker: Span | None = None
    verb: Span | None = None
    agency: Span | None = None
    scare: bool = False
    needs_speaker: bool = False


def find_quotes(text: str, span: Span | None = None, sentences: Sequence[Span] | None = None) -> tuple[Quote, ...]:
    """The quotations of ``text`` inside ``span`` (or all of it), in order.

    Straight, curly and angular marks, and single marks where they enclose whole words; a quotation left open at the end of its paragraph
    is one when the next paragraph opens with the same mark. A quotation that is a sentence by itself has the speaker of the quotation
    before it. ``sentences`` spares cutting them again. English; the plain forms of Russian, French, Hebrew and Arabic.
    """
    span = span or Span(0, len(text))
    marks = _marks(text, span)
    if not marks:
        return ()
    if sentences is None:
        sentences = split_sentences(text, span, "en")
    starts = [sentence.start for sentence in sentences]
    quotes: list[Quote] = []
    latest = -1
    for index, (start, end) in enumerate(marks):
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        if first < 0:
            continue
        around = Span(max(sentences[first].start, start - _NEAR), min(max(sentences[last].end, end), end + _NEAR))
        before = max(around.start, marks[index - 1][1] if index else 0)
        after = min(around.end, marks[index + 1][0] if index + 1 < len(marks) else around.end)
        found = attribute(text, around, Span(start, end), before, after)
        alone = not found.speaker and not _words_between(text, around.start, start) and not _words_between(text, end, around.end)
        previous = quotes[-1] if quotes and alone and first - latest <= 1 else None
        quotes.append(_quote(text, start, end, found, previous))
        latest = last
    return tuple(quotes)


def _marks(text: str, span: Span) -> list[tuple[int, int]]:
    """Where quotations begin and end, marks included."""
    found: list[tuple[int, int]] = []
    opened, open_tail = "", (0, 0)
    for offset, line in lines_of(text, span):
        starts, ends, left = enclosures(line, brackets=False)
        if opened and line.lstrip().startswith(opened) and _words_between(text, *open_tail):
            found.append(open_tail)
        found += ((offset + start, offset + end) for start, end in zip(starts, ends, strict=True) if _is_quotation(line, start, end))
        opened = line[left] if left >= 0 else ""
        open_tail = (offset + left, offset + len(line.rstrip()))
        if len(found) > _MANY:
            break
    return sorted(found)[:_MANY]


def _is_quotation(line: str, start: int, end: int) -> bool:
    """Whether a pair of marks encloses words; of single marks, whether they are no apostrophes."""
    inner = line[start + 1 : end - 1]
    if not any(map(str.isalnum, inner)):
        return False
    return line[start] not in "'‘" or len(inner) > _SCARE_WORDS


def _quote(text: str, start: int, end: int, found: Attribution, previous: Quote | None) -> Quote:
    wide = 2 if text.startswith(("``", "''"), start) else 1
    closed = text[end - 1] in "\"”»“’'"
    inner = Span(start + wide, max(start + wide, end - (wide if closed else 0)))
    words = text[inner.start : inner.end].strip(" \xa0,.")
    speaker, verb, pattern = found.speaker, found.verb, found.pattern
    if previous and previous.speaker and not previous.scare:
        speaker, verb, pattern = previous.speaker, None, Pattern.CONTINUED
    scare = speaker is None and found.agency is None and (len(words.split()) <= _SCARE_WORDS or _TITLE_CASE.fullmatch(words) is not None)
    named = speaker is not None and pattern is not Pattern.CONTINUED and not is_pronoun(text[speaker.start : speaker.end])
    return Quote(
        start=start,
        end=end,
        inner=inner,
        pattern=pattern,
        speaker=speaker,
        verb=verb,
        agency=found.agency,
        scare=scare,
        needs_speaker=not scare and not named,
    )


def _words_between(text: str, start: int, end: int) -> bool:
    return any(map(str.isalnum, text[start:end]))
