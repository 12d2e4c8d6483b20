"""Dates are read as they stand: never shifted, never invented."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirefeed.formats.dates import read_date


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("Wed, 07 Oct 2026 18:50:25 +0300", "2026-10-07T18:50:25+03:00"),
        ("Wed, 7 Oct 2026 18:50 GMT", "2026-10-07T18:50:00+00:00"),
        ("7 October 2026 18:50:25 -0000", "2026-10-07T18:50:25+00:00"),
        ("Wed, 07-Oct-26 18:50:25 EST", "2026-10-07T18:50:25-05:00"),
        ("Wed,07 Oct 2026 4:35:5 GMT+9", "2026-10-07T04:35:05+09:00"),
        ("Wed, 07 Oct 2026 18:50:25 UTC+02:00", "2026-10-07T18:50:25+02:00"),
        ("Wed, 07 Oct 2026 18:50:25 +0200 (CEST)", "2026-10-07T18:50:25+02:00"),
        ("Wed, 07 Oct 2026", "2026-10-07T00:00:00"),
        ("2026-10-07T18:50:25Z", "2026-10-07T18:50:25+00:00"),
        ("2026-10-07T18:50:25.123456+03:00", "2026-10-07T18:50:25+03:00"),
        ("2026-10-07T18:50:25+0300", "2026-10-07T18:50:25+03:00"),
        ("2026-10-07 18:50:25", "2026-10-07T18:50:25"),
        ("2026-10-07 18:50:25 +03", "2026-10-07T18:50:25+03:00"),
        ("2026/10/07 18:50", "2026-10-07T18:50:00"),
        ("2026-10-07", "2026-10-07T00:00:00"),
        ("20261007T185025", "2026-10-07T18:50:25"),
        ("20261007T185025+0000", "2026-10-07T18:50:25+00:00"),
        ("20261007", "2026-10-07T00:00:00"),
        ("07.10.2026 18:50", "2026-10-07T18:50:00"),
        ("Wed Oct  7 18:50:25 2026", "2026-10-07T18:50:25"),
        ("Wed Oct 07 18:50:25 MSK 2026", "2026-10-07T18:50:25+03:00"),
        ("Wed Oct 07 2026 18:50:25 GMT+0300 (Moscow Standard Time)", "2026-10-07T18:50:25+03:00"),
        ("October 7, 2026 6:50 pm", "2026-10-07T18:50:00"),
        ("Oct 7, 2026 12:05 AM", "2026-10-07T00:05:00"),
        ("Wed, 31 Dec 2025 24:00:00 GMT", "2026-01-01T00:00:00+00:00"),
        ("Wed, 31 Dec 2025 23:59:60 GMT", "2025-12-31T23:59:59+00:00"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00+00:00"),
    ],
)
def test_a_date_is_read_with_its_own_zone_or_none(raw, iso):
    moment, complaint = read_date(f" {raw}\n")
    assert moment is not None
    assert moment.isoformat() == iso
    assert complaint is None


@pytest.mark.parametrize("zone", ["BST", "IST", "Europe/London", "XYZ", "+9900"])
def test_a_zone_that_is_unknown_or_not_unique_leaves_local_time(zone):
    moment, complaint = read_date(f"Wed, 07 Oct 2026 01:30:00 {zone}")
    assert moment == datetime(2026, 10, 7, 1, 30)  # noqa: DTZ001 - that is the point
    assert complaint is not None
    assert "unknown zone" in complaint


@pytest.mark.parametrize(
    "raw",
    [
        "2026-02-30T25:61:61Z",
        "2026-02-29T00:00:00Z",
        "Sat, 01 Jan 0000 00:00:00 GMT",
        "9999-12-31T23:59:59Z",
        "10000-01-01T00:00:00Z",
        "-2026-01-01",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "10/07/2026 18:50",
        "2026",
        "2026-10",
        "yesterday",
        "1" * 5000,
        "",
        "Wed, 07 Okt 2026 13:50 pm",
    ],
)
def test_what_is_no_date_or_could_be_two_is_refused(raw):
    moment, complaint = read_date(raw)
    assert moment is None
    assert complaint


@given(st.text(max_size=120))
def test_no_text_makes_reading_raise(raw):
    moment, complaint = read_date(raw)
    assert moment is not None or complaint


@given(st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2099, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds
def test_an_iso_date_comes_back_whole(moment):
    moment = moment.replace(microsecond=0)
    assert read_date(moment.isoformat()) == (moment, None)
