"""A story as IPTC ninjs 2.1 (iptc.org/standards/ninjs). It names no source spans: that is what our own JSON is for."""

import json
from typing import Any, Final

from wirefeed.model.item import PubStatus
from wirefeed.model.story import Story, StoryTimes
from wirefeed.renditions.parts import GENERATOR, parts_of, safe, urn

_STANDARD: Final = {
    "name": "ninjs",
    "version": "2.1",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_2.1.json",
}


def render(story: Story, times: StoryTimes) -> str:
    """The document, indented."""
    return json.dumps(document(story, times), ensure_ascii=False, indent=2) + "\n"


def document(story: Story, times: StoryTimes) -> dict[str, Any]:
    """The item as plain values; a story that does not stand has its status and no words."""
    parts = parts_of(story)
    body = "\n\n".join(parts.paragraphs)
    found: dict[str, Any] = {
        "uri": urn(story),
        "standard": _STANDARD,
        "type": "text",
        "representationtype": "complete" if story.status is PubStatus.USABLE else "incomplete",
        "profile": GENERATOR,
        "version": str(story.version),
        "firstcreated": times.first_seen_at.isoformat(),
        "versioncreated": times.updated_at.isoformat(),
        "contentcreated": times.latest_item_at.isoformat(),
        "pubstatus": story.status.value,
        "language": story.language,
        "slugline": safe(story.slug),
    }
    if story.urgency is not None:
        found["urgency"] = story.urgency
    if parts.headline:
        found["headlines"] = [{"role": "main", "contenttype": "text/plain", "value": parts.headline}]
    if body:
        found["bodies"] = [
            {"role": "main", "contenttype": "text/plain", "charcount": len(body), "wordcount": len(body.split()), "value": body}
        ]
    if story.located:
        found["located"] = safe(story.located)
    found["infosources"] = [{"name": safe(name)} for name in story.agencies] if body else []
    if parts.image_url:
        found["associations"] = [_picture(story, parts.image_url, parts.caption, parts.credit, times)]
    return found


def _picture(story: Story, url: str, caption: str, credit: str, times: StoryTimes) -> dict[str, Any]:
    return {
        "name": "mainimage",
        "uri": f"{urn(story)}:picture",
        "type": "picture",
        "versioncreated": times.updated_at.isoformat(),
        "descriptions": [{"role": "caption", "contenttype": "text/plain", "value": caption}] if caption else [],
        "bylines": [{"byline": credit}] if credit else [],
        "renditions": [{"name": "original", "href": url}],
    }
