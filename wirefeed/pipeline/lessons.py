"""Labelled items made ready for learning: from JSON lines, and from what the desk has ruled. It learns nothing.

::

    JSON lines with "story" ─> judged and encoded as an import would (a scratch store) ─> lessons
    rulings of the desk     ─> the items of every story it steered                      ─> lessons
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from wirefeed.cluster import encode
from wirefeed.cluster.stream import Lesson
from wirefeed.errors import InputError
from wirefeed.model.feed import Agency
from wirefeed.model.ids import ItemKey
from wirefeed.pipeline.imports import BATCH, Line, delivery_of, read_lines
from wirefeed.pipeline.ingest import judge_and_apply
from wirefeed.pipeline.ports import Placeable, Prepared, Store, Unit
from wirefeed.pipeline.rules import Rules

_EVERYTHING = 10**9


def read_lessons(scratch: Store, lines: Iterable[bytes], agencies: Mapping[str, Agency], name: str, rules: Rules) -> list[Lesson]:
    """The labelled items of a file in its order, each with the copies an import would find. ``scratch`` must be empty.

    Raises InputError naming file and line, also for a line without ``story``.
    """
    given = list(lines)
    stories = [_story_of(line, name, number) for number, line in enumerate(given, 1) if line.strip()]
    read = list(read_lines(given, agencies, name))
    for start in range(0, len(read), BATCH):
        _ingest(scratch, read[start : start + BATCH], rules)
    with scratch.read() as unit:
        placeable = {item.ref.key: item for item in unit.unplaced(_EVERYTHING)}
    order = {line.item.key: number for number, line in enumerate(read)}
    numbers = {item.number: order[key] for key, item in placeable.items() if key in order}
    labelled = zip(read, stories, strict=True)
    known = {line.item.key: story for line, story in labelled if line.item.key in placeable}
    return [_lesson(placeable[key], order[key], story, numbers) for key, story in known.items()]


def desk_lessons(unit: Unit) -> list[Lesson]:
    """The items of the stories the desk has steered, as it left them: a member's story is its label."""
    ruled = sorted(set(chain.from_iterable((*ruling.one, *ruling.other) for ruling in unit.rulings())))
    stories = {story for story, _ in unit.seated_items(ruled)}
    members = sorted(unit.seated_in(sorted(stories)), key=lambda pair: pair[1].number)
    return [_lesson(item, item.number, story, {}) for story, item in members]


def _ingest(scratch: Store, batch: Sequence[Line], rules: Rules) -> None:
    with scratch.write() as unit:
        unit.add_feeds(tuple({line.feed.name: line.feed for line in batch}.values()))
        unit.keep_all([delivery_of(line) for line in batch])
        prepared = [Prepared(item=line.item, features=encode(line.item)) for line in batch]
        judge_and_apply(unit, prepared, rules=rules.dedup, now=batch[-1].item.received_at)


def _story_of(raw: bytes, name: str, number: int) -> str:
    """The label of a line. Raises InputError."""
    try:
        story = json.loads(raw).get("story")
    except (ValueError, AttributeError, RecursionError):
        return ""  # read_lines says what is wrong with the line
    if not isinstance(story, str | int) or story == "":
        raise InputError(f'{name}, line {number}: no "story" to learn from: name the story each item belongs to')
    return str(story)


def _lesson(item: Placeable, number: int, story: str, numbers: Mapping[int, int]) -> Lesson:
    near = tuple((numbers[other], containment) for other, containment in item.near if other in numbers)
    return Lesson(
        number=number,
        story=story,
        published_at=item.published_at,
        features=item.features,
        near=near,
        agency=item.agency,
        key=_key(item.ref.key),
    )


def _key(key: ItemKey) -> str:
    """The item's name across sets, whichever feed a set files it under."""
    return key.guid
