"""How late ordinary feeds are polled while every document of the hostile corpus is a feed beside them. Prints Markdown.

    python benchmarks/late.py [--minutes 3] [--feeds 20] [--interval 3] [--hostile-interval 20]

Late is the time from the moment a feed was due, as the database has it, to its request at the server; the dispatcher looks once a second.
A poll is asking and reading by a worker; how long it then waited for the one writer shows in how late the next one is, as the due time is
decided before. Half of the ordinary feeds bring something new at every poll. Intervals are in seconds; hostile feeds that fail are polled
ever more rarely, as any feed is.
"""

import argparse
import asyncio
import contextlib
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.hostile_wire import chosen, hostile_wire
from tests.integration.daemons import RunningDaemon, ask, configure, rss
from tests.integration.servers import Answering, Asked, Loopback, document

DUE = "SELECT name, next_due_at FROM feeds WHERE name LIKE 'good-%' AND last_polled_at IS NOT NULL"
POLLS = "SELECT feed, at, seconds FROM fetches WHERE feed LIKE 'good-%' ORDER BY at"
SAMPLE_SECONDS = 0.1


@dataclass
class Watched:
    """When each ordinary feed was due next (as sampled), when it was asked for, and how late that was."""

    due: dict[str, float] = field(default_factory=dict)
    late: list[float] = field(default_factory=list)

    def serving(self, name: str, stories: Callable[[], Sequence[str]]) -> Answering:
        """A feed that notes how late it is asked for."""

        async def write(asked: Asked, writer: asyncio.StreamWriter) -> None:
            if (due := self.due.pop(name, None)) is not None:
                self.late.append(max(0.0, time.time() - due))
            writer.write(document(asked, rss(*stories())))
            await writer.drain()

        return write

    def sample(self, database: Path, over: threading.Event) -> None:
        """Note due times until it is over."""
        seen: dict[str, str] = {}
        while not over.wait(SAMPLE_SECONDS):
            for name, moment in ask(database, DUE):
                if moment != seen.get(name):
                    seen[name] = moment
                    self.due[name] = datetime.fromisoformat(moment).timestamp()


def story(name: str, *, fresh: bool) -> Callable[[], list[str]]:
    """The headlines of a feed, the newest of which is another one each time where it is to be ``fresh``."""
    numbers = count()

    def headlines() -> list[str]:
        first = next(numbers) if fresh else 0
        return [f"{name} reports matter {at} of the port" for at in range(first, first + 3)]

    return headlines


def paced(text: str, options: argparse.Namespace) -> str:
    """The configuration with the intervals asked for."""
    head, *feeds = text.split("[[feed]]")

    def of(feed: str) -> str:
        ordinary = 'name = "good-' in feed
        seconds = options.interval if ordinary else options.hostile_interval
        limits = f"interval_min = {seconds}\ninterval_max = {seconds}" + "\nhourly_items = 0" * ordinary
        return feed.replace("interval_min = 1.0\ninterval_max = 1.0", limits)

    return "[[feed]]".join([head, *map(of, feeds)])


def row(label: str, values: list[float]) -> str:
    """One line of the table."""
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"| {label} | {len(ordered)} | {statistics.median(ordered):.2f} | {p95:.2f} | {ordered[-1]:.2f} |"


def measured(options: argparse.Namespace, *, hostile: bool) -> tuple[list[float], list[float], int]:
    """Seconds late, seconds a poll took, and how many hostile documents were asked for."""
    watched, over = Watched(), threading.Event()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wirefeed-late-")))
        server = stack.enter_context(Loopback())
        names = [f"good-{at:02}" for at in range(options.feeds)]
        for at, name in enumerate(names):
            server.pages[f"/{name}"] = watched.serving(name, story(name, fresh=at % 2 == 0))
        feeds, places, wire = {name: server.url(f"/{name}") for name in names}, [server.place], None
        if hostile:
            wire = stack.enter_context(hostile_wire(chosen(0, 10_000), fresh=True))
            feeds |= wire.feeds
            places.append(wire.place)
        config = configure(folder, feeds, allow=places)
        config.write_text(paced(config.read_text(encoding="utf-8"), options), encoding="utf-8")
        with RunningDaemon(config) as daemon:
            daemon.expect("READY=1")
            sampler = threading.Thread(target=watched.sample, args=(folder / "wirefeed.db", over))
            sampler.start()
            time.sleep(options.minutes * 60)
            over.set()
            sampler.join()
            took = [seconds for _, _, seconds in ask(folder / "wirefeed.db", POLLS)]
            daemon.stop()
    return watched.late, took, len(wire.served) if wire else 0


def main() -> None:
    """Without, then with the hostile feeds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--feeds", type=int, default=20)
    parser.add_argument("--interval", type=float, default=3.0)
    parser.add_argument("--hostile-interval", type=float, default=20.0)
    options = parser.parse_args()
    print("| ordinary feeds | polls | p50 s | p95 s | max s |\n|---|---:|---:|---:|---:|")
    for hostile in (False, True):
        late, took, served = measured(options, hostile=hostile)
        beside = f"with {served} hostile documents" if hostile else "alone"
        print(row(f"late, {beside}", late), row(f"asking and reading, {beside}", took), sep="\n", flush=True)


if __name__ == "__main__":
    main()
