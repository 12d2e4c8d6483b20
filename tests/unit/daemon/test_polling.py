"""A feed that is told of news while it is being polled may have been asked too early: it is polled again at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from time import monotonic

import pytest

from wirefeed.app import rules_of
from wirefeed.config.settings import Settings
from wirefeed.daemon.health import Health
from wirefeed.daemon.observed import Observed
from wirefeed.daemon.polling import Polling
from wirefeed.model.delivery import NotModified
from wirefeed.model.feed import Cursor
from wirefeed.pipeline.poll import Desk
from wirefeed.store import open_store
from wirefeed.testing import FixedClock, ScriptedTransport, a_feed
from wirefeed.work.reading import InlineReader

FEED = a_feed()


class Slow(ScriptedTransport):
    """Answers when it is let."""

    def __init__(self):
        super().__init__({FEED.name: [NotModified(cursor=Cursor(), status=304)]})
        self.was_asked, self.may_answer = asyncio.Event(), asyncio.Event()

    async def fetch(self, feed, cursor, now):
        """The answer, late."""
        outcome = await super().fetch(feed, cursor, now)
        self.was_asked.set()
        await self.may_answer.wait()
        return outcome


@pytest.mark.parametrize(("hurried", "waits"), [(False, True), (True, False)])
def test_a_poll_under_way_is_followed_by_another_only_if_it_was_hurried(tmp_path, hurried, waits):
    async def poll_once() -> bool:
        with closing(open_store(f"sqlite:///{tmp_path}/a.db")) as store, ThreadPoolExecutor(max_workers=1) as writer:
            desk = Desk(
                store=store,
                transport=Slow(),
                reader=InlineReader(),
                rules=rules_of(Settings()),
                clock=FixedClock(),
                writer=writer,
                jitter=lambda: 0.0,
            )
            polling = Polling(desk, Health(), Observed())
            await polling.take_up(desk, {FEED.name: FEED})
            polling.dispatch()
            await desk.transport.was_asked.wait()
            if hurried:
                polling.hurry(FEED.name)
            desk.transport.may_answer.set()
            await asyncio.wait(polling.running)
            await asyncio.sleep(0)
            return not polling._agenda.pop(monotonic())

    assert asyncio.run(poll_once()) is waits
