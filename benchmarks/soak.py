"""Run the daemon on many feeds of the chaos newswire for a while; memory and file descriptors over time, then SIGTERM. Prints Markdown.

    python benchmarks/soak.py [--minutes 20] [--rows 20] [--feeds 200] [--fault-rate 0.2]
                              [--speed 60] [--interval 20] [--hours 24] [--rate 1] [--ahead 0]

Needs the chaos newswire beside the checkout. Feeds are polled every 20 to 40 seconds; simulated time goes sixty times as fast, through so
many hours of news, with so many new stories an hour; ``--ahead`` hours of it are out before the daemon starts. Below the table: the line
through the memory of its second half.
"""

import argparse
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.newswire import newswire
from tests.integration.daemons import RunningDaemon, ask


def family(pid: int) -> list[int]:
    """A process and all below it, whichever of its threads started them."""
    try:
        children = [one for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text(encoding="ascii").split()]
    except OSError:
        return []
    return [pid, *(one for child in children for one in family(int(child)))]


def megabytes(pid: int, field: str = "VmRSS") -> float:
    """Resident size now, or the highest so far (VmHWM)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(field)), 0.0)


def entries(pid: int, what: str) -> int:
    """How many open file descriptors (fd), how many threads (task)."""
    return len(list(Path(f"/proc/{pid}/{what}").iterdir()))


COUNTS = "SELECT (SELECT count(*) FROM items), (SELECT count(*) FROM fetches), (SELECT count(*) FROM merged_stories)"


def watch(daemon: RunningDaemon, seconds: float, rows: int) -> list[tuple[float, float, int]]:
    """Print a line every so often; returns (minute, the daemon's MB, items) of each."""
    database, begun, seen = daemon.config.parent / "wirefeed.db", time.monotonic(), []
    print("| minute | daemon MB | workers MB | descriptors | threads | items | polls | stories |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for number in range(rows + 1):
        time.sleep(max(0.0, begun + seconds * number / rows - time.monotonic()))
        daemon.hear()
        pid, *workers = family(daemon.process.pid)
        counts = ask(database, COUNTS)[0]
        minute, resident = (time.monotonic() - begun) / 60, megabytes(pid)
        sizes = f"{resident:.0f} | {sum(map(megabytes, workers)):.0f} | {entries(pid, 'fd')} | {entries(pid, 'task')}"
        print(f"| {minute:.1f} | {sizes} | {' | '.join(map(str, counts))} |", flush=True)
        seen.append((minute, resident, counts[0]))
    return seen


def slopes(seen: list[tuple[float, float, int]]) -> str:
    """How fast memory grew in the second half, by items and by time."""
    minutes, resident, items = zip(*seen[len(seen) // 2 :], strict=True)
    by_items, by_time = (statistics.linear_regression(along, resident).slope for along in (items, minutes))
    return f"second half: {1000 * by_items:+.2f} MB a 1,000 items, {60 * by_time:+.1f} MB an hour"


def main() -> None:
    """Start the newswire and the daemon."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--fault-rate", type=float, default=0.2)
    parser.add_argument("--speed", type=float, default=60.0)
    parser.add_argument("--interval", type=float, default=20.0)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--rate", type=float, default=1.0)
    parser.add_argument("--ahead", type=float, default=0.0)
    parser.add_argument("--rows", type=int, default=20)
    options = parser.parse_args()
    wire_options = {
        "seed": 1,
        "feeds": options.feeds,
        "hostile": 4,
        "rate": options.rate,
        "hours": options.hours,
        "window": 30,
        "speed": options.speed,
    }
    with (
        newswire(**wire_options, fault_rate=options.fault_rate, hang=20, max_seconds=7200) as wire,
        tempfile.TemporaryDirectory(prefix="wirefeed-soak-") as folder,
    ):
        wire.advance(options.ahead * 3600)
        config = wire.configured(Path(folder), interval=options.interval)
        with RunningDaemon(config) as daemon:
            daemon.expect("READY=1")
            seen = watch(daemon, options.minutes * 60, options.rows)
            peak, begun = megabytes(daemon.process.pid, "VmHWM"), time.monotonic()
            daemon.tell(signal.SIGTERM)
            code = daemon.process.wait(timeout=60)
            ended = f"exit {code} after {time.monotonic() - begun:.1f} s; last STATUS: {daemon.hear()[-1]}"
            print(f"\n{slopes(seen)}; peak {peak:.0f} MB; SIGTERM: {ended}")


if __name__ == "__main__":
    main()
