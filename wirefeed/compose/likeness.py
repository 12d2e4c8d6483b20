"""Which lines of a story say the same, and how central each is. It chooses none of them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Final

import numpy as np
import numpy.typing as npt

from wirefeed.compose.annotate import Sentence
from wirefeed.compose.concepts import Floats
from wirefeed.compose.credit import QUOTATION, has_quotation
from wirefeed.compose.line import Line
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.source import Source

Bools = npt.NDArray[np.bool_]
ALIKE: Final = 0.5
"""Share of the shorter sentence's content words two sentences have in common that may be compared."""
RETOLD: Final = 0.45
RETOLD_WORDS: Final = 6
RETOLD_MOSTLY: Final = 0.6
RETOLD_SHORT: Final = 4
"""Share of the shorter sentence's content words, and their number, by which another source's sentence tells the same, rare words or
not; and the same for sentences of few words.

What all sources have, which is what a story is about, weighs next to nothing in a cosine over a few sentences.
"""
OPENING: Final = 2
"""Sentences at the head of a text, which tell the event whoever writes."""
NEAR: Final = 3
NEAR_OPENING: Final = 0.13
NEAR_QUOTED: Final = 0.13
NEAR_OWN: Final = 0.15
AGAIN: Final = 0.4
"""How near two sentences must be that perhaps tell the same fact in other words.

Nearness is the cosine of their content words, of which they share ``NEAR`` at least; more for each of the two that opens its text, less
for each that quotes somebody and where both are of one text. Fitted to eighty pairs that a reader called retold: decision 48.
"""
SURELY: Final = 0.45
"""The share of the shorter one's words by which two of different texts, so near, tell the same: it has little else to say."""
QUOTED_ALIKE: Final = 5
"""Words in a row, inside quotation marks, by which two quotations are one."""
NO_NEWS: Final = 0.33
"""How near a sentence must be to one of another text to be its retelling where it gives no name, figure or quotation that one has not."""
OWN: Final = 0.75
HELD: Final = 0.4
HELD_WORDS: Final = 2
"""The share of its content words, and their number, that one such sentence may hold to the same end, near or not."""
RARE: Final = 1.8
KIN: Final = 0.65
TOLD: Final = 0.75
LEAST_KIN: Final = 0.2
TOLD_MORE: Final = 1
LONGER: Final = 1.2
"""How surely a sentence of another text retells one with which it shares hardly a word.

That is their nearness, ``RARE`` of their cosine with rarity and ``KIN`` of their kinship: how near one is to a sentence that tells the same
as the other, for what a third text says shows which words stand for which. Above ``TOLD``, and of more kinship than ``LEAST_KIN``, it is a
retelling where it quotes nobody, gives no more than ``TOLD_MORE`` name or figure of its own and is no longer than ``LONGER`` times the
other, in content words. Fitted to 186 retold pairs of 2,509: decision 108.
"""
GIVEN: Final = 2.0
QUOTED: Final = 5.0
"""What a name or a figure tells, and what a quotation does, where a word of middling rarity tells 3."""
_WORD: Final = re.compile(r"\w+")
# A name or a figure.
_ANCHOR: Final = re.compile(r"(?<![^ $€£(-])(?:[A-Z][\w’'-]*|\d[\d.,]*)")
_NO_ANCHORS: Final = frozenset(
    (
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        *("Mr", "Ms", "Mrs", "Dr", "I", "The", "A"),
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """How lines are like one another.

    ``same[i, j]``: two say the same; ``again[i, j]``: they perhaps do, in other words; ``bare[i, j]``: line i retells j and gives no name,
    figure or quotation that j has not; ``told[i, j]``: it retells j in words of its own, with hardly a name or figure more;
    ``alike[i, j]``: they share half their words; ``central``: cosine of each with the whole story. ``words[i, k]`` is how much the k-th
    word, name, figure or quotation of the story tells where line i has it, else 0.
    """

    same: Bools
    again: Bools
    bare: Bools
    told: Bools
    alike: Bools
    central: Floats
    words: Floats


def likeness(lines: Sequence[Line], sources: Sequence[Source], rules: ComposeRules) -> Likeness:
    """How the lines of a story are like one another: TF-IDF over the story's own sentences, and what is quoted in them."""
    counts: dict[str, int] = {}
    total = 0
    for source in sources:
        total += len(source.concepts.stems)
        for stem in chain.from_iterable(source.concepts.stems):
            counts[stem] = counts.get(stem, 0) + 1
    column: dict[str, int] = {}
    for stem in chain.from_iterable(line.stems for line in lines):
        column.setdefault(stem, len(column))
    rarity = np.log(1.0 + total / np.array([counts[stem] for stem in column], dtype=np.float64)) if column else np.zeros(0)
    bag = np.zeros((len(lines), len(column)))
    for row, line in enumerate(lines):
        bag[row, [column[stem] for stem in line.stems]] = 1.0
    shared = (bag * rarity) @ bag.T
    vectors = bag * rarity
    norms = np.sqrt((vectors**2).sum(axis=1)) + 1e-9
    cosine = (vectors @ vectors.T) / norms[:, None] / norms[None, :]
    weight = shared.diagonal() + 1e-9
    share = shared / np.minimum(weight[:, None], weight[None, :])
    whole = rarity * np.array([float(counts[stem]) for stem in column]) if column else rarity
    central = (vectors @ whole) / norms / (float(np.sqrt((whole**2).sum())) + 1e-9)
    texts = [_text(line, sources) for line in lines]
    quotes = np.array([has_quotation(text) for text in texts], dtype=bool)
    same = (cosine > rules.same_cosine) | (share > rules.same_share) | _same_openings(lines, rules) | _same_quotations(texts, quotes)
    sizes, common = bag.sum(axis=1), bag @ bag.T
    smaller = np.minimum(sizes[:, None], sizes[None, :])
    alike = common >= ALIKE * smaller
    whose = np.array([line.source for line in lines])
    retold = (common >= RETOLD_WORDS) & (common >= RETOLD * smaller)
    retold |= (common >= RETOLD_SHORT) & (common >= RETOLD_MOSTLY * smaller)
    apart = whose[:, None] != whose[None, :]
    nearness = _nearness(lines, quotes, common, sizes) - NEAR_OWN * ~apart
    near = np.where(common >= NEAR, nearness, 0.0)
    np.fill_diagonal(near, 0.0)
    same |= (retold | ((near > AGAIN) & (common >= SURELY * smaller))) & apart
    given, quoting = _given(texts, sources), quotes | np.array([line.sentence.comment for line in lines], dtype=bool)
    more = given.sum(axis=1)[:, None] - given @ given.T
    silent = apart & ~quoting[:, None]
    bare = ((near > NO_NEWS) | (common >= np.maximum(HELD_WORDS, HELD * sizes[:, None]))) & (more == 0) & silent
    kin = _kinship(cosine, same | bare)
    told = (nearness + RARE * cosine + KIN * kin > TOLD) & (kin > LEAST_KIN)
    told &= (more <= TOLD_MORE) & (sizes[:, None] <= LONGER * sizes[None, :]) & silent
    np.fill_diagonal(same, val=False)
    return Likeness(
        same=same,
        again=(near > AGAIN) & ~same,
        bare=bare,
        told=told,
        alike=alike,
        central=central,
        words=np.hstack((vectors, GIVEN * given, np.diag(QUOTED * quoting)[:, quoting])),
    )


def _nearness(lines: Sequence[Line], quotes: Bools, common: Floats, sizes: Floats) -> Floats:
    """How near two lines are by the words they share, by how early each stands, and by whether it quotes somebody."""
    opens = np.array([line.sentence.index < OPENING for line in lines], dtype=np.float64)
    own = NEAR_OPENING * opens - NEAR_QUOTED * quotes
    return np.asarray(common / (np.sqrt(np.outer(sizes, sizes)) + 1e-9) + own[:, None] + own[None, :])


def _kinship(cosine: Floats, same: Bools) -> Floats:
    """How near, at most, either of two lines is to one that tells the same as the other."""
    others, kin = cosine.copy(), np.zeros_like(cosine)
    np.fill_diagonal(others, 0.0)
    for i, j in np.argwhere(same).tolist():
        if i != j:
            np.maximum(kin[i], others[j], out=kin[i])
            np.maximum(kin[j], others[i], out=kin[j])
    return np.maximum(kin, kin.T)


def _given(texts: Sequence[str], sources: Sequence[Source]) -> Floats:
    """Which sentence gives which name or figure.

    Names that all texts open with, but for one of four or more, are the story's own and news in none of its lines.
    """
    own: Counter[str] = Counter()
    for source in sources:
        heads = [source.member.item.headline, *(_cut(source, sentence) for sentence in source.annotation.sentences[:OPENING])]
        own.update(frozenset(chain.from_iterable(_ANCHOR.findall(head) for head in heads)))
    nearly_all = max(2.0, OWN * len(sources))
    free = frozenset(name for name, often in own.items() if often >= nearly_all and not name[0].isdigit()) | _NO_ANCHORS
    given = [frozenset(_ANCHOR.findall(text, 1)) - free for text in texts]
    column: dict[str, int] = {}
    for anchor in chain.from_iterable(given):
        column.setdefault(anchor, len(column))
    has = np.zeros((len(texts), len(column)))
    for row, anchors in enumerate(given):
        has[row, [column[anchor] for anchor in anchors]] = 1.0
    return has


def _cut(source: Source, sentence: Sentence) -> str:
    return source.member.item.text[sentence.start : sentence.end]


def _text(line: Line, sources: Sequence[Source]) -> str:
    return sources[line.source].member.item.text[line.sentence.start : line.sentence.end]


def _same_openings(lines: Sequence[Line], rules: ComposeRules) -> Bools:
    """First sentences of two texts that share so much of the shorter one's words that they tell the same event."""
    same = np.zeros((len(lines), len(lines)), dtype=bool)
    opening = [(i, line.source, frozenset(line.stems)) for i, line in enumerate(lines) if line.sentence.index == 0]
    for (i, one, mine), (j, other, theirs) in combinations(opening, 2):
        if one != other and len(mine & theirs) >= rules.same_opening * min(len(mine), len(theirs)):
            same[i, j] = same[j, i] = True
    return same


def _same_quotations(texts: Sequence[str], quotes: Bools) -> Bools:
    """Sentences that quote the same words, however each leads up to them."""
    same = np.zeros((len(texts), len(texts)), dtype=bool)
    holders: dict[tuple[str, ...], list[int]] = {}
    for i in map(int, quotes.nonzero()[0]):
        for stretch in {words[at : at + QUOTED_ALIKE] for words in _quoted(texts[i]) for at in range(len(words) - QUOTED_ALIKE + 1)}:
            holders.setdefault(stretch, []).append(i)
    for i, j in chain.from_iterable(combinations(some, 2) for some in holders.values() if len(some) > 1):
        same[i, j] = same[j, i] = True
    return same


def _quoted(text: str) -> list[tuple[str, ...]]:
    return [tuple(_WORD.findall(found[0].lower())) for found in QUOTATION.finditer(text)]
