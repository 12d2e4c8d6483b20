"""A real ``wirefeed run`` in a process of its own, heard through systemd's notify socket. It tests nothing."""

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
SOON = 120.0
"""Seconds after which waiting for a machine that is busy with other things turns into a failure."""


def wait_until(condition: Callable[[], object], what: str, seconds: float = SOON) -> None:
    """Poll until something holds. Raises AssertionError saying what did not come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited in vain for: {what}"
        time.sleep(0.05)


@dataclass
class RunningDaemon:
    """The daemon on one configuration. ``command`` wraps it (another namespace), ``environ`` adds to what it knows."""

    config: Path
    command: Sequence[str] = ()
    environ: Mapping[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._folder = self.config.parent
        address = self._folder / "notify.sock"
        address.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(address))
        self._socket.settimeout(0)
        self._log = (self._folder / "daemon.log").open("ab")
        self.process = subprocess.Popen(
            [*self.command, sys.executable, "-m", "wirefeed", "--config", str(self.config), "run"],
            cwd=ROOT,
            env={**os.environ, "NOTIFY_SOCKET": str(address), "WATCHDOG_USEC": "6000000", **self.environ},
            stderr=self._log,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._socket.close()
        self._log.close()

    def hear(self) -> list[str]:
        """Everything the daemon has told systemd so far, line by line."""
        with contextlib.suppress(BlockingIOError):
            while True:
                self.said.extend(self._socket.recv(65536).decode().splitlines())
        return self.said

    def expect(self, words: str, since: int = 0) -> None:
        """Wait until the daemon has told systemd something with these words, after its first ``since`` lines."""
        wait_until(lambda: self._heard(words, since), f"{words!r} from the daemon; it said {self.said[-5:]}; log: {self.log()[-2000:]}")

    def _heard(self, words: str, since: int) -> bool:
        assert self.process.poll() is None or words in "\n".join(self.hear()), f"the daemon ended: {self.log()[-3000:]}"
        return any(words in line for line in self.hear()[since:])

    def log(self) -> str:
        """What it wrote to standard error."""
        return (self._folder / "daemon.log").read_text(encoding="utf-8")

    def tell(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def stop(self) -> int:
        """SIGTERM, and wait; the exit code. systemd would kill it after ten seconds."""
        self.tell(signal.SIGTERM)
        return self.process.wait(timeout=10)

    def kill(self) -> None:
        """SIGKILL, in the middle of whatever it does."""
        self.process.kill()
        self.process.wait()


def sections(feeds: Mapping[str, str], *, feed: str = "") -> str:
    """The part of a configuration that names feeds and their agencies; each feed has the lines of ``feed`` as well."""
    return "".join(
        f'[[agency]]\nkey = "a-{name}"\nname = "Agency {name}"\n[[feed]]\nname = "{name}"\nagency = "a-{name}"\nurl = "{url}"\n'
        f"interval_min = 1.0\ninterval_max = 1.0\n{feed}"
        for name, url in feeds.items()
    )


def configure(folder: Path, feeds: Mapping[str, str], *, allow: Sequence[str], database: str | None = None, extra: str = "") -> Path:
    """A configuration of feeds by name and address that polls each about once a second; every feed has an agency of its own."""
    folder.mkdir(exist_ok=True)
    path = folder / "wirefeed.toml"
    text = (
        f'[database]\nurl = "{database or f"sqlite:///{folder}/wirefeed.db"}"\n[network]\nallow = {list(allow)}\n'
        f'per_host_gap_seconds = 0.0\nper_host_connections = 16\ntimeout_seconds = 60.0\n[log]\nformat = "json"\n{extra}' + sections(feeds)
    )
    path.with_suffix(".part").write_text(text.replace("'", '"'), encoding="utf-8")
    path.with_suffix(".part").replace(path)
    return path


def ask(database: Path, query: str) -> list[tuple]:
    """Rows of a query, from outside; none while there is no schema yet. A database in another mount namespace is copied first."""
    if not database.exists():
        return []
    with contextlib.ExitStack() as stack:
        if database.parts[1] == "proc":
            database = _copy(database, Path(stack.enter_context(tempfile.TemporaryDirectory())))
        connection = stack.enter_context(contextlib.closing(sqlite3.connect(f"file:{database}?mode=rw", uri=True, timeout=10)))
        try:
            return connection.execute(query).fetchall()
        except sqlite3.DatabaseError:
            return []


def _copy(database: Path, folder: Path) -> Path:
    for end in ("-wal", ""):
        with contextlib.suppress(FileNotFoundError):
            shutil.copy(f"{database}{end}", folder)
    return folder / database.name


@contextlib.contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another program holds the write lock for the length of the block."""
    with contextlib.closing(sqlite3.connect(database, timeout=30, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def rss(*stories: str) -> bytes:
    """A feed of these headlines, each with a text of its own."""
    items = "".join(
        f"<item><title>{headline}</title><guid isPermaLink='false'>{headline}</guid><link>https://example.org/{number}</link>"
        f"<description>{headline}, the port authority said in a note about number {number}.</description>"
        f"<pubDate>Mon, 23 Nov 2026 10:{number:02}:00 GMT</pubDate></item>"
        for number, headline in enumerate(stories)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>".encode()
