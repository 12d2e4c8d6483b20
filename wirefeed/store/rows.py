"""Rows to nouns and back. No ORM object and no row leaves ``store``; this file runs no statement."""

import json
import struct
import sys
from array import array
from collections.abc import Iterable, Mapping
from hashlib import blake2b, sha256
from operator import attrgetter
from typing import Any, Final, cast

from sqlalchemy import RowMapping

from wirefeed.model.feed import Agency, Cursor, FeedState, FeedStatus
from wirefeed.model.ids import ItemRef
from wirefeed.model.item import Item, ItemField, Kind, PubStatus
from wirefeed.model.story import Citation, Note, Segment, SegmentKind, Segments, Story, plain

Row = Mapping[str, Any] | RowMapping
Values = dict[str, Any]

_encode: Final = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps builds an encoder a call
_LITTLE: Final = sys.byteorder == "little"  # then packed numbers are an array as it stands in memory
DIGEST_BYTES: Final = 16
HEADLINE: Final = "headline"
CAPTION: Final = "caption"
CREDIT: Final = "credit"
BODY: Final = "body"
REPORTING: Final = "reporting"

_PLAIN: Final = (
    "agency",
    "content_hash",
    "language",
    "published_at",
    "received_at",
    "dated",
    "utc_offset",
    "updated_at",
    "embargoed_until",
    "urgency",
    "source_version",
    "url_key",
    "url",
    "slugline",
    "byline",
    "dateline",
    "located",
    "ednote",
    "creditline",
    "copyrightholder",
    "usageterms",
    "image_url",
    "caption",
    "credit",
    "photographer",
    "origin",
    "headline",
    "summary",
    "text",
)
"""Fields of Item that are columns of item_version as they stand."""
_plain_fields: Final = attrgetter(*_PLAIN)


# --- names as hashes ---------------------------------------------------------------------------------------------


def name_hash(feed: str, guid: str) -> bytes:
    """16 bytes that stand for an item's name, whatever the guid's length."""
    return sha256(f"{feed}\0{guid}".encode("utf-8", "surrogatepass")).digest()[:16]


