"""Picks the sentences of a composite: greedy search and swaps over whole chains, less what is retold. No solver, no clock, no chance.

The objective is the summed weight of covered concepts, a reward for each independent agency used and a smaller one for each sentence
that was printed before; after Gillick and Favre, "A scalable global model for summarization" (2009), with the constraints of a
newsroom: a sentence that leans on its predecessor only together with it, no two sentences that say the same, one lede.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from wirefeed.compose.concepts import Floats
from wirefeed.compose.pool import Pool
from wirefeed.compose.rules import ComposeRules

ROUNDS: Final = 3
POWERS: Final = (0.0, 0.5)
ENOUGH: Final = 6
"""Agencies from which on another is printed for its news and not for its name's sake."""
TOLD_AGAIN: Final = 1.5
"""What the share of a sentence counts that another tells too, where both perhaps tell the same."""
BEYOND: Final = 0.5
BEYOND_SAME: Final = 0.78
COMMON: Final = 2
"""What a sentence that stands beside a single one must tell that it does not, in shares; the same where the search holds them for one;
and how many words or names both have."""
LEAST_GAIN: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Task:
    """The search in arrays of ones and zeros; a choice is such a vector over the lines.

    Unit u is line u with the lines it leans on: ``units[u, i]``. ``shared`` are the concepts more than one line holds (their ``worth``),
    ``own`` what a line brings alone: concepts nobody shares and the reward for having been printed. ``again[i, j]`` is what it costs that
    two lines perhaps tell the same, less what it brings that one follows the other in their source. ``reward`` is for a new voice.
    ``bag`` is what each word of a line tells, ``tells`` its sum over a unit: past ``much`` words a unit must tell a share of ``news``,
    and more of it by ``rising`` with every word since.
    """

    units: Floats
    words: Floats
    shared: Floats
    worth: Floats
    own: Floats
    same: Floats
    again: Floats
    voices: Floats
    reward: float
    budget: int
    unit_shared: Floats
    unit_voices: Floats
    bag: Floats
    tells: Floats
    much: int
    news: float
    rising: float

    def value(self, picked: Floats) -> float:
        """The objective."""
        covered = np.minimum(picked @ self.shared, 1.0) @ self.worth
        used = min(np.minimum(picked @ self.voices, 1.0).sum(), ENOUGH)
        return float(covered + used * self.reward + picked @ self.own - picked @ self.again @ picked / 2.0)

    def gains(self, picked: Floats, power: float) -> Floats:
        """For each unit what adding it would bring, divided by its new words to ``power``; -1 where it may not be added."""
        left = 1.0 - picked
        length = self.units @ (left * self.words)
        clashes = self.units @ (left * (self.same @ picked))
        gain = self.unit_shared @ (self.worth * np.maximum(1.0 - picked @ self.shared, 0.0)) + self.units @ (left * self.own)
        gain -= self.units @ (left * (self.again @ picked))
        unheard = np.maximum(1.0 - picked @ self.voices, 0.0)
        if unheard.size - unheard.sum() < ENOUGH:
            gain += self.unit_voices @ unheard * self.reward
        allowed = (length > 0) & (length <= self.budget - picked @ self.words) & (clashes == 0)
        if (told := picked @ self.words) > self.much:
            allowed &= self.new(picked) >= (self.news + self.rising * (told - self.much)) * self.tells
        return np.where(allowed, gain / np.maximum(length, 1.0) ** power, -1.0)

    def new(self, picked: Floats) -> Floats:
        """How much of what each unit tells stands in no picked line."""
        untold = picked @ self.bag == 0.0
        return np.asarray(self.units @ (self.bag @ untold.astype(np.float64)))


def select(
    pool: Pool, lede: int | None, rules: ComposeRules, *, kept: frozenset[int] = frozenset(), banned: frozenset[int] = frozenset()
) -> tuple[int, ...]:
    """Indices of the lines to print, in pool order.

    ``lede`` is a line that must be printed, ``kept`` lines the story printed before, ``banned`` lines that must not be printed. Where
    nothing fits, the lede is printed all the same.
    """
    if not pool.lines:
        return ()
    task = task_of(pool, kept, banned, rules)
    start = np.zeros(len(pool.lines)) if lede is None or task.units[lede] @ task.words > pool.words else task.units[lede]
    picked = _swap(task, max((_fill(task, start, power) for power in POWERS), key=task.value), start)
    task = replace(task, same=np.maximum(task.same, pool.told))  # told is no bar to the search: it would shun what tells more, too
    roomy = replace(task, own=task.own + rules.spare * pool.late)  # what comes late need not give way for room that is left
    picked = without_retold(task, _fill(roomy, without_retold(task, picked, start), 0.0), start)
    if picked.sum() == 1.0:
        picked = _with_another(task, picked)
    picked = _with_followers(roomy, pool, picked)
    if lede is not None and not picked.any():
        picked = task.units[lede]
    return tuple(int(i) for i in np.flatnonzero(picked))


def _with_another(task: Task, picked: Floats) -> Floats:
    """A single sentence with the one of another voice beside it that tells most beyond it, though it may tell the event again.

    What the other agency knows would be told nowhere. Half of it must be new, nearly all where it says the same, and some of it about
    the same.
    """
    new, common = task.new(picked), (task.bag > 0.0).astype(np.float64) @ (picked @ task.bag > 0.0)
    fits = (task.units.sum(axis=1) == 1.0) & (task.words + picked @ task.words <= task.budget) & (common >= COMMON)
    fits &= (task.voices @ (picked @ task.voices) == 0.0) & (new >= np.where(task.same @ picked, BEYOND_SAME, BEYOND) * task.tells)
    return np.maximum(picked, task.units[int(np.where(fits, new, -1.0).argmax())]) if fits.any() else picked


