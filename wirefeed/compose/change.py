"""A change to one sentence, and how sentences are put together from what is left and what was changed. It decides no change."""

from collections.abc import Iterable
from dataclasses import dataclass

from wirefeed.compose.cite import verbatim
from wirefeed.model.story import Member, Segment, Segments


@dataclass(frozen=True, slots=True)
class Change:
    """Print ``segments`` for characters ``start`` to ``end`` of the text; an insertion when the two are equal."""

    start: int
    end: int
    segments: Segments


def rewrite(member: Member, start: int, end: int, changes: Iterable[Change]) -> Segments:
    """The sentence from ``start`` to ``end`` with its changes; where two overlap, the one that begins first stands."""
    found: list[Segment] = []
    at = start
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        if change.start < at or change.end > end:
            continue
        if change.start > at:
            found.append(verbatim(member, at, change.start))
        found += change.segments
        at = change.end
    if at < end:
        found.append(verbatim(member, at, end))
    return tuple(found)
