"""One feed that ends in a way nobody thought of costs no other feed its round."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from structlog.testing import capture_logs

from tests.unit.pipeline.desks import a_desk
from wirefeed.app import App
from wirefeed.config.settings import Settings
from wirefeed.model.delivery import Fetched
from wirefeed.model.feed import Cursor, FeedStatus
from wirefeed.pipeline.round import run_round
from wirefeed.store import open_store
from wirefeed.testing import ScriptedTransport, a_delivery, a_feed

GOOD, BAD = a_feed("tass-en"), a_feed("afp-en")
BODY = b"<rss version='2.0'><channel><title>Wire</title><item><guid>1</guid><title>Crane falls</title></item></channel></rss>"


class Cracked(ScriptedTransport):
    """Fails for one feed as no transport should."""

    async def fetch(self, feed, cursor, now):
        """A plain programming error."""
        if feed == BAD:
            raise KeyError("https://desk:hunter2@afp.example/")
        return await super().fetch(feed, cursor, now)


def test_an_error_nobody_thought_of_is_a_failed_poll_of_its_own_feed_alone(tmp_path):
    fetched = Fetched(deliveries=(a_delivery(BODY),), cursor=Cursor(), status=200)
    with closing(open_store(f"sqlite:///{tmp_path}/a.db")) as store, ThreadPoolExecutor(max_workers=1) as writer, capture_logs() as logged:
        desk = a_desk(store, Cracked({GOOD.name: [fetched]}), writer)
        seating = App(settings=Settings(), rules=desk.rules).seating
        done = asyncio.run(run_round(desk, seating, {feed.name: feed for feed in (BAD, GOOD)}))
        with store.read() as unit:
            state = unit.feed_states()[BAD.name]
    outcomes = {polled.feed: polled.outcome for polled in done.polls}
    assert outcomes == {"tass-en": "changed", "afp-en": "failed"}
    assert len(done.merged.new) == 1
    assert (state.status, state.failures, state.next_due_at > desk.clock()) == (FeedStatus.FAILING, 1, True)
    assert state.last_error == "ended in a way nobody thought of (KeyError): see the log"
    assert any(line["event"].startswith("a poll ended") and line["feed"] == "afp-en" for line in logged)
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        assert connection.execute("SELECT outcome, error LIKE '%hunter2%' FROM fetches WHERE feed = 'afp-en'").fetchall() == [("failed", 0)]
