"""What no row of the database tells: how long composing took, what came in again. Counted in this process; it reads and stores nothing."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from wirefeed.pipeline.ports import Applied

COMPOSING: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)


class Tally:
    """A histogram by hand: prometheus_client's own counts observations of one process only, one at a time."""

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self.sum = 0.0

    def take(self, values: Iterable[float]) -> None:
        """Count some values."""
        for value in values:
            self._counts[sum(value > bound for bound in self._bounds)] += 1
            self.sum += value

    def buckets(self) -> list[tuple[str, float]]:
        """(upper bound, how many are not above it), as Prometheus has them."""
        total, found = 0, []
        for bound, count in zip((*map(str, self._bounds), "+Inf"), self._counts, strict=True):
            total += count
            found.append((bound, float(total)))
        return found


class Observed:
    """The daemon notes, whoever serves figures reads: from another thread, perhaps one count early."""

    def __init__(self) -> None:
        self.items: Counter[str] = Counter(repeat=0, stale=0)
        self.composing = Tally(COMPOSING)

    def note(self, applied: Applied) -> None:
        """Items that were known already, and versions older than the one that stands: neither leaves a row."""
        self.items.update(repeat=applied.repeat, stale=applied.stale)
