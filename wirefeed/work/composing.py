"""Shares composing out among worker processes: what one core composes in a minute takes two cores half of it. It composes nothing itself.

A worker that dies, or exceeds its time or memory, had some stories: they are asked for again one by one, and the one no worker survives
is withheld, alone. The workers live as long as the work.
"""

import os
import pickle
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Final

import structlog

from wirefeed.compose.source import Annotations
from wirefeed.pipeline.ports import StoryMembers, Woven
from wirefeed.pipeline.rules import Rules
from wirefeed.pipeline.weave import hold, weave
from wirefeed.work.process import Lost, Worker, environment

log = structlog.get_logger(module=__name__)
LEAST: Final = 500
"""Dirty stories from which workers are worth starting: each takes half a second before it has composed one."""
_AHEAD: Final = 2
"""Batches for each worker that are read before they can be composed, or composed before they can be stored."""


class ComposingPool:
    """Composes in ``workers`` processes, from ``least`` stories on.

    ``seconds`` is the wall-clock limit of one batch, ``cpu_seconds`` its limit of processor time, ``megabytes`` the memory of a worker.
    """

    def __init__(
        self, *, workers: int = 2, seconds: float = 60.0, cpu_seconds: int = 30, megabytes: int = 1024, least: int = LEAST
    ) -> None:
        self._workers = workers
        self._seconds = seconds
        self._program = f"from wirefeed.work.composer import main; main({megabytes}, {cpu_seconds})"
        self._least = least

    def is_worth(self, stories: int) -> bool:
        """Whether so many stories are worth sharing out."""
        return stories >= self._least

    def weave(self, batches: Iterable[Sequence[StoryMembers]], rules: Rules, now: datetime) -> Generator[list[Woven], None, None]:
        """Batches of stories composed, in order; a story no worker survives is withheld. Closing it stops the work."""
        crew = _Crew(self._program, self._seconds)
        threads = ThreadPoolExecutor(max_workers=self._workers, thread_name_prefix="composing")
        unread, waiting = iter(batches), deque[Future[list[Woven]]]()
        try:
            while True:
                more = islice(unread, max(0, self._workers * _AHEAD - len(waiting)))
                waiting.extend([threads.submit(_compose, crew, batch, rules, now) for batch in more])
                if not waiting:
                    return
                yield waiting.popleft().result()
        finally:
            crew.dismiss()
            threads.shutdown(wait=True, cancel_futures=True)
            crew.dismiss()


def _compose(crew: "_Crew", batch: Sequence[StoryMembers], rules: Rules, now: datetime) -> list[Woven]:
    try:
        made = pickle.loads(crew.ask(pickle.dumps((batch, rules, now), pickle.HIGHEST_PROTOCOL)))  # noqa: S301 - written by our own worker
    except Lost as lost:
        if crew.dismissed:
            return []
        if not crew.has_served:
            log.warning("no compose worker could be started; this process composes", error=str(lost))
            return [weave(members, rules, now, Annotations()) for members in batch]
        if len(batch) == 1:
            return [hold(batch[0], str(lost))]
        log.warning("a compose worker was lost; its stories are composed one by one", stories=len(batch), error=str(lost))
        return [woven for members in batch for woven in _compose(crew, (members,), rules, now)]
    return [members.woven(*told) for members, told in zip(batch, made, strict=True)]


class _Crew:
    """The workers of one round: idle ones wait, all of them can be dismissed."""

    def __init__(self, program: str, seconds: float) -> None:
        self._program = program
        self._seconds = seconds
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        self._busy: set[Worker] = set()
        self.dismissed = False
        self.has_served = False

    def ask(self, request: bytes) -> bytearray:
        """The answer of an idle worker, else of a new one. Raises Lost."""
        try:
            worker = self._idle.get_nowait()
        except Empty:
            worker = Worker(self._program, environment(), kind="compose worker", task="batch of stories")
            self.has_served = True
        self._busy.add(worker)
        try:
            if self.dismissed:
                worker.kill()
            answer = worker.ask(request, self._seconds)
        except Lost:
            worker.stop()
            raise
        finally:
            self._busy.discard(worker)
        self._idle.put(worker)
        return answer

    def dismiss(self) -> None:
        """End the idle workers, and let nobody wait for the others."""
        self.dismissed = True
        for busy in tuple(self._busy):
            busy.kill()
        while True:
            try:
                self._idle.get_nowait().stop()
            except Empty:
                return


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
