"""Replay kept polling histories through the whole program and count what was lost, doubled or mistaken. Prints a Markdown table.

    python benchmarks/history.py ARCHIVE.tar.xz... [--polls N] [--faults]

An archive holds one feed's polls as ``<UTC>_<commit>.xml``; see tests/integration/history.py. ``--faults`` puts cut documents, empty ones
and captive portals in between.
"""

import argparse
import logging
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import structlog

from tests.integration.history import Replayed, Truth, read_history, replay, thin, truth_of, with_faults


def row(name: str, truth: Truth, held: Replayed, seconds: list[float]) -> str:
    """One history as a line of the table."""
    guids = [str(guid) for (guid,) in held.ask("SELECT guid FROM items")]
    headlines = held.headlines()
    lost = len(truth.lost(guids))
    doubled = len(guids) - len(set(guids)) + len(set(guids) - set(truth.titles))
    missing = sum(len(set(titles) - headlines[guid]) for guid, titles in truth.titles.items() if guid in headlines.keys() - held.stale())
    failed = [number for number, outcome in enumerate(held.outcomes) if outcome == "failed"]
    harmless = all(held.versions[number] == (held.versions[number - 1] if number else 0) for number in truth.unusable)
    told = f"{len(failed)} of {len(truth.unusable)}{'' if failed == list(truth.unusable) and harmless else ' (!)'}"
    middle, high = statistics.median(seconds) * 1000, statistics.quantiles(seconds, n=20)[-1] * 1000
    return (
        f"| {name} | {len(held.outcomes)} | {len(truth.titles)} | {lost} | {doubled} | {truth.retitled} | {missing} | {truth.relinked} "
        f"| {told} | {middle:.0f} / {high:.0f} | {sum(seconds):.1f} |"
    )


def main() -> None:
    """Replay what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archives", nargs="+", type=Path)
    parser.add_argument("--polls", type=int, help="about so many of each, spread over the history")
    parser.add_argument("--faults", action="store_true")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    columns = (
        "history | polls | items | lost | doubled | title edits | of them missing | link changes | unusable polls told "
        "| ms a poll, median / p95 | s"
    )
    print(f"| {columns} |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for archive in options.archives:
        polls = read_history(archive)
        polls = thin(polls, options.polls) if options.polls else polls
        polls = with_faults(polls) if options.faults else polls
        seconds: list[float] = []
        with tempfile.TemporaryDirectory() as folder:
            held = replay(polls, Path(folder), lambda _, taken, seconds=seconds: seconds.append(taken))
            print(row(archive.name.partition(".")[0], truth_of(polls), held, seconds), flush=True)


if __name__ == "__main__":
    main()