def _with_followers(task: Task, pool: Pool, picked: Floats) -> Floats:
    """The choice with sentences that lean on what another voice tells: one behind each such line that none of its own text leans on."""
    leads = picked * (picked @ task.units == 1.0)
    if not (pool.behind @ leads).any():
        return picked
    task = replace(task, units=np.eye(picked.size), unit_shared=task.shared, unit_voices=task.voices, tells=task.bag.sum(axis=1))
    while leads.any():
        gains = np.where(pool.behind @ leads > 0.0, task.gains(picked, 0.0), -1.0)
        best = int(gains.argmax())
        if gains[best] <= LEAST_GAIN:
            break
        picked = np.maximum(picked, task.units[best])
        leads[np.flatnonzero(pool.behind[best] * leads)[0]] = 0.0
    return picked


def task_of(pool: Pool, kept: frozenset[int], banned: frozenset[int], rules: ComposeRules) -> Task:
    """The search over a pool, ``kept`` rewarded and ``banned`` ruled out."""
    count = len(pool.lines)
    where = {(line.source, line.sentence.index): i for i, line in enumerate(pool.lines)}
    units = np.eye(count)
    voices = np.zeros((count, 1 + max((source.voice for source in pool.sources), default=0)))
    for i, line in enumerate(pool.lines):
        voices[i, pool.sources[line.source].voice] = 1.0
        for index in line.sentence.chain or ():
            units[i, where[(line.source, index)]] = 1.0
    common = pool.holds.sum(axis=0) > 1
    shared = np.ascontiguousarray(pool.holds[:, common])
    total = float(pool.worth.sum())
    weight = pool.holds @ pool.worth
    bonus = np.array([rules.kept * total if i in kept else 0.0 for i in range(count)])
    return Task(
        units=units,
        words=np.array([float(pool.words + 1 if i in banned else line.sentence.words) for i, line in enumerate(pool.lines)]),
        shared=shared,
        worth=pool.worth[common],
        own=pool.holds[:, ~common] @ pool.worth[~common] + bonus + pool.merit - pool.late,
        same=pool.same.astype(np.float64),
        again=np.where(pool.again, rules.again * np.minimum.outer(weight, weight) * told_of(pool), 0.0)
        - rules.together * pool.share * weight.mean() * _beside(pool),
        voices=voices,
        reward=rules.coverage * total,
        budget=pool.words,
        unit_shared=np.minimum(units @ shared, 1.0),
        unit_voices=np.minimum(units @ voices, 1.0),
        bag=pool.bag,
        tells=units @ pool.bag.sum(axis=1),
        much=rules.much,
        news=rules.news,
        rising=rules.rising,
    )


def _beside(pool: Pool) -> Floats:
    """Which lines follow one another in their source, and not because one leans on the other."""
    found = np.zeros((len(pool.lines), len(pool.lines)))
    for i, one in enumerate(pool.lines[:-1]):
        two = pool.lines[i + 1]
        before = one.sentence.index
        if one.source == two.source and two.sentence.index == before + 1 and before not in (two.sentence.chain or ()):
            found[i, i + 1] = found[i + 1, i] = 1.0
    return found


def told_of(pool: Pool) -> Floats:
    """For two lines what share of the lighter one the other tells too, half as much again and 1 at most; 1 where both open their texts.

    A second sentence that also brings charges, figures or a reaction is worth its repetition (decision 111), another lede is not.
    """
    tells = pool.bag.sum(axis=1) + LEAST_GAIN
    shares = (pool.bag @ (pool.bag > 0.0).T) / tells[:, None]
    lighter = np.where(tells[:, None] < tells[None, :], shares, shares.T)
    opens = np.array([line.sentence.index == 0 for line in pool.lines], dtype=bool)
    return np.where(np.outer(opens, opens), 1.0, np.minimum(1.0, TOLD_AGAIN * lighter))


def _fill(task: Task, picked: Floats, power: float) -> Floats:
    """Add the best unit while one helps and fits."""
    while picked.size:
        gains = task.gains(picked, power)
        unit = int(gains.argmax())
        if gains[unit] <= LEAST_GAIN:
            break
        picked = np.maximum(picked, task.units[unit])
    return picked


def without_retold(task: Task, picked: Floats, start: Floats) -> Floats:
    """The choice without lines that another chosen one leaves nothing to say, poorest first.

    What others lean on stays, and the only line of one of the first agencies.
    """
    left = picked.copy()
    retold = np.flatnonzero((task.same @ picked) * picked * (1.0 - start))
    for line in sorted(retold.tolist(), key=task.tells.__getitem__):
        printed = left @ task.voices
        alone = printed @ task.voices[line] == 1.0 and np.count_nonzero(printed) <= ENOUGH
        if task.same[line] @ left and task.units[:, line] @ left == 1.0 and not alone:
            left[line] = 0.0
    return left


def _swap(task: Task, picked: Floats, start: Floats) -> Floats:
    """Take out one chosen line and whatever leans on it, fill its room anew, and keep that when it is better; a few rounds of it."""
    value = task.value(picked)
    for _ in range(ROUNDS):
        before = value
        for line in np.flatnonzero(picked):
            fewer = picked * (1.0 - task.units[:, line])
            if not picked[line] or (fewer < start).any():
                continue
            tried = _fill(task, fewer, 0.0)
            if (new := task.value(tried)) > value + LEAST_GAIN:
                picked, value = tried, new
        if value <= before:
            break
    return picked
