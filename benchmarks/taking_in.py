"""What reading and taking in an item costs, stage by stage, on the feeds of wires.py. Prints a Markdown table.

    python benchmarks/taking_in.py [--feeds 64] [--items 50] [--seed 1]

Milliseconds of processor time an item, in one process, each feed read once with cold caches at the start: ``parse`` is bytes to entries,
``normalise`` entries to items, ``encode`` what placing needs of them, ``ingest`` archiving, judging and storing in a SQLite file. The
kinds are those of wires.py; ``all`` is their mixture there. Ingest is measured for all together: feeds are compared with one another.
"""

import argparse
import logging
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import structlog
from wires import END, Wires

from wirefeed.cluster import encode
from wirefeed.dedup.rules import DedupRules
from wirefeed.formats import parse
from wirefeed.model.delivery import Delivery, Fetched
from wirefeed.model.feed import Agency, Cursor, Feed, FeedState
from wirefeed.model.item import Item
from wirefeed.pipeline.ingest import Intake, ingest
from wirefeed.pipeline.ports import Prepared, Reading
from wirefeed.store import open_store
from wirefeed.text.normalise import normalise

T = TypeVar("T")
NOW = END + timedelta(hours=1)


class Costs:
    """Seconds of processor time by stage and kind."""

    def __init__(self) -> None:
        self.spent: dict[tuple[str, str], float] = defaultdict(float)
        self.items: dict[str, int] = defaultdict(int)

    def lap(self, stage: str, kind: str, do: Callable[[], T]) -> T:
        """Do something, at the expense of a stage."""
        started = time.process_time()
        done = do()
        for one in (kind, "all"):
            self.spent[stage, one] += time.process_time() - started
        return done

    def table(self) -> str:
        """Milliseconds an item."""
        lines = ["| stage | " + " | ".join(self.items) + " |", "|---" * (len(self.items) + 1) + "|"]
        for stage in ("parse", "normalise", "encode", "ingest"):
            cells = [f"{self.spent[stage, kind] / n * 1000:.3f}" if (stage, kind) in self.spent else "-" for kind, n in self.items.items()]
            lines.append(f"| {stage} | " + " | ".join(cells) + " |")
        return "\n".join(lines)


def read(costs: Costs, kind: str, feed: Feed, delivery: Delivery) -> Reading:
    """Stops 3 and 4, each on its own."""
    parsed = costs.lap("parse", kind, lambda: parse(delivery))
    sha256 = delivery.sha256
    found = costs.lap("normalise", kind, lambda: [normalise(entry, feed, NOW, sha256) for entry in parsed.entries])
    items = [item for item in found if isinstance(item, Item)]
    features = costs.lap("encode", kind, lambda: [encode(item) for item in items])
    for one in (kind, "all"):
        costs.items[one] += len(items)
    prepared = tuple(Prepared(item=item, features=packed) for item, packed in zip(items, features, strict=True))
    return Reading(format=parsed.format, items=prepared, faults=parsed.faults, digests=parsed.digests)


def main() -> None:
    """Measure as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=64)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    costs, rules = Costs(), DedupRules()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'wirefeed.db'}")
        for wire in Wires(feeds=options.feeds, items=options.items, seed=options.seed).wires:
            name = f"Wire {wire.number}"
            agency = Agency(key=f"a{wire.number}", name=name, quoted_as=name)
            feed = Feed(name=f"f{wire.number}", agency=agency, url=f"http://wire{wire.number}.example/feed.xml")
            delivery = Delivery(feed=feed.name, url=feed.url, body=wire.body(), fetched_at=NOW, content_type="application/rss+xml")
            reading = read(costs, wire.kind, feed, delivery)
            fetched = Fetched(deliveries=(delivery,), cursor=Cursor(), status=200)
            intake = Intake(fetched=fetched, readings=((delivery, reading),))
            with store.write() as unit:
                unit.sync_feeds((feed,))
            started = time.process_time()
            ingest(store, feed, FeedState(), intake, rules=rules, now=NOW, jitter=0.0, seconds=0.1)
            costs.spent["ingest", "all"] += time.process_time() - started
        store.close()
    print(costs.table())


if __name__ == "__main__":
    main()
