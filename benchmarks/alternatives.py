"""Measure what was tried beside the clustering as it is: a look beyond the window, a rule for series, sentence vectors. Prints Markdown.

    python benchmarks/alternatives.py [--shared ../shared] [--only window series vectors]

Each story is judged by weights that never saw it (`clusters.py`). Every variant is the index the daemon uses with one thing changed; what
it would take in the program is in docs/decisions (0037). `vectors` needs the extra `languages` and reads each lead: ten minutes of
one core, the others two.
"""

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import numpy as np
from clusters import HERE, SEVEN, bulletins, training_on
from lookalikes import records

from wirefeed.cluster.across import STORED, Floats
from wirefeed.cluster.features import NAMES
from wirefeed.cluster.index import LiveIndex
from wirefeed.cluster.lead import lead_of
from wirefeed.cluster.rules import ClusterRules
from wirefeed.cluster.score import Score, score
from wirefeed.cluster.sight import Scene, judged
from wirefeed.cluster.stories import LiveStory, Seated
from wirefeed.cluster.stream import Lesson, Stream
from wirefeed.cluster.weights import Weights
from wirefeed.model.cluster import Join, Placement
from wirefeed.model.match import Match
from wirefeed.pipeline.imports import read_lines
from wirefeed.work.vectors import LeadVectors

COLUMN = {name: at for at, name in enumerate(NAMES)}
Making = Callable[[ClusterRules, Weights], LiveIndex]


@dataclass(frozen=True, slots=True)
class Head:
    """What a variant may know of an item beyond its features."""

    title: str
    at: float
    vector: Floats | None = None


class Beyond(LiveIndex):
    """An item that fits no story of its week may join one that was quiet for up to ``days``, on stronger evidence."""

    def __init__(self, rules: ClusterRules, weights: Weights, *, days: float, least: float, rare: float, as_if: float = 0.0) -> None:
        super().__init__(rules, weights)
        self._days, self._least, self._rare, self._as_if = days, least, rare, as_if
        self.joined = 0

    def place(self, features: bytes, published_at: datetime, near: Iterable[tuple[int, float]] = (), agency: str = "") -> Placement:
        """As ever; then among the quiet stories that share a quotation, a copied passage, or names and rare words."""
        placed = super().place(features, published_at, near, agency)
        if isinstance(placed, Join):
            return placed
        roster = self._roster
        window, roster._window = roster._window, [self._days * 86400 * (each > 0) for each in roster._window]  # noqa: SLF001 - the one thing changed
        (scene,) = self._sight.of_items([self._row(features, published_at.timestamp())])
        roster._window = window  # noqa: SLF001 - put back
        quiet = [row for row in range(len(scene.stories)) if self._fits(scene.features[row])]
        scene = replace(scene, features=self._pretended(scene.features)) if self._as_if and quiet else scene
        (logits,) = judged([scene], self.weights.join)
        best = max(quiet, key=logits.__getitem__, default=None)
        if best is None or logits[best] < self._least:
            return placed
        self.joined += 1
        return Join(cluster=scene.stories[best].id, match=Match(score=logits[best], reasons=("a story that was quiet",)))

    def _pretended(self, rows: Floats) -> Floats:
        """The features as if no story had been quiet for longer than ``as_if`` days: the trees never saw a longer pause."""
        rows = rows.copy()
        for name in ("gap_last", "gap_first"):
            rows[:, COLUMN[name]] = np.minimum(rows[:, COLUMN[name]], np.log1p(self._as_if))
        rows[:, COLUMN["decay"]] = np.maximum(rows[:, COLUMN["decay"]], np.exp(-self._as_if / self.rules.decay))
        rows[:, COLUMN["words_decay"]] = rows[:, COLUMN["words"]] * rows[:, COLUMN["decay"]]
        return rows

    def _fits(self, row: Floats) -> bool:
        value = partial(_value, row)
        quoted = value("quotes") > 0.6 or value("copies") > 1.5
        named = value("actors") > 0 and value("rarest5") >= self._rare
        quiet = np.expm1(value("gap_last")) > self.rules.window
        return bool(quiet and (quoted or named))


