"""What statuses and headers mean, without a server."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from wirefeed.errors import Gone, Missing, RateLimited, Unauthorized, Unreachable, Unusable
from wirefeed.model.delivery import Fetched, NotModified
from wirefeed.model.feed import Cursor
from wirefeed.transports.answer import Answer, conditions, http_date, max_age, retry_after, weigh

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
BODY = b"<rss><channel/></rss>"


def an_answer(status: int = 200, body: bytes = BODY, moved_to: str | None = None, **headers: str) -> Answer:
    named = CIMultiDict({name.replace("_", "-"): value for name, value in headers.items()})
    return Answer(feed="tass-en", url="https://example.org/rss", status=status, headers=named, at=NOW, body=body, moved_to=moved_to)


def test_a_document_is_a_delivery_with_validators_for_the_next_poll():
    found = weigh(an_answer(ETag='W/"a-1"', Last_Modified="Mon, 23 Nov 2026 11:00:00 GMT", Content_Type="text/xml"), Cursor())
    assert isinstance(found, Fetched)
    assert found.deliveries[0].body == BODY
    assert found.deliveries[0].content_type == "text/xml"
    assert found.deliveries[0].fetched_at == NOW
    assert conditions(found.cursor) == {"If-None-Match": 'W/"a-1"', "If-Modified-Since": "Mon, 23 Nov 2026 11:00:00 GMT"}
    assert found.cursor.body_sha256 == sha256(BODY).hexdigest()


def test_validators_the_server_no_longer_sends_are_forgotten():
    found = weigh(an_answer(), Cursor(etag='"old"', last_modified="long ago"))
    assert conditions(found.cursor) == {}


def test_an_equal_body_is_not_modified_but_brings_its_new_validators():
    known = Cursor(etag='"old"', body_sha256=sha256(BODY).hexdigest(), digests=frozenset({b"x" * 16}))
    found = weigh(an_answer(ETag='"new"'), known)
    assert isinstance(found, NotModified)
    assert found.status == 200
    assert found.cursor.etag == '"new"'
    assert found.cursor.digests == known.digests


def test_304_keeps_the_cursor_and_takes_newer_validators():
    known = Cursor(etag='"a"', last_modified="then", body_sha256="b")
    found = weigh(an_answer(304, b"", ETag='"b"', Cache_Control="max-age=60"), known)
    assert isinstance(found, NotModified)
    assert (found.cursor.etag, found.cursor.last_modified, found.cursor.body_sha256) == ('"b"', "then", "b")
    assert found.max_age == 60


def test_304_to_a_request_without_conditions_is_no_answer():
    with pytest.raises(Unusable, match="without conditions"):
        weigh(an_answer(304, b""), Cursor(body_sha256="known"))


@pytest.mark.parametrize("body", [b"", b" \r\n\t"])
def test_an_empty_document_is_a_failure_and_no_change(body):
    with pytest.raises(Unusable, match="empty"):
        weigh(an_answer(200, body, ETag='"e"'), Cursor())


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, Unauthorized),
        (403, Unauthorized),
        (407, Unauthorized),
        (404, Missing),
        (410, Gone),
        (429, RateLimited),
        (500, Unreachable),
        (502, Unreachable),
        (503, Unreachable),
        (599, Unreachable),
        (201, Unusable),
        (204, Unusable),
        (206, Unusable),
        (300, Unusable),
        (400, Unusable),
        (418, Unusable),
        (451, Unusable),
    ],
)
def test_no_other_status_brings_a_document_whatever_the_body(status, error):
    with pytest.raises(error) as caught:
        weigh(an_answer(status, BODY), Cursor())
    assert caught.value.status == status
    assert caught.value.feed == "tass-en"
    assert str(status) in str(caught.value)


def test_429_without_a_time_waits_half_a_minute():
    with pytest.raises(RateLimited) as caught:
        weigh(an_answer(429), Cursor())
    assert caught.value.retry_after == NOW + timedelta(seconds=30)


def test_503_with_retry_after_is_a_request_for_quiet():
    with pytest.raises(RateLimited) as caught:
        weigh(an_answer(503, Retry_After="120"), Cursor())
    assert caught.value.retry_after == NOW + timedelta(seconds=120)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": "3600"}, 3600),
        ({"Retry-After": " 60 "}, 60),
        ({"Retry-After": "9999999999"}, 48 * 3600),
        ({"Retry-After": "Mon, 23 Nov 2026 12:05:00 GMT"}, 301),  # a second more: the date has lost its fraction
        ({"Retry-After": "Mon, 23 Nov 2026 13:05:00 GMT", "Date": "Mon, 23 Nov 2026 13:00:00 GMT"}, 300),  # the server's clock is fast
        ({"Retry-After": "Mon, 23 Nov 2020 12:00:00 GMT"}, 0),
        ({"Retry-After": "Mon, 23 Nov 2099 12:00:00 GMT"}, 48 * 3600),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(headers, seconds):
    assert retry_after(CIMultiDict(headers), NOW) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["", "soon", "-5", "1.5", "1" * 5000, "Mon, 99 Nov 2026 12:00:00 GMT", "٣"])
def test_a_retry_after_that_says_nothing_is_none(value):
    assert retry_after({"Retry-After": value}, NOW) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "max-age=300"}, 300),
        ({"Cache-Control": "public, Max-Age=300, must-revalidate"}, 300),
        ({"Cache-Control": "max-age=300", "Age": "100"}, 200),
        ({"Cache-Control": "max-age=300", "Age": "900"}, 0),
        ({"Cache-Control": "max-age=300", "Age": "-5"}, 300),
        ({"Cache-Control": "s-maxage=900"}, None),
        ({"Cache-Control": "max-age=300", "Expires": "Mon, 23 Nov 2026 14:00:00 GMT"}, 300),
        ({"Expires": "Mon, 23 Nov 2026 14:00:00 GMT"}, 7200),
        ({"Expires": "Mon, 23 Nov 2026 14:00:00 GMT", "Date": "Mon, 23 Nov 2026 13:00:00 GMT"}, 3600),
        ({"Expires": "Mon, 23 Nov 2020 14:00:00 GMT"}, 0),
        ({"Expires": "0"}, None),
        ({"Expires": "-1"}, None),
        ({"Cache-Control": "no-cache"}, None),
        ({}, None),
    ],
)
def test_the_servers_wish_is_read_from_max_age_or_expires(headers, seconds):
    assert max_age(CIMultiDict(headers), NOW) == seconds


@given(st.text(max_size=80))
def test_no_date_header_makes_the_reading_fail(text):
    found = http_date(text)
    assert found is None or found.tzinfo is UTC


@given(st.dictionaries(st.sampled_from(["ETag", "Last-Modified", "Cache-Control", "Expires", "Date", "Age"]), st.text(max_size=50)))
def test_no_header_makes_the_weighing_fail_and_validators_can_always_be_sent_back(headers):
    answer = Answer(feed="f", url="u", status=200, headers=CIMultiDict(headers), at=NOW, body=BODY)
    found = weigh(answer, Cursor())
    for value in conditions(found.cursor).values():
        assert value.isascii()
        assert value.isprintable()