def key_number(feed: str, kind: str, value: str) -> int:
    """A signed 64-bit number that stands for a key of an item inside its feed."""
    return int.from_bytes(blake2b(f"{feed}\0{kind}\0{value}".encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


def short_hash(*parts: str) -> bytes:
    """16 bytes that stand for some texts together, in a unique index."""
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()[:16]


def storable(text: str, longest: int = 2000) -> str:
    """A text of unknown origin (a message, an address, a header) as any database takes it: no NUL, no lone surrogate, not long."""
    return text[:longest].replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def storable_or_none(text: str | None, longest: int = 2000) -> str | None:
    """``storable``, where there may be nothing."""
    return None if text is None else storable(text, longest)


# --- tuples ------------------------------------------------------------------------------------------------------


def pack_words(words: Iterable[str]) -> str | None:
    """A tuple of texts as JSON; None when it is empty."""
    listed = list(words)
    return dump(listed) if listed else None


def unpack_words(packed: str | None) -> tuple[str, ...]:
    """The texts again."""
    return tuple(json.loads(packed)) if packed else ()


def pack_numbers(numbers: tuple[int, ...]) -> bytes:
    """Signed 64-bit numbers, little-endian, eight bytes each."""
    return array("q", numbers).tobytes() if _LITTLE else struct.pack(f"<{len(numbers)}q", *numbers)


def unpack_numbers(packed: bytes) -> tuple[int, ...]:
    """The numbers again."""
    return tuple(memoryview(packed).cast("q")) if _LITTLE else struct.unpack(f"<{len(packed) // 8}q", packed)


# --- feeds -------------------------------------------------------------------------------------------------------


def agency_row(agency: Agency) -> Values:
    """An agency as a row."""
    return {
        "key": agency.key,
        "name": agency.name,
        "quoted_as": agency.quoted_as,
        "timezone": agency.timezone,
        "parents": pack_words(agency.parents),
    }


def agency_of(row: Row, prefix: str = "") -> Agency:
    """The agency again; ``prefix`` stands before its columns' names in a join."""
    return Agency(
        key=row[f"{prefix}key"],
        name=row[f"{prefix}name"],
        quoted_as=row[f"{prefix}quoted_as"],
        timezone=row[f"{prefix}timezone"],
        parents=unpack_words(row[f"{prefix}parents"]),
    )


def state_row(state: FeedState) -> Values:
    """A feed's state, cursor included, as columns of its row."""
    cursor = state.cursor
    return {
        "status": state.status.value,
        "etag": storable_or_none(cursor.etag),
        "last_modified": storable_or_none(cursor.last_modified),
        "body_sha256": cursor.body_sha256,
        "digests": b"".join(sorted(cursor.digests)),
        "marks": pack_words(sorted(cursor.marks)),
        "last_polled_at": state.last_polled_at,
        "last_success_at": state.last_success_at,
        "last_item_at": state.last_item_at,
        "next_due_at": state.next_due_at,
        "failures": state.failures,
        "penalty": state.penalty,
        "polls": state.polls,
        "empty_streak": state.empty_streak,
        "interval": state.interval,
        "last_error": storable_or_none(state.last_error),
        "moved_to": storable_or_none(state.moved_to),
        "quiet_until": state.quiet_until,
    }


def state_of(row: Row) -> FeedState:
    """The state again."""
    digests = row["digests"]
    return FeedState(
        cursor=Cursor(
            etag=row["etag"],
            last_modified=row["last_modified"],
            body_sha256=row["body_sha256"],
            digests=frozenset(bytes(digests[at : at + DIGEST_BYTES]) for at in range(0, len(digests), DIGEST_BYTES)),
            marks=frozenset(unpack_words(row["marks"])),
        ),
        status=FeedStatus(row["status"]),
        last_polled_at=row["last_polled_at"],
        last_success_at=row["last_success_at"],
        last_item_at=row["last_item_at"],
        next_due_at=row["next_due_at"],
        failures=row["failures"],
        penalty=row["penalty"],
        polls=row["polls"],
        empty_streak=row["empty_streak"],
        interval=row["interval"],
        last_error=row["last_error"],
        moved_to=row["moved_to"],
        quiet_until=row["quiet_until"],
    )


# --- items -------------------------------------------------------------------------------------------------------


def version_row(item: Item) -> Values:
    """A version's own columns. Raises ValueError for a NUL, which SQLite would keep and PostgreSQL refuse."""
    row: Values = dict(zip(_PLAIN, _plain_fields(item), strict=True))
    row["pubstatus"] = item.pubstatus.value
    row["kind"] = item.kind.value
    row["subjects"] = pack_words(item.subjects)
    row["links"] = pack_words(item.links)
    row["refers_to"] = pack_words(item.refers_to)
    row["shingles"] = pack_numbers(item.shingles)
    for name, value in row.items():
        if type(value) is str and "\0" in value:
            raise ValueError(f"a NUL character in {name!r}")
    return row


def item_of(row: Row) -> Item:
    """The item again, from a version's row with ``feed`` (its name), ``guid`` and ``delivery_sha256`` beside it."""
    return Item(
        feed=row["feed"],
        guid=row["guid"],
        delivery_sha256=row["delivery_sha256"],
        pubstatus=PubStatus(row["pubstatus"]),
        kind=Kind(row["kind"]),
        subjects=unpack_words(row["subjects"]),
        links=unpack_words(row["links"]),
        refers_to=unpack_words(row["refers_to"]),
        shingles=unpack_numbers(row["shingles"]),
        **{name: row[name] for name in _PLAIN},
    )


# --- stories -----------------------------------------------------------------------------------------------------


def story_row(story: Story) -> Values:
    """A composite's own columns; ``body`` has the reporting line as its last paragraph."""
    return {
        "story": story.id,
        "version": story.version,
        "slug": story.slug,
        "headline": plain(story.headline),
        "body": "\n\n".join(part for part in (story.body, story.reporting_line) if part),
        "caption": plain(story.caption),
        "credit": plain(story.credit),
        "image_url": story.image_url,
        "reporting_line": story.reporting_line,
        "agencies": dump(story.agencies),
        "language": story.language,
        "status": story.status.value,
        "agency_count": story.voices,
        "urgency": story.urgency,
        "located": story.located,
        "paragraphs": len(story.paragraphs),
        "notes": dump([_note_row(note) for note in story.notes]),
    }


def segment_rows(story: Story, sources: Mapping[ItemRef, int]) -> list[Values]:
    """Every segment with its place; ``sources`` gives the number of every version cited. The reporting line closes the body."""
    parts = [(HEADLINE, 0, story.headline), (CAPTION, 0, story.caption), (CREDIT, 0, story.credit)]
    parts += [(BODY, number, paragraph) for number, paragraph in enumerate(story.paragraphs)]
    if story.reporting_line:
        line = Segment(kind=SegmentKind.FRAME, text=story.reporting_line, operation=REPORTING)
        parts.append((BODY, len(story.paragraphs), (line,)))
    return [
        {"story": story.id, "version": story.version, "part": part, "paragraph": paragraph, "seq": seq, **_segment_row(segment, sources)}
        for part, paragraph, segments in parts
        for seq, segment in enumerate(segments)
    ]


def _segment_row(segment: Segment, sources: Mapping[ItemRef, int]) -> Values:
    source = segment.source
    return {
        "kind": segment.kind.value,
        "text": segment.text,
        "source": sources[source.item] if source else None,
        "field": source.field.value if source else None,
        "source_start": source.start if source else None,
        "source_end": source.end if source else None,
        "operation": segment.operation,
    }


def story_of(row: Row, segments: Iterable[Row]) -> Story:
    """The composite again: its row with ``lead_feed, lead_guid, lead_version``, and its segments in order with the item they cite."""
    parts: dict[tuple[str, int], list[Segment]] = {}
    for one in segments:
        parts.setdefault((one["part"], one["paragraph"]), []).append(_segment_of(one))

    def part(name: str, paragraph: int = 0) -> Segments:
        return tuple(parts.get((name, paragraph), ()))

    lead = row["lead_guid"]
    return Story(
        id=row["story"],
        slug=row["slug"],
        headline=part(HEADLINE),
        paragraphs=tuple(part(BODY, number) for number in range(row["paragraphs"])),
        caption=part(CAPTION),
        credit=part(CREDIT),
        image_url=row["image_url"],
        reporting_line=row["reporting_line"],
        agencies=tuple(json.loads(row["agencies"])),
        voices=row["agency_count"],
        language=row["language"],
        status=PubStatus(row["status"]),
        urgency=row["urgency"],
        located=row["located"],
        lead=None if lead is None else ItemRef(feed=row["lead_feed"], guid=lead, version=row["lead_version"]),
        notes=tuple(_note_of(note) for note in json.loads(row["notes"])),
        version=row["version"],
    )


def _segment_of(row: Row) -> Segment:
    source = None
    if row["field"] is not None:
        source = Citation(
            item=ItemRef(feed=row["feed"], guid=row["guid"], version=row["item_version"]),
            field=ItemField(row["field"]),
            start=row["source_start"],
            end=row["source_end"],
        )
    return Segment(kind=SegmentKind(row["kind"]), text=row["text"], source=source, operation=row["operation"])


def _note_row(note: Note) -> Values:
    return {"kind": note.kind, "message": note.message, "sources": [_citation_row(source) for source in note.sources]}


def _note_of(row: Row) -> Note:
    return Note(kind=row["kind"], message=row["message"], sources=tuple(_citation_of(source) for source in row["sources"]))


def _citation_row(citation: Citation) -> Values:
    return {**ref_row(citation.item), "field": citation.field.value, "start": citation.start, "end": citation.end}


def _citation_of(row: Row) -> Citation:
    item = ItemRef(feed=row["feed"], guid=row["guid"], version=row["version"])
    return Citation(item=item, field=ItemField(row["field"]), start=row["start"], end=row["end"])


def ref_row(ref: ItemRef) -> Values:
    """An item version's name, as events and notes carry it."""
    return {"feed": ref.feed, "guid": ref.guid, "version": ref.version}


def dump(value: object) -> str:
    """JSON as the views show it: readable in any script."""
    return _encode(value)


def load(packed: str) -> dict[str, Any]:
    """A JSON object again."""
    return cast("dict[str, Any]", json.loads(packed))
