"""Reports of a few stories, grouped anew by how surely every two of them tell of one event. It seats nobody and measures nothing."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from wirefeed.cluster.rules import ClusterRules
from wirefeed.cluster.vocabulary import Floats


def grouped(kin: Floats, home: Sequence[int], pinned: Sequence[bool], rules: ClusterRules) -> list[list[int]]:
    """The groups in which reports belong, each ascending: agglomerative clustering by mean linkage (Sokal and Michener 1958).

    ``kin`` are logits, reports x reports, NaN where nothing is to be said; ``home`` is the story each report sits in. Reports of one story
    are held together by ``rules.held``, so that nothing wavers; two lone ones need ``rules.lone`` more, as between them there is no
    mean. Those ``pinned`` to one story are never parted.
    """
    homes = np.array(home)
    total = kin + np.float32(rules.held) * (homes[:, None] == homes)
    known = ~np.isnan(total)
    sums = np.stack([np.where(known, total, np.float32(0)), known.astype(np.float32)])
    groups = [[at] for at in range(len(homes))]
    fixed: dict[int, int] = {}
    for at, stays in enumerate(pinned):
        if stays and fixed.setdefault(home[at], at) != at:
            _join(sums, groups, fixed[home[at]], at)
    while (alive := [at for at, group in enumerate(groups) if group])[1:]:
        summed, pairs = sums[:, alive][:, :, alive]
        score = np.divide(summed, pairs, out=np.full_like(summed, _NEVER), where=pairs > 0)
        lone = np.array([len(groups[at]) == 1 for at in alive])
        score[np.outer(lone, lone)] -= np.float32(rules.lone)
        np.fill_diagonal(score, _NEVER)
        one, other = divmod(int(score.argmax()), len(alive))
        if score[one, other] < rules.kin:
            break
        _join(sums, groups, alive[one], alive[other])
    return [sorted(group) for group in groups if group]


def kept(groups: Sequence[Sequence[int]], home: Sequence[int], pinned: Sequence[bool]) -> list[int]:
    """For each story the group that is still it: that of its pinned reports, else of most of its reports, else of its first one."""
    found = []
    for story in range(max(home) + 1):
        own = [[at for at in group if home[at] == story] for group in groups]
        found.append(
            max(range(len(groups)), key=lambda each: (any(pinned[at] for at in own[each]), len(own[each]), -min(own[each], default=0)))
        )
    return found


def _join(sums: Floats, groups: list[list[int]], one: int, other: int) -> None:
    sums[:, one] += sums[:, other]
    sums[:, :, one] += sums[:, :, other]
    groups[one] += groups[other]
    groups[other] = []


_NEVER: Final = -np.inf
