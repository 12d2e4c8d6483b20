"""The read side: stories, their items, history and explanation, feeds, as commands and the desk show them. It writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import String, bindparam, column, func, or_, select, table, text

from wirefeed.errors import InputError
from wirefeed.model.cluster import Relation
from wirefeed.model.feed import FeedState
from wirefeed.model.ids import ItemRef
from wirefeed.model.item import PubStatus
from wirefeed.model.match import Copy
from wirefeed.model.story import Story, StoryTimes
from wirefeed.store import tables as t
from wirefeed.store.dialect import Moment, flagged
from wirefeed.store.rows import Row, load, state_of, unpack_words
from wirefeed.store.session import chunks
from wirefeed.store.stories import Stories


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySummary:
    """One line of a list of stories, as in the view ``merged_stories``."""

    id: str
    slug: str
    headline: str
    agencies: tuple[str, ...]
    language: str
    status: PubStatus
    version: int
    item_count: int
    agency_count: int
    times: StoryTimes
    change_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryItem:
    """One item of a story, as in the view ``merged_story_items``."""

    ref: ItemRef
    agency: str
    headline: str
    url: str | None
    published_at: datetime
    relation: Relation
    origin_agency: str
    score: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEvent:
    """One event in a story's life; ``detail`` as the event's kind has it."""

    seq: int
    at: datetime
    kind: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPair:
    """Two items of one story of which one is a copy of the other, in whole or in part."""

    earlier: ItemRef
    later: ItemRef
    copy: Copy
    containment: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOverview:
    """One feed and how it stands."""

    name: str
    agency: str
    url: str
    state: FeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One line of the ledger of what was set aside; ``times`` it was met, ``lost`` when an entry was dropped and not only mended."""

    feed: str
    delivery_sha256: str | None
    kind: str
    where: str
    message: str
    lost: bool
    first_at: datetime
    last_at: datetime
    times: int


class Catalogue(Stories):
    """The part of a unit that people read."""

    def resolve(self, story: str) -> str:
        """The id a story is known by now: an alias leads to where it was merged. Raises InputError when there is no such story."""
        row = self.connection.execute(_RESOLVE, {"story": story}).first()
        if row is None:
            raise InputError(f"there is no story {story!r}")
        return str(row[1] or row[0])

    def list_stories(
        self, limit: int = 50, *, since: datetime | None = None, status: PubStatus | None = None, query: str | None = None
    ) -> tuple[StorySummary, ...]:
        """Composed stories, the latest changed first; ``query`` words must all stand in slug, headline or body, in any case."""
        wanted = _FOUND
        names: dict[str, Any] = {"limit": limit}
        if since is not None:
            wanted, names["since"] = wanted.where(_stories.c.updated_at >= bindparam("since", type_=Moment)), since
        if status is not None:
            wanted, names["status"] = wanted.where(_stories.c.status == bindparam("status")), status.value
        for at, word in enumerate((query or "").split()[:20]):
            name = f"word{at}"
            wanted, names[name] = wanted.where(_mentions(name)), f"%{_escape(word.lower())}%"
        listed = _SUMMARIES.where(_stories.c.id.in_(wanted))
        return tuple(_summary(row) for row in self.connection.execute(listed, names).mappings())

    def headlines(self, stories: Sequence[str]) -> dict[str, str]:
        """The current headlines of some stories; those never composed are missing."""
        found: dict[str, str] = {}
        for chunk in chunks(stories):
            found.update(self.connection.execute(_HEADLINES, {"ids": chunk}).all())
        return found

    def story_ids(self) -> tuple[str, ...]:
        """Every composed story that was not merged away, oldest first."""
        return tuple(self.connection.scalars(_IDS))

    def get_story(self, story: str, version: int | None = None) -> Story:
        """A composite, current or at ``version``. Raises InputError when there is no such story or version."""
        named = story if version is not None and self._has_version(story, version) else self.resolve(story)
        found = self.composites((named,), version).get(named)
        if found is None:
            raise InputError(f"story {named} has not been composed yet" if version is None else f"story {named} has no version {version}")
        return found

    def story_times(self, story: str) -> StoryTimes:
        """When a story was first seen, when its latest item was published, when its content last changed. Raises InputError."""
        row = self.connection.execute(_TIMES, {"story": self.resolve(story)}).mappings().first()
        if row is None:
            raise InputError(f"story {story} has not been composed yet")
        return _times(row)

    def story_items(self, story: str) -> tuple[StoryItem, ...]:
        """The items of a story, withdrawn ones too, oldest first. Raises InputError."""
        return tuple(_story_item(row) for row in self.connection.execute(_ITEMS, {"story": self.resolve(story)}).mappings())

    def story_events(self, story: str) -> tuple[StoryEvent, ...]:
        """The life of a story and of those merged into it, oldest event first. Raises InputError."""
        rows = self.connection.execute(_EVENTS, {"story": self.resolve(story)}).mappings()
        return tuple(StoryEvent(seq=row["number"], at=row["at"], kind=row["kind"], detail=load(row["detail"])) for row in rows)

    def copy_pairs(self, story: str) -> tuple[CopyPair, ...]:
        """Which items of a story were found to be copies of one another, partial ones too. Raises InputError."""
        return tuple(_pair(row) for row in self.connection.execute(_COPY_PAIRS, {"story": self.resolve(story)}).mappings())

    def feed_overview(self) -> tuple[FeedOverview, ...]:
        """Every feed, by name."""
        rows = self.connection.execute(_FEEDS).mappings()
        return tuple(FeedOverview(name=row["name"], agency=row["agency"], url=row["url"], state=state_of(row)) for row in rows)

    def ledger(self, limit: int = 50) -> tuple[LedgerEntry, ...]:
        """What was dropped (not what was only mended), the latest first."""
        return tuple(_entry(row) for row in self.connection.execute(_LEDGER, {"limit": limit}).mappings())

    def held_count(self) -> int:
        """How many items have a version under embargo."""
        return self.connection.scalar(_HELD) or 0

    def story_rows(self, since: int, limit: int) -> tuple[dict[str, Any], ...]:
        """Rows of ``merged_stories`` that changed after ``since``, in the order of their ``change_seq``."""
        rows = self.connection.execute(_CHANGED, {"since": since, "limit": limit}).mappings()
        return tuple(dict(row) for row in rows)

    def _has_version(self, story: str, version: int) -> bool:
        return self.connection.scalar(_HAS_VERSION, {"story": story, "version": version}) is not None


