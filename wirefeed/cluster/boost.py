"""Learn a forest from rows and labels. Needs LightGBM, which nothing else of wirefeed does; the trees that come out need nothing."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.vocabulary import Floats
from wirefeed.errors import InputError

_DIGITS: Final = 6
FORESTS: Final = 4
"""Forests grown from draws of their own, whose mean is taken; every other one draws its thresholds, too (``extra_trees``).

One forest's draws alone move a figure by up to .01. Forests of two kinds err in different places: docs/decisions/0075.
"""


def grow(
    rows: Floats,
    labels: NDArray[np.bool_],
    weights: NDArray[np.float64],
    *,
    monotone: Sequence[bool],
    trees: int,
    leaves: int,
    least: int,
    forests: int = FORESTS,
) -> list[Any]:
    """Nested lists as Trees takes them: logits of ``labels``, the mean of ``forests`` of ``trees`` each.

    A tree has at most ``leaves`` leaves with ``least`` rows each. Where ``monotone`` says so, more of a feature never lowers the logit.
    Raises InputError when LightGBM is not installed or cannot be loaded, or the labels are all alike.
    """
    try:
        import lightgbm  # noqa: PLC0415 - an optional dependency, wanted only here
    except ImportError as error:
        raise InputError("learning needs LightGBM: pip install 'wirefeed[train]'") from error
    except OSError as error:  # its library is linked with the system's OpenMP, which is no part of its wheel
        raise InputError(f"LightGBM cannot be loaded ({error}): install OpenMP, Debian's package libgomp1") from error
    if labels.all() or not labels.any():
        raise InputError("nothing to learn: the labelled items hold no two that belong together, or only such")
    parameters = {
        "objective": "binary",
        "num_leaves": leaves,
        "learning_rate": 0.06,
        "min_data_in_leaf": least,
        "lambda_l2": 5,
        "feature_fraction": 0.7,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "monotone_constraints": [int(each) for each in monotone],
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbosity": -1,
    }
    data = lightgbm.Dataset(rows, labels.astype(float), weight=weights * (len(weights) / weights.sum()))
    grown = list[Any]()
    for seed in range(1, forests + 1):
        draws = {"seed": seed, "extra_trees": seed % 2 == 0}
        model = lightgbm.train({**parameters, **draws}, data, num_boost_round=trees).dump_model()
        grown += [_nested(tree["tree_structure"], forests) for tree in model["tree_info"]]
    return grown


def _nested(node: dict[str, Any], forests: int) -> Any:  # noqa: ANN401 - a tree is a number or a list of trees
    if "split_feature" not in node:
        return _short(node["leaf_value"] / forests)
    return [node["split_feature"], _short(node["threshold"]), _nested(node["left_child"], forests), _nested(node["right_child"], forests)]


def _short(value: float) -> float:
    """Six digits are what a 32-bit number holds anyway."""
    return float(f"{value:.{_DIGITS}g}")
