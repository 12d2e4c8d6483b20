"""Read every document of a folder of wire copy and count, by folder and format, what became of it.

    python benchmarks/wire_formats.py ../shared/data/feeds --format newsml-g2 --format newsml-1 --write benchmarks/results/newsml.md

Documents of other formats are passed over; one that is refused counts where its bytes name the format's family.
"""

import argparse
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

from wirefeed.errors import FormatError
from wirefeed.formats import parse
from wirefeed.model.delivery import Delivery, Parsed

FOLDERS = ("afp", "tass", "wire-formats")
NOW = datetime(2026, 10, 7, 12, tzinfo=UTC)
FAMILIES = {"newsml": (b"<NewsML", b"iptc.org/std/nar/2006-10-01/"), "nitf": (b"<nitf",), "ninjs": (b"ninjs",)}
Counts = dict[tuple[str, str], Counter[str]]


def main() -> None:
    """Count and write the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("feeds", type=Path, help="folder that holds afp, tass, wire-formats")
    options.add_argument("--format", action="append", required=True, help="name of a format as Parsed.format gives it")
    options.add_argument("--write", type=Path, help="Markdown file to write; else the table is printed")
    given = options.parse_args()
    counts, seconds = count(given.feeds, tuple(given.format))
    text = table(counts, given.format, seconds)
    if given.write:
        given.write.write_text(text, encoding="utf-8")
    else:
        print(text)


def count(feeds: Path, formats: tuple[str, ...]) -> tuple[Counts, float]:
    """What became of the documents by (folder, format); and the CPU seconds that reading those of these formats took."""
    counts: Counts = defaultdict(Counter)
    seconds = 0.0
    for path in sorted(path for name in FOLDERS for path in (feeds / name).rglob("*") if path.is_file()):
        body = path.read_bytes()
        delivery = Delivery(feed="count", url=f"https://example.org/{path.name}", body=body, fetched_at=NOW)
        folder = "/".join(path.relative_to(feeds).parts[:2])
        start = process_time()
        try:
            parsed = parse(delivery)
        except FormatError as error:
            if (name := family(path, body, formats)) is not None:
                counts[folder, name].update(("documents", f"refused: {type(error).__name__}"))
            continue
        except Exception as error:  # noqa: BLE001 - this is what the table is to show
            counts[folder, "any"].update(("documents", f"escaped: {type(error).__name__}"))
            continue
        if parsed.format in formats:
            seconds += process_time() - start
            add(counts[folder, parsed.format], parsed)
    return counts, seconds


def family(path: Path, body: bytes, formats: tuple[str, ...]) -> str | None:
    """The first of these formats whose family a refused document's first bytes name."""
    if path.suffix.lower() not in (".xml", ".json"):
        return None
    return next((name for name in formats if any(mark in body[:4000] for mark in FAMILIES.get(name.split("-")[0], ()))), None)


def add(row: Counter[str], parsed: Parsed) -> None:
    """Count one document that was read."""
    row["documents"] += 1
    row["entries"] += len(parsed.entries)
    row.update(f"{fault.kind}{'' if fault.lost else ' (mended)'}" for fault in parsed.faults)


def table(counts: Counts, formats: list[str], seconds: float) -> str:
    """The counts as a Markdown table with a line of sums, and how they were made."""
    rows = [(*key, counts[key]) for key in sorted(counts)]
    sums = sum((row for *_, row in rows), Counter[str]())
    lines = [
        f"# Wire documents read: {', '.join(formats)}",
        "",
        f"`python benchmarks/wire_formats.py ../shared/data/feeds {' '.join(f'--format {name}' for name in formats)}`",
        "",
        "| folder | format | documents | entries | faults |",
        "|---|---|---|---|---|",
    ]
    for folder, name, row in [*rows, ("all", "", sums)]:
        faults = ", ".join(f"{kind} {row[kind]}" for kind in sorted(row) if kind not in ("documents", "entries"))
        lines.append(f"| {folder} | {name} | {row['documents']} | {row['entries']} | {faults or 'none'} |")
    read = max(1, sums["documents"])
    escaped = sum(number for kind, number in sums.items() if kind.startswith("escaped"))
    lines += ["", f"Errors that escaped: {escaped}. CPU: {1000 * seconds / read:.2f} ms a document."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
