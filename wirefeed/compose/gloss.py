"""What is printed for a day word whose day is known, so that a logged date can be printed again. It resolves nothing."""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from wirefeed.text.dates import DayWord, Form, Gloss, find_day_words, gloss

_DAY_DIGITS: Final = 10
_WEEK: Final = timedelta(days=7)


def dated(cut: str, argument: str, language: str) -> str:
    """``Wednesday`` -> ``Wednesday (Jan. 19)``, ``today`` -> ``on Wednesday (Jan. 19)``."""
    return _whole(cut, _printed(cut, argument, language, bare=True))


def dated_after(cut: str, argument: str, language: str) -> str:
    """The same where a preposition stands before the word: ``today`` -> ``Wednesday (Jan. 19)``."""
    return _whole(cut, _printed(cut, argument, language, bare=False))


def short(cut: str, argument: str, language: str) -> str:
    """The date alone, for a day the article has named before: ``Wednesday`` -> ``Jan. 19``."""
    return _printed(cut, argument, language, bare=False).append.strip(" ()")


def bracket(cut: str, argument: str, language: str) -> str:
    """The date for a word that stays as it was said: `` [Jan. 19]``."""
    return f" [{short(cut, argument, language)}]"


def _whole(cut: str, made: Gloss) -> str:
    return (cut if made.replace is None else made.replace) + made.append


@lru_cache(maxsize=2048)  # a wire of one day names few days, each a thousand times
def _printed(cut: str, argument: str, language: str, *, bare: bool) -> Gloss:
    """The gloss of a word that means ``argument`` (``2022-01-19``; ``2022-01-03@2021`` when it was written in another year).

    Raises ValueError when ``cut`` is no day word or cannot mean that day.
    """
    value, _, year = argument.partition("@")
    anchor = date(int(year or value[:4]), 1, 1)
    found = find_day_words(cut, anchor, language=language)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(cut)):
        raise ValueError("not a day word")
    word = replace(found[0], value=value, anchor=anchor, bare=bare, in_quote=False)
    made = gloss(word, language)
    if made is None or not _can_mean(word, language):
        raise ValueError(f"cannot mean {value}")
    return made


def _can_mean(word: DayWord, language: str) -> bool:
    """Whether a weekday is the weekday of its date: read within a week of it, it must come out as that day."""
    if word.form is not Form.WEEKDAY or word.value is None or len(word.value) != _DAY_DIGITS:
        return True
    day = date.fromisoformat(word.value)
    return any(
        found.value == word.value
        for anchor in (day - _WEEK, day, day + _WEEK)
        for found in find_day_words(word.word, anchor, language=language)
    )
