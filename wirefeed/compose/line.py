"""One sentence among those of all members of a story."""

from dataclasses import dataclass

from wirefeed.compose.annotate import Sentence
from wirefeed.compose.concepts import Pair


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence in the pool: ``source`` indexes the sources. ``place`` is its relative position in its text, 0 to 1.

    ``pairs`` and ``stems`` are its concepts.
    """

    source: int
    sentence: Sentence
    place: float
    pairs: tuple[Pair, ...] = ()
    stems: tuple[str, ...] = ()
