"""Starts the chaos newswire as a process of its own, and writes a configuration for its feeds. It checks nothing."""

import contextlib
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.integration.daemons import configure

CHAOS = Path(__file__).resolve().parents[2] / "shared" / "chaos"


@dataclass(frozen=True)
class Newswire:
    """Where it listens; ``feeds`` are addresses by name, ``place`` is ``host:port`` of them all."""

    control: str
    place: str
    feeds: Mapping[str, str]

    def advance(self, seconds: float) -> None:
        """Let so much of its time pass at once."""
        with urllib.request.urlopen(f"{self.control}/advance?s={seconds}"):  # noqa: S310 - our own server
            pass

    def configured(self, folder: Path, *, interval: float, timeout: float = 10.0, more: Mapping[str, str] | None = None) -> Path:
        """A configuration that polls every feed each ``interval`` to twice that many seconds; ``more`` feeds by name beside them."""
        beside = {address.split("/")[2]: None for address in (more or {}).values()}
        path = configure(folder, {**self.feeds, **(more or {})}, allow=[self.place, *beside])
        text = path.read_text(encoding="utf-8").replace(
            "interval_min = 1.0\ninterval_max = 1.0", f"interval_min = {interval}\ninterval_max = {interval * 2}"
        )
        path.write_text(text.replace("timeout_seconds = 60.0", f"timeout_seconds = {timeout}"), encoding="utf-8")
        return path


@contextlib.contextmanager
def newswire(**options: object) -> Iterator[Newswire]:
    """The newswire with these options of its command line (``_`` for ``-``) while the block runs."""
    words = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", str(value))]
    with subprocess.Popen([sys.executable, "-B", "-m", "chaos", *words], cwd=CHAOS, stdout=subprocess.PIPE, text=True) as wire:
        try:
            told = json.loads(wire.stdout.readline() if wire.stdout else "")
            with urllib.request.urlopen(told["control"] + "/feeds") as answer:  # noqa: S310 - our own server
                addresses = json.load(answer)
            feeds = {address.rpartition("/")[2]: address for address in addresses}
            yield Newswire(control=told["control"], place=told["data"].removeprefix("http://"), feeds=feeds)
        finally:
            wire.terminate()
