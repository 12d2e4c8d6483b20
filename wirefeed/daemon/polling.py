"""Polls each feed as it falls due, one poll a feed at a time. When a feed is due next is decided in pipeline.pace; it merges nothing."""

import asyncio
from collections.abc import Iterable, Mapping
from functools import partial
from time import monotonic

import structlog

from wirefeed.daemon.agenda import Agenda
from wirefeed.daemon.health import Health
from wirefeed.errors import StoreError
from wirefeed.model.feed import Feed, FeedState
from wirefeed.pipeline import pace
from wirefeed.pipeline.poll import Desk, poll
from wirefeed.pipeline.round import keep_quiet, prepare

log = structlog.get_logger(module=__name__)
AGAIN_SECONDS = 60.0
"""When a poll that ended in a way nobody thought of is tried again."""


class Polling:
    """The feeds of one configuration, their states, and the polls under way."""

    def __init__(self, desk: Desk, health: Health) -> None:
        self.desk = desk
        self.feeds: Mapping[str, Feed] = {}
        self.fresh = True
        self._health = health
        self._states: dict[str, FeedState] = {}
        self._agenda = Agenda()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._held = False

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
            polled = await poll(desk, feed, self._states[feed.name])
        except StoreError as error:
            if self._health.fail(error):
                log.exception("the store failed; polling pauses until it answers", feed=feed.name, error=str(error))
        else:
            self._states[feed.name] = polled.state
            self.fresh = self.fresh or polled.outcome == "changed"

    def _ended(self, name: str, task: asyncio.Task[None]) -> None:
        """Put the feed back on the agenda, however its poll ended."""
        self._running.pop(name, None)
        if name not in self.feeds:
            return
        wait = pace.seconds_to_wait(self._states[name], self.desk.clock())
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a poll ended in a way nobody thought of", feed=name, exc_info=error)
            wait = AGAIN_SECONDS
        if wait is not None:
            self._agenda.put(name, monotonic() + max(wait, 0.0))
