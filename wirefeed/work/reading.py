"""Readers for the pipeline: a pool of parse workers that can be killed, and one that works in this process. It parses nothing itself.

A worker that exceeds its time or memory, or dies, costs the delivery it had, and no other; the next one gets a fresh worker.
"""

import asyncio
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Semaphore
from time import monotonic
from typing import Final

from wirefeed.errors import FormatError, Malformed, TooCostly, UnknownFormat
from wirefeed.model.delivery import Delivery
from wirefeed.model.feed import Feed
from wirefeed.pipeline.ports import Reading
from wirefeed.text.redact import masked
from wirefeed.work.process import Lost, Worker, environment

_ERRORS: Final[dict[str, type[FormatError]]] = {kind.__name__: kind for kind in (UnknownFormat, Malformed, TooCostly)}
_DELIVERIES: Final = 500
COSTLY_SECONDS: Final = 0.5
"""A feed whose last document took a worker longer waits for its like; most documents take a hundredth of that."""
LARGE: Final = 256 << 10
"""Bytes of a document that is taken for costly where nothing of its feed was read yet."""


def _harmless(feed: Feed) -> Feed:
    """The feed as far as reading needs it: nothing secret, also not in the address that relative links are counted from."""
    return replace(feed, url=masked(feed.url), headers=(), credentials=None, proxy=None, proxy_credentials=None)


class InlineReader:
    """Reads in this process, without limits: for tests and tools."""

    async def read(self, delivery: Delivery, feed: Feed, seen: frozenset[bytes]) -> Reading:
        """Read one delivery. Raises FormatError."""
        from wirefeed.work.read import read  # noqa: PLC0415 - parsers are slow to import; the daemon itself never needs them

        return read(delivery, _harmless(feed), seen)

    def close(self) -> None:
        """Nothing to close."""


class ReadingPool:
    """Reads in worker processes.

    They start when first needed, one for each delivery that is being read at the same time, at most ``workers``. ``seconds`` is the
    wall-clock limit of one delivery, ``cpu_seconds`` its limit of processor time, ``megabytes`` the memory of a worker; after
    ``deliveries`` a worker is replaced. Feeds that are costly to read never have all the workers: one is there for the others.
    """

    def __init__(
        self, *, workers: int = 2, seconds: float = 10.0, megabytes: int = 512, cpu_seconds: int = 5, deliveries: int = _DELIVERIES
    ) -> None:
        self._threads = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="reading")
        self._costly = ThreadPoolExecutor(max_workers=max(1, workers - 1), thread_name_prefix="costly")
        self._places = Semaphore(workers)
        self._took: dict[str, float] = {}
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        self._seconds = seconds
        self._limits = (megabytes, cpu_seconds)
        self._deliveries = deliveries
        self._busy: set[Worker] = set()
        self._closed = False

    async def read(self, delivery: Delivery, feed: Feed, seen: frozenset[bytes]) -> Reading:
        """Read one delivery. Raises UnknownFormat, Malformed, TooCostly."""
        took = self._took.get(feed.name)
        is_costly = len(delivery.body) > LARGE if took is None else took > COSTLY_SECONDS
        lane = self._costly if is_costly else self._threads
        return await asyncio.get_running_loop().run_in_executor(lane, self._read_in_place, delivery, feed, seen)

    def close(self) -> None:
        """Stop the workers at once: a delivery that is being read costs nothing, it is fetched again."""
        self._closed = True
        for lane in (self._threads, self._costly):
            lane.shutdown(wait=False, cancel_futures=True)
        for busy in tuple(self._busy):
            busy.kill()
        for lane in (self._threads, self._costly):
            lane.shutdown(wait=True)
        while (worker := self._take()) is not None:
            worker.stop()

    def _take(self) -> "Worker | None":
        """An idle worker that is still alive, if there is one."""
        while True:
            try:
                worker = self._idle.get_nowait()
            except Empty:
                return None
            if worker.alive():
                return worker
            worker.stop()

    def _read_in_place(self, delivery: Delivery, feed: Feed, seen: frozenset[bytes]) -> Reading:
        with self._places:
            return self._read(delivery, feed, seen)

    def _read(self, delivery: Delivery, feed: Feed, seen: frozenset[bytes]) -> Reading:
        request = pickle.dumps((delivery, _harmless(feed), seen), pickle.HIGHEST_PROTOCOL)
        worker: Worker | None = None
        try:
            worker = self._take() or self._start()
            self._busy.add(worker)
            if self._closed:
                worker.kill()
            answer = pickle.loads(self._ask(worker, request, feed.name))  # noqa: S301 - written by our own worker
        except Lost as lost:
            if worker is not None:
                worker.stop()
            raise TooCostly(str(lost), delivery=delivery.sha256) from lost
        finally:
            if worker is not None:
                self._busy.discard(worker)
        if isinstance(answer, Reading):
            self._give_back(worker)
            return answer
        kind, words = answer
        if kind == TooCostly.__name__:
            worker.stop()
        else:
            self._give_back(worker)
        raise _ERRORS[kind](words, delivery=delivery.sha256)

    def _ask(self, worker: Worker, request: bytes, feed: str) -> bytearray:
        """A worker's answer. How long it took is noted, whatever comes of it. Raises Lost."""
        begun = monotonic()
        try:
            return worker.ask(request, self._seconds)
        finally:
            self._took[feed] = monotonic() - begun

    def _start(self) -> Worker:
        megabytes, cpu_seconds = self._limits
        program = f"from wirefeed.work.worker import main; main({megabytes}, {cpu_seconds})"
        return Worker(program, environment(), kind="parse worker", task="document")

    def _give_back(self, worker: "Worker") -> None:
        if worker.asked < self._deliveries:
            self._idle.put(worker)
        else:
            worker.stop()
