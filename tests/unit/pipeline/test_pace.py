"""When a feed is polled again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from wirefeed.errors import Gone, RateLimited, Unreachable
from wirefeed.model.feed import Agency, Cursor, Feed, FeedState, FeedStatus
from wirefeed.pipeline import pace
from wirefeed.pipeline.pace import alarm, learned_patience, may_have_missed
from wirefeed.testing import NOON, a_feed

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
FEED = Feed(name="wire", agency=Agency(key="tass", name="TASS", quoted_as="TASS"), url="https://example.org/")


def succeed(state, *, now=NOW, new=0, entries=50, asked=None, jitter=0.0):
    return pace.after_success(FEED, state, Cursor(etag='"a"'), now=now, new_items=new, entries=entries, asked=asked, jitter=jitter)


def fail(state, error, *, now=NOW):
    return pace.after_failure(FEED, state, error, now=now, jitter=0.0)


def test_a_feed_never_polled_is_due_and_one_just_polled_is_not():
    assert pace.due(FeedState(), NOW)
    assert not pace.due(succeed(FeedState()), NOW)
    assert pace.due(succeed(FeedState()), NOW + timedelta(hours=5))


def test_a_busy_feed_is_polled_sooner_than_a_quiet_one():
    busy = quiet = succeed(FeedState(interval=1200.0))
    for hour in range(1, 8):
        moment = NOW + timedelta(hours=hour)
        busy, quiet = succeed(busy, now=moment, new=30), succeed(quiet, now=moment, new=0)
    assert busy.interval < quiet.interval <= FEED.interval_max


def test_a_document_of_mostly_unknown_items_halves_the_interval():
    state = succeed(FeedState(interval=4000.0))
    assert succeed(state, now=NOW + timedelta(minutes=60), new=48, entries=50).interval < state.interval / 2 * 1.1


def test_a_first_document_is_all_unknown_and_halves_nothing():
    first = FeedState(interval=4000.0)
    assert succeed(first, new=50, entries=50).interval == succeed(first, new=0, entries=50).interval


def test_the_server_may_ask_for_more_quiet_but_not_for_more_than_a_day():
    assert succeed(FeedState(), asked=7200.0).next_due_at == NOW + timedelta(hours=2)
    assert succeed(FeedState(), asked=1e9).next_due_at == NOW + timedelta(days=1)
    assert succeed(FeedState(), asked=5.0).next_due_at == NOW + timedelta(seconds=FEED.interval_min)


def test_failures_back_off_linearly_up_to_a_day_and_never_kill_the_feed():
    state, error = FeedState(), Unreachable("refused", feed="wire")
    waits = []
    for _ in range(2000):
        state = fail(state, error)
        waits.append(state.next_due_at - NOW)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(days=1)
    assert state.status is FeedStatus.FAILING
    assert pace.due(state, NOW + timedelta(days=2))


def test_a_name_that_does_not_resolve_weighs_less_than_a_refusal():
    soft, dns = Unreachable("refused", feed="wire"), Unreachable("no such name", feed="wire", dns=True)
    assert fail(FeedState(), dns).penalty < fail(FeedState(), soft).penalty


def test_a_failure_keeps_the_cursor_so_that_nothing_is_skipped():
    state = succeed(FeedState())
    assert fail(state, Unreachable("reset", feed="wire")).cursor == state.cursor


def test_retry_after_is_kept_within_two_days():
    soon, late = NOW + timedelta(hours=3), NOW + timedelta(days=30)
    assert fail(FeedState(), RateLimited("wait", feed="wire", retry_after=soon)).next_due_at == soon
    assert fail(FeedState(), RateLimited("wait", feed="wire", retry_after=late)).next_due_at == NOW + timedelta(days=2)


def test_gone_for_good_retires_the_feed():
    state = fail(FeedState(), Gone("410", feed="wire", status=410))
    assert state.status is FeedStatus.RETIRED
    assert not pace.due(state, NOW + timedelta(days=400))


def test_success_forgives_and_counts_empty_documents():
    state = succeed(fail(FeedState(), Unreachable("reset", feed="wire")), entries=0)
    assert (state.failures, state.penalty, state.empty_streak) == (0, 0.0, 1)
    assert succeed(state, entries=5).empty_streak == 0


def test_every_24th_poll_goes_without_validators():
    state = replace(FeedState(), cursor=Cursor(etag='"a"', last_modified="x", body_sha256="b"), polls=23)
    assert pace.cursor_to_send(state).etag == '"a"'
    sent = pace.cursor_to_send(replace(state, polls=24))
    assert (sent.etag, sent.last_modified, sent.body_sha256) == (None, None, "b")


def test_a_clock_that_was_set_back_does_not_prolong_the_wait():
    state = succeed(FeedState())
    wait = pace.seconds_to_wait(state, NOW)
    assert wait == FEED.interval_min
    assert pace.seconds_to_wait(state, NOW - timedelta(days=365)) == wait
    assert pace.seconds_to_wait(state, NOW + timedelta(seconds=100)) == wait - 100


def test_when_a_server_asked_for_quiet_is_kept_through_other_failures():
    asked = fail(FeedState(), RateLimited("429", feed="wire", retry_after=NOW + timedelta(hours=6)))
    assert asked.quiet_until == NOW + timedelta(hours=6)
    assert fail(asked, Unreachable("refused", feed="wire")).quiet_until == asked.quiet_until


def test_a_flooding_feed_says_so_waits_and_recovers_with_the_next_good_poll():
    flooding = pace.after_flood(FEED, succeed(FeedState()), 500, now=NOW)
    assert flooding.status is FeedStatus.FLOODING
    assert flooding.next_due_at == NOW + timedelta(minutes=10)
    assert "quarantined: more than 2000 new items within an hour: 500 wait" in (pace.alarm(FEED, flooding, NOW) or "")
    after = succeed(flooding, now=flooding.next_due_at)
    assert after.status is FeedStatus.OK
    assert pace.alarm(FEED, after, NOW) is None


def test_a_habit_is_learned_from_ninety_nine_of_a_hundred_gaps():
    """Ten-minute gaps with a night of nine hours in each day: the night is habit, a silent morning is not."""
    moments, at = [], NOON
    for day in range(10):
        for poll in range(60):
            at -= timedelta(minutes=10) if poll or not day else timedelta(hours=9)
            moments.append(at)
    assert learned_patience(moments) == timedelta(hours=9).total_seconds()
    assert learned_patience(moments[:30]) is None


def test_a_feed_that_never_pauses_is_missed_after_an_hour():
    moments = [NOON - timedelta(minutes=5 * at) for at in range(200)]
    assert learned_patience(moments) == 3600
    state = FeedState(status=FeedStatus.OK, last_item_at=NOON, interval=300)
    assert alarm(a_feed(), state, NOON + timedelta(minutes=59), moments) is None
    assert "silent since" in alarm(a_feed(), state, NOON + timedelta(minutes=61), moments)
    assert alarm(a_feed(idle_alarm=7200.0), state, NOON + timedelta(minutes=61), moments) is None


def test_a_document_of_news_only_may_hide_a_gap():
    known = FeedState(last_item_at=NOON)
    assert may_have_missed(a_feed(), known, 20, 20)
    assert not may_have_missed(a_feed(), known, 19, 20), "one known entry joins the documents"
    assert not may_have_missed(a_feed(), FeedState(), 20, 20), "a first poll is all news"
    assert not may_have_missed(a_feed(), known, 2, 2), "a short document proves nothing"
    for url in ("file:///wires/*.xml", "sftp://wire@files.example/*.xml", "afp-api://api.example/"):
        assert not may_have_missed(a_feed(url=url), known, 20, 20), "neither a folder nor an API asked for all since then scrolls"
