"""Seats: which item sits in which story. Where an item belongs is decided in ``cluster``."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any, Final, assert_never

from sqlalchemy import Text, and_, bindparam, case, func, insert, select, update

from wirefeed.errors import Conflict
from wirefeed.model.cluster import Join, Merge, Move, Open, Repair
from wirefeed.model.ids import ItemKey, ItemRef, story_id
from wirefeed.model.match import Copy, Match
from wirefeed.pipeline.ports import Placeable, Seat
from wirefeed.store import tables as t
from wirefeed.store.dialect import Moment, flagged, replacing, within
from wirefeed.store.rows import Row, Values, dump, name_hash, ref_row
from wirefeed.store.session import Session, chunks

SEATS: Final = "seats"
"""The counter behind ``seat_stamp``."""


class Seats(Session):
    """The part of a unit that knows who sits where."""

    def unplaced(self, limit: int) -> tuple[Placeable, ...]:
        """Items (not held, not killed) that have no seat or a changed text, by published_at, then feed and guid.

        ``near`` are the copies (exact or reprint, not partial) among all items and what the item puts right, most alike first.
        """
        rows = self.connection.execute(_UNPLACED, {"limit": limit}).mappings().all()
        near = self._near([row["number"] for row in rows])
        return tuple(_placeable(row, row["features"], row["story"], near.get(row["number"], ())) for row in rows)

    def seated(self, since: datetime, until: datetime) -> Iterator[tuple[str, Placeable]]:
        """(story, member) for every seated member of every story that has a member published in [since, until], oldest member first."""
        rows = self.connection.execute(_SEATED.where(_m.c.story.in_(_live)), {"since": since, "until": until}).mappings().all()
        yield from self._with_features(rows)

    def seated_lately(self, count: int) -> Iterator[tuple[str, Placeable]]:
        """(story, member) for every member of every story that holds one of the ``count`` items stored last, whatever their dates."""
        last = self.connection.scalar(_LAST) or 0
        rows = self.connection.execute(_SEATED.where(_m.c.story.in_(_lately)), {"after": last - count}).mappings().all()
        yield from self._with_features(rows)

    def seated_items(self, numbers: Sequence[int]) -> Iterator[tuple[str, Placeable]]:
        """(story, member) for those of these items that have a seat."""
        for chunk in chunks(numbers):
            rows = self.connection.execute(_SEATED.where(_i.c.number.in_(bindparam("numbers", expanding=True))), {"numbers": chunk})
            yield from self._with_features(rows.mappings().all())

    def seated_in(self, stories: Sequence[str]) -> Iterator[tuple[str, Placeable]]:
        """(story, member) for every seated member of these stories."""
        for chunk in chunks(stories):
            rows = self.connection.execute(_SEATED.where(_m.c.story.in_(bindparam("ids", expanding=True))), {"ids": chunk})
            yield from self._with_features(rows.mappings().all())

    def seat_stamp(self) -> int:
        """A number that grows with every change of any seat."""
        return self.counted(SEATS)

    def free_story_ids(self, founders: Sequence[ItemKey]) -> Mapping[ItemKey, str]:
        """For each founder the first ``story_id`` that it may open: never used, or empty but for the founder itself."""
        free: dict[ItemKey, str] = {}
        open_ = list(dict.fromkeys(founders))
        for attempt in count():
            ids = {key: story_id(key, attempt) for key in open_}
            taken = self._taken(ids)
            free.update((key, named) for key, named in ids.items() if key not in taken)
            open_ = [key for key in open_ if key in taken]
            if not open_:
                return free
        raise AssertionError("unreachable: attempts never end")

    def seat(self, seats: Sequence[Seat], now: datetime) -> None:
        """Store placements, mark their stories dirty (and the stories left), append events. See the port for what it raises."""
        if not seats:
            return
        self.count(SEATS, 1)
        items = self._sitting([seat.number for seat in seats])
        leads = self._leads([seat.story for seat in seats])
        self._check_open(seats, items, leads)
        moves = _Moves(leads, now)
        for seat in seats:
            moves.add(seat, items[seat.number])
        self.run(_OPEN, list(moves.opened.values()))
        self.run(replacing(self.backend, t.member, "story", "score", "reasons", "seated_at"), moves.members)
        self.run(_PLACED, [{"number_": seat.number} for seat in seats])
        self.run(_JOIN, [{f"{name}_": value for name, value in row.items()} for row in moves.joined.values()])
        self._leave(sorted(moves.left), now)
        self.tell(moves.events, now)

    def repair(self, repairs: Sequence[Repair], now: datetime) -> None:
        """Store merges (with alias rows) and moves as events, mark the stories dirty. What no longer applies is passed over."""
        founded: dict[int, str] = {}
        for repair in repairs:
            match repair:
                case Merge(old=old, into=into, match=why):
                    self.fold(old, into, why, now)
                case Move():
                    self._move(repair, founded, now)
                case _:
                    assert_never(repair)

    def fold(self, old: str, into: str, why: Match, now: datetime, more: Mapping[str, object] | None = None) -> None:
        """Make one story of two: ``old`` leads to ``into`` from now on. The event keeps what it takes to undo it, and ``more``."""
        leads = self._leads((old, into))
        into = leads.get(into, "")
        if not into or leads.get(old) != old or old == into:
            return
        self.count(SEATS, 1)
        moved = self.connection.scalars(_SITTERS, {"story": old}).all()
        led = self.connection.scalars(_LED, {"story": old}).all()
        self.connection.execute(_RESEAT, {"old": old, "into": into, "now": now})
        self.connection.execute(_RETIME, {"id_": into})
        for statement in (_FOLD, _FOLD_CHAIN, _FOLD_ALIASES):
            self.connection.execute(statement, {"old": old, "into": into})
        self.connection.execute(_ALIAS, {"old_id": old, "story_id": into, "at": now, "reason": "; ".join(why.reasons)})
        detail = {"score": why.score, "reasons": why.reasons, **(more or {})}
        self.touch((into,), now)
        away = {"from": old, **detail, "item_numbers": moved, "aliases": led}
        self.tell([(into, "merged", away), (old, "merged_away", {"into": into, **detail})], now)

    # --- one repair each

    def _move(self, move: Move, founded: dict[int, str], now: datetime) -> None:
        """One move; ``founded`` are the stories that items opened in this repair."""
        row = self._sitting((move.item,))[move.item]
        if row["story"] is None or row["story"] != self._leads((move.old,)).get(move.old):
            return
        key = ItemKey(feed=row["feed"], guid=row["guid"])
        known = move.into or (founded.get(move.beside) if move.beside is not None else None)
        into = known or self.free_story_ids((key,))[key]
        placement = Join(cluster=into, match=move.match) if known else Open(nearest=move.old, match=move.match)
        if not known:
            founded[move.item] = into
        self.seat((Seat(number=move.item, placement=placement, story=into),), now)

    # --- what is there

    def _with_features(self, rows: Sequence[Row]) -> Iterator[tuple[str, Placeable]]:
        statement = within(self.backend, _FEATURES, t.item_version.c.number)
        for chunk in chunks(rows):
            numbers = {"numbers": self.backend.pack([row["version_number"] for row in chunk])}
            features = dict[int, bytes](map(tuple, self.connection.execute(statement, numbers)))
            for row in chunk:
                yield row["story"], _placeable(row, features[row["version_number"]], row["story"])

    def _near(self, numbers: Sequence[int]) -> dict[int, list[tuple[int, float]]]:
        if not numbers:
            return {}
        near: dict[int, list[tuple[int, float]]] = defaultdict(list)
        packed = {"numbers": self.backend.pack(numbers)}
        for side in (_n.c.later, _n.c.earlier):
            for later, earlier, containment in self.connection.execute(within(self.backend, _PAIRS, side), packed):
                one, other = (later, earlier) if side is _n.c.later else (earlier, later)
                near[one].append((other, containment))
        for wrong, right in self.connection.execute(within(self.backend, _CORRECTED, _i.c.corrected_by), packed):
            near[right].append((wrong, 1.0))
        for pairs in near.values():
            pairs.sort(key=lambda pair: (-pair[1], pair[0]))
        return near

    def _sitting(self, numbers: Sequence[int]) -> dict[int, Row]:
        """Items by number, with where they sit now. Raises Conflict for one that cannot be seated."""
        found: dict[int, Row] = {}
        for chunk in chunks(numbers):
            found.update((row["number"], row) for row in self.connection.execute(_SITTING, {"numbers": chunk}).mappings())
        lost = [number for number in numbers if number not in found or found[number]["shown"] is None]
        if lost:
            raise Conflict(f"item {lost[0]} is not stored, or nothing of it may be shown")
        return found

    def _leads(self, ids: Sequence[str]) -> dict[str, str]:
        """Where stories lead that exist: to themselves, or to the one they were merged into."""
        found: dict[str, str] = {}
        for chunk in chunks(list(dict.fromkeys(ids))):
            rows = self.connection.execute(_STORIES, {"ids": chunk})
            found.update((story, merged_into or story) for story, merged_into in rows)
        return found

    def _taken(self, ids: Mapping[ItemKey, str]) -> set[ItemKey]:
        """Founders whose id is in use by others."""
        sitting: dict[str, set[bytes]] = {}
        taken: set[str] = set()
        for chunk in chunks(list(dict.fromkeys(ids.values()))):
            for story, merged_into, members in self.connection.execute(_USED, {"ids": chunk}):
                if merged_into is not None or members > 1:
                    taken.add(story)
                elif members:
                    sitting[story] = set()
        for chunk in chunks(list(sitting)):
            for story, name in self.connection.execute(_SOLE, {"ids": chunk}):
                sitting[story].add(name)
        return {key for key, story in ids.items() if story in taken or sitting.get(story, set()) - {name_hash(key.feed, key.guid)}}

    def _check_open(self, seats: Sequence[Seat], items: Mapping[int, Row], leads: Mapping[str, str]) -> None:
        """An Open may name a story that exists only when its founder sits there (a retry) or nobody else does."""
        opening: dict[ItemKey, str] = {}
        for seat in seats:
            row = items[seat.number]
            if isinstance(seat.placement, Open) and seat.story in leads and row["story"] != seat.story:
                opening[ItemKey(feed=row["feed"], guid=row["guid"])] = seat.story
        taken = self._taken(opening) if opening else set()
        if taken:
            raise Conflict(f"story {opening[min(taken)]} is taken: it has other members or leads elsewhere")

    def _leave(self, stories: Sequence[str], now: datetime) -> None:
        """Stories that lost a member: dirty, and their times are those of the members that stay."""
        self.touch(stories, now)
        self.run(_RETIME, [{"id_": story} for story in stories])


class _Moves:
    """The rows a batch of seats comes to."""

    def __init__(self, leads: Mapping[str, str], now: datetime) -> None:
        self.opened: dict[str, Values] = {}
        self.joined: dict[str, Values] = {}
        self.left: set[str] = set()
        self.members: list[Values] = []
        self.events: list[tuple[str, str, object]] = []
        self._leads = leads
        self._now = now

    def add(self, seat: Seat, item: Row) -> None:
        """Take one seat in. Raises Conflict for a Join to a story that does not exist."""
        story, before, match = self._leads.get(seat.story, seat.story), item["story"], seat.placement.match
        opening = isinstance(seat.placement, Open)
        if seat.story not in self._leads and seat.story not in self.opened and not opening:
            raise Conflict(f"there is no story {story} to join")
        self._times(self.joined if seat.story in self._leads else self.opened, story, item)
        score, reasons = (match.score, match.reasons) if match else (None, ())
        self.members.append({"item": seat.number, "story": story, "score": score, "reasons": dump(reasons), "seated_at": self._now})
        if before == story:
            return
        ref = ref_row(ItemRef(feed=item["feed"], guid=item["guid"], version=item["shown"]))
        detail = {"item": ref, "score": score, "reasons": reasons}
        if isinstance(seat.placement, Open):
            self.events.append((story, "opened", {**detail, "nearest": seat.placement.nearest}))
        else:
            self.events.append((story, "joined", detail))
        if before is not None:
            self.left.add(before)
            self.events.append((before, "left", {"item": ref, "to": story}))

    def _times(self, rows: dict[str, Values], story: str, item: Row) -> None:
        first, latest = item["first_seen_at"], item["published_at"]
        row = rows.get(story)
        if row:
            first, latest = min(first, row["first_seen_at"]), max(latest, row["latest_item_at"])
        rows[story] = {"id": story, "first_seen_at": first, "latest_item_at": latest, "dirty_at": self._now}


def _placeable(row: Row, features: bytes, story: str | None, near: Sequence[tuple[int, float]] = ()) -> Placeable:
    return Placeable(
        number=row["number"],
        ref=ItemRef(feed=row["feed"], guid=row["guid"], version=row["version"]),
        agency=row["agency"],
        published_at=row["published_at"],
        features=features,
        story=story,
        near=tuple(near),
    )


_i, _v, _f, _m, _s, _n = t.item, t.item_version, t.feed, t.member, t.story, t.near_duplicate
_shown: Final = and_(_v.c.item == _i.c.number, _v.c.version == _i.c.shown)
_ITEM_COLUMNS: Final = (_i.c.number, _i.c.guid, _f.c.name.label("feed"), _v.c.version, _v.c.agency, _v.c.published_at, _m.c.story)
_UNPLACED: Final = (
    select(*_ITEM_COLUMNS, _v.c.features)
    .join_from(_i, _v, _shown)
    .join(_f, _f.c.number == _i.c.feed)
    .outerjoin(_m, _m.c.item == _i.c.number)
    .where(flagged(_i.c.unplaced))
    .order_by(_i.c.published_at, _f.c.name, _i.c.guid)
    .limit(bindparam("limit"))
)
_mine, _peer = _m.alias("mine"), _i.alias("peer")
_live: Final = (
    select(_mine.c.story)
    .join_from(_peer, _mine, _mine.c.item == _peer.c.number)
    .where(_peer.c.published_at.between(bindparam("since", type_=Moment), bindparam("until", type_=Moment)))
)
_LAST: Final = select(func.max(_i.c.number))
_lately: Final = select(_mine.c.story).where(_mine.c.item > bindparam("after"))
_SEATED: Final = (
    select(*_ITEM_COLUMNS, _v.c.number.label("version_number"))
    .join_from(_m, _i, _i.c.number == _m.c.item)
    .join(_v, _shown)
    .join(_f, _f.c.number == _i.c.feed)
    .order_by(_v.c.published_at, _f.c.name, _i.c.guid)
)
_FEATURES: Final = select(_v.c.number, _v.c.features)
_PAIRS: Final = select(_n.c.later, _n.c.earlier, _n.c.containment).where(_n.c.kind.in_((Copy.EXACT.value, Copy.REPRINT.value)))
_CORRECTED: Final = select(_i.c.number, _i.c.corrected_by)
_SITTING: Final = (
    select(_i.c.number, _i.c.guid, _i.c.shown, _i.c.published_at, _i.c.first_seen_at, _f.c.name.label("feed"), _m.c.story)
    .join_from(_i, _f, _f.c.number == _i.c.feed)
    .outerjoin(_m, _m.c.item == _i.c.number)
    .where(_i.c.number.in_(bindparam("numbers", expanding=True)))
)
_ids: Final = _s.c.id.in_(bindparam("ids", expanding=True))
_STORIES: Final = select(_s.c.id, _s.c.merged_into).where(_ids)
_USED: Final = (
    select(_s.c.id, _s.c.merged_into, func.count(_m.c.item))
    .join_from(_s, _m, _m.c.story == _s.c.id, isouter=True)
    .where(_ids)
    .group_by(_s.c.id, _s.c.merged_into)
)
_SOLE: Final = (
    select(_m.c.story, _i.c.name_hash).join_from(_m, _i, _i.c.number == _m.c.item).where(_m.c.story.in_(bindparam("ids", expanding=True)))
)
_OPEN: Final = insert(_s)
_PLACED: Final = update(_i).where(_i.c.number == bindparam("number_")).values(unplaced=False)


_first, _latest, _dirty = (bindparam(name, type_=Moment) for name in ("first_seen_at_", "latest_item_at_", "dirty_at_"))
_JOIN: Final = (
    update(_s)
    .where(_s.c.id == bindparam("id_"))
    .values(
        first_seen_at=case((_s.c.first_seen_at > _first, _first), else_=_s.c.first_seen_at),
        latest_item_at=case((_s.c.latest_item_at < _latest, _latest), else_=_s.c.latest_item_at),
        dirty_at=func.coalesce(_s.c.dirty_at, _dirty),
    )
)


def _of_members(what: Any) -> Any:  # noqa: ANN401 - column expressions
    return select(what).join_from(_m, _i, _i.c.number == _m.c.item).where(_m.c.story == _s.c.id).correlate(_s).scalar_subquery()


# A story without members keeps the times it had.
_RETIME: Final = (
    update(_s)
    .where(_s.c.id == bindparam("id_"))
    .values(
        first_seen_at=func.coalesce(_of_members(func.min(_i.c.first_seen_at)), _s.c.first_seen_at),
        latest_item_at=func.coalesce(_of_members(func.max(_i.c.published_at)), _s.c.latest_item_at),
    )
)
_old: Final = bindparam("old", type_=Text)
_into: Final = bindparam("into", type_=Text)
_RESEAT: Final = update(_m).where(_m.c.story == _old).values(story=_into, seated_at=bindparam("now", type_=Moment))
_FOLD: Final = update(_s).where(_s.c.id == _old).values(merged_into=_into, dirty_at=None)
_FOLD_CHAIN: Final = update(_s).where(_s.c.merged_into == _old).values(merged_into=_into)
_FOLD_ALIASES: Final = update(t.story_alias).where(t.story_alias.c.story_id == _old).values(story_id=_into)
_ALIAS: Final = insert(t.story_alias)
_SITTERS: Final = select(_m.c.item).where(_m.c.story == bindparam("story")).order_by(_m.c.item)
_LED: Final = select(_s.c.id).where(_s.c.merged_into == bindparam("story")).order_by(_s.c.id)
