"""Abbreviations a text explains, after Schwartz and Hearst 2003. It holds no list of them."""

import re
from collections.abc import Mapping
from itertools import islice
from typing import Final

from wirefeed.text.span import Span

_LONGEST: Final = 100_000
# No article has more asides.
_MANY: Final = 1_000
# Between brackets: a short form, or the long form of the short one before them.
_BRACKETS: Final = re.compile(r"\((?P<inside>[^()\n]{2,120})\)")
_SHORT: Final = re.compile(r"(?=(?:[^A-ZА-ЯЁ\n]*[A-ZА-ЯЁ]){2})[^\W_][\w&./-]{1,9}")
_SHORT_BEFORE: Final = re.compile(r"(?<![\w.-])(?=(?:[\w&./-]*?[A-ZА-ЯЁ]){2})([^\W_][\w&./-]{1,9}) $")
_WORD: Final = re.compile(r"\S+")
_PART: Final = re.compile(r"[^\W_]+")
_SMALL: Final = frozenset(
    ("a", "an", "and", "at", "by", "de", "des", "du", "et", "for", "in", "of", "on", "or", "the", "to", "with", "la", "le", "les")
)
_MENTION: Final = re.compile(r"(?<![\w.-])[A-ZА-ЯЁ][A-ZА-ЯЁ0-9&-]{1,9}s?(?![\w-])")
_ARTICLE: Final = re.compile(r"(?:the|a|an|la|le|les) ", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"[.;:!?“”\"]\s|\n")
_FEWEST: Final = 2


def abbreviations(text: str) -> Mapping[str, Span]:
    """Short form -> where its long form stands, for ``long form (SF)`` and ``SF (long form)``; the first explanation wins.

    Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text", PSB 2003: the letters of the
    short form are looked for from right to left in at most min(|SF| + 5, 2 |SF|) words, the first at the beginning of a word.
    A short form has two capitals at least, so that asides are none.
    """
    found: dict[str, Span] = {}
    for match in islice(_BRACKETS.finditer(text, 0, _LONGEST), _MANY):
        inside = match["inside"].split(",")[0].split(";")[0].strip()
        if _SHORT.fullmatch(inside):
            long = _long_before(text, match.start(), inside)
            if long:
                found.setdefault(inside, long)
        elif " " in inside:
            short = _SHORT_BEFORE.search(text, max(0, match.start() - 12), match.start())
            if short:
                long = _fit(text, match.start("inside"), match.start("inside") + len(inside), short[1])
                if long and _starts_so(text, long, match.start("inside")):
                    found.setdefault(short[1], long)
    return found


def abbreviation_mentions(sentence: str) -> tuple[tuple[str, Span], ...]:
    """The words in capitals of a sentence, each with where it stands, plural s left out; ``abbreviations`` knows which were explained."""
    found = []
    for match in _MENTION.finditer(sentence[:_LONGEST]):
        end = match.end() - match[0].endswith("s")
        found.append((sentence[match.start() : end], Span(match.start(), end)))
    return tuple(found)


def _long_before(text: str, bracket: int, short: str) -> Span | None:
    """The long form that ends at a bracket, within the words Schwartz and Hearst allow and the same clause."""
    letters = sum(map(str.isalnum, short))
    begin = max(0, bracket - 160)
    breaks = [match.end() for match in _CLAUSE.finditer(text, begin, bracket)]
    words = [match.start() for match in _WORD.finditer(text, breaks[-1] if breaks else begin, bracket)]
    allowed = words[-min(letters + 5, 2 * letters) :]
    return _fit(text, allowed[0], len(text[:bracket].rstrip()) if text[bracket - 1].isspace() else bracket, short) if allowed else None


def _fit(text: str, start: int, end: int, short: str) -> Span | None:
    """The stretch that ends at ``end`` and explains the short form: by the initials of its words, else by letters in order."""
    end = start + len(text[start:end].rstrip())
    letters = [char.lower() for char in short if char.isalnum()]
    words = [(match.start(), match[0].lower()) for match in _PART.finditer(text, start, end)]
    first = _by_initials(words, letters)
    if first is None:
        first = _by_letters(text, start, end, short)
        inside = [word for at, word in words if first is not None and at >= first]
        if sum(word[0] in letters for word in inside) * 2 < len(letters) or len([w for w in inside if w not in _SMALL]) > len(letters):
            return None
    if first is None:
        return None
    long = text[first:end]
    explains = len(long.split()) >= _FEWEST and short not in long.split() and len(long) > len(short) + 1
    return Span(first, end) if explains else None


def _by_initials(words: list[tuple[int, str]], letters: list[str]) -> int | None:
    """Where words begin whose initials are the letters, small words counting or not; None where they are not."""
    left = letters[:]
    for at, word in reversed(words):
        if word[0] == left[-1]:
            left.pop()
            if not left:
                return at
        elif word not in _SMALL:
            return None
    return None


def _by_letters(text: str, start: int, end: int, short: str) -> int | None:
    """Where the shortest stretch begins that holds the letters in order, from right to left, the first at the beginning of a word."""
    at = end - 1
    for index in range(len(short) - 1, -1, -1):
        letter = short[index].lower()
        if not letter.isalnum():
            continue
        while at >= start and (text[at].lower() != letter or (index == 0 and at > start and text[at - 1].isalnum())):
            at -= 1
        if at < start:
            return None
        at -= 1
    return at + 1


def _starts_so(text: str, long: Span, start: int) -> bool:
    """Whether a bracketed long form is used from its first word, an article apart."""
    return long.start == start or _ARTICLE.fullmatch(text, start, long.start) is not None
