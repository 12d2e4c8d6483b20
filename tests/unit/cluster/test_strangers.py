"""Strangers: what a story and an item must have in common to be of one event, whatever their words say."""

import numpy as np
import pytest

from wirefeed.cluster.features import NAMES
from wirefeed.cluster.place import is_stranger

MANY, FEW = np.log(4), np.log(3)


def row(**values):
    found = np.zeros(len(NAMES), np.float32)
    for name, value in values.items():
        found[NAMES.index(name)] = value
    return found


@pytest.mark.parametrize(
    "values",
    [
        {"actors": -1, "places": -1},
        {"actors": -1, "figures": -1},
        {"actors": 1, "names": 0.3, "size": MANY, "named_by": 0.25},
    ],
)
def test_nobody_in_common_and_a_clash_or_nothing_many_reports_carry_makes_a_stranger(values):
    assert is_stranger(row(**values))


@pytest.mark.parametrize(
    "values",
    [
        {"actors": -1},
        {"actors": -1, "places": -1, "figures": 1},
        {"actors": -1, "places": -1, "quotes": 0.7},
        {"actors": 0, "size": MANY},
        {"actors": 1, "size": FEW, "named_by": 0.25},
        {"actors": 1, "size": MANY, "named_by": 0.5},
        {"actors": 1, "size": MANY, "placed_by": 0.5},
        {"actors": 1, "size": MANY, "counted_by": 0.5},
    ],
)
def test_silence_a_shared_figure_or_quote_or_what_many_reports_carry_makes_none(values):
    assert not is_stranger(row(**values))
