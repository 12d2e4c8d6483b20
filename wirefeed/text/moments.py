"""Times as sources state them, settled in UTC. It reads no strings: formats and headlines give it moments."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD: Final = timedelta(days=1)
"""How far ahead of its arrival an item may be dated: clocks and zones are off by hours, not by days."""

ASSUMED_ZONE: Final = "no zone given: read in the agency's"
TOO_EARLY: Final = "before 1990"
TOO_LATE: Final = "in the future"
# Moments this near the ends of the calendar overflow when they change zones.
_SAFE_YEARS: Final = range(1900, 9998)


def settle(moment: datetime | None, zone: str, received: datetime, ahead: timedelta = AHEAD) -> tuple[datetime | None, str | None]:
    """``(moment in UTC, remark)``; a moment before 1990 or later than ``received + ahead`` is unusable: ``(None, why)``.

    Naive moments are read in ``zone`` (an IANA name; UTC where there is no such zone), of an hour that comes twice the first.
    """
    if moment is None:
        return None, None
    if moment.year not in _SAFE_YEARS:
        return None, TOO_EARLY if moment.year < _SAFE_YEARS.start else TOO_LATE
    remark = None
    if moment.utcoffset() is None:
        moment, remark = moment.replace(tzinfo=zone_of(zone)), ASSUMED_ZONE
    moment = moment.astimezone(UTC)
    if moment < EARLIEST:
        return None, TOO_EARLY
    if moment - received > ahead:
        return None, TOO_LATE
    return moment, remark


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo:
    """The time zone of an IANA name, UTC where there is no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