def _value(row: Floats, name: str) -> float:
    return float(row[COLUMN[name]])


class Knowing(LiveIndex):
    """An index that knows the heads of the items, and which of them stands before it."""

    heads: Mapping[int, Head]
    latest: int

    def _seen(self, row: int) -> tuple[Scene, list[float]]:
        scene, logits = super()._seen(row)
        return scene, self._reconsidered(self.latest, scene, logits)

    def _decision(self, member: Seated, own: LiveStory, scene: Scene, logits: list[float]) -> Placement:
        return super()._decision(member, own, scene, self._reconsidered(member.number, scene, logits))

    def _reconsidered(self, number: int, scene: Scene, logits: list[float]) -> list[float]:
        raise NotImplementedError


class Series(Knowing):
    """An item whose title is that of another but for figures and days, a period apart, tells of another issue of the series."""

    def __init__(self, rules: ClusterRules, weights: Weights, *, hours: float, alike: float) -> None:
        super().__init__(rules, weights)
        self._hours, self._alike = hours, alike
        self.vetoes = 0

    def _reconsidered(self, number: int, scene: Scene, logits: list[float]) -> list[float]:
        kept = []
        for logit, story in zip(logits, scene.stories, strict=True):
            serial = any(self._is_serial(number, member.number) for member in story.members if member.number != number)
            self.vetoes += serial and logit >= self.rules.join
            kept.append(logit - 100 if serial else logit)
        return kept

    def _is_serial(self, one: int, other: int) -> bool:
        mine, theirs = self.heads[one], self.heads[other]
        if abs(mine.at - theirs.at) < self._hours * 3600:
            return False
        (words, marks), (others, their_marks) = pattern_of(mine.title), pattern_of(theirs.title)
        shared = len(words & others) / max(1, len(words | others))
        return len(words) > 2 and shared >= self._alike and marks != their_marks and bool(marks or their_marks)


_MARK = re.compile(
    r"\d|^(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday|first|second|third|fourth|q[1-4]|one|two|three|four|five|six|seven|eight|nine|ten|week|tháng|quý)$"
)


def pattern_of(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """(the words of a title that a series repeats, those that count its issues)."""
    words = re.findall(r"[^\W_]+(?:[.,]\d+)*", title.lower())
    marks = frozenset(word for word in words if _MARK.search(word))
    return frozenset(words) - marks, marks


class Meaning(Knowing):
    """Near the threshold the likeness of leads in a model's eyes has a say."""

    def __init__(self, rules: ClusterRules, weights: Weights, *, band: float, weight: float, middle: float) -> None:
        super().__init__(rules, weights)
        self._band, self._weight, self._middle = band, weight, middle
        self.asked = 0

    def _reconsidered(self, number: int, scene: Scene, logits: list[float]) -> list[float]:
        if all(abs(logit - self.rules.join) > self._band for logit in logits):
            return logits
        self.asked += 1
        mine = self.heads[number].vector
        return [
            logit
            if mine is None or abs(logit - self.rules.join) > self._band
            else logit + self._weight * (self._likeness(mine, story) - self._middle)
            for logit, story in zip(logits, scene.stories, strict=True)
        ]

    def _likeness(self, mine: Floats, story: LiveStory) -> float:
        theirs = [vector for member in story.members[-8:] if (vector := self.heads[member.number].vector) is not None]
        return float(np.mean([mine @ vector for vector in theirs])) if theirs else self._middle


class Told(Stream):
    """A stream that tells its index which item stands before it."""

    def __init__(self, lessons: Sequence[Lesson], rules: ClusterRules, weights_of: Callable[[str], Weights], index: LiveIndex) -> None:
        super().__init__(lessons, rules, weights_of)
        self.index = index

    def _show(self, lesson: Lesson) -> None:
        self.index.latest = lesson.number  # type: ignore[attr-defined]
        super()._show(lesson)


def heads_of(name: str, shared: Path, *, vectors: bool) -> dict[int, Head]:
    """The heads of one set by the numbers of its lessons (their lines)."""
    if name == "lookalikes":
        raw = [json.dumps(record).encode() for record in records(2, 40)]
    else:
        raw = [line for line in (shared / f"data/cluster/{name}.jsonl").read_bytes().splitlines() if line.strip()]
    lines = list(read_lines(raw, {}, name))
    found: list[Floats | None] = [None] * len(lines)
    if vectors:
        stored = LeadVectors().embed([lead_of(line.item).text for line in lines])
        rows = np.array([np.frombuffer(vector or bytes(768), STORED) for vector in stored]).astype(np.float32)
        rows -= rows.mean(axis=0)
        found = list(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6))
    return {
        number: Head(title=json.loads(line.raw).get("title") or "", at=line.item.published_at.timestamp(), vector=vector)
        for number, (line, vector) in enumerate(zip(lines, found, strict=True))
    }


