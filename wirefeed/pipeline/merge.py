"""Stops 7 and 8: compose every story whose members changed. It decides nothing about membership."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from wirefeed.compose import compose
from wirefeed.compose.source import Annotations
from wirefeed.model.item import PubStatus
from wirefeed.model.story import Story, Unchanged
from wirefeed.pipeline.ports import Store, StoryMembers
from wirefeed.pipeline.rules import Rules

log = structlog.get_logger(module=__name__)
BATCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What composing came to; the ids of new, changed and canceled stories in the order they were composed."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    canceled: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


def merge(store: Store, rules: Rules, now: datetime, enough: Callable[[], bool] = lambda: False) -> Merged:
    """Compose all dirty stories, a batch a transaction, until none is left or it is ``enough`` for now."""
    done, annotations = Merged(), Annotations()
    while not enough():
        with store.write() as unit:
            batch = unit.story_members(unit.dirty(BATCH))
            if not batch:
                break
            decided = [(members, _compose(members, rules, now, annotations)) for members in batch]
            unit.save_stories([story for _, story in decided if isinstance(story, Story)], now)
            unit.settle([members.story for members, story in decided if isinstance(story, Unchanged)])
        done = _count(done, decided)
        log.info("merge", stories=len(decided), unchanged=sum(isinstance(story, Unchanged) for _, story in decided))
    return done


def _compose(members: StoryMembers, rules: Rules, now: datetime, annotations: Annotations) -> Story | Unchanged:
    """Compose one story; one that cannot be traced, or on which composing fails, is withheld, and no other story suffers."""
    try:
        story = compose(members.story, members.members, members.previous, rules.compose, now, annotations)
        return _enough_voices(story, members.previous, rules.min_agencies)
    except Exception as error:  # the boundary of a job: whatever is wrong with one story must not hold up the others
        log.exception("story withheld", story=members.story, error=str(error))
        return _withheld(members)


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


def _count(done: Merged, decided: list[tuple[StoryMembers, Story | Unchanged]]) -> Merged:
    stories = [(members.previous, story) for members, story in decided if isinstance(story, Story)]
    canceled = [story.id for _, story in stories if story.status is PubStatus.CANCELED]
    withheld = [story.id for _, story in stories if story.status is PubStatus.WITHHELD]
    alive = [(previous, story.id) for previous, story in stories if story.status is PubStatus.USABLE]
    return Merged(
        new=(*done.new, *(story for previous, story in alive if previous is None)),
        changed=(*done.changed, *(story for previous, story in alive if previous is not None)),
        canceled=(*done.canceled, *canceled),
        withheld=(*done.withheld, *withheld),
    )
