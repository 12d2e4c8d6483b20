"""How long a feed asks to be left alone."""

from datetime import UTC, datetime

import pytest

from wirefeed.formats.pause import pause_of

WEDNESDAY = datetime(2026, 10, 7, 12, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("channel", "seconds"),
    [
        ({}, None),
        ({"ttl": ["15"]}, 900),
        ({"ttl": ["-1"]}, None),
        ({"ttl": ["soon"]}, None),
        ({"ttl": ["99999999999"]}, None),
        ({"ttl": ["999999"]}, 86400),
        ({"updateperiod": ["hourly"], "updatefrequency": ["4"]}, 900),
        ({"updateperiod": [" Daily "]}, 86400),
        ({"updateperiod": ["hourly"], "updatefrequency": ["0"]}, 3600),
        ({"ttl": ["5"], "updateperiod": ["hourly"]}, 3600),
        ({"hour": ["12", "13"]}, 4800),
        ({"hour": ["11", "13"]}, None),
        ({"hour": ["24"]}, None),
        ({"hour": [str(hour) for hour in range(24)]}, None),
        ({"day": ["Wednesday"]}, 40800),
        ({"day": ["Wednesday", "Thursday"]}, 86400),
        ({"day": ["Sunday"]}, None),
    ],
)
def test_the_longest_wish_counts_up_to_a_day(channel, seconds):
    assert pause_of(channel, WEDNESDAY) == seconds
