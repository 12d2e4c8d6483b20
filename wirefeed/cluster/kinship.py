"""How surely every two of some reports tell of one event, as learned. It groups nothing."""

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

import numpy as np

from wirefeed.cluster.features import NAMES, measure
from wirefeed.cluster.rules import ClusterRules
from wirefeed.cluster.shelf import Shelf
from wirefeed.cluster.stories import Seated, lone_profile
from wirefeed.cluster.trees import Trees
from wirefeed.cluster.vocabulary import Floats
from wirefeed.model.match import Match

_GAP: Final = NAMES.index("gap_last")
_AT_ONCE: Final = 2000
"""Pairs of reports looked at in one go: whole groups, so a large one may have more."""
_QUERIES: Final = 16
"""Of these, so many later reports are measured in one go, each before all its earlier ones: 2.5 kB a pair, often a hundred pairs."""
LEAST: Final = -4.0
"""No two reports are less kin than that: a mean over many must not hang on how unlike the most unlike are."""


def kinship(groups: Sequence[Sequence[Seated]], shelf: Shelf, trees: Trees, rules: ClusterRules) -> list[Floats]:
    """For each group of reports, in order of time, how surely every two of them tell of one event: logits, reports x reports.

    The later of two is measured as an item before a story of the earlier alone, by features.NAMES but for CONTEXT. NaN where nothing is
    to be said: they lie further apart than ``rules.window``, both times being known.
    """
    return [matrix for part in _parts(groups) for matrix in _kinship(part, shelf, trees, rules)]


def _parts(groups: Sequence[Sequence[Seated]]) -> Iterator[Sequence[Sequence[Seated]]]:
    """Groups in a row with so few reports to compare that little memory is wanted at once."""
    start, pairs = 0, 0
    for at, group in enumerate(groups):
        pairs += len(group) ** 2 // 2
        if pairs > _AT_ONCE and at > start:
            yield groups[start:at]
            start, pairs = at, len(group) ** 2 // 2
    yield groups[start:]


def _kinship(groups: Sequence[Sequence[Seated]], shelf: Shelf, trees: Trees, rules: ClusterRules) -> list[Floats]:
    found = [np.full((len(group), len(group)), np.nan, np.float32) for group in groups]
    before: dict[int, dict[int, Seated]] = {}
    for group in groups:
        for at in range(1, len(group)):
            before.setdefault(group[at].row, {}).update({each.row: each for each in group[:at]})
    if not before:
        return found
    of: dict[tuple[int, int], float] = {}
    coming = iter(before.items())
    while some := dict(islice(coming, _QUERIES)):
        alone = {row: lone_profile(each, shelf) for earlier in some.values() for row, each in earlier.items()}
        measured = measure(shelf.queries([*some]), [[alone[row] for row in earlier] for earlier in some.values()], shelf, rules.decay)
        logits = np.empty(len(measured.kept), np.float32)
        logits[measured.kept] = np.where(
            measured.features[:, _GAP] > np.log1p(rules.window), np.nan, np.maximum(trees.logits(measured.features), LEAST)
        )
        of.update(zip(((later, row) for later, earlier in some.items() for row in earlier), logits.tolist(), strict=True))
    for group, matrix in zip(groups, found, strict=True):
        for at, later in enumerate(group):
            matrix[at, :at] = matrix[:at, at] = [of[later.row, each.row] for each in group[:at]]
    return found


def kin_match(kin: Floats, some: Sequence[int], others: Sequence[int]) -> Match:
    """How surely some reports tell of one event with others, for a desk editor; nothing is known of a report alone."""
    known = kin[np.ix_(some, others)]
    known = known[~np.isnan(known)]
    if not len(known):
        return Match(score=0.0, reasons=("of another event than the rest of its story",))
    mean = float(known.mean())
    return Match(score=mean, reasons=(f"report by report, {1 / (1 + math.exp(-mean)):.0%} sure to be of one event",))
