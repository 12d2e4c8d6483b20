"""Time `wirefeed fetch --once` and the reader library on the same feeds: all new, one new item, nothing new. Prints a Markdown table.

    python benchmarks/speed.py [--feeds 200] [--items 50] [--seed 1] [--rounds 3] [--only wirefeed|reader]

Both fetch wires.py over loopback into a SQLite file, each pass in a process of its own, by turns in the same run, so that a busy machine
slows both. Processor time includes every child process. reader (PyPI) parses and stores; wirefeed also finds duplicates, clusters and
composes. reader fetches http://127.0.0.1 as it is, with proxy variables out of the way; its vendored feedparser imports ``sgmllib``, which
nothing it requires installs any more, so feedparser's own copy stands in.
"""

import argparse
import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PASSES = ("everything new", "one new item", "nothing new")
READER = """
import sys
import feedparser_sgmllib
sys.modules["sgmllib"] = feedparser_sgmllib  # reader 3.26 forgets to ask for it
from reader import make_reader
with make_reader(sys.argv[1]) as reader:
    for url in sys.argv[2:]:
        reader.add_feed(url, exist_ok=True)
    for result in reader.update_feeds_iter(workers=8, scheduled=False):
        if isinstance(result.value, Exception):
            print(result.url)
"""


@dataclass(frozen=True)
class Cost:
    """What one pass took, in seconds; ``items`` is what the database holds afterwards."""

    wall: float
    processor: float
    items: int


@dataclass(frozen=True)
class Source:
    """The server being fetched from."""

    place: str
    feeds: list[str]

    def add_item(self) -> None:
        """One new item in one feed."""
        with urllib.request.urlopen(f"http://{self.place}/new?feed=0", timeout=30) as answer:
            answer.read()


@contextmanager
def wires(options: argparse.Namespace) -> Iterator[Source]:
    """The server in a process of its own."""
    command = [sys.executable, HERE / "wires.py", "--feeds", str(options.feeds), "--items", str(options.items), "--seed", str(options.seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield Source(**json.loads(server.stdout.readline() if server.stdout else ""))
        finally:
            server.terminate()


class Wirefeed:
    """The real command, with its own configuration and database."""

    name = "wirefeed"

    def __init__(self, folder: Path, source: Source) -> None:
        self._config = folder / "wirefeed.toml"
        self._database = folder / "wirefeed.db"
        agencies = [f'[[agency]]\nkey = "a{number}"\nname = "Wire {number}"\n' for number in range(len(source.feeds))]
        feeds = [f'[[feed]]\nname = "f{number}"\nagency = "a{number}"\nurl = "{url}"\n' for number, url in enumerate(source.feeds)]
        network = f'[network]\nallow = ["{source.place}"]\nper_host_connections = 8\nper_host_gap_seconds = 0.0\n'
        database = f'[database]\nurl = "sqlite:///{self._database}"\n'
        self._config.write_text("\n".join([database, network, *agencies, *feeds]), encoding="utf-8")

    def fetch(self) -> None:
        """One pass."""
        command = [sys.executable, "-m", "wirefeed", "--config", self._config, "fetch", "--once", "--force", "--json"]
        done: dict[str, Any] = json.loads(run(command))
        if done["failed"] or done["refused"]:
            sys.exit(f"wirefeed failed: {[result for result in done['results'] if result['error']][:3]}")

    def items(self) -> int:
        """The number of items held."""
        with closing(sqlite3.connect(self._database)) as database:
            return int(database.execute("SELECT count(*) FROM items").fetchone()[0])


class Reader:
    """lemon24/reader, as its own documentation shows it, with eight workers."""

    name = "reader"

    def __init__(self, folder: Path, source: Source) -> None:
        self._database = folder / "reader.db"
        self._feeds = source.feeds

    def fetch(self) -> None:
        """One pass."""
        if failed := run([sys.executable, "-c", READER, self._database, *self._feeds]).split():
            sys.exit(f"reader failed on {failed[:3]}")

    def items(self) -> int:
        """The number of items held."""
        with closing(sqlite3.connect(self._database)) as database:
            return int(database.execute("SELECT count(*) FROM entries").fetchone()[0])


def run(command: list[Any]) -> str:
    """The output of a command, without proxy variables in its environment."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, cwd=HERE.parent)
    if done.returncode:
        sys.exit(f"{command[:4]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def timed(program: Wirefeed | Reader) -> Cost:
    """One pass of a program, measured."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    program.fetch()
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall=wall, processor=processor, items=program.items())


def measure(options: argparse.Namespace) -> dict[tuple[str, str], list[Cost]]:
    """Costs by program and pass, one per round. Each round starts from empty databases."""
    costs: dict[tuple[str, str], list[Cost]] = {}
    for number in range(options.rounds):
        with tempfile.TemporaryDirectory(dir=options.folder) as folder, wires(options) as source:
            programs = [kind(Path(folder), source) for kind in (Wirefeed, Reader) if options.only in (None, kind.name)]
            for stage in PASSES:
                if stage == "one new item":
                    source.add_item()
                for program in programs if number % 2 else reversed(programs):
                    cost = timed(program)
                    expected = options.feeds * options.items + (stage != PASSES[0])
                    if cost.items != expected:
                        sys.exit(f"{program.name} holds {cost.items} items after {stage!r}, where {expected} were published")
                    costs.setdefault((program.name, stage), []).append(cost)
                    print(f"round {number + 1}, {program.name}, {stage}: {cost}", file=sys.stderr)
    return costs


def table(costs: dict[tuple[str, str], list[Cost]]) -> str:
    """Medians as a Markdown table, with ratios where both were measured."""
    lines = [
        "| pass | wirefeed wall s (CPU s) | reader wall s (CPU s) | reader / wirefeed wall (CPU) | items |",
        "|---|---|---|---|---|",
    ]
    for stage in PASSES:
        found = {name: costs[name, stage] for name in ("wirefeed", "reader") if (name, stage) in costs}
        middle = {name: _median(each) for name, each in found.items()}
        cells = [f"{middle[name].wall:.2f} ({middle[name].processor:.2f})" if name in middle else "-" for name in ("wirefeed", "reader")]
        ratio = "-"
        if len(middle) == 2:
            ours, theirs = middle["wirefeed"], middle["reader"]
            ratio = f"{theirs.wall / ours.wall:.2f} ({theirs.processor / ours.processor:.2f})"
        items = "/".join(str(cost.items) for cost in middle.values())
        lines.append(f"| {stage} | {cells[0]} | {cells[1]} | {ratio} | {items} |")
    return "\n".join(lines)


def _median(costs: list[Cost]) -> Cost:
    walls, processors = ([getattr(cost, name) for cost in costs] for name in ("wall", "processor"))
    return Cost(wall=statistics.median(walls), processor=statistics.median(processors), items=costs[-1].items)


def main() -> None:
    """Measure as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=["wirefeed", "reader"])
    parser.add_argument("--folder", type=Path, help="where to put the databases; the disk is part of what is measured")
    options = parser.parse_args()
    print(f"{options.feeds} feeds of {options.items} items, medians of {options.rounds} rounds\n")
    print(table(measure(options)))


if __name__ == "__main__":
    main()
