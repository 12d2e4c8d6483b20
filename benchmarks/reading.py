"""Count in composites what a reader would stumble over, by rules that share nothing with the ones composites are made by.

    python benchmarks/reading.py GOLD.jsonl COMPOSITES.jsonl [--show N]     # the output of `wirefeed compose GOLD.jsonl --json`
    python benchmarks/reading.py --database wirefeed.db [--show N]           # stories of two agencies or more in a SQLite file

A count is of composites with at least one such place. It finds candidates, not faults: read what ``--show`` prints. Exits with 1 when a
day word of a dated source stands without its date, a paragraph dangles, a quotation has lost its speaker, or a page's own words are left.
"""

import argparse
import json
import re
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

DAY = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|this (?:week|month|morning|afternoon|evening|weekend)"
    r"|(?:last|next) (?:week|month|night|weekend)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b(?! (?:Times|Mail|Telegraph|Herald|Mirror|Express|Show|Night|Magazine))"
)
RESOLVED = re.compile(r"^(?:['’]s)?(?: (?:morning|afternoon|evening|night))?(?: ?[(\[]|,? (?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+))")
DANGLES = re.compile(
    r"^(?:he|she|they|it|his|her|their|its|this|these|those|but|and|however|meanwhile|also|instead|still|in addition|as a result"
    r"|the (?:man|woman|group|suspect|company|ministry|statement|move|decision|two|pair))\b",
    re.IGNORECASE,
)
QUOTATION = re.compile(r"[\"“]([^\"“”]{12,})[\"”]")
RESIDUE = re.compile(
    r"appeared first on|\bread more\b|\bsign up (?:for|to)\b|\(reporting by|\(writing by|all rights reserved|©|\bfollow .{2,30} on twitter|"
    r"pic\.twitter|\bclick here\b|image copyright|media caption|toggle caption|\bnewsletter\b.{0,40}\binbox|\bthis page\b|\bjavascript\b|"
    r"\((?:AP|AFP|REUTERS) ?(?:Photo)?/|\bGetty Images\b|\(L\)|\(R\)",
    re.IGNORECASE,
)
SURNAME_SAID = re.compile(r"(?<![\w.’'-] )(?<!\w)([A-Z][a-zé’'-]{2,}) (?:said|says|told|added|tweeted|wrote|insisted|warned)\b")
NO_NAMES = frozenset(
    ("He", "She", "They", "It", "Police", "Officials", "But", "And", "Who", "Authorities", "Sources", "Investigators", "Witnesses")
)
LONG_FORM = re.compile(r"((?:[A-Z][\w-]+ (?:of |the |for |and |on )*){2,6})\(([A-Z]{2,6})\)")
STOP = frozenset(
    ("the", "a", "an", "of", "to", "in", "on", "at", "for", "and", "or", "that", "this", "with", "from", "by", "as", "is", "was", "were")
)


@dataclass(frozen=True)
class Read:
    """A composite, its paragraphs as (text, whether a date was added by an edit, source) runs, and its sources' texts by id."""

    id: str
    paragraphs: tuple[tuple[tuple[str, str, str], ...], ...]
    texts: dict[str, str]
    dated: frozenset[str]

    @property
    def bodies(self) -> list[str]:
        """The paragraphs as read."""
        return ["".join(text for text, _, _ in paragraph) for paragraph in self.paragraphs]


def day_words(read: Read) -> Iterator[str]:
    """Day words of dated sources that stand without a date."""
    for paragraph in read.paragraphs:
        whole = "".join(text for text, _, _ in paragraph)
        at = 0
        for text, operation, source in paragraph:
            for found in DAY.finditer(text) if source in read.dated and not operation.startswith("date") else ():
                if not RESOLVED.match(whole[at + found.end() :]) and not _in_range(whole, at + found.start()):
                    yield whole[max(0, at + found.start() - 50) : at + found.end() + 30]
            at += len(text)


def _in_range(text: str, at: int) -> bool:
    """Whether a weekday is a habit or a name: "every Sunday", "Black Friday", "Mondays"."""
    return re.search(r"\b(?:every|each|most|Black|Good|Ash|Super|Palm|Holy|Bloody|on a|any)\s$", text[max(0, at - 10) : at]) is not None


def dangling(read: Read) -> Iterator[str]:
    """Paragraphs that open on a word whose meaning was left behind."""
    yield from (body[:70] for body in read.bodies if DANGLES.match(body.lstrip('"“')))


def orphan_quotes(read: Read) -> Iterator[str]:
    """Paragraphs that are quotation and nothing else."""
    yield from (body[:70] for body in read.bodies if QUOTATION.search(body) and not re.search(r"[a-z]{3}", QUOTATION.sub("", body)))


