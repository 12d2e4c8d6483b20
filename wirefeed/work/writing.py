"""The one thread that writes to the store. What is urgent goes before whatever waits for it; it knows no work itself."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class WriterThread(ThreadPoolExecutor):
    """An executor of one thread: jobs one after the other, in their order."""

    def __init__(self) -> None:
        super().__init__(max_workers=1, thread_name_prefix="writer")
        self._urgent: deque[tuple[Callable[[], Any], Future[Any]]] = deque()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a job when all before it are done."""

        def job() -> T:
            self._run_urgent()
            return fn(*args, **kwargs)

        return super().submit(job)

    def submit_first(self, fn: Callable[[], T]) -> Future[T]:
        """Run a job before those that wait: after the one that is running, and the urgent ones before it."""
        done: Future[T] = Future()
        self._urgent.append((fn, done))
        super().submit(self._run_urgent)
        return done

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As ever; urgent jobs that wait are cancelled with the others."""
        super().shutdown(wait=wait, cancel_futures=cancel_futures)
        while cancel_futures and self._urgent:
            self._urgent.popleft()[1].cancel()

    def _run_urgent(self) -> None:
        while self._urgent:
            work, done = self._urgent.popleft()
            if not done.set_running_or_notify_cancel():
                continue
            try:
                done.set_result(work())
            except BaseException as error:  # noqa: BLE001 - whoever waits for the job gets whatever it raised
                done.set_exception(error)
