"""Parse workers: as good as reading in this process, and one delivery's trouble stays its own."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wirefeed.errors import Malformed, TooCostly, UnknownFormat
from wirefeed.model.delivery import Delivery, FaultKind
from wirefeed.model.feed import Agency, Feed
from wirefeed.work import read as reading_module
from wirefeed.work.process import Worker, environment
from wirefeed.work.reading import InlineReader, ReadingPool

NOW = datetime(2026, 10, 7, 12, tzinfo=UTC)
END = b"</title></item></channel></rss>"
FEED = Feed(name="wire", agency=Agency(key="wire", name="Wire", quoted_as="Wire"), url="https://wire.example/feed", language="en")


def delivery(*items):
    inside = "".join(f"<item><guid>{i}</guid><title>{item}</title></item>" for i, item in enumerate(items))
    body = f"<rss version='2.0'><channel><title>T</title>{inside}</channel></rss>".encode()
    return Delivery(feed="wire", url=FEED.url, body=body, fetched_at=NOW)


def heavy():
    """A document that is not well-formed, of two thousand long texts: seconds of work in one pass."""
    text = "<p>" + "The <b>minister</b> said on Tuesday that talks would go on. " * 60 + "</p>"
    inside = "".join(f"<item><guid>{i}</guid><title>t</title><description><![CDATA[{i} {text}]]></description></item>" for i in range(2000))
    return Delivery(feed="wire", url=FEED.url, body=f"<rss><channel><b>{inside}</channel></rss>".encode(), fetched_at=NOW)


def large():
    """A document of one field of eight megabytes."""
    return Delivery(feed="wire", url=FEED.url, body=f"<rss><channel><item><title>{'é ' * 2_700_000}".encode() + END, fetched_at=NOW)


def read(reader, what, seen=frozenset(), feed=FEED):
    return asyncio.run(reader.read(what, feed, seen))


def processes(pool):
    """The pool's idle workers, by process."""
    workers = []
    while (worker := pool._take()) is not None:
        workers.append(worker)
    for worker in workers:
        pool._give_back(worker)
    return [worker._process for worker in workers]


@pytest.fixture
def pool():
    made = ReadingPool(workers=2)
    yield made
    made.close()


def test_a_worker_reads_what_this_process_would_read(pool):
    document = delivery("One", "Two", "")
    there, here = read(pool, document), read(InlineReader(), document)
    assert there == here
    assert [one.item.headline for one in there.items] == ["One", "Two"]
    assert all(one.features for one in there.items)
    assert [fault.kind for fault in there.faults] == [FaultKind.EMPTY_ENTRY]
    assert read(pool, document, there.digests).items == ()


def test_no_worker_starts_before_there_is_something_to_read(pool):
    assert processes(pool) == []
    read(pool, delivery("One"))
    read(pool, delivery("Two"))
    assert len(processes(pool)) == 1


@pytest.mark.parametrize(("body", "error"), [(b"<rss><channel>", Malformed), (b"<html></html>", UnknownFormat)])
def test_a_document_that_cannot_be_read_raises_the_same_error(pool, body, error):
    document = replace(delivery(), body=body)
    for reader in (pool, InlineReader()):
        with pytest.raises(error) as caught:
            read(reader, document)
        assert caught.value.delivery == document.sha256
    assert len(processes(pool)) == 1


@pytest.mark.parametrize(
    ("limits", "document", "why"),
    [
        ({"seconds": 0.2}, heavy, "time limit"),
        ({"cpu_seconds": 0}, heavy, "processor time"),
        ({"megabytes": 160}, large, "memory|died"),
    ],
)
def test_a_document_that_costs_too_much_costs_itself_alone(limits, document, why):
    pool = ReadingPool(**{"workers": 1, "seconds": 60.0, **limits})
    try:
        with pytest.raises(TooCostly, match=why) as caught:
            read(pool, document())
        assert caught.value.delivery == document().sha256
        assert [one.item.headline for one in read(pool, delivery("Next")).items] == ["Next"]
    finally:
        pool.close()


