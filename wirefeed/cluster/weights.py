"""What was learned of joining and merging, read from a file of plain trees. It learns nothing itself."""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from wirefeed.cluster.features import NAMES
from wirefeed.cluster.repair import PAIR_NAMES
from wirefeed.cluster.trees import Trees
from wirefeed.errors import InputError

FORMAT: Final = 2
"""The layout of a weights file; a change of the features makes it another."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """Three forests: ``join`` (an item, a story) and ``kin`` (two reports) over features.NAMES, ``merge`` over repair.PAIR_NAMES."""

    join: Trees
    merge: Trees
    kin: Trees


def read_weights(text: str) -> Weights:
    """Weights from the JSON that ``wirefeed train`` writes. Raises InputError."""
    try:
        found: dict[str, Any] = json.loads(text)
        if found["format"] != FORMAT:
            raise InputError(f"weights of format {found['format']!r}; this wirefeed reads format {FORMAT}: train them anew")
        weights = Weights(join=Trees(found["join"]), merge=Trees(found["merge"]), kin=Trees(found["kin"]))
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"not a weights file: {error}") from error
    if max(weights.join.features, weights.kin.features) > len(NAMES) or weights.merge.features > len(PAIR_NAMES):
        raise InputError("weights over features this wirefeed does not know: train them anew")
    return weights


def shipped() -> Weights:
    """The weights wirefeed comes with; docs/training.md says what they were learned from."""
    return read_weights(files("wirefeed.cluster").joinpath("weights.json").read_text("utf-8"))
