"""A stretch of a text by its offsets. It holds no characters: whoever has the text cuts them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` up to, not including, ``end`` of some text."""

    start: int
    end: int
