"""A document's date strings -> times, honest about the zone: aware where one is given, naive where none is, never guessed.

Clock strings that could mean two days are refused. Words in running text ("on Tuesday") are another module's work.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

_MONTH_NAMES: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS: Final = {name: i for i, name in enumerate(_MONTH_NAMES.split(), 1)}
_HOURS: Final = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0.0),
    **dict.fromkeys(("cet", "met", "west"), 1.0),
    **dict.fromkeys(("cest", "mest", "eet", "sast"), 2.0),
    **dict.fromkeys(("eest", "msk"), 3.0),
    **dict.fromkeys(("hkt", "sgt", "awst"), 8.0),
    **dict.fromkeys(("jst", "kst"), 9.0),
    **dict(zip(("aest", "aedt", "nzst", "nzdt"), (10.0, 11.0, 12.0, 13.0), strict=True)),
    **dict(zip(("adt", "ast", "est", "cst", "mst", "pst"), (-3.0, -4.0, -5.0, -6.0, -7.0, -8.0), strict=True)),
    **dict(zip(("edt", "cdt", "mdt", "pdt"), (-4.0, -5.0, -6.0, -7.0), strict=True)),
}
_CLOCK: Final = r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{1,2})(?:[.,]\d{1,9})?)?(?:\s?(?P<half>[AaPp])\.?[Mm]\b\.?)?"
_REST: Final = r"\s*(?P<zone>.*)$"
_FORMS: Final = (
    # 2026-10-07T18:50:25+03:00, 20261007T185025Z, 2026/10/07 18:50
    re.compile(
        r"(?P<y>\d{4})(?P<sep>[-/.]?)(?P<mo>\d{2})(?P=sep)(?P<d>\d{2})"
        r"(?:(?:T|t|\s+)(?P<h>\d{2}):?(?P<m>\d{2})(?::?(?P<s>\d{2})(?:[.,]\d{1,9})?)?(?P<half>\b)?)?" + _REST
    ),
    # Wed, 07 Oct 2026 18:50:25 +0300
    re.compile(
        rf"(?:[^\W\d_]{{2,12}}(?:\.?,?\s+|,))?(?P<d>\d{{1,2}})[\s-]+(?P<mo>[A-Za-z]{{3,9}})\.?,?[\s-]+(?P<y>\d{{4}}|\d{{2}})(?:,?\s+{_CLOCK})?{_REST}"
    ),
    # Wed Oct  7 18:50:25 MSK 2026, asctime
    re.compile(
        rf"(?:[^\W\d_]{{2,12}}(?:\.?,?\s+|,))?(?P<mo>[A-Za-z]{{3,9}})\.?\s+(?P<d>\d{{1,2}})\s+{_CLOCK}\s+(?P<zone>\S{{1,12}}\s+)?(?P<y>\d{{4}})$"
    ),
    # Wed Oct 07 2026 18:50:25 GMT+0300 (MSK); October 7, 2026 6:50 pm
    re.compile(
        rf"(?:[^\W\d_]{{2,12}}(?:\.?,?\s+|,))?(?P<mo>[A-Za-z]{{3,9}})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?:,?\s+{_CLOCK})?{_REST}"
    ),
    # 07.10.2026 18:50
    re.compile(rf"(?P<d>\d{{2}})\.(?P<mo>\d{{2}})\.(?P<y>\d{{4}})(?:,?\s+{_CLOCK})?{_REST}"),
)
_OFFSET: Final = re.compile(r"(?:GMT|UTC|UT)?\s?(?P<sign>[+-])(?P<h>\d{1,2})(?::?(?P<m>\d{2}))?$", re.IGNORECASE)
_COMMENT: Final = re.compile(r"\s*\([^()]{0,40}\)$")
_LONGEST: Final = 100
_FIRST, _LAST = 1990, 2100
_WIDEST: Final = 15 * 60


def read_date(raw: str) -> tuple[datetime | None, str | None]:
    """The time a string states, and what is wrong with it.

    Aware with the stated offset, naive where no zone is stated or the zone's name is not known or not unique (IST, BST: with a
    complaint). None and a complaint where it is no date, a date that does not exist, or outside 1990-2099.
    """
    text = " ".join(raw[: _LONGEST + 1].split())
    if not text or len(text) > _LONGEST:
        return None, "no date" if not text else "too long for a date"
    for form in _FORMS:
        if found := form.match(text):
            return _moment(found)
    return None, f"not a date: {text!r}"


def _moment(found: re.Match[str]) -> tuple[datetime | None, str | None]:
    parts = found.groupdict()
    month = parts["mo"]
    number = int(month) if month.isdecimal() else _MONTHS.get(month[:3].lower(), 0)
    try:
        moment = datetime(_year(parts["y"]), number, int(parts["d"])) + _clock(parts)  # noqa: DTZ001 - the zone is put on below
    except (ValueError, OverflowError):
        return None, f"no such date: {found.string!r}"
    if not _FIRST <= moment.year < _LAST:
        return None, f"out of range: {found.string!r}"
    zone, known = read_zone(parts["zone"] or "")
    return moment.replace(tzinfo=zone), None if known else f"unknown zone, taken as local: {found.string!r}"


def _year(text: str) -> int:
    """RFC 5322 4.3, but for a turn of the century at 90: no feed is older."""
    short = 2
    turn = 90
    year = int(text)
    return year if len(text) > short else year + (1900 if year >= turn else 2000)


def _clock(parts: dict[str, str | None]) -> timedelta:
    """Hours, minutes, seconds since midnight. 24:00 is the next midnight, a leap second the last one of its minute."""
    if parts["h"] is None:
        return timedelta()
    hour, minute, second = int(parts["h"]), int(parts["m"] or 0), min(int(parts["s"] or 0), 59)
    if half := parts["half"]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - a clock face
            raise ValueError("no such hour")
        hour = hour % 12 + (12 if half in "Pp" else 0)
    if minute > 59 or hour > 24 or (hour == 24 and (minute or second)) or int(parts["s"] or 0) > 60:  # noqa: PLR2004
        raise ValueError("no such time")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def read_zone(text: str) -> tuple[timezone | None, bool]:
    """A zone's offset and whether it is known; (None, True) where none is stated."""
    text = _COMMENT.sub("", text.strip())
    if not text:
        return None, True
    if offset := _OFFSET.match(text):
        minutes = int(offset["h"]) * 60 + int(offset["m"] or 0)
        if minutes > _WIDEST:
            return None, False
        return (timezone(timedelta(minutes=minutes if offset["sign"] == "+" else -minutes)) if minutes else UTC), True
    hours = _HOURS.get(text.lower().removeprefix("etc/"))
    return (None, False) if hours is None else (timezone(timedelta(hours=hours)) if hours else UTC, True)
