"""Reads documents through the pool of parse workers and measures what each cost. It decides nothing about what a document should give.

python -m tests.hostile.runner            # the whole corpus, a line each, and the worst of it
"""

import asyncio
import ctypes
import gc
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.hostile.documents import Document, documents
from wirefeed.errors import FormatError
from wirefeed.model.delivery import Delivery
from wirefeed.model.feed import Agency, Feed
from wirefeed.work.reading import ReadingPool

NOW = datetime(2026, 10, 7, 12, tzinfo=UTC)
FEED = Feed(name="wire", agency=Agency(key="wire", name="Wire", quoted_as="Wire"), url="https://wire.example/feed")
SAMPLE_SECONDS = 0.02


@dataclass(frozen=True)
class Verdict:
    """What became of one document. ``outcome``: read, or the name of the FormatError; ``escaped`` when it was any other error."""

    name: str
    outcome: str
    seconds: float
    items: int = 0
    message: str = ""
    escaped: bool = False


class Watch:
    """Samples the memory of this process and of its children while the block runs; in MiB."""

    def __enter__(self) -> Self:
        self.worker_peak = 0.0
        self.before = resident("self", "VmRSS")
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    @property
    def growth(self) -> float:
        """How much this process has grown for good since the block began: what the allocator only keeps for later is given back first."""
        gc.collect()
        with suppress(AttributeError):  # glibc alone has it
            ctypes.CDLL(None).malloc_trim(0)
        return resident("self", "VmRSS") - self.before

    def _sample(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            for child in Path("/proc/self/task").glob("*/children"):
                for number in _read(child).split():
                    self.worker_peak = max(self.worker_peak, resident(number, "VmHWM"))


def resident(process: str, field: str) -> float:
    """One memory figure of a process from its status; 0 when it is gone."""
    for line in _read(Path(f"/proc/{process}/status")).splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) / 1024
    return 0.0


def run(corpus: Iterable[Document], pool: ReadingPool) -> Iterator[Verdict]:
    """Every document in turn."""
    for document in corpus:
        delivery = Delivery(feed=FEED.name, url=document.url, body=document.body, fetched_at=NOW, content_type=document.content_type)
        started = time.monotonic()
        try:
            reading = asyncio.run(pool.read(delivery, FEED, frozenset()))
            yield Verdict(document.name, "read", time.monotonic() - started, items=len(reading.items))
        except FormatError as error:
            yield Verdict(document.name, type(error).__name__, time.monotonic() - started, message=str(error))
        except Exception as error:  # noqa: BLE001 - the finding this exists for
            yield Verdict(document.name, type(error).__name__, time.monotonic() - started, message=str(error), escaped=True)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def main() -> None:
    """Print a line for each document, then the worst of all."""
    pool = ReadingPool(workers=1)
    with Watch() as watch:
        verdicts = []
        for verdict in run(documents(), pool):
            verdicts.append(verdict)
            line = f"{verdict.seconds:7.2f} s  {verdict.outcome:<14}{verdict.items:>5}  {verdict.name[:90]}  {verdict.message[:80]}"
            sys.stdout.write(ascii(line)[1:-1] + "\n")
        growth = watch.growth
    pool.close()
    sys.stdout.write(
        f"{len(verdicts)} documents, {sum(one.escaped for one in verdicts)} escaped errors, "
        f"{sum(one.outcome == 'TooCostly' for one in verdicts)} stopped, slowest {max(one.seconds for one in verdicts):.1f} s, "
        f"worker at most {watch.worker_peak:.0f} MiB, this process grew by {growth:.0f} MiB\n"
    )


if __name__ == "__main__":
    main()
