"""One round: poll every due feed, fetch the pages owed, place what is new, compose what changed. It does not decide when the next is.

::

    sync feeds ─> free embargoes ─> poll (all due feeds, concurrently) ─> article pages ─> place ─> merge ─> Round
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

from wirefeed.model.feed import Feed, FeedState
from wirefeed.pipeline import pace
from wirefeed.pipeline.across import listen_beside
from wirefeed.pipeline.merge import Merged, merge
from wirefeed.pipeline.pages import PagesRead, fetch_pages
from wirefeed.pipeline.place import Seating, place
from wirefeed.pipeline.poll import Desk, Polled, poll


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a round did: every poll, and the stories that are new, changed or withdrawn. ``idle`` counts feeds that were not due."""

    polls: tuple[Polled, ...]
    merged: Merged
    placed: int
    released: int
    idle: int
    pages: PagesRead


async def run_round(
    desk: Desk,
    seating: Seating,
    feeds: Mapping[str, Feed],
    *,
    force: bool = False,
    only: Collection[str] = (),
    told: Callable[[Polled], None] = lambda _: None,
) -> Round:
    """Run one round over ``feeds`` (or those named in ``only``); ``force`` polls them due or not, ``told`` hears of each poll."""
    states, released = await desk.write(lambda: prepare(desk, feeds))
    keep_quiet(desk, feeds, states)
    now = desk.clock()
    chosen = [feed for name, feed in feeds.items() if not only or name in only]
    due = [feed for feed in chosen if force or pace.due(states[feed.name], now)]
    polls = await asyncio.gather(*(_tell(poll(desk, feed, states[feed.name]), told) for feed in due))
    pages = await fetch_pages(desk, {feed.name: feed for feed in chosen})
    placed = await desk.write(lambda: place(desk.store, seating, desk.clock()))
    await listen_beside(desk, seating)
    merged = await desk.write(lambda: merge(desk.store, desk.rules, desk.clock(), composer=desk.composer))
    return Round(polls=tuple(polls), merged=merged, placed=placed, released=released, idle=len(chosen) - len(due), pages=pages)


def prepare(desk: Desk, feeds: Mapping[str, Feed]) -> tuple[Mapping[str, FeedState], int]:
    """Make the store follow the configuration; return every feed's state and how many embargoes ended."""
    with desk.store.write() as unit:
        unit.sync_feeds(tuple(feeds.values()))
        return unit.feed_states(), unit.release_embargoes(desk.clock())


def keep_quiet(desk: Desk, feeds: Mapping[str, Feed], states: Mapping[str, FeedState]) -> None:
    """Leave hosts alone that asked for quiet before this process began."""
    now = desk.clock()
    for name, feed in feeds.items():
        until = states[name].quiet_until
        if until is not None and until > now:
            desk.transport.hush(feed.url, min(until, now + pace.RETRY_AFTER_CAP), now)


async def _tell(polling: Awaitable[Polled], told: Callable[[Polled], None]) -> Polled:
    polled = await polling
    told(polled)
    return polled
