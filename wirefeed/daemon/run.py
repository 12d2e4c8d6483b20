"""``wirefeed run``: build, schedule, ready, wait, drain, stop. What is polled and when is decided in pipeline.pace.

APScheduler holds three small jobs in UTC: ``dispatch`` (every second: start a poll for each feed that is due), ``weave`` (place and merge
what came in) and ``watch`` (ping the watchdog while the store answers and the dispatcher moves). Due times live in the database.
"""

import asyncio
import signal
import time
from collections.abc import Callable
from datetime import UTC
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from wirefeed.app import App, tell_disabled
from wirefeed.config.settings import Settings
from wirefeed.daemon import notify
from wirefeed.errors import ConfigError, StoreError
from wirefeed.model.feed import Feed, FeedState
from wirefeed.pipeline import pace
from wirefeed.pipeline.merge import merge
from wirefeed.pipeline.place import place
from wirefeed.pipeline.poll import Desk, poll
from wirefeed.pipeline.round import prepare

log = structlog.get_logger(module=__name__)
DRAIN_SECONDS = 8.0
STALLED_SECONDS = 30.0
WEAVE_SECONDS = 2


class Daemon:
    """One daemon on one database."""

    def __init__(self, app: App, reload: Callable[[], Settings]) -> None:
        self._app = app
        self._reload = reload
        self._feeds = app.settings.feeds()
        self._states: dict[str, FeedState] = {}
        self._polls: dict[str, asyncio.Task[None]] = {}
        self._stop = asyncio.Event()
        self._fresh = True
        self._moved = time.monotonic()

    async def serve(self) -> None:
        """Run until SIGTERM or SIGINT; SIGHUP reads the configuration again and keeps the old one on error."""
        async with self._app.desk() as desk:
            await self._take_up(desk)
            scheduler = self._schedule(desk)
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, self._stop.set)
            loop.add_signal_handler(signal.SIGHUP, lambda: scheduler.add_job(self._swap, args=(desk,)))
            scheduler.start()
            notify.notify("READY=1", f"STATUS=polling {len(self._feeds)} feeds")
            log.info("ready", feeds=len(self._feeds))
            await self._stop.wait()
            notify.notify("STOPPING=1")
            scheduler.shutdown(wait=False)
            await self._drain(desk)
        log.info("stopped")

    def _schedule(self, desk: Desk) -> AsyncIOScheduler:
        # A late job runs late, once: the defaults drop it (misfire_grace_time 1 s) or let runs pile up.
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        scheduler.add_job(self._dispatch, "interval", seconds=1, args=(desk,), id="dispatch")
        scheduler.add_job(self._weave, "interval", seconds=WEAVE_SECONDS, args=(desk,), id="weave")
        scheduler.add_job(self._watch, "interval", seconds=(notify.watchdog_seconds() or 60.0) / 3, args=(desk,), id="watch")
        return scheduler

    async def _take_up(self, desk: Desk) -> None:
        states, _ = await desk.write(lambda: prepare(desk, self._feeds))
        self._states = {name: states[name] for name in self._feeds}

    async def _dispatch(self, desk: Desk) -> None:
        """Start a poll for every feed that is due and not being polled."""
        self._moved = time.monotonic()
        now = desk.clock()
        for name, feed in self._feeds.items():
            if name not in self._polls and pace.due(self._states[name], now):
                task = asyncio.create_task(self._poll(desk, feed))
                self._polls[name] = task
                task.add_done_callback(partial(self._ended, name))

    def _ended(self, name: str, _: asyncio.Task[None]) -> None:
        self._polls.pop(name, None)

    async def _poll(self, desk: Desk, feed: Feed) -> None:
        try:
            polled = await poll(desk, feed, self._states[feed.name])
        except StoreError as error:
            log.exception("the store failed; the feed is polled again", feed=feed.name, error=str(error))
            return
        self._states[feed.name] = polled.state
        self._fresh = self._fresh or polled.outcome == "changed"

    async def _weave(self, desk: Desk) -> None:
        """Place and merge what came in since the last time."""
        try:
            released = await desk.write(lambda: _release(desk))
            if self._fresh or released:
                self._fresh = False
                await desk.write(lambda: place(desk.store, self._app.seating, desk.clock()))
                await desk.write(lambda: merge(desk.store, desk.rules, desk.clock()))
        except StoreError as error:
            self._fresh = True
            log.exception("the store failed; merging is tried again", error=str(error))

    async def _watch(self, desk: Desk) -> None:
        """Ping the watchdog only while the dispatcher moves and the store answers."""
        if time.monotonic() - self._moved > STALLED_SECONDS:
            log.error("the dispatcher stands still", seconds=round(time.monotonic() - self._moved))
            return
        try:
            await desk.write(lambda: _ask(desk))
        except StoreError as error:
            notify.notify(f"STATUS=the database does not answer: {error}")
            return
        failing = sum(state.failures > 0 for state in self._states.values())
        notify.notify("WATCHDOG=1", f"STATUS={len(self._feeds)} feeds, {failing} failing, {len(self._polls)} being polled")

    async def _swap(self, desk: Desk) -> None:
        """Read the configuration again; an error keeps the old one."""
        notify.reloading()
        try:
            settings = self._reload()
            tell_disabled(settings)
            self._feeds = settings.feeds()
            await self._take_up(desk)
            log.info("configuration read again", feeds=len(self._feeds))
        except ConfigError as error:
            log.error("the old configuration stays", error=str(error))  # noqa: TRY400 - the message names file and key; a trace adds nothing
        notify.notify("READY=1")

    async def _drain(self, desk: Desk) -> None:
        """Let running polls end, cancel those that will not, then weave what they brought."""
        polls = tuple(self._polls.values())
        if polls:
            _, late = await asyncio.wait(polls, timeout=DRAIN_SECONDS / 2)
            for task in late:
                task.cancel()
            await asyncio.gather(*polls, return_exceptions=True)
        try:
            await asyncio.wait_for(self._weave(desk), DRAIN_SECONDS / 2)
        except TimeoutError:
            log.warning("stopped before everything was merged; the next start goes on from there")


def _release(desk: Desk) -> int:
    with desk.store.write() as unit:
        return unit.release_embargoes(desk.clock())


def _ask(desk: Desk) -> None:
    with desk.store.read() as unit:
        unit.seat_stamp()
