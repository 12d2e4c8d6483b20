"""Rows and nouns are each other's image; times keep their instant and their order."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy.dialects import sqlite

from wirefeed.model.feed import Cursor, FeedState, FeedStatus
from wirefeed.store.dialect import Moment
from wirefeed.store.rows import key_number, name_hash, pack_numbers, pack_words, state_of, state_row, storable, unpack_numbers, unpack_words
from wirefeed.testing import NOON

WORDS = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
TIMES = some.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 30), timezones=some.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def stored(moment):
    return Moment().process_bind_param(moment, sqlite.dialect())


@given(some.lists(TIMES, min_size=2))
def test_times_stored_as_text_come_back_and_sort_like_times(moments):
    texts = [stored(moment) for moment in moments]
    assert [Moment().process_result_value(text, sqlite.dialect()) for text in texts] == moments
    assert sorted(texts) == [stored(moment) for moment in sorted(moments)]
    assert {len(text) for text in texts} == {27}


def test_a_time_of_another_zone_is_stored_as_the_instant_it_is():
    moscow = NOON.astimezone(timezone(timedelta(hours=3)))
    assert stored(moscow) == stored(NOON) == "2026-03-04T12:00:00.000000Z"


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="naive"):
        stored(NOON.replace(tzinfo=None))


@given(some.lists(some.integers(0, 2**63 - 1)).map(tuple), some.lists(WORDS).map(tuple))
def test_tuples_come_back(numbers, words):
    assert unpack_numbers(pack_numbers(numbers)) == numbers
    assert unpack_words(pack_words(words)) == words


@given(
    some.builds(
        FeedState,
        cursor=some.builds(
            Cursor,
            etag=some.none() | WORDS,
            last_modified=some.none() | WORDS,
            body_sha256=some.none() | WORDS,
            digests=some.frozensets(some.binary(min_size=16, max_size=16), max_size=5),
            marks=some.frozensets(WORDS, max_size=3),
        ),
        status=some.sampled_from(FeedStatus),
        last_polled_at=some.none() | TIMES,
        failures=some.integers(0, 1000),
        interval=some.none() | some.floats(0, 1e6),
        last_error=some.none() | WORDS,
    )
)
def test_any_state_of_a_feed_comes_back(state):
    assert state_of(state_row(state)) == state


@given(some.text())
def test_any_text_at_all_becomes_storable(text):
    cleaned = storable(text, 100)
    assert "\0" not in cleaned
    assert cleaned.encode().decode() == cleaned
    assert len(cleaned) <= 100


def test_a_key_means_something_only_in_its_feed_and_kind():
    numbers = {key_number(feed, kind, "1") for feed in ("a", "b") for kind in ("guid", "url")}
    assert len(numbers) == 4
    assert all(-(2**63) <= number < 2**63 for number in numbers)
    assert name_hash("a", "1") != name_hash("b", "1")
    assert len(name_hash("a", "\ud800" * 10_000)) == 16
