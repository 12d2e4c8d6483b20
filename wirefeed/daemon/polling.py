"""Polls each feed as it falls due, and takes in what hubs push; one of both a feed at a time. When it is due next: pipeline.pace."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from time import monotonic

import structlog

from wirefeed.daemon.agenda import Agenda
from wirefeed.daemon.callback import Push
from wirefeed.daemon.health import Health
from wirefeed.daemon.hubs import Hubs
from wirefeed.daemon.observed import Observed
from wirefeed.errors import StoreError, StoreUnavailable
from wirefeed.model.delivery import Delivery
from wirefeed.model.feed import Feed, FeedState
from wirefeed.pipeline import pace
from wirefeed.pipeline.poll import Desk, Polled, poll
from wirefeed.pipeline.push import receive
from wirefeed.pipeline.round import keep_quiet, prepare
from wirefeed.text.redact import redact

log = structlog.get_logger(module=__name__)
AGAIN_SECONDS = 60.0
"""When a poll that ended in a way nobody thought of is tried again."""


class Polling:
    """The feeds of one configuration, their states, and the polls under way."""

    def __init__(self, desk: Desk, health: Health, observed: Observed) -> None:
        self.desk = desk
        self.feeds: Mapping[str, Feed] = {}
        self.fresh = True
        self._health = health
        self._observed = observed
        self._states: dict[str, FeedState] = {}
        self._agenda = Agenda()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._held = False
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._again: set[str] = set()
        self.hubs: Hubs | None = None

    @property
    def states(self) -> Mapping[str, FeedState]:
        """How each feed stands."""
        return self._states

    @property
    def running(self) -> tuple[asyncio.Task[None], ...]:
        """The polls under way."""
        return tuple(self._running.values())

    @property
    def failing(self) -> int:
        """How many feeds failed when last polled."""
        return sum(state.failures > 0 for state in self._states.values())

    async def take_up(self, desk: Desk, feeds: Mapping[str, Feed]) -> None:
        """Work with this desk and these feeds from now on; what is due goes by the store. Raises StoreError, and then changes nothing.

        Polls of feeds that are gone or have changed are broken off first: what they bring belongs to the old ones.
        """
        self._held = True
        try:
            await self.break_off(name for name in self._running if feeds.get(name) != self.feeds.get(name))
            states, _ = await desk.write(lambda: prepare(desk, feeds))
            self.desk, self.feeds, self.fresh = desk, feeds, True
            self._states = {name: states[name] for name in feeds}
            keep_quiet(desk, feeds, self._states)
            self.resume()
        finally:
            self._held = False

    def resume(self) -> None:
        """Draw up the agenda anew from the states: at the start, after a change of configuration, after an outage."""
        now = self.desk.clock()
        waits = {name: pace.seconds_to_wait(state, now) for name, state in self._states.items() if name not in self._running}
        self._agenda.clear()
        self._agenda.ramp(((name, wait) for name, wait in waits.items() if wait is not None), monotonic())

    def dispatch(self) -> None:
        """Start a poll for every feed that is due."""
        for name in () if self._held else self._agenda.pop(monotonic()):
            task = asyncio.create_task(self._poll(self.desk, self.feeds[name]), name=f"poll {name}")
            self._running[name] = task
            task.add_done_callback(partial(self._ended, name))

    async def break_off(self, names: Iterable[str]) -> None:
        """Cancel the polls of these feeds and wait for their end; what they were storing is stored whole or not at all."""
        tasks = [self._running[name] for name in tuple(names) if name in self._running]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def drain(self, seconds: float) -> None:
        """Let the polls under way end, and break off those that take longer."""
        if self._running:
            await asyncio.wait(self.running, timeout=seconds)
            await self.break_off(tuple(self._running))

    async def _poll(self, desk: Desk, feed: Feed) -> None:
        try:
            async with self._turns[feed.name]:
                polled = await poll(desk, feed, self._states[feed.name])
                self._states[feed.name] = polled.state
                self._observed.note(polled.applied)
                self.fresh = self.fresh or polled.outcome == "changed"
                await self._tell_hubs(desk, feed, polled)
        except StoreError as error:
            if self._health.fail(error):
                log.exception("the store failed; polling pauses until it answers", feed=feed.name, error=str(error))

    async def _tell_hubs(self, desk: Desk, feed: Feed, polled: Polled) -> None:
        """What the feed announced is noted; while its pushes are relied on, it is polled as a safety net only."""
        if self.hubs is None:
            return
        await self.hubs.judge(polled)
        if polled.outcome in ("changed", "not_modified") and self.hubs.relied_on(feed.name):
            state = pace.eased(feed, self._states[feed.name], desk.clock())
            await desk.write(lambda: _save(desk, feed.name, state))
            self._states[feed.name] = state

    async def receive(self, feed: Feed, push: Push) -> None:
        """Take in what a hub pushed, when no poll of the feed is under way. Raises StoreError, also while the store is away."""
        if self._health.trouble is not None:
            raise StoreUnavailable("the store is away; nothing is taken in until it answers")
        async with self._turns[feed.name]:
            if self.feeds.get(feed.name) != feed:
                return  # taken out of the configuration, or changed, while this push waited for its turn
            desk = self.desk
            delivery = Delivery(
                feed=feed.name, url=redact(feed.url), body=push.body, fetched_at=desk.clock(), content_type=push.content_type
            )
            try:
                pushed = await receive(desk, feed, self._states[feed.name], delivery)
            except StoreError as error:
                self._health.fail(error)
                raise
            self._states[feed.name] = pushed.state
            self._observed.note(pushed.applied)
            self.fresh = True

    def hurry(self, name: str) -> None:
        """Let a feed be polled at once, if it is polled at all; one that is being polled may have asked too early, and is polled again."""
        if name in self._running:
            self._again.add(name)
        elif name in self._states and pace.seconds_to_wait(self._states[name], self.desk.clock()) is not None:
            self._agenda.put(name, monotonic())

    def _ended(self, name: str, task: asyncio.Task[None]) -> None:
        """Put the feed back on the agenda, however its poll ended."""
        self._running.pop(name, None)
        if name not in self.feeds:
            return
        wait = pace.seconds_to_wait(self._states[name], self.desk.clock())
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a poll ended in a way nobody thought of", feed=name, exc_info=error)
            wait = AGAIN_SECONDS
        elif wait is not None and name in self._again:
            wait = 0.0
        self._again.discard(name)
        if wait is not None:
            self._agenda.put(name, monotonic() + max(wait, 0.0))


def _save(desk: Desk, name: str, state: FeedState) -> None:
    with desk.store.write() as unit:
        unit.save_feed(name, state)
