"""Finds the lines, beginnings and inserts of a text that are no part of the report. It knows single lines; ``body`` knows the whole."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from wirefeed.text.boilerplate_forms import PATTERNS
from wirefeed.text.boilerplate_openings import OPENINGS, PRIVATE
from wirefeed.text.listing import listed
from wirefeed.text.span import Span

LONGEST_LINE: Final = 700
"""A longer line is a paragraph with something in it, not boilerplate as a whole."""
SHORT_LINE: Final = 90
_LONGEST_LABEL: Final = 250
_LONGEST_FOOTER: Final = 1000
_KEY: Final = 3
_LONG_KEY: Final = 5
_PLAIN_ENDS: Final = frozenset('.”"')
_BULLETS: Final = " \t\u00a0•*·>»›→▶►|—–-"
_EDGES: Final = " \t\u00a0.,:;!?…•*·<>«»|[]\"'“”-–—0123456789"
_SENTENCE_ENDS: Final = frozenset(".!?…。！？।؟۔")
_CLOSERS: Final = "\"'”’»)]}* \u00a0"
_BRACKETS: Final = ")]"
# A part of every opening of PRIVATE, in any case.
_PRIVATE_MARKS: Final = ("ublication", "ffentlichung", "публикаци", "ne pas publ", "NE PAS PUBL", "UBLICATION", "FFENTLICHUNG", "ПУБЛИКАЦИ")

# (literal that must occur, pattern, reason)
_Rule = tuple[str, re.Pattern[str], str]


@dataclass(frozen=True, slots=True)
class Dropped:
    """Characters that are not published, and why."""

    span: Span
    reason: str


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, closing marks aside."""
    return line.rstrip(_CLOSERS)[-1:] in _SENTENCE_ENDS


def private_from(text: str) -> int | None:
    """Where a text becomes the desk's own, from which on nothing of it may appear anywhere; None where it does not."""
    if not any([mark in text for mark in _PRIVATE_MARKS]):  # noqa: C419 - of a few literals a list is faster than a generator
        return None
    lowered = text.lower()
    places = [at for remark in PRIVATE if (at := lowered.find(remark)) >= 0]
    return min(places) if places and len(lowered) == len(text) else None


def line_reason(line: str) -> str | None:
    """Why a whole line (stripped) is no part of the report; None where it may be."""
    if len(line) > LONGEST_LINE:
        return None
    plain = line[:SHORT_LINE].replace("’", "'").lower().lstrip(_BULLETS)
    sentence = ends_sentence(line)
    reason = _by_opening(plain, line, sentence=sentence) or _first_match(_LINES, line)
    if reason is None and (not sentence or line[-1] in _BRACKETS):
        reason = _first_match(_LABELS, line)
    if reason is None and len(line) <= SHORT_LINE:
        reason = _EXACT.get(plain.strip(_EDGES)) or _first_match(_SHORTS, line) or _time_stamp(plain)
    if reason is None and not any(map(str.isalnum, line)):
        reason = "separator"
    return reason


def is_plain(line: str) -> bool:
    """Whether a line (stripped) is a long sentence that no rule here can touch: most lines are, and this is quickly said."""
    if not SHORT_LINE < len(line) <= LONGEST_LINE or line[-1] not in _PLAIN_ENDS:
        return False
    first = line[:_LONG_KEY].lower()
    if not (first[0].isalnum() or first[0] in '“"‘«') or first in _LONG_KEYS or first[:_KEY] in _SHORT_KEYS:
        return False
    return not (
        "@" in line
        or "/" in line
        or "(" in line
        or ";" in line
        or "   " in line
        or "contributed" in line
        or "ollow" in line
        or "ign up" in line
        or "on Twitter" in line
        or "on Facebook" in line
        or "on Instagram" in line
    )


def head_length(line: str) -> int:
    """How many characters at the beginning of a line are a desk's note: ``(Adds details) ``."""
    if line[:1].lower() not in _HEAD_STARTS:
        return 0
    matches = (pattern.match(line) for _, pattern, _ in _HEADS)
    return next((match.end() for match in matches if match), 0)


def inserts(text: str) -> tuple[Dropped, ...]:
    """What stands inside paragraphs without being part of them, in order, without overlap."""
    found: list[Dropped] = []
    tail = text[-_LONGEST_FOOTER:]
    for need, pattern, reason in _FOOTERS:
        if need in tail:
            found.extend(Dropped(Span(*match.span()), reason) for match in pattern.finditer(text, max(0, len(text) - _LONGEST_FOOTER)))
    for need, pattern, reason in _SLASHED if "/" in text else _INLINE:
        if need in text:
            found.extend(Dropped(Span(*match.span()), reason) for match in pattern.finditer(text))
    if "@" in text:
        found.extend(_addresses(text))
    return _apart(found) if found else ()


def _addresses(text: str) -> Iterator[Dropped]:
    """The sentences that hold an e-mail address."""
    covered = 0
    for match in _ADDRESS.finditer(text):
        if match.start() < covered:
            continue
        begin = max(text.rfind("\n", 0, match.start()) + 1, match.start() - LONGEST_LINE)
        for end in _STOP.finditer(text, begin, match.start()):
            begin = end.end()
        stop = _STOP_OR_END.search(text, match.end(), match.end() + LONGEST_LINE)
        covered = stop.end() if stop else min(len(text), match.end() + LONGEST_LINE)
        yield Dropped(Span(begin, covered), "contact")


