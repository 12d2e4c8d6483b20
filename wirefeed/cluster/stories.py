"""The live stories: who belongs to each, since when, and how close its members stand. It decides nothing."""

import math
from bisect import insort
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from wirefeed.cluster.shelf import Shelf, Vector
from wirefeed.cluster.similarity import compare
from wirefeed.cluster.vocabulary import CHANNELS, Floats

DAY: Final = 86400.0
_FIRST: Final = 4


@dataclass(slots=True, kw_only=True, eq=False)
class Seated:
    """One member: its row on the shelf and what is known of it. ``at`` in seconds since the epoch."""

    number: int
    at: float
    row: int
    vector: Vector
    agency: str

    def __lt__(self, other: "Seated") -> bool:
        """Members stand in order of time; the store's number settles ties, so any process orders them alike."""
        return (self.at, self.number) < (other.at, other.number)


@dataclass(slots=True, kw_only=True, eq=False)
class LiveStory:
    """One story: its members by time. ``profile`` is kept until they change, ``before`` is the last one made."""

    id: str
    slot: int
    members: list[Seated] = field(default_factory=list)
    profile: "Profile | None" = None
    before: "Profile | None" = None

    def insert(self, member: Seated) -> None:
        """A member more."""
        insort(self.members, member)
        self.profile = None

    def remove(self, number: int) -> Seated | None:
        """A member less; None when it is not here."""
        for at, member in enumerate(self.members):
            if member.number == number:
                del self.members[at]
                self.profile = None
                return member
        return None

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
    numbers: frozenset[int]
    quotes: frozenset[int]
    shingles: frozenset[int]
    places: frozenset[int]
    names: frozenset[int]
    weekdays: int
    dated: bool
    live: bool
    size: int
    log_length: float
    first: float
    last: float


def profile_of(story: LiveStory, shelf: Shelf, most: int) -> Profile:
    """The story's profile, made anew when its members changed."""
    if story.profile is None:
        story.profile = story.before = _profile(story, shelf, most)
    return story.profile


def speakers(members: list[Seated], most: int) -> list[Seated]:
    """The members that speak for a story: all of them, or the first 4 and the latest."""
    return members if len(members) <= most else members[:_FIRST] + members[_FIRST - most :]


def _lone(member: Seated) -> Profile:
    """The profile of a story of one: most stories are, and nothing need be compared or gathered."""
    encoded = member.vector.encoded
    return Profile(
        rows=[member.row],
        gram=np.ones((1, 1, CHANNELS), np.float32),
        mean_pair=np.full(CHANNELS, -1.0, np.float32),
        loosest=-1.0,
        numbers=encoded.numbers,
        quotes=encoded.quotes,
        shingles=encoded.shingles,
        places=encoded.places,
        names=frozenset(member.vector.lead_names.tolist()),
        weekdays=encoded.weekdays,
        dated=encoded.dated,
        live=encoded.live,
        size=1,
        log_length=math.log(encoded.length + 1),
        first=member.at,
        last=member.at,
    )


def _profile(story: LiveStory, shelf: Shelf, most: int) -> Profile:
    if len(story.members) == 1:
        return _lone(story.members[0])
    chosen = speakers(story.members, most)
    rows = [member.row for member in chosen]
    gram = _pairs(chosen, rows, shelf, story.before)
    encoded = [member.vector.encoded for member in chosen]
    weekdays = 0
    for each in encoded:
        weekdays |= each.weekdays
    dated = [member.at for member in story.members if member.vector.encoded.dated]
    return Profile(
        rows=rows,
        gram=gram,
        mean_pair=_mean_pair(gram),
        loosest=float(gram[:, :, 0].min()) if len(rows) > 1 else -1.0,
        numbers=frozenset().union(*(each.numbers for each in encoded)),
        quotes=frozenset().union(*(each.quotes for each in encoded)),
        shingles=frozenset().union(*(each.shingles for each in encoded)),
        places=frozenset().union(*(each.places for each in encoded)),
        names=frozenset().union(*(member.vector.lead_names.tolist() for member in chosen)),
        weekdays=weekdays,
        dated=bool(dated),
        live=all(each.live for each in encoded),
        size=len(story.members),
        log_length=sum(float(np.log(each.length + 1)) for each in encoded) / len(encoded),
        first=dated[0] if dated else story.first,
        last=dated[-1] if dated else story.last,
    )


def _pairs(chosen: list[Seated], rows: list[int], shelf: Shelf, before: Profile | None) -> Floats:
    """Cosines of all pairs, members x members x channels; pairs the story had before are not compared again."""
    size = len(rows)
    gram = np.zeros((size, size, CHANNELS), np.float32)
    gram[range(size), range(size)] = 1.0
    known = {row: at for at, row in enumerate(before.rows)} if before is not None else {}
    old = [at for at, row in enumerate(rows) if row in known]
    if before is not None and old:
        place = [known[rows[at]] for at in old]
        gram[np.ix_(old, old)] = before.gram[np.ix_(place, place)]
    done = list(old)
    for at in range(size):
        if rows[at] in known:
            continue
        if done:
            gram[at, done] = gram[done, at] = compare(chosen[at].vector, np.array([rows[i] for i in done]), shelf).cosines
        done.append(at)
    return gram


def _mean_pair(gram: Floats) -> Floats:
    size = len(gram)
    if size == 1:
        return np.full(CHANNELS, -1.0, np.float32)
    total: Floats = gram.sum(axis=(0, 1), dtype=np.float32)
    return (total - size) / np.float32(size * (size - 1))
