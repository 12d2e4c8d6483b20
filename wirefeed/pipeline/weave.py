"""Compose one story, wherever that is done: in this process or in a worker. It reads and stores nothing.

What comes back says what it was made of, so that whoever stores it can see whether the story is still the one that was composed.
"""

from dataclasses import replace
from datetime import datetime
from time import perf_counter
from traceback import format_exc

from wirefeed.compose import compose
from wirefeed.compose.source import Annotations
from wirefeed.model.item import PubStatus
from wirefeed.model.story import Story, Unchanged
from wirefeed.pipeline.ports import StoryMembers, Woven
from wirefeed.pipeline.rules import Rules


def weave(members: StoryMembers, rules: Rules, now: datetime, annotations: Annotations) -> Woven:
    """Compose one story; one that cannot be traced, or on which composing fails, is withheld, and no other story suffers."""
    begun = perf_counter()
    try:
        story = compose(members.story, members.members, members.previous, rules.compose, now, annotations)
        made = _enough_voices(story, members.previous, rules.min_agencies)
    except Exception:  # noqa: BLE001 - the boundary of a job: whatever is wrong with one story must not hold up the others
        return members.woven(_new(_withheld(members)), format_exc(), perf_counter() - begun)
    return members.woven(_new(made), seconds=perf_counter() - begun)


def hold(members: StoryMembers, why: str) -> Woven:
    """A story nobody could compose: withheld."""
    return members.woven(_new(_withheld(members)), why)


def _new(made: Story | Unchanged) -> Story | None:
    return made if isinstance(made, Story) else None


def _enough_voices(story: Story | Unchanged, previous: Story | None, least: int) -> Story | Unchanged:
    """Withhold a story that fewer agencies report than the desk asks for; it stays a row, and comes out when another one confirms it."""
    if isinstance(story, Unchanged) or story.status is not PubStatus.USABLE or story.voices >= least:
        return story
    held = replace(story, status=PubStatus.WITHHELD)
    same = previous is not None and held == replace(previous, version=held.version)
    return Unchanged(story=previous) if previous is not None and same else held


def _withheld(members: StoryMembers) -> Story | Unchanged:
    if members.previous is None:
        return Story(id=members.story, slug="", headline=(), paragraphs=(), status=PubStatus.WITHHELD)
    if members.previous.status is PubStatus.WITHHELD:
        return Unchanged(story=members.previous)
    return replace(
        members.previous, headline=(), paragraphs=(), caption=(), credit=(), status=PubStatus.WITHHELD, version=members.previous.version + 1
    )
