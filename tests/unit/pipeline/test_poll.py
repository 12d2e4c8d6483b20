"""One poll: what a host asks for outlasts a kill."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from threading import Event

from wirefeed.app import rules_of
from wirefeed.config.settings import Settings
from wirefeed.errors import RateLimited
from wirefeed.model.feed import FeedState
from wirefeed.pipeline.poll import Desk, poll
from wirefeed.testing import NOON, FixedClock, ScriptedTransport, a_feed, memory_store
from wirefeed.work.reading import InlineReader
from wirefeed.work.writing import WriterThread

FEED = a_feed()
UNTIL = NOON + timedelta(minutes=5)


def test_that_a_host_wants_quiet_is_stored_before_everything_that_waits_to_be_stored():
    """A process killed with a queue of documents before its writer would otherwise ask again too soon after its next start."""
    store, busy, seen = memory_store(), Event(), []
    with store.write() as unit:
        unit.sync_feeds([FEED])

    def waiting() -> None:
        with store.read() as unit:
            seen.append(unit.feed_states()[FEED.name].quiet_until)

    async def live(writer: WriterThread) -> None:
        limited = RateLimited("slow down", feed=FEED.name, status=429, retry_after=UNTIL)
        desk = Desk(
            store=store,
            transport=ScriptedTransport({FEED.name: [limited]}),
            reader=InlineReader(),
            rules=rules_of(Settings()),
            clock=FixedClock(),
            writer=writer,
            jitter=lambda: 0.0,
        )
        writer.submit(busy.wait, 30)
        before = [asyncio.ensure_future(desk.write(waiting)) for _ in range(3)]
        polling = asyncio.ensure_future(poll(desk, FEED, replace(FeedState(), polls=1)))
        await asyncio.sleep(0.05)
        busy.set()
        await asyncio.gather(polling, *before)

    with WriterThread() as writer:
        asyncio.run(live(writer))
    store.close()
    assert seen == [UNTIL] * 3
