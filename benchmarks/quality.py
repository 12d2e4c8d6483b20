"""Measure merge quality through the public commands and the shared scorers, and print one Markdown table.

    python benchmarks/quality.py [--shared ../shared] [--write]

Imports each labelled set into a fresh SQLite file and composes each set of stories, with the defaults a user gets. ``--write`` puts the
table between its marks in benchmarks/RESULTS.md. Exits with 1 when a floor is missed.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import rss_weeks

HERE = Path(__file__).resolve().parent
MARK = "quality"
CLUSTERS = {
    "mix": 0.89,
    "mix_sparse": 0.89,
    "rss_april": 0.0,
    "rss_june": 0.0,
    "vn_mds": 0.0,
    "g5w1h": 0.0,
    "basil": 0.0,
    "allsides": 0.0,
    "ecbplus": 0.0,
    "fnc1": 0.0,
}
COMPOSITES = {"multinews": (230, 45.0, 15.0), "wikinews": (315, 0.0, 0.0)}
MOST_JOINED = 0.25
LEAST_REPRINT_F1 = 0.95


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    floor: str
    held: bool
    seconds: float


def run(*command: object) -> str:
    """Standard output of a command; its error output when it fails."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{command}: {done.stderr[-2000:]}")
    return done.stdout


def wirefeed(*arguments: object) -> str:
    """Run wirefeed itself."""
    return run(sys.executable, "-m", "wirefeed", *arguments)


def gold_of(shared: Path, folder: Path, name: str) -> Path:
    """The labelled set; weeks of real feeds are written first."""
    if not name.startswith("rss_"):
        return shared / "data/cluster" / f"{name}.jsonl"
    gold = folder / f"{name}.jsonl"
    gold.write_text("".join(f"{json.dumps(line)}\n" for line in rss_weeks.records(shared, name.removeprefix("rss_"))), encoding="utf-8")
    return gold


def clusters(shared: Path, folder: Path, name: str, floor: float) -> list[Row]:
    """Import one set; B-cubed, and reprints where the set has labelled pairs."""
    gold, database = gold_of(shared, folder, name), folder / f"{name}.db"
    started = time.perf_counter()
    wirefeed("--database", f"sqlite:///{database}", "import", gold)
    seconds = time.perf_counter() - started
    score = json.loads(run(sys.executable, shared / "eval/score_clusters.py", gold, database, "--json"))
    joined = score["singletons_joined"]
    held = score["b3_f1"] >= floor and (name != "mix_sparse" or joined <= MOST_JOINED)
    measured = f"B-cubed F1 {score['b3_f1']:.4f} (P {score['b3_precision']:.3f}, R {score['b3_recall']:.3f})"
    measured += f"; {score['stories']} stories for {score['gold_stories']}"
    measured += f"; {joined:.1%} of {score['singletons']} singletons joined wrongly" if score["singletons"] else ""
    rows = [Row(f"stories, `{name}`", measured, f"{floor:.2f}" if floor else "-", held, seconds)]
    pairs = shared / "data/cluster" / f"{name}.near_duplicates.jsonl"
    if pairs.is_file():
        told = run(sys.executable, shared / "eval/score_near_duplicates.py", pairs, database).strip()
        f1 = float(re.search(r"F1 ([\d.]+)", told)[1])
        rows.append(Row(f"reprints, `{name}`", told.replace(" | ", "; "), f"{LEAST_REPRINT_F1}", f1 >= LEAST_REPRINT_F1, 0.0))
    return rows


def composites(shared: Path, folder: Path, name: str, words: int, r1: float, r2: float) -> Row:
    """Compose one set; ROUGE, redundancy, coverage, faults."""
    gold, made = shared / "data/merge" / f"{name}.jsonl", folder / f"{name}.out.jsonl"
    started = time.perf_counter()
    made.write_text(wirefeed("compose", gold, "--json", "--max-words", words), encoding="utf-8")
    seconds = time.perf_counter() - started
    told = run(sys.executable, shared / "eval/score_composites.py", gold, made).splitlines()
    found = re.search(r"R1 ([\d.]+) R2 ([\d.]+)", told[0])
    clean = "broken spans 0 | numbers or quotes from nowhere 0" in told[0]
    held = clean and float(found[1]) >= r1 and float(found[2]) >= r2
    return Row(
        f"composites, `{name}`, {words} words", told[0].replace(" | ", "; "), f"{r1} / {r2}, 0 faults" if r1 else "0 faults", held, seconds
    )


def table(rows: list[Row]) -> str:
    """The rows in Markdown."""
    lines = ["| what | measured | floor | held | s |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| {row.what} | {row.measured} | {row.floor} | {'yes' if row.held else 'NO'} | {row.seconds:.0f} |" for row in rows]
    return "\n".join(lines) + "\n"


def write(text: str) -> None:
    """Put the table between its marks in RESULTS.md."""
    path = HERE / "RESULTS.md"
    begin, end = f"<!-- {MARK}: begin -->", f"<!-- {MARK}: end -->"
    before, _, rest = path.read_text(encoding="utf-8").partition(begin)
    path.write_text(f"{before}{begin}\n{text}{end}{rest.partition(end)[2]}", encoding="utf-8")


def main() -> int:
    """Measure, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, floor in CLUSTERS.items():
            if not options.only or name in options.only:
                rows += clusters(options.shared, Path(folder), name, floor)
        for name, (words, r1, r2) in COMPOSITES.items():
            if not options.only or name in options.only:
                rows.append(composites(options.shared, Path(folder), name, words, r1, r2))
    print(table(rows))
    if options.write:
        write(table(rows))
    return int(not all(row.held for row in rows))


if __name__ == "__main__":
    raise SystemExit(main())
