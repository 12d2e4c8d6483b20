"""How long a hub waits for its answer, and how long a pushed item takes to become a story: the real daemon and a real hub on loopback."""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.integration.daemon import Daemon
from tests.integration.daemons import rss
from tests.integration.hub import Hub
from tests.integration.servers import Asked, Loopback, document
from tests.integration.test_websub import Wire

PUSHES = int(sys.argv[1]) if len(sys.argv) > 1 else 50


def main() -> None:
    """Push one new item at a time; wait for the hub's answer, then for the story."""
    answers, stories = [], []
    with tempfile.TemporaryDirectory() as folder, Loopback() as server, Hub() as hub:
        wire = Wire(Path(folder), server, hub)

        async def serve(asked: Asked, writer: asyncio.StreamWriter) -> None:
            writer.write(document(asked, wire.body))

        server.pages["/feed.xml"] = serve
        with Daemon(wire.config) as daemon:
            daemon.wait_for("poll", outcome="changed")
            wire.subscribed(daemon)
            for number in range(PUSHES):
                started = time.perf_counter()
                status = hub.publish(wire.topic, rss(f"Report number {number} of the harbour office"))
                answers.append(time.perf_counter() - started)
                if status != 200:
                    raise SystemExit(f"push {number} was answered {status}")
                wire.wait_for_rows(f"SELECT count(*) FROM merged_stories WHERE headline LIKE 'Report number {number} %'", [(1,)])  # noqa: S608
                stories.append(time.perf_counter() - started)
            daemon.stop()
    for what, seconds in (("answered", answers), ("a story", stories)):
        print(f"{what}: median {statistics.median(seconds) * 1000:.0f} ms, longest {max(seconds) * 1000:.0f} ms, {len(seconds)} pushes")


if __name__ == "__main__":
    main()
