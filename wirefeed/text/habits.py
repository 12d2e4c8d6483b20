"""What a feed says under every report: pieces of text that several of its items share, whatever they tell of. It changes no character."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from wirefeed.text.span import Span
from wirefeed.text.words import tokens

HEARD: Final = 20
"""Of so many items of a feed it can be told what it always says."""
LONGEST: Final = 3000
"""Characters of a text that are looked at."""
_LEAST: Final = 3
_SHARE: Final = 6
"""A habit stands in three items and in one of six."""
_FEWEST_WORDS: Final = 3
_MOST_PIECES: Final = 200
_HEAD: Final = 80
_PIECE: Final = re.compile(r"\S(?:(?!\s{1,3}[-–—|•·*]\s|(?<=[.!?…؟۔])\s|(?<=[。！？]))[^\n])*")


def habits(reports: Sequence[tuple[str, str]]) -> frozenset[str]:
    """The pieces, as runs of words, that at least three of these (headline, text), and one of six, say under different headlines.

    A text written anew keeps most of its headline: however often an agency sends it, that is one report and no habit.
    """
    said: dict[str, list[int]] = defaultdict(list)
    for at, (_, text) in enumerate(reports):
        for piece in dict.fromkeys(words for _, words in _pieces(text) if words):
            said[piece].append(at)
    least = max(_LEAST, len(reports) / _SHARE)
    often = {piece: where for piece, where in said.items() if len(where) >= least}
    if not often:
        return frozenset()
    heads = [frozenset(tokens(headline or text[:_HEAD])) for headline, text in reports]
    return frozenset(piece for piece, where in often.items() if _apart([heads[at] for at in where]) >= least)


def own(text: str, said: frozenset[str]) -> str:
    """A text without the pieces that are habits; all of it where nothing else is there."""
    if not said:
        return text
    kept = [text[span.start : span.end] for span, words in _pieces(text) if words not in said]
    return "\n".join(kept) or text


def speaks_so(text: str, said: frozenset[str]) -> bool:
    """Whether any habit stands in a text."""
    return any(words in said for _, words in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[Span, str]]:
    """Sentences, lines and what stands between dashes or bullets, with their words; the words of very short ones are left out."""
    for found in islice(_PIECE.finditer(text[:LONGEST]), _MOST_PIECES):
        words = tokens(found.group())
        yield Span(*found.span()), " ".join(words) if len(words) >= _FEWEST_WORDS else ""


def _apart(heads: Sequence[frozenset[str]]) -> int:
    """How many of these headlines are no new wording of one before."""
    counted: list[frozenset[str]] = []
    for head in heads:
        if all(2 * len(head & other) < min(len(head), len(other)) for other in counted):
            counted.append(head)
    return len(counted)
