"""``wirefeed run``: open, claim, schedule, ready, wait, drain, stop. What is polled and when is decided in pipeline.pace.

APScheduler holds small jobs in UTC: ``dispatch`` (every second: start a poll for each feed that is due), ``pages`` (fetch the article
pages that are owed), ``weave`` (place and merge what came in), ``mend`` (look at a store that failed), ``tidy`` (give
unused memory back) and, where hubs are heard, ``tend`` (ask those that are to be asked). ``watch`` is a task on the monotonic clock: it
pings systemd's watchdog while the store answers, and re-arms the scheduler when somebody moved the wall clock under it. Due times live in
the database.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from wirefeed import log as logs
from wirefeed.app import App, close_tools, hub_client, tell_disabled
from wirefeed.config.settings import Settings
from wirefeed.daemon import allocator, notify
from wirefeed.daemon.callback import CallbackServer
from wirefeed.daemon.health import Health
from wirefeed.daemon.hubs import Hubs, Newsroom
from wirefeed.daemon.observed import Observed
from wirefeed.daemon.polling import Polling
from wirefeed.errors import Occupied, StoreDenied, StoreError, StoreUnavailable, WirefeedError
from wirefeed.pipeline.across import listen_beside
from wirefeed.pipeline.merge import merge
from wirefeed.pipeline.pages import fetch_pages
from wirefeed.pipeline.place import place
from wirefeed.pipeline.poll import Desk

log = structlog.get_logger(module=__name__)
T = TypeVar("T")
DRAIN_SECONDS, WEAVE_SECONDS, LAST_SECONDS = 1.0, 2.0, 8.0
"""How long running polls, then the last merging may take when stopping; after the last of them the process ends wherever it is."""
WATCH_SECONDS = 5.0
TIDY_SECONDS = 30.0
OPEN_SECONDS = 2.0
CLAIM_ATTEMPTS = 5
RETIRE_SECONDS = 120.0
PAGES_SECONDS = 3.0


class Daemon:
    """One daemon on one database. ``reload`` reads the configuration again; ``stopping`` hears that draining begins."""

    def __init__(
        self, app: App, reload: Callable[[], Settings], *, observed: Observed, stopping: Callable[[], None] = lambda: None
    ) -> None:
        self._app = app
        self._observed = observed
        self._stopping = stopping
        self._settings = app.settings
        self._reload = reload
        self._health = Health()
        self._stop = asyncio.Event()
        self._retiring: set[asyncio.Task[None]] = set()
        self._jobs: set[asyncio.Future[None]] = set()

    async def serve(self) -> None:
        """Run until SIGTERM or SIGINT; SIGHUP reads the configuration again and keeps the old one on error.

        Raises Occupied, StoreDenied, SchemaMismatch, StoreError: what an operator must mend before it can start.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        loop.add_signal_handler(signal.SIGHUP, lambda: None)
        if not await self._once_it_can(self._open):
            return
        async with self._app.desk() as desk:
            polling = Polling(desk, self._health, self._observed)
            if not await self._once_it_can(lambda: polling.take_up(desk, self._settings.feeds())):
                return
            callbacks = await self._hear(polling)
            scheduler = self._schedule(polling)
            loop.add_signal_handler(signal.SIGHUP, lambda: scheduler.add_job(self._job, args=(self._swap, polling)))
            scheduler.start()
            watch = asyncio.create_task(self._watch(polling, scheduler))
            notify.notify("READY=1", f"STATUS=polling {len(polling.feeds)} feeds")
            log.info("ready", feeds=len(polling.feeds))
            await self._stop.wait()
            notify.notify("STOPPING=1", "STATUS=draining")
            self._stopping()
            scheduler.pause()
            watch.cancel()
            if callbacks:
                await callbacks.stop()
            await self._drain(polling)
            scheduler.shutdown(wait=False)
        log.info("stopped")

    async def _open(self) -> None:
        store = await asyncio.to_thread(lambda: self._app.store)
        await asyncio.to_thread(store.claim)

    async def _once_it_can(self, step: Callable[[], Awaitable[None]]) -> bool:
        """Take a step of starting, and wait for a database that is away. False when asked to stop meanwhile."""
        refused = 0
        while not self._stop.is_set():
            try:
                await step()
            except StoreDenied:
                raise
            except (StoreUnavailable, Occupied) as error:
                refused += isinstance(error, Occupied)
                if refused >= CLAIM_ATTEMPTS:
                    raise
                log.warning("the database is waited for", error=str(error))
                notify.notify(f"STATUS=waiting for the database: {error}", "EXTEND_TIMEOUT_USEC=30000000")
                await self._pause(OPEN_SECONDS)
            else:
                return True
        return False

    def _schedule(self, polling: Polling) -> AsyncIOScheduler:
        # A late job runs late, once: the defaults drop it (misfire_grace_time 1 s) or let runs pile up.
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        scheduler.add_job(self._job, "interval", seconds=1, args=(self._dispatch, polling), id="dispatch")
        scheduler.add_job(self._job, "interval", seconds=2, args=(self._weave, polling), id="weave")
        scheduler.add_job(self._job, "interval", seconds=PAGES_SECONDS, args=(self._pages, polling), id="pages")
        scheduler.add_job(self._job, "interval", seconds=1, args=(self._mend, polling), id="mend")
        scheduler.add_job(allocator.give_back, "interval", seconds=TIDY_SECONDS, id="tidy")
        if polling.hubs:
            scheduler.add_job(self._job, "interval", seconds=2, args=(self._tend, polling.hubs), id="tend")
        return scheduler

    async def _job(self, work: Callable[[T], Awaitable[None]], on: T) -> None:
        """One run of a job. One that is broken off because the daemon ends is no error: what it was at is begun anew at the next start."""
        task = asyncio.ensure_future(work(on))
        self._jobs.add(task)
        try:
            await task
        except asyncio.CancelledError:
            if not self._stop.is_set():
                raise
        finally:
            self._jobs.discard(task)

    async def _hear(self, polling: Polling) -> CallbackServer | None:
        """Listen for hubs, where the configuration says so. Raises ConfigError when the address cannot be used."""
        websub = self._settings.websub
        if websub.listen is None or websub.callback_url is None:
            return None
        newsroom = Newsroom(feeds=lambda: polling.feeds, receive=polling.receive, hurry=polling.hurry)
        polling.hubs = Hubs(polling.desk, hub_client(self._settings), websub.callback_url, newsroom)
        await polling.hubs.take_up(polling.states)
        return await polling.hubs.listen(websub.listen)

    async def _tend(self, hubs: Hubs) -> None:
        if self._health.trouble is None:
            await hubs.tend()

    async def _dispatch(self, polling: Polling) -> None:
        self._health.move()
        if self._health.trouble is None:
            polling.dispatch()

    async def _pages(self, polling: Polling) -> None:
        """Fetch the article pages that are owed; an item is placed at once and again in full when its page has come."""
        if self._health.trouble is not None:
            return
        try:
            done = await fetch_pages(polling.desk, polling.feeds)
        except StoreError as error:
            if self._health.fail(error):
                log.exception("the store failed; the pages are fetched when it answers", error=str(error))
            return
        polling.fresh = polling.fresh or done.fetched > 0

    async def _weave(self, polling: Polling, enough: Callable[[], bool] | None = None) -> None:
        """Place and merge what came in since the last time."""
        if self._health.trouble is not None:
            return
        try:
            await self._bring_together(polling, enough or self._stop.is_set)
        except StoreError as error:
            if self._health.fail(error):
                log.exception("the store failed; merging pauses until it answers", error=str(error))

    async def _bring_together(self, polling: Polling, enough: Callable[[], bool]) -> None:
        desk, fresh = polling.desk, polling.fresh
        polling.fresh = False
        try:
            if await desk.write(lambda: _release(desk)) or fresh:
                await desk.write(lambda: place(desk.store, self._app.seating, desk.clock(), enough))
                await listen_beside(desk, self._app.seating, enough)
                merged = await desk.write(lambda: merge(desk.store, desk.rules, desk.clock(), enough, desk.composer))
                self._observed.composing.take(merged.seconds)
        except BaseException:
            polling.fresh = True
            raise
        polling.fresh = polling.fresh or enough()

    async def _mend(self, polling: Polling) -> None:
        """Look at a store that failed; when it takes writes again, everything goes on from what it holds."""
        if not self._health.wants_probe:
            return
        store = self._app.store
        try:
            await asyncio.to_thread(store.claim)
            await polling.desk.write(store.probe)
        except StoreError as error:
            self._health.probed(error)
        else:
            self._health.probed(None)
            log.info("the store answers again")
            polling.resume()
        self._tell(polling)

    async def _watch(self, polling: Polling, scheduler: AsyncIOScheduler) -> None:
        """On the monotonic clock: keep the scheduler going, ping the watchdog while the store answers, say how things stand."""
        every = min(WATCH_SECONDS, (notify.watchdog_seconds() or 60.0) / 3)
        while True:
            await asyncio.sleep(every)
            if self._health.stalled:
                log.warning("the clock was moved; the scheduler is armed anew")
                for job in scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(UTC))
                continue
            self._tell(polling)
            try:
                await asyncio.to_thread(self._app.store.ping)
            except StoreError as error:
                if self._health.fail(error):
                    log.exception("the store does not answer", error=str(error))
            else:
                notify.notify("WATCHDOG=1")

    def _tell(self, polling: Polling) -> None:
        notify.notify(f"STATUS={self._health.line(len(polling.feeds), polling.failing, len(polling.running))}")

    async def _swap(self, polling: Polling) -> None:
        """Read the configuration again and go over to all of it at once: feeds, agencies, network, rules. An error keeps the old one."""
        notify.reloading()
        old, new = polling.desk, None
        try:
            settings = self._reload()
            tell_disabled(settings)
            new = self._app.fitted(old, settings)
            await polling.take_up(new, settings.feeds())
            if polling.hubs:
                polling.hubs.refit(hub_client(settings))
                await polling.hubs.take_up(polling.states)
        except (WirefeedError, ValueError) as error:
            log.error("the old configuration stays", error=str(error))  # noqa: TRY400 - the message names file and key; a trace adds nothing
            if new is not None:
                await close_tools(new)
        else:
            if settings.database != self._settings.database:
                log.warning("the database stays the one it was until the next start")
            if settings.websub != self._settings.websub:
                log.warning("hubs are heard where they were until the next start")
            if settings.merge.languages != self._settings.merge.languages:
                log.warning("languages stay separate or together, as they were, until the next start")
            self._settings = settings
            logs.set_up(settings.log.level, settings.log.format)
            self._retire(old, polling.running)
            log.info("configuration read again", feeds=len(polling.feeds))
        notify.notify("READY=1")
        self._tell(polling)

    def _retire(self, desk: Desk, polls: tuple[asyncio.Task[None], ...]) -> None:
        """Close the tools of the configuration before, once the polls that use them have ended."""

        async def close() -> None:
            if polls:
                await asyncio.wait(polls, timeout=RETIRE_SECONDS)
            await close_tools(desk)

        task = asyncio.create_task(close())
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)

    async def _drain(self, polling: Polling) -> None:
        """Let running polls end, break off those that will not, then weave what they brought.

        A poll that is broken off is none: nothing of it is stored, its feed has neither failed nor new validators. A weave that is under
        way ends with its batch.
        """
        await polling.drain(DRAIN_SECONDS)
        over = threading.Event()
        try:
            await asyncio.wait_for(self._weave(polling, over.is_set), WEAVE_SECONDS)
        except TimeoutError:
            log.warning("stopped before everything was merged; the next start goes on from there")
        finally:
            over.set()
            unfinished = (*self._jobs, *self._retiring)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
            await close_tools(polling.desk)

    async def _pause(self, seconds: float) -> None:
        """Wait, but not when asked to stop."""
        try:
            await asyncio.wait_for(self._stop.wait(), seconds)
        except TimeoutError:
            return


def _release(desk: Desk) -> int:
    with desk.store.write() as unit:
        return unit.release_embargoes(desk.clock())


def end_at_last(seconds: float = LAST_SECONDS) -> None:
    """End this process after so long whatever holds it up (a name server, a disk): every commit is whole, nothing can be lost."""

    def end() -> None:
        log.warning("stopped at the last moment; something did not end by itself")
        os._exit(0)

    last = threading.Timer(seconds, end)
    last.daemon = True
    last.start()
