"""That a host asked for quiet is stored at once, whatever the writer is at: a process that is killed must not have forgotten it."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest

from tests.unit.pipeline.desks import a_desk
from wirefeed.app import running
from wirefeed.config.settings import DatabaseSettings, Settings
from wirefeed.errors import RateLimited, StoreUnavailable, Unreachable
from wirefeed.model.feed import FeedState
from wirefeed.pipeline.poll import poll
from wirefeed.store import open_store
from wirefeed.testing import NOON, ScriptedTransport, a_feed

FEED = a_feed()
UNTIL = NOON + timedelta(minutes=20)
QUIET = RateLimited("asked for quiet", feed=FEED.name, status=429, retry_after=UNTIL)


@pytest.fixture
def store(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/wirefeed.db")) as store:
        with store.write() as unit:
            unit.sync_feeds([FEED])
        yield store


def stored(store):
    with store.read() as unit:
        return unit.feed_states()[FEED.name]


class Writer(ThreadPoolExecutor):
    """One thread; ``wanted`` once a second piece of work was given to it."""

    def __init__(self):
        super().__init__(max_workers=1)
        self.wanted, self._times = asyncio.Event(), 0

    def submit(self, *work):
        """Note that there is work."""
        self._times += 1
        if self._times == 2:
            self.wanted.set()
        return super().submit(*work)


def polled_behind_a_merge(store, error):
    """Poll while the writer is busy; what is stored by the time the poll waits for the writer, and at the end."""
    over = threading.Event()

    async def run(desk):
        busy = asyncio.create_task(desk.write(over.wait))
        task = asyncio.create_task(poll(desk, FEED, FeedState()))
        await desk.writer.wanted.wait()
        meanwhile = stored(store)
        over.set()
        await asyncio.gather(busy, task)
        return meanwhile

    with Writer() as writer, ThreadPoolExecutor(1, "beside") as second:
        desk = a_desk(store, ScriptedTransport({FEED.name: [error]}), writer, second)
        return asyncio.run(run(desk)), stored(store)


def test_a_wish_for_quiet_does_not_wait_for_a_merge(store):
    meanwhile, after = polled_behind_a_merge(store, QUIET)
    assert meanwhile.quiet_until == after.quiet_until == UNTIL
    assert meanwhile.next_due_at == after.next_due_at
    assert after.failures == 1


def test_any_other_failure_waits_its_turn(store):
    meanwhile, after = polled_behind_a_merge(store, Unreachable("away", feed=FEED.name))
    assert meanwhile.failures == 0
    assert after.failures == 1


def test_a_store_that_fails_just_then_is_left_to_the_writer(store, monkeypatch):
    real, failed = store.write, []

    def once_unavailable():
        if threading.current_thread().name.startswith("beside") and not failed:
            failed.append(True)
            raise StoreUnavailable("locked")
        return real()

    monkeypatch.setattr(store, "write", once_unavailable)
    _, after = polled_behind_a_merge(store, QUIET)
    assert failed
    assert after.quiet_until == UNTIL


@pytest.mark.parametrize(("url", "beside"), [("sqlite://", False), ("sqlite:///{}/wirefeed.db", True)])
def test_a_database_of_one_connection_is_written_by_one_thread(url, beside, tmp_path):
    async def has_one(app):
        async with app.desk() as desk:
            return desk.beside is not None

    with running(Settings(database=DatabaseSettings(url=url.format(tmp_path)))) as app:
        assert asyncio.run(has_one(app)) is beside
