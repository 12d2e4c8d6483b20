"""Build everything anew from the archived bytes, in the order they came in, and compare. It fetches nothing and writes to no source.

::

    archive ─> by feed document ──> read ──> ingest ─┐
            ├> by article page ───> read, judge ─────┤
            └> by import line ────> judge, apply ────┴─> place, merge (whenever the wires paused) ─> Replayed
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Final, Protocol

import structlog

from wirefeed.errors import FormatError
from wirefeed.model.delivery import Delivery, Fetched
from wirefeed.model.feed import Agency, Cursor, Feed, FeedState
from wirefeed.model.ids import ItemKey
from wirefeed.pipeline.across import listen
from wirefeed.pipeline.imports import import_lines, read_lines
from wirefeed.pipeline.ingest import Intake, ingest
from wirefeed.pipeline.merge import merge
from wirefeed.pipeline.pages import store_page
from wirefeed.pipeline.place import Seating, place
from wirefeed.pipeline.ports import OwedPage, Reader, Reading, Store
from wirefeed.pipeline.rules import Rules

log = structlog.get_logger(module=__name__)
PAUSE: Final = timedelta(seconds=2)
"""A pause between two polls in which the daemon would have placed and merged what came in."""
IMPORTED: Final = "import:"

LONG_AGO: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""When a page is due that is read at once: before any other that is owed."""

Poll = Sequence[Delivery]
Pages = Mapping[tuple[str, str], tuple[str, ...]]
"""The guids of the items whose article page a delivery was, by feed and hash."""


class Archive(Protocol):
    """What a replay asks of the database it reads."""

    def received(self) -> Iterator[Delivery]:
        """Every delivery in the order it came in, one body at a time."""
        ...

    def pages_read(self) -> Pages:
        """Which deliveries were article pages."""
        ...


@dataclass(kw_only=True)
class Replay:
    """A replay into an empty store. ``feeds`` are those of the archive by name; ``now`` is when imports are composed."""

    target: Store
    reader: Reader
    feeds: Mapping[str, Feed]
    rules: Rules
    seating: Seating
    now: datetime
    states: dict[str, FeedState] = field(default_factory=dict)
    deliveries: int = 0
    unread: int = 0

    async def run(self, archive: Archive, told: Callable[[int], None] = lambda _: None) -> None:
        """Take in the whole archive."""
        with self.target.write() as unit:
            unit.add_feeds(tuple(self.feeds.values()))
        pages, latest = archive.pages_read(), None
        for imported, deliveries in groupby(archive.received(), lambda delivery: delivery.url.startswith(IMPORTED)):
            if imported:
                self._import(self._counted(deliveries, told))
                continue
            for poll in polls(deliveries, pages):
                if latest is not None and poll[0].fetched_at - latest > PAUSE:
                    self._weave(latest)
                latest = poll[0].fetched_at
                guids = pages.get((poll[0].feed, poll[0].sha256), ())
                if not (guids and await self._page(poll[0], guids)):
                    await self._poll(poll)
                self.deliveries += len(poll)
                told(len(poll))
        if latest is not None:
            self._weave(latest)
        log.info("replay", deliveries=self.deliveries, unread=self.unread)

    def _counted(self, deliveries: Iterable[Delivery], told: Callable[[int], None]) -> Iterator[bytes]:
        for delivery in deliveries:
            self.deliveries += 1
            told(1)
            yield delivery.body

    async def _poll(self, poll: Poll) -> None:
        feed, now = self.feeds[poll[0].feed], poll[0].fetched_at
        state = self.states.get(feed.name, FeedState())
        readings: list[tuple[Delivery, Reading]] = []
        unread: list[tuple[Delivery, FormatError]] = []
        for delivery in poll:
            try:
                readings.append((delivery, await self.reader.read(delivery, feed, state.cursor.digests)))
            except FormatError as error:
                unread.append((delivery, error))
        self.unread += len(unread)
        fetched = Fetched(deliveries=tuple(poll), cursor=Cursor(body_sha256=poll[-1].sha256))
        intake = Intake(fetched=fetched, readings=tuple(readings), unread=tuple(unread))
        stored = ingest(self.target, feed, state, intake, rules=self.rules.dedup, now=now, jitter=0.0, seconds=0.0)
        self.states[feed.name] = stored.state

    async def _page(self, delivery: Delivery, guids: Sequence[str]) -> bool:
        """Let an article page complete its items again. False where it is none of theirs: an item may link to its feed's own document."""
        feed, now, was_one = self.feeds[delivery.feed], delivery.fetched_at, False
        for guid in guids:
            owed = self._owe(ItemKey(feed=feed.name, guid=guid))
            if owed is None:
                continue
            page = replace(delivery, page=True, page_of=owed.item)
            try:
                reading = await self.reader.read(page, feed, frozenset())
            except FormatError:
                with self.target.write() as unit:
                    unit.settle_page(owed, None, now)
                return False
            store_page(self.target, owed, page, reading, rules=self.rules.dedup, now=now)
            was_one = True
        return was_one

    def _owe(self, key: ItemKey) -> OwedPage | None:
        """The item as it stands, its page owed; None where it is withdrawn, or not there."""
        with self.target.write() as unit:
            unit.owe_pages((key,), LONG_AGO)
            return next(iter(unit.owed_pages((key.feed,), LONG_AGO, 1)), None)

    def _import(self, bodies: Iterable[bytes]) -> None:
        """One import, or several in a row: in the batches of an import, composed at its end."""
        agencies: dict[str, Agency] = {feed.agency.key: feed.agency for feed in self.feeds.values()}
        lines = read_lines(bodies, agencies, "the archive")
        import_lines(self.target, self.seating, lines, rules=self.rules, now=self.now)

    def _weave(self, now: datetime) -> None:
        with self.target.write() as unit:
            unit.release_embargoes(now)
        place(self.target, self.seating, now, after=lambda: listen(self.target, self.seating, now))
        merge(self.target, self.rules, now)


def polls(deliveries: Iterable[Delivery], pages: Pages) -> Iterator[Poll]:
    """Deliveries that came in together: the files of one look into a folder. An article page is always alone."""
    for _, group in groupby(deliveries, lambda one: (one.feed, one.fetched_at, (one.feed, one.sha256) in pages and one.sha256)):
        yield tuple(group)
