"""One push of one feed: the same stops as a poll, from the bytes on. Whether it is genuine was decided before (transports.websub)."""

from dataclasses import replace

import structlog

from wirefeed.model.delivery import Delivery, Fetched
from wirefeed.model.feed import Feed, FeedState
from wirefeed.pipeline.poll import Desk, Polled, take_in

log = structlog.get_logger(module=__name__)


async def receive(desk: Desk, feed: Feed, state: FeedState, delivery: Delivery) -> Polled:
    """Store what a hub pushed. A document nobody can read is kept and told, and is an outcome; only a failing store raises."""
    started = desk.clock()
    fetched = Fetched(deliveries=(delivery,), cursor=replace(state.cursor, marks=frozenset()))
    pushed = await take_in(desk, feed, state, fetched, started, pushed=True)
    counts = pushed.applied
    log.info(
        "push",
        feed=feed.name,
        outcome=pushed.outcome,
        bytes=len(delivery.body),
        new=counts.new + counts.near_duplicate,
        revised=counts.revised,
        killed=counts.killed,
        error=pushed.error,
    )
    return pushed
