"""How the daemon is, in one line: whether its jobs run and the store takes writes. It mends nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from wirefeed.errors import StoreError

STALLED_SECONDS: Final = 5.0
"""The dispatcher runs every second; silence for so long means that somebody moved the clock under the scheduler."""
PROBES: Final = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between looks at a store that failed; the last repeats."""


@dataclass(slots=True, kw_only=True)
class Health:
    """What is known right now: when the dispatcher last ran, and in ``trouble`` why everything waits for the store (None: it does not)."""

    clock: Callable[[], float] = monotonic
    moved: float = field(init=False)
    trouble: str | None = None
    _attempts: int = 0
    _probe_at: float = 0.0

    def __post_init__(self) -> None:
        self.moved = self.clock()

    def move(self) -> None:
        """The dispatcher ran."""
        self.moved = self.clock()

    @property
    def stalled(self) -> bool:
        """Whether the dispatcher should have run and did not."""
        return self.clock() - self.moved > STALLED_SECONDS

    def fail(self, error: StoreError) -> bool:
        """The store failed; whether that is news."""
        news, self.trouble = self.trouble is None, str(error)
        if news:
            self._attempts = 0
            self._probe_at = self.clock() + PROBES[0]
        return news

    @property
    def wants_probe(self) -> bool:
        """Whether it is time to look at the store again."""
        return self.trouble is not None and self.clock() >= self._probe_at

    def probed(self, error: StoreError | None) -> None:
        """What looking at the store came to."""
        self._attempts += 1
        self._probe_at = self.clock() + PROBES[min(self._attempts, len(PROBES) - 1)]
        self.trouble = None if error is None else str(error)

    def line(self, feeds: int, failing: int, polling: int) -> str:
        """The line for ``systemctl status``."""
        if self.trouble is not None:
            return f"paused, {feeds} feeds wait: {self.trouble}"
        return f"{feeds} feeds, {failing} failing, {polling} being polled"
