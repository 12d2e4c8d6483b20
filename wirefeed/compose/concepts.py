"""The concepts of a text: stemmed bigrams and content words, sentence by sentence. It weighs nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from wirefeed.compose.annotate import Sentence
from wirefeed.text.words import is_stop, primary, stem, tokens

Floats = npt.NDArray[np.float64]
Pair = str
"""Two neighbouring stems with a space between them."""
MOST_WORDS: Final = 200_000
"""Words whose stems are remembered."""


@dataclass(frozen=True, slots=True, eq=False)
class Concepts:
    """For each sentence its ``pairs`` (none of two stop words) and content ``stems``, each once, in order.

    ``first`` says of each pair which sentence has it first, ``often`` in how many it stands, ``early`` how early the text has it, from 5
    in a first sentence down to .4 in the last, all in the order of ``first``; ``words`` are all the stems.
    """

    pairs: tuple[tuple[Pair, ...], ...]
    stems: tuple[tuple[str, ...], ...]
    first: dict[Pair, int]
    often: Floats
    early: Floats
    words: frozenset[str] = frozenset()


def concepts_in(text: str, sentences: Sequence[Sentence], language: str) -> Concepts:
    """The concepts of the sentences of a text."""
    found = [concepts_of(text[sentence.start : sentence.end], language) for sentence in sentences]
    pairs = tuple(one for one, _ in found)
    stems = tuple(two for _, two in found)
    first = _first(pairs)
    often = Counter(chain.from_iterable(pairs))
    place = np.fromiter(first.values(), dtype=np.float64, count=len(first))
    return Concepts(
        pairs=pairs,
        stems=stems,
        first=first,
        often=np.fromiter(map(often.__getitem__, first), dtype=np.float64, count=len(first)),
        early=(1 + 4 * np.exp(-place / 5)) * (1 - 0.6 * place / max(1, len(pairs) - 1)),
        words=frozenset(chain.from_iterable(stems)),
    )


def concepts_of(text: str, language: str) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
    """(bigrams not of two stop words, content words) of a text, stemmed, each once and in order."""
    known = _CACHES.setdefault(primary(language), _Stems(language))
    words = [known[word] for word in tokens(text)]
    pairs = dict.fromkeys([f"{left[0]} {right[0]}" for left, right in pairwise(words) if not (left[1] and right[1])])
    return tuple(pairs), tuple(dict.fromkeys([word for word, stop in words if not stop]))


def _first(pairs: Sequence[tuple[Pair, ...]]) -> dict[Pair, int]:
    """Which sentence has each concept first: human composites take from the openings of texts and from their first half."""
    found: dict[Pair, int] = {}
    for index in range(len(pairs) - 1, -1, -1):
        found.update(dict.fromkeys(pairs[index], index))
    return found


class _Stems(dict[str, tuple[str, bool]]):
    """Word -> (stem, whether it is a stop word), filled as words are met."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, word: str) -> tuple[str, bool]:
        if len(self) >= MOST_WORDS:
            self.clear()
        self[word] = found = (stem(word, self._language), is_stop(word, self._language))
        return found


_CACHES: Final[dict[str, _Stems]] = {}
