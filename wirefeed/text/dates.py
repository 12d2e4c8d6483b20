"""Words that mean days only to a reader of the day ("Wednesday", "last week"): finds, resolves and prints them. No parser of dates."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from wirefeed.text.days import DayWord, Form, Found
from wirefeed.text.days_en import MONTHS, WEEKDAYS, find_english
from wirefeed.text.days_fr_ru import FRENCH_MONTHS, FRENCH_WEEKDAYS, RUSSIAN_MONTHS, RUSSIAN_WEEKDAYS, find_french, find_russian
from wirefeed.text.words import primary

__all__ = ["DayWord", "Form", "Gloss", "find_day_words", "gloss"]

_FINDERS: Final[dict[str, Callable[[str, date], Iterator[Found]]]] = {
    "en": find_english,
    "fr": find_french,
    "ru": find_russian,
}
# A sentence is not longer; what follows in a longer one is left alone.
_LONGEST: Final = 4_000
# Years whose neighbours the calendar still knows.
_YEARS: Final = range(100, 9_900)
_QUOTED: Final = re.compile(r"[“„][^“”]*”?|«[^«»]*»?|(?<!\w)\"[^\"]*\"?|(?<!\w)‘[^‘’]*(?:’(?=\w)[^‘’]*)*’")
_PREPOSITION: Final = re.compile(
    r"\b(?:on|by|until|till|since|from|of|through|before|after|for|to|late|early|than|starting|beginning|between|and|le|dès|de) $",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Gloss:
    """How a desk prints a day word: ``replace`` (None: as it stands) in its place, then ``append``."""

    replace: str | None
    append: str


@lru_cache(maxsize=1024)  # composing asks of a sentence where it stands and again when it prints it
def find_day_words(sentence: str, published: date, dateline_date: date | None = None, language: str = "en") -> tuple[DayWord, ...]:
    """The day words of a sentence, in order, resolved against the day it was written on.

    That day is the dateline's where the text has one, else the day of publication in the dateline's zone. Tense and a newspaper's
    usage decide between the last and the next of a weekday; names ("Black Friday", "The Sunday Times"), and weekdays with their
    date beside them, are no day words. English, and the plain forms of French and Russian; other languages have none.
    """
    finder = _FINDERS.get(primary(language))
    anchor = dateline_date or published
    if finder is None or anchor.year not in _YEARS:
        return ()
    read = sentence[:_LONGEST]
    found = list(finder(read, anchor))
    if not found:
        return ()
    quoted = [match.span() for match in _QUOTED.finditer(read)]
    starts = [start for start, _ in quoted]
    return tuple(
        DayWord(
            start=start,
            end=end,
            value=value,
            form=form,
            word=read[start:end],
            anchor=anchor,
            in_quote=(place := bisect_right(starts, start) - 1) >= 0 and quoted[place][1] >= end,
            bare=_PREPOSITION.search(read, max(0, start - 12), start) is None,
        )
        for start, end, form, value in found
    )


def gloss(day_word: DayWord, language: str = "en") -> Gloss | None:
    """How a desk prints a day word; None where nothing may be printed (too vague, or inside a quotation).

    A weekday keeps its word: ``Wednesday (Jan. 19)``. "today" and its like become a weekday: ``on Wednesday (Jan. 19)``. A week keeps its
    word too: ``last week (Jan. 12-18)``. The year is added where it is not the year of writing. French and Russian in their own manner.
    """
    if day_word.value is None or day_word.in_quote:
        return None
    tongue = primary(language)
    first, _, last = day_word.value.partition("/")
    if day_word.form is Form.DAY:
        return Gloss(_weekday_for(day_word, tongue), f" ({_days(first, first, day_word.anchor.year, tongue)})")
    if day_word.form is Form.NIGHT:
        return Gloss(_weekday_for(day_word, tongue), f" ({_days(first, first, day_word.anchor.year, tongue)})")
    return Gloss(None, f" ({_days(first, last or first, day_word.anchor.year, tongue)})")


_PART: Final = re.compile(r" (?:morning|afternoon|evening|night|утром|дн[её]м|вечером|ночью)|(?<=ce )(?:matin|soir)|(?<=cet )après-midi")
_OWN: Final = re.compile(r"['’]s$")


def _weekday_for(day_word: DayWord, tongue: str) -> str:
    """The weekday that takes the place of "today", "yesterday morning", "last night's"."""
    day = date.fromisoformat(day_word.value[:10] if day_word.value else "")
    part, own = _PART.search(day_word.word), _OWN.search(day_word.word)
    when = part[0] if part else ""
    if tongue == "ru":
        text = RUSSIAN_WEEKDAYS[day.weekday()] + when
    elif tongue == "fr":
        text = f"{FRENCH_WEEKDAYS[day.weekday()]} {when}".strip()
    else:
        night = " night" if day_word.word.lower().startswith("tonight") else when
        text = ("on " if day_word.bare and not own else "") + WEEKDAYS[day.weekday()] + night + (own[0] if own else "")
    return text[0].upper() + text[1:] if day_word.word[0].isupper() else text


# Associated Press style: months of more than five letters are cut short beside a day, whole without one.
_SHORT: Final = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_YEAR_DIGITS: Final = 4
_MONTH_DIGITS: Final = 7


def _days(first: str, last: str, year: int, tongue: str) -> str:
    """The value in print: ``Jan. 19``, ``Dec. 29, 2025-Jan. 4``, ``December 2025``, ``2025``."""
    if len(first) == _YEAR_DIGITS:
        return first
    if len(first) == _MONTH_DIGITS:
        named = {"fr": FRENCH_MONTHS}.get(tongue, MONTHS)[int(first[5:]) - 1]
        return named if int(first[:4]) == year else f"{named} {first[:4]}"
    one, two = date.fromisoformat(first), date.fromisoformat(last)
    if one == two:
        return _day(one, year, tongue)
    if tongue == "en" and (one.year, one.month) == (two.year, two.month):
        return f"{_SHORT[one.month - 1]} {one.day}-{two.day}" + ("" if one.year == year else f", {one.year}")
    return f"{_day(one, year, tongue)}-{_day(two, year, tongue)}"


def _day(day: date, year: int, tongue: str) -> str:
    if tongue in {"fr", "ru"}:
        month = (FRENCH_MONTHS if tongue == "fr" else RUSSIAN_MONTHS)[day.month - 1]
        return f"{day.day} {month}" + ("" if day.year == year else f" {day.year}")
    return f"{_SHORT[day.month - 1]} {day.day}" + ("" if day.year == year else f", {day.year}")
