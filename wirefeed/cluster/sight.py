"""What stands before an item, or before a story: the candidates, measured and judged for many at a time. It changes nothing."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.features import NAMES, measure, rank
from wirefeed.cluster.roster import Listed, Roster, Search
from wirefeed.cluster.shelf import Queries, Shelf, centroids
from wirefeed.cluster.stories import LiveStory, Profile, Seated, profile_of, profile_without
from wirefeed.cluster.trees import Trees
from wirefeed.cluster.vocabulary import Floats

_AT_ONCE: Final = 64
_Some = TypeVar("_Some")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """An item before its candidate stories: one row of features each, best first; ``telling`` as in the shortlist."""

    stories: tuple[LiveStory, ...]
    features: Floats
    telling: float


class Sight:
    """Looks over the stories of a roster, whose members are on the shelf."""

    def __init__(self, roster: Roster, shelf: Shelf) -> None:
        self._rules = roster.rules
        self._roster = roster
        self._shelf = shelf

    def profile(self, story: LiveStory) -> Profile:
        """What a story looks like now."""
        return profile_of(story, self._shelf, self._rules.members_seen)

    def of_items(self, rows: Sequence[int]) -> list[Scene]:
        """The scenes of items, by their rows on the shelf. An item that is in a story does not stand before that."""
        found = list[Scene]()
        for part in _parts(rows):
            queries = self._shelf.queries(part)
            listed = self._listed(queries, (queries.at, queries.at), self._shelf.story[part].tolist(), self._rules.shortlist)
            found += self._scenes(queries, listed, [[self.profile(story) for story in each.stories] for each in listed])
        return found

    def again(self, scene: Scene, row: int, gone: Collection[LiveStory], coming: Sequence[LiveStory]) -> Scene:
        """A scene without some of its stories, and with those that stand before the item now (``coming``) measured."""
        kept = [at for at, story in enumerate(scene.stories) if story not in gone]
        stories, features = [scene.stories[at] for at in kept], scene.features[kept]
        if coming:
            profiles = [self.profile(story) for story in coming]
            found = measure(self._shelf.queries([row]), [profiles], self._shelf, self._rules.decay)
            stories += [coming[at] for at in found.kept.tolist()]
            features = np.concatenate([features, found.features])
        order = np.argsort(-features[:, 32], kind="stable")[: self._rules.candidates]
        features = features[order]
        rank(features, np.array([len(order)]), self._rules.least_likeness)
        return Scene(stories=tuple([stories[at] for at in order.tolist()]), features=features, telling=scene.telling)

    def of_leaving(self, leaving: Sequence[tuple[Seated, LiveStory]]) -> list[Scene]:
        """The scenes of members that might leave their story, which stands among the others as it were without them."""
        found = list[Scene]()
        for part in _parts(leaving):
            queries = self._shelf.queries([member.row for member, _ in part])
            listed = self._listed(queries, (queries.at, queries.at), [story.slot for _, story in part], self._rules.shortlist - 1)
            profiles = [
                [profile_without(story, member, self._shelf, self._rules.members_seen), *map(self.profile, others.stories)]
                for (member, story), others in zip(part, listed, strict=True)
            ]
            for (_, story), others in zip(part, listed, strict=True):
                others.stories.insert(0, story)
            found += self._scenes(queries, listed, profiles)
        return found

    def of_stories(self, stories: Sequence[LiveStory], most: int) -> list[Scene]:
        """Stories before their nearest, ``most`` of them, by what their members have in common."""
        found = list[Scene]()
        for part in _parts(stories):
            cells, weights = centroids([self.profile(story).rows for story in part], self._shelf)
            first, last = np.array([(story.first, story.last) for story in part]).T
            latest = np.array([story.members[-1].row for story in part])
            queries = Queries(cells=cells, weights=weights, rows=latest, at=last)
            listed = self._listed(queries, (first, last), [story.slot for story in part], most)
            found += self._scenes(queries, listed, [[self.profile(other) for other in each.stories] for each in listed])
        return found

    def _listed(
        self, queries: Queries, span: tuple[NDArray[np.float64], NDArray[np.float64]], but: Sequence[int], most: int
    ) -> list[Listed]:
        found = self._shelf.found(queries.cells, queries.weights)
        searches = zip(span[0].tolist(), span[1].tolist(), self._shelf.dated[queries.rows].tolist(), but, strict=True)
        return [
            self._roster.shortlist(hits, Search(first=first, last=last, dated=dated, but=slot, most=most))
            for hits, (first, last, dated, slot) in zip(found, searches, strict=True)
        ]

    def _scenes(self, queries: Queries, listed: list[Listed], asked: list[list[Profile]]) -> list[Scene]:
        if not any(asked):
            return [Scene(stories=(), features=_NOTHING, telling=each.telling) for each in listed]
        found = measure(queries, asked, self._shelf, self._rules.decay, self._rules.candidates)
        rank(found.features, found.sizes, self._rules.least_likeness)
        flat = [story for each in listed for story in each.stories]
        kept = iter([flat[at] for at in found.kept.tolist()])
        features = np.split(found.features, np.cumsum(found.sizes)[:-1])
        return [
            Scene(stories=tuple(islice(kept, len(rows))), features=rows, telling=each.telling)
            for each, rows in zip(listed, features, strict=True)
        ]


_NOTHING: Final = np.zeros((0, len(NAMES)), np.float32)


def judged(scenes: Sequence[Scene], trees: Trees) -> list[list[float]]:
    """What the trees make of each scene's candidates."""
    rows = [scene.features for scene in scenes if scene.stories]
    logits = iter(trees.logits(np.concatenate(rows)).tolist() if rows else ())
    return [list(islice(logits, len(scene.stories))) for scene in scenes]


def _parts(several: Sequence[_Some]) -> Iterator[Sequence[_Some]]:
    return (several[start : start + _AT_ONCE] for start in range(0, len(several), _AT_ONCE))
