"""Stories as a JSON Feed 1.1 (jsonfeed.org). It serves nothing and knows no address but those it is given."""

import json
from collections.abc import Sequence
from typing import Any, Final

from wirefeed.model.story import Story, StoryTimes
from wirefeed.renditions.parts import parts_of, safe, urn

VERSION: Final = "https://jsonfeed.org/version/1.1"


def render(story: Story, times: StoryTimes) -> str:
    """A feed of this one story."""
    return feed(((story, times),), title=safe(story.slug) or story.id)


def feed(stories: Sequence[tuple[Story, StoryTimes]], *, title: str, link: str | None = None) -> str:
    """A feed of some stories; ``link`` is where it stands on the web."""
    head: dict[str, Any] = {"version": VERSION, "title": safe(title)}
    if link:
        head["feed_url"] = link
    return json.dumps({**head, "items": [_item(*one) for one in stories]}, ensure_ascii=False, indent=2) + "\n"


def _item(story: Story, times: StoryTimes) -> dict[str, Any]:
    parts = parts_of(story)
    item: dict[str, Any] = {
        "id": urn(story),
        "title": parts.headline or f"{safe(story.slug)} [{story.status.value}]",
        "content_text": "\n\n".join(parts.paragraphs),
        "date_published": times.first_seen_at.isoformat(),
        "date_modified": times.updated_at.isoformat(),
        "language": story.language,
        "tags": [safe(story.slug)],
        "authors": [{"name": safe(name)} for name in story.agencies] if parts.paragraphs else [],
    }
    if parts.image_url:
        item["image"] = parts.image_url
        item["_wirefeed"] = {"caption": parts.caption, "credit": parts.credit}
    return item
