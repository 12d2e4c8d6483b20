"""Turns the day words of a sentence into dates, as logged edits. It resolves none that its source gave no time for."""

import re
from collections.abc import Sequence
from datetime import date, timedelta, timezone
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wirefeed.compose.change import Change
from wirefeed.compose.cite import edited
from wirefeed.errors import ProvenanceError
from wirefeed.model.story import Member
from wirefeed.text.dates import DayWord, Form, find_day_words

PRINTED: Final = frozenset({Form.WEEKDAY, Form.DAY, Form.NIGHT, Form.SPAN, Form.MONTH, Form.AGO})
"""Forms that mean another day two days later; "last year" seldom does."""
_DAY_DIGITS: Final = 10
_BEFORE_SHORT: Final = re.compile(r"\bon $")
_DATED_BY_ITSELF: Final = re.compile(
    r" ?\((?:[A-Z][a-z]+day,? )?"
    r"(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?[A-Z][a-z]{2,8}\b|[A-Z][a-z]{2,8}\.? \d{1,2}\b|\d{1,2}[./]\d{1,2}\b|20\d\d-\d\d-\d\d)"
)
"""The source gives the date itself: "today (20 October 2011)"."""
_AFTER_SHORT: Final = re.compile(r"(?! (?:morning|afternoon|evening|night)|['’-])")


def day_of(member: Member) -> date:
    """The day an item was published, where its agency is: as configured, else by the clock the item itself gives its time by."""
    offset = member.item.utc_offset if member.agency.timezone == _UNSAID else None
    zone = _zone(member.agency.timezone) if offset is None else timezone(timedelta(minutes=offset))
    return member.item.published_at.astimezone(zone).date()


_UNSAID: Final = "UTC"
"""The zone of an agency of which no configuration says where it is."""


@lru_cache(maxsize=512)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def day_words(member: Member, start: int, end: int) -> tuple[DayWord, ...]:
    """The day words of a sentence that a desk would turn into dates."""
    text = member.item.text[start:end]
    found = find_day_words(text, day_of(member), language=member.item.language)
    return tuple(word for word in found if _is_printed(word) and not _means_at_once(text, word))


_AT_ONCE: Final = re.compile(r"(?:\bnot|n['’]t|\bnever|\bno\w*|\balmost|\bvirtually|\bpractically|\bseemingly)\b[^.;:]{0,50}$")


def _means_at_once(text: str, word: DayWord) -> bool:
    """Whether "overnight" is a figure of speech: "it will not be solved overnight"."""
    return word.word.lower() == "overnight" and (word.in_quote or _AT_ONCE.search(text, 0, word.start) is not None)


def _is_printed(word: DayWord) -> bool:
    return word.form in PRINTED and (word.form is not Form.AGO or (word.value is not None and len(word.value) >= _DAY_DIGITS))


def date_changes(member: Member, start: int, end: int, language: str, told: frozenset[str]) -> tuple[tuple[Change, str], ...]:
    """For each day word its change and the day it means; ``told`` are the days the article has given already.

    In a quotation the word stays and the date follows in square brackets. Nothing for an item without a time of its own.
    """
    if not member.item.dated:
        return ()
    found: list[tuple[Change, str]] = []
    text = member.item.text[start:end]
    for word in day_words(member, start, end):
        if word.value is None or _DATED_BY_ITSELF.match(text, word.end):
            continue
        short = word.value in told and _may_be_short(text, word)
        change = _change(member, start, word, language, "date-short" if short else _kind(word))
        if change is not None:
            found.append((change, word.value))
            told |= {word.value}
    return tuple(found)


def _kind(word: DayWord) -> str:
    if word.in_quote:
        return "date-bracket"
    return "date" if word.bare else "date-after"


def _may_be_short(text: str, word: DayWord) -> bool:
    """Whether "on Wednesday" may become "on Jan. 19"."""
    plain = word.form is Form.WEEKDAY and not word.in_quote and " " not in word.word
    return plain and _BEFORE_SHORT.search(text, 0, word.start) is not None and _AFTER_SHORT.match(text, word.end) is not None


def _change(member: Member, start: int, word: DayWord, language: str, kind: str) -> Change | None:
    year = "" if word.value is None or word.value.startswith(f"{word.anchor.year:04}") else f"@{word.anchor.year}"
    try:
        segment = edited(f"{kind}:{word.value}{year}", member, start + word.start, start + word.end, language)
    except ProvenanceError:
        return None
    at = start + (word.end if kind == "date-bracket" else word.start)
    return Change(at, start + word.end, (segment,))


_AHEAD: Final = re.compile(r"\b(?:is|are) (?:expected|scheduled|due|set|slated|planned|to)\b|\bwill\b|\bshall\b")


def comes_next(member: Member, start: int, end: int) -> bool:
    """Whether a sentence says what is to happen on a day after the one it was written on, if that day is known."""
    return _AHEAD.search(member.item.text, start, end) is not None and bool(_days_ahead(member, start, end))


_PERHAPS: Final = re.compile(r"\b(?:could|may|might|would|likely)\b")


def has_passed(member: Member, start: int, end: int, today: date) -> bool:
    """Whether a sentence looks ahead to days that all lie before ``today``: an announcement the news has overtaken."""
    text = member.item.text
    if not (_AHEAD.search(text, start, end) or _PERHAPS.search(text, start, end)):
        return False
    ahead = _days_ahead(member, start, end)
    return bool(ahead) and all(f"{day.rpartition('/')[2]}-99"[:_DAY_DIGITS] < today.isoformat() for day in ahead)


def day_told(member: Member, sentences: Sequence[tuple[int, int]]) -> str | None:
    """The latest day up to its own that an item names, outside quotations, in some of its sentences: when what it tells happened."""
    own = day_of(member).isoformat()
    named = [word.value for start, end in sentences for word in day_words(member, start, end) if not word.in_quote and word.value]
    return max((day for day in named if len(day) == _DAY_DIGITS and day <= own), default=None)


def is_doubtful(member: Member, start: int, end: int, told: str | None) -> bool:
    """Whether a quotation says today or tomorrow in an item about an earlier day: whoever spoke may have meant the day after that one."""
    if told is None or told == day_of(member).isoformat():
        return False
    return any(word.in_quote and word.form in {Form.DAY, Form.NIGHT} for word in day_words(member, start, end))


_ROLLING: Final = re.compile(r"\bthe last (?:week|month)\b")


def is_vague(member: Member, start: int, end: int) -> bool:
    """Whether a sentence, outside quotations, says "today" for these days or "the last week" for seven days: no date can stand for that."""
    text = member.item.text[start:end]
    if "oday" not in text and "the last " not in text:
        return False
    words = find_day_words(text, day_of(member), language=member.item.language)
    return _ROLLING.search(text) is not None or any(
        word.form is Form.VAGUE and word.word.lower() == "today" and not word.in_quote for word in words
    )


def _days_ahead(member: Member, start: int, end: int) -> list[str]:
    """The days after its own that a sentence names outside quotations, if its own is known."""
    if not member.item.dated:
        return []
    own = day_of(member).isoformat()
    return [word.value for word in day_words(member, start, end) if word.value is not None and word.value > own and not word.in_quote]
