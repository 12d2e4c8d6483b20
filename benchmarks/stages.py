"""Processor time of each stage of a first pass over wires.py, all in this process: read, ingest, place, merge, and pickling the composites.

    python benchmarks/stages.py [--feeds 60] [--items 50] [--seed 1] [--profile STAGE]

What a real pass adds (processes, loopback, several at once on one machine) is not in it: that is speed.py's. ``--profile`` prints where
a stage spends its time, by function, with the profiler's own weight on small ones.
"""

import argparse
import cProfile
import logging
import pickle
import pstats
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import structlog
from sqlalchemy import select
from wires import END, Wires

from wirefeed.app import rules_of
from wirefeed.cluster.weights import shipped
from wirefeed.config.settings import Settings
from wirefeed.model.delivery import Delivery, Fetched
from wirefeed.model.feed import Agency, Cursor, Feed, FeedState
from wirefeed.pipeline.ingest import Intake, ingest
from wirefeed.pipeline.merge import merge
from wirefeed.pipeline.place import Seating, place
from wirefeed.pipeline.ports import Reading
from wirefeed.store import SqlStore, open_store
from wirefeed.store import tables as t
from wirefeed.work.read import read

NOW = END + timedelta(hours=1)
RULES = rules_of(Settings())
SHOWN = 40
T = TypeVar("T")


def feed_of(number: int) -> Feed:
    """A feed of an agency of its own."""
    agency = Agency(key=f"a{number}", name=f"Wire {number}", quoted_as=f"Wire {number}")
    return Feed(name=f"f{number}", agency=agency, url=f"http://127.0.0.1/feed/{number}.xml")


def read_all(documents: list[tuple[Feed, bytes]]) -> list[tuple[Feed, Delivery, Reading]]:
    """What a parse worker does."""
    found = []
    for feed, body in documents:
        delivery = Delivery(feed=feed.name, url=feed.url, body=body, fetched_at=NOW, content_type="application/rss+xml")
        found.append((feed, delivery, read(delivery, feed, frozenset())))
    return found


def ingest_all(store: SqlStore, readings: list[tuple[Feed, Delivery, Reading]]) -> None:
    """What the writer does with each poll."""
    for feed, delivery, reading in readings:
        fetched = Fetched(deliveries=(delivery,), cursor=Cursor(), status=200)
        intake = Intake(fetched=fetched, readings=((delivery, reading),))
        ingest(store, feed, FeedState(), intake, rules=RULES.dedup, now=NOW, jitter=0.0, seconds=0.1)


def travel(store: SqlStore) -> None:
    """What pickling every composite takes, there and back; reading them from the database is not counted."""
    with store.read() as unit:
        ids = list(unit.connection.scalars(select(t.story.c.id)))
        made = [unit.composites(ids[at : at + 60]) for at in range(0, len(ids), 60)]
    stage("pickle", lambda: [pickle.loads(pickle.dumps(batch, pickle.HIGHEST_PROTOCOL)) for batch in made], "")  # noqa: S301 - our own


def stage(name: str, work: Callable[[], T], profiled: str) -> T:
    """Do one stage and print what it took."""
    profile = cProfile.Profile() if name == profiled else None
    begun = time.process_time()
    done = profile.runcall(work) if profile else work()
    print(f"{name:8} {time.process_time() - begun:.2f} s")
    if profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(SHOWN)
    return done


def main() -> None:
    """Measure as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=60)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", choices=["read", "ingest", "place", "merge"], default="")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    wires = Wires(feeds=options.feeds, items=options.items, seed=options.seed).wires
    documents = [(feed_of(number), wire.body()) for number, wire in enumerate(wires)]
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/wirefeed.db")
        with store.write() as unit:
            unit.sync_feeds([feed for feed, _ in documents])
        readings = stage("read", lambda: read_all(documents), options.profile)
        stage("ingest", lambda: ingest_all(store, readings), options.profile)
        stage("place", lambda: place(store, Seating(rules=RULES.cluster, weights=shipped()), NOW), options.profile)
        stage("merge", lambda: merge(store, RULES, NOW), options.profile)
        travel(store)
        store.close()


if __name__ == "__main__":
    main()
