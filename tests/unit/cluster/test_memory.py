"""What live stories weigh: some kilobytes a member, nothing for having been looked at, nothing once they are forgotten."""

import gc
import sys
from datetime import timedelta

import numpy as np

from benchmarks.placing import Draw
from wirefeed.cluster import ClusterRules, LiveIndex, shipped
from wirefeed.cluster.columns import packed, roomy
from wirefeed.cluster.shelf import Shelf
from wirefeed.cluster.stories import LiveStory, Profile, Seated
from wirefeed.model.cluster import Join
from wirefeed.testing import NOON

WEIGHTS = shipped()
A_MEMBER, A_TERM = 2200, 110
"""Bytes. Columns have room ahead, half as much again, that the system gives only when it is used: it counts here."""


def weigh(index):
    """The bytes of everything that hangs on an index and on nothing else (classes, modules, weights, the background)."""
    shared = (WEIGHTS, WEIGHTS.join, WEIGHTS.merge, index._shelf.vocabulary._background, index.rules)
    seen, found = {id(each) for each in shared}, [index]
    weight = 0
    while found:
        each = found.pop()
        if id(each) in seen or isinstance(each, type | type(gc) | type(weigh)):
            continue
        seen.add(id(each))
        weight += sys.getsizeof(each)
        found += gc.get_referents(each)
    return weight


def reports(count, topics=40, seed=1):
    """Encoded items of so many stories."""
    draw = Draw(seed)
    stories = [draw.topic() for _ in range(topics)]
    return [draw.item(stories[number % topics], 0.9) for number in range(count)]


def take_in(index, items):
    """Place and seat them, three minutes apart, and repair, as the pipeline does."""
    for start in range(0, len(items), 200):
        batch = [(number, items[number], NOON + timedelta(minutes=3 * number)) for number in range(start, min(start + 200, len(items)))]
        index.expect((features, at) for _, features, at in batch)
        changed = {}
        for number, features, at in batch:
            placed = index.place(features, at)
            story = placed.cluster if isinstance(placed, Join) else f"s{number}"
            index.add(story, number, at, features, f"agency {number % 9}")
            changed[story] = None
        index.repairs(changed, NOON)
    index.expect(())


def living(*kinds):
    """How many objects of these kinds there are."""
    gc.collect()
    return sum(type(each) in kinds for each in gc.get_objects())


def test_a_member_weighs_little_and_looking_at_it_nothing():
    items, index = reports(1200), LiveIndex(ClusterRules(), WEIGHTS)
    empty = weigh(index)
    take_in(index, items)
    seated = weigh(index)
    assert seated - empty < A_MEMBER * len(items) + A_TERM * len(index._shelf.vocabulary)
    for start in range(0, len(items), 200):
        index.expect((features, NOON) for features in items[start : start + 200])
        for features in items[start : start + 200]:
            index.place(features, NOON)
        index.expire(NOON - timedelta(days=9), NOON + timedelta(days=9), 0)
    assert weigh(index) - seated < A_MEMBER * 1500  # what is swept when a thousand rows are nobody's


def test_what_left_the_window_leaves_nothing():
    others, index = living(Seated, LiveStory, Profile), LiveIndex(ClusterRules(), WEIGHTS)
    empty = weigh(index)
    take_in(index, reports(1200))
    full = weigh(index)
    index.expire(NOON + timedelta(days=60), NOON + timedelta(days=70), 0)
    index.expect(())
    assert len(index) == 0
    assert living(Seated, LiveStory, Profile) == others
    assert not len(index._shelf.vocabulary)
    assert weigh(index) - empty < (full - empty) // 8


def test_news_that_passes_through_weighs_as_much_in_the_fifth_week_as_in_the_second(monkeypatch):
    monkeypatch.setattr(Shelf, "littered", property(lambda shelf: shelf._stale > 60))
    index, draw, weights = LiveIndex(ClusterRules(), WEIGHTS), Draw(2), []
    for number, features in enumerate([draw.item(topic) for topic in [draw.topic() for _ in range(350)] for _ in range(3)]):
        now = NOON + timedelta(minutes=48 * number)
        index.add(f"s{number // 3}", number, now, features, "a")
        if number % 30 == 0:
            index.expire(now - timedelta(days=7), now + timedelta(days=7), 100)
            weights.append(weigh(index))
    assert max(weights[28:]) < 1.1 * max(weights[7:21])


def test_a_column_grows_by_half_and_is_cut_down_when_most_of_it_is_empty():
    column = roomy(np.arange(1000), 1001)
    assert len(column) == 1500
    assert column[999] == 999
    assert not column[1000:].any()
    assert packed(column, np.arange(0, 1000, 1)) is column
    few = packed(column, np.array([3, 5, 900]))
    assert len(few) < 300
    assert few[:3].tolist() == [3, 5, 900]
