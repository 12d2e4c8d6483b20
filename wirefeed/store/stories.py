"""Composites in the database: what composing a story needs, and the versions it came to. Not a word is chosen here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, and_, bindparam, func, select, update

from wirefeed.errors import ProvenanceError
from wirefeed.model.feed import Agency
from wirefeed.model.ids import ItemRef
from wirefeed.model.item import PubStatus
from wirefeed.model.match import Copy
from wirefeed.model.story import Member, Story
from wirefeed.pipeline.ports import StoryMembers, Woven
from wirefeed.store import tables as t
from wirefeed.store.dialect import insert_many, within
from wirefeed.store.feeds import Feeds
from wirefeed.store.items import Items, whole
from wirefeed.store.rows import Row, Values, agency_of, item_of, segment_rows, story_of, story_row, unpack_words
from wirefeed.store.session import chunks

CHANGES: Final = "changes"
"""The counter behind ``change_seq``."""
_CONTENT: Final = ("slug", "headline", "body", "caption", "credit", "image_url", "reporting_line", "language", "status")
"""What a reader sees: ``updated_at`` moves when one of these does."""


class Stories(Items, Feeds):
    """The part of a unit that keeps composites."""

    def dirty(self, limit: int) -> tuple[str, ...]:
        """Ids of stories whose members changed since they were last composed, the longest waiting first."""
        return tuple(self.connection.scalars(_DIRTY, {"limit": limit}))

    def story_members(self, stories: Sequence[str]) -> tuple[StoryMembers, ...]:
        """Members of these stories at their current versions, oldest first; those under embargo are left out.

        Killed, withheld and corrected ones are withdrawn.
        A member is a duplicate of the one before it that it has most in common with, of those that still stand in the same story: before
        it by what the texts credit, whom their agencies reprint and when they were published, so that the order of arrival does not decide.
        """
        sitting: dict[str, list[_Sitting]] = defaultdict(list)
        for chunk in chunks(stories):
            for row in self.connection.execute(_MEMBERS, {"stories": chunk}).mappings():
                sitting[row["story"]].append(_Sitting(row=row, number=row["item"]))
        self._mark_copies(sitting)
        previous = self.composites(stories)
        known = self._agency_names() if any(one.row["origin"] for rows in sitting.values() for one in rows) else {}
        return tuple(StoryMembers(story=story, members=_members(sitting[story], known), previous=previous.get(story)) for story in stories)

    def composites(self, stories: Sequence[str], version: int | None = None) -> dict[str, Story]:
        """Composites by story id, at the current version or at ``version``; those never composed are missing."""
        found: dict[str, Story] = {}
        for chunk in chunks(stories):
            names: Values = {"stories": chunk, **({} if version is None else {"version": version})}
            rows = self.connection.execute(_CURRENT if version is None else _AT_VERSION, names).mappings().all()
            segments: dict[str, list[Row]] = defaultdict(list)
            for row in self.connection.execute(_SEGMENTS if version is None else _SEGMENTS_AT, names).mappings():
                segments[row["story"]].append(row)
            found.update((row["story"], story_of(row, segments[row["story"]])) for row in rows)
        return found

    def still(self, read: Sequence[Woven]) -> frozenset[str]:
        """Ids of those of these stories whose members and version are what they were when they were read."""
        seats: dict[str, set[tuple[ItemRef, bool]]] = defaultdict(set)
        versions: dict[str, int] = {}
        for chunk in chunks([woven.story for woven in read]):
            versions.update((story, version or 0) for story, version in self.connection.execute(_AT, {"stories": chunk}))
            for story, feed, guid, version, corrected_by, pubstatus in self.connection.execute(_SEATS, {"stories": chunk}):
                stands = pubstatus == PubStatus.USABLE and corrected_by is None
                seats[story].add((ItemRef(feed=feed, guid=guid, version=version), not stands))
        return frozenset(woven.story for woven in read if versions.get(woven.story) == woven.version and seats[woven.story] == woven.seats)

    def save_stories(self, stories: Sequence[Story], now: datetime) -> None:
        """Store new versions of composites with their segments, clear their dirt, advance change_seq once a story.

        Raises ProvenanceError when a segment cites an item version that is not stored or is under embargo.
        """
        if not stories:
            return
        numbers = self._cited(stories)
        heads = self._heads([story.id for story in stories])
        sequence = self.count(CHANGES, len(stories)) - len(stories)
        rows = [_version_row(story, heads[story.id], numbers, sequence + at, now) for at, story in enumerate(stories, 1)]
        insert_many(self.connection, t.story_version, rows)
        insert_many(self.connection, t.segment, [row for story in stories for row in segment_rows(story, numbers)])
        self.run(_COMPOSED, [{"id_": story.id, "version": story.version, "dirty_at": None} for story in stories])
        events = [(story.id, _event(story, heads[story.id]), {"version": story.version, "status": story.status.value}) for story in stories]
        self.tell(events, now)

    def settle(self, stories: Sequence[str]) -> None:
        """Clear the dirt of stories whose composite did not change."""
        self.run(_COMPOSED, [{"id_": story, "dirty_at": None} for story in stories])

    def _mark_copies(self, sitting: Mapping[str, Sequence["_Sitting"]]) -> None:
        live = {one.number: (story, one) for story, rows in sitting.items() for one in rows if one.stands}
        if not live:
            return
        pairs = self.connection.execute(within(self.backend, _COPIES, _n.c.later), {"numbers": self.backend.pack(sorted(live))})
        alike = [
            (containment, live[one][1], live[other][1])
            for one, other, containment in pairs
            if one in live and other in live and live[one][0] == live[other][0]
        ]
        for _, one, other in alike:
            one.beside(other)
            other.beside(one)
        found = []
        for containment, one, other in alike:
            original, copy = sorted((one, other), key=_precedence)
            found.append((containment, _precedence(original), copy, original))
        for _, _, copy, original in sorted(found, key=lambda pair: (pair[0], pair[1]), reverse=True):
            copy.copy_of = copy.copy_of or original

    def _agency_names(self) -> dict[str, str]:
        """Keys of agencies by key and by name, in letters of one case."""
        known = self.agencies().values()
        return {**{_plain(one.name): one.key for one in known}, **{_plain(one.key): one.key for one in known}}

    def _cited(self, stories: Iterable[Story]) -> dict[ItemRef, int]:
        refs = {citation.item: story.id for story in stories for citation in story.printed()}
        refs |= {story.lead: story.id for story in stories if story.lead}
        numbers = self.version_numbers(refs)
        for ref, story in refs.items():
            if ref not in numbers:
                raise ProvenanceError(
                    f"story {story} cites {ref.guid[:200]!r} of {ref.feed}, version {ref.version}: not stored, or embargoed"
                )
        return numbers

    def _heads(self, ids: Sequence[str]) -> dict[str, Row]:
        heads: dict[str, Row] = {}
        for chunk in chunks(ids):
            heads.update((row["id"], row) for row in self.connection.execute(_HEADS, {"ids": chunk}).mappings())
        for story in ids:
            if story not in heads:
                raise ProvenanceError(f"story {story} was composed but never opened")
        return heads


@dataclass(slots=True, kw_only=True, eq=False)
class _Sitting:
    """One member while its story is put together: its row, and the member it is a copy of.

    ``parent_at`` is when the same text was published by an agency that its own agency reprints.
    """

    row: Row
    number: int
    copy_of: "_Sitting | None" = None
    parent_at: datetime | None = None

    def beside(self, other: "_Sitting") -> None:
        """Take note of a copy."""
        if other.row["agency"] in unpack_words(self.row["agency_parents"]):
            self.parent_at = max(self.parent_at or other.row["published_at"], other.row["published_at"])

    @property
    def stands(self) -> bool:
        return bool(self.row["pubstatus"] == PubStatus.USABLE and self.row["corrected_by"] is None)

    @property
    def ref(self) -> ItemRef:
        return ItemRef(feed=self.row["feed"], guid=self.row["guid"], version=self.row["version"])


def _precedence(one: _Sitting) -> tuple[bool, datetime, bool, str, str]:
    """Of two copies the lesser is the original: it credits nobody, was published earlier; a reprint counts as made after its parent's."""
    published, parent_at = one.row["published_at"], one.parent_at
    return one.row["origin"] is not None, max(published, parent_at or published), parent_at is not None, one.row["feed"], one.row["guid"]


