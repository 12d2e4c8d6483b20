"""Short ways to say what the store's contracts are about: items that arrive, are seated, and are composed. No test stands here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text

from wirefeed.model.cluster import Join, Open
from wirefeed.model.ids import ItemRef
from wirefeed.model.item import Item, ItemField
from wirefeed.model.match import Copy, Judgement, Kill, Match, Near, NearDuplicate, New, Repeat, Revision, Stale, Verdict
from wirefeed.model.story import Citation, Segment, SegmentKind, Story
from wirefeed.pipeline.ports import Applied, Change, Seat
from wirefeed.store import SqlStore
from wirefeed.testing import NOON, a_feed, the_delivery

FEEDS = ("tass-en", "afp-en", "toi-en")
FEATURES = b"features"


def ready(store: SqlStore, feeds: Sequence[str] = FEEDS) -> SqlStore:
    """A store that knows its feeds and has their deliveries."""
    with store.write() as unit:
        unit.sync_feeds([a_feed(name) for name in feeds])
        unit.keep_all([the_delivery(name) for name in feeds])
    return store


def change(item: Item, verdict: Verdict | None = None, *near: Near) -> Change:
    """A judged item; new unless said otherwise."""
    return Change(item=item, features=FEATURES, judgement=Judgement(verdict=verdict or New(), near=near))


def apply(store: SqlStore, *changes: Change | Item, now: datetime = NOON) -> Applied:
    """Store changes in a unit of their own."""
    with store.write() as unit:
        return unit.apply([change(one) if isinstance(one, Item) else one for one in changes], now)


def revision(item: Item, of: ItemRef, **how: Any) -> Change:
    """A later version of an item."""
    return change(item, Revision(of=of, kind=how.get("kind", item.kind), reasons=("the text changed",)))


def repeat(item: Item, of: ItemRef) -> Change:
    """The same once more."""
    return change(item, Repeat(of=of, reasons=("same text",)))


def stale(item: Item, newer: ItemRef) -> Change:
    """An older version that came late."""
    return change(item, Stale(newer=newer, reasons=("an older version",)))


def kill(item: Item, *of: ItemRef) -> Change:
    """A withdrawal."""
    return change(item, Kill(of=of, reasons=("withdraws it",)))


def near(of: Item, containment: float = 0.8, copy: Copy = Copy.REPRINT, version: int = 1) -> Near:
    """A pair."""
    return Near(of=of.ref(version), copy=copy, containment=containment, reasons=("shingles",))


def a_copy(item: Item, of: Item, containment: float = 0.8) -> Change:
    """A near-duplicate of another item."""
    match = Match(score=containment, reasons=("shingles",))
    return change(item, NearDuplicate(of=of.ref(1), match=match, reasons=match.reasons), near(of, containment))


def place(store: SqlStore, *together: Sequence[Item] | Item, now: datetime = NOON) -> list[str]:
    """Seat every unplaced item: the items of one group in one story founded by its first; returns the stories, group by group."""
    groups = [[one] if isinstance(one, Item) else list(one) for one in together]
    with store.write() as unit:
        waiting = {placeable.ref.key: placeable for placeable in unit.unplaced(1000)}
        stories, seats = [], []
        for group in groups:
            founder = group[0].key
            known = waiting[founder].story if founder in waiting else None
            story = known or unit.free_story_ids([founder])[founder]
            stories.append(story)
            for item in group:
                if item.key in waiting:
                    placement = Open() if item.key == founder else Join(cluster=story, match=Match(score=0.9, reasons=("same event",)))
                    seats.append(Seat(number=waiting[item.key].number, placement=placement, story=story))
        unit.seat(seats, now)
    return stories


def whole(item: Item, version: int = 1, field: ItemField = ItemField.HEADLINE) -> Segment:
    """A whole field of an item, verbatim."""
    words = item.cut(field, 0, 1_000_000)
    return Segment(kind=SegmentKind.VERBATIM, text=words, source=Citation(item=item.ref(version), field=field, start=0, end=len(words)))


def composite(story: str, *items: Item, version: int = 1, **overrides: Any) -> Story:
    """A composite that prints the first item's headline and every item's text, a paragraph each."""
    fields: dict[str, Any] = {
        "id": story,
        "slug": "Crane-Harbour",
        "headline": (whole(items[0]),),
        "paragraphs": tuple((whole(item, field=ItemField.TEXT),) for item in items),
        "reporting_line": "With reporting by TASS, AFP",
        "agencies": ("TASS", "AFP"),
        "voices": len({item.agency for item in items}),
        "language": "en",
        "lead": items[0].ref(1),
        "version": version,
    }
    return Story(**{**fields, **overrides})


def compose(store: SqlStore, *stories: Story, now: datetime = NOON) -> None:
    """Store composites in a unit of their own."""
    with store.write() as unit:
        unit.save_stories(stories, now)


def rows(store: SqlStore, query: str, **names: Any) -> list[dict[str, Any]]:
    """What a user sees who asks the views."""
    with store.read() as unit:
        return [dict(row) for row in unit.connection.execute(text(query), names).mappings()]


def values(store: SqlStore, query: str, **names: Any) -> list[Any]:
    """The first column of what a user sees."""
    return [next(iter(row.values())) for row in rows(store, query, **names)]
