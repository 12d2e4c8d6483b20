"""Embargo times as desks write them, resolved with their zone or in the agency's."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirefeed.text.embargo import find_embargo

PARIS = "Europe/Paris"
WEDNESDAY = datetime(2022, 1, 19, 18, 0, tzinfo=UTC)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("EMBARGOED UNTIL 0600 GMT January 1, 2100: Winner named", utc(2100, 1, 1, 6)),
        ("EMBARGOED UNTIL 0600 GMT January 21", utc(2022, 1, 21, 6)),
        ("EMBARGO: 00:01 Friday September 9", utc(2022, 9, 8, 22, 1)),
        ("Embargoed to 0001 Friday September 9", utc(2022, 9, 8, 22, 1)),
        ("EMBARGOED FOR RELEASE UNTIL 10:00 a.m. ET Thursday, January 20, 2022", utc(2022, 1, 20, 15)),
        ("EMBARGOED UNTIL 10:00 a.m. ET July 20", utc(2022, 7, 20, 14)),
        ("HOLD FOR RELEASE 6 p.m. EST", utc(2022, 1, 19, 23)),
        ("EMBARGO UNTIL 2022-01-20T06:00Z", utc(2022, 1, 20, 6)),
        ("EMBARGO UNTIL 2022-01-20T06:00:00+02:00", utc(2022, 1, 20, 4)),
        ("EMBARGO UNTIL 2022-01-20 06:00", utc(2022, 1, 20, 5)),
        ("NOT FOR PUBLICATION BEFORE 20 January 2022 12.30", utc(2022, 1, 20, 11, 30)),
        ("STRICTLY EMBARGOED until noon Friday", utc(2022, 1, 21, 11)),
        ("Sperrfrist: 20.01.2022, 6.00 Uhr", utc(2022, 1, 20, 5)),
        ("ЭМБАРГО ДО 06:00 МСК 20 января", utc(2022, 1, 20, 3)),
        ("SOUS EMBARGO JUSQU'A 06H00 GMT", utc(2022, 1, 20, 6)),
        ("EMBARGOED UNTIL 1700 GMT+3", utc(2022, 1, 19, 14)),
        ("EMBARGOED UNTIL 19:00 MOSCOW TIME ON JAN. 20", utc(2022, 1, 20, 16)),
        ("EMBARGOED UNTIL 1730", utc(2022, 1, 19, 16, 30)),
        ("EMBARGOED UNTIL 0600 GMT: Friday strike to close ports", utc(2022, 1, 20, 6)),
        ("EMBARGOED UNTIL 0600 GMT - Friday strike to close ports", utc(2022, 1, 20, 6)),
        ("Ferry report (EMBARGOED until 2200 GMT)", utc(2022, 1, 19, 22)),
    ],
)
def test_an_embargo_ends_at_the_moment_its_words_name(line, until):
    assert find_embargo(line, PARIS, WEDNESDAY).until == until


@pytest.mark.parametrize("line", ["EMBARGOED", "EMBARGOED UNTIL FURTHER NOTICE", "EMBARGOED UNTIL 30 February 2022", "EMBARGO - see note"])
def test_an_embargo_without_a_readable_time_is_one_all_the_same(line):
    found = find_embargo(line, PARIS, WEDNESDAY)
    assert (found.until, found.lifted) == (None, False)


@pytest.mark.parametrize(
    "line",
    [
        "Embargoed goods seized in port",
        "Oil embargo until 2025 agreed",
        "Embargo until 2025 agreed by EU",
        "Embargoed to Russia, chips still flow",
        "Release of hostages",
        "",
    ],
)
def test_news_of_an_embargo_is_none(line):
    assert find_embargo(line, PARIS, WEDNESDAY) is None


def test_an_embargo_may_be_lifted():
    assert find_embargo("EMBARGO LIFTED", PARIS, WEDNESDAY).lifted


@given(
    st.text() | st.text(alphabet="EMBARGOED UNTIL0123456789:/.-+GMTJanFri, ").map("EMBARGOED ".__add__),
    st.sampled_from([PARIS, "nowhere", ""]),
)
def test_any_words_can_be_read(line, zone):
    found = find_embargo(line, zone, WEDNESDAY)
    assert found is None or found.until is None or found.until.utcoffset() == UTC.utcoffset(None)
