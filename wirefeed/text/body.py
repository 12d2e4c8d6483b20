"""The report inside a text: its paragraphs by offsets, with dateline, byline and boilerplate lifted off. It changes no character."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from wirefeed.text.agencies import canonical
from wirefeed.text.boilerplate import Dropped, ends_sentence, head_length, inserts, is_plain, line_reason, private_from
from wirefeed.text.byline import byline_before, is_byline
from wirefeed.text.cut_short import CUT_OFF
from wirefeed.text.dateline import Dateline, find_dateline
from wirefeed.text.span import Span
from wirefeed.text.words import content_words, tokens

LONGEST: Final = 400_000
"""Characters of a text that are looked at."""
_DATELINE_LINES: Final = 3
_HEADING_WORDS: Final = 8
_LONG_HEADING_WORDS: Final = 16
_REPEATED: Final = 0.8
_FEWEST_TO_REPEAT: Final = 4
_FEWEST_IN_SENTENCE: Final = 8
_KEPT_SMALL: Final = 3

_SPACES: Final = " \t\r\u00a0\u200b\ufeff\u2003\u2002\u2009"
_CAPITALS: Final = re.compile(r"(?<=\s)[A-Z]{3,}")
_TAIL_CREDIT: Final = re.compile(r"(?<=[.!?\"”’»)])\s*+(?:[—–-]{1,2}\s*)?[(/\[]?\s*([^\W\d_][^\W_]*(?:[ .'/-][^\W_]+){0,3})\s*[)/\]]?\.?$")
_CUT_SHORT: Final = re.compile(CUT_OFF)
_SENTENCE_START: Final = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘'(«]?[^\W\d_a-z])")
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
CUT_SHORT: Final = "cut short"
"""Why a last sentence was dropped that its feed cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What may be published of a text. ``paragraphs`` are in order and apart; ``dropped`` says what is not among them, and why."""

    dateline: Dateline | None
    byline: Span | None
    paragraphs: tuple[Span, ...]
    dropped: tuple[Dropped, ...]


@lru_cache(maxsize=64)
def lift(text: str, language: str = "en", headline: str = "") -> Body:
    """Lift everything that is no report off ``text``; paragraphs are its lines.

    With ``headline`` a first line that repeats it is dropped; so is a standfirst the lede repeats. The last few are remembered: an
    item's text is lifted when it is taken in and again when it is composed.
    """
    lifting = _Lifting(text[:LONGEST], language)
    lifting.read_lines()
    lifting.drop_repeated(headline)
    lifting.trim_credit()
    lifting.drop_headings()
    lifting.trim_credit()
    lifting.drop_inserts()
    lifting.drop_cut_short()
    return Body(
        dateline=lifting.dateline,
        byline=lifting.byline,
        paragraphs=tuple(Span(start, end) for start, end in lifting.kept if start < end),
        dropped=tuple(sorted(lifting.dropped, key=lambda dropped: dropped.span.start)),
    )


class _Lifting:
    """One text on the way to its body: ``kept`` are [start, end] of what is left, in order."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        self.kept: list[tuple[int, int]] = []
        self.dropped: list[Dropped] = []
        self.dateline: Dateline | None = None
        self.byline: Span | None = None

    def read_lines(self) -> None:
        """Keep or drop every line; find byline and dateline on the way."""
        last = private_from(self.text)
        at = 0
        for raw in (self.text if last is None else self.text[:last]).split("\n"):
            line = raw.strip(_SPACES)
            if line:
                start = at + raw.index(line)
                self._read_line(line, start, start + len(line))
            at += len(raw) + 1
        if last is not None:
            self._drop(last, len(self.text), "private")

    def _read_line(self, line: str, start: int, end: int) -> None:
        if self.dateline is None and len(self.kept) < _DATELINE_LINES:
            found = self._find_dateline(line, start)
            if found:
                self.dateline = found
                self._keep(found.span.end, end)
                return
        if self.byline is None and len(self.kept) < _DATELINE_LINES and is_byline(line):
            self.byline = Span(start, end)
            return
        if is_plain(line):
            self.kept.append((start, end))
            return
        reason = line_reason(line)
        if reason:
            self._drop(start, end, reason)
            return
        noted = head_length(line)
        if noted:
            self._drop(start, start + noted, "desk note")
            self._keep(start + noted, end)
        else:
            self.kept.append((start, end))

    def _find_dateline(self, line: str, start: int) -> Dateline | None:
        noted = head_length(line)
        found = find_dateline(self.text, start + noted) or self._after_byline(line[noted:], start + noted)
        if found and noted:
            self._drop(start, start + noted, "desk note")
        return found

    def _after_byline(self, line: str, start: int) -> Dateline | None:
        """The dateline in ``By Ana Lim CAIRO, May 5 (Reuters) - The ...``."""
        if line[:2] not in ("By", "BY"):
            return None
        for place in _CAPITALS.finditer(line[:120]):
            if byline_before(line, place.start()) and (found := find_dateline(self.text, start + place.start())):
                self.byline = Span(start, start + len(line[: place.start()].rstrip()))
                return found
        return None

    def _keep(self, start: int, end: int) -> None:
        stretch = self.text[start:end]
        plain = stretch.lstrip(_SPACES)
        if plain:
            self.kept.append((end - len(plain), end))

    def _drop(self, start: int, end: int, reason: str) -> None:
        self.dropped.append(Dropped(Span(start, end), reason))

    def drop_repeated(self, headline: str) -> None:
        """Drop a first line that is the headline, then one that the following repeats."""
        if headline and len(self.kept) > 1 and self._is_headline(self.kept[0], headline):
            self._drop(*self.kept.pop(0), "headline")
        if len(self.kept) > 1:
            first, second = self.kept[0], self.kept[1]
            if first[1] - first[0] < second[1] - second[0] + 40 and self._is_repeated(first, second):
                self._drop(*self.kept.pop(0), "standfirst")

    def _is_headline(self, where: tuple[int, int], headline: str) -> bool:
        if where[1] - where[0] > len(headline) * 2 + 20:
            return False
        mine, theirs = frozenset(tokens(self.text[slice(*where)])), frozenset(tokens(headline))
        return bool(mine) and len(mine & theirs) >= _REPEATED * len(mine | theirs)

    def _is_repeated(self, first: tuple[int, int], second: tuple[int, int]) -> bool:
        following = self.text[slice(*second)].lower()
        long = [word for word in self.text[slice(*first)].lower().split() if len(word) > _KEPT_SMALL]
        if sum([word in following for word in long]) * 2 < len(long):
            return False
        mine = frozenset(content_words(self.text[slice(*first)], self.language))
        if len(mine) < (_FEWEST_IN_SENTENCE if ends_sentence(self.text[slice(*first)]) else _FEWEST_TO_REPEAT):
            return False
        return len(mine & frozenset(content_words(self.text[slice(*second)], self.language))) >= _REPEATED * len(mine)

    def drop_headings(self) -> None:
        """Drop lines that are no sentences: headings, labels, links; where nothing is a sentence, all of it may be the report."""
        closed = [ends_sentence(self.text[start:end]) for start, end in self.kept]
        if not any(closed):
            return
        last = len(closed) - 1 - closed[::-1].index(True)
        kept = []
        for number, ((start, end), sentence) in enumerate(zip(self.kept, closed, strict=True)):
            if not sentence and _is_heading(self.text[start:end], after=number > last):
                self._drop(start, end, "heading")
            else:
                kept.append((start, end))
        self.kept = kept

    def drop_inserts(self) -> None:
        """Part paragraphs where something was put into them."""
        found = inserts(self.text)
        if not found:
            return
        parted: list[tuple[int, int]] = []
        for start, end in self.kept:
            at = start
            for insert in found:
                if insert.span.end <= at or insert.span.start >= end:
                    continue
                self._drop(max(at, insert.span.start), min(end, insert.span.end), insert.reason)
                if at < insert.span.start:
                    parted.append((at, insert.span.start))
                at = insert.span.end
            if at < end:
                parted.append((at, end))
        self.kept = [found for found in (self._trimmed(start, end) for start, end in parted) if found]

    def _trimmed(self, start: int, end: int) -> tuple[int, int] | None:
        stretch = self.text[start:end]
        plain = stretch.strip(_SPACES)
        begin = start + stretch.index(plain) if plain else end
        return (begin, begin + len(plain)) if any(map(str.isalnum, plain)) else None

    def trim_credit(self) -> None:
        """Take an agency's name off the end of the last paragraph."""
        if not self.kept:
            return
        start, end = self.kept[-1]
        credit = _TAIL_CREDIT.search(self.text, max(start, end - 40), end)
        if credit and canonical(credit[1]) and (not credit[1].islower() or "/" in credit[0]):
            self._drop(credit.start(), end, "credit")
            self.kept[-1] = (start, credit.start())

    def drop_cut_short(self) -> None:
        """Drop a last sentence that was cut off, but never the only one there is."""
        if not self.kept or not _CUT_SHORT.search(self.text, max(self.kept[-1][0], self.kept[-1][1] - 20), self.kept[-1][1]):
            return
        start, end = self.kept[-1]
        begin = start
        for match in _SENTENCE_START.finditer(self.text, start, end - 3):
            begin = match.end()
        if begin == start and len(self.kept) == 1:
            return
        self._drop(begin, end, CUT_SHORT)
        self.kept.pop()
        trimmed = self._trimmed(start, begin) if start < begin else None
        if trimmed:
            self.kept.append(trimmed)


def _is_heading(line: str, *, after: bool) -> bool:
    """Whether a line without a full stop is a heading or label; ``after`` the last sentence of a text more lines are."""
    if line[-1] in ":;,":
        return False
    words = line.split()
    count = len(words) if line.isascii() or not _UNSPACED.search(line) else len(line) // 2
    if count <= _HEADING_WORDS or (after and count <= _LONG_HEADING_WORDS):
        return True
    return count <= _LONG_HEADING_WORDS and (_in_title_case(words) or _is_label(line))


def _in_title_case(words: Sequence[str]) -> bool:
    long = [word for word in words if len(word) > _KEPT_SMALL]
    return bool(long) and sum(word[0].isupper() for word in long) >= _REPEATED * len(long)


_LABEL: Final = re.compile(r"[^\W\d_][^:\n]{2,40}: [^\W\d_a-z]")


def _is_label(line: str) -> bool:
    return _LABEL.match(line) is not None
