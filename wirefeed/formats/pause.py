"""How long a feed asks to be left alone: ttl, sy:updatePeriod, skipHours, skipDays. The scheduler decides what to make of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

_PERIODS: Final = {"hourly": 3600, "daily": 86400, "weekly": 7 * 86400, "monthly": 30 * 86400, "yearly": 365 * 86400}
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST: Final = 86400.0
_DIGITS: Final = 7


def pause_of(channel: Mapping[str, Sequence[str]], at: datetime) -> float | None:
    """Seconds from ``at`` (aware) in which the feed wants no poll, at most a day; None when it does not say.

    ``channel`` maps ttl (minutes), updateperiod, updatefrequency, hour and day (both UTC, RSS 2.0) to the texts found.
    """
    wishes = (_ttl(channel), _period(channel), _skipped(channel, at.astimezone(UTC)))
    longest = max((wish for wish in wishes if wish), default=None)
    return None if longest is None else min(float(longest), _LONGEST)


def _number(texts: Sequence[str]) -> int | None:
    text = texts[0].strip() if texts else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None


def _ttl(channel: Mapping[str, Sequence[str]]) -> float | None:
    minutes = _number(channel.get("ttl", ()))
    return None if minutes is None else minutes * 60.0


def _period(channel: Mapping[str, Sequence[str]]) -> float | None:
    said = channel.get("updateperiod", ())
    seconds = _PERIODS.get(said[0].strip().lower()) if said else None
    return None if seconds is None else seconds / max(1, _number(channel.get("updatefrequency", ())) or 1)


def _skipped(channel: Mapping[str, Sequence[str]], at: datetime) -> float | None:
    """Seconds to the first hour that is not among the hours and days to be skipped."""
    numbers = (_number((text,)) for text in channel.get("hour", ()))
    hours = {number % 24 for number in numbers if number is not None}
    days = {text.strip().lower() for text in channel.get("day", ())}
    hour = at.replace(minute=0, second=0, microsecond=0)
    for ahead in range(25):
        then = hour + timedelta(hours=ahead)
        if then.hour not in hours and _DAYS[then.weekday()] not in days:
            return (then - at).total_seconds() if ahead else None
    return None if len(hours) == 24 or len(days) == 7 else _LONGEST  # noqa: PLR2004 - every hour, every day: says nothing
