"""Which printed sentence may stand for the one that another leans on: two texts that open with one event go on from the same words.

"The company said so in a letter" needs a sentence that tells which company. Where its own predecessor is not printed because another agency
tells the same better, that agency's sentence tells it.
"""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from wirefeed.compose.likeness import Bools
from wirefeed.compose.line import Line
from wirefeed.compose.source import Source
from wirefeed.text.listing import listed
from wirefeed.text.openers import ALSO, DEFINITE, leans_on_previous, pointed_at
from wirefeed.text.words import primary

FULL: Final = 12
"""Words from which a sentence tells enough for another to lean on it."""
_STEM: Final = re.compile(r"(?:ies|s|y)$")
# What whoever tells an event tells of, named or not: who acted, and what was done. Of people and papers it must have been said.
_OF_THE_EVENT: Final = listed(
    """
    accident accord act agency agreement airline announcement arrest attack bank bill blast bloc board case change charge club coalition
    commission committee company council court crash deal decision decline department drop effort event explosion figure fire firm fund
    game government group hearing hike incident increase investigation issue killing law lawsuit league legislation maker manufacturer
    match matter measure meeting merger ministry move network number operation order organisation organization panel party plan policy
    poll probe program programme project proposal protest race raid release request result retailer rise rule ruling
    shooting situation statute storm strike study suit summit survey talk team test total treaty tremor trial trip union verdict visit vote
    """
)


def stand_ins(lines: Sequence[Line], sources: Sequence[Source], same: Bools) -> Bools:
    """``[i, j]``: line i may stand right behind line j of another source, which says the same as the sentence i leans on.

    Only where i points back with a noun ("the company") or goes on with what somebody says ("also"): a pronoun might mean somebody else.
    A noun its predecessor has must stand in j, too, and "the letter", which is not of every event, anyhow.
    """
    found = np.zeros((len(lines), len(lines)), dtype=bool)
    where = {(line.source, line.sentence.index): i for i, line in enumerate(lines)}
    full = np.array([not line.sentence.chain and line.sentence.words >= FULL for line in lines], dtype=bool)
    whose = np.array([line.source for line in lines])
    for i, line in enumerate(lines):
        chain = line.sentence.chain or ()
        if len(chain) != 1 or line.sentence.comment or primary(sources[line.source].member.item.language) != "en":
            continue
        before, text = where[line.source, chain[0]], _text(line, sources)
        others = np.flatnonzero(same[before] & full & (whose != line.source)).tolist()
        if not others or (reason := leans_on_previous(text)) not in {ALSO, DEFINITE}:
            continue
        noun = pointed_at(text) if reason == DEFINITE else None
        found[i, [j for j in others if noun is None or _tells(_text(lines[j], sources), _text(lines[before], sources), noun)]] = True
    return found


def _tells(other: str, before: str, noun: str) -> bool:
    """Whether another sentence than the one before tells what a noun points back to."""
    stem = _STEM.sub("", noun)
    return stem in other.lower() or (_singular(noun) in _OF_THE_EVENT and stem not in before.lower())


def _singular(noun: str) -> str:
    return noun if noun in _OF_THE_EVENT else noun.removesuffix("s")


def _text(line: Line, sources: Sequence[Source]) -> str:
    start = line.sentence.start + line.sentence.loose
    return sources[line.source].member.item.text[start : line.sentence.end]