def residue(read: Read) -> Iterator[str]:
    """A page's own words."""
    for body in read.bodies:
        yield from (body[max(0, found.start() - 20) : found.end() + 40] for found in RESIDUE.finditer(body))


def strangers(read: Read) -> Iterator[str]:
    """Surnames that speak though no full name came before, where a source has one."""
    told, sources = "", " ".join(read.texts.values())
    for body in read.bodies:
        for found in SURNAME_SAID.finditer(body):
            name = found[1]
            before = told + body[: found.start()]
            full = re.search(rf"\b[A-Z][a-z]+(?: [A-Z][\w.]*)? {re.escape(name)}\b", sources)
            if name not in NO_NAMES and full and not re.search(rf"[A-Z][\w.-]+ {re.escape(name)}\b", before) and name not in before:
                yield f"{name} for {full[0]}"
        told += body


def unexplained(read: Read) -> Iterator[str]:
    """Abbreviations no paragraph explains though a source does."""
    whole = " ".join(read.bodies)
    for text in read.texts.values():
        for long, short in LONG_FORM.findall(text):
            if re.search(rf"\b{short}\b", whole) and long.strip() not in whole and f"({short})" not in whole and f"{short} [" not in whole:
                yield f"{short} = {long.strip()}"


def twice(read: Read) -> Iterator[str]:
    """Two sentences of which one has most words of the other."""
    said = [s for body in read.bodies for s in re.split(r"(?<=[.!?][\"”]) +|(?<=[.!?]) +(?=[A-Z\"“])", body)]
    bags = [frozenset(re.findall(r"[\w’'-]{2,}", s.lower())) - STOP for s in said]
    for (one, mine), (other, theirs) in combinations(zip(said, bags, strict=True), 2):
        if min(len(mine), len(theirs)) > 4 and len(mine & theirs) >= 0.6 * min(len(mine), len(theirs)):
            yield f"{one[:60]} / {other[:60]}"


CHECKS = {
    "unresolved day words": (day_words, True),
    "paragraphs that dangle": (dangling, True),
    "orphan quotations": (orphan_quotes, True),
    "page residue": (residue, True),
    "surnames never introduced": (strangers, False),
    "abbreviations never explained": (unexplained, False),
    "a fact twice": (twice, False),
}


def from_records(gold: Path, made: Path) -> Iterator[Read]:
    """Composites of `wirefeed compose --json` with the items they were made of."""
    stories = {story["id"]: story for story in map(json.loads, gold.read_text(encoding="utf-8").splitlines())}
    for record in map(json.loads, made.read_text(encoding="utf-8").splitlines()):
        items = stories[record["id"]]["items"]
        runs: dict[int, list[tuple[str, str, str]]] = {}
        for row in record["segments"]:
            if row["part"] == "body":
                runs.setdefault(row["paragraph"], []).append((row["text"], row["operation"] or "", row["item"] or ""))
        dated = frozenset(item["id"] for item in items if item["published"])
        yield Read(record["id"], tuple(map(tuple, runs.values())), {item["id"]: item["text"] for item in items}, dated)


def from_database(path: Path) -> Iterator[Read]:
    """Current composites of two agencies or more."""
    base = sqlite3.connect(path)
    for story, version in base.execute("SELECT id, version FROM merged_stories WHERE status = 'usable' AND agency_count > 1").fetchall():
        rows = base.execute(
            "SELECT paragraph, text, operation, feed, guid, item_version FROM merged_story_provenance"
            " WHERE story_id = ? AND story_version = ? AND part = 'body' AND operation IS NOT 'reporting' ORDER BY paragraph, seq",
            (story, version),
        ).fetchall()
        runs: dict[int, list[tuple[str, str, str]]] = {}
        texts: dict[str, str] = {}
        for paragraph, text, operation, feed, guid, item_version in rows:
            runs.setdefault(paragraph, []).append((text, operation or "", f"{feed} {guid}" if guid else ""))
            if guid and f"{feed} {guid}" not in texts:
                found = "SELECT text FROM item_revisions WHERE feed = ? AND guid = ? AND version = ?"
                texts[f"{feed} {guid}"] = base.execute(found, (feed, guid, item_version)).fetchone()[0]
        yield Read(story, tuple(map(tuple, runs.values())), texts, frozenset(texts))


def main() -> int:
    """Count, show, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    reads = list(from_database(options.database) if options.database else from_records(*options.files))
    failed = False
    for name, (check, strict) in CHECKS.items():
        found = [(read.id, place) for read in reads for place in check(read)]
        print(f"{name}: {len({story for story, _ in found})} of {len(reads)} composites, {len(found)} places")
        failed |= strict and bool(found)
        for story, place in found[: options.show]:
            print(f"    {story}: {place}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
