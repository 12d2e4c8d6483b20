"""Readers for the pipeline: a pool of parse workers that can be killed, and one that works in this process. It parses nothing itself.

A worker that exceeds its time or memory, or dies, costs the delivery it had, and no other; the next one gets a fresh worker.
"""

import asyncio
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import Final

from wirefeed.errors import FormatError, Malformed, TooCostly, UnknownFormat
from wirefeed.model.delivery import Delivery
from wirefeed.model.feed import Feed
from wirefeed.pipeline.ports import Reading
from wirefeed.text.redact import masked
from wirefeed.work.process import Lost, Worker, environment

_ERRORS: Final[dict[str, type[FormatError]]] = {kind.__name__: kind for kind in (UnknownFormat, Malformed, TooCostly)}
_DELIVERIES: Final = 500


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
    ``deliveries`` a worker is replaced.
    """

    def __init__(
        self, *, workers: int = 2, seconds: float = 10.0, megabytes: int = 512, cpu_seconds: int = 5, deliveries: int = _DELIVERIES
    ) -> None:
        self._threads = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="reading")
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        self._seconds = seconds
        self._limits = (megabytes, cpu_seconds)
        self._deliveries = deliveries
        self._busy: set[Worker] = set()
        self._closed = False

    async def read(self, delivery: Delivery, feed: Feed, seen: frozenset[bytes]) -> Reading:
        """Read one delivery. Raises UnknownFormat, Malformed, TooCostly."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, delivery, feed, seen)

    def close(self) -> None:
        """Stop the workers at once: a delivery that is being read costs nothing, it is fetched again."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for busy in tuple(self._busy):
            busy.kill()
        self._threads.shutdown(wait=True)
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

    def _read(self, delivery: Delivery, feed: Feed, seen: frozenset[bytes]) -> Reading:
        request = pickle.dumps((delivery, _harmless(feed), seen), pickle.HIGHEST_PROTOCOL)
        worker: Worker | None = None
        try:
            worker = self._take() or self._start()
            self._busy.add(worker)
            if self._closed:
                worker.kill()
            answer = pickle.loads(worker.ask(request, self._seconds))  # noqa: S301 - written by our own worker
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

    def _start(self) -> Worker:
        megabytes, cpu_seconds = self._limits
        program = f"from wirefeed.work.worker import main; main({megabytes}, {cpu_seconds})"
        return Worker(program, environment(), kind="parse worker", task="document")

    def _give_back(self, worker: "Worker") -> None:
        if worker.asked < self._deliveries:
            self._idle.put(worker)
        else:
            worker.stop()
