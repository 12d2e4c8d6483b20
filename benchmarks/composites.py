"""Compose the stories of a JSONL file, write the records the scorer reads, and print the processor time composing alone took.

    python benchmarks/composites.py GOLD.jsonl OUT.jsonl [--max-words N] [--rounds N]

Needs no database; as a daemon composes, without the doubt ``wirefeed compose`` has of stories others made. Normalising and start-up are
not counted. "First sight" is of texts never met, "known" the daemon's case: of a story that grows all texts but one were read before. Of
several rounds the fastest is given: whatever else the machine does only adds.
"""

import argparse
import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wirefeed.app import rules_of
from wirefeed.cli.compose import members_of
from wirefeed.compose import compose
from wirefeed.compose.records import Given, to_record
from wirefeed.compose.source import Annotations
from wirefeed.config.settings import Settings
from wirefeed.model.story import Member, Story

if TYPE_CHECKING:
    from wirefeed.compose.rules import ComposeRules

NOW = datetime(2100, 1, 1, tzinfo=UTC)


def composed(stories: list[tuple[str, tuple[Member, ...]]], rules: "ComposeRules", kept: Annotations) -> tuple[list[Story], list[float]]:
    """The composites and the seconds of processor time each took."""
    made: list[Story] = []
    seconds: list[float] = []
    for name, members in stories:
        started = time.process_time()
        story = compose(name, members, None, rules, NOW, kept)
        seconds.append(time.process_time() - started)
        made += [story] if isinstance(story, Story) else []  # without a version before it a story is never unchanged
    return made, seconds


def told(what: str, rounds: list[list[float]]) -> str:
    """One line on the fastest of some rounds."""
    best = min(rounds, key=sum)
    return f"{what}: {sum(best):.2f} s, {len(best) / sum(best):.0f} a second, slowest {max(best) * 1000:.0f} ms"


def main() -> None:
    """Compose, write, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--max-words", type=int, default=450)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    every = rules_of(Settings())
    rules = replace(every.compose, max_words=options.max_words)
    records = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    stories = [(record["id"], members_of(record["items"], every, {})) for record in records]
    first, known, made = [], [], []
    for _ in range(options.rounds):
        kept = Annotations(100_000)
        first.append(composed(stories, rules, kept)[1])
        made, seconds = composed(stories, rules, kept)
        known.append(seconds)
    with options.out.open("w", encoding="utf-8") as out:
        for record, (_, members), story in zip(records, stories, made, strict=True):
            given = {
                member.ref: Given(id=member.item.guid, title=item.get("title") or "", text=item.get("text") or "")
                for member, item in zip(members, record["items"], strict=True)
            }
            out.write(json.dumps(to_record(story, given), ensure_ascii=False) + "\n")
    print(f"{len(made)} composites of {options.gold.stem}, {options.max_words} words")
    print(told("first sight", first))
    print(told("known", known))


if __name__ == "__main__":
    main()
