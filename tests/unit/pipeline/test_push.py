"""What a hub pushed is taken in like a poll, and leaves the poll's own bookkeeping alone."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.pipeline.desks import a_desk
from wirefeed.model.delivery import Fault, FaultKind, Fetched, refusal_of, refuse
from wirefeed.model.feed import Cursor, FeedState, FeedStatus
from wirefeed.pipeline import pace
from wirefeed.pipeline.ingest import Intake, _marks_after
from wirefeed.pipeline.poll import poll
from wirefeed.pipeline.ports import Applied, Reading
from wirefeed.pipeline.push import receive
from wirefeed.testing import NOON, ScriptedTransport, a_delivery, a_feed, memory_store

FEED = a_feed()


def rss(*names: str) -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>{name}</guid><title>The {name} report</title>"
        f"<description>It is about the {name}.</description></item>"
        for name in names
    )
    return f"<rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>".encode()


@pytest.fixture
def desk():
    with ThreadPoolExecutor(max_workers=1) as writer:
        store = memory_store()
        with store.write() as unit:
            unit.sync_feeds([FEED])
        whole = Fetched(deliveries=(a_delivery(rss("museum", "harbour")),), cursor=Cursor(etag='"b"', body_sha256="b"), status=200)
        yield a_desk(store, ScriptedTransport({FEED.name: [whole]}), writer)
        store.close()


STATE = FeedState(
    cursor=Cursor(etag='"a"', last_modified="Wed, 04 Mar 2026 10:00:00 GMT", body_sha256="a", digests=frozenset({b"0" * 16})),
    status=FeedStatus.OK,
    polls=7,
    interval=900.0,
    next_due_at=NOON + timedelta(minutes=9),
)


def test_a_push_of_nothing_but_news_is_no_gap(desk):
    """A hub pushes what is new and nothing else: that says nothing of what a poll would have missed."""
    names = ("museum", "harbour", "ferry", "bridge", "crane", "market")
    state = replace(STATE, last_success_at=NOON, last_item_at=NOON)
    assert asyncio.run(receive(desk, FEED, state, a_delivery(rss(*names)))).applied.new == len(names)
    with desk.store.read() as unit:
        assert not unit.set_aside_counts(NOON - timedelta(days=1))


def test_a_push_is_stored_and_the_next_poll_is_due_when_it_was_with_the_validators_it_had(desk):
    pushed = asyncio.run(receive(desk, FEED, STATE, a_delivery(rss("museum"))))
    assert (pushed.outcome, pushed.applied.new) == ("changed", 1)
    after = pushed.state
    assert replace(after, cursor=STATE.cursor, last_item_at=None) == STATE
    assert after.last_item_at == NOON
    assert replace(after.cursor, digests=STATE.cursor.digests) == STATE.cursor
    assert len(after.cursor.digests) == 2
    with desk.store.read() as unit:
        assert unit.feed_states()[FEED.name].cursor == after.cursor


def test_the_next_poll_skips_what_was_pushed_and_finds_what_was_not(desk):
    pushed = asyncio.run(receive(desk, FEED, STATE, a_delivery(rss("museum"))))
    polled = asyncio.run(poll(desk, FEED, pushed.state))
    assert (polled.applied.new, polled.applied.repeat, polled.applied.revised) == (1, 0, 0)


def test_the_same_push_twice_changes_nothing(desk):
    first = asyncio.run(receive(desk, FEED, STATE, a_delivery(rss("museum"))))
    second = asyncio.run(receive(desk, FEED, first.state, a_delivery(rss("museum"))))
    assert second.applied == Applied()
    assert second.state == first.state


def test_a_push_nobody_can_read_is_kept_and_told_and_the_feed_stands_as_it_stood(desk):
    pushed = asyncio.run(receive(desk, FEED, STATE, a_delivery(b"<html><body>captive portal</body></html>")))
    assert pushed.outcome == "failed"
    assert pushed.error
    assert pushed.state == STATE
    with desk.store.read() as unit:
        assert [entry.kind for entry in unit.ledger()] == ["unreadable"]


def test_a_feed_that_is_only_ever_pushed_does_not_gather_digests_for_ever():
    state = FeedState(cursor=Cursor(digests=frozenset(number.to_bytes(16) for number in range(pace.MOST_DIGESTS))))
    assert pace.after_push(state, frozenset({b"1" * 16}), now=NOON, new_items=0).cursor.digests == frozenset({b"1" * 16})


def test_a_feed_whose_pushes_are_relied_on_is_polled_at_its_longest_interval_and_never_sooner_than_asked():
    assert pace.eased(FEED, STATE, NOON).next_due_at == NOON + timedelta(seconds=FEED.interval_max)
    later = replace(STATE, next_due_at=NOON + timedelta(days=1))
    assert pace.eased(FEED, later, NOON).next_due_at == later.next_due_at


def lost(kind: FaultKind) -> Fault:
    return Fault(kind=kind, where="entry 1", message="it is\nno use", lost=True)


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        (Reading(format="rss", items=(), faults=(lost(FaultKind.BAD_ENTRY),)), "entry 1: it is no use"),
        (Reading(format="rss", items=(), faults=(lost(FaultKind.NOT_AN_ARTICLE), lost(FaultKind.EXCLUDED))), None),
        (Reading(format="rss", items=(), faults=(lost(FaultKind.BAD_ENTRY),), skipped=1), None),
        (Reading(format="rss", items=()), None),
    ],
)
def test_a_file_of_which_nothing_could_be_taken_in_says_why_in_its_mark(reading, reason):
    fetched = Fetched(deliveries=(), cursor=Cursor(marks=frozenset({"a.xml|1|2|hash"})))
    intake = Intake(fetched=fetched, readings=((a_delivery(mark="a.xml|1|2|hash"), reading),))
    (mark,) = _marks_after(intake, Applied(), fetched.cursor.marks)
    assert refusal_of(mark) == ("a.xml|1|2|hash", reason)


def test_a_reason_is_one_line_that_can_be_stored():
    assert refusal_of(refuse("m", "a\tb\n\ud800c" + "x" * 999)) == ("m", ("a b ?c" + "x" * 999)[:300])
