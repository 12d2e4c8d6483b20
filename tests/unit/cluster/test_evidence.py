"""What stories share with the items that ask for them is what sets would say, whoever came and went."""

from random import Random

import numpy as np

from wirefeed.cluster.evidence import KINDS, Sayings, common


def told(draw):
    """An item's ids of each kind: few different ones, so that much is shared."""
    return [sorted(draw.sample(range(1, 60), draw.choice((0, 2, 9)))) for _ in range(KINDS)]


def put(sayings, items):
    sayings.put([([len(ids) for ids in item], np.array([one for ids in item for one in ids], "<u4").tobytes()) for item in items])


def test_what_is_shared_is_found_with_how_many_share_it():
    draw = Random(3)  # noqa: S311 - the same items every time
    items, sayings = [told(draw) for _ in range(40)], Sayings()
    put(sayings, items[:1])
    put(sayings, items[1:])
    queries, stories = [0, 5, 9], [[1, 2, 3], [4], [6, 7], [8, 10, 11, 12]]
    asks = [0, 2, 1, 2]
    rows = np.array([row for story in stories for row in story])
    story = np.repeat(np.arange(len(stories)), [len(each) for each in stories])
    mine = sayings.of(np.array(queries))
    both = common(mine, sayings.of(rows), np.array(asks)[story], story)
    found = {
        (at, int(mine.kind[saying]), int(mine.ids[saying])): count
        for at, saying, count in zip(both.story.tolist(), both.saying.tolist(), both.count.tolist(), strict=True)
    }
    assert found == {
        (at, kind, one): sum(one in items[row][kind] for row in stories[at])
        for at in range(len(stories))
        for kind in range(KINDS)
        for one in items[queries[asks[at]]][kind]
        if any(one in items[row][kind] for row in stories[at])
    }


def test_items_that_say_nothing_share_nothing():
    sayings = Sayings()
    put(sayings, [[[]] * KINDS, [[]] * KINDS])
    rows = np.array([0, 1])
    assert not len(common(sayings.of(rows), sayings.of(rows), rows, rows).story)


def test_those_that_stay_still_say_what_they_said():
    draw = Random(4)  # noqa: S311 - the same items every time
    items, sayings = [told(draw) for _ in range(900)], Sayings()
    put(sayings, items)
    sayings.keep(np.arange(0, 900, 7))
    put(sayings, items[:3])
    stayed = items[::7] + items[:3]
    assert [sayings.sets([row]) for row in range(len(stayed))] == [tuple(map(frozenset, item)) for item in stayed]
    assert sayings.sets([0, 1]) == tuple(frozenset(stayed[0][kind]) | frozenset(stayed[1][kind]) for kind in range(KINDS))