def variants(only: Sequence[str]) -> Iterator[tuple[str, str, Making]]:
    """(kind, words, index)."""
    yield "", "as it is", LiveIndex
    if "window" in only:
        for days, least, rare, as_if in ((30, 1.5, 5.0, 0), (30, 2.5, 6.0, 0), (14, 1.5, 5.0, 0), (30, 2.5, 5.0, 3), (30, 3.5, 6.0, 3)):
            words = f"quiet for up to {days} days, logit {least}, rarity {rare}" + (f", as if for {as_if}" if as_if else "")
            yield "window", words, partial(Beyond, days=days, least=least, rare=rare, as_if=as_if)
    if "series" in only:
        for hours, alike in ((18.0, 0.8), (18.0, 0.6), (72.0, 0.6)):
            yield "series", f"series: titles {alike} alike but for figures, {hours:.0f} h apart", partial(Series, hours=hours, alike=alike)
    if "vectors" in only:
        for band, weight, middle in ((1.0, 3.0, 0.4), (1.0, 3.0, 0.5), (2.0, 3.0, 0.45), (9.0, 3.0, 0.45)):
            words = f"vectors: within {band} of the threshold, {weight} x (likeness - {middle})"
            yield "vectors", words, partial(Meaning, band=band, weight=weight, middle=middle)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--only", nargs="*", default=["window", "series", "vectors"], choices=["window", "series", "vectors"])
    options = parser.parse_args()
    training, sparse = training_on(options.shared)
    folds = training._folds  # noqa: SLF001 - the same weights for every variant
    sets = {name: training.sets[name] for name in SEVEN} | {"mix_sparse": sparse, "lookalikes": bulletins(2)}
    told = {"series", "vectors"} & set(options.only)
    heads = {name: heads_of(name, options.shared, vectors="vectors" in told) for name in sets} if told else defaultdict(dict)
    print(f"| variant | {' | '.join(sets)} | mean of 7 | singletons joined (sparse) |\n|{'---|' * (len(sets) + 3)}")
    for kind, words, making in variants(options.only):
        found: dict[str, Score] = {}
        for name, lessons in sets.items():
            index = making(training.rules, folds[0])
            if kind in told:
                index.heads = heads[name]  # type: ignore[attr-defined]
            stream = Told(lessons, training.rules, lambda story: folds[training.fold_of(story)], index)
            found[name] = score(stream.truth, stream.run())
        mean = sum(found[name].f1 for name in SEVEN) / len(SEVEN)
        figures = " | ".join(f"{each.f1:.4f}" for each in found.values())
        print(f"| {words} | {figures} | **{mean:.4f}** | {found['mix_sparse'].lone_joined:.1%} |", flush=True)


if __name__ == "__main__":
    main()
