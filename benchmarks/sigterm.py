"""End the daemon with SIGTERM at random moments while it has much to do: how long it takes, and what it leaves. Prints Markdown.

    python benchmarks/sigterm.py [--times 30] [--feeds 80] [--locked-every 5] [--seed 1]

Needs the chaos newswire beside the checkout. Every so often another process holds the database's lock at that moment.
"""

import argparse
import contextlib
import random
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.newswire import newswire
from tests.integration.daemons import RunningDaemon, ask, locked

WORDS = ("Traceback", "CancelledError", "never retrieved", "was destroyed", "last moment")


def ended(config: Path, wait: float, *, lock: bool) -> tuple[float, int, str]:
    """Seconds from SIGTERM to the end, the exit code, and what the daemon wrote from then on."""
    with RunningDaemon(config) as daemon, contextlib.ExitStack() as stack:
        daemon.expect("READY=1")
        time.sleep(wait)
        if lock:
            stack.enter_context(locked(config.parent / "wirefeed.db"))
            time.sleep(0.5)
        before, begun = len(daemon.log()), time.monotonic()
        daemon.tell(signal.SIGTERM)
        code = daemon.process.wait(timeout=60)
        return time.monotonic() - begun, code, daemon.log()[before:]


def main() -> None:
    """Run the series."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--feeds", type=int, default=80)
    parser.add_argument("--locked-every", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, seconds, broken = random.Random(options.seed), [], 0  # noqa: S311 - moments, no secrets
    wire_options = {"seed": options.seed, "feeds": options.feeds, "rate": 2, "hours": 72, "speed": 600, "fault_rate": 0.3, "hang": 20}
    print("| after READY, s | database | exit | s | said |")
    print("|---:|---|---:|---:|---|")
    with newswire(**wire_options, max_seconds=7200) as wire, tempfile.TemporaryDirectory(prefix="wirefeed-sigterm-") as folder:
        config = wire.configured(Path(folder), interval=1.0)
        for number in range(options.times):
            wait, lock = chance.uniform(0.0, 6.0), bool(options.locked_every) and number % options.locked_every == options.locked_every - 1
            took, code, said = ended(config, wait, lock=lock)
            seconds.append(took)
            found = [word for word in WORDS if word in said]
            broken += code != 0 or took >= 10 or bool({"Traceback", "CancelledError"} & set(found))
            print(f"| {wait:.1f} | {'locked' if lock else 'free'} | {code} | {took:.2f} | {', '.join(found)} |", flush=True)
        items = ask(Path(folder) / "wirefeed.db", "SELECT count(*), (SELECT count(*) FROM fetches) FROM items")[0]
    print(
        f"\np50 {statistics.median(seconds):.2f} s, max {max(seconds):.2f} s; {items[0]} items, {items[1]} polls; {broken} not as promised"
    )
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
