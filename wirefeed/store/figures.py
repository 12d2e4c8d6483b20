"""Figures for metrics and for the doctor: counts, ages and what happened since a mark. It changes nothing and judges nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Integer, bindparam, case, cast, func, select

from wirefeed.model.item import Kind
from wirefeed.store import tables as t
from wirefeed.store.dialect import Moment
from wirefeed.store.session import CHUNK, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far the growing tables have been read."""

    poll: int = 0
    version: int = 0
    near: int = 0
    change: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What happened between two marks: polls (outcome, seconds), items by verdict, seconds from receiving to merging."""

    polls: tuple[tuple[str, float], ...]
    items: Mapping[str, int]
    latencies: tuple[float, ...]


class Figures(Session):
    """The part of a unit that counts."""

    def mark(self) -> Mark:
        """Where the growing tables end now."""
        found = {name: self.connection.scalar(query) or 0 for name, query in _ENDS.items()}
        return Mark(**found)

    def since(self, before: Mark, until: Mark) -> Since:
        """What happened after one mark and up to another."""
        polls = self.connection.execute(_POLLS, {"after": before.poll, "until": until.poll}).all()
        verdicts = self.connection.execute(_VERSIONS, {"after": before.version, "until": until.version})
        items: dict[str, int] = {row[0]: row[1] for row in verdicts}
        copies = self.connection.scalar(_COPIES, {"after": before.near, "until": until.near}) or 0
        merged = self.connection.execute(_MERGED, {"after": before.change, "until": until.change}).all()
        latencies = tuple((updated - received).total_seconds() for updated, received in merged if received is not None)
        return Since(polls=tuple((row[0], row[1]) for row in polls), items={**items, "near_duplicate": copies}, latencies=latencies)

    def story_counts(self) -> Mapping[str, int]:
        """Current stories by status."""
        return dict(self.connection.execute(_STORIES).all())

    def set_aside_counts(self, since: datetime | None = None) -> Mapping[tuple[str, str, bool], int]:
        """How often entries were set aside, by (feed, kind, lost); met since a time where one is given."""
        query = _SET_ASIDE if since is None else _SET_ASIDE.where(t.set_aside.c.last_at >= bindparam("since", type_=Moment))
        rows = self.connection.execute(query, {} if since is None else {"since": since}).all()
        return {(row[0], row[1], row[2]): row[3] for row in rows}

    def arrivals(self, limit: int = CHUNK) -> Mapping[str, tuple[datetime, ...]]:
        """When new texts of each feed came in, one time a poll, the latest first; the table is gone through once for all feeds."""
        found: dict[str, list[datetime]] = {}
        for feed, received_at in self.connection.execute(_ARRIVALS):
            times = found.setdefault(feed, [])
            if len(times) < limit:
                times.append(received_at)
        return {feed: tuple(times) for feed, times in found.items()}

    def latest_reception(self) -> datetime | None:
        """When anything was last received."""
        found: datetime | None = self.connection.scalar(_RECEIVED)
        return found


_p, _v, _i, _f, _c, _s, _x = t.poll, t.item_version, t.item, t.feed, t.story_version, t.story, t.set_aside
_ENDS: Final = {
    "poll": select(func.max(_p.c.number)),
    "version": select(func.max(_v.c.number)),
    "near": select(func.max(t.near_duplicate.c.later)),
    "change": select(func.max(_c.c.change_seq)),
}
_after, _until = bindparam("after", type_=Integer), bindparam("until", type_=Integer)
_POLLS: Final = select(_p.c.outcome, _p.c.seconds).where(_p.c.number > _after, _p.c.number <= _until)
_verdict = case((_v.c.kind == Kind.KILL.value, "killed"), (_v.c.version > 1, "revised"), else_="new")
_VERSIONS: Final = select(_verdict, func.count()).where(_v.c.number > _after, _v.c.number <= _until).group_by(_verdict)
_COPIES: Final = select(func.count(func.distinct(t.near_duplicate.c.later))).where(
    t.near_duplicate.c.later > _after, t.near_duplicate.c.later <= _until
)
_newest = (
    select(func.max(_v.c.received_at))
    .join(_i, _i.c.number == _v.c.item)
    .join(t.member, t.member.c.item == _i.c.number)
    .where(t.member.c.story == _c.c.story, _v.c.version == _i.c.shown)
    .correlate(_c)
    .scalar_subquery()
)
_MERGED: Final = select(_c.c.updated_at, _newest).where(_c.c.change_seq > _after, _c.c.change_seq <= _until)
_STORIES: Final = (
    select(_c.c.status, func.count())
    .join(_s, (_s.c.id == _c.c.story) & (_s.c.version == _c.c.version))
    .where(_s.c.merged_into.is_(None))
    .group_by(_c.c.status)
)
_SET_ASIDE: Final = (
    select(_f.c.name, _x.c.kind, _x.c.lost, cast(func.sum(_x.c.times), Integer))
    .join_from(_x, _f, _f.c.number == _x.c.feed)
    .group_by(_f.c.name, _x.c.kind, _x.c.lost)
)
_ARRIVALS: Final = (
    select(_f.c.name, _v.c.received_at)
    .join_from(_v, _i, _i.c.number == _v.c.item)
    .join(_f, _f.c.number == _i.c.feed)
    .distinct()
    .order_by(_f.c.name, _v.c.received_at.desc())
)
_RECEIVED: Final = select(func.max(_v.c.received_at))
