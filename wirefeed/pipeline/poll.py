"""One poll of one feed: fetch, read, ingest, log once. It neither places nor composes; those follow for all feeds together.

::

    transport.fetch ─ Fetched ──> reader.read ──> ingest ──> (a drop's files move) ──> Polled
                    ├ NotModified / Deferred ──> state ───┘
                    └ TransportError ──> backoff ─────────┘
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

import structlog

from wirefeed.errors import FormatError, Refused, StoreError, WirefeedError
from wirefeed.model.delivery import Deferred, Delivery, Fetched, NotModified
from wirefeed.model.feed import Feed, FeedState
from wirefeed.model.subscription import Announcement
from wirefeed.pipeline import pace
from wirefeed.pipeline.fetching import LetsGo, PageTransport, PutsAway, Transport
from wirefeed.pipeline.ingest import Intake, ingest
from wirefeed.pipeline.ports import Applied, Clock, Composer, FetchRecord, Reader, Reading, Store
from wirefeed.pipeline.rules import Rules

log = structlog.get_logger(module=__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything a poll works with.

    ``writer`` is the one thread that writes to the store; ``jitter`` draws from [-1, 1]. ``patience`` are the seconds between attempts
    when the store fails for a moment. ``pages`` fetches article pages (None: nobody does); ``composer`` composes
    where very many stories wait (None: this process). ``beside`` is a thread for what must not wait for the writer (None: it waits).
    """

    store: Store
    transport: Transport
    reader: Reader
    rules: Rules
    clock: Clock
    writer: Executor
    jitter: Callable[[], float]
    patience: tuple[float, ...] = (0.2, 1.0)
    pages: PageTransport | None = None
    composer: Composer | None = None
    beside: Executor | None = None

    async def write(self, work: Callable[[], T]) -> T:
        """Run ``work``, whole units of work, on the writer thread; once more from its beginning when the store failed for a moment.

        A connection may break after COMMIT was sent and before the answer came: then the work is done already, and doing it again is a
        no-op, since everything stored has a natural key. Raises StoreError when the store still fails.
        """
        loop = asyncio.get_running_loop()
        for pause in self.patience:
            try:
                return await loop.run_in_executor(self.writer, work)
            except StoreError as error:
                if not error.retryable:
                    raise
                log.warning("the store failed; the work is done again", error=str(error), seconds=pause)
                await asyncio.sleep(pause)
        return await loop.run_in_executor(self.writer, work)

    async def write_beside(self, work: Callable[[], T]) -> None:
        """Run ``work`` at once, between two transactions of the writer, which may be merging for a minute; it is done again in its turn.

        Where that fails nothing is lost but time.
        """
        if self.beside is None:
            return
        try:
            await asyncio.get_running_loop().run_in_executor(self.beside, work)
        except StoreError as error:
            log.warning("the store failed; the writer will do it", error=str(error))


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one poll came to. ``outcome``: changed, not_modified, waiting, failed or refused; ``announced``: the hub the feed names."""

    feed: str
    outcome: str
    status: int | None = None
    applied: Applied = Applied()
    error: str | None = None
    state: FeedState = FeedState()
    announced: Announcement | None = None

    @property
    def next_due(self) -> datetime | None:
        """When the feed is polled again."""
        return self.state.next_due_at


async def poll(desk: Desk, feed: Feed, state: FeedState) -> Polled:
    """Poll one feed. Only a failing store raises; everything else is an outcome."""
    started = desk.clock()
    try:
        polled = await _poll(desk, feed, state, started)
    except StoreError:
        raise
    except WirefeedError as error:
        polled = await _give_up(desk, feed, state, error, str(error), started)
    except Exception as error:
        log.exception("a poll ended in a way nobody thought of", feed=feed.name)
        polled = await _give_up(
            desk, feed, state, error, f"ended in a way nobody thought of ({type(error).__name__}): see the log", started
        )
    finally:
        if isinstance(desk.transport, LetsGo):
            desk.transport.let_go(feed)
    counts = polled.applied
    log.info(
        "poll",
        feed=feed.name,
        outcome=polled.outcome,
        status=polled.status,
        new=counts.new + counts.near_duplicate,
        revised=counts.revised,
        killed=counts.killed,
        error=polled.error,
        seconds=round((desk.clock() - started).total_seconds(), 3),
    )
    return polled


async def _poll(desk: Desk, feed: Feed, state: FeedState, started: datetime) -> Polled:
    match await desk.transport.fetch(feed, pace.cursor_to_send(state), started):
        case Fetched() as fetched:
            return replace(await take_in(desk, feed, state, fetched, started), announced=fetched.announced)
        case NotModified() as same:
            after = pace.after_success(
                feed, state, same.cursor, now=desk.clock(), new_items=0, entries=None, asked=same.max_age, jitter=desk.jitter()
            )
            polled = await _save(desk, feed, after, Polled(feed=feed.name, outcome="not_modified", status=same.status), started)
            return replace(polled, announced=same.announced)
        case Deferred() as wait:
            after = pace.after_deferral(state, wait.until)
            return await _save(desk, feed, after, Polled(feed=feed.name, outcome="waiting", error=wait.why), started)


async def take_in(desk: Desk, feed: Feed, state: FeedState, fetched: Fetched, started: datetime, *, pushed: bool = False) -> Polled:
    """Read and store what a poll brought, or what a hub ``pushed``. Raises StoreError."""
    readings: list[tuple[Delivery, Reading]] = []
    unread: list[tuple[Delivery, FormatError]] = []
    for delivery in fetched.deliveries:
        try:
            readings.append((delivery, await desk.reader.read(delivery, feed, state.cursor.digests)))
        except FormatError as error:
            unread.append((delivery, error))
    intake = Intake(fetched=fetched, readings=tuple(readings), unread=tuple(unread), pushed=pushed)
    now = desk.clock()
    seconds = (now - started).total_seconds()
    rules, jitter = desk.rules.dedup, desk.jitter()
    stored = await desk.write(lambda: ingest(desk.store, feed, state, intake, rules=rules, now=now, jitter=jitter, seconds=seconds))
    tidied = await _put_away(desk, feed, stored.state)
    return Polled(
        feed=feed.name,
        outcome="failed" if unread else "changed",
        status=fetched.status,
        applied=stored.applied,
        error=intake.troubles or stored.state.last_error,
        state=tidied,
    )


async def _put_away(desk: Desk, feed: Feed, state: FeedState) -> FeedState:
    """Files are moved after their items are stored. A crash between the two leaves their marks in the cursor: the next poll moves them."""
    if not isinstance(desk.transport, PutsAway):
        return state
    cursor = await desk.transport.put_away(feed, state.cursor, desk.clock())
    if cursor == state.cursor and cursor.box == state.cursor.box:
        return state
    after = replace(state, cursor=cursor)
    await desk.write(lambda: _save_state(desk, feed, after))
    return after


def _save_state(desk: Desk, feed: Feed, state: FeedState) -> None:
    with desk.store.write() as unit:
        unit.save_feed(feed.name, state)


async def _give_up(desk: Desk, feed: Feed, state: FeedState, error: Exception, why: str, started: datetime) -> Polled:
    """Back off, and tell ``why``. That a host asked for quiet is stored at once: a process that is killed meanwhile must not ask again."""
    after = replace(pace.after_failure(feed, state, error, now=desk.clock(), jitter=desk.jitter()), last_error=why)
    if after.quiet_until != state.quiet_until:
        await desk.write_beside(lambda: _save_state(desk, feed, after))
    outcome = "refused" if isinstance(error, Refused) else "failed"
    polled = Polled(feed=feed.name, outcome=outcome, status=getattr(error, "status", None), error=why)
    return await _save(desk, feed, after, polled, started)


async def _save(desk: Desk, feed: Feed, after: FeedState, polled: Polled, started: datetime) -> Polled:
    """Store a poll that brought no items."""
    now = desk.clock()
    record = FetchRecord(
        feed=feed.name,
        at=now,
        outcome=polled.outcome,
        status=polled.status,
        items=0,
        error=polled.error,
        seconds=(now - started).total_seconds(),
    )

    def save() -> None:
        with desk.store.write() as unit:
            unit.save_feed(feed.name, after)
            unit.record_fetch(record)

    await desk.write(save)
    return Polled(feed=polled.feed, outcome=polled.outcome, status=polled.status, error=polled.error, state=after)
