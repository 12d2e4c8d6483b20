"""Measure clustering by weights that never saw what they judge, and the look-alikes; learn the weights wirefeed ships. Prints Markdown.

    python benchmarks/clusters.py [--shared ../shared] [--write-weights FILE] [--skip cross left shuffled]

Each labelled set is judged twice: cross-fitted by story (five folds; ECB+ by topic; stories that share an item across sets are held out
together) and by weights learned without any story of it. Then: `mix` with the items of each hour shuffled three times; look-alike
bulletins of another seed than those learned from, and real RSS feeds of another week (rss_weeks.py). Everything runs in memory through the
index the daemon uses; `quality.py` has the same sets through `wirefeed import`. Takes about ten minutes of one core.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from lookalikes import records
from rss_weeks import records as week_records

from wirefeed.app import rules_of
from wirefeed.cluster.pairs import connected
from wirefeed.cluster.score import Score, score
from wirefeed.cluster.stream import Lesson, Stream
from wirefeed.cluster.train import Training
from wirefeed.cluster.weights import read_weights
from wirefeed.config.settings import Settings
from wirefeed.pipeline.lessons import read_lessons
from wirefeed.store import open_store

HERE = Path(__file__).resolve().parent
SIX = ("vn_mds", "g5w1h", "basil", "allsides", "ecbplus", "fnc1")
SEVEN = ("mix", *SIX)
TOPIC = re.compile(r"(\d+)-(?:ecb|plus)")


def lessons_of(name: str, lines: Sequence[bytes]) -> list[Lesson]:
    """The lessons of one set, as `wirefeed train` reads them."""
    scratch = open_store("sqlite://")
    found = read_lessons(scratch, lines, {}, name, rules_of(Settings()))
    scratch.close()
    return found


def encoded(lines: Iterable[object]) -> list[bytes]:
    """Records as lines of JSON."""
    return [json.dumps(line).encode() for line in lines]


def bulletins(seed: int, days: int = 40) -> list[Lesson]:
    """Look-alikes."""
    return lessons_of("lookalikes", encoded(records(seed, days)))


def feeds(shared: Path, week: str) -> list[Lesson]:
    """Real feeds of a week."""
    return lessons_of(f"rss_{week}", encoded(week_records(shared, week)))


def training_on(shared: Path) -> tuple[Training, list[Lesson]]:
    """The training on everything, and the sparse stream."""
    folder = shared / "data/cluster"
    sets = {name: lessons_of(name, (folder / f"{name}.jsonl").read_bytes().splitlines()) for name in (*SEVEN, "mix_sparse")}
    sparse = sets.pop("mix_sparse")
    sets["rss_april"] = feeds(shared, "april")
    sets["lookalikes"] = bulletins(1)
    by_item = connected({**sets, "mix_sparse": sparse})
    topics = {lesson.story: found[1] for lessons in sets.values() for lesson in lessons if (found := TOPIC.fullmatch(lesson.story))}

    def group(story: str) -> str:
        return f"topic {topics[story]}" if story in topics else by_item(story)

    return Training(sets, rules_of(Settings()).cluster, group=group, told=lambda step: print(step, file=sys.stderr, flush=True)), sparse


def shuffled(lessons: Sequence[Lesson], seed: int) -> list[Lesson]:
    """The items of each hour in another order."""
    draw = random.Random(seed)  # noqa: S311 - the same orders every time
    moved = [
        replace(each, published_at=each.published_at.replace(minute=0, second=0) + timedelta(seconds=draw.randrange(3600)))
        for each in lessons
    ]
    return sorted(moved, key=lambda each: each.published_at)


def rows(scores: dict[str, Score], mean_of: Sequence[str]) -> Iterator[str]:
    """One Markdown row a set, and the mean of some."""
    for name, each in scores.items():
        counts = f"{each.stories} / {each.true_stories} | {each.lone_joined:.1%}"
        yield f"| {name} | {each.precision:.3f} | {each.recall:.3f} | **{each.f1:.4f}** | {counts} |"
    yield f"| mean of {len(mean_of)} | | | **{sum(scores[name].f1 for name in mean_of) / len(mean_of):.4f}** | | |"


def table(title: str, scores: dict[str, Score], mean_of: Sequence[str]) -> None:
    """Print one table."""
    print(f"\n### {title}\n")
    print("| set | precision | recall | B-cubed F1 | stories / true | singletons joined wrongly |")
    print("|---|---|---|---|---|---|")
    print("\n".join(rows(scores, mean_of)), flush=True)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--write-weights", type=Path)
    parser.add_argument("--skip", nargs="*", default=[], choices=["cross", "left", "shuffled"])
    options = parser.parse_args()
    training, sparse = training_on(options.shared)
    text = training.learn()
    if options.write_weights:
        options.write_weights.write_text(text, encoding="utf-8")
    weights = read_weights(text)
    for title, name, lessons in (
        ("Look-alike bulletins of an unseen seed", "lookalikes, seed 2", bulletins(2)),
        ("Real feeds of an unseen week", "rss_june", feeds(options.shared, "june")),
    ):
        unseen = Stream(lessons, training.rules, lambda _: weights)
        table(title, {name: score(unseen.truth, unseen.run())}, [name])
    if "cross" not in options.skip:
        table("Cross-fitted by story", training.cross_fit({"mix_sparse": sparse}), SEVEN)
    if "left" not in options.skip:
        table("Left out: no story of the set was learned from", training.leave_one_out(SIX), SIX)
    if "shuffled" not in options.skip:
        orders = {f"mix, order {seed}": shuffled(training.sets["mix"], seed) for seed in range(3)}
        table("The items of each hour in three orders, cross-fitted", training.judge_by_folds(orders), list(orders))


if __name__ == "__main__":
    main()
