"""The live stories: who belongs to each, since when, and how close its members stand. It decides nothing."""

import math
from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from wirefeed.cluster.shelf import Shelf
from wirefeed.cluster.similarity import compare
from wirefeed.cluster.vocabulary import CHANNELS, Floats

DAY: Final = 86400.0
_FIRST: Final = 4


@dataclass(slots=True, kw_only=True, eq=False)
class Seated:
    """One member: the store's number for it and its row on the shelf. ``at`` in seconds since the epoch."""

    number: int
    at: float
    row: int
    agency: str
    dated: bool

    def __lt__(self, other: "Seated") -> bool:
        """Members stand in order of time; the store's number settles ties, so any process orders them alike."""
        return (self.at, self.number) < (other.at, other.number)


@dataclass(slots=True, kw_only=True, eq=False)
class LiveStory:
    """One story: its members by time. ``profile`` is kept until they change, ``before`` is the last one made.

    ``rested`` are the numbers of further members: seated here, too old to speak for the story, their words forgotten.
    """

    id: str
    slot: int
    members: list[Seated] = field(default_factory=list)
    rested: list[int] = field(default_factory=list)
    profile: "Profile | None" = None
    before: "Profile | None" = None

    def insert(self, member: Seated) -> None:
        """A member more."""
        insort(self.members, member)
        self.profile = None

    def remove(self, number: int) -> Seated | None:
        """A member less; None when it is not here, or has no words here any more."""
        for at, member in enumerate(self.members):
            if member.number == number:
                del self.members[at]
                self.profile = None
                return member
        if number in self.rested:
            self.rested.remove(number)
            self.profile = None
        return None

    def rest(self, most: int, window: float) -> Seated | None:
        """Of more members than speak, the oldest but for the first 4, if it is older than the latest by more than a window (seconds)."""
        if len(self.members) <= most or self.members[_FIRST].at >= self.last - window:
            return None
        member = self.members.pop(_FIRST)
        self.rested.append(member.number)
        return member

    def numbers(self) -> Iterator[int]:
        """The numbers of all members."""
        yield from self.rested
        for member in self.members:
            yield member.number

    @property
    def size(self) -> int:
        """How many members there are."""
        return len(self.members) + len(self.rested)

    @property
    def agency(self) -> str:
        """The agency all members are of; empty where they are of several."""
        agencies = {member.agency for member in self.members}
        return agencies.pop() if len(agencies) == 1 else ""

    @property
    def first(self) -> float:
        """When the earliest member was published."""
        return self.members[0].at

    @property
    def last(self) -> float:
        """When the latest member was published."""
        return self.members[-1].at


@dataclass(slots=True, kw_only=True, eq=False)
class Profile:
    """What a story looks like through the members that speak for it (the first 4 and the latest ones).

    ``gram`` holds the cosines of their pairs, members x members x channels, ``mean_pair`` their mean and
    ``loosest`` the least of them in the text (-1 for a lone member).
    """

    rows: list[int]
    gram: Floats
    mean_pair: Floats
    loosest: float
    dated: bool
    size: int
    log_length: float
    first: float
    last: float


def profile_of(story: LiveStory, shelf: Shelf, most: int) -> Profile:
    """The story's profile, made anew when its members changed."""
    if story.profile is None:
        members = story.members
        story.profile = (
            lone_profile(members[0], shelf) if len(members) == 1 else _profile(members, shelf, most, story.before, len(story.rested))
        )
        story.before = story.profile
    return story.profile


def profile_without(story: LiveStory, member: Seated, shelf: Shelf, most: int) -> Profile:
    """What the story would look like without one of its members."""
    rest = [each for each in story.members if each is not member]
    return lone_profile(rest[0], shelf) if len(rest) == 1 else _profile(rest, shelf, most, story.profile, len(story.rested))


def speakers(members: list[Seated], most: int) -> list[Seated]:
    """The members that speak for a story: all of them, or the first 4 and the latest."""
    return members if len(members) <= most else members[:_FIRST] + members[_FIRST - most :]


def lone_profile(member: Seated, shelf: Shelf) -> Profile:
    """The profile of a story of one: most stories are, and nothing need be compared or gathered."""
    return Profile(
        rows=[member.row],
        gram=_ONE,
        mean_pair=_NO_PAIR,
        loosest=-1.0,
        dated=member.dated,
        size=1,
        log_length=math.log(shelf.length[member.row] + 1),
        first=member.at,
        last=member.at,
    )


def _profile(members: list[Seated], shelf: Shelf, most: int, before: Profile | None, rested: int) -> Profile:
    rows = [member.row for member in speakers(members, most)]
    gram = _pairs(rows, shelf, before)
    dated = [member.at for member in members if member.dated]
    return Profile(
        rows=rows,
        gram=gram,
        mean_pair=_mean_pair(gram),
        loosest=float(gram[:, :, 0].min()),
        dated=bool(dated),
        size=len(members) + rested,
        log_length=float(np.log(shelf.length[rows] + 1.0).mean()),
        first=dated[0] if dated else members[0].at,
        last=dated[-1] if dated else members[-1].at,
    )


def _pairs(rows: list[int], shelf: Shelf, before: Profile | None) -> Floats:
    """Cosines of all pairs, members x members x channels; pairs the story had before are not compared again."""
    size = len(rows)
    gram = np.zeros((size, size, CHANNELS), np.float32)
    gram[range(size), range(size)] = 1.0
    known = {row: at for at, row in enumerate(before.rows)} if before is not None else {}
    old = [at for at, row in enumerate(rows) if row in known]
    if before is not None and old:
        place = [known[rows[at]] for at in old]
        known_pairs = before.gram if place == list(range(len(before.rows))) else before.gram[place][:, place]
        if old == list(range(len(old))):
            gram[: len(old), : len(old)] = known_pairs
        else:
            gram[np.ix_(old, old)] = known_pairs
    fresh = [at for at, row in enumerate(rows) if row not in known]
    done, asked = list(old), list[list[int]]()
    for at in fresh:
        asked.append(list(done))
        done.append(at)
    against = [rows[other] for others in asked for other in others]
    if against:
        ends = np.cumsum([len(others) for others in asked]).tolist()
        cosines = compare(shelf.queries([rows[at] for at in fresh]), np.array(against), ends, shelf)
        ones, others = np.repeat(fresh, [len(others) for others in asked]), [other for others in asked for other in others]
        gram[ones, others] = gram[others, ones] = cosines
    return gram


def _mean_pair(gram: Floats) -> Floats:
    size = len(gram)
    total: Floats = gram.sum(axis=(0, 1), dtype=np.float32)
    return (total - size) / np.float32(size * (size - 1))


_ONE: Final = np.ones((1, 1, CHANNELS), np.float32)
_NO_PAIR: Final = np.full(CHANNELS, -1.0, np.float32)
