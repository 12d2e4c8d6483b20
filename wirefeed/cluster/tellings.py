"""The live stories where a story may be told in several languages: one index a language, under the same story ids. It joins none itself.

Items of one language are placed and repaired as if there were no other. What is one story in one language is one in all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from wirefeed.cluster.encoded import language_of
from wirefeed.cluster.index import Arrival, LiveIndex
from wirefeed.cluster.place import copied
from wirefeed.cluster.rules import ClusterRules
from wirefeed.cluster.rulings import Rulings
from wirefeed.cluster.stories import LiveStory
from wirefeed.cluster.weights import Weights
from wirefeed.model.cluster import Merge, Move, Placement, Repair

Telling = tuple[str, int]
"""(story, language): what a story has in one language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A telling as it stands: its items in the order of their publication, and the times (seconds since the epoch) of first and last."""

    items: tuple[int, ...]
    first: float
    last: float


class Tellings:
    """Satisfies what placing asks of ``LiveIndex``. ``changed`` are the tellings that got or lost items since it was last emptied."""

    def __init__(self, rules: ClusterRules, weights: Weights) -> None:
        self.rules = rules
        self.weights = weights
        self.changed: dict[Telling, None] = {}
        self._rulings = Rulings()
        self._indexes: dict[int, LiveIndex] = {}
        self._language: dict[int, int] = {}

    def __contains__(self, number: int) -> bool:
        """Whether this item is seated here."""
        return number in self._language

    @property
    def rulings(self) -> Rulings:
        """The desk's rulings, which hold in every language."""
        return self._rulings

    @rulings.setter
    def rulings(self, rulings: Rulings) -> None:
        self._rulings = rulings
        for index in self._indexes.values():
            index.rulings = rulings

    @property
    def languages(self) -> int:
        """In how many languages stories are live."""
        return sum(len(index) > 0 for index in self._indexes.values())

    def __iter__(self) -> Iterator[Telling]:
        """Every live telling."""
        return ((story, language) for language, index in self._indexes.items() for story in index.stories)

    def told(self, telling: Telling) -> Told | None:
        """One telling; None where there is none any more."""
        story, language = telling
        live = self._story(story, language)
        if live is None:
            return None
        return Told(items=tuple(member.number for member in live.members), first=live.first, last=live.last)

    def spoken(self, story: str) -> frozenset[int]:
        """The languages a story is told in."""
        return frozenset(language for language, index in self._indexes.items() if story in index.stories)

    def items(self, story: str) -> list[int]:
        """The items of a story, whatever their language."""
        found = (self._story(story, language) for language in self._indexes)
        return [member.number for live in found if live is not None for member in live.members]

    def add(self, story: str, number: int, published_at: datetime, features: bytes, agency: str = "") -> None:
        """Seat an item; one that was seated before moves."""
        self.remove(number)
        language = language_of(features)
        self._index(language).add(story, number, published_at, features, agency)
        self._language[number] = language
        self.changed[story, language] = None

    def add_all(self, arrivals: Iterable[Arrival]) -> None:
        """Seat many items, no item twice."""
        by_language = defaultdict[int, list[Arrival]](list)
        for arrival in arrivals:
            by_language[language_of(arrival[3])].append(arrival)
        for language, some in by_language.items():
            for story, number, *_ in some:
                self.remove(number)
                self._language[number] = language
                self.changed[story, language] = None
            self._index(language).add_all(some)

    def expect(self, items: Iterable[tuple[bytes, datetime]]) -> None:
        """As in ``LiveIndex``, for every language."""
        by_language = defaultdict[int, list[tuple[bytes, datetime]]](list)
        for features, at in items:
            by_language[language_of(features)].append((features, at))
        for language, some in by_language.items():
            self._index(language).expect(some)

    def remove(self, number: int) -> None:
        """Take an item out. Nothing happens when it is not here."""
        language = self._language.pop(number, None)
        if language is not None:
            index = self._indexes[language]
            self.changed[index.story_of(number) or "", language] = None
            index.remove(number)

    def place(self, features: bytes, published_at: datetime, near: Iterable[tuple[int, float]] = (), agency: str = "") -> Placement:
        """Where an item belongs: in the story of what it copies, whatever language that is in, else where its own language puts it."""
        near = tuple(near)
        home = {number: story for number, _ in near if (story := self._home(number))}
        return copied(near, home, self.rules) or self._index(language_of(features)).place(features, published_at, (), agency)

    def expire(self, since: datetime, until: datetime, recent: int) -> None:
        """As in ``LiveIndex``, for every language."""
        for index in self._indexes.values():
            index.expire(since, until, recent)
        self._language = {number: language for number, language in self._language.items() if number in self._indexes[language]}

    def repairs(self, changed: Iterable[str], now: datetime) -> tuple[Repair, ...]:
        """Mend the stories named, language by language; stories merged in one are merged in all. A Move as in ``LiveIndex``."""
        named, mended = tuple(changed), list[Repair]()
        for language, index in tuple(self._indexes.items()):
            for repair in index.repairs([story for story in named if story in index.stories], now):
                mended.append(repair)
                self._follow(repair, language)
        return tuple(mended)

    def fold(self, old: str, into: str) -> None:
        """Make one story of two in every language."""
        for language, index in self._indexes.items():
            if old in index.stories:
                index.fold(old, into)
                self.changed[into, language] = None

    def _follow(self, repair: Repair, language: int) -> None:
        """Do in the other languages what a repair did in one."""
        match repair:
            case Merge(old=old, into=into):
                self.changed[into, language] = None
                self.fold(old, into)
            case Move(item=item, old=old, into=into):
                self.changed[old, language] = None
                if into is None:
                    self._language.pop(item, None)
                else:
                    self.changed[into, language] = None

    def _index(self, language: int) -> LiveIndex:
        index = self._indexes.get(language)
        if index is None:
            index = self._indexes[language] = LiveIndex(self.rules, self.weights)
            index.rulings, index.kin = self._rulings, self.items
        return index

    def _story(self, story: str, language: int) -> LiveStory | None:
        index = self._indexes.get(language)
        return index.stories.get(story) if index is not None else None

    def _home(self, number: int) -> str | None:
        language = self._language.get(number)
        return self._indexes[language].story_of(number) if language is not None else None
