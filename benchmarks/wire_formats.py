"""Read every document of the agencies' folders and of the wire formats' own suites, and say of each format what became of them.

    python benchmarks/wire_formats.py ../shared/data/feeds --write benchmarks/results/wire_formats.md

A document is told by its content alone. Every one of them is read to items or set aside for a named reason; the tables count both,
and how many of a format's items carry each field. What no format reads is listed by its reason.
"""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

from wirefeed.errors import FormatError
from wirefeed.formats import parse
from wirefeed.model.delivery import Delivery, Entry, Parsed, Picture

FOLDERS = ("afp", "tass", "toi", "wire-formats")
NOW = datetime(2026, 10, 7, 12, tzinfo=UTC)
NUMBERS = re.compile(r"line \d+ column \d+ \(char \d+\)|line \d+, column \d+|\d+")
REASON = 70


@dataclass(slots=True)
class Row:
    """What became of the documents of one folder in one format."""

    documents: int = 0
    items: int = 0
    silent: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    carried: Counter[str] = field(default_factory=Counter)

    def add(self, parsed: Parsed) -> None:
        """Count one document that was read."""
        self.documents += 1
        self.items += len(parsed.entries)
        self.silent += not parsed.entries and not parsed.faults
        self.faults.update(f"{fault.kind}{'' if fault.lost else ' (mended)'}" for fault in parsed.faults)
        for entry in parsed.entries:
            self.carried.update(carried(entry))


def carried(entry: Entry) -> list[str]:
    """The names of the fields an entry has something in."""
    said = {each.name: getattr(entry, each.name) for each in fields(entry) if each.name != "picture"}
    shown = {each.name if each.name != "url" else "image_url": getattr(entry.picture, each.name) for each in fields(Picture)}
    return [name for name, value in {**said, **shown}.items() if value]


@dataclass(slots=True)
class Count:
    """Everything that was read: rows by format and folder, refusals by reason, errors that escaped, CPU seconds."""

    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Row)))
    refused: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    escaped: list[str] = field(default_factory=list)
    seconds: float = 0.0


def main() -> None:
    """Count and write the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("feeds", type=Path, help="folder that holds afp, tass, toi, wire-formats")
    options.add_argument("--write", type=Path, help="Markdown file to write; else the tables are printed")
    given = options.parse_args()
    text = report(count(given.feeds))
    if given.write:
        given.write.write_text(text, encoding="utf-8")
    else:
        print(text)


def count(feeds: Path) -> Count:
    """Read every file of the folders."""
    found = Count()
    for path in sorted(path for name in FOLDERS for path in (feeds / name).rglob("*") if path.is_file()):
        delivery = Delivery(feed="count", url=f"https://example.org/{path.name}", body=path.read_bytes(), fetched_at=NOW)
        start = process_time()
        try:
            parsed = parse(delivery)
        except FormatError as error:
            found.refused[f"{type(error).__name__}: {NUMBERS.sub('N', str(error))[:REASON]}"].append(path.name)
        except Exception as error:  # noqa: BLE001 - this is what the table is to show
            found.escaped.append(f"{path.name}: {error!r}")
        else:
            found.rows[parsed.format]["/".join(path.relative_to(feeds).parts[:2])].add(parsed)
        found.seconds += process_time() - start
    return found


def report(found: Count) -> str:
    """All tables as Markdown."""
    lines = [
        "# Wire formats",
        "",
        "`python benchmarks/wire_formats.py ../shared/data/feeds --write benchmarks/results/wire_formats.md`",
        "",
    ]
    lines += ["## All", "", "| format | documents | items | faults |", "|---|---:|---:|---|"]
    sums = {name: total(rows.values()) for name, rows in sorted(found.rows.items())}
    lines += [f"| {name} | {row.documents} | {row.items} | {listed(row.faults)} |" for name, row in sums.items()]
    whole, refused = total(sums.values()), sum(map(len, found.refused.values()))
    documents = whole.documents + refused + len(found.escaped)
    lines += [
        f"| **read** | {whole.documents} | {whole.items} | {listed(whole.faults)} |",
        f"| refused for a named reason | {refused} | | |",
        "",
    ]
    lines += [f"Errors that escaped: {len(found.escaped)}. Documents read to nothing without a word: {whole.silent}."]
    lines += [f"{documents} documents, {1000 * found.seconds / max(1, documents):.2f} ms of processor time each.", ""]
    for name, rows in sorted(found.rows.items()):
        lines += [f"## {name}", "", "| folder | documents | items | faults |", "|---|---:|---:|---|"]
        lines += [f"| {folder} | {row.documents} | {row.items} | {listed(row.faults)} |" for folder, row in sorted(rows.items())]
        lines += ["", f"Fields, of {sums[name].items} items: {listed(sums[name].carried)}.", ""]
    lines += ["## What no format reads", "", "| documents | reason | for example |", "|---:|---|---|"]
    lines += [
        f"| {len(names)} | {reason} | `{names[0]}` |" for reason, names in sorted(found.refused.items(), key=lambda each: -len(each[1]))
    ]
    return "\n".join(lines + [f"\nEscaped: {each}" for each in found.escaped]) + "\n"


def total(rows: Iterable[Row]) -> Row:
    """The sum of some rows."""
    whole = Row()
    for row in rows:
        whole.documents, whole.items, whole.silent = whole.documents + row.documents, whole.items + row.items, whole.silent + row.silent
        whole.faults.update(row.faults)
        whole.carried.update(row.carried)
    return whole


def listed(counts: Counter[str]) -> str:
    """Counts in words."""
    return ", ".join(f"{name} {number}" for name, number in sorted(counts.items())) or "none"


if __name__ == "__main__":
    main()
