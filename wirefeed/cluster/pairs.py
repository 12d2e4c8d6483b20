"""Rows with their answers, as training collects them, and which stories must be held out together. It learns nothing."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.stream import Lesson
from wirefeed.cluster.vocabulary import Floats

Group = Callable[[str], str]
"""A story's name -> the name of all that must be held out with it."""


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

    def drawn(self, held: Collection[str], weight_of: Mapping[str, float]) -> tuple[Floats, NDArray[np.bool_], NDArray[np.float64]]:
        """(rows, answers, weights) of the pairs that speak of no group held out."""
        out = frozenset(held)
        kept = [at for at, groups in enumerate(self.groups) if groups.isdisjoint(out)]
        weights = np.array([weight_of[self.sets[at]] for at in kept])
        return np.array([self.rows[at] for at in kept], np.float32), np.array([self.answers[at] for at in kept], np.bool_), weights


def connected(sets: Mapping[str, Sequence[Lesson]]) -> Group:
    """Stories that share an item, in one set or across sets, are one group; every other story is a group by itself."""
    leads: dict[str, str] = {}

    def root(name: str) -> str:
        while leads.setdefault(name, name) != name:
            name = leads[name]
        return name

    for lessons in sets.values():
        for lesson in lessons:
            one, other = sorted(
                (root(f"story {lesson.story}"), root(f"item {lesson.key}" if lesson.key else f"story {lesson.story}")), reverse=True
            )
            leads[other] = one
    return lambda story: root(f"story {story}")
