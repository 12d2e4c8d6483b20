"""Feeds, agencies and the history of polls. When a feed is polled is decided in ``pipeline.pace``."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, insert, select, update

from wirefeed.model.feed import Agency, Box, Feed, FeedState, FeedStatus
from wirefeed.pipeline.ports import FetchRecord
from wirefeed.store import tables as t
from wirefeed.store.dialect import Moment, ignoring, replacing
from wirefeed.store.rows import Row, agency_of, agency_row, pack_words, state_of, state_row, storable_or_none
from wirefeed.store.session import Session
from wirefeed.text.redact import masked


class Feeds(Session):
    """The part of a unit that knows feeds."""

    def sync_feeds(self, feeds: Sequence[Feed]) -> None:
        """Make the feed and agency rows follow the configuration; rows of feeds no longer configured become disabled.

        A feed whose address changed starts afresh: validators and digests belong to the old address. Addresses are stored and compared
        without their secrets.
        """
        known = self.agencies()
        saving = replacing(self.backend, t.agency, "name", "quoted_as", "timezone", "parents")
        self.run(saving, [agency_row(agency) for agency in _agencies(feeds) if known.get(agency.key) != agency])
        have = {row["name"]: row for row in self.connection.execute(_ROSTER).mappings()}
        self._insert(feed for feed in feeds if feed.name not in have)
        changed = [feed for feed in feeds if feed.name in have and _differs(feed, have[feed.name])]
        self.run(_UPDATE, [{"name_": feed.name, "agency": feed.agency.key, "url": masked(feed.url)} for feed in changed])
        fresh = [feed for feed in changed if masked(feed.url) != have[feed.name]["url"]]
        self.run(_UPDATE, [{"name_": feed.name, **state_row(FeedState())} for feed in fresh])
        revived = [feed for feed in changed if feed not in fresh and have[feed.name]["status"] == FeedStatus.DISABLED]
        self.run(_UPDATE, [{"name_": feed.name, "status": _revived(have[feed.name])} for feed in revived])
        configured = {feed.name for feed in feeds}
        gone = [name for name, row in have.items() if name not in configured and row["status"] != FeedStatus.DISABLED]
        self.run(_UPDATE, [{"name_": name, "status": FeedStatus.DISABLED.value} for name in gone])

    def add_feeds(self, feeds: Sequence[Feed]) -> None:
        """Add feed and agency rows that are missing; such a feed is never polled until it is configured. Touches no other row."""
        missing = [feed for feed in feeds if feed.name not in self.feed_numbers(feed.name for feed in feeds)]
        if missing:
            self.run(ignoring(self.backend, t.agency), [agency_row(agency) for agency in _agencies(missing)])
            self._insert(missing, FeedState(status=FeedStatus.DISABLED))

    def feed_states(self) -> Mapping[str, FeedState]:
        """Every feed's state by name, configured ones never polled included."""
        return {row["name"]: state_of(row) for row in self.connection.execute(_STATES).mappings()}

    def save_feed(self, name: str, state: FeedState) -> None:
        """Replace one feed's state, cursor and box included. Raises InputError when there is no feed of that name."""
        self.feed_number(name)
        self.connection.execute(_UPDATE, {"name_": name, **state_row(state)})
        if box := state.cursor.box:
            row = {"feed": self.feed_number(name), "waiting": box.waiting, "failed": box.failed, "stuck": box.stuck}
            self.connection.execute(
                replacing(self.backend, t.drop_box, "waiting", "failed", "stuck", "why"), {**row, "why": storable_or_none(box.why)}
            )

    def boxes(self) -> Mapping[str, Box]:
        """How the drops stand, by feed, as their last poll saw them."""
        rows = self.connection.execute(_BOXES).mappings()
        return {row["name"]: Box(waiting=row["waiting"], failed=row["failed"], stuck=row["stuck"], why=row["why"]) for row in rows}

    def record_fetch(self, record: FetchRecord) -> None:
        """Append one row of the poll history, unless it is there already (a retry). Raises InputError when there is no such feed."""
        feed = self.feed_number(record.feed)
        if self.connection.scalar(_RECORDED, {"feed_": feed, "at_": record.at}):
            return
        self.connection.execute(
            _RECORD,
            {
                "feed": feed,
                "at": record.at,
                "outcome": record.outcome,
                "status": record.status,
                "items": record.items,
                "error": storable_or_none(record.error),
                "seconds": record.seconds,
                "delivery_sha256": pack_words(record.delivery_sha256),
            },
        )

    def items_since(self, feed: str, since: datetime) -> int:
        """How many items the polls of a feed since then brought. Raises InputError when there is no feed of that name."""
        return self.connection.scalar(_BROUGHT, {"feed_": self.feed_number(feed), "since": since}) or 0

    def agencies(self) -> Mapping[str, Agency]:
        """Every agency by key."""
        return {row["key"]: agency_of(row) for row in self.connection.execute(_AGENCIES).mappings()}

    def _insert(self, feeds: Iterable[Feed], state: FeedState = FeedState()) -> None:
        self.run(_INSERT, [{"name": feed.name, "agency": feed.agency.key, "url": masked(feed.url), **state_row(state)} for feed in feeds])


_NAMED: Final = t.feed.c.name == bindparam("name_")
_INSERT: Final = insert(t.feed)
_RECORD: Final = insert(t.poll)
_RECORDED: Final = select(t.poll.c.number).where(t.poll.c.at == bindparam("at_", type_=Moment), t.poll.c.feed == bindparam("feed_"))
_BROUGHT: Final = select(func.sum(t.poll.c["items"])).where(
    t.poll.c.at > bindparam("since", type_=Moment), t.poll.c.feed == bindparam("feed_")
)
_STATES: Final = select(t.feed)
_AGENCIES: Final = select(t.agency).order_by(t.agency.c.key)
_BOXES: Final = select(t.drop_box, t.feed.c.name).join_from(t.drop_box, t.feed)
_ROSTER: Final = select(t.feed.c.name, t.feed.c.agency, t.feed.c.url, t.feed.c.status, t.feed.c.last_success_at)
_UPDATE: Final = update(t.feed).where(_NAMED)  # what it sets are the keys of the rows handed in


def _agencies(feeds: Iterable[Feed]) -> list[Agency]:
    return list({feed.agency.key: feed.agency for feed in feeds}.values())


def _differs(feed: Feed, row: Row) -> bool:
    return (feed.agency.key, masked(feed.url)) != (row["agency"], row["url"]) or row["status"] == FeedStatus.DISABLED


def _revived(row: Row) -> str:
    """Where a feed stands that is configured again: as it stood, except for failures it may have had."""
    return (FeedStatus.OK if row["last_success_at"] else FeedStatus.NEW).value
