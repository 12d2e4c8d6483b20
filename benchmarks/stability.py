"""Replay stories member by member and measure how much of an article stays when its news changes.

    python benchmarks/stability.py GOLD.jsonl [--max-words N] [--kept SHARE]

Each story's items arrive one by one in the file's order; every step composes with the version before it. ``kept`` is the share of the
sentences of a version that stand in the next, ``newest`` the share of steps in which the agency that just came in is printed, ``unchanged``
the share of steps that made no new version. ``--kept`` sets the reward for a sentence printed before (the rule ``kept``); 0 is none.
"""

import argparse
import json
import statistics
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from wirefeed.app import rules_of
from wirefeed.cli.compose import members_of
from wirefeed.compose import compose
from wirefeed.compose.source import Annotations
from wirefeed.config.settings import Settings
from wirefeed.model.ids import ItemRef
from wirefeed.model.story import SegmentKind, Story


def sentences(story: Story) -> Iterator[tuple[ItemRef, int]]:
    """Each printed sentence by the item and the place its first verbatim characters end at."""
    for paragraph in story.paragraphs:
        begins = True
        for segment in paragraph:
            if segment.operation == "space":
                begins = True
            elif begins and segment.kind is SegmentKind.VERBATIM and segment.source is not None:
                yield segment.source.item, segment.source.start
                begins = False


def main() -> None:
    """Replay, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--max-words", type=int, default=450)
    parser.add_argument("--kept", type=float)
    options = parser.parse_args()
    rules = rules_of(Settings())
    words = replace(rules.compose, max_words=options.max_words)
    if options.kept is not None:
        words = replace(words, kept=options.kept)
    kept, newest, unchanged, annotations = [], [], [], Annotations(10_000)
    for story in map(json.loads, options.gold.read_text(encoding="utf-8").splitlines()):
        before: Story | None = None
        for count in range(1, len(story["items"]) + 1):
            members = members_of(story["items"][:count], rules, {})
            made = compose(story["id"], members, before, words, datetime.now(UTC), annotations)
            if before is not None:
                unchanged.append(not isinstance(made, Story))
            if isinstance(made, Story):
                now = set(sentences(made))
                if before is not None and count > len({before.lead}) + 1:
                    old = set(sentences(before))
                    kept.append(len(old & now) / max(1, len(old)))
                    newest.append(any(ref == members[-1].ref for ref, _ in now))
                before = made
    print(
        f"{options.gold.stem}: {len(kept)} new versions of stories of two members or more | sentences kept {statistics.fmean(kept):.3f}"
        f" | newest agency printed {statistics.fmean(newest):.3f} | steps without a new version {statistics.fmean(unchanged):.3f}"
    )


if __name__ == "__main__":
    main()
