"""Learn a forest from rows and labels. Needs LightGBM, which nothing else of wirefeed does; the trees that come out need nothing."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.cluster.vocabulary import Floats
from wirefeed.errors import InputError

_DIGITS: Final = 6


def grow(
    rows: Floats, labels: NDArray[np.bool_], weights: NDArray[np.float64], *, monotone: Sequence[bool], trees: int, leaves: int, least: int
) -> list[Any]:
    """Nested lists as Trees takes them: ``trees`` of at most ``leaves`` leaves with ``least`` rows each; logits of ``labels``.

    Where ``monotone`` says so, more of a feature never lowers the logit. Raises InputError when LightGBM is not installed or cannot be
    loaded, or the labels are all alike.
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
        "seed": 1,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbosity": -1,
    }
    data = lightgbm.Dataset(rows, labels.astype(float), weight=weights * (len(weights) / weights.sum()))
    model = lightgbm.train(parameters, data, num_boost_round=trees).dump_model()
    return [_nested(tree["tree_structure"]) for tree in model["tree_info"]]


def _nested(node: dict[str, Any]) -> Any:  # noqa: ANN401 - a tree is a number or a list of trees
    if "split_feature" not in node:
        return _short(node["leaf_value"])
    return [node["split_feature"], _short(node["threshold"]), _nested(node["left_child"]), _nested(node["right_child"])]


def _short(value: float) -> float:
    """Six digits are what a 32-bit number holds anyway."""
    return float(f"{value:.{_DIGITS}g}")
