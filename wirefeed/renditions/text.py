"""A story as plain text: slug, caption and credit, headline, article, reporting line. It wraps no lines."""

from wirefeed.model.item import PubStatus
from wirefeed.model.story import Story, StoryTimes, plain


def render(story: Story, times: StoryTimes) -> str:
    """The article; a story that is not usable says so instead."""
    if story.status is not PubStatus.USABLE:
        return f"{story.slug}\n\n[{story.status.value} since {times.updated_at:%Y-%m-%d %H:%M} UTC]\n"
    caption, credit = plain(story.caption), plain(story.credit)
    picture = " ".join(part for part in (caption, f"({credit})" if credit else "") if part)
    parts = (story.slug, picture, plain(story.headline), story.body, story.reporting_line)
    return "\n\n".join(part for part in parts if part) + "\n"