_STORY_COLUMNS: Final = ("id", "slug", "headline", "body", "agencies", "language", "status", "version", "item_count", "agency_count")
_ITEM_COLUMNS: Final = (
    "story_id",
    "agency",
    "feed",
    "guid",
    "item_version",
    "headline",
    "url",
    "relation",
    "origin_agency",
    "score",
    "reasons",
)
_MORE_COLUMNS: Final = ("caption", "credit", "image_url", "reporting_line", "urgency", "located")
_TIMES_COLUMNS: Final = ("first_seen_at", "latest_item_at", "updated_at")
_stories: Final = table(
    "merged_stories", *(column(name) for name in _STORY_COLUMNS), *(column(name, Moment) for name in _TIMES_COLUMNS), column("change_seq")
)
_whole_stories: Final = table(
    "merged_stories",
    *(column(name) for name in (*_STORY_COLUMNS, *_MORE_COLUMNS)),
    *(column(name, Moment) for name in _TIMES_COLUMNS),
    column("change_seq"),
)
_items: Final = table("merged_story_items", *(column(name) for name in _ITEM_COLUMNS), column("published_at", Moment))
_s, _e, _a, _i, _f, _n, _m = t.story, t.story_event, t.story_alias, t.item, t.feed, t.near_duplicate, t.member

