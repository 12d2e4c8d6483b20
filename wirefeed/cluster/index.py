"""The live stories in memory, rebuilt from the stored members at any time. It founds no story ids and stores nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from sys import intern
from typing import Final

import numpy as np

from wirefeed.cluster.background import Background, shipped
from wirefeed.cluster.encoded import unpack
from wirefeed.cluster.foresight import FORESEEN, Foresight
from wirefeed.cluster.kinship import kin_match, kinship
from wirefeed.cluster.place import Candidate, copied, decide, is_elsewhere, is_stranger
from wirefeed.cluster.regroup import grouped, kept
from wirefeed.cluster.repair import Pair, pair_features, pair_reasons
from wirefeed.cluster.roster import Roster
from wirefeed.cluster.rules import ClusterRules
from wirefeed.cluster.rulings import Rulings
from wirefeed.cluster.shelf import Shelf
from wirefeed.cluster.sight import Scene, Sight, judged
from wirefeed.cluster.stories import DAY, LiveStory, Seated, speakers
from wirefeed.cluster.vocabulary import Floats, Vocabulary
from wirefeed.cluster.weights import Weights
from wirefeed.model.cluster import Join, Merge, Move, Placement, Repair
from wirefeed.model.match import Match

_TURNS: Final = 4
"""How often reports that were grouped anew are looked at in one repair."""
_MOST_EXPECTED: Final = 1000
_AT_ONCE: Final = 2000
Arrival = tuple[str, int, datetime, bytes, str]
"""What ``LiveIndex.add`` takes: story, number, time of publication, features, agency."""


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
        self._roster = Roster(rules)
        self._sight = Sight(self._roster, self._shelf)
        self._home: dict[int, str] = {}
        self._expected: dict[tuple[bytes, float], int] = {}
        self._unlike: set[int] = set()
        """Rows of items placed since the last repair that were like no story."""
        self._foresight = Foresight(self._sight, self._roster, self._shelf)

    def __len__(self) -> int:
        """How many stories are live."""
        return len(self._roster.stories)

    def __contains__(self, number: int) -> bool:
        """Whether this item is seated here."""
        return number in self._home

    @property
    def stories(self) -> Mapping[str, LiveStory]:
        """The live stories by id, to read."""
        return self._roster.stories

    def add(self, story_id: str, number: int, published_at: datetime, features: bytes, agency: str = "") -> None:
        """Seat an item (number: the store's own key) in a story, which is made when it is not known. An item seated before moves."""
        self.remove(number)
        at = published_at.timestamp()
        row = self._row(features, at)
        del self._expected[features, at]
        self._shelf.count([row], 1)
        self._insert(
            Seated(number=number, at=at, row=row, agency=intern(agency), dated=bool(self._shelf.dated[row])), self._story(story_id)
        )

    def add_all(self, arrivals: Iterable[Arrival]) -> None:
        """Seat many items, no item twice: much cheaper than one by one."""
        coming = iter(arrivals)
        while some := tuple(islice(coming, _AT_ONCE)):
            at = np.array([published_at.timestamp() for _, _, published_at, _, _ in some])
            rows = self._shelf.put(unpack([features for _, _, _, features, _ in some]), at, counting=True)
            dated = self._shelf.dated[rows].tolist()
            for (story_id, number, _, _, agency), row, when, known in zip(some, rows, at.tolist(), dated, strict=True):
                self.remove(number)
                self._insert(Seated(number=number, at=when, row=row, agency=intern(agency), dated=known), self._story(story_id))
            self._sweep()

    def expect(self, items: Iterable[tuple[bytes, datetime]]) -> None:
        """Items about to be placed or added, (features, time of publication): read together they cost less."""
        self._forget_expected()
        keys = tuple(dict.fromkeys((features, at.timestamp()) for features, at in items))
        if keys:
            rows = self._shelf.put(unpack([features for features, _ in keys]), np.array([at for _, at in keys]))
            self._expected = dict(zip(keys, rows, strict=True))

    def remove(self, number: int) -> None:
        """Take an item out; a story without members is gone. Nothing happens when it is not here."""
        story_id = self._home.pop(number, None)
        if story_id is None:
            return
        story = self.stories[story_id]
        member = story.remove(number)
        if member is not None:
            self._shelve(member)
        self._note(story)

    def story_of(self, number: int) -> str | None:
        """The story an item is seated in here."""
        return self._home.get(number)

    def kinship(self, story_id: str) -> Floats:
        """How surely every two reports of a story tell of one event, in order of their publication, as in ``kinship.kinship``."""
        return kinship([self.stories[story_id].members], self._shelf, self.weights.kin, self.rules)[0]

    def fold(self, old: str, into: str) -> None:
        """Make one story of two without judging them; nothing happens when ``old`` is not here."""
        gone = self.stories.get(old)
        if gone is not None:
            self._unite(gone, self._story(into))

    def place(self, features: bytes, published_at: datetime, near: Iterable[tuple[int, float]] = (), agency: str = "") -> Placement:
        """Where an item belongs: Join a live story, or Open one. No story changes; ``add`` seats it.

        ``near`` are seated items it copies (number, containment). Windows are measured from the item's own time, so archives and late
        items are placed like fresh ones.
        """
        seat = copied(near, self._home, self.rules)
        if seat is not None:
            return seat
        row = self._before(features, published_at)
        scene, logits = self._seen(row)
        if not scene.stories or scene.features[:, 32].max() < self.rules.least_twin:
            self._unlike.add(row)
        return self._fitting(scene, logits, agency)

    def _fitting(self, scene: Scene, logits: list[float], agency: str, lone: LiveStory | None = None) -> Placement:
        """The likeliest story that no rule forbids, nor the desk to the ``lone`` report's own, if it is likely enough."""
        for at in sorted(range(len(logits)), key=lambda at: -logits[at]):
            story, known = scene.stories[at], scene.features[at]
            barred = is_stranger(known) or is_elsewhere(agency, story, known, self.rules) or (lone and self._kept_apart(lone, story))
            if not barred:
                return decide([Candidate(story=story.id, logit=logits[at], features=known)], self.rules)
        return decide([], self.rules)

    def _seen(self, row: int) -> tuple[Scene, list[float]]:
        """What an item stands before, and what the trees make of each candidate."""
        return self._foresight.judged(row, self.weights.join)

    def scene(self, features: bytes, published_at: datetime) -> Scene:
        """The candidate stories for an item and what is known of each."""
        return self._foresight.scene(self._before(features, published_at))

    def _before(self, features: bytes, published_at: datetime) -> int:
        """The row of an item that is about to be placed, its scene and those of the items expected after it foreseen."""
        row = self._row(features, published_at.timestamp())
        if row not in self._foresight:
            coming = list(self._expected.values())
            at = coming.index(row)
            self._foresight.look(coming[at : at + FORESEEN], self.weights.join)
        return row

    def expire(self, since: datetime, until: datetime, recent: int) -> None:
        """Forget the stories without an item published in [since, until], save those with one of the ``recent`` highest numbers."""
        first, last = since.timestamp(), until.timestamp()
        floor = max(self._home, default=0) - recent
        closed = [story for story in self.stories.values() if not (story.last >= first and story.first <= last)]
        for story in closed:
            if all(number <= floor for number in story.numbers()):
                for member in tuple(story.members):
                    self.remove(member.number)
        self._sweep()

    def repairs(self, changed: Iterable[str], now: datetime) -> tuple[Repair, ...]:
        """Mend the stories named.

        Twins are merged, lone reports placed once more, the members that fit worst seated anew. Then the reports of each story and of
        those around it are grouped by how surely every two tell of one event.

        What is returned is done here already. A Move with ``into`` None takes the item out of the index: the caller founds its story, or
        finds the one founded by the item it goes ``beside``, and adds it.
        """
        del now
        self._sweep()
        waiting = dict.fromkeys(
            story_id for story_id in changed if story_id in self.stories and not self._is_unlike(self.stories[story_id])
        )
        self._unlike.clear()
        merges = self._merged(waiting)
        weakest = [(story, self._weakest(story)) for story_id in waiting if (story := self.stories.get(story_id))]
        moves = list[Move]()
        for turn in range(self.rules.weakest):
            moves += self._moved([(members[turn], story) for story, members in weakest if turn < len(members)])
        return (*merges, *moves, *self._regrouped(list(waiting)))

    def neighbours(self, stories: Sequence[LiveStory]) -> list[list[tuple[LiveStory, Floats]]]:
        """For each of these stories the live ones most like it, each with the pair's features."""
        pairs = [self._pairs(*near) for near in zip(stories, self._sight.of_stories(stories, self.rules.neighbours), strict=True)]
        rows = iter(pair_features([pair for each in pairs for _, pair in each], self._shelf, self.weights.join, self.rules.decay))
        return [[(other, next(rows)) for other, _ in each] for each in pairs]

    def _pairs(self, story: LiveStory, scene: Scene) -> list[tuple[LiveStory, Pair]]:
        """The stories near one that might be one with it."""
        alike = scene.features[:, 32].tolist()
        near_by = [at for at, other in enumerate(scene.stories) if not self._kept_apart(story, other)]
        found = []
        for at in near_by:
            other, row = scene.stories[at], scene.features[at]
            if not self._may_share(story, other, row, self.rules.least_twin):
                continue
            margin = alike[at] - max((alike[each] for each in near_by if each != at), default=self.rules.least_likeness)
            minor, major = sorted((story, other), key=lambda each: each.size)
            few, many = self._sight.profile(minor), self._sight.profile(major)
            found.append((other, Pair(minor=minor, few=few, major=major, many=many, margin=margin)))
        return found

    def _may_share(self, story: LiveStory, other: LiveStory, row: Floats, least: float) -> bool:
        """Whether two stories are alike enough, by the features of one before the other, and no rule says that they are of two events."""
        return bool(row[32] >= least) and not (is_stranger(row) or is_elsewhere(story.agency, other, row, self.rules))

    def _merged(self, waiting: dict[str, None]) -> list[Merge]:
        """Merge what is one until nothing is left to merge; what stories became joins those ``waiting``.

        Many are judged at once; a story judged before it or one of its neighbours changed is judged anew.
        """
        merges, asked = list[Merge](), list(waiting)
        while asked:
            touched, again = set[str](), dict[str, None]()
            for story_id, (near, merge) in zip(asked, self._unions([self.stories[each] for each in asked]), strict=True):
                if not touched.isdisjoint((story_id, *near, *((merge.old, merge.into) if merge else ()))):
                    again[story_id] = None
                    continue
                if merge is None:
                    continue
                self._unite(self.stories[merge.old], self.stories[merge.into])
                merges.append(merge)
                touched |= {merge.old, merge.into}
                again[merge.into] = waiting[merge.into] = None
            asked = [each for each in again if each in self.stories]
        return merges

    def _is_unlike(self, story: LiveStory) -> bool:
        """Whether the story of one has no twin: its item was like no other, and the stories that changed since look for themselves."""
        return len(story.members) == 1 and story.members[0].row in self._unlike

    def _unions(self, stories: Sequence[LiveStory]) -> list[tuple[list[str], Merge | None]]:
        """The neighbours of each story, and its merge with the one it belongs with, if any; most have no neighbours.

        Where it has no twin, a lone report that is the story, or lies near it, may have become clear by what came in since.
        """
        found = self.neighbours(stories)
        merges = self._twins(stories, found)
        lone = [
            [
                each
                for each in ((story, *(other for other, _ in near)) if len(story.members) > 1 else (story,))
                if near and self._may_leave(each)
            ]
            if merge is None
            else []
            for story, near, merge in zip(stories, found, merges, strict=True)
        ]
        seats = self._late_seats(list(dict.fromkeys(one for each in lone for one in each)))
        late = [next((seat for one in each if (seat := seats.get(one))), None) for each in lone]
        return [([other.id for other, _ in near], merge or seat) for near, merge, seat in zip(found, merges, late, strict=True)]

    def _may_leave(self, story: LiveStory) -> bool:
        """Whether the story is one report that the desk has not seated."""
        return len(story.members) == 1 and story.members[0].number not in self.rulings.pinned

    def _late_seats(self, stories: Sequence[LiveStory]) -> dict[LiveStory, Merge]:
        """Of stories of one, the merges with those that their reports would join if they came in now."""
        scenes = self._sight.of_items([story.members[0].row for story in stories])
        merges = dict[LiveStory, Merge]()
        for story, scene, logits in zip(stories, scenes, judged(scenes, self.weights.join), strict=True):
            placement = self._fitting(scene, logits, story.agency, story)
            if isinstance(placement, Join):
                merges[story] = _merge_of(story, self.stories[placement.cluster], placement.match)
        return merges

    def _twins(self, stories: Sequence[LiveStory], found: Sequence[list[tuple[LiveStory, Floats]]]) -> list[Merge | None]:
        """The merge of each story with the neighbour it is a twin of, if any."""
        rows = [row for each in found for _, row in each]
        logits = iter(self.weights.merge.logits(np.array(rows)).tolist() if rows else ())
        merges = list[Merge | None]()
        for story, near in zip(stories, found, strict=True):
            logit, other, row = max(
                ((next(logits), other, row) for other, row in near), key=lambda each: each[0], default=(-np.inf, story, None)
            )
            if row is None or logit < self.rules.merge:
                merges.append(None)
                continue
            merges.append(_merge_of(story, other, Match(score=logit, reasons=pair_reasons(row))))
        return merges

    def _kept_apart(self, one: LiveStory, other: LiveStory) -> bool:
        return self.rulings.part(self._heeding(one), self._heeding(other))

    def _heeding(self, story: LiveStory) -> Iterator[int]:
        """The items that heed the rulings on a story; nobody asks for them where the desk has ruled nothing."""
        yield from self.kin(story.id)
        yield from story.numbers()

    def _weakest(self, story: LiveStory) -> list[Seated]:
        """The members that fit worst and that the desk has not seated."""
        if len(story.members) <= 1:
            return []
        profile = self._sight.profile(story)
        weakest = np.argsort(profile.gram[:, :, 0].sum(axis=0), kind="stable")[: self.rules.weakest].tolist()
        by_row = {member.row: member for member in story.members}
        return [member for at in weakest if (member := by_row[profile.rows[at]]).number not in self.rulings.pinned]

    def _moved(self, leaving: list[tuple[Seated, LiveStory]]) -> list[Move]:
        """Seat members where they fit best now. One judged before a story it stands before changed is judged anew."""
        moves = list[Move]()
        while leaving := [
            (member, story) for member, story in leaving if len(story.members) > 1 and self._home.get(member.number) == story.id
        ]:
            touched, again = set[str](), list[tuple[Seated, LiveStory]]()
            for (member, story), (scene, placement) in zip(leaving, self._decided(leaving), strict=True):
                into = placement.cluster if isinstance(placement, Join) else None
                if not touched.isdisjoint((story.id, *(each.id for each in scene.stories))):
                    again.append((member, story))
                    continue
                if into == story.id:
                    continue
                self._move(member, story, into)
                touched |= {story.id, into or story.id}
                moves.append(
                    Move(item=member.number, old=story.id, into=into, match=placement.match or Match(score=0.0, reasons=("fits no story",)))
                )
            leaving = again
        return moves

    def _decided(self, leaving: Sequence[tuple[Seated, LiveStory]]) -> list[tuple[Scene, Placement]]:
        """What members stand before and where they belong, their own story being ``stay`` ahead of the others."""
        scenes = self._sight.of_leaving(leaving)
        logits = judged(scenes, self.weights.join)
        return [(scene, self._decision(*left, scene, known)) for left, scene, known in zip(leaving, scenes, logits, strict=True)]

    def _decision(self, member: Seated, own: LiveStory, scene: Scene, logits: list[float]) -> Placement:  # noqa: ARG002 - for those who know more of it
        ahead = [logit + self.rules.stay * (story is own) for story, logit in zip(scene.stories, logits, strict=True)]
        best = max(range(len(ahead)), key=ahead.__getitem__)
        return decide([Candidate(story=scene.stories[best].id, logit=ahead[best], features=scene.features[best])], self.rules)

    def _regrouped(self, asked: list[str]) -> list[Repair]:
        """Group the reports of these stories and of those around them anew; what came of it is looked at once more."""
        repairs = list[Repair]()
        for _ in range(_TURNS):
            stories = [story for story_id in dict.fromkeys(asked) if (story := self.stories.get(story_id))]
            several = [each for each in self._around(stories) if len(each) > 1 or len(each[0].members) > 1]
            around = list({frozenset(each): each for each in several}.values())
            heard = [sorted((member, story) for story in each for member in speakers(story.members, self.rules.heard)) for each in around]
            touched, asked = set[LiveStory](), list[str]()
            reports = [[member for member, _ in each] for each in heard]
            for near, seated, kin in zip(around, heard, kinship(reports, self._shelf, self.weights.kin, self.rules), strict=True):
                done = self._regroup(near, seated, kin) if touched.isdisjoint(near) else None
                if done is None or done:
                    asked += [story.id for story in near]
                if done:
                    touched.update(near)
                    repairs += done
        return repairs

    def _around(self, stories: Sequence[LiveStory]) -> list[list[LiveStory]]:
        """Each story with those near it that might share a report with it, none of which the desk keeps apart from another."""
        found = []
        for story, scene in zip(stories, self._sight.of_stories(stories, self.rules.around), strict=True):
            near = [story]
            for other, row in zip(scene.stories, scene.features, strict=True):
                able = self._may_share(story, other, row, self.rules.least_around)
                if able and not any(self._kept_apart(each, other) for each in near):
                    near.append(other)
            found.append(near)
        return found

    def _regroup(self, stories: Sequence[LiveStory], reports: Sequence[tuple[Seated, LiveStory]], kin: Floats) -> list[Repair]:
        """Seat some reports by groups. A group is the oldest of the stories it still is, or a new one; moves come before merges.

        A story in which the desk has seated a report takes in others, but is not merged into any. One of which not all reports are heard
        loses none: its first reports and its latest, days later, may have little in common, and would leave it bit by bit.
        """
        place = {story: at for at, story in enumerate(stories)}
        home = [place[story] for _, story in reports]
        ruled = {story for member, story in reports if member.number in self.rulings.pinned}
        pinned = [member.number in self.rulings.pinned or story.size > self.rules.heard for member, story in reports]
        groups = grouped(kin, home, pinned, self.rules)
        still = kept(groups, home, pinned)
        moves, merges = list[Repair](), list[Merge]()
        for number, group in enumerate(groups):
            same = sorted(
                (each for each in stories if still[place[each]] == number), key=lambda each: (each not in ruled, each.first, each.id)
            )
            head, leader = (same[0].id if same else None), None
            for at in group:
                member, story = reports[at]
                if still[home[at]] != number:
                    match = kin_match(kin, [at], [each for each in group if each != at])
                    moves.append(Move(item=member.number, old=story.id, into=head, match=match, beside=leader))
                    self._move(member, story, head)
                    if leader is None and not same:
                        leader = member.number
            for story in (each for each in same[1:] if each not in ruled):
                own = [at for at in group if home[at] == place[story]]
                match = kin_match(kin, own, [at for at in group if at not in own])
                merges.append(Merge(old=story.id, into=same[0].id, match=match))
        for merge in merges:
            self._unite(self.stories[merge.old], self.stories[merge.into])
        return [*moves, *merges]

    def _move(self, member: Seated, story: LiveStory, into: str | None) -> None:
        story.remove(member.number)
        self._note(story)
        if into is None:
            self._home.pop(member.number)
            self._shelve(member)
        else:
            self._insert(member, self.stories[into])

    def _unite(self, old: LiveStory, into: LiveStory) -> None:
        into.rested += old.rested
        self._home.update(dict.fromkeys(old.rested, into.id))
        old.rested.clear()
        for member in tuple(old.members):
            self._move(member, old, into.id)

    def _insert(self, member: Seated, story: LiveStory) -> None:
        if member.row not in self._foresight:
            self._foresight.forget()
        story.insert(member)
        self._shelf.story[member.row] = story.slot
        self._home[member.number] = story.id
        while resting := story.rest(self.rules.members_seen, self.rules.long_window * DAY):
            self._shelve(resting)
        self._roster.note(story)

    def _note(self, story: LiveStory) -> None:
        """A member is gone; a story none of whose members can speak is forgotten."""
        if not story.members:
            for number in story.rested:
                self._home.pop(number, None)
        self._roster.note(story)

    def _shelve(self, member: Seated) -> None:
        self._shelf.count([member.row], -1)
        self._shelf.take(member.row)

    def _story(self, story_id: str) -> LiveStory:
        return self.stories.get(story_id) or self._roster.open(story_id)

    def _row(self, features: bytes, at: float) -> int:
        """The row of an item that is expected; one that is not is from now on."""
        row = self._expected.get((features, at))
        if row is None:
            if len(self._expected) > _MOST_EXPECTED:
                self._forget_expected()
            (row,) = self._shelf.put(unpack([features]), np.array([at]))
            self._expected[features, at] = row
        return row

    def _forget_expected(self) -> None:
        for row in self._expected.values():
            self._shelf.take(row)
        self._expected.clear()
        self._foresight.forget()

    def _sweep(self) -> None:
        """Let the shelf forget what is gone, when that is much. What was noted of its rows is worth nothing then."""
        if self._shelf.littered:
            self._forget_expected()
            self._unlike.clear()
            leads = self._shelf.sweep()
            for story in self.stories.values():
                story.profile = story.before = None
                for member in story.members:
                    member.row = int(leads[member.row])


def _merge_of(one: LiveStory, other: LiveStory, match: Match) -> Merge:
    """The younger story becomes part of the older."""
    older, younger = sorted((one, other), key=lambda each: (each.first, each.id))
    return Merge(old=younger.id, into=older.id, match=match)
