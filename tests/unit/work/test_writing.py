"""The writer thread: jobs in their order, urgent ones before those that wait."""

from concurrent.futures import CancelledError
from functools import partial
from threading import Event

import pytest

from wirefeed.work.writing import WriterThread


@pytest.fixture
def held():
    """A writer that is busy until the event is set, and what it did."""
    busy, done = Event(), []
    with WriterThread() as writer:
        writer.submit(busy.wait, 30)
        yield writer, busy, done
        busy.set()


def test_what_is_urgent_goes_before_what_waits(held):
    writer, busy, done = held
    waiting = [writer.submit(done.append, name) for name in ("first", "second")]
    urgent = [writer.submit_first(partial(done.append, name)) for name in ("quiet", "quieter")]
    busy.set()
    for job in (*waiting, *urgent):
        job.result(30)
    assert done == ["quiet", "quieter", "first", "second"]


def test_an_urgent_job_that_fails_fails_alone(held):
    writer, busy, done = held
    waiting = writer.submit(done.append, "first")
    failing = writer.submit_first(lambda: 1 // 0)
    busy.set()
    with pytest.raises(ZeroDivisionError):
        failing.result(30)
    waiting.result(30)
    assert done == ["first"]


def test_nobody_waits_for_a_writer_that_is_gone(held):
    writer, busy, done = held
    urgent, waiting = writer.submit_first(partial(done.append, "quiet")), writer.submit(done.append, "first")
    writer.shutdown(wait=False, cancel_futures=True)
    busy.set()
    for job in (urgent, waiting):
        with pytest.raises(CancelledError):
            job.result(30)
    assert not done
