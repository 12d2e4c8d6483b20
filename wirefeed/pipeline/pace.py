"""When a feed is polled again: pure decisions on its state. It reads no clock and rolls no dice (jitter is handed in).

Figures are those of the fetch etiquette in docs/operations.md: half the mean gap between new items, clamped; linear backoff with weights
for how hard a failure was; never dead after three strikes; 410 retires.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil

from wirefeed.errors import Gone, RateLimited, TransportError, Unreachable
from wirefeed.model.feed import Cursor, Feed, FeedState, FeedStatus

HARD, SOFT, DNS = 1.0, 0.5, 0.25
BACKOFF_CAP = timedelta(hours=24)
RETRY_AFTER_CAP = timedelta(hours=48)
ASKED_CAP = timedelta(hours=24)
ALARM_FAILURES, ALARM_EMPTY, ALARM_GAPS = 3, 3, 20
ALARM_LEAST = timedelta(hours=12)
MOST_DIGESTS = 10_000
"""Pushes add to the digests of the last document; a feed that is hardly ever polled must not gather them for ever."""
FLOOD_PAUSE = timedelta(minutes=10)
ALARM_LEARNED, ALARM_SOONEST = 50, timedelta(hours=1)
"""Gaps seen before a feed's habit counts as known; silence that is never worth an alarm."""
GAP_ENTRIES = 5
UNCONDITIONAL_EVERY = 24
"""A server whose ETag is stuck is caught by asking without validators this often."""


def due(state: FeedState, now: datetime) -> bool:
    """Whether the feed wants polling; retired and disabled feeds never do."""
    wait = seconds_to_wait(state, now)
    return wait is not None and wait <= 0


def seconds_to_wait(state: FeedState, now: datetime) -> float | None:
    """In how many seconds the feed wants polling, negative when it should have been; None for retired and disabled feeds.

    A clock that was set back since the last poll does not prolong the wait that was decided then.
    """
    if state.status in (FeedStatus.RETIRED, FeedStatus.DISABLED):
        return None
    if state.next_due_at is None:
        return 0.0
    return (state.next_due_at - max(now, state.last_polled_at or now)).total_seconds()


def cursor_to_send(state: FeedState) -> Cursor:
    """The cursor for the next request: every 24th goes without validators."""
    if state.polls and state.polls % UNCONDITIONAL_EVERY == 0:
        return replace(state.cursor, etag=None, last_modified=None)
    return state.cursor


def after_success(
    feed: Feed, state: FeedState, cursor: Cursor, *, now: datetime, new_items: int, entries: int | None, asked: float | None, jitter: float
) -> FeedState:
    """The state after a whole answer.

    ``new_items`` counts items that were new or revised, ``entries`` those in the document (None: not modified), ``asked`` the seconds
    the server asked for (max-age, ttl), ``jitter`` in [-1, 1] moves the due time by up to a tenth.
    """
    interval = _interval(feed, state, new_items, now)
    if entries:
        # Mostly unknown items: some may have scrolled off between two polls.
        known = 1 - min(new_items, entries) / entries
        if known < 1 / 3 and state.last_success_at is not None:
            interval /= 2
    interval = min(max(interval, feed.interval_min), feed.interval_max)
    wait = max(interval, min(asked or 0.0, ASKED_CAP.total_seconds()))
    return replace(
        state,
        cursor=cursor,
        status=FeedStatus.OK,
        last_polled_at=now,
        last_success_at=now,
        last_item_at=now if new_items else state.last_item_at,
        next_due_at=now + timedelta(seconds=wait * (1 + jitter / 10)),
        failures=0,
        penalty=0.0,
        polls=state.polls + 1,
        empty_streak=state.empty_streak + 1 if entries == 0 else 0,
        interval=interval,
        last_error=None,
    )


def after_push(state: FeedState, digests: frozenset[bytes], *, now: datetime, new_items: int) -> FeedState:
    """The state after a hub pushed something: its entries are known to the next poll, which is due when it was."""
    known = state.cursor.digests | digests if len(state.cursor.digests) < MOST_DIGESTS else digests
    return replace(state, cursor=replace(state.cursor, digests=known), last_item_at=now if new_items else state.last_item_at)


def eased(feed: Feed, state: FeedState, now: datetime) -> FeedState:
    """The state of a feed whose pushes are relied on: polled no oftener than its longest interval, as a safety net."""
    due_at = now + timedelta(seconds=min(feed.interval_max, ASKED_CAP.total_seconds()))
    return replace(state, next_due_at=max(due_at, state.next_due_at or due_at))


