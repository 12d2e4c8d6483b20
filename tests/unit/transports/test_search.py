"""The search of AFP's API as pure state: which page comes next, and where a poll goes on. No server."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from wirefeed.formats import parse
from wirefeed.testing import a_delivery
from wirefeed.transports.search import OVERLAP, Page, Search, mark, position, published, read_page, read_search, walk

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SMALL = Search(rows=2, pages=5)


def page(*minutes, ascending=True):
    """A page of documents published at these minutes before noon."""
    times = [NOW - timedelta(minutes=one) for one in minutes]
    marks = tuple(f"mark {one}".encode() for one in minutes)
    return Page(marks=marks, first=times[0] if times else None, last=max(times, default=None), ascending=ascending)


def run(*pages, reached=None, search=SMALL):
    """The searches a walk makes when it is given these pages, and what it returns."""
    walking, asked = walk(search, reached, NOW), []
    try:
        asked.append(next(walking))
        for one in pages:
            asked.append(walking.send(one))  # noqa: PERF401 - map() would swallow the StopIteration that carries the result
    except StopIteration as end:
        return asked, end.value
    return asked, None


def starts(asked):
    return [(one["dateRange"]["from"][11:16], one.get("startAt", 0)) for one in asked]


def test_a_first_poll_goes_back_a_day_and_ends_with_a_page_that_is_not_full():
    asked, reached = run(page(30))
    assert asked[0]["dateRange"] == {"from": "2026-11-24T12:00:00Z", "to": "2026-11-25T12:00:00Z"}
    assert (asked[0]["sortField"], asked[0]["sortOrder"], asked[0]["maxRows"]) == ("published", "asc", 2)
    assert asked[0]["query"] == {"and": [{"name": "class", "in": ["text", "factcheck", "multimedia"]}]}
    assert reached.at == NOW - timedelta(minutes=30)
    assert reached.left is None


def test_a_later_poll_begins_a_little_before_where_the_last_one_ended():
    asked, _ = run(page(), reached=NOW - timedelta(hours=2))
    assert asked[0]["dateRange"]["from"] == (NOW - timedelta(hours=2) - OVERLAP).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_next_page_begins_with_the_time_of_the_last_document():
    asked, reached = run(page(50, 40), page(40, 30), page(30))
    assert starts(asked) == [("12:00", 0), ("11:20", 0), ("11:30", 0)]
    assert reached.at == NOW - timedelta(minutes=30)


def test_more_documents_of_one_second_than_a_page_holds_are_counted_off():
    asked, reached = run(page(50, 40), page(40, 40), page(40, 40), page(40, 20), page(20))
    assert starts(asked) == [("12:00", 0), ("11:20", 0), ("11:20", 2), ("11:20", 4), ("11:40", 0)]
    assert reached.at == NOW - timedelta(minutes=20)


def test_one_poll_reads_a_bounded_number_of_pages_and_says_that_more_wait():
    asked, reached = run(*(page(60 - 2 * number, 59 - 2 * number) for number in range(5)))
    assert len(asked) == SMALL.pages
    assert reached.at == NOW - timedelta(minutes=51)
    assert "next poll" in reached.left


def test_nothing_new_leaves_the_reading_where_it_was():
    before = NOW - timedelta(hours=3)
    assert run(page(), reached=before)[1].at == before


def test_a_document_from_the_future_does_not_carry_the_reading_past_now():
    assert run(page(-600), reached=NOW - timedelta(hours=1))[1].at == NOW


def test_pages_in_another_order_are_refused_rather_than_read_past():
    with pytest.raises(ValueError, match="order"):
        run(page(30, 40, ascending=False))


def test_documents_without_a_time_end_the_walk_instead_of_repeating_it():
    _, reached = run(Page(marks=(b"a", b"b")), reached=NOW)
    assert reached.at == NOW


def test_withdrawals_are_looked_for_a_week_back():
    body = SMALL.withdrawals(NOW)
    assert body["dateRange"]["from"] == "2026-11-18T12:00:00Z"
    assert {"name": "status", "in": ["Canceled", "WithHeld"]} in body["query"]["and"]
    assert body["sortOrder"] == "desc"


def test_the_query_of_an_address_becomes_filters():
    search = read_search("lang=en,fr&class=text&hours=2&rows=50")
    assert search.filters == (("class", ("text",)), ("lang", ("en", "fr")))
    assert (search.hours, search.rows) == (2, 50)
    assert read_search("").filters == Search().filters


@pytest.mark.parametrize(
    ("query", "why"),
    [("rows=0", "between 1 and 1000"), ("rows=x", "rows is a number"), ("hours=-1", "hours is a number"), ("a%00b=1", "no field")],
)
def test_a_query_that_makes_no_sense_says_why(query, why):
    with pytest.raises(ValueError, match=why):
        read_search(query)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-25T12:00:00Z", NOW),
        ("2026-11-25T13:00:00.750+01:00", NOW),
        ("2026-11-25T12:00:00", NOW),
        ("yesterday", None),
        ("0001-01-01T00:00:00+23:00", None),
        (7, None),
        (None, None),
    ],
)
def test_times_of_documents(value, expected):
    assert published({"published": value}) == expected


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"response": 1}', b'{"response": {"docs": {}}}', b"[" * 99_999])
def test_what_is_no_answer_of_the_search_is_refused(body):
    with pytest.raises(ValueError, match="an answer"):
        read_page(body)


def test_the_marks_of_a_page_are_those_by_which_its_entries_are_known_later():
    body = json.dumps({"response": {"docs": [{"uno": "u1", "news": ["One."], "published": "2026-11-25T12:00:00Z"}]}}).encode()
    assert frozenset(read_page(body).marks) == parse(a_delivery(body)).digests


def test_how_far_a_feed_was_read_comes_back_from_its_cursor():
    assert position(frozenset({mark(NOW)})) == NOW
    assert position(frozenset({"a.xml|1|2", "published|rubbish"})) is None
