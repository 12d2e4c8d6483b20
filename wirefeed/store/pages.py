"""Article pages still owed to items, and the ones that came. When a page is asked for again is decided in ``pipeline.pages``."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import and_, bindparam, delete, func, select, update

from wirefeed.model.ids import ItemKey
from wirefeed.model.item import PubStatus
from wirefeed.pipeline.ports import OwedPage
from wirefeed.store import tables as t
from wirefeed.store.archive import Archive
from wirefeed.store.dialect import Moment, ignoring, replacing
from wirefeed.store.items import whole
from wirefeed.store.rows import item_of, name_hash, storable_or_none
from wirefeed.store.session import chunks


class Pages(Archive):
    """The part of a unit that knows which pages are owed."""

    def owe_pages(self, keys: Sequence[ItemKey], now: datetime) -> None:
        """The pages of these items, as they stand now, are to be fetched, one owed already anew; items not stored are passed over."""
        names = [name_hash(key.feed, key.guid) for key in keys]
        rows = [row for chunk in chunks(names) for row in self.connection.execute(_STANDING, {"names": chunk}).mappings()]
        saving = replacing(self.backend, t.owed_page, "version", "due_at", "attempts", "last_error")
        fresh = {"due_at": now, "attempts": 0, "last_error": None}
        self.run(saving, [{"item": row["number"], "version": row["version"], **fresh} for row in rows])

    def owed_pages(self, feeds: Sequence[str], now: datetime, limit: int) -> tuple[OwedPage, ...]:
        """Pages that are due at ``now``, those of the newest items first; at most ``limit`` of each of ``feeds``."""
        found: list[OwedPage] = []
        for feed in feeds:
            rows = self.connection.execute(_OWED, {"feed": feed, "now": now, "limit": limit}).mappings()
            found.extend(OwedPage(number=row["item"], version=row["version"], attempts=row["attempts"], item=item_of(row)) for row in rows)
        return tuple(found)

    def owed_count(self) -> int:
        """How many pages are still owed, due or not."""
        return self.connection.scalar(_COUNT) or 0

    def is_current(self, owed: OwedPage) -> bool:
        """Whether the item still stands at the version the page was fetched for."""
        return self.connection.scalar(_VERSION, {"item_": owed.number}) == owed.version

    def settle_page(self, owed: OwedPage, delivery_sha256: str | None, now: datetime) -> None:
        """The page is owed no more, unless a later version of the item asked for it meanwhile; which delivery it was, if any came."""
        self.connection.execute(_SETTLE, {"item_": owed.number, "version_": owed.version})
        number = self.delivery_numbers([delivery_sha256]).get(delivery_sha256) if delivery_sha256 else None
        if number is not None:
            self.connection.execute(ignoring(self.backend, t.item_page), {"delivery": number, "item": owed.number, "fetched_at": now})

    def pages_read(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The guids of the items whose article page a delivery was, by feed and hash of the delivery."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for feed, sha256, guid in self.connection.execute(_READ):
            found[feed, sha256] = (*found.get((feed, sha256), ()), guid)
        return found

    def defer_page(self, owed: OwedPage, due_at: datetime, attempts: int, error: str | None) -> None:
        """The page stays owed and is due at ``due_at``."""
        values = {"item_": owed.number, "version_": owed.version, "due_at": due_at, "attempts": attempts}
        self.connection.execute(_DEFER, {**values, "last_error": storable_or_none(error)})


_o, _i, _v, _f = t.owed_page, t.item, t.item_version, t.feed
_STANDING: Final = (
    select(_i.c.number, _i.c.version)
    .join_from(_i, _v, and_(_v.c.item == _i.c.number, _v.c.version == _i.c.version))
    .where(_i.c.name_hash.in_(bindparam("names", expanding=True)), _v.c.url.is_not(None), _v.c.pubstatus != PubStatus.CANCELED.value)
    .order_by(_i.c.number)
)
_OWED: Final = (
    whole(_o.c.attempts)
    .join(_o, and_(_o.c.item == _v.c.item, _o.c.version == _v.c.version))
    .where(_f.c.name == bindparam("feed"), _o.c.due_at <= bindparam("now", type_=Moment))
    .order_by(_i.c.published_at.desc(), _i.c.number)
    .limit(bindparam("limit"))
)
_COUNT: Final = select(func.count()).select_from(_o)
_VERSION: Final = select(_i.c.version).where(_i.c.number == bindparam("item_"))
_MINE: Final = and_(_o.c.item == bindparam("item_"), _o.c.version == bindparam("version_"))
_SETTLE: Final = delete(_o).where(_MINE)
_READ: Final = (
    select(_f.c.name, t.delivery.c.sha256, _i.c.guid)
    .join_from(t.item_page, _i, _i.c.number == t.item_page.c.item)
    .join(_f, _f.c.number == _i.c.feed)
    .join(t.delivery, t.delivery.c.number == t.item_page.c.delivery)
    .order_by(_i.c.number)
)
_DEFER: Final = (
    update(_o)
    .where(_MINE)
    .values(due_at=bindparam("due_at", type_=Moment), attempts=bindparam("attempts"), last_error=bindparam("last_error"))
)
