"""Times settled in UTC, or refused."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirefeed.text.moments import ASSUMED_ZONE, EARLIEST, TOO_EARLY, TOO_LATE, settle

RECEIVED = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_moment_with_a_zone_is_converted():
    moscow = datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=3)))
    assert settle(moscow, "Asia/Jerusalem", RECEIVED) == (datetime(2026, 3, 2, 7, 0, tzinfo=UTC), None)


def test_a_moment_without_a_zone_is_read_in_the_agency_s():
    assert settle(datetime(2026, 3, 2, 10, 0), "Europe/Moscow", RECEIVED) == (datetime(2026, 3, 2, 7, 0, tzinfo=UTC), ASSUMED_ZONE)  # noqa: DTZ001 - the case


def test_an_unknown_zone_is_read_as_utc():
    assert settle(datetime(2026, 3, 2, 10, 0), "Mars/Olympus", RECEIVED)[0] == datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # noqa: DTZ001 - the case


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        (datetime(1989, 12, 31, 23, 59, tzinfo=UTC), TOO_EARLY),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), TOO_EARLY),
        (RECEIVED + timedelta(days=1, seconds=1), TOO_LATE),
        (datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-12))), TOO_LATE),
    ],
)
def test_a_moment_outside_its_bounds_is_unusable(moment, why):
    assert settle(moment, "UTC", RECEIVED) == (None, why)


def test_an_embargo_may_lie_further_ahead():
    later = RECEIVED + timedelta(days=30)
    assert settle(later, "UTC", RECEIVED, ahead=timedelta(days=3650)) == (later, None)


def test_no_moment_is_no_remark():
    assert settle(None, "UTC", RECEIVED) == (None, None)


@given(st.datetimes(timezones=st.none() | st.timezones()), st.sampled_from(["UTC", "Europe/London", "Asia/Kathmandu", "nowhere", ""]))
def test_any_moment_is_settled_or_refused(moment, zone):
    settled, why = settle(moment, zone, RECEIVED)
    assert (settled is None) == (why in (TOO_EARLY, TOO_LATE))
    assert settled is None or EARLIEST <= settled <= RECEIVED + timedelta(days=1)
    assert settled is None or settled.utcoffset() == timedelta(0)
