"""Finds French and Russian words that mean days, the plain ones. It knows those two languages only; ``dates`` is the door."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final

from wirefeed.text.days import Form, Found, day_of, month_of, week_of, weekday_from, year_of

FRENCH_WEEKDAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
FRENCH_MONTHS: Final = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
# With their preposition, as a Russian desk writes the day of an event.
RUSSIAN_WEEKDAYS: Final = ("в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье")
RUSSIAN_MONTHS: Final = (
    *("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"),
)

_FRENCH: Final = re.compile(
    r"\b(?:(?P<many>[Cc]haque |[Tt]ous les |[Ll]e )?"
    rf"(?P<name>{'|'.join(FRENCH_WEEKDAYS)})s?(?P<dated> (?:1er|\d{{1,2}}))?(?: (?:matin|midi|après-midi|soir))?"
    r"(?: (?P<which>dernier|prochain)\b)?"
    r"|(?P<day>[Aa]ujourd['’]hui|[Aa]vant-hier|[Aa]près-demain|[Hh]ier|[Dd]emain|[Cc]e (?:matin|soir)|[Cc]et après-midi)"
    r"|(?P<week>[Ll]a semaine (?P<week_is>dernière|prochaine)|[Cc]ette semaine)"
    r"|(?P<month>[Ll]e mois (?P<month_is>dernier|prochain)|[Cc]e mois-ci)"
    r"|(?P<year>[Ll]['’](?:an|année) (?P<year_is>dernière?|prochaine?)|[Cc]ette année)"
    r"|[Ii]l y a (?P<ago>\d{1,2}|deux|trois|quatre|cinq|six) jours)\b"
)
_FRENCH_COUNTS: Final = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6}
_FRENCH_AHEAD: Final = re.compile(
    r"\b(?:va|vont|doit|doivent|devra\w*|devait|devaient|devrai\w*|prévue?s?|attendue?s?|compte|entend|prévoit|d'ici|dès|avant"
    r"|[a-zéèêç]{2,}(?:era|eront|ira|iront|dra|dront|erait|eraient|irait|ttra|ttront)|sera|seront|aura|auront|aura|fera|feront|pourrai\w*|pourra\w*)\b"
)
_FRENCH_BEHIND: Final = re.compile(r"\b(?:a|ont|était|étaient|avait|avaient|est|sont|fut|s['’]est|[a-zèêç]{2,}ée?s?)\b")

_RUSSIAN: Final = re.compile(
    rf"\b(?:(?P<name>{'|'.join(RUSSIAN_WEEKDAYS)})(?P<dated>,? \d{{1,2}})?"
    r"|во? (?P<which>прошл\w+|следующ\w+|минувш\w+|ближайш\w+) (?P<plain>понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)"
    r"|(?P<day>сегодня|позавчера|послезавтра|вчера|завтра)(?: (?:утром|днем|днём|вечером|ночью))?"
    r"|на (?P<week>прошлой|этой|следующей|минувшей|будущей) неделе|в (?P<month>прошлом|этом|следующем|минувшем) месяце"
    r"|в (?P<year>прошлом|этом|следующем|минувшем|нынешнем|будущем) году|(?P<ago>\d{1,2}|два|три|четыре) дн(?:я|ей) назад)\b",
    re.IGNORECASE,
)
_RUSSIAN_COUNTS: Final = {"два": 2, "три": 3, "четыре": 4}
_RUSSIAN_AHEAD: Final = re.compile(
    r"\b(?:будет|будут|намерен\w*|планиру\w+|ожида\w+|долж[еа]?н\w*|запланирован\w*|предстоит|назначен\w*"
    r"|(?!говорит|сообщает|передает|передаёт|пишет|считает|отмечает)\w{4,}(?:[еёиую]т|ат|ят)(?:ся)?)\b"
)
_RUSSIAN_BEHIND: Final = re.compile(r"\b\w{2,}(?:л|ла|ло|ли)(?:ся|сь)?\b")
_LONGEST: Final = 300
# No sentence speaks of more days.
_MANY: Final = 40
_CLAUSE: Final = re.compile(r"[,;:—–()«»\"]")
_STEPS: Final = {"прош": -1, "мину": -1, "dern": -1, "след": 1, "буду": 1, "ближ": 1, "proc": 1}


def find_french(sentence: str, anchor: date) -> Iterator[Found]:
    """The day words of a French sentence written on ``anchor``, in order."""
    for match in islice(_FRENCH.finditer(sentence), _MANY):
        if match["name"] and match["dated"]:
            continue
        start, end = match.span()
        if match["name"]:
            if match["many"]:
                yield start, end, Form.VAGUE, None
                continue
            step = _STEPS.get((match["which"] or "")[:4], 0)
            ahead = step > 0 if step else _lies_ahead(sentence, start, end, _FRENCH_AHEAD, _FRENCH_BEHIND)
            day = weekday_from(anchor, FRENCH_WEEKDAYS.index(match["name"]), future=ahead, strict=step != 0)
            yield start, end, Form.WEEKDAY, day.isoformat()
        else:
            form, value = _french_other(match, anchor)
            yield start, end, form, value


def _french_other(match: re.Match[str], anchor: date) -> tuple[Form, str]:
    if match["week"]:
        return Form.SPAN, week_of(anchor, _STEPS.get((match["week_is"] or "")[:4], 0))
    if match["month"]:
        return Form.MONTH, month_of(anchor, _STEPS.get((match["month_is"] or "")[:4], 0))
    if match["year"]:
        return Form.YEAR, year_of(anchor, _STEPS.get((match["year_is"] or "")[:4], 0))
    if match["ago"]:
        return Form.AGO, day_of(anchor, -(_FRENCH_COUNTS.get(match["ago"]) or int(match["ago"])))
    steps = {"hier": -1, "demain": 1, "avant-hier": -2, "après-demain": 2}
    return Form.DAY, day_of(anchor, steps.get(match["day"].lower(), 0))


def find_russian(sentence: str, anchor: date) -> Iterator[Found]:
    """The day words of a Russian sentence written on ``anchor``, in order."""
    for match in islice(_RUSSIAN.finditer(sentence), _MANY):
        start, end = match.span()
        if match["dated"]:
            continue
        if match["name"]:
            ahead = _lies_ahead(sentence, start, end, _RUSSIAN_AHEAD, _RUSSIAN_BEHIND)
            day = weekday_from(anchor, RUSSIAN_WEEKDAYS.index(match["name"].lower()), future=ahead)
            yield start, end, Form.WEEKDAY, day.isoformat()
        else:
            form, value = _russian_other(match, anchor)
            yield start, end, form, value


def _russian_other(match: re.Match[str], anchor: date) -> tuple[Form, str]:
    if match["plain"]:
        weekday = next(at for at, name in enumerate(RUSSIAN_WEEKDAYS) if name.endswith(match["plain"].lower()))
        ahead = _STEPS[match["which"].lower()[:4]] > 0
        return Form.WEEKDAY, weekday_from(anchor, weekday, future=ahead, strict=True).isoformat()
    if match["week"]:
        return Form.SPAN, week_of(anchor, _STEPS.get(match["week"].lower()[:4], 0))
    if match["month"]:
        return Form.MONTH, month_of(anchor, _STEPS.get(match["month"].lower()[:4], 0))
    if match["year"]:
        return Form.YEAR, year_of(anchor, _STEPS.get(match["year"].lower()[:4], 0))
    if match["ago"]:
        return Form.AGO, day_of(anchor, -(_RUSSIAN_COUNTS.get(match["ago"].lower()) or int(match["ago"])))
    steps = {"вчера": -1, "завтра": 1, "позавчера": -2, "послезавтра": 2}
    return Form.DAY, day_of(anchor, steps.get(match["day"].lower(), 0))


def _lies_ahead(sentence: str, start: int, end: int, ahead: re.Pattern[str], behind: re.Pattern[str]) -> bool:
    """Whether the verb nearest to the day, first before it and then after, speaks of what is to come."""
    for clause in reversed(_CLAUSE.split(sentence[max(0, start - _LONGEST) : start])):
        coming = max((match.start() for match in ahead.finditer(clause)), default=-1)
        gone = max((match.start() for match in behind.finditer(clause)), default=-1)
        if max(coming, gone) >= 0:
            return coming >= gone
    after = sentence[end : end + _LONGEST]
    coming, gone = (match.start() if match else _LONGEST for match in (ahead.search(after), behind.search(after)))
    return coming < gone
