"""Measure how many items a second one core places as live stories grow: the parts, and end to end. Prints a Markdown table.

    python benchmarks/placing.py [--stories 1000 10000 100000] [--items 300]

Stories are drawn, not read: each has 80 terms (half of them common, by Zipf's law) and 24 names of its own mixture; of the items placed,
half belong to a story (two thirds of their terms are its), half are new. Times are processor time of this process, so a busy machine
changes little. "Load" is seating a member known already; "place" is told of 200 items at a time, as the pipeline tells. "Read" is
normalising and encoding a 350-word text, the same at every size; judging copies and the database are not in it (benchmarks/speed.py has
whole passes).
"""

import argparse
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wirefeed.cluster import ClusterRules, LiveIndex, encode, shipped
from wirefeed.cluster.encoded import pack
from wirefeed.model.cluster import Join
from wirefeed.pipeline.imports import feed_of
from wirefeed.text.normalise import normalise_record

NOW = datetime(2031, 5, 5, tzinfo=UTC)
TERMS, NAMES, COMMON, RARE = 80, 24, 5_000, 400_000
REPAIR_EVERY = 200


@dataclass(frozen=True)
class Cost:
    """Milliseconds an item, by part, ``load`` for each member already seated; ``joined`` is the share of items that joined a story."""

    stories: int
    load: float
    place: float
    seat: float
    repair: float
    joined: float


class Draw:
    """Draws encoded items."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - the same items every time

    def topic(self) -> tuple[list[int], list[int]]:
        """The terms and names of a story."""
        draw = self._random
        terms = [self._common() for _ in range(TERMS // 2)] + [COMMON + draw.randrange(RARE) for _ in range(TERMS // 2)]
        names = [2 * RARE + int(draw.paretovariate(0.6)) % RARE for _ in range(NAMES)]
        return list(dict.fromkeys(terms)), list(dict.fromkeys(names))

    def item(self, topic: tuple[list[int], list[int]], own: float = 0.67) -> bytes:
        """An item that has this share of a story's terms and names, and others of its own."""
        other = self.topic()
        terms, names = (self._mixed(mine, theirs, own) for mine, theirs in zip(topic, other, strict=True))
        counts = [(term, 1 + self._random.randrange(3) | 16 * (at % 4 == 0) | 64 * (at % 10 == 0)) for at, term in enumerate(terms)]
        return pack(
            language=1,
            length=350,
            weekdays=1,
            dated=True,
            live=False,
            terms=counts,
            names=[(name, 65) for name in names],
            sets=(names[:6], [], names[6:12], names[:2]),
        )

    def _common(self) -> int:
        return min(COMMON - 1, int(self._random.paretovariate(0.7)))

    def _mixed(self, mine: list[int], theirs: list[int], own: float) -> list[int]:
        kept = self._random.sample(mine, int(len(mine) * own))
        return list(dict.fromkeys(kept + theirs[: len(mine) - len(kept)]))


def measure(stories: int, items: int) -> Cost:
    """Fill an index with so many stories and place some items among them, repairing as the pipeline does."""
    draw, index = Draw(1), LiveIndex(ClusterRules(), shipped())
    topics = [draw.topic() for _ in range(stories)]
    members = [
        (f"s{number}", number, NOW + timedelta(minutes=number % 9000), draw.item(topic, 1.0), f"a{number % 40}")
        for number, topic in enumerate(topics)
    ]
    started = time.process_time()
    index.add_all(members)
    load = 1000 * (time.process_time() - started) / stories
    homes = random.Random(2).choices(topics, k=items)  # noqa: S311 - the same items every time
    arriving = [draw.item(home if number % 2 else draw.topic()) for number, home in enumerate(homes)]
    spent = {"place": 0.0, "seat": 0.0, "repair": 0.0}
    changed: dict[str, None] = {}
    joined = 0

    def timed(part: str, run: Callable[[], object]) -> object:
        started = time.process_time()
        found = run()
        spent[part] += time.process_time() - started
        return found

    at = NOW + timedelta(minutes=9000)
    for number, features in enumerate(arriving, stories):
        if (number - stories) % REPAIR_EVERY == 0:
            batch = arriving[number - stories : number - stories + REPAIR_EVERY]
            timed("place", lambda batch=batch: index.expect((each, at) for each in batch))
        placement = timed("place", lambda features=features: index.place(features, at, (), "a0"))
        joined += isinstance(placement, Join)
        story = placement.cluster if isinstance(placement, Join) else f"s{number}"
        timed("seat", lambda number=number, story=story, features=features: index.add(story, number, at, features, "a0"))
        changed[story] = None
        if len(changed) >= REPAIR_EVERY:
            timed("repair", lambda: index.repairs(tuple(changed), NOW))
            changed.clear()
    timed("repair", lambda: index.repairs(tuple(changed), NOW))
    return Cost(stories=stories, load=load, joined=joined / items, **{part: 1000 * seconds / items for part, seconds in spent.items()})


def reading(items: int) -> float:
    """Milliseconds to normalise and encode a text of about 350 words."""
    draw = random.Random(3)  # noqa: S311 - the same texts every time
    words = ["".join(draw.choice(("ka", "lo", "mi", "ten", "ras", "vo", "el")) for _ in range(draw.randint(1, 4))) for _ in range(5000)]
    texts = [" ".join(f"{draw.choice(words).capitalize()} {' '.join(draw.choices(words, k=20))}." for _ in range(17)) for _ in range(items)]
    records = [
        {"id": str(n), "source": "Alder Wire", "published": None, "lang": "en", "title": text[:60], "text": text}
        for n, text in enumerate(texts)
    ]
    feed = feed_of(records[0], {})
    started = time.process_time()
    for record in records:
        encode(normalise_record(record, feed, NOW))
    return 1000 * (time.process_time() - started) / items


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, nargs="*", default=[1000, 10_000, 100_000])
    parser.add_argument("--items", type=int, default=300)
    options = parser.parse_args()
    read = reading(options.items)
    print(
        "| live stories | load ms | read ms | place ms | seat ms | repair ms | items/s placed and repaired | items/s end to end | joined |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for stories in options.stories:
        cost = measure(stories, options.items)
        spent = cost.place + cost.seat + cost.repair
        parts = f"{read:.2f} | {cost.place:.2f} | {cost.seat:.2f} | {cost.repair:.2f}"
        print(
            f"| {stories:,} | {cost.load:.3f} | {parts} | {1000 / spent:,.0f} | {1000 / (spent + read):,.0f} | {cost.joined:.0%} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