def test_a_worker_that_dies_costs_its_delivery_alone(pool):
    read(pool, delivery("One"))
    (process,) = processes(pool)
    threading.Timer(0.3, os.kill, (process.pid, signal.SIGKILL)).start()
    with pytest.raises(TooCostly, match="SIGKILL"):
        read(pool, heavy())
    assert [one.item.headline for one in read(pool, delivery("Next")).items] == ["Next"]


def test_a_worker_that_died_while_idle_is_noticed_and_replaced(pool):
    read(pool, delivery("One"))
    (process,) = processes(pool)
    process.kill()
    process.wait()
    assert [one.item.headline for one in read(pool, delivery("Next")).items] == ["Next"]


def test_deliveries_are_read_at_the_same_time_by_as_many_workers(pool):
    async def both():
        return await asyncio.gather(*(pool.read(delivery(f"Item {i}"), FEED, frozenset()) for i in range(8)))

    found = asyncio.run(both())
    assert [reading.items[0].item.headline for reading in found] == [f"Item {i}" for i in range(8)]
    assert len(processes(pool)) == 2


def test_documents_that_are_costly_to_read_leave_a_worker_for_the_others(pool, monkeypatch):
    monkeypatch.setattr("wirefeed.work.reading.LARGE", 10_000)

    async def beside():
        await asyncio.gather(*(pool.read(delivery("Early"), FEED, frozenset()) for _ in range(2)))
        costly = [asyncio.create_task(pool.read(heavy(), replace(FEED, name=f"costly-{i}"), frozenset())) for i in range(3)]
        await asyncio.sleep(0.05)
        reading = await pool.read(delivery("Late"), FEED, frozenset())
        waiting = sum(not task.done() for task in costly)
        await asyncio.gather(*costly)
        return reading.items[0].item.headline, waiting

    assert asyncio.run(beside()) == ("Late", 3)
    assert len(processes(pool)) == 2


def test_where_every_feed_is_costly_all_are_read(monkeypatch):
    monkeypatch.setattr("wirefeed.work.reading.COSTLY_SECONDS", 0.0)
    pool = ReadingPool(workers=1)
    try:
        assert [read(pool, delivery(f"Item {i}")).items[0].item.headline for i in range(3)] == ["Item 0", "Item 1", "Item 2"]
    finally:
        pool.close()


def test_a_worker_that_cannot_start_is_said_so(monkeypatch, tmp_path):
    pool = ReadingPool(workers=1)
    try:
        monkeypatch.setattr(sys, "executable", "/nowhere/python")
        with pytest.raises(TooCostly, match="no parse worker"):
            read(pool, delivery("One"))
        monkeypatch.undo()
        (tmp_path / "wirefeed.py").write_text("raise ImportError('half an installation')", encoding="utf-8")
        monkeypatch.setattr("wirefeed.work.reading.environment", lambda: {"PYTHONPATH": str(tmp_path), "PYTHONSAFEPATH": "1"})
        with pytest.raises(TooCostly, match=r"no parse worker: .*exit status 1.*: ImportError: half an installation"):
            read(pool, delivery("One"))
    finally:
        pool.close()


