"""A worker process that is asked one thing after another through its pipes, and can be killed. It knows nothing of what is asked."""

import os
import select
import signal
import subprocess
import sys
from time import monotonic
from typing import IO, Final

from wirefeed.work.worker import header

_START_SECONDS: Final = 60.0
_HEADER: Final = 8
_CHUNK: Final = 1 << 20
_COMPLAINT: Final = 4096


class Lost(Exception):
    """The worker did not answer: it was too slow, or it died."""


class Worker:
    """One worker process and its two pipes. Used by one thread at a time.

    ``program`` runs in this interpreter and says it is ready before it is asked; ``kind`` and ``task`` name it in messages. Raises Lost.
    """

    def __init__(self, program: str, environment: dict[str, str], *, kind: str, task: str) -> None:
        self.asked = 0
        self._kind, self._task = kind, task
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, our own module
                [sys.executable, "-W", "ignore", "-c", program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            raise Lost(f"no {kind}: {error}") from error
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
        try:
            self._receive(monotonic() + _START_SECONDS)
        except Lost as lost:
            self.stop()
            raise Lost(f"no {kind}: {lost}") from lost

    def ask(self, request: bytes, seconds: float) -> bytearray:
        """Send a request and wait for its answer. Raises Lost."""
        self.asked += 1
        deadline = monotonic() + seconds
        self._send(header(request), deadline)
        self._send(request, deadline)
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
        """Write everything. Raises Lost."""
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

    def _receive(self, deadline: float) -> bytearray:
        """Read one whole message. Raises Lost."""
        size = int.from_bytes(self._read_exactly(_HEADER, deadline), "big")
        return self._read_exactly(size, deadline)

    def _read_exactly(self, size: int, deadline: float) -> bytearray:
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
        return pieces

    def _wait(self, pipe: int, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(pipe, event)
        if not poll.poll(max(0.0, deadline - monotonic()) * 1000):
            raise Lost(f"stopped at the time limit of one {self._task}")

    def _death(self) -> Lost:
        """Why the process is gone."""
        try:
            code = self._process.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            return Lost(f"the {self._kind} closed its pipe")
        if code == -signal.SIGXCPU:
            return Lost(f"stopped at the processor time limit of one {self._task}")
        complaint = os.read(_descriptor(self._process.stderr), _COMPLAINT).decode("utf-8", "replace").strip().rpartition("\n")[2]
        return Lost(f"the {self._kind} died ({_cause(code)})" + (f": {complaint}" if complaint else ""))


def _descriptor(pipe: IO[bytes] | None) -> int:
    if pipe is None:
        raise Lost("the worker has no pipe")
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