def _members(rows: Sequence[_Sitting], known: Mapping[str, str]) -> tuple[Member, ...]:
    agencies: dict[str, Agency] = {}
    members = []
    for one in rows:
        key = one.row["agency"]
        agency = agencies.get(key) or agencies.setdefault(key, agency_of(one.row, "agency_"))
        members.append(
            Member(
                item=item_of(one.row),
                version=one.row["version"],
                agency=agency,
                origin=_voice(one, known),
                duplicate_of=one.copy_of.ref if one.copy_of else None,
                withdrawn=not one.stands,
            )
        )
    return tuple(members)


def _voice(one: _Sitting, known: Mapping[str, str]) -> str:
    """Whose voice a text is: of the agency it credits, else of the text it copies, else of its own agency. Keys where they are known."""
    while one.row["origin"] is None and one.copy_of:
        one = one.copy_of
    credited = one.row["origin"]
    return str(one.row["agency"] if credited is None else known.get(_plain(credited), credited))


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _version_row(story: Story, head: Row, numbers: Mapping[ItemRef, int], change_seq: int, now: datetime) -> Values:
    row = story_row(story)
    same = head["version"] is not None and all(row[name] == head[name] for name in _CONTENT)
    row.update(
        item_count=head["item_count"],
        first_seen_at=head["first_seen_at"],
        latest_item_at=head["latest_item_at"],
        updated_at=head["updated_at"] if same else now,
        change_seq=change_seq,
        lead=numbers[story.lead] if story.lead else None,
    )
    return row


