"""A parse worker: a process that reads one delivery after another from its standard input, under limits it sets itself.

It is started by reading.py, keeps nothing between deliveries and ends when its input does. It never writes but to its answer pipe.
"""

import gc
import logging
import os
import pickle
import resource
import sys
from collections.abc import Callable
from typing import BinaryIO, Final

from wirefeed.errors import FormatError, Malformed, TooCostly
from wirefeed.model.delivery import Delivery
from wirefeed.model.feed import Feed
from wirefeed.pipeline.ports import Reading

Read = Callable[[Delivery, Feed, frozenset[bytes]], Reading]
READY: Final = b"ready"
_HEADER: Final = 8
_MIB: Final = 1 << 20


def main(megabytes: int, cpu_seconds: int) -> None:
    """Serve requests until the input ends. Each may use ``cpu_seconds`` of processor time; the process ``megabytes`` of memory."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    logging.disable()  # what libraries log goes to a pipe nobody reads until the worker dies; full, it would hold the worker up
    gc.disable()
    from wirefeed.work.read import read  # noqa: PLC0415 - a slow import, in the worker alone

    gc.freeze()  # what imports made is never garbage, and is not looked over with every document
    gc.enable()
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_AS, megabytes * _MIB)
    send(answers, READY)
    while (request := receive(requests)) is not None:
        allow_seconds(cpu_seconds)
        send(answers, answer(read, request))


def limit(which: int, most: int) -> None:
    """Lower one limit of this process for good."""
    _, hard = resource.getrlimit(which)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (most, most))


def allow_seconds(seconds: int) -> None:
    """Let this process use that much more processor time; beyond it the kernel ends it (SIGXCPU)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


def answer(read: Read, request: bytes) -> bytes:
    """One delivery's reading, or the name and the words of the FormatError it ended in."""
    try:
        delivery, feed, seen = pickle.loads(request)  # noqa: S301 - written by the process that started this one
        return pickle.dumps(read(delivery, feed, seen), pickle.HIGHEST_PROTOCOL)
    except FormatError as error:
        return pickle.dumps((type(error).__name__, str(error)))
    except MemoryError:
        return pickle.dumps((TooCostly.__name__, "more memory than one document may take"))
    except Exception as error:  # noqa: BLE001 - the boundary of the job: the daemon is told, and goes on
        return pickle.dumps((Malformed.__name__, f"{type(error).__name__}: {error}"[:500]))


def receive(stream: BinaryIO) -> bytes | None:
    """The next message, or None when the other side has closed."""
    head = stream.read(_HEADER)
    if len(head) < _HEADER:
        return None
    size = int.from_bytes(head, "big")
    message = stream.read(size)
    return message if len(message) == size else None


def send(stream: BinaryIO, message: bytes) -> None:
    """Write one message: its length in eight bytes, then itself."""
    rest = memoryview(header(message) + message)
    while rest:
        rest = rest[stream.write(rest) :]


def header(message: bytes) -> bytes:
    """What goes through a pipe before a message."""
    return len(message).to_bytes(_HEADER, "big")
