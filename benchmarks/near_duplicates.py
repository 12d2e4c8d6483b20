"""Judge a file of texts in order, in memory, and measure what is found: pair F1 against a gold file, texts a second, examples to read.

    python benchmarks/near_duplicates.py TEXTS.jsonl [--pairs PAIRS.jsonl] [--across] [--show N]

TEXTS has one object a line as for ``wirefeed import``; PAIRS has ``{"a", "b", "label"}``, where "reprint" is right, "partial" is not
counted and any other pair between items the file names is wrong. ``--across`` shows only pairs whose ``story`` differs.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from time import process_time

from wirefeed.dedup import DedupRules, judge_document
from wirefeed.model.ids import key_hash
from wirefeed.model.item import Item
from wirefeed.model.match import Candidate, Copy, Judgement, NearDuplicate, New
from wirefeed.text.shingles import fingerprint

BATCH = 200
START = datetime(2020, 1, 1, tzinfo=UTC)
Pair = frozenset[str]


class Index:
    """Candidates by the number of sampled shingles they share, over everything judged so far."""

    def __init__(self) -> None:
        self._texts: list[Candidate] = []
        self._having: dict[int, list[int]] = {}

    def candidates(self, item: Item, most: int = 8) -> tuple[Candidate, ...]:
        """The texts that share most shingles with an item, most shared first."""
        having = map(self._having.get, item.shingles)
        counts = Counter(chain.from_iterable(filter(None, having)))
        return tuple(replace(self._texts[number], shared=shared) for number, shared in counts.most_common(most))

    def add(self, item: Item) -> None:
        """Make a text a candidate from now on."""
        for shingle in item.shingles:
            self._having.setdefault(shingle, []).append(len(self._texts))
        self._texts.append(
            Candidate(
                ref=item.ref(1),
                agency=item.agency,
                headline=item.headline,
                text=item.text,
                published_at=item.published_at,
                shingles=item.shingles,
                shared=0,
                content_hash=item.content_hash,
            )
        )


def read_items(path: Path) -> Iterator[Item]:
    """The texts of a file as items of one feed a source, a second apart."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        record = json.loads(line)
        if not (record["title"] or record["text"]):
            continue
        at = START + timedelta(seconds=number)
        yield Item(
            feed=record["source"],
            agency=record["source"],
            guid=record["id"],
            headline=record["title"],
            summary="",
            text=record["text"],
            language=record.get("lang") or "und",
            published_at=at,
            received_at=at,
            content_hash=key_hash(f"{record['title']}\n{record['text']}"),
            delivery_sha256=key_hash(line),
            shingles=fingerprint(record["title"], record["text"], record.get("lang") or "und"),
        )


def judge_all(items: Sequence[Item], rules: DedupRules) -> list[Judgement]:
    """Judge the items in batches, each against all texts of the batches before."""
    index, judgements = Index(), []
    for start in range(0, len(items), BATCH):
        batch = items[start : start + BATCH]
        judged = judge_document(batch, (), [index.candidates(item) for item in batch], rules, batch[-1].received_at)
        judgements += judged
        for item, judgement in zip(batch, judged, strict=True):
            if isinstance(judgement.verdict, New | NearDuplicate):
                index.add(item)
    return judgements


def score(found: set[Pair], gold: dict[Pair, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the pairs between items that the gold file names."""
    named = frozenset[str]().union(*gold)
    right = {pair for pair, label in gold.items() if label == "reprint"}
    counted = {pair for pair in found if pair <= named and gold.get(pair) != "partial"}
    hits = len(counted & right)
    precision, recall = hits / max(1, len(counted)), hits / max(1, len(right))
    for what, pairs in (("wrong", counted - right), ("missed", right - counted)):
        for pair in sorted(map(sorted, pairs)):
            print(f"  {what}: {' '.join(pair)}")
    return precision, recall, 2 * precision * recall / (precision + recall or 1)


def show(items: Sequence[Item], judgements: Sequence[Judgement], stories: dict[str, str], most: int, across: bool) -> None:
    """Print pairs of copies, headline and opening, for a reader to judge; those that names or figures told apart as well."""
    texts = {item.guid: item for item in items}
    told = 0
    for item, judgement in zip(items, judgements, strict=True):
        for near in judgement.near:
            vetoed = len(near.reasons) > 1
            differ = stories.get(item.guid) != stories.get(near.of.guid)
            if (near.copy is Copy.PARTIAL and not vetoed) or (across and not differ) or told >= most:
                continue
            told += 1
            print(f"\n[{told}] {near.copy.value} {'; '.join(near.reasons)}{' (different stories)' if differ else ''}")
            for one in (item, texts[near.of.guid]):
                print(f"    {one.guid} | {one.headline[:90]} | {' '.join(one.text.split())[:260]}")


def main() -> int:
    """Read, judge, print."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("texts", type=Path)
    told.add_argument("--pairs", type=Path)
    told.add_argument("--across", action="store_true")
    told.add_argument("--show", type=int, default=0)
    args = told.parse_args()
    started = process_time()
    items = list(read_items(args.texts))
    read = process_time()
    judgements = judge_all(items, DedupRules())
    judged = process_time()
    pairs = {frozenset((i.guid, n.of.guid)): n for i, j in zip(items, judgements, strict=True) for n in j.near}
    copies = {pair for pair, near in pairs.items() if near.copy is not Copy.PARTIAL}
    verdicts = Counter(type(judgement.verdict).__name__ for judgement in judgements)
    vetoed = sum(len(near.reasons) > 1 for near in pairs.values())
    print(f"{len(items)} texts: {dict(verdicts)}; {len(copies)} pairs of copies, {len(pairs) - len(copies)} partial, {vetoed} told apart")
    print(f"fingerprints {len(items) / (read - started):,.0f} texts/s, candidates and judging {len(items) / (judged - read):,.0f} texts/s")
    if args.pairs:
        rows = map(json.loads, args.pairs.read_text(encoding="utf-8").splitlines())
        gold = {frozenset((row["a"], row["b"])): row["label"] for row in rows}
        precision, recall, f1 = score(copies, gold)
        print(f"reprint pairs: precision {precision:.4f} recall {recall:.4f} F1 {f1:.4f}")
    if args.show:
        records = map(json.loads, args.texts.read_text(encoding="utf-8").splitlines())
        show(items, judgements, {record["id"]: record.get("story", record["id"]) for record in records}, args.show, args.across)
    return 0


if __name__ == "__main__":
    sys.exit(main())
