"""A story as one JSON document with every segment's source. It is our own shape; ninjs is the field's."""

import json
from typing import Any

from wirefeed.model.story import Segments, Story, StoryTimes, plain


def render(story: Story, times: StoryTimes) -> str:
    """The document, indented."""
    return json.dumps(document(story, times), ensure_ascii=False, indent=2) + "\n"


def document(story: Story, times: StoryTimes) -> dict[str, Any]:
    """The story as plain values: the columns of ``merged_stories`` and the segments."""
    parts = [("headline", 0, story.headline), ("caption", 0, story.caption), ("credit", 0, story.credit)]
    parts += [("body", number, paragraph) for number, paragraph in enumerate(story.paragraphs)]
    return {
        "id": story.id,
        "version": story.version,
        "status": story.status.value,
        "slug": story.slug,
        "headline": plain(story.headline),
        "body": story.body,
        "caption": plain(story.caption),
        "credit": plain(story.credit),
        "image_url": story.image_url,
        "reporting_line": story.reporting_line,
        "agencies": list(story.agencies),
        "agency_count": story.voices,
        "language": story.language,
        "urgency": story.urgency,
        "located": story.located,
        "first_seen_at": times.first_seen_at.isoformat(),
        "latest_item_at": times.latest_item_at.isoformat(),
        "updated_at": times.updated_at.isoformat(),
        "notes": [{"kind": note.kind, "message": note.message} for note in story.notes],
        "segments": [row for part, paragraph, segments in parts for row in _rows(part, paragraph, segments)],
    }


def _rows(part: str, paragraph: int, segments: Segments) -> list[dict[str, Any]]:
    return [
        {
            "part": part,
            "paragraph": paragraph,
            "kind": segment.kind.value,
            "text": segment.text,
            "operation": segment.operation,
            **(
                {
                    "feed": segment.source.item.feed,
                    "guid": segment.source.item.guid,
                    "item_version": segment.source.item.version,
                    "field": segment.source.field.value,
                    "start": segment.source.start,
                    "end": segment.source.end,
                }
                if segment.source
                else {}
            ),
        }
        for segment in segments
    ]
