"""Readers for the pipeline: a pool of parse workers that can be killed, and one that works in this process. It parses nothing itself.

A worker that exceeds its time or memory, or dies, costs the delivery it had, and no other; the next one gets a fresh worker.
"""

import asyncio
import os
import pickle
import select
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import Empty, SimpleQueue
from time import monotonic
from typing import IO, Final

from wirefeed.errors import FormatError, Malformed, TooCostly, UnknownFormat
from wirefeed.model.delivery import Delivery
from wirefeed.model.feed import Feed
from wirefeed.pipeline.ports import Reading
from wirefeed.text.redact import masked
from wirefeed.work.worker import framed

_ERRORS: Final[dict[str, type[FormatError]]] = {kind.__name__: kind for kind in (UnknownFormat, Malformed, TooCostly)}
_START_SECONDS: Final = 60.0
_DELIVERIES: Final = 500
_HEADER: Final = 8
_CHUNK: Final = 1 << 20
_COMPLAINT: Final = 4096


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
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._seconds = seconds
        self._limits = (megabytes, cpu_seconds)
        self._deliveries = deliveries
        self._busy: set[_Worker] = set()
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

    def _take(self) -> "_Worker | None":
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
        worker: _Worker | None = None
        try:
            worker = self._take() or _Worker(self._limits)
            self._busy.add(worker)
            if self._closed:
                worker.kill()
            answer = pickle.loads(worker.ask(request, self._seconds))  # noqa: S301 - written by our own worker
        except _Lost as lost:
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

    def _give_back(self, worker: "_Worker") -> None:
        if worker.asked < self._deliveries:
            self._idle.put(worker)
        else:
            worker.stop()


class _Lost(Exception):
    """The worker did not answer: it was too slow, or it died."""


class _Worker:
    """One worker process and its two pipes. Used by one thread at a time."""

    def __init__(self, limits: tuple[int, int]) -> None:
        megabytes, cpu_seconds = limits
        self.asked = 0
        program = f"from wirefeed.work.worker import main; main({megabytes}, {cpu_seconds})"
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, our own module
                [sys.executable, "-W", "ignore", "-c", program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment(),
                start_new_session=True,
            )
        except OSError as error:
            raise _Lost(f"no parse worker: {error}") from error
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
        try:
            self._receive(monotonic() + _START_SECONDS)
        except _Lost as lost:
            self.stop()
            raise _Lost(f"no parse worker: {lost}") from lost

    def ask(self, request: bytes, seconds: float) -> bytes:
        """Send a request and wait for its answer. Raises _Lost."""
        self.asked += 1
        deadline = monotonic() + seconds
        self._send(framed(request), deadline)
        return self._receive(deadline)

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Let whoever waits for the process wait no longer; it is theirs to stop."""
        self._process.kill()

    def stop(self) -> None:
        """End the process, at once."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    def _send(self, message: bytes, deadline: float) -> None:
        """Write everything. Raises _Lost."""
        pipe = _descriptor(self._process.stdin)
        rest = memoryview(message)
        while rest:
            self._wait(pipe, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(pipe, rest[:_CHUNK]) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise self._death() from error

    def _receive(self, deadline: float) -> bytes:
        """Read one whole message. Raises _Lost."""
        size = int.from_bytes(self._read_exactly(_HEADER, deadline), "big")
        return self._read_exactly(size, deadline)

    def _read_exactly(self, size: int, deadline: float) -> bytes:
        pipe = _descriptor(self._process.stdout)
        pieces = bytearray()
        while len(pieces) < size:
            self._wait(pipe, select.POLLIN, deadline)
            try:
                piece = os.read(pipe, min(_CHUNK, size - len(pieces)))
            except BlockingIOError:
                continue
            if not piece:
                raise self._death()
            pieces += piece
        return bytes(pieces)

    def _wait(self, pipe: int, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(pipe, event)
        if not poll.poll(max(0.0, deadline - monotonic()) * 1000):
            raise _Lost("stopped at the time limit of one document")

    def _death(self) -> _Lost:
        """Why the process is gone."""
        try:
            code = self._process.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            return _Lost("the parse worker closed its pipe")
        if code == -signal.SIGXCPU:
            return _Lost("stopped at the processor time limit of one document")
        complaint = os.read(_descriptor(self._process.stderr), _COMPLAINT).decode("utf-8", "replace").strip().rpartition("\n")[2]
        return _Lost(f"the parse worker died ({_cause(code)})" + (f": {complaint}" if complaint else ""))


def _descriptor(pipe: IO[bytes] | None) -> int:
    if pipe is None:
        raise _Lost("the parse worker has no pipe")
    return pipe.fileno()


def _cause(code: int) -> str:
    """An exit status in words."""
    return f"exit status {code}" if code >= 0 else signal.Signals(-code).name


def environment() -> dict[str, str]:
    """What a worker may know of this process: where to find Python modules, no secret. One thread for each process is enough."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZDIR", "PYTHONTZPATH", "PYTHONHASHSEED") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
