"""Embargo times in the newsroom's own words: ``EMBARGOED UNTIL 0600 GMT January 1``. It reads no other dates."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from wirefeed.text.moments import zone_of

_LONGEST: Final = 200
# An item that comes in shortly after the hour it names was released at that hour, not a day later.
_JUST_PASSED: Final = timedelta(hours=6)
_NOON: Final = 12
_HOURS: Final = 24
_MINUTES: Final = 60
_CENTURY: Final = 100
_LONG_PAST: Final = timedelta(days=30)

_MARK: Final = re.compile(
    r"^[\W_]*(?:(?:note to )?(?:editors|eds|attention|achtung|strictly|strengstens|strict|media|news|sous|под|important)\b\W*){0,3}"
    r"(?:(?-i:EMBARGO(?:ED)?|SPERRFRIST|ЭМБАРГО)\b|embargoed(?=\W*(?:until|till|to|for|:)\W*(?:\d|release|further|noon|midnight|"
    r"\w{3,6}day\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b))|embargo\s*:|sperrfrist\s*:|hold for release"
    r"|not for (?:publication|release|use|broadcast) (?:before|until|prior to)|(?-i:HOLD) (?:until|till|for)\b)",
    re.IGNORECASE,
)
_BRACKETED: Final = re.compile(r"[\[(](?-i:EMBARGOED|Embargoed|EMBARGO)\b[^\[\]()]{0,120}[\])]")
# Where the words on the embargo end and the headline begins.
_END: Final = re.compile(r":\s+(?=\D)|\s[–—-]\s|[\])]")
_LIFTED: Final = re.compile(r"^\W*(?:(?-i:EMBARGO) (?:has been |is |now )?(?:lifted|over|expired)|(?-i:EMBARGO LIFTED))", re.IGNORECASE)

_MONTHS: Final = """
jan january janvier janv januar января янв|feb february février févr februar февраля фев|mar march mars märz марта мар
apr april avril апреля апр|may mai мая|jun june juin juni июня июн|jul july juillet juil juli июля июл|aug august août августа авг
sep sept september septembre сентября сен|oct october octobre okt oktober октября окт|nov november novembre ноября ноя
dec december décembre dez dezember декабря дек
"""
_MONTH_OF: Final = {name: number for number, names in enumerate(re.split(r"[|\n]", _MONTHS.strip()), 1) for name in names.split()}
_MONTH: Final = "(" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")\b\.?"
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_ISO: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):?(\d\d)(?::?\d\d(?:[.,]\d{1,6})?)?\s*(Z|[+-]\d\d:?\d\d)?)?")
_MONTH_DAY: Final = re.compile(rf"{_MONTH}\s+(\d{{1,2}})(?!\d|:)(?:st|nd|rd|th)?(?:,?\s+((?:19|20|21)\d\d)(?!\d))?", re.IGNORECASE)
_DAY_MONTH: Final = re.compile(rf"(?<![\d:.])(\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+{_MONTH}(?:,?\s+((?:19|20|21)\d\d)(?!\d))?", re.IGNORECASE)
_NUMERIC: Final = re.compile(r"(?<![\d:])(\d{1,2})[./](\d{1,2})[./](\d{4}|\d\d)(?!\d)")
_WEEKDAY: Final = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_CLOCK: Final = re.compile(
    r"(?<![\d/.-])(?:(\d{1,2})[:.hH](\d\d)(?::\d\d)?|(\d{4})(?!\d)|(\d{1,2}))\s*(a\.?m\b\.?|p\.?m\b\.?|h(?:rs?|ours)?\b|uhr\b)?(?![\d/])",
    re.IGNORECASE,
)
_WORDED: Final = re.compile(r"\b(noon|midday|midnight)\b", re.IGNORECASE)
_OFFSET: Final = re.compile(r"(?:(?:GMT|UTC)\s?)?([+-])(\d{1,2}):?(\d\d)?\b")
_ZONES: Final = {
    **dict.fromkeys(("gmt", "utc", "z", "ut"), "UTC"),
    **dict.fromkeys(("et", "eastern", "new york", "washington"), "America/New_York"),
    **dict.fromkeys(("ct", "central"), "America/Chicago"),
    **dict.fromkeys(("mt", "mountain"), "America/Denver"),
    **dict.fromkeys(("pt", "pacific", "los angeles"), "America/Los_Angeles"),
    **dict.fromkeys(("uk time", "london"), "Europe/London"),
    **dict.fromkeys(("paris", "brussels", "berlin", "geneva", "mez", "mesz"), "Europe/Paris"),
    **dict.fromkeys(("msk", "мск", "moscow"), "Europe/Moscow"),
    **dict.fromkeys(("jerusalem", "israel"), "Asia/Jerusalem"),
}
_OFFSETS: Final = """
est -5 edt -4 cst -6 cdt -5 mst -7 mdt -6 pst -8 pdt -7 bst 1 cet 1 cest 2 wet 0 eet 2 eest 3 sast 2 gst 4 pkt 5 sgt 8 hkt 8 jst 9 kst 9
aest 10 aedt 11 nzst 12
"""
_FIXED: Final = dict(zip(_OFFSETS.split()[::2], map(int, _OFFSETS.split()[1::2]), strict=True))
_ZONE: Final = re.compile(r"\b(" + "|".join(sorted((*map(re.escape, _ZONES), *_FIXED), key=len, reverse=True)) + r")\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Embargo:
    """An embargo as stated: the words, and its end (UTC; None: said, but not when). ``lifted``: it is said to be over."""

    words: str
    until: datetime | None = None
    lifted: bool = False


def find_embargo(line: str, zone: str, published: datetime) -> Embargo | None:
    """The embargo a headline, first line or note states; None where it states none.

    Times without a zone are read in ``zone`` (IANA name); a day without a year, a weekday or a bare hour is the next one after
    ``published`` (aware UTC).
    """
    head = line[:_LONGEST].strip()
    if _LIFTED.match(head):
        return Embargo(words=head, lifted=True)
    marked = _MARK.match(head)
    bracketed = None if marked else _BRACKETED.search(line[:2000])
    if marked is None and bracketed is None:
        return None
    words = head[marked.end() :] if marked else (bracketed[0] if bracketed else "")
    return Embargo(words=head, until=_moment(_END.split(words.lstrip(" :-–—\t"), maxsplit=1)[0], zone, published))


def _moment(words: str, zone: str, published: datetime) -> datetime | None:
    iso = _ISO.search(words)
    home = _zone(words, zone)
    local = published.astimezone(home)
    try:
        if iso:
            return _from_iso(iso, home)
        day, rest = _day(words, local.date())
        clock = _clock(rest)
        if day is None and clock is None:
            return None
        if day is None:
            return _next(clock or time(0), home, published)
        return datetime.combine(day, clock or time(0), home).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _from_iso(iso: re.Match[str], home: tzinfo) -> datetime:
    year, month, day, hour, minute, offset = iso.groups()
    moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), tzinfo=home)
    if offset == "Z":
        moment = moment.replace(tzinfo=UTC)
    elif offset:
        moment = datetime.fromisoformat(moment.replace(tzinfo=None).isoformat() + offset[:3] + ":" + offset[-2:])
    return moment.astimezone(UTC)


def _next(clock: time, home: tzinfo, published: datetime) -> datetime:
    """The next time the clock shows this, or the last where that has just passed."""
    moment = datetime.combine(published.astimezone(home).date(), clock, home)
    if moment < published - _JUST_PASSED:
        moment = datetime.combine(published.astimezone(home).date() + timedelta(days=1), clock, home)
    return moment.astimezone(UTC)


def _zone(words: str, zone: str) -> tzinfo:
    offset = _OFFSET.search(_ISO.sub(" ", _NUMERIC.sub(" ", words)))
    if offset and offset[1] and int(offset[2]) < _HOURS:
        signed = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0)) * (1 if offset[1] == "+" else -1)
        named = _ZONE.search(words)
        if named is None or named[1].lower() in ("gmt", "utc"):
            return timezone(signed)
    named = _ZONE.search(words)
    if named is None:
        return zone_of(zone)
    name = named[1].lower()
    if name in _FIXED:
        return timezone(timedelta(hours=_FIXED[name]))
    return ZoneInfo(_ZONES[name])


def _day(words: str, today: date) -> tuple[date | None, str]:
    """The day a phrase names, and the phrase without it."""
    if match := _NUMERIC.search(words):
        year = int(match[3]) + (2000 if int(match[3]) < _CENTURY else 0)
        return date(year, int(match[2]), int(match[1])), _without(words, match)
    for pattern, month, day in ((_DAY_MONTH, 2, 1), (_MONTH_DAY, 1, 2)):
        if match := pattern.search(words):
            number = _MONTH_OF[match[month].lower()]
            if match[3]:
                return date(int(match[3]), number, int(match[day])), _without(words, match)
            this_year = date(today.year, number, int(match[day]))
            return (this_year if today - this_year < _LONG_PAST else this_year.replace(year=today.year + 1)), _without(words, match)
    if match := _WEEKDAY.search(words):
        ahead = (_WEEKDAYS.index(match[1].lower()) - today.weekday()) % len(_WEEKDAYS)
        return today + timedelta(days=ahead), _without(words, match)
    return None, words


def _without(words: str, match: re.Match[str]) -> str:
    return words[: match.start()] + " | " + words[match.end() :]


def _clock(words: str) -> time | None:
    """The first time of day of a phrase: ``0600``, ``6 a.m.``, ``06:00``, ``06H00``, ``noon``. A bare number is none."""
    if match := _WORDED.search(words):
        return time(0 if match[1].lower() == "midnight" else _NOON)
    for match in _CLOCK.finditer(words):
        hours, minutes, four, bare, half = match.groups()
        if bare and not half:
            continue
        hour, minute = (int(four[:2]), int(four[2:])) if four else (int(hours or bare), int(minutes or 0))
        if half and half[0] in "aApP":
            hour = hour % _NOON + (_NOON if half[0] in "pP" else 0)
        if hour == _HOURS and minute == 0:
            hour = 0
        if hour < _HOURS and minute < _MINUTES:
            return time(hour, minute)
    return None
