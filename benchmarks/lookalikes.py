"""Make a labelled set of look-alike reports: bulletins of one pattern about different events. All text is written for this file.

    python benchmarks/lookalikes.py [--seed 1] [--days 40] > lookalikes.jsonl

Every event is told by one to five agencies, each in its own choice of words; around the same hours another event of the same kind happens
elsewhere (a twin), and daily bulletins come back with the same actors and other figures. A pure function of the seed.
"""

import argparse
import json
import random
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

START = datetime(2031, 5, 5, tzinfo=UTC)
AGENCIES = ("Alder Wire", "Birch Press", "Cedar News", "Elm Bulletin", "Hazel Dispatch", "Linden Post", "Maple Desk")
PATTERNS = Path(__file__).with_suffix(".toml")
Event = dict[str, Any]


class Maker:
    """Draws events of the patterns and lets agencies tell them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same text every time; nothing secret
        patterns = tomllib.loads(PATTERNS.read_text(encoding="utf-8"))
        self.words: dict[str, list[str]] = patterns["words"]
        self.kinds: list[dict[str, Any]] = patterns["kind"]

    def fact(self, of: str | list[Any]) -> str:
        """One fact: a number of a range, a word of a list of the file, or one of the words given."""
        if isinstance(of, str):
            return " ".join(self.random.choice(self.words[name]) for name in of.split())
        if isinstance(of[0], str):
            return str(self.random.choice(of))
        low, high = of
        return f"{self.random.uniform(low, high):.1f}" if isinstance(low, float) else f"{self.random.randint(low, high):,}"

    def event(self, kind: dict[str, Any], at: datetime, fixed: Event | None = None) -> Event:
        """An event of a kind; ``fixed`` facts are those of its twin or series."""
        facts = {name: self.fact(of) for name, of in kind["facts"].items()}
        return {"kind": kind, "at": at, "facts": {**facts, **(fixed or {}), "day": f"{at:%A}"}}

    def events(self, days: int) -> Iterator[Event]:
        """Everything that happens, twins after their models, in no order."""
        for kind in self.kinds:
            series = [self.event(kind, START) for _ in range(kind.get("series", 0))]
            for day in range(days):
                noon = START + timedelta(days=day, hours=self.random.uniform(0, 20))
                for one in series:
                    same = {name: one["facts"][name] for name in kind["same"]}
                    yield self.event(kind, noon + timedelta(hours=self.random.uniform(0, 3)), same)
                if not series and self.random.random() < 0.3:
                    yield from self._with_twin(kind, noon)

    def _with_twin(self, kind: dict[str, Any], at: datetime) -> Iterator[Event]:
        first = self.event(kind, at)
        yield first
        if self.random.random() < 0.7:
            kept = {name: first["facts"][name] for name in kind["twin"] if self.random.random() < 0.6}
            yield self.event(kind, at + timedelta(hours=self.random.uniform(0.2, 30)), kept)

    def reports(self, event: Event) -> Iterator[tuple[str, datetime, str, str]]:
        """(agency, time, title, text) of those who tell of an event, each with the facts as it words them."""
        kind, facts = event["kind"], event["facts"]
        count = self.random.choices((1, 2, 3, 4, 5), (5, 3, 3, 2, 1))[0]
        for agency in self.random.sample(AGENCIES, count):
            at = event["at"] + timedelta(hours=self.random.expovariate(0.5))
            details = [self.random.choice(told) for told in kind["details"]]
            self.random.shuffle(details)
            kept = details[: self.random.randint(0, len(details))]
            text = " ".join(
                [self.random.choice(kind["ledes"]), *kept, self.random.choice(self.words["closing"])][: 1 + len(kept) + (at.minute % 2)]
            )
            title = self.random.choice(kind["heads"])
            yield agency, at, capital(title.format(**facts)), capital(text.format(**facts))


def capital(text: str) -> str:
    """Text with its first letter a capital."""
    return text[:1].upper() + text[1:]


def records(seed: int, days: int) -> list[dict[str, str]]:
    """The set as lines for ``wirefeed import`` and ``wirefeed train``, oldest first."""
    maker = Maker(seed)
    told = [
        (at, agency, title, text, number)
        for number, event in enumerate(maker.events(days))
        for agency, at, title, text in maker.reports(event)
    ]
    return [
        {
            "id": f"look-{seed}-{number}",
            "source": agency,
            "published": at.isoformat(timespec="seconds"),
            "lang": "en",
            "title": title,
            "text": text,
            "story": f"look-{seed}-{story}",
        }
        for number, (at, agency, title, text, story) in enumerate(sorted(told))
    ]


def main() -> None:
    """Print the set, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=40)
    options = parser.parse_args()
    for record in records(options.seed, options.days):
        sys.stdout.write(json.dumps(record) + "\n")


if __name__ == "__main__":
    main()
