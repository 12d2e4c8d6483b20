"""Trees: whatever way they are evaluated, a row comes to the leaf that a walk of its tests leads to."""

import random
import tracemalloc

import numpy as np
import pytest

from wirefeed.cluster.trees import Trees


def walked(node, row):
    while not isinstance(node, (int, float)):
        feature, threshold, left, right = node
        node = left if row[feature] <= np.float32(threshold) else right
    return node


def grown(draw: random.Random, leaves: int):
    """A tree of so many leaves over four of six features, its thresholds from a few numbers, so that values meet them."""
    if leaves == 1:
        return draw.uniform(-1, 1)
    left = draw.randrange(1, leaves)
    return [draw.choice((0, 1, 3, 5)), draw.choice((-1.5, -0.1, 0.0, 0.1, 2.0)), grown(draw, left), grown(draw, leaves - left)]


@pytest.mark.parametrize("rows", [0, 1, 16, 17, 200])
def test_every_row_comes_to_the_leaf_its_tests_lead_to(rows):
    draw = random.Random(7)  # noqa: S311 - the same trees every time
    trees = [grown(draw, leaves) for leaves in (1, 2, 7, 16, 16)]
    table = np.array([[draw.choice((-2.0, -1.5, -0.1, -0.0, 0.0, 0.1, 1.0, 2.0, 3.0)) for _ in range(6)] for _ in range(rows)], np.float32)
    table = table.reshape(rows, 6)
    found = Trees(trees, 0.5).logits(table)
    assert found == pytest.approx([0.5 + sum(walked(tree, row) for tree in trees) for row in table], abs=1e-6)


def test_a_value_that_meets_a_threshold_goes_left_and_the_next_number_above_it_right():
    tree = [0, 0.1, -1.0, 1.0]
    meets = np.float32(0.1)
    assert Trees([tree]).logits(np.array([[meets], [np.nextafter(meets, np.float32(1))]], np.float32)).tolist() == [-1.0, 1.0]


def test_how_many_columns_a_row_must_have():
    assert Trees([]).features == Trees([0.5]).features == 0
    assert Trees([[4, 0.0, 1.0, 2.0]]).features == 5


def test_thousands_of_rows_take_little_memory_while_they_are_walked_and_come_to_what_each_comes_to_alone():
    draw = random.Random(3)  # noqa: S311 - the same trees every time
    trees, rows = Trees([grown(draw, 16) for _ in range(200)]), np.random.default_rng(3).normal(size=(5000, 6)).astype(np.float32)
    tracemalloc.start()
    found = trees.logits(rows)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2_000_000
    assert found[::100].tolist() == [trees.logits(row[None])[0] for row in rows[::100]]


def test_a_tree_of_too_many_leaves_is_refused():
    with pytest.raises(ValueError, match="17 leaves"):
        Trees([grown(random.Random(1), 17)])  # noqa: S311 - the same tree every time