def test_the_daemon_itself_never_imports_the_parsers():
    program = (
        "import sys, wirefeed.work.reading; print([name for name in ('feedparser', 'lxml', 'wirefeed.formats') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, check=True, cwd=Path(__file__).resolve().parents[3])
    assert done.stdout.strip() == b"[]"


def test_a_worker_is_replaced_after_its_share_of_deliveries():
    pool = ReadingPool(workers=1, deliveries=2)
    try:
        pids = set()
        for i in range(4):
            read(pool, delivery(f"Item {i}"))
            pids |= {process.pid for process in processes(pool)}
        assert len(pids) == 2
    finally:
        pool.close()


TALKATIVE = """
import logging
from wirefeed.work import read as reading
whole = reading.read
def read(*asked):
    for _ in range(1000):
        logging.getLogger("library").error("x" * 500)
    return whole(*asked)
reading.read = read
from wirefeed.work.worker import main
main(512, 5)
"""


def test_a_library_that_logs_without_end_does_not_hold_its_worker_up(pool, monkeypatch):
    """Nobody reads what a worker says while it lives: half a megabyte of it would fill the pipe, and the document would be lost."""
    monkeypatch.setattr(pool, "_start", lambda: Worker(TALKATIVE, environment(), kind="parse worker", task="document"))
    assert [one.item.headline for one in read(pool, delivery("Crane falls")).items] == ["Crane falls"]


def test_a_worker_knows_no_secret_of_the_daemons(pool, monkeypatch):
    monkeypatch.setenv("WIREFEED_TOKEN", "canary-secret")
    read(pool, delivery("One"), feed=replace(FEED, headers=(("Authorization", "canary-secret"),), proxy="http://canary-secret@proxy"))
    (process,) = processes(pool)
    for name in ("environ", "cmdline"):
        assert b"canary-secret" not in Path(f"/proc/{process.pid}/{name}").read_bytes()


def test_limits_are_set_in_the_worker(pool):
    read(pool, delivery("One"))
    (process,) = processes(pool)
    limits = Path(f"/proc/{process.pid}/limits").read_text(encoding="ascii")
    assert f"Max address space         {512 << 20}" in limits
    assert "Max core file size        0 " in limits


def test_workers_end_with_the_process_that_started_them():
    program = f"""
import asyncio, os, sys
sys.path[:] = {sys.path!r}
from datetime import UTC, datetime
from wirefeed.model.delivery import Delivery
from wirefeed.model.feed import Agency, Feed
from wirefeed.work.reading import ReadingPool
pool = ReadingPool(workers=1)
feed = Feed(name="f", agency=Agency(key="a", name="A", quoted_as="A"), url="https://a.example/")
asyncio.run(pool.read(Delivery(feed="f", url=feed.url, body=b"<rss/>", fetched_at=datetime.now(UTC)), feed, frozenset()))
print(pool._idle.get()._process.pid, flush=True)
os.kill(os.getpid(), 9)
"""
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, check=False)
    assert done.returncode == -signal.SIGKILL
    worker = Path(f"/proc/{int(done.stdout)}")
    for _ in range(100):
        if not worker.exists() or "Z" in worker.joinpath("stat").read_text(encoding="ascii").split(")")[1].split()[0]:
            return
        time.sleep(0.05)
    pytest.fail("the worker lives on")


def test_a_delivery_that_takes_too_long_is_read_in_several_passes():
    document, seen, passes = delivery("One", "Two", "Three"), frozenset(), []
    while not passes or passes[-1].faults:
        seconds = iter((0.0, *(5.0,) * 9))
        passes.append(reading_module.read(document, FEED, seen, lambda seconds=seconds: next(seconds)))
        seen = passes[-1].digests
    assert [[one.item.headline for one in found.items] for found in passes] == [["One"], ["Two"], ["Three"]]
    assert [fault.kind for fault in passes[0].faults] == [FaultKind.TOO_MANY]
    assert [(len(found.digests), found.skipped) for found in passes] == [(1, 0), (2, 1), (3, 2)]


def test_one_entry_that_cannot_be_normalised_is_a_fault_of_its_own(monkeypatch):
    real = reading_module.normalise

    def picky(entry, *rest):
        if entry.headline == "Bad":
            raise ZeroDivisionError("surprise")
        return real(entry, *rest)

    monkeypatch.setattr(reading_module, "normalise", picky)
    found = reading_module.read(delivery("Good", "Bad", "Fine"), FEED, frozenset())
    assert [one.item.headline for one in found.items] == ["Good", "Fine"]
    assert [(fault.kind, fault.message, fault.lost) for fault in found.faults] == [
        (FaultKind.BAD_ENTRY, "ZeroDivisionError: surprise", True)
    ]
    assert found.digests == frozenset()
    monkeypatch.undo()
    assert len(reading_module.read(delivery("Good", "Bad", "Fine"), FEED, found.digests).items) == 3
