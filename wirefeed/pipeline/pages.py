"""The article pages of one pass: fetch those that are owed, read, judge, store. A page that fails never fails its feed.

::

    owed_pages ─> fetch_page ─ Fetched ──> reader.read ──> keep, judge, apply, settle   (one transaction)
                             ├ Deferred ─> due later
                             └ error ────> due later, or given up with a line in the ledger

That a page is owed stands in the database from the poll that brought the item until the transaction that stores the page: a crash
between costs one more request and nothing else. It decides nothing about feeds.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from wirefeed.dedup.rules import DedupRules
from wirefeed.errors import FormatError, StoreError, TransportError
from wirefeed.model.delivery import Deferred, Delivery, Fault, FaultKind, Fetched, NotModified
from wirefeed.model.feed import Feed, FullText
from wirefeed.pipeline.ingest import add, judge_and_apply
from wirefeed.pipeline.poll import Desk
from wirefeed.pipeline.ports import Applied, OwedPage, Reading, Store

log = structlog.get_logger(module=__name__)
MOST_A_PASS: Final = 50
"""Pages of one feed fetched in one pass; the newest first, the others next time."""
ATTEMPTS: Final = 6
FIRST_WAIT: Final = timedelta(minutes=5)
LONGEST_WAIT: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesRead:
    """What a pass over owed pages came to: ``fetched`` pages came, ``failed`` did not or said nothing more."""

    fetched: int = 0
    failed: int = 0
    applied: Applied = Applied()


async def fetch_pages(desk: Desk, feeds: Mapping[str, Feed], *, only: Iterable[str] = ()) -> PagesRead:
    """Fetch the pages that are due of ``feeds`` (or of those named in ``only``). Only a failing store raises."""
    wanted = set(only)
    names = [name for name, feed in feeds.items() if feed.full_text is FullText.PAGE and (not wanted or name in wanted)]
    pages = desk.pages
    if pages is None or not names:
        return PagesRead()
    owed = await desk.write(lambda: _owed(desk, names))
    results = await asyncio.gather(*(_page(desk, feeds[one.item.feed], one) for one in owed))
    total = PagesRead()
    for result in results:
        total = PagesRead(
            fetched=total.fetched + result.fetched, failed=total.failed + result.failed, applied=add(total.applied, result.applied)
        )
    if owed:
        log.info("pages", asked=len(owed), fetched=total.fetched, failed=total.failed, revised=total.applied.revised)
    return total


def next_attempt(attempts: int, now: datetime, jitter: float) -> datetime:
    """When a page that failed ``attempts`` times is asked for again: twice as late each time, at most a day."""
    wait: timedelta = min(FIRST_WAIT * (1 << max(0, attempts - 1)), LONGEST_WAIT)
    return now + wait * (1 + jitter / 10)


def _owed(desk: Desk, names: list[str]) -> tuple[OwedPage, ...]:
    with desk.store.read() as unit:
        return unit.owed_pages(names, desk.clock(), MOST_A_PASS)


async def _page(desk: Desk, feed: Feed, owed: OwedPage) -> PagesRead:
    """One page, from the request to the transaction that stores it. What ends in a way nobody thought of has failed, and costs no other."""
    try:
        return await _take_in(desk, feed, owed)
    except StoreError:
        raise
    except TransportError as refused:
        why, wait, retryable = str(refused), getattr(refused, "retry_after", None), refused.retryable
    except Exception as error:
        log.exception("a page ended in a way nobody thought of", feed=feed.name)
        why, wait, retryable = f"ended in a way nobody thought of ({type(error).__name__}): see the log", None, True
    await desk.write(lambda: _failed(desk, owed, why, wait=wait, retryable=retryable))
    return PagesRead(failed=1)


async def _take_in(desk: Desk, feed: Feed, owed: OwedPage) -> PagesRead:
    match await _fetch(desk, feed, owed):
        case Deferred(until=until):
            await desk.write(lambda: _put_off(desk, owed, until))
            return PagesRead()
        case NotModified():
            await desk.write(lambda: _settle(desk, owed))
            return PagesRead()
        case Fetched(deliveries=(delivery, *_)):
            return await _read(desk, feed, owed, delivery)
        case Fetched():
            await desk.write(lambda: _settle(desk, owed))
            return PagesRead(failed=1)


async def _fetch(desk: Desk, feed: Feed, owed: OwedPage) -> Fetched | NotModified | Deferred:
    assert desk.pages is not None  # noqa: S101 - asked before
    return await desk.pages.fetch_page(feed, owed.item.url or "", desk.clock())


async def _read(desk: Desk, feed: Feed, owed: OwedPage, delivery: Delivery) -> PagesRead:
    page = Delivery(
        feed=feed.name,
        url=delivery.url,
        body=delivery.body,
        fetched_at=delivery.fetched_at,
        content_type=delivery.content_type,
        page=True,
        page_of=owed.item,
    )
    try:
        reading = await desk.reader.read(page, feed, frozenset())
    except FormatError as error:
        fault = Fault(kind=FaultKind.UNREADABLE, where=page.url, message=f"article page: {error}")
        nothing = Reading(format="article", items=(), faults=(fault,))
        await desk.write(lambda: store_page(desk.store, owed, page, nothing, rules=desk.rules.dedup, now=desk.clock()))
        return PagesRead(failed=1)
    applied = await desk.write(lambda: store_page(desk.store, owed, page, reading, rules=desk.rules.dedup, now=desk.clock()))
    return PagesRead(fetched=1 if reading.items else 0, failed=0 if reading.items else 1, applied=applied)


def store_page(store: Store, owed: OwedPage, page: Delivery, reading: Reading, *, rules: DedupRules, now: datetime) -> Applied:
    """The page's bytes, faults and item, and that it is owed no more: whole or not at all.

    Where the item changed while its page was on the way, that page is put by; the later version asks for its own.
    """
    with store.write() as unit:
        unit.keep(page)
        unit.drop(page.feed, page.sha256, reading.faults, now)
        applied = Applied()
        if unit.is_current(owed):
            applied = judge_and_apply(unit, reading.items, rules=rules, now=now)
        unit.settle_page(owed, page.sha256, now)
    return applied


def _failed(desk: Desk, owed: OwedPage, why: str, *, wait: datetime | None, retryable: bool) -> None:
    """A page that did not come: asked for again later, not before ``wait``, or given up and said so."""
    now, attempts = desk.clock(), owed.attempts + 1
    with desk.store.write() as unit:
        if retryable and attempts < ATTEMPTS:
            unit.defer_page(owed, max(wait or now, next_attempt(attempts, now, desk.jitter())), attempts, why)
            return
        kept = "the feed's text is kept" if not retryable else f"given up after {attempts} attempts; the feed's text is kept"
        fault = Fault(kind=FaultKind.NO_PAGE, where=owed.item.guid[:200], message=f"{why}; {kept}")
        unit.drop(owed.item.feed, None, (fault,), now)
        unit.settle_page(owed, None, now)


def _put_off(desk: Desk, owed: OwedPage, until: datetime) -> None:
    with desk.store.write() as unit:
        unit.defer_page(owed, until, owed.attempts, None)


def _settle(desk: Desk, owed: OwedPage) -> None:
    with desk.store.write() as unit:
        unit.settle_page(owed, None, desk.clock())
