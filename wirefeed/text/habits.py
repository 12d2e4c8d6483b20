"""What a feed says under every report: pieces of text that several of its items share, whatever they tell of. It changes no character."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import Final

from wirefeed.text.words import tokens

HEARD: Final = 12
"""Of so many items of a feed it can be told what it always says."""
_LEAST: Final = 3
_SHARE: Final = 6
"""A habit stands in three items and in one of six."""
_SHORTEST: Final = 12
_HEAD, _TAIL = 400, 800
"""Characters at the ends of a text: what is always said stands there."""
_LONGEST: Final = 20_000
_MOST_PIECES: Final = 400
_TOLD: Final = 80
_BREAK: Final = re.compile(r"[.!?…؟۔\n|•·*–—。！？-](?:\s+|$|(?<=[。！？\n]))")


def habits(reports: Sequence[tuple[str, str]]) -> frozenset[str]:
    """The pieces that at least three of these (headline, text), and one of six, say under different headlines.

    A text written anew keeps most of its headline: however often an agency sends it, that is one report and no habit.
    """
    said: dict[str, list[int]] = defaultdict(list)
    for at, (_, text) in enumerate(reports):
        for piece in dict.fromkeys(_edges(text)):
            said[piece].append(at)
    least = max(_LEAST, len(reports) / _SHARE)
    often = {piece: where for piece, where in said.items() if len(where) >= least and len(piece) >= _SHORTEST}
    if not often:
        return frozenset()
    heads = [frozenset(tokens(headline or text[:_TOLD])) for headline, text in reports]
    return frozenset(piece for piece, where in often.items() if _apart([heads[at] for at in where]) >= least)


def speaks_so(text: str, said: frozenset[str]) -> bool:
    """Whether any habit stands at the ends of a text."""
    return bool(said) and not said.isdisjoint(_edges(text))


def own(text: str, said: frozenset[str]) -> str:
    """A text without the pieces that are habits; all of it where nothing else is there."""
    if not said:
        return text
    return "\n".join(piece for piece in chain(_pieces(text[:_LONGEST]), (text[_LONGEST:],)) if piece and piece not in said) or text


def _edges(text: str) -> list[str]:
    """The pieces of the first and of the last few hundred characters."""
    return _pieces(text) if len(text) <= _HEAD + _TAIL else _pieces(text[:_HEAD]) + _pieces(text[-_TAIL:])


def _pieces(text: str) -> list[str]:
    """Sentences, lines and what stands between dashes or bullets."""
    return [piece.strip() for piece in _BREAK.split(text, _MOST_PIECES)]


def _apart(heads: Sequence[frozenset[str]]) -> int:
    """How many of these headlines are no new wording of one before."""
    counted: list[frozenset[str]] = []
    for head in heads:
        if all(2 * len(head & other) < min(len(head), len(other)) for other in counted):
            counted.append(head)
    return len(counted)
