"""Whatever was done to an index, it knows what one made of its members now would know, and places alike."""

from datetime import timedelta
from random import Random

import pytest

from wirefeed.cluster import ClusterRules, LiveIndex, shipped
from wirefeed.cluster.shelf import Shelf
from wirefeed.model.cluster import Join, Merge

WEIGHTS = shipped()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _untidy(monkeypatch):
    """Rows and terms are given to others early and often."""
    monkeypatch.setattr(Shelf, "littered", property(lambda shelf: shelf._stale > 30))


class Life:
    """An index things are done to at random, and where each item must be by what it said."""

    def __init__(self, items, seed):
        self.items = {item.number: item for item in items}
        self.index = LiveIndex(ClusterRules(), WEIGHTS)
        self.homes = {}
        self.draw = Random(seed)  # noqa: S311 - the same life every time

    def add(self, item, story):
        """Seat an item."""
        self.index.add(story, item.number, item.published_at, item.features)
        self.homes[item.number] = story

    def come_in(self, batch):
        """A batch is placed and repaired, often expected; items leave and stories are folded meanwhile."""
        changed = {}
        if self.draw.random() < 0.8:
            self.index.expect((item.features, item.published_at) for item in batch)
        for item in batch:
            near = [(self.draw.choice(list(self.homes)), 0.9)] if self.homes and self.draw.random() < 0.1 else []
            placement = self.index.place(item.features, item.published_at, near)
            self.add(item, placement.cluster if isinstance(placement, Join) else f"s{item.number}")
            changed[self.homes[item.number]] = None
            self.disturb()
        for repair in self.index.repairs(changed, batch[-1].published_at):
            self.follow(repair)

    def disturb(self):
        """Perhaps an item is taken out, or two stories become one by a desk's decision."""
        if self.draw.random() < 0.2:
            number = self.draw.choice(list(self.homes))
            self.index.remove(number)
            del self.homes[number]
        if self.draw.random() < 0.03 and len(self.index) > 1:
            old, into = self.draw.sample(sorted(self.index.stories), 2)
            self.index.fold(old, into)
            self.homes = {number: into if story == old else story for number, story in self.homes.items()}

    def follow(self, repair):
        """What a repair said it did."""
        if isinstance(repair, Merge):
            self.homes = {number: repair.into if story == repair.old else story for number, story in self.homes.items()}
        elif repair.into is not None:
            self.homes[repair.item] = repair.into
        else:
            self.add(self.items[repair.item], f"{repair.old}/{repair.item}")

    def expire(self, until):
        """Stories quiet for three days are forgotten."""
        self.index.expire(until - 3 * DAY, until + DAY, recent=10)
        self.homes = {number: story for number, story in self.homes.items() if number in self.index}


@pytest.mark.parametrize("seed", range(3))
def test_an_index_is_what_its_members_make_it(bulletins, seed):
    life = Life(bulletins, seed)
    for start in range(0, 240, 30):
        life.come_in(bulletins[start : start + 30])
        if start % 90 == 0:
            life.expire(bulletins[start + 29].published_at)
    assert {member.number: story.id for story in life.index.stories.values() for member in story.members} == life.homes
    fresh = LiveIndex(ClusterRules(), WEIGHTS)
    fresh.add_all((story, number, life.items[number].published_at, life.items[number].features, "") for number, story in life.homes.items())
    for item in bulletins[240:290]:
        one, other = (index.place(item.features, item.published_at) for index in (life.index, fresh))
        assert (type(one), getattr(one, "cluster", None)) == (type(other), getattr(other, "cluster", None))
