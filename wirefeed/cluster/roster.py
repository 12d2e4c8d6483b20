"""The live stories by slot, and the shortlist of those that share most with an item. It knows no members' words."""

import math
from array import array
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.rules import ClusterRules
from wirefeed.cluster.shelf import Slots
from wirefeed.cluster.stories import DAY, LiveStory
from wirefeed.cluster.vocabulary import Floats

_TYPICAL_PAIR: Final = 0.35
TELLING: Final = 3
_LOOKED_AT: Final = 48
_FEW: Final = 4


@dataclass(slots=True, kw_only=True, eq=False)
class Search:
    """What is looked for: at most so many stories but that of a slot, within their windows of [``first``, ``last``] (seconds).

    Where the query has no date of its own windows do not matter.
    """

    first: float
    last: float
    dated: bool
    but: int
    most: int


@dataclass(slots=True, kw_only=True, eq=False)
class Listed:
    """A shortlist; ``telling`` is the share of the third on it, below which a story more would change nothing."""

    stories: list[LiveStory]
    telling: float


class Roster:
    """Stories by id and by slot; slot 0 is none. What the shortlist reads of a story stands in arrays, in step with it by ``note``."""

    def __init__(self, rules: ClusterRules) -> None:
        self.rules = rules
        self.stories: dict[str, LiveStory] = {}
        self.changed: set[LiveStory] = set()
        """Stories whose members changed since somebody last emptied this."""
        self._slots: list[LiveStory | None] = [None]
        self._free: list[int] = []
        self._first, self._last, self._window = (array("d", [0.0]) for _ in range(3))
        self._norm = np.ones(256, np.float32)
        self._score = np.zeros(256, np.float32)
        self._met = np.zeros(256, np.int32)
        self._least = np.float32(rules.least_likeness / 2)

    def open(self, story_id: str) -> LiveStory:
        """A new story, without members yet."""
        if self._free:
            slot = self._free.pop()
        else:
            slot = len(self._slots)
            self._slots.append(None)
            for column in (self._first, self._last, self._window):
                column.append(0.0)
            if slot >= len(self._norm):
                self._grow()
        story = LiveStory(id=story_id, slot=slot)
        self._slots[slot] = self.stories[story_id] = story
        return story

    def note(self, story: LiveStory) -> None:
        """The members of a story changed; one without members is gone."""
        slot, size = story.slot, len(story.members)
        self.changed.add(story)
        if not size:
            del self.stories[story.id]
            self._slots[slot] = None
            self._free.append(slot)
            self._norm[slot], self._window[slot] = 1.0, 0.0
            return
        dated = [member.at for member in story.members if member.dated]
        self._first[slot] = dated[0] if dated else story.first
        self._last[slot] = dated[-1] if dated else story.last
        self._norm[slot] = math.sqrt(size + size * (size - 1) * _TYPICAL_PAIR)
        self._window[slot] = DAY * (self.rules.long_window if size >= self.rules.growing else self.rules.window) if dated else math.inf

    def shortlist(self, found: tuple[Slots, Floats], search: Search) -> Listed:
        """The stories that share most with a query, best first. ``found`` are slots and shares (``Shelf.found``)."""
        slots, score = self._scored(*found)
        listed = self._first_of(slots, score, search, _LOOKED_AT)
        if len(listed) < search.most and len(slots) > _LOOKED_AT:
            listed = self._first_of(slots, score, search, len(slots))
        telling = listed[TELLING - 1][1] if len(listed) >= TELLING else self._least
        return Listed(stories=[self.at(slot) for slot, _ in listed], telling=float(telling))

    def _first_of(self, slots: Slots, score: NDArray[np.float64], search: Search, most: int) -> list[tuple[int, float]]:
        """(slot, score) of the first that fit the search among the ``most`` highest scores."""
        if len(slots) > most:
            best = np.argpartition(-score, most)[:most]
            slots, score = slots[best], score[best]
        order = np.lexsort((slots, -score))
        fits = (
            each
            for each in zip(slots[order].tolist(), score[order].tolist(), strict=True)
            if each[0] != search.but and self._meets(each[0], search)
        )
        return list(islice(fits, search.most))

    def _meets(self, slot: int, search: Search) -> bool:
        """Whether there is a story whose window meets the time searched."""
        gap = max(search.first - self._last[slot], self._first[slot] - search.last)
        return slot > 0 and (not search.dated or gap <= self._window[slot])

    def _scored(self, slots: Slots, worth: Floats) -> tuple[Slots, NDArray[np.float64]]:
        """(slot, score) of the stories that share enough, each once. Of few stories all are summed up, of many those that were met."""
        size = len(self._slots)
        if size < _FEW * len(slots):
            total: NDArray[np.float64] = np.bincount(slots, worth, size) / self._norm[:size]
            met = np.flatnonzero(total > self._least)
            return met, total[met]
        np.add.at(self._score, slots, worth)
        places = np.arange(len(slots), dtype=np.int32)
        self._met[slots] = places
        met = slots[self._met.take(slots) == places]
        score = self._score.take(met)
        self._score[met] = 0.0
        score /= self._norm.take(met)
        enough = score > self._least
        return met[enough], score[enough].astype(np.float64)

    def at(self, slot: int) -> LiveStory:
        """The story of a slot. Raises LookupError when there is none."""
        story = self._slots[slot]
        if story is None:
            raise LookupError(f"no story has slot {slot}")
        return story

    def fits(self, story: LiveStory, at: float, *, dated: bool) -> bool:
        """Whether a story's window lets in what was published ``at``; without a date windows do not matter."""
        return not dated or max(at - self._last[story.slot], self._first[story.slot] - at) <= self._window[story.slot]

    def _grow(self) -> None:
        for name, fill in (("_norm", 1.0), ("_score", 0.0), ("_met", 0)):
            old = getattr(self, name)
            setattr(self, name, np.concatenate([old, np.full_like(old, fill)]))
