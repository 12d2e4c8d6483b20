"""Which feed is due when, in seconds of a clock that only moves forward: a heap. It reads no clock and polls nothing.

Due times live in the database as UTC; here they are as far away as they were when they were read, whatever is done to the wall clock since.
"""

from collections.abc import Iterable
from heapq import heappop, heappush
from typing import Final

RAMP: Final = 20.0
"""Overdue feeds a second when polling begins, or begins again: ten thousand of them at once would help nobody."""


class Agenda:
    """Names of feeds by due time. A feed stands in it once, or not at all while it is being polled."""

    def __init__(self) -> None:
        self._due: dict[str, float] = {}
        self._heap: list[tuple[float, str]] = []

    def __len__(self) -> int:
        return len(self._due)

    def put(self, name: str, at: float) -> None:
        """Let a feed be due at ``at``; what was noted for it before no longer holds."""
        self._due[name] = at
        heappush(self._heap, (at, name))

    def ramp(self, waits: Iterable[tuple[str, float]], now: float) -> None:
        """Put many feeds, given the seconds each has to wait; those overdue come in one after the other, the longest overdue first."""
        overdue = 0
        for name, wait in sorted(waits, key=lambda pair: (pair[1], pair[0])):
            self.put(name, now + (wait if wait > 0 else overdue / RAMP))
            overdue += wait <= 0

    def clear(self) -> None:
        """Forget every feed."""
        self._due.clear()
        self._heap.clear()

    def pop(self, now: float) -> list[str]:
        """Take out the feeds that are due, the soonest first."""
        due = []
        while self._heap and self._heap[0][0] <= now:
            at, name = heappop(self._heap)
            if self._due.get(name) == at:
                del self._due[name]
                due.append(name)
        return due
