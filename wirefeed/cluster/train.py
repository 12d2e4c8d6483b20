"""Learn when an item joins a story and when two stories are one, from labelled sets; and say honestly how well that went.

How it learns: every set is run through the real index three times over. First *taught*: each item is seated where it belongs, and each
choice before it (item x candidate stories) is a pair with its answer; thinned copies of the sets, in which most stories keep only their
first item, show what a real wire looks like. Then *run* by what was learned so far: candidates that hold several stories become pairs too,
so that the trees know a muddle when they see one. Last, every changed story and its neighbours are pairs for the merge trees.
It does not read files.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from zlib import crc32

import numpy as np

from wirefeed.cluster.boost import grow
from wirefeed.cluster.features import MONOTONE, NAMES
from wirefeed.cluster.index import LiveIndex, Scene
from wirefeed.cluster.repair import PAIR_MONOTONE, PAIR_NAMES
from wirefeed.cluster.rules import ClusterRules
from wirefeed.cluster.score import Score, score
from wirefeed.cluster.stories import LiveStory
from wirefeed.cluster.stream import Lesson, Stream
from wirefeed.cluster.trees import Trees
from wirefeed.cluster.vocabulary import Floats
from wirefeed.cluster.weights import FORMAT, Weights
from wirefeed.errors import InputError

Sets = Mapping[str, Sequence[Lesson]]
Group = Callable[[str], str]
"""The stories that must be held out together: by default each by itself."""

THINNED: Final = (60, 85, 96)
"""Shares of stories (in per cent) that keep only their first item in the thinned copies."""
_THIN_WEIGHT: Final = 0.2
_MUDDLED: Final = 0.9
_FEWEST_TO_THIN: Final = 100
FOLDS: Final = 5


@dataclass(slots=True, kw_only=True)
class Pairs:
    """Rows with their answers, each with the groups of stories it speaks of and the set it came from."""

    rows: list[Floats] = field(default_factory=list)
    answers: list[bool] = field(default_factory=list)
    groups: list[frozenset[str]] = field(default_factory=list)
    sets: list[str] = field(default_factory=list)

    def add(self, row: Floats, answer: bool, groups: frozenset[str], name: str) -> None:
        """One pair more."""
        self.rows.append(row)
        self.answers.append(answer)
        self.groups.append(groups)
        self.sets.append(name)

    def drawn(self, held_out: Callable[[str], bool], weight_of: Mapping[str, float]) -> tuple[Floats, Any, Any]:
        """(rows, answers, weights) of the pairs that speak of no group held out."""
        kept = [i for i, groups in enumerate(self.groups) if not any(map(held_out, groups))]
        weights = np.array([weight_of[self.sets[i]] for i in kept])
        return np.array([self.rows[i] for i in kept], np.float32), np.array([self.answers[i] for i in kept], np.bool_), weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A weights file, and the scores of each set under weights that had not seen its stories."""

    text: str
    scores: Mapping[str, Score]


class _Choices:
    """Watches taught streams: each item with its candidates is a row of pairs."""

    def __init__(self, pairs: Pairs, name: str, group: Group) -> None:
        self._pairs, self._name, self._group = pairs, name, group

    def placing(self, lesson: Lesson, scene: Scene) -> None:
        """In a taught stream a story's id is its label."""
        for story, row in zip(scene.stories, scene.features, strict=True):
            groups = frozenset((self._group(lesson.story), self._group(story.id)))
            self._pairs.add(row, story.id == lesson.story, groups, self._name)

    def mending(self, index: LiveIndex, story: LiveStory) -> None:
        """Taught stories need no mending."""


class _Muddles:
    """Watches running streams: candidates that hold several stories, and changed stories with their neighbours."""

    def __init__(self, joins: Pairs | None, merges: Pairs | None, name: str, truth: Mapping[int, str], group: Group) -> None:
        self._joins, self._merges, self._name, self._truth, self._group = joins, merges, name, truth, group

    def _labels(self, story: LiveStory) -> dict[str, float]:
        """The true stories in a live one, each with its share."""
        labels: dict[str, float] = {}
        for member in story.members:
            label = self._truth[member.number]
            labels[label] = labels.get(label, 0.0) + 1 / len(story.members)
        return labels

    def placing(self, lesson: Lesson, scene: Scene) -> None:
        """A muddle is to be joined by those who make up most of it, and by nobody who is not in it."""
        if self._joins is None:
            return
        for story, row in zip(scene.stories, scene.features, strict=True):
            labels = self._labels(story)
            own, most = labels.get(lesson.story, 0.0), max(labels, key=lambda label: labels[label])
            if labels[most] < _MUDDLED and (own == 0 or own > 1 / 2):
                self._joins.add(row, own > 0, frozenset((self._group(lesson.story), self._group(most))), self._name)

    def mending(self, index: LiveIndex, story: LiveStory) -> None:
        """Two live stories are one when most pairs across them belong together."""
        if self._merges is None:
            return
        mine = self._labels(story)
        for other, row in index.neighbours(story):
            theirs = self._labels(other)
            same = sum(share * theirs.get(label, 0.0) for label, share in mine.items())
            self._merges.add(row, same > 1 / 2, frozenset(map(self._group, (*mine, *theirs))), self._name)


