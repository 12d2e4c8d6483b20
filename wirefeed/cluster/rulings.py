"""What the desk has ruled, as placing and repair must heed it: who may not be moved, and which stories may not be one. It rules nothing."""

from collections import defaultdict
from collections.abc import Iterable

from wirefeed.model.cluster import Ruling


class Rulings:
    """The rulings in force, by item."""

    def __init__(self, rulings: Iterable[Ruling] = ()) -> None:
        sides: dict[int, set[tuple[int, bool]]] = defaultdict(set)
        pinned: set[int] = set()
        for ruling in rulings:
            pinned |= ruling.one | ruling.other
            for side, items in ((True, ruling.one), (False, ruling.other)) if not ruling.together else ():
                for item in items:
                    sides[item].add((ruling.number, side))
        self.pinned = frozenset(pinned)
        """Items the desk has seated: no repair and no revision moves them."""
        self._sides = dict(sides)

    def part(self, one: Iterable[int], other: Iterable[int]) -> bool:
        """Whether the desk keeps some of these items apart from some of those."""
        if not self._sides:
            return False
        here = {side for item in one for side in self._sides.get(item, ())}
        return any((number, not side) in here for item in other for number, side in self._sides.get(item, ()))
