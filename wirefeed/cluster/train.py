"""Learn when an item joins a story and when two stories are one, from labelled sets; and say honestly how well that went.

How it learns: every set is run through the real index several times. First *taught*: each item is seated where it belongs, and each
choice before it (item x candidate stories) is a pair with its answer; thinned copies of the sets, in which most stories keep only their
first item, show what a real wire looks like. Then *run* by what was learned so far, as strictly as it is used, and more and less so:
every changed story and its neighbours are pairs for the merge trees. And every report before single ones is a pair for the trees of
kin. Pairs that speak of stories held out teach nothing to the weights those stories are judged by. It does not read files.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Final
from zlib import crc32

import numpy as np

from wirefeed.cluster.boost import FORESTS, grow
from wirefeed.cluster.features import CONTEXT, MONOTONE, NAMES
from wirefeed.cluster.index import LiveIndex
from wirefeed.cluster.pairs import Group, Pairs, connected
from wirefeed.cluster.repair import PAIR_MONOTONE, PAIR_NAMES
from wirefeed.cluster.rules import ClusterRules
from wirefeed.cluster.score import Score, score
from wirefeed.cluster.sight import Scene
from wirefeed.cluster.stories import LiveStory
from wirefeed.cluster.stream import Lesson, Stream
from wirefeed.cluster.trees import Trees
from wirefeed.cluster.weights import FORMAT, Weights
from wirefeed.errors import InputError

Sets = Mapping[str, Sequence[Lesson]]

THINNED: Final = (60, 85, 96)
"""Shares of stories (in per cent) that keep only their first item in the thinned copies."""
THIN_WEIGHT: Final = 0.1
"""What a thinned copy counts for beside its set, which counts 1 whatever its size."""
FEWEST_TO_THIN: Final = 100
FOLDS: Final = 5
STRICTNESS: Final = (0.0, -1.0, 1.0)
"""What is added to the logit an item needs to join a story in the streams run for the merge trees: the first as it is used. The others
show stories that come apart, or run together, more often than there are sets to learn it from."""
KIN: Final = 30
"""Before how many of the earlier reports most like it each report stands to learn which two tell of one event."""
KIN_FORESTS: Final = 2
_MUDDLED: Final = 0.9
"""A story in which the largest true one has a smaller share than this is a muddle."""


class Training:
    """One training on some sets. ``group`` names the stories that must not be split between learning and judging.

    ``told`` hears of progress. Everything is computed when first asked for, and kept.
    """

    def __init__(
        self, sets: Sets, rules: ClusterRules, *, group: Group | None = None, told: Callable[[str], None] = lambda _: None
    ) -> None:
        """Raises InputError when there is nothing to learn from."""
        self.sets = {name: lessons for name, lessons in sets.items() if lessons}
        if not self.sets:
            raise InputError("nothing to learn: no labelled items")
        self.rules = rules
        self.group = group or connected(self.sets)
        self.thinned = {
            f"{name} thinned {percent}": thin(lessons, percent)
            for name, lessons in self.sets.items()
            for percent in THINNED
            if len(lessons) >= FEWEST_TO_THIN
        }
        self._told = told

    def learn(self) -> str:
        """The text of a weights file learned from all the sets."""
        self._told("learning from everything")
        join = self._join(())
        merge = self._merge(())
        learned = {name: len(lessons) for name, lessons in self.sets.items()}
        return json.dumps(
            {"format": FORMAT, "learned_from": learned, "join": join, "merge": merge, "kin": self._kin(())}, separators=(",", ":")
        )

    def cross_fit(self, others: Sets | None = None) -> dict[str, Score]:
        """How well each set is placed under weights that never saw the stories judged; ``others`` are judged likewise."""
        return self.judge_by_folds({**self.sets, **(others or {})})

    def judge_by_folds(self, sets: Sets) -> dict[str, Score]:
        """How well these sets are placed, each story judged by the fold that never saw it."""
        folds = self._folds
        return {name: self._judge(name, lessons, lambda story: folds[self.fold_of(story)]) for name, lessons in sets.items()}

    def leave_one_out(self, names: Collection[str]) -> dict[str, Score]:
        """How well each of these sets is placed by weights that never saw any story of it: what an unseen agency gets."""
        return {name: self._judge(f"{name}, left out", self.sets[name], self._without(name)) for name in names}

    def _without(self, name: str) -> Callable[[str], Weights]:
        held = {self.group(lesson.story) for lesson in self.sets[name]}
        weights = self._weights(held)
        return lambda _: weights

    def fold_of(self, story: str) -> int:
        """The fold that holds a story out."""
        return _fold(self.group(story))

    @cached_property
    def joins(self) -> Pairs:
        """Items with their candidates, from the taught streams."""
        pairs = Pairs()
        for name, lessons in {**self.sets, **self.thinned}.items():
            self._told(f"teaching {name}")
            Stream(lessons, self.rules, lambda _: _NONE, _Choices(pairs, name, self.group)).teach()
        return pairs

    @property
    def muddles(self) -> Pairs:
        """Items with candidates that hold several stories, from streams run by weights that had not seen them."""
        return self._run[0]

    @property
    def merges(self) -> Pairs:
        """Changed stories with their neighbours, from the same streams."""
        return self._run[1]

    @cached_property
    def _run(self) -> tuple[Pairs, Pairs]:
        muddles, merges = Pairs(), Pairs()
        folds = [Weights(join=Trees(self._grown(held, self.joins, forests=1)), merge=_NONE.merge, kin=_NONE.kin) for held in self._held]
        for more in STRICTNESS:
            rules = replace(self.rules, join=self.rules.join + more)
            for name, lessons in {**self.sets, **self.thinned}.items():
                self._told(f"running {name}, joining at {rules.join}")
                truth = {lesson.number: lesson.story for lesson in lessons}
                watcher = _Muddles(Pairs() if more else muddles, merges, name, truth, self.group)
                Stream(lessons, rules, lambda story: folds[self.fold_of(story)], watcher).run(repair=False)
        return muddles, merges

    @cached_property
    def _held(self) -> list[set[str]]:
        groups = {self.group(lesson.story) for lessons in self.sets.values() for lesson in lessons}
        return [{group for group in groups if _fold(group) == fold} for fold in range(FOLDS)]

    @cached_property
    def _folds(self) -> list[Weights]:
        return [self._weights(held) for held in self._held]

    def _weights(self, held: Collection[str]) -> Weights:
        return Weights(join=Trees(self._join(held)), merge=Trees(self._merge(held)), kin=Trees(self._kin(held)))

    @cached_property
    def kins(self) -> Pairs:
        """Every two reports that have much in common, from streams in which each report is a story of its own."""
        pairs = Pairs()
        rules = replace(self.rules, candidates=KIN, shortlist=KIN + 10)
        for name, lessons in {**self.sets, **self.thinned}.items():
            self._told(f"comparing {name}")
            truth = {f"n{lesson.number}": lesson.story for lesson in lessons}
            alone = [replace(lesson, story=f"n{lesson.number}") for lesson in lessons]
            Stream(alone, rules, lambda _: _NONE, _Kin(pairs, name, truth, self.group)).teach()
        return pairs

    def _kin(self, held: Collection[str]) -> list[Any]:
        """The trees of kin of all pairs that do not speak of groups held out."""
        return self._grown(held, self.kins, forests=KIN_FORESTS)

    def _judge(self, name: str, lessons: Sequence[Lesson], weights_of: Callable[[str], Weights]) -> Score:
        self._told(f"judging {name}")
        stream = Stream(lessons, self.rules, weights_of)
        return score(stream.truth, stream.run())

    def _join(self, held: Collection[str]) -> list[Any]:
        """The join trees of all pairs that do not speak of groups held out."""
        return self._grown(held, self.joins, self.muddles)

    def _grown(self, held: Collection[str], *sources: Pairs, forests: int = FORESTS) -> list[Any]:
        each = {name: (THIN_WEIGHT if name in self.thinned else 1.0) / count for name, count in Counter(sources[0].sets).items()}
        drawn = [drawn for pairs in sources if len((drawn := pairs.drawn(held, each))[1])]
        if not drawn:
            raise InputError("nothing to learn: no two items to compare, or every set shares its stories with those held out")
        rows, answers, weights = (np.concatenate(part) for part in zip(*drawn, strict=True))
        monotone = [name in MONOTONE for name in NAMES]
        return grow(rows, answers, weights, monotone=monotone, trees=300, leaves=15, least=40, forests=forests)

    def _merge(self, held: Collection[str]) -> list[Any]:
        rows, answers, weights = self.merges.drawn(held, {name: 1 / count for name, count in Counter(self.merges.sets).items()})
        if answers.all() or not answers.any():
            return []
        monotone = [name in PAIR_MONOTONE for name in PAIR_NAMES]
        return grow(rows, answers, weights, monotone=monotone, trees=240, leaves=10, least=20)


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


class _Kin:
    """Watches streams of stories of one: each report before those it has much in common with."""

    def __init__(self, pairs: Pairs, name: str, truth: Mapping[str, str], group: Group) -> None:
        self._pairs, self._name, self._truth, self._group = pairs, name, truth, group

    def placing(self, lesson: Lesson, scene: Scene) -> None:
        """What depends on other candidates is no matter of two reports."""
        own = self._truth[lesson.story]
        for story, row in zip(scene.stories, scene.features, strict=True):
            other = self._truth[story.id]
            alone = row.copy()
            alone[CONTEXT] = 0.0
            self._pairs.add(alone, own == other, frozenset((self._group(own), self._group(other))), self._name)

    def mending(self, index: LiveIndex, story: LiveStory) -> None:
        """Stories of one need no mending."""


class _Muddles:
    """Watches running streams: candidates that hold several stories, and changed stories with their neighbours."""

    def __init__(self, joins: Pairs, merges: Pairs, name: str, truth: Mapping[int, str], group: Group) -> None:
        self._joins, self._merges, self._name, self._truth, self._group = joins, merges, name, truth, group

    def placing(self, lesson: Lesson, scene: Scene) -> None:
        """A muddle is to be joined by those who make up most of it, and by nobody who is not in it."""
        for story, row in zip(scene.stories, scene.features, strict=True):
            labels = self._labels(story)
            own, most = labels.get(lesson.story, 0.0), max(labels, key=lambda label: labels[label])
            if labels[most] < _MUDDLED and (own == 0 or own > 1 / 2):
                self._joins.add(row, own > 0, frozenset((self._group(lesson.story), self._group(most))), self._name)

    def mending(self, index: LiveIndex, story: LiveStory) -> None:
        """Two live stories are one when most pairs across them belong together."""
        mine = self._labels(story)
        for other, row in index.neighbours([story])[0]:
            theirs = self._labels(other)
            same = sum(share * theirs.get(label, 0.0) for label, share in mine.items())
            self._merges.add(row, same > 1 / 2, frozenset(map(self._group, (*mine, *theirs))), self._name)

    def _labels(self, story: LiveStory) -> dict[str, float]:
        """The true stories in a live one, each with its share."""
        count = Counter(self._truth[member.number] for member in story.members)
        return {label: number / len(story.members) for label, number in count.items()}


_NONE: Final = Weights(join=Trees([]), merge=Trees([]), kin=Trees([]))


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


def _fold(group: str) -> int:
    return crc32(group.encode()) % FOLDS
