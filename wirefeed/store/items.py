"""Items and their versions as the judge, the verifier and the composer ask for them. Storing judged items is ``changes``' part."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Boolean, Select, and_, bindparam, case, func, select, update

from wirefeed.dedup.keys import Key, asked
from wirefeed.model.ids import ItemRef
from wirefeed.model.item import Item, Kind, PubStatus
from wirefeed.model.match import Known
from wirefeed.store import tables as t
from wirefeed.store.dialect import Moment, flagged, within
from wirefeed.store.rows import Row, item_of, key_number, name_hash
from wirefeed.store.session import Session, chunks

_i, _v, _f, _d, _m = t.item, t.item_version, t.feed, t.delivery, t.member

WHOLE: Final = (_v, _i.c.guid, _f.c.name.label("feed"), _d.c.sha256.label("delivery_sha256"))
"""What ``rows.item_of`` needs; ``item_version.number`` and ``item`` come with it."""


def whole(*more: Any) -> Select[Any]:  # noqa: ANN401 - columns
    """Item versions with everything an Item is made of."""
    return (
        select(*WHOLE, *more)
        .join_from(_v, _i, _i.c.number == _v.c.item)
        .join(_f, _f.c.number == _i.c.feed)
        .join(_d, _d.c.number == _v.c.delivery)
    )


class Items(Session):
    """The part of a unit that knows items."""

    def known(self, feed: str, items: Sequence[Item]) -> tuple[Known, ...]:
        """Items of this feed that any key asked for ``items`` leads to, at their newest versions, oldest item first.

        A key that leads to many (a headline that comes every day) leads to the newest only.
        """
        keys = {key_number(feed, *key): key for item in items for key in asked(item)}
        led: dict[int, list[Key]] = defaultdict(list)
        rows = self.connection.execute(self.backend.postings("item_key"), {"hashes": self.backend.pack(keys)})
        for hashed, listed in rows:
            for number in listed.split(","):
                led[int(number)].append(keys[hashed])
        if not led:
            return ()
        numbers = {"numbers": self.backend.pack(sorted(led))}
        hashes: dict[int, list[str]] = defaultdict(list)
        for number, content_hash in self.connection.execute(within(self.backend, _HASHES, _v.c.item), numbers):
            hashes[number].append(content_hash)
        found = self.connection.execute(within(self.backend, _KNOWN, _i.c.number), {**numbers, "feed": feed}).mappings()
        return tuple(_known_of(row, feed, led[row["number"]], hashes[row["number"]]) for row in found)

    def heard(self, feed: str, most: int) -> tuple[tuple[str, str], ...]:
        """(headline, text) of the items a feed brought last, as they stand now; of the few thousand that came last to anybody."""
        rows = self.connection.execute(_HEARD, {"feed": feed, "most": most})
        return tuple((headline, text) for headline, text in rows)

    def item_versions(self, refs: Iterable[ItemRef]) -> Mapping[ItemRef, Item]:
        """Stored versions by name; those that are not stored are missing. Versions under embargo are given too."""
        wanted: dict[bytes, set[int]] = defaultdict(set)
        for ref in refs:
            wanted[name_hash(ref.feed, ref.guid)].add(ref.version)
        found: dict[ItemRef, Item] = {}
        for chunk in chunks(sorted(wanted)):
            for row in self.connection.execute(_BY_NAME, {"names": chunk}).mappings():
                if row["version"] in wanted[row["name_hash"]]:
                    item = item_of(row)
                    found[item.ref(row["version"])] = item
        return found

    def version_numbers(self, refs: Iterable[ItemRef]) -> dict[ItemRef, int]:
        """The numbers of stored versions that are not under embargo; others are missing."""
        wanted = {(name_hash(ref.feed, ref.guid), ref.version): ref for ref in refs}
        found: dict[ItemRef, int] = {}
        for chunk in chunks(sorted({name for name, _ in wanted})):
            for name, version, number in self.connection.execute(_NUMBERS, {"names": chunk}):
                if ref := wanted.get((name, version)):
                    found[ref] = number
        return found

    def release_embargoes(self, now: datetime) -> int:
        """Free held versions whose embargo has passed; returns how many items got a new current text.

        Items without a seat become unplaced; the stories of the others are dirty.
        """
        freed = self.connection.execute(_DUE, {"now": now}).mappings().all()
        if not freed:
            return 0
        self.run(_FREE, [{"number_": row["number"]} for row in freed])
        items = sorted({row["item"] for row in freed})
        after = {row["number"]: row for row in self.connection.execute(_STANDING, {"items": items}).mappings()}
        changed = [number for number in items if after[number]["top"] != after[number]["shown"]]
        self.run(_SHOW, [_shown_row(after[number]) for number in changed])
        seated = [after[number] for number in changed if after[number]["story"]]
        self.touch(sorted({row["story"] for row in seated}), now)
        events = [(row["story"], "released", {"feed": row["feed"], "guid": row["guid"], "version": row["top"]}) for row in seated]
        self.tell(events, now)
        return len(changed)


_KNOWN: Final = (
    select(
        _i.c.number,
        _i.c.guid,
        _i.c.version,
        _i.c.stale_since,
        *(_v.c[name] for name in ("content_hash", "pubstatus", "kind", "headline", "text", "url_key", "published_at", "updated_at")),
        *(_v.c[name] for name in ("received_at", "source_version", "dated")),
    )
    .join_from(_i, _v, and_(_v.c.item == _i.c.number, _v.c.version == _i.c.version))
    .join(_f, and_(_f.c.number == _i.c.feed, _f.c.name == bindparam("feed")))
    .order_by(_i.c.number)
)
_LATELY: Final = 3000
# Without an index by feed: SQLite would take that for a question by feed and guid, too.
_HEARD: Final = (
    select(_v.c.headline, _v.c.text)
    .join_from(_i, _v, and_(_v.c.item == _i.c.number, _v.c.version == _i.c.version))
    .where(
        _i.c.feed == select(_f.c.number).where(_f.c.name == bindparam("feed")).scalar_subquery(),
        _i.c.number > select(func.max(_i.c.number) - _LATELY).scalar_subquery(),
    )
    .order_by(_i.c.number.desc())
    .limit(bindparam("most"))
)
_HASHES: Final = select(_v.c.item, _v.c.content_hash).order_by(_v.c.item, _v.c.version)
_NAMED: Final = _i.c.name_hash.in_(bindparam("names", expanding=True))
_BY_NAME: Final = whole(_i.c.name_hash).where(_NAMED)
_NUMBERS: Final = select(_i.c.name_hash, _v.c.version, _v.c.number).join_from(_v, _i, _i.c.number == _v.c.item).where(_NAMED, ~_v.c.held)
_DUE: Final = (
    select(_v.c.number, _v.c.item)
    .where(flagged(_v.c.held), _v.c.embargoed_until <= bindparam("now", type_=Moment))
    .order_by(_v.c.embargoed_until, _v.c.number)
)
_FREE: Final = update(_v).where(_v.c.number == bindparam("number_")).values(held=False)
_top: Final = select(func.max(_v.c.version)).where(_v.c.item == _i.c.number, ~_v.c.held).correlate(_i).scalar_subquery()
_STANDING: Final = (
    select(
        _i.c.number,
        _i.c.guid,
        _i.c.shown,
        _v.c.version.label("top"),
        _v.c.pubstatus,
        _v.c.published_at,
        _m.c.story,
        _f.c.name.label("feed"),
    )
    .join_from(_i, _v, and_(_v.c.item == _i.c.number, _v.c.version == _top))
    .join(_f, _f.c.number == _i.c.feed)
    .outerjoin(_m, _m.c.item == _i.c.number)
    .where(_i.c.number.in_(bindparam("items", expanding=True)))
)
_SHOW: Final = (
    update(_i)
    .where(_i.c.number == bindparam("number_"))
    .values(unplaced=case((bindparam("place", type_=Boolean), True), else_=_i.c.unplaced))  # and what _shown_row sets
)


def _shown_row(row: Row) -> dict[str, Any]:
    place = row["story"] is None and row["pubstatus"] != PubStatus.CANCELED
    return {"number_": row["number"], "shown": row["top"], "published_at": row["published_at"], "place": place}


def _known_of(row: Row, feed: str, matched: Iterable[Key], hashes: Iterable[str]) -> Known:
    return Known(
        ref=ItemRef(feed=feed, guid=row["guid"], version=row["version"]),
        matched=frozenset(matched),
        content_hash=row["content_hash"],
        hashes=tuple(hashes),
        pubstatus=PubStatus(row["pubstatus"]),
        kind=Kind(row["kind"]),
        headline=row["headline"],
        text=row["text"],
        url_key=row["url_key"],
        published_at=row["published_at"],
        updated_at=row["updated_at"],
        received_at=row["received_at"],
        source_version=row["source_version"],
        dated=row["dated"],
        stale_since=row["stale_since"],
    )