def _event(story: Story, head: Row) -> str:
    if story.status is PubStatus.CANCELED and head["status"] != PubStatus.CANCELED:
        return "canceled"
    return "composed"


_i, _v, _f, _m, _s, _c, _g, _a = t.item, t.item_version, t.feed, t.member, t.story, t.story_version, t.segment, t.agency
_DIRTY: Final = select(_s.c.id).where(_s.c.dirty_at.is_not(None)).order_by(_s.c.dirty_at, _s.c.id).limit(bindparam("limit"))
_in_stories: Final[BindParameter[Any]] = bindparam("stories", expanding=True)
_MEMBERS: Final = (
    whole(_m.c.story, _i.c.corrected_by, *(column.label(f"agency_{column.name}") for column in _a.c))
    .join(_m, _m.c.item == _i.c.number)
    .join(_a, _a.c.key == _v.c.agency)
    .where(_m.c.story.in_(_in_stories), _v.c.version == _i.c.shown)
    .order_by(_v.c.published_at, _f.c.name, _i.c.guid)
)
_AT: Final = select(_s.c.id, _s.c.version).where(_s.c.id.in_(_in_stories))
_SEATS: Final = (
    select(_m.c.story, _f.c.name, _i.c.guid, _v.c.version, _i.c.corrected_by, _v.c.pubstatus)
    .join_from(_m, _i, _i.c.number == _m.c.item)
    .join(_v, and_(_v.c.item == _i.c.number, _v.c.version == _i.c.shown))
    .join(_f, _f.c.number == _i.c.feed)
    .where(_m.c.story.in_(_in_stories))
)
_n = t.near_duplicate
_COPIES: Final = select(_n.c.later, _n.c.earlier, _n.c.containment).where(_n.c.kind.in_((Copy.EXACT.value, Copy.REPRINT.value)))
_lead, _lead_item, _lead_feed = _v.alias("lead"), _i.alias("lead_item"), _f.alias("lead_feed")
_VERSIONS: Final = (
    select(_c, _lead_feed.c.name.label("lead_feed"), _lead_item.c.guid.label("lead_guid"), _lead.c.version.label("lead_version"))
    .join_from(_c, _s, _s.c.id == _c.c.story)
    .outerjoin(_lead, _lead.c.number == _c.c.lead)
    .outerjoin(_lead_item, _lead_item.c.number == _lead.c.item)
    .outerjoin(_lead_feed, _lead_feed.c.number == _lead_item.c.feed)
    .where(_c.c.story.in_(_in_stories))
)
_CURRENT: Final = _VERSIONS.where(_c.c.version == _s.c.version)
_AT_VERSION: Final = _VERSIONS.where(_c.c.version == bindparam("version"))
_CITED: Final = (
    select(_g, _f.c.name.label("feed"), _i.c.guid, _v.c.version.label("item_version"))
    .join_from(_g, _s, _s.c.id == _g.c.story)
    .outerjoin(_v, _v.c.number == _g.c.source)
    .outerjoin(_i, _i.c.number == _v.c.item)
    .outerjoin(_f, _f.c.number == _i.c.feed)
    .where(_g.c.story.in_(_in_stories))
    .order_by(_g.c.story, _g.c.part, _g.c.paragraph, _g.c.seq)
)
_SEGMENTS: Final = _CITED.where(_g.c.version == _s.c.version)
_SEGMENTS_AT: Final = _CITED.where(_g.c.version == bindparam("version"))
_counted: Final = (
    select(func.count())
    .select_from(_m)
    .join(_i, and_(_i.c.number == _m.c.item, _i.c.shown.is_not(None)))
    .where(_m.c.story == _s.c.id)
    .correlate(_s)
    .scalar_subquery()
)
_HEADS: Final = (
    select(
        _s.c.id,
        _s.c.version,
        _s.c.first_seen_at,
        _s.c.latest_item_at,
        _c.c.updated_at,
        _counted.label("item_count"),
        *(_c.c[name] for name in _CONTENT),
    )
    .join_from(_s, _c, isouter=True, onclause=and_(_c.c.story == _s.c.id, _c.c.version == _s.c.version))
    .where(_s.c.id.in_(bindparam("ids", expanding=True)))
)
_COMPOSED: Final = update(_s).where(_s.c.id == bindparam("id_"))  # sets the keys of the rows handed in