def _apart(found: list[Dropped]) -> tuple[Dropped, ...]:
    kept: list[Dropped] = []
    for one in sorted(found, key=lambda dropped: (dropped.span.start, -dropped.span.end)):
        if one.span.start == one.span.end:
            continue
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
        elif one.span.end > kept[-1].span.end:
            kept[-1] = Dropped(Span(kept[-1].span.start, one.span.end), kept[-1].reason)
    return tuple(kept)


def _by_opening(plain: str, line: str, *, sentence: bool) -> str | None:
    """The reason of an opening, or of a pattern that begins with a literal: both are found by the first letters of the line."""
    found = _OPENINGS.get(plain[:_KEY])
    if found and plain.startswith(found[0]):
        for opening, any_line, reason in found[1]:
            if plain.startswith(opening) and (any_line or (not sentence and len(line) <= _LONGEST_LABEL)):
                following = plain[len(opening) : len(opening) + 1]
                if not (following.isalpha() and opening[-1].isalpha()):
                    return reason
    for begins, pattern, reason in _STARTS.get(plain[:2]) or _STARTS.get(plain[:1]) or ():
        if plain.startswith(begins) and pattern.fullmatch(line):
            return reason
    return None


def _first_match(rules: Iterable[_Rule], line: str) -> str | None:
    for need, pattern, reason in rules:
        if need in line and pattern.fullmatch(line):
            return reason
    return None


def _time_stamp(plain: str) -> str | None:
    if not _DIGIT.search(plain):
        return None
    return "time stamp" if all(map(_STAMP_WORDS.__contains__, _WORD.findall(plain))) else None


_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[^\W\d_]+")
_STAMP_WORDS: Final = listed(
    """
    posted published updated update last modified first created on at of by the and in date time edited edition added
    mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
    jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october november december
    am pm a p m et est edt pt pst pdt ct cst cdt mt mst mdt gmt utc bst ist cet cest msk ksa hrs hours h st nd rd th
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre publié mis à jour le
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря опубликовано обновлено
    """
)
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_STOP: Final = re.compile(r"[.!?][\"”’)]*\s+")
_STOP_OR_END: Final = re.compile(r"[.!?][\"”’)]*(?:\s+|\Z)|(?=\n)")


_Opening = tuple[str, bool, str]


def _openings() -> tuple[dict[str, str], dict[str, tuple[tuple[str, ...], list[_Opening]]]]:
    """The lines that are nothing else; the openings by their first letters: all of them, and each with its reach and reason."""
    exact: dict[str, str] = {}
    begins: dict[str, list[_Opening]] = defaultdict(list)
    for reason, rows in OPENINGS.items():
        for row in rows.strip().splitlines():
            for opening in row[2:].split(" | "):
                if row[0] == "=":
                    exact.setdefault(opening.strip(_EDGES), reason)
                else:
                    begins[opening[:_KEY]].append((opening, row[0] == "+", reason))
    return exact, {key: (tuple(opening for opening, _, _ in found), found) for key, found in begins.items()}


def _rules(scope: str, flags: int = re.IGNORECASE) -> Iterator[_Rule]:
    """The patterns of a scope, one rule for each literal of which one must occur."""
    for form in PATTERNS:
        if form.scope == scope and not form.needs.startswith("^"):
            pattern = re.compile(form.pattern, flags)
            yield from ((need, pattern, form.reason) for need in form.needs.split("|"))


def _starts() -> dict[str, list[_Rule]]:
    """The patterns that begin with a literal, by its first two characters (by the first, where it has no more)."""
    begins: dict[str, list[_Rule]] = defaultdict(list)
    for form in PATTERNS:
        if form.needs.startswith("^"):
            pattern = re.compile(form.pattern, re.IGNORECASE)
            for need in form.needs[1:].split("|"):
                begins[need[:2]].append((need, pattern, form.reason))
    for key in [key for key in begins if len(key) > 1]:
        begins[key].extend(begins.get(key[0], ()))
    return dict(begins)


_EXACT, _OPENINGS = _openings()
_STARTS: Final = _starts()
_LINES: Final = tuple(_rules("line"))
_SHORTS: Final = tuple(_rules("short"))
_LABELS: Final = tuple(_rules("label"))
_HEADS: Final = tuple(_rules("head"))
_FOOTERS: Final = tuple(_rules("footer", 0))
_SLASHED: Final = tuple(_rules("inline", 0))
_INLINE: Final = tuple(rule for rule in _SLASHED if "/" not in rule[0])
_HEAD_STARTS: Final = frozenset(need[0] for need, _, _ in _HEADS)
_BEGINNINGS: Final = (
    *(opening for openings, _ in _OPENINGS.values() for opening in openings),
    *(need for rules in _STARTS.values() for need, _, _ in rules),
    *(need for need, _, _ in _HEADS),
)
_LONG_KEYS: Final = frozenset(opening[:_LONG_KEY] for opening in _BEGINNINGS if len(opening) >= _LONG_KEY)
_SHORT_KEYS: Final = frozenset(
    key for opening in _BEGINNINGS if len(opening) < _LONG_KEY for key in (opening[:_KEY], f"{opening:{_KEY}}"[:_KEY])
)
