"""Compare the search of composing with an integer program that has the same objective and the same constraints.

    python benchmarks/search.py GOLD.jsonl [--max-words N] [--seconds S]

For every story both choose sentences from the same pool; printed are the objective the search reaches in shares of the program's, ROUGE of
both (the chosen sentences in the same order), and the time of choosing alone. Needs scipy, which wirefeed itself does not.
"""

import argparse
import json
import statistics
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from rouge_score import rouge_scorer
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from wirefeed.app import rules_of
from wirefeed.cli.compose import members_of
from wirefeed.compose import select, weigh
from wirefeed.compose.lede import ledes_of
from wirefeed.compose.pool import Pool, gather
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.source import Annotations, sources_of
from wirefeed.config.settings import Settings

SCORER = rouge_scorer.RougeScorer(["rouge1", "rouge2"], use_stemmer=True)


def solve(task: select.Task, lede: int | None, seconds: float) -> np.ndarray:
    """The lines an integer program prints: line, concept and voice variables, all of them 0 or 1."""
    lines, concepts, voices = len(task.words), len(task.worth), task.voices.shape[1]
    count = lines + concepts + voices
    gain = np.concatenate((task.own, task.worth, np.full(voices, task.reward)))
    rows: list[dict[int, float]] = [dict(enumerate(task.words))]
    most: list[float] = [float(task.budget)]
    for line in range(lines):
        for other in np.flatnonzero(task.units[line]):
            if other != line:
                rows.append({line: 1.0, int(other): -1.0})
                most.append(0.0)
        for other in np.flatnonzero(task.same[line]):
            if other > line:
                rows.append({line: 1.0, int(other): 1.0})
                most.append(1.0)
    for first, held in ((lines, task.shared), (lines + concepts, task.voices)):
        for number in range(held.shape[1]):
            rows.append({first + number: 1.0, **{int(line): -1.0 for line in np.flatnonzero(held[:, number])}})
            most.append(0.0)
    at = [(row, column, value) for row, entries in enumerate(rows) for column, value in entries.items()]
    matrix = csr_matrix(([value for _, _, value in at], ([row for row, _, _ in at], [column for _, column, _ in at])), (len(rows), count))
    low = np.zeros(count)
    if lede is not None:
        low[lede] = 1.0
    done = milp(
        -gain,
        constraints=LinearConstraint(matrix, ub=np.array(most)),
        integrality=np.ones(count),
        bounds=Bounds(low, 1),
        options={"time_limit": seconds},
    )
    return np.zeros(lines) if done.x is None else np.round(done.x[:lines])


def told(pool: Pool, picked: list[int]) -> str:
    """The picked lines as one text, in order of their place."""
    return " ".join(pool.text(line) for line in sorted(picked, key=lambda line: (pool.lines[line].place, line)))


def measure(pool: Pool, rules: ComposeRules, seconds: float, reference: str) -> tuple[float, ...] | None:
    """(share of the program's objective, ROUGE-1 and -2 of search and program, seconds of both) of one story."""
    ledes = ledes_of(pool, rules)
    lede = ledes[0] if ledes else None
    task = select.task_of(pool, frozenset(), frozenset(), rules)
    started = time.process_time()
    found = list(select.select(pool, lede, rules))
    searched = time.process_time() - started
    started = time.process_time()
    solved = solve(task, lede, seconds)
    program = time.process_time() - started
    if not solved.any() or not found:
        return None
    mine = np.zeros(len(pool.lines))
    mine[found] = 1.0
    scores = [SCORER.score(reference, told(pool, lines)) for lines in (found, [int(line) for line in np.flatnonzero(solved)])]
    rouge = [100 * score[key].fmeasure for score in scores for key in ("rouge1", "rouge2")]
    return task.value(mine) / task.value(solved), *rouge, searched, program


def main() -> None:
    """Measure every story of a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--max-words", type=int, default=230)
    parser.add_argument("--seconds", type=float, default=3.0)
    options = parser.parse_args()
    rules = rules_of(Settings())
    # The program knows no sentence by sentence news: that rule is off for both.
    words = replace(rules.compose, max_words=options.max_words, news=0.0)
    rows, annotations = [], Annotations(10_000)
    for story in map(json.loads, options.gold.read_text(encoding="utf-8").splitlines()):
        sources = sources_of(members_of(story["items"], rules, {}), annotations, words)
        if len(sources) > 1:
            row = measure(gather(sources, weigh.weigh(sources), words), words, options.seconds, story["reference"])
            rows += [row] if row else []
    share, r1, r2, p1, p2, searched, program = (statistics.fmean(column) for column in zip(*rows, strict=True))
    print(f"{options.gold.stem}: {len(rows)} stories | the search reaches {share:.4f} of the program's objective")
    print(f"search  R1 {r1:.2f} R2 {r2:.2f} | {1000 * searched:.1f} ms a story, slowest {1000 * max(row[5] for row in rows):.0f}")
    print(f"program R1 {p1:.2f} R2 {p2:.2f} | {1000 * program:.1f} ms a story, slowest {1000 * max(row[6] for row in rows):.0f}")


if __name__ == "__main__":
    main()
