"""The live stories in memory, rebuilt from the stored members at any time. It founds no story ids and stores nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.background import Background, shipped
from wirefeed.cluster.encoded import Encoded, unpack
from wirefeed.cluster.features import measure, rank
from wirefeed.cluster.place import Candidate, copied, decide, is_elsewhere, is_stranger
from wirefeed.cluster.repair import centroid, pair_features, pair_reasons
from wirefeed.cluster.rules import ClusterRules
from wirefeed.cluster.rulings import Rulings
from wirefeed.cluster.shelf import Shelf, Vector, vector_of
from wirefeed.cluster.stories import DAY, LiveStory, Profile, Seated, profile_of
from wirefeed.cluster.vocabulary import Floats, Vocabulary
from wirefeed.cluster.weights import Weights
from wirefeed.model.cluster import Join, Merge, Move, Placement, Repair
from wirefeed.model.match import Match

_TYPICAL_PAIR = 0.35
_POSTINGS = 500


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """An item before its candidate stories: one row of features each, best first."""

    stories: tuple[LiveStory, ...]
    profiles: tuple[Profile, ...]
    features: Floats


class LiveIndex:
    """Stories that still take items. A pure function of the members added: order of adding, restarts and other workers change nothing."""

    def __init__(self, rules: ClusterRules, weights: Weights, background: Background | None = None) -> None:
        """Without ``background`` frequencies the shipped ones hold."""
        self.rules = rules
        self.weights = weights
        self.rulings = Rulings()
        self.kin: Callable[[str], Iterable[int]] = lambda _: ()
        """The items of a story that are not in this index but heed the same rulings."""
        self._shelf = Shelf(Vocabulary(background or shipped()))
        self._stories: dict[str, LiveStory] = {}
        self._slots: list[LiveStory | None] = [None]
        self._free: list[int] = []
        self._home: dict[int, str] = {}
        self._latest: tuple[bytes, Vector] | None = None
        self._first = np.zeros(256)
        self._last = np.full(256, -np.inf)
        self._norm = np.ones(256, np.float32)
        self._window = np.zeros(256)
        self._timeless = np.zeros(256, np.bool_)

    def __len__(self) -> int:
        """How many stories are live."""
        return len(self._stories)

    def __contains__(self, number: int) -> bool:
        """Whether this item is seated here."""
        return number in self._home

    @property
    def stories(self) -> Mapping[str, LiveStory]:
        """The live stories by id, to read."""
        return self._stories

    def add(self, story_id: str, number: int, published_at: datetime, features: bytes, agency: str = "") -> None:
        """Seat an item (number: the store's own key) in a story, which is made when it is not known. An item seated before moves."""
        self.remove(number)
        vector = self._vector(features)
        story = self._stories.get(story_id) or self._open(story_id)
        row = self._shelf.put(vector, story.slot)
        story.insert(Seated(number=number, at=published_at.timestamp(), row=row, vector=vector, agency=agency))
        self._home[number] = story_id
        self._note(story)

    def remove(self, number: int) -> None:
        """Take an item out; a story without members is gone. Nothing happens when it is not here."""
        story_id = self._home.pop(number, None)
        if story_id is None:
            return
        story = self._stories[story_id]
        member = story.remove(number)
        if member is not None:
            self._shelf.take(member.row)
        self._note(story)

    def story_of(self, number: int) -> str | None:
        """The story an item is seated in here."""
        return self._home.get(number)

    def fold(self, old: str, into: str) -> None:
        """Make one story of two without judging them; nothing happens when ``old`` is not here."""
        gone = self._stories.get(old)
        if gone is not None:
            story = self._stories.get(into) or self._open(into)
            for member in tuple(gone.members):
                self._seat(member, gone, story)

    def place(self, features: bytes, published_at: datetime, near: Iterable[tuple[int, float]] = (), agency: str = "") -> Placement:
        """Where an item belongs: Join a live story, or Open one. The index does not change; ``add`` seats it.

        ``near`` are seated items it copies (number, containment). Windows are measured from the item's own time, so archives and late
        items are placed like fresh ones.
        """
        seat = copied(near, self._home, self.rules)
        if seat is not None:
            return seat
        scene = self._scene(self._vector(features), published_at.timestamp())
        fitting = [
            candidate
            for candidate, story in zip(self._judged(scene), scene.stories, strict=True)
            if not (is_stranger(candidate.features) or is_elsewhere(agency, story, candidate.features, self.rules))
        ]
        return decide(fitting, self.rules)

    def expire(self, since: datetime, until: datetime, recent: int) -> None:
        """Forget the stories without an item published in [since, until], save those with one of the ``recent`` highest numbers."""
        first, last = since.timestamp(), until.timestamp()
        floor = max(self._home, default=0) - recent
        closed = [story for story in self._stories.values() if not (story.last >= first and story.first <= last)]
        for story in closed:
            if all(member.number <= floor for member in story.members):
                for member in tuple(story.members):
                    self.remove(member.number)

    def repairs(self, changed: Iterable[str], now: datetime) -> tuple[Repair, ...]:
        """Mend the stories named: twins are merged, the members that fit worst are seated anew. What is returned is done here already.

        A Move with ``into`` None takes the item out of the index: the caller founds its story and adds it.
        """
        del now
        mended: list[Repair] = []
        waiting = dict.fromkeys(changed)
        for story_id in tuple(waiting):
            current = story_id
            while current in self._stories and (merge := self._twin(self._stories[current])):
                self._merge(merge)
                mended.append(merge)
                current = merge.into
                waiting[current] = None
        for story_id in waiting:
            story = self._stories.get(story_id)
            if story is not None:
                mended.extend(self._reseat(story))
        return tuple(mended)

    def neighbours(self, story: LiveStory) -> list[tuple[LiveStory, Floats]]:
        """The live stories most like this one, each with the pair's features."""
        profile = self._profile(story)
        vector = centroid(story, self._shelf, profile.rows)
        slots = [slot for slot in self._shortlist(vector, story.last, story.first) if slot != story.slot][: self.rules.neighbours]
        mine = [*self.kin(story.id), *(member.number for member in story.members)]
        others = [other for slot in slots if (other := self._slots[slot]) is not None and not self._kept_apart(mine, other)]
        if not others:
            return []
        profiles = [self._profile(other) for other in others]
        features, _ = measure(vector, story.last, profiles, self._shelf, self.rules.decay)
        alike = features[:, 32].tolist()
        found, agency = [], story.agency
        for i, other in enumerate(others):
            if alike[i] < self.rules.least_twin or is_stranger(features[i]) or is_elsewhere(agency, other, features[i], self.rules):
                continue
            margin = alike[i] - max([each for j, each in enumerate(alike) if j != i], default=self.rules.least_likeness)
            pair = sorted(((story, profile), (other, profiles[i])), key=lambda each: len(each[0].members))
            found.append((other, pair_features(pair[0], pair[1], margin, self._shelf, self.weights.join, self.rules.decay)))
        return found

    def _twin(self, story: LiveStory) -> Merge | None:
        """The merge of a story with the neighbour it is one with, if any."""
        found = self.neighbours(story)
        if not found:
            return None
        logits = self.weights.merge.logits(np.array([row for _, row in found]))
        best = int(np.argmax(logits))
        if logits[best] < self.rules.merge:
            return None
        older, younger = sorted((story, found[best][0]), key=lambda each: (each.first, each.id))
        return Merge(old=younger.id, into=older.id, match=Match(score=float(logits[best]), reasons=pair_reasons(found[best][1])))

    def _kept_apart(self, mine: list[int], other: LiveStory) -> bool:
        return self.rulings.part(mine, [*self.kin(other.id), *(member.number for member in other.members)])

    def _merge(self, merge: Merge) -> None:
        into, old = self._stories[merge.into], self._stories[merge.old]
        for member in tuple(old.members):
            self._seat(member, old, into)

    def _reseat(self, story: LiveStory) -> list[Move]:
        """Take out the members that fit worst, one at a time, and seat each where it fits best now."""
        if len(story.members) <= 1:
            return []
        profile = self._profile(story)
        weakest = np.argsort(profile.gram[:, :, 0].sum(axis=0), kind="stable")[: self.rules.weakest]
        by_row = {member.row: member for member in story.members}
        free = [member for i in weakest if (member := by_row[profile.rows[i]]).number not in self.rulings.pinned]
        moves = [self._move(member, story) for member in free if len(story.members) > 1]
        return [move for move in moves if move is not None]

    def _move(self, member: Seated, story: LiveStory) -> Move | None:
        story.remove(member.number)
        self._note(story)
        candidates = [
            replace(each, logit=each.logit + self.rules.stay * (each.story == story.id))
            for each in self._judged(self._scene(member.vector, member.at))
        ]
        placement = decide(candidates, self.rules)
        into = placement.cluster if isinstance(placement, Join) else None
        if into == story.id:
            self._insert(member, story)
            return None
        match = placement.match or Match(score=0.0, reasons=("fits no story",))
        if into is None:
            self._home.pop(member.number)
            self._shelf.take(member.row)
        else:
            self._insert(member, self._stories[into])
        return Move(item=member.number, old=story.id, into=into, match=match)

    def _seat(self, member: Seated, old: LiveStory, into: LiveStory) -> None:
        old.remove(member.number)
        self._note(old)
        self._insert(member, into)

    def _insert(self, member: Seated, story: LiveStory) -> None:
        story.insert(member)
        self._shelf.story[member.row] = story.slot
        self._home[member.number] = story.id
        self._note(story)

    def _profile(self, story: LiveStory) -> Profile:
        return profile_of(story, self._shelf, self.rules.members_seen)

    def scene(self, encoded: Encoded, at: float) -> Scene:
        """The candidate stories for an item published ``at`` (seconds since the epoch) and what is known of each."""
        return self._scene(vector_of(encoded, self._shelf.vocabulary), at)

    def _vector(self, features: bytes) -> Vector:
        """An item against the vocabulary; the last one is kept, as an item that was placed is added next."""
        if self._latest is None or self._latest[0] is not features:
            self._latest = (features, vector_of(unpack(features), self._shelf.vocabulary))
        return self._latest[1]

    def _scene(self, vector: Vector, at: float) -> Scene:
        stories = [self._slots[slot] for slot in self._shortlist(vector, at)]
        found = [story for story in stories if story is not None]
        if not found:
            return Scene(stories=(), profiles=(), features=np.zeros((0, 0), np.float32))
        profiles = [self._profile(story) for story in found]
        features, _ = measure(vector, at, profiles, self._shelf, self.rules.decay)
        order = np.argsort(-features[:, 32], kind="stable")[: self.rules.candidates]
        ranked = rank(features[order], self.rules.least_likeness)
        return Scene(stories=tuple(found[i] for i in order), profiles=tuple(profiles[i] for i in order), features=ranked)

    def _judged(self, scene: Scene) -> list[Candidate]:
        if not scene.stories:
            return []
        logits = self.weights.join.logits(scene.features)
        return [
            Candidate(story=story.id, logit=float(logit), features=row)
            for story, logit, row in zip(scene.stories, logits, scene.features, strict=True)
        ]

    def _shortlist(self, vector: Vector, at: float, since: float | None = None) -> NDArray[np.intp]:
        """Slots of the stories that share most with the vector by posted terms, best first, within their windows of [since, at]."""
        posted = self._shelf.posted
        rows, weights = [], []
        for term, weight in zip(*self._shelf.strongest(vector), strict=True):
            listed = posted.get(term)
            if listed is not None and weight > 0:
                rows.append(np.frombuffer(listed[0], np.int32)[-_POSTINGS:])
                weights.append(np.frombuffer(listed[1], np.float32)[-_POSTINGS:] * weight)
        if not rows:
            return np.zeros(0, np.intp)
        slots = self._shelf.story[np.concatenate(rows)]
        size = len(self._slots)
        score = np.bincount(slots, np.concatenate(weights), size) / self._norm[:size]
        gap = np.maximum((at if since is None else since) - self._last[:size], self._first[:size] - at)
        score[gap > self._window[:size]] = 0.0
        if vector.encoded.dated is False:
            score = np.bincount(slots, np.concatenate(weights), size) / self._norm[:size]
        score[0] = 0.0
        most = self.rules.shortlist
        best = np.argpartition(-score, most)[:most] if size > most else np.arange(size)
        best = best[score[best] > self.rules.least_likeness / 2]
        return best[np.argsort(-score[best], kind="stable")]

    def _open(self, story_id: str) -> LiveStory:
        if self._free:
            slot = self._free.pop()
        else:
            slot = len(self._slots)
            self._slots.append(None)
            if slot >= len(self._norm):
                self._grow()
        story = LiveStory(id=story_id, slot=slot)
        self._slots[slot] = self._stories[story_id] = story
        return story

    def _note(self, story: LiveStory) -> None:
        """Keep the arrays the shortlist reads in step with a story whose members changed."""
        slot, size = story.slot, len(story.members)
        if not size:
            del self._stories[story.id]
            self._slots[slot] = None
            self._free.append(slot)
            self._norm[slot], self._window[slot] = 1.0, 0.0
            return
        dated = [member.at for member in story.members if member.vector.encoded.dated]
        self._first[slot] = dated[0] if dated else story.first
        self._last[slot] = dated[-1] if dated else story.last
        self._norm[slot] = np.sqrt(size + size * (size - 1) * _TYPICAL_PAIR)
        self._window[slot] = DAY * (self.rules.long_window if size >= self.rules.growing else self.rules.window) if dated else np.inf

    def _grow(self) -> None:
        for name, fill in (("_first", 0.0), ("_last", -np.inf), ("_norm", 1.0), ("_window", 0.0)):
            old = getattr(self, name)
            setattr(self, name, np.concatenate([old, np.full_like(old, fill)]))
