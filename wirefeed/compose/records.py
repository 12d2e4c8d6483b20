"""A composite as one plain record, the shape `wirefeed compose --json` prints. Not a rendition: nothing here is for readers."""

from collections.abc import Mapping
from typing import Any, Final

from wirefeed.model.ids import ItemRef
from wirefeed.model.item import ItemField
from wirefeed.model.story import Segment, Segments, Story, plain

_FIELD: Final = {ItemField.HEADLINE: "title"}


def to_record(story: Story, ids: Mapping[ItemRef, str]) -> dict[str, Any]:
    """The record of a story: texts, and every segment of headline and body with its source. ``ids`` name the item versions."""
    return {
        "id": story.id,
        "headline": plain(story.headline),
        "body": story.body,
        "caption": plain(story.caption),
        "credit": plain(story.credit),
        "reporting_line": story.reporting_line,
        "segments": [
            *_rows("headline", 0, story.headline, ids),
            *(row for number, paragraph in enumerate(story.paragraphs) for row in _rows("body", number, paragraph, ids)),
        ],
    }


def _rows(part: str, paragraph: int, segments: Segments, ids: Mapping[ItemRef, str]) -> list[dict[str, Any]]:
    return [{"part": part, "paragraph": paragraph, **_row(segment, ids)} for segment in segments]


def _row(segment: Segment, ids: Mapping[ItemRef, str]) -> dict[str, Any]:
    source = segment.source
    return {
        "kind": segment.kind.value,
        "text": segment.text,
        "item": ids[source.item] if source else None,
        "field": _FIELD.get(source.field, source.field.value) if source else None,
        "start": source.start if source else None,
        "end": source.end if source else None,
        "operation": segment.operation,
    }
