"""Prints the chosen sentences in order, each with the edits its place asks for. It chooses and orders nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from wirefeed.compose.agencies import quoted_name
from wirefeed.compose.change import Change, rewrite
from wirefeed.compose.cite import TICKER, edited, framed
from wirefeed.compose.credit import credit, has_quotation, is_creditable, own_words, quotations
from wirefeed.compose.days import date_changes
from wirefeed.compose.introduce import Introductions
from wirefeed.compose.line import Line
from wirefeed.compose.order import Run
from wirefeed.compose.pool import Pool
from wirefeed.compose.undated import day_drops
from wirefeed.compose.voice import may_be_quoted
from wirefeed.model.story import Segment, Segments
from wirefeed.text.speech import SAID

ASIDE: Final = re.compile(
    r"\s*\((?i:see|watch|read|listen to|click|scroll|pictured?)(?: [^()\d\"“”«»]{0,60})? (?i:below|above|here|left|right)\)"
    rf"|{TICKER}"
)
"""An aside that points to something of its page, or says what a market calls a company."""
# What says already whose word it is: "told the Norvik Times", "according to the ministry", "the police said.", "she told reporters."
_SAYS_WHENCE: Final = re.compile(rf"\b(?:according to|report(?:s|ed|edly)|told (?:the )?[A-Z])|\b(?:{SAID}|told [a-z]+)\.$")


@dataclass(slots=True)
class Printer:
    """Remembers, from sentence to sentence, what the reader has been told already.

    ``names`` are the agencies' names by voice, empty where a voice is not to be named inline; ``shared``: more than one of them is printed.
    ``told`` is the agency named last, ``days`` the dates given so far, ``printed`` every line with its sentence.
    """

    pool: Pool
    language: str
    names: tuple[str, ...]
    introductions: Introductions
    shared: bool
    told: str = ""
    days: set[str] = field(default_factory=set)
    printed: list[tuple[int, Segments]] = field(default_factory=list)
    _before: Line | None = field(default=None)
    _here: str = ""
    """The agency named last in this paragraph."""

    def paragraph(self, runs: Sequence[Run]) -> Segments:
        """One paragraph of the article."""
        found: list[Segment] = []
        self._here = ""
        for i in (i for run in runs for i in run):
            if found:
                found.append(framed("space", self.language))
            sentence = self._sentence(self.pool.lines[i], opens=not found)
            self.printed.append((i, sentence))
            found += sentence
        return tuple(found)

    def _sentence(self, line: Line, *, opens: bool) -> Segments:
        member = self.pool.sources[line.source].member
        start, end = line.sentence.start, line.sentence.end
        changes = [*self._dateline(line), *self._connective(line, opens=opens), *self._credit(line), *self._dates(line)]
        changes += self._pointers(line)
        changes += self.introductions.changes(line.source, line.sentence)
        self._before = line
        if cut := line.sentence.cut:
            changes.append(Change(end, end + cut, (edited("close", member, end, end + cut, self.language),)))
        return self._capitalised(rewrite(member, start, end + cut, changes))

    def _capitalised(self, sentence: Segments) -> Segments:
        """A sentence whose first word is an office in small letters that came with a full name: "president Ana Lim said"."""
        at, first = next((at, segment) for at, segment in enumerate(sentence) if segment.text)
        where, (edit, _, alone) = first.source, (first.operation or "").partition(":")
        if where is None or edit != "name" or not first.text[0].islower():
            return sentence
        member = next(source.member for source in self.pool.sources if source.member.ref == where.item)
        return (*sentence[:at], edited(f"name-first:{alone}", member, where.start, where.end, self.language), *sentence[at + 1 :])

    def _dateline(self, line: Line) -> tuple[Change, ...]:
        """The dateline that stood before a text's first sentence, logged as dropped."""
        source, start = self.pool.sources[line.source], line.sentence.start
        where = source.annotation.dateline
        if where is None or where.end != start:
            return ()
        return (Change(start, start, (edited("drop:dateline", source.member, where.start, where.end, self.language),)),)

    def _connective(self, line: Line, *, opens: bool) -> tuple[Change, ...]:
        """A leading "But" goes at the head of a paragraph, and when what it answers is not printed right before."""
        before, sentence = self._before, line.sentence
        follows = before is not None and before.source == line.source and before.sentence.index == sentence.index - 1
        if not sentence.loose or (follows and not opens):
            return ()
        member, at = self.pool.sources[line.source].member, sentence.start + sentence.loose
        dropped = edited("drop:connective", member, sentence.start, at, self.language)
        if not member.item.text[at].islower():
            return (Change(sentence.start, at, (dropped,)),)
        return (Change(sentence.start, at + 1, (dropped, edited("capital", member, at, at + 1, self.language))),)

    def _pointers(self, line: Line) -> list[Change]:
        """An aside such as (see video below) or (LIM.OL) goes: there is nothing below, and no terminal."""
        member, start = self.pool.sources[line.source].member, line.sentence.start
        text = member.item.text[start : line.sentence.end]
        if "(" not in text:
            return []
        quoted = quotations(text)
        return [
            Change(at, end, (edited("drop:parenthesis", member, at, end, self.language),))
            for found in ASIDE.finditer(text)
            if not any(begin < found.start() < finish for begin, finish in quoted)
            for at, end in ((start + found.start(), start + found.end()),)
        ]

    def _dates(self, line: Line) -> list[Change]:
        member = self.pool.sources[line.source].member
        if not member.item.dated:
            return day_drops(member, line.sentence.start, line.sentence.end, self.language)
        found = date_changes(member, line.sentence.start, line.sentence.end, self.language, frozenset(self.days))
        self.days.update(day for _, day in found)
        return [change for change, _ in found]

    def _credit(self, line: Line) -> tuple[Change, ...]:
        """The agency: for a writer's own words, where another begins than was named last (lede aside), once a paragraph that quotes."""
        source = self.pool.sources[line.source]
        agency = self.names[source.voice]
        text = source.member.item.text[line.sentence.start : line.sentence.end]
        if agency and line.sentence.comment and may_be_quoted(text):
            self.told = self._here = agency
            return own_words(line.sentence.start, line.sentence.end, agency, self.language)
        begins = self.shared and agency != self.told and bool(self.printed) and _takes_agency(line, text)
        if not agency or not (begins or (agency != self._here and has_quotation(text))):
            return ()
        self.told = self._here = agency
        return credit(source.member, line.sentence.start, line.sentence.end, agency, self.language)


def _takes_agency(line: Line, text: str) -> bool:
    """Whether a sentence can end with its agency though it quotes nobody: it is whole, and does not say already whose word it is."""
    return text.endswith(".") and not line.sentence.cut and _SAYS_WHENCE.search(text) is None


def names_of(pool: Pool) -> tuple[str, ...]:
    """How each voice is named in a sentence; all empty when the story has one voice only, for then the closing line says it."""
    found: dict[int, str] = {}
    for source in pool.sources:
        name = quoted_name(source.member, [other.member for other in pool.sources])
        found.setdefault(source.voice, name if is_creditable(name) else "")
    return tuple(found[voice] if len(found) > 1 else "" for voice in sorted(found))