_RESOLVE: Final = select(_s.c.id, _s.c.merged_into).where(_s.c.id == bindparam("story"))
_latest_first = (_stories.c.updated_at.desc(), _stories.c.id)
_FOUND: Final = select(_stories.c.id).order_by(*_latest_first).limit(bindparam("limit"))
_SUMMARIES: Final = select(*(one for one in _stories.c if one.name != "body")).order_by(*_latest_first)
_CHANGED: Final = (
    select(_whole_stories)
    .where(_whole_stories.c.change_seq > bindparam("since"))
    .order_by(_whole_stories.c.change_seq)
    .limit(bindparam("limit"))
)
_HEADLINES: Final = select(_stories.c.id, _stories.c.headline).where(_stories.c.id.in_(bindparam("ids", expanding=True)))
_IDS: Final = select(_s.c.id).where(_s.c.version.is_not(None), _s.c.merged_into.is_(None)).order_by(_s.c.first_seen_at, _s.c.id)
_HAS_VERSION: Final = (
    select(text("1"))
    .select_from(t.story_version)
    .where(t.story_version.c.story == bindparam("story"), t.story_version.c.version == bindparam("version"))
)
_TIMES: Final = select(_stories).where(_stories.c.id == bindparam("story"))
_ITEMS: Final = select(_items).where(_items.c.story_id == bindparam("story")).order_by(_items.c.published_at, _items.c.feed, _items.c.guid)
_EVENTS: Final = (
    select(_e.c.number, _e.c.at, _e.c.kind, _e.c.detail)
    .where(
        or_(
            _e.c.story == bindparam("story"),
            _e.c.story.in_(select(_a.c.old_id).where(_a.c.story_id == bindparam("story"))),
        )
    )
    .order_by(_e.c.number)
)
_later, _earlier, _later_feed, _earlier_feed = (
    _i.alias("later_item"),
    _i.alias("earlier_item"),
    _f.alias("later_feed"),
    _f.alias("earlier_feed"),
)
_later_seat, _earlier_seat = _m.alias("later_seat"), _m.alias("earlier_seat")
_COPY_PAIRS: Final = (
    select(
        _n.c.kind,
        _n.c.containment,
        _n.c.reasons,
        *(one.c[name].label(f"earlier_{name}") for one, name in ((_earlier, "guid"), (_earlier, "shown"), (_earlier_feed, "name"))),
        *(one.c[name].label(f"later_{name}") for one, name in ((_later, "guid"), (_later, "shown"), (_later_feed, "name"))),
    )
    .join_from(_n, _later_seat, _later_seat.c.item == _n.c.later)
    .join(_earlier_seat, _earlier_seat.c.item == _n.c.earlier)
    .join(_later, _later.c.number == _n.c.later)
    .join(_earlier, _earlier.c.number == _n.c.earlier)
    .join(_later_feed, _later_feed.c.number == _later.c.feed)
    .join(_earlier_feed, _earlier_feed.c.number == _earlier.c.feed)
    .where(_later_seat.c.story == bindparam("story"), _earlier_seat.c.story == bindparam("story"))
    .where(_later.c.shown.is_not(None), _earlier.c.shown.is_not(None))
    .order_by(_n.c.later, _n.c.earlier)
)
_FEEDS: Final = select(_f).order_by(_f.c.name)
_x = t.set_aside
_LEDGER: Final = (
    select(_x, _f.c.name.label("feed_name"))
    .join_from(_x, _f, _f.c.number == _x.c.feed)
    .where(_x.c.lost)
    .order_by(_x.c.last_at.desc(), _x.c.number.desc())
    .limit(bindparam("limit"))
)
# The sum hides the unique index on items from SQLite 3.46, which would read all of it to save sorting the few that are held.
_HELD: Final = select(func.count(func.distinct(t.item_version.c.item + 0))).where(flagged(t.item_version.c.held))


def _mentions(name: str) -> Any:  # noqa: ANN401 - a condition
    words = bindparam(name, type_=String)
    return or_(*(func.lower(_stories.c[part]).like(words, escape="\\") for part in ("slug", "headline", "body")))


def _escape(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _times(row: Row) -> StoryTimes:
    return StoryTimes(first_seen_at=row["first_seen_at"], latest_item_at=row["latest_item_at"], updated_at=row["updated_at"])


def _summary(row: Row) -> StorySummary:
    return StorySummary(
        id=row["id"],
        slug=row["slug"],
        headline=row["headline"],
        agencies=unpack_words(row["agencies"]),
        language=row["language"],
        status=PubStatus(row["status"]),
        version=row["version"],
        item_count=row["item_count"],
        agency_count=row["agency_count"],
        times=_times(row),
        change_seq=row["change_seq"],
    )


def _story_item(row: Row) -> StoryItem:
    return StoryItem(
        ref=ItemRef(feed=row["feed"], guid=row["guid"], version=row["item_version"]),
        agency=row["agency"],
        headline=row["headline"],
        url=row["url"],
        published_at=row["published_at"],
        relation=Relation(row["relation"]),
        origin_agency=row["origin_agency"],
        score=row["score"],
        reasons=unpack_words(row["reasons"]),
    )


def _pair(row: Row) -> CopyPair:
    return CopyPair(
        earlier=ItemRef(feed=row["earlier_name"], guid=row["earlier_guid"], version=row["earlier_shown"]),
        later=ItemRef(feed=row["later_name"], guid=row["later_guid"], version=row["later_shown"]),
        copy=Copy(row["kind"]),
        containment=row["containment"],
        reasons=unpack_words(row["reasons"]),
    )


def _entry(row: Row) -> LedgerEntry:
    return LedgerEntry(
        feed=row["feed_name"],
        delivery_sha256=row["delivery_sha256"],
        kind=row["kind"],
        where=row["location"],
        message=row["message"],
        lost=row["lost"],
        first_at=row["first_at"],
        last_at=row["last_at"],
        times=row["times"],
    )
