"""Labelled items run through the real index, as the pipeline runs them. It learns nothing and knows no truth but the labels."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from wirefeed.cluster.index import LiveIndex
from wirefeed.cluster.rules import ClusterRules
from wirefeed.cluster.sight import Scene
from wirefeed.cluster.stories import LiveStory
from wirefeed.cluster.weights import Weights
from wirefeed.model.cluster import Join, Merge

BATCH: Final = 200
"""Items between two repairs, as the pipeline does it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """An item whose story is known. ``number`` is its own within the set; ``features`` from ``encode``; ``near`` as for placing.

    ``key`` names the item across sets.
    """

    number: int
    story: str
    published_at: datetime
    features: bytes
    near: tuple[tuple[int, float], ...] = ()
    key: str = ""
    agency: str = ""


class Watcher(Protocol):
    """Sees every decision before it is taken."""

    def placing(self, lesson: Lesson, scene: Scene) -> None:
        """An item stands before its candidates."""
        ...

    def mending(self, index: LiveIndex, story: LiveStory) -> None:
        """A changed story is about to be repaired."""
        ...


class Stream:
    """One set of lessons on its way through an index; ``weights_of`` says which weights may judge an item of a story (cross-fitting)."""

    def __init__(
        self, lessons: Sequence[Lesson], rules: ClusterRules, weights_of: Callable[[str], Weights], watcher: Watcher | None = None
    ) -> None:
        self.lessons = lessons
        self.truth = {lesson.number: lesson.story for lesson in lessons}
        self.index = LiveIndex(rules, weights_of(lessons[0].story))
        self.found: dict[int, str] = {}
        self._weights_of = weights_of
        self._watcher = watcher
        self._by_number = {lesson.number: lesson for lesson in lessons}

    def teach(self) -> None:
        """Seat every item where it belongs, showing the watcher each choice first, looked at together as in ``run``."""
        for batch in batches(self.lessons):
            self.index.expect((lesson.features, lesson.published_at) for lesson in batch)
            for lesson in batch:
                self._show(lesson)
                self._seat(lesson, lesson.story)

    def run(self, *, repair: bool = True) -> dict[int, str]:
        """Place and repair by what the weights say; returns the story found for each item's number."""
        for batch in batches(self.lessons):
            self.index.expect((lesson.features, lesson.published_at) for lesson in batch)
            changed: dict[str, None] = {}
            for lesson in batch:
                self.index.weights = self._weights_of(lesson.story)
                self._show(lesson)
                placement = self.index.place(lesson.features, lesson.published_at, lesson.near, lesson.agency)
                story = placement.cluster if isinstance(placement, Join) else f"s{lesson.number}"
                self._seat(lesson, story)
                changed[story] = None
            self._mend(tuple(changed), batch[-1].published_at, repair=repair)
        return self.found

    def _show(self, lesson: Lesson) -> None:
        if self._watcher is not None:
            self._watcher.placing(lesson, self.index.scene(lesson.features, lesson.published_at))

    def _seat(self, lesson: Lesson, story: str) -> None:
        self.index.add(story, lesson.number, lesson.published_at, lesson.features, lesson.agency)
        self.found[lesson.number] = story

    def _mend(self, changed: Sequence[str], now: datetime, *, repair: bool) -> None:
        """Repair story by story family: those that the same weights may judge together."""
        families: dict[int, list[str]] = defaultdict(list)
        judges: dict[int, Weights] = {}
        for story_id in changed:
            story = self.index.stories[story_id]
            weights = self._weights_of(self._mostly(story))
            judges[id(weights)] = weights
            families[id(weights)].append(story_id)
            if self._watcher is not None:
                self.index.weights = weights
                self._watcher.mending(self.index, story)
        for family, story_ids in families.items() if repair else ():
            self.index.weights = judges[family]
            self._repair(story_ids, now)

    def _repair(self, story_ids: Sequence[str], now: datetime) -> None:
        for change in self.index.repairs(story_ids, now):
            if isinstance(change, Merge):
                self.found.update((number, change.into) for number, story in self.found.items() if story == change.old)
            elif change.into is not None:
                self.found[change.item] = change.into
            else:
                founder = change.item if change.beside is None else change.beside
                self._seat(self._by_number[change.item], f"{change.old}/{founder}")

    def _mostly(self, story: LiveStory) -> str:
        return Counter(self.truth[member.number] for member in story.members).most_common(1)[0][0]


def batches(lessons: Sequence[Lesson]) -> Iterator[list[Lesson]]:
    """The lessons as they come in, each batch in order of publication."""
    for start in range(0, len(lessons), BATCH):
        yield sorted(lessons[start : start + BATCH], key=lambda lesson: (lesson.published_at, lesson.number))
