"""Calendar arithmetic for words that mean days, and the noun for such a word. It reads no text."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Form(StrEnum):
    """What kind of time a day word means, which is how a desk prints it."""

    WEEKDAY = "weekday"
    DAY = "day"  # today, yesterday, this morning: gives way to a weekday
    NIGHT = "night"  # last night: gives way to the night of a weekday
    SPAN = "span"  # overnight, last week, this weekend
    MONTH = "month"
    YEAR = "year"
    AGO = "ago"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWord:
    """A word or phrase of a sentence that means a day or days only to those who know when it was written.

    ``start`` and ``end`` are offsets into the sentence. ``value`` is ISO 8601: a day, a range ``day/day``, a month, a year; None where
    the word is too vague to resolve. ``word`` is the phrase as written, ``anchor`` the day it was written on, ``bare`` whether no
    preposition stands before it ("met today", not "until today"). A word ``in_quote`` is resolved but must not be rewritten.
    """

    start: int
    end: int
    value: str | None
    form: Form
    word: str
    anchor: date
    in_quote: bool
    bare: bool


# A phrase found: start, end, form, value.
Found = tuple[int, int, Form, str | None]


def weekday_from(anchor: date, weekday: int, *, future: bool, strict: bool = False) -> date:
    """The nearest ``weekday`` (Monday is 0) at or after the anchor, or at or before it; ``strict`` leaves out the anchor itself."""
    ahead = (weekday - anchor.weekday()) % 7 if future else -((anchor.weekday() - weekday) % 7)
    if strict and ahead == 0:
        ahead = 7 if future else -7
    return anchor + timedelta(days=ahead)


def week_of(anchor: date, weeks: int = 0) -> str:
    """The range Monday to Sunday of the anchor's week, ``weeks`` later."""
    monday = anchor + timedelta(days=7 * weeks - anchor.weekday())
    return span_of(monday, monday + timedelta(days=6))


def weekend_of(anchor: date, weeks: int = 0) -> str:
    """The Saturday and Sunday of the anchor's week, ``weeks`` later."""
    saturday = anchor + timedelta(days=7 * weeks + 5 - anchor.weekday())
    return span_of(saturday, saturday + timedelta(days=1))


def month_of(anchor: date, months: int = 0) -> str:
    """The anchor's month, ``months`` later, as ``2026-01``."""
    count = anchor.year * 12 + anchor.month - 1 + months
    return f"{count // 12:04}-{count % 12 + 1:02}"


def year_of(anchor: date, years: int = 0) -> str:
    """The anchor's year, ``years`` later."""
    return f"{anchor.year + years:04}"


def day_of(anchor: date, days: int = 0) -> str:
    """The anchor, ``days`` later."""
    return (anchor + timedelta(days=days)).isoformat()


def span_of(first: date, last: date) -> str:
    """A range of days."""
    return f"{first.isoformat()}/{last.isoformat()}"
