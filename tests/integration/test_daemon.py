"""The daemon in a process of its own: start, stop, reload, one at a time, quiet hosts, and a store that fails for a while."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.integration.daemons import ROOT, RunningDaemon, ask, configure, locked, rss, wait_until
from tests.integration.servers import Asked, Loopback, answer, document, hang, reply


class Wire:
    """A feed whose stories can be changed while it is served."""

    def __init__(self, *stories: str) -> None:
        self.stories = list(stories)
        self.at_once = self.most = 0

    async def __call__(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await asyncio.sleep(0.02)
        writer.write(document(asked, rss(*self.stories)))
        await writer.drain()
        self.at_once -= 1


MERGED = """SELECT m.headline FROM merged_story_items m JOIN merged_stories s ON s.id = m.story_id"""


STANDING = "SELECT failures, status, last_error, etag, next_due_at, (SELECT count(*) FROM fetches WHERE outcome = 'failed') FROM feeds"


def headlines(folder: Path) -> set[str]:
    """The headlines of all items that stand in a composed story."""
    return {row[0] for row in ask(folder / "wirefeed.db", MERGED)}


def test_it_polls_merges_says_how_things_stand_and_ends_when_told_though_a_feed_hangs(tmp_path):
    wire = Wire("Harbour closes", "Museum opens")
    with Loopback(pages={"/a.xml": wire, "/b.xml": hang()}) as server:
        config = configure(tmp_path, {"a": server.url("/a.xml"), "b": server.url("/b.xml")}, allow=[server.place])
        with RunningDaemon(config) as daemon:
            daemon.expect("READY=1")
            wait_until(lambda: len(headlines(tmp_path)) == 2, "two stories")
            daemon.expect("WATCHDOG=1")
            daemon.expect("STATUS=2 feeds, 0 failing, 1 being polled")
            wire.stories.append("Ferry turns back")
            wait_until(lambda: len(headlines(tmp_path)) == 3, "the third story")
            assert daemon.stop() == 0
            assert "STOPPING=1" in daemon.hear()
    assert wire.most == 1
    assert headlines(tmp_path) == {"Harbour closes", "Museum opens", "Ferry turns back"}


def test_a_poll_that_is_broken_off_at_the_end_has_not_failed_and_nothing_is_complained_of(tmp_path):
    wire, hanging = Wire("Harbour closes"), threading.Event()

    async def silent(asked: Asked, writer: asyncio.StreamWriter) -> None:
        hanging.set()
        await hang()(asked, writer)

    with Loopback(pages={"/a.xml": wire}) as server:
        config = configure(tmp_path, {"a": server.url("/a.xml")}, allow=[server.place])
        with RunningDaemon(config) as daemon:
            daemon.expect("READY=1")
            wait_until(lambda: len(headlines(tmp_path)) == 1, "the first story")
            wait_until(lambda: ask(tmp_path / "wirefeed.db", "SELECT 1 FROM fetches WHERE outcome = 'not_modified'"), "a second poll")
            server.pages["/a.xml"] = silent
            wait_until(hanging.is_set, "a poll that hangs")
            before = ask(tmp_path / "wirefeed.db", STANDING)
            assert daemon.stop() == 0
            assert "Traceback" not in daemon.log()
            assert "CancelledError" not in daemon.log()
        assert ask(tmp_path / "wirefeed.db", STANDING) == before
        assert before[0][:3] == (0, "ok", None)
        assert before[0][3] is not None
        server.pages["/a.xml"] = wire
        wire.stories.append("Museum opens")
        with RunningDaemon(config) as daemon:
            daemon.expect("READY=1")
            wait_until(lambda: len(headlines(tmp_path)) == 2, "the story of the next start")
            assert daemon.stop() == 0


def test_a_lock_on_the_database_does_not_hold_up_the_end(tmp_path):
    wire = Wire("Harbour closes")
    with Loopback(pages={"/a.xml": wire}) as server:
        config = configure(tmp_path, {"a": server.url("/a.xml")}, allow=[server.place])
        with RunningDaemon(config) as daemon:
            daemon.expect("READY=1")
            wait_until(lambda: len(headlines(tmp_path)) == 1, "the first story")
            with locked(tmp_path / "wirefeed.db"):
                wire.stories.append("Museum opens")
                asked = len(server.asked)
                wait_until(lambda: len(server.asked) > asked, "a poll whose items cannot be stored")
                assert daemon.stop() == 0
            assert "CancelledError" not in daemon.log()


def test_one_daemon_a_database_and_none_is_kept_out_by_one_that_was_killed(tmp_path):
    with Loopback(pages={"/a.xml": Wire("Harbour closes")}) as server:
        config = configure(tmp_path, {"a": server.url("/a.xml")}, allow=[server.place])
        with RunningDaemon(config) as first:
            first.expect("READY=1")
            command = [sys.executable, "-m", "wirefeed", "--config", config, "run"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False, cwd=ROOT)
            assert done.returncode == 1
            assert f"process {first.process.pid} is the daemon of this database already" in done.stderr
            first.kill()
        with RunningDaemon(config) as second:
            second.expect("READY=1")
            assert second.stop() == 0


def test_a_reload_swaps_feeds_and_network_limits_and_a_mistake_keeps_the_old_ones(tmp_path):
    with Loopback(pages={"/a.xml": Wire("Harbour closes")}) as near, Loopback(pages={"/b.xml": Wire("Museum opens")}) as far:
        feeds = {"a": near.url("/a.xml"), "b": far.url("/b.xml")}
        config = configure(tmp_path, feeds, allow=[near.place])
        with RunningDaemon(config) as daemon:
            daemon.expect("READY=1")
            wait_until(lambda: headlines(tmp_path) == {"Harbour closes"}, "the first feed's item")
            wait_until(lambda: "not fetched" in daemon.log(), "the refusal of the second feed")
            assert far.asked == []

            whole = config.read_text(encoding="utf-8")
            config.write_text(whole + '[[feed]]\nname = "c"\nagency = "nobody"\nurl = "https://c.example/"\n', encoding="utf-8")
            heard = len(daemon.hear())
            daemon.tell(signal.SIGHUP)
            daemon.expect("READY=1", since=heard)
            assert "the old configuration stays" in daemon.log()
            assert "names the agency" in daemon.log()

            configure(tmp_path, {"b": far.url("/b.xml")}, allow=[far.place])
            heard = len(daemon.hear())
            daemon.tell(signal.SIGHUP)
            daemon.expect("RELOADING=1", since=heard)
            daemon.expect("STATUS=1 feeds", since=heard)
            wait_until(lambda: headlines(tmp_path) == {"Harbour closes", "Museum opens"}, "the second feed's item")
            before = len(near.asked)
            wait_until(lambda: len(far.asked) > 3, "further polls of the second feed")
            assert len(near.asked) == before
            assert ask(tmp_path / "wirefeed.db", "SELECT name, status FROM feeds ORDER BY name") == [("a", "disabled"), ("b", "ok")]
            assert daemon.stop() == 0


def test_a_host_that_asked_for_quiet_is_left_alone_by_the_next_process_too(tmp_path):
    busy = answer(reply(b"later", status=429, Retry_After="3600"))
    with Loopback(pages={"/a.xml": busy, "/b.xml": Wire("Museum opens")}) as server, Loopback(pages={"/c.xml": Wire("Ferry")}) as other:
        config = configure(tmp_path, {"a": server.url("/a.xml")}, allow=[server.place, other.place])
        with RunningDaemon(config) as daemon:
            daemon.expect("READY=1")
            wait_until(lambda: ask(tmp_path / "wirefeed.db", "SELECT 1 FROM fetches WHERE status = 429"), "the poll that is told to wait")
            daemon.kill()
        feeds = {"a": server.url("/a.xml"), "b": server.url("/b.xml"), "c": other.url("/c.xml")}
        configure(tmp_path, feeds, allow=[server.place, other.place])
        with RunningDaemon(config) as daemon:
            daemon.expect("READY=1")
            wait_until(lambda: headlines(tmp_path) == {"Ferry"}, "the item of another host")
            wait_until(lambda: ask(tmp_path / "wirefeed.db", "SELECT 1 FROM fetches WHERE outcome = 'waiting'"), "a feed that waits")
            assert daemon.stop() == 0
    assert [one.path for one in server.asked] == ["/a.xml"]


def test_a_store_that_is_locked_pauses_everything_and_work_goes_on_by_itself(tmp_path):
    wire = Wire("Harbour closes")
    with Loopback(pages={"/a.xml": wire}) as server:
        config = configure(tmp_path, {"a": server.url("/a.xml")}, allow=[server.place])
        with RunningDaemon(config) as daemon:
            daemon.expect("READY=1")
            wait_until(lambda: len(headlines(tmp_path)) == 1, "the first story")
            with locked(tmp_path / "wirefeed.db"):
                wire.stories.append("Museum opens")
                daemon.expect("STATUS=paused, 1 feeds wait")
                heard, asked = len(daemon.hear()), len(server.asked)
                daemon.expect("WATCHDOG=1", since=heard)
                assert len(server.asked) == asked
            wait_until(lambda: len(headlines(tmp_path)) == 2, "the second story")
            daemon.expect("STATUS=1 feeds, 0 failing", since=heard)
            assert daemon.stop() == 0
    assert "the store answers again" in daemon.log()


def test_it_ends_in_time_while_the_store_is_locked(tmp_path):
    with Loopback(pages={"/a.xml": Wire("Harbour closes")}) as server:
        config = configure(tmp_path, {"a": server.url("/a.xml")}, allow=[server.place])
        with RunningDaemon(config) as daemon:
            daemon.expect("READY=1")
            wait_until(lambda: len(headlines(tmp_path)) == 1, "the first story")
            with locked(tmp_path / "wirefeed.db"):
                asked = len(server.asked)
                wait_until(lambda: len(server.asked) > asked, "a poll that cannot be stored")
                assert daemon.stop() == 0


needs_namespaces = pytest.mark.skipif(
    not shutil.which("unshare") or subprocess.run(["unshare", "-Urm", "true"], capture_output=True, check=False).returncode != 0,
    reason="this machine gives no mount namespaces",
)


def on_small_disk(folder: Path, options: str) -> tuple[str, ...]:
    """A command that mounts a file system of its own over ``folder/disk`` first, unseen by anybody else."""
    (folder / "disk").mkdir()
    return ("unshare", "-Urm", "sh", "-c", f'mount -t tmpfs -o {options} tmpfs "{folder}/disk" && exec "$@"', "sh")


def fill(file: Path) -> None:
    """Write until the disk is full."""
    filler = os.open(file, os.O_WRONLY | os.O_CREAT)
    try:
        with contextlib.suppress(OSError):
            while True:
                os.write(filler, bytes(4096))
    finally:
        os.close(filler)


@needs_namespaces
def test_a_full_disk_pauses_everything_and_work_goes_on_once_there_is_room(tmp_path):
    wire = Wire("Harbour closes")
    with Loopback(pages={"/a.xml": wire}) as server:
        config = configure(tmp_path, {"a": server.url("/a.xml")}, allow=[server.place], database=f"sqlite:///{tmp_path}/disk/wirefeed.db")
        with RunningDaemon(config, command=on_small_disk(tmp_path, "size=8m")) as daemon:
            daemon.expect("READY=1")
            disk = Path(f"/proc/{daemon.process.pid}/root{tmp_path}/disk")
            wait_until(lambda: len(headlines(disk)) == 1, "the first story")
            fill(disk / "filler")
            wire.stories += [f"Crane number {number} falls into the old harbour" for number in range(60)]
            daemon.expect("STATUS=paused, 1 feeds wait")
            assert "the disk is full" in daemon.log()
            assert len(headlines(disk)) == 1
            (disk / "filler").unlink()
            wait_until(lambda: len(headlines(disk)) == 61, "every item once there was room")
            assert ask(disk / "wirefeed.db", "PRAGMA integrity_check") == [("ok",)]
            assert daemon.stop() == 0


@needs_namespaces
def test_a_database_on_a_read_only_disk_is_refused_with_what_to_do(tmp_path):
    config = configure(tmp_path, {"a": "https://a.example/"}, allow=[], database=f"sqlite:///{tmp_path}/disk/wirefeed.db")
    with RunningDaemon(config, command=on_small_disk(tmp_path, "ro,size=8m")) as daemon:
        assert daemon.process.wait(timeout=60) == 2
        assert f"{tmp_path}/disk" in daemon.log()
        assert "must be" in daemon.log()


CLOCK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int clock_gettime(clockid_t which, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(which, now);
    FILE *moved = which == CLOCK_REALTIME ? fopen(getenv("MOVED_CLOCK"), "r") : NULL;
    long seconds = 0;
    if (moved) { if (fscanf(moved, "%ld", &seconds) == 1) now->tv_sec += seconds; fclose(moved); }
    return result;
}
"""


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler to make a clock that can be moved")
@pytest.mark.parametrize("hours", [-1, 1])
def test_polling_goes_on_when_the_clock_is_moved(tmp_path, hours):
    (tmp_path / "clock.c").write_text(CLOCK, encoding="ascii")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", tmp_path / "clock.so", tmp_path / "clock.c", "-ldl"], check=True)
    moved = tmp_path / "moved"
    moved.write_text("0", encoding="ascii")
    environ = {"LD_PRELOAD": str(tmp_path / "clock.so"), "MOVED_CLOCK": str(moved)}
    wire = Wire("Harbour closes")
    with Loopback(pages={"/a.xml": wire}) as server:
        config = configure(tmp_path, {"a": server.url("/a.xml")}, allow=[server.place])
        with RunningDaemon(config, environ=environ) as daemon:
            daemon.expect("READY=1")
            wait_until(lambda: len(headlines(tmp_path)) == 1, "the first story")
            moved.write_text(str(hours * 3600), encoding="ascii")
            wire.stories.append("Museum opens")
            wait_until(lambda: len(headlines(tmp_path)) == 2, "the story that came after the clock was moved")
            if hours < 0:
                assert "the scheduler is armed anew" in daemon.log()
            daemon.kill()
        moved.write_text(str(-7200), encoding="ascii")
        wire.stories.append("Ferry turns back")
        with RunningDaemon(config, environ=environ) as daemon:
            wait_until(lambda: len(headlines(tmp_path)) == 3, "the story that came after a start with a clock that stands back")
            assert daemon.stop() == 0