def after_failure(feed: Feed, state: FeedState, error: Exception, *, now: datetime, jitter: float) -> FeedState:
    """The state after a failed poll: the cursor stays, so nothing that was published meanwhile is skipped."""
    penalty = state.penalty + _weight(error)
    wait = min(timedelta(seconds=feed.interval_min * max(1.0, penalty)), BACKOFF_CAP)
    due_at, quiet_until = now + wait * (1 + jitter / 10), state.quiet_until
    if isinstance(error, RateLimited) and error.retry_after is not None:
        quiet_until = min(error.retry_after, now + RETRY_AFTER_CAP)
        due_at = max(due_at, quiet_until)
    return replace(
        state,
        status=FeedStatus.RETIRED if isinstance(error, Gone) else FeedStatus.FAILING,
        last_polled_at=now,
        next_due_at=None if isinstance(error, Gone) else due_at,
        failures=state.failures + 1,
        penalty=penalty,
        polls=state.polls + 1,
        last_error=str(error),
        quiet_until=quiet_until,
    )


def after_flood(feed: Feed, state: FeedState, waiting: int, *, now: datetime) -> FeedState:
    """The state of a feed that brought more new items than its budget: ``waiting`` of them are read again when the hour is over."""
    message = (
        f"more than {feed.hourly_items} new items within an hour: {waiting} wait, none is lost while the feed shows it; "
        "is this still the feed that was subscribed to? `hourly_items` sets its budget"
    )
    due_at = max(state.next_due_at or now, now + FLOOD_PAUSE)
    return replace(state, status=FeedStatus.FLOODING, next_due_at=due_at, last_error=message)


def after_deferral(state: FeedState, until: datetime) -> FeedState:
    """The state when the host asked for quiet before we even asked."""
    return replace(state, next_due_at=max(until, state.next_due_at or until))


def may_have_missed(feed: Feed, state: FeedState, new_items: int, entries: int) -> bool:
    """Whether a document holds nothing but news to us: between it and the last one, items may have come and scrolled off.

    A folder, here or elsewhere, is no window that scrolls, nor is an API that is asked for all since the last time; and a feed read for
    the first time is all news.
    """
    scrolls = feed.url.startswith(("http://", "https://"))
    return scrolls and state.last_item_at is not None and entries >= GAP_ENTRIES and new_items >= entries


def _interval(feed: Feed, state: FeedState, new_items: int, now: datetime) -> float:
    """Half the running mean gap between new items, in seconds; a gap still open counts once it is longer than the mean."""
    before = state.interval or feed.interval_min
    if new_items and state.last_success_at is not None:
        gap = (now - state.last_success_at).total_seconds() / new_items
        return 0.7 * before + 0.3 * gap / 2
    if state.last_item_at is not None:
        return max(before, 0.7 * before + 0.3 * (now - state.last_item_at).total_seconds() / 2)
    return before


def _weight(error: Exception) -> float:
    if isinstance(error, Unreachable) and error.dns:
        return DNS
    return SOFT if isinstance(error, TransportError) and error.retryable else HARD


def learned_patience(arrivals: Sequence[datetime]) -> float | None:
    """Seconds of silence that this feed has not shown in 99 of 100 gaps; None while too few were seen. ``arrivals``: the latest first."""
    gaps = sorted((later - earlier).total_seconds() for later, earlier in pairwise(arrivals))
    if len(gaps) < ALARM_LEARNED:
        return None
    return max(gaps[min(len(gaps) - 1, ceil(0.99 * len(gaps)) - 1)], ALARM_SOONEST.total_seconds())


def alarm(feed: Feed | None, state: FeedState, now: datetime, arrivals: Sequence[datetime] = ()) -> str | None:
    """What an operator should know about a feed, in words: silence beyond its habit, empty documents in a row, failures.

    ``arrivals`` are the times new texts came in, the latest first: what its habit is learned from.
    """
    if state.status is FeedStatus.RETIRED:
        return "retired: the server says the feed is gone for good; remove it or give its new address"
    if state.status is FeedStatus.FLOODING:
        return f"quarantined: {state.last_error}"
    if state.failures >= ALARM_FAILURES:
        return f"failed {state.failures} times in a row: {state.last_error}"
    if state.empty_streak >= ALARM_EMPTY:
        return f"{state.empty_streak} documents in a row without an item"
    patience = (
        (feed.idle_alarm if feed else None)
        or learned_patience(arrivals)
        or max(ALARM_GAPS * (state.interval or 0.0) * 2, ALARM_LEAST.total_seconds())
    )
    if feed and state.last_item_at is not None and (now - state.last_item_at).total_seconds() > patience:
        return f"silent since {state.last_item_at:%Y-%m-%d %H:%M} UTC, longer than its habit"
    return None