class Training:
    """One training on some sets. ``group`` names the stories that must not be split between learning and judging."""

    def __init__(self, sets: Sets, rules: ClusterRules, group: Group = str) -> None:
        """Raises InputError when there is nothing to learn from."""
        if not any(sets.values()):
            raise InputError("nothing to learn: no labelled items")
        self.sets = {name: lessons for name, lessons in sets.items() if lessons}
        self.rules = rules
        self.group = group
        self.joins, self.muddles, self.merges = Pairs(), Pairs(), Pairs()
        self.thinned = {
            f"{name} thinned {percent}": thin(lessons, percent)
            for name, lessons in self.sets.items()
            for percent in THINNED
            if len(lessons) >= _FEWEST_TO_THIN
        }

    def learn(self, told: Callable[[str], None] = lambda _: None) -> Learned:
        """Learn everything and score each set under the weights of the folds that had not seen its stories. ``told`` hears of progress."""
        told("taught")
        self._teach()
        folds = [self._fold(fold, merges=False) for fold in range(FOLDS)]
        told("muddles")
        self._run(folds, joins=True)
        folds = [self._fold(fold, merges=False) for fold in range(FOLDS)]
        told("twins")
        self._run(folds, joins=False)
        folds = [self._fold(fold, merges=True) for fold in range(FOLDS)]
        told("scores")
        scores = {name: self._score(lessons, folds) for name, lessons in self.sets.items()}
        told("weights")
        return Learned(text=self._text(), scores=scores)

    def fold_of(self, story: str) -> int:
        """The fold that holds a story out."""
        return crc32(self.group(story).encode()) % FOLDS

    def _teach(self) -> None:
        for name, lessons in {**self.sets, **self.thinned}.items():
            Stream(lessons, self.rules, lambda _: _NONE, _Choices(self.joins, name, self.group)).teach()

    def _run(self, folds: Sequence[Weights], *, joins: bool) -> None:
        for name, lessons in ({} if joins else self.thinned | self.sets).items() or self.sets.items():
            truth = {lesson.number: lesson.story for lesson in lessons}
            watcher = _Muddles(self.muddles if joins else None, None if joins else self.merges, name, truth, self.group)
            Stream(lessons, self.rules, lambda story: folds[self.fold_of(story)], watcher).run(repair=False)

    def _score(self, lessons: Sequence[Lesson], folds: Sequence[Weights]) -> Score:
        stream = Stream(lessons, self.rules, lambda story: folds[self.fold_of(story)])
        return score(stream.truth, stream.run())

    def _fold(self, fold: int, *, merges: bool) -> Weights:
        join, merge = self._forests(lambda group: crc32(group.encode()) % FOLDS == fold, merges=merges)
        return Weights(join=Trees(join), merge=Trees(merge))

    def _forests(self, held_out: Callable[[str], bool], *, merges: bool) -> tuple[list[Any], list[Any]]:
        each = {name: 1 / count for name, count in _counted(self.joins).items()}
        weight = {name: share * (_THIN_WEIGHT if name in self.thinned else 1.0) for name, share in each.items()}
        taught, muddled = self.joins.drawn(held_out, weight), self.muddles.drawn(held_out, weight)
        rows, answers, weights = (np.concatenate(part) for part in zip(taught, muddled, strict=True)) if self.muddles.rows else taught
        join = grow(rows, answers, weights, monotone=[name in MONOTONE for name in NAMES], trees=150, leaves=15, least=40)
        if not merges or not self.merges.rows:
            return join, []
        rows, answers, weights = self.merges.drawn(held_out, {name: 1 / count for name, count in _counted(self.merges).items()})
        return join, grow(rows, answers, weights, monotone=[name in PAIR_MONOTONE for name in PAIR_NAMES], trees=120, leaves=10, least=20)

    def _text(self) -> str:
        join, merge = self._forests(lambda _: False, merges=True)
        learned = {name: len(lessons) for name, lessons in self.sets.items()}
        return json.dumps({"format": FORMAT, "learned_from": learned, "join": join, "merge": merge}, separators=(",", ":"))


_NONE: Final = Weights(join=Trees([]), merge=Trees([]))


def thin(lessons: Sequence[Lesson], percent: int) -> list[Lesson]:
    """A copy in which ``percent`` of the stories, picked by a hash of their names, keep only their first item."""
    met: set[str] = set()
    kept = []
    for lesson in lessons:
        if lesson.story in met and crc32(f"thin {percent} {lesson.story}".encode()) % 100 < percent:
            continue
        met.add(lesson.story)
        kept.append(lesson)
    return kept


def _counted(pairs: Pairs) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in pairs.sets:
        counts[name] = counts.get(name, 0) + 1
    return counts
