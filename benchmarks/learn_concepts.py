"""Learn what a concept's chance of standing in an editor's composite depends on, and report honestly what it is worth.

    python benchmarks/learn_concepts.py WIKINEWS.jsonl [--max-words 315] [--held-out MULTINEWS.jsonl --held-words 230]

Prints the four numbers of ``LEARNED`` in wirefeed/compose/weigh.py, fitted to all clusters of the file, and ROUGE of composites under the
desk's weights alone, under numbers fitted to the other clusters only (eleven folds), and on a file nothing was fitted to. Only texts whose
licence allows it may be learned from for shipping: Wikinews is CC BY. The file's own clusters are never scored with numbers that saw them.
"""

import argparse
import json
import statistics
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rouge_score import rouge_scorer

from wirefeed.app import rules_of
from wirefeed.cli.compose import members_of
from wirefeed.compose import compose, weigh
from wirefeed.compose.concepts import concepts_of
from wirefeed.compose.source import Annotations, sources_of
from wirefeed.config.settings import Settings

FOLDS = 11
RIDGE = 1.0
RULES = rules_of(Settings())
SCORER = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)


class Stories:
    """The stories of a file with their members; ``rows`` are concepts as (features, whether the editor has it)."""

    def __init__(self, path: Path, words: int) -> None:
        self.name = path.stem
        self.rules = replace(RULES.compose, max_words=words)
        self.annotations = Annotations(10_000)
        self.gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        self.members = [members_of(story["items"], RULES, {}) for story in self.gold]
        self.rows = [self._rows(story, members) for story, members in zip(self.gold, self.members, strict=True)]

    def _rows(self, story: dict, members: tuple) -> tuple[np.ndarray, np.ndarray] | None:
        sources = sources_of(members, self.annotations, self.rules)
        if len(sources) == 1:
            return None
        column = weigh.columns(sources)
        held = set(concepts_of(story["reference"], "en")[0])
        return weigh.features(sources, column), np.array([pair in held for pair in column], dtype=float)

    def score(self, learned_for: object, share: float) -> str:
        """Mean ROUGE with the numbers that ``learned_for`` gives for each story."""
        scores = []
        shipped = weigh.LEARNED, weigh.SHARE
        for number, (story, members) in enumerate(zip(self.gold, self.members, strict=True)):
            weigh.LEARNED, weigh.SHARE = learned_for(number), share
            made = compose(story["id"], members, None, self.rules, datetime.now(UTC), self.annotations)
            scores.append(SCORER.score(story["reference"], made.body))
        weigh.LEARNED, weigh.SHARE = shipped
        means = [100 * statistics.fmean(score[key].fmeasure for score in scores) for key in ("rouge1", "rouge2", "rougeL")]
        return "R1 {:.2f} R2 {:.2f} RL {:.2f}".format(*means)


def fit(rows: list) -> tuple[float, ...]:
    """Logistic regression by Newton's method, every story of equal weight: the constant, then one number a feature."""
    some = [row for row in rows if row is not None]
    x = np.vstack([np.column_stack((np.ones(len(y)), x)) for x, y in some])
    y = np.concatenate([y for _, y in some])
    weight = np.concatenate([np.full(len(y), 1 / len(y)) for _, y in some])
    weight *= len(y) / weight.sum()
    ridge = np.diag([0.0] + [RIDGE] * (x.shape[1] - 1))
    found = np.zeros(x.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-x @ found))
        slope = x.T @ (weight * (y - chance)) - ridge @ found
        step = np.linalg.solve((x * (weight * chance * (1 - chance))[:, None]).T @ x + ridge, slope)
        found += step
        if np.abs(step).max() < 1e-9:
            break
    return tuple(round(float(one), 3) for one in found)


def main() -> None:
    """Fit, print, score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--max-words", type=int, default=315)
    parser.add_argument("--held-out", type=Path)
    parser.add_argument("--held-words", type=int, default=230)
    options = parser.parse_args()
    mine = Stories(options.file, options.max_words)
    learned = fit(mine.rows)
    print(f"LEARNED = {learned}")
    folds = [fit([row for number, row in enumerate(mine.rows) if number % FOLDS != fold]) for fold in range(FOLDS)]
    print(f"{mine.name}, desk alone: {mine.score(lambda _: learned, 0.0)}")
    print(f"{mine.name}, cross-fit:  {mine.score(lambda number: folds[number % FOLDS], weigh.SHARE)}")
    if options.held_out:
        other = Stories(options.held_out, options.held_words)
        print(f"{other.name}, desk alone: {other.score(lambda _: learned, 0.0)}")
        print(f"{other.name}, held out:   {other.score(lambda _: learned, weigh.SHARE)}")
        bound = [fit([row for number, row in enumerate(other.rows) if number % FOLDS != fold]) for fold in range(FOLDS)]
        told = other.score(lambda number: bound[number % FOLDS], weigh.SHARE)
        print(f"{other.name}, its own numbers, cross-fit (upper bound, never shipped): {told}")


if __name__ == "__main__":
    main()
