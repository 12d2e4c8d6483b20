"""What the store holds of the items a batch of changes is about. It changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, bindparam, or_, select

from wirefeed.model.ids import ItemKey
from wirefeed.model.item import Item, PubStatus
from wirefeed.store import tables as t
from wirefeed.store.items import whole
from wirefeed.store.rows import Row, Values, item_of, name_hash
from wirefeed.store.session import Session, chunks


@dataclass(slots=True, kw_only=True)
class Standing:
    """One item, kept up while a batch is planned: the head of its row, and what of its newest version decisions need.

    ``version`` is 0 until the first is planned; ``stored`` are the packed shingles that are indexed in the database now.
    """

    number: int
    feed: int
    key: ItemKey
    version: int
    shown: int | None
    unplaced: bool
    published_at: datetime
    first_seen_at: datetime
    last_seen_at: datetime
    stale_since: datetime | None
    corrected_by: int | None
    fingerprinted: bool
    status: PubStatus
    shown_status: PubStatus | None
    content_hash: str
    kind: str
    source_version: str | None
    shingles: bytes
    stored: bytes
    story: str | None
    fresh: bool = False
    moved: bool = False

    def insert_row(self) -> Values:
        """The item's row."""
        return {
            "number": self.number,
            "feed": self.feed,
            "guid": self.key.guid,
            "name_hash": name_hash(self.key.feed, self.key.guid),
            "version": self.version,
            "shown": self.shown,
            "unplaced": self.unplaced,
            "published_at": self.published_at,
            "first_seen_at": self.first_seen_at,
            "last_seen_at": self.last_seen_at,
            "stale_since": self.stale_since,
            "corrected_by": self.corrected_by,
            "fingerprinted": self.fingerprinted,
        }

    def update_row(self) -> Values:
        """The columns that can change."""
        row = self.insert_row()
        for fixed in ("feed", "guid", "name_hash", "first_seen_at"):
            del row[fixed]
        row["number_"] = row.pop("number")
        return row

    def is_newest(self, item: Item) -> bool:
        """Whether ``item`` is this item's newest version once more: a retry after a commit whose answer was lost."""
        return (self.content_hash, self.status, self.kind, self.source_version) == (
            item.content_hash,
            item.pubstatus,
            item.kind.value,
            item.source_version,
        )


class Standings(Session):
    """The part of a unit that loads standings."""

    def standings(self, keys: Iterable[ItemKey]) -> dict[ItemKey, Standing]:
        """The items of these names that are stored."""
        names = {name_hash(key.feed, key.guid): key for key in keys}
        found: dict[ItemKey, Standing] = {}
        for chunk in chunks(sorted(names)):
            rows = self.connection.execute(_STANDINGS, {"names": chunk}).mappings()
            found.update((names[row["name_hash"]], _standing(row, names[row["name_hash"]])) for row in rows)
        return found

    def bodies(self, numbers: Iterable[int]) -> dict[int, tuple[Item, bytes]]:
        """For each item the version that is shown (the newest where none is), with its features."""
        found: dict[int, tuple[Item, bytes]] = {}
        for chunk in chunks(sorted(numbers)):
            for row in self.connection.execute(_BODIES, {"items": chunk}).mappings():
                found[row["item"]] = (item_of(row), row["features"])
        return found


def open_standing(number: int, feed: int, item: Item) -> Standing:
    """An item that is not stored yet."""
    return Standing(
        number=number,
        feed=feed,
        key=item.key,
        version=0,
        shown=None,
        unplaced=False,
        published_at=item.published_at,
        first_seen_at=item.received_at,
        last_seen_at=item.received_at,
        stale_since=None,
        corrected_by=None,
        fingerprinted=False,
        status=item.pubstatus,
        shown_status=None,
        content_hash="",
        kind="",
        source_version=None,
        shingles=b"",
        stored=b"",
        story=None,
        fresh=True,
    )


_HEAD: Final = (
    "number",
    "feed",
    "version",
    "shown",
    "unplaced",
    "published_at",
    "first_seen_at",
    "last_seen_at",
    "stale_since",
    "corrected_by",
    "fingerprinted",
)


def _standing(row: Row, key: ItemKey) -> Standing:
    shown = row["shown_status"]
    head: dict[str, Any] = {name: row[name] for name in _HEAD}
    return Standing(
        key=key,
        status=PubStatus(row["pubstatus"]),
        shown_status=None if shown is None else PubStatus(shown),
        content_hash=row["content_hash"],
        kind=row["kind"],
        source_version=row["source_version"],
        shingles=row["shingles"],
        stored=row["shingles"],
        story=row["story"],
        **head,
    )


_i, _v, _m = t.item, t.item_version, t.member
_s = _v.alias("shown_version")
_STANDINGS: Final = (
    select(
        *(_i.c[name] for name in (*_HEAD, "name_hash")),
        *(_v.c[name] for name in ("pubstatus", "content_hash", "kind", "source_version", "shingles")),
        _s.c.pubstatus.label("shown_status"),
        _m.c.story,
    )
    .join_from(_i, _v, and_(_v.c.item == _i.c.number, _v.c.version == _i.c.version))
    .outerjoin(_s, and_(_s.c.item == _i.c.number, _s.c.version == _i.c.shown))
    .outerjoin(_m, _m.c.item == _i.c.number)
    .where(_i.c.name_hash.in_(bindparam("names", expanding=True)))
)
_BODIES: Final = whole().where(
    _i.c.number.in_(bindparam("items", expanding=True)),
    or_(_v.c.version == _i.c.shown, and_(_i.c.shown.is_(None), _v.c.version == _i.c.version)),
)
