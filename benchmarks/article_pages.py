#!/usr/bin/env python3
"""Text, caption and credit of article pages against what fundus expects, beside trafilatura and readability in the same run.

    article_pages.py FOLDER               score the shipped weights
    article_pages.py FOLDER --cross-fit   score weights learned without the publisher of each page (8 folds of publishers)
    article_pages.py FOLDER --train OUT   learn the weights from all pages and write them

FOLDER holds ``flairNLP__fundus`` (pages ``<Publisher>_<date>.html.gz`` beside ``<Publisher>.json``) and may hold further pages, which are
only read. Publisher's rules are not used: every figure is that of the general rules. Needs ``pip install 'wirefeed[benchmarks]' scipy``.
"""

import argparse
import gzip
import json
import logging
import re
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import trafilatura
from lxml import html
from readability import Document as Readability
from scipy.optimize import minimize

from wirefeed.errors import FormatError
from wirefeed.formats import parse
from wirefeed.formats.detect import look
from wirefeed.formats.page import choose
from wirefeed.formats.page.blocks import blocks_of
from wirefeed.formats.page.data import data_of
from wirefeed.formats.page.evidence import bare, collect, hear
from wirefeed.formats.page.tree import grow
from wirefeed.model.delivery import Delivery, Entry
from wirefeed.model.feed import PageRules
from wirefeed.text.credit import without_label

WORD = re.compile(r"\w+")
HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
FOLDS, RIDGE, RARE = 8, 1.5, 4
ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Page:
    """One page and what is expected of it."""

    name: str
    publisher: str
    body: bytes
    expected: dict[str, Any]


def tokens(text: str) -> Counter[str]:
    """Words in lower case; Chinese and Japanese by the letter."""
    found: Counter[str] = Counter()
    for word in WORD.findall(text.lower()):
        found.update(word if HAN.search(word) else [word])
    return found


def f1(expected: str, found: str) -> tuple[float, float, float]:
    """F1, precision and recall over tokens as a multiset."""
    want, got = tokens(expected), tokens(found)
    shared = (want & got).total()
    precision, recall = shared / max(1, got.total()), shared / max(1, want.total())
    return (2 * precision * recall / (precision + recall) if shared else 0.0), precision, recall


def body_of(expected: dict[str, Any]) -> str:
    """The expected body: standfirst, subheadings, paragraphs."""
    body = expected["body"] or {}
    parts = list(body.get("summary") or ())
    for section in body.get("sections", ()):
        parts += section["headline"] + section["paragraphs"]
    return "\n\n".join(parts)


def read_pages(folder: Path) -> list[Page]:
    """Every page with its expectation; where a publisher has several, each is paired with the body whose words it holds best."""
    pages = []
    for path in sorted(folder.glob("*/*.json")):
        expectations = json.loads(path.read_text("utf-8"))
        bodies = {file.name: gzip.decompress(file.read_bytes()) for file in sorted(path.parent.glob(f"{path.stem}_*.html.gz"))}
        words = {name: tokens(body.decode("utf-8", "replace")) for name, body in bodies.items()}
        pairs = ((_held(body_of(expected), words[name]), name, key) for name in bodies for key, expected in expectations.items())
        fits = sorted(pairs, reverse=True)
        taken: set[str] = set()
        for _, name, key in fits:
            if not {name, key} & taken:
                taken |= {name, key}
                pages.append(Page(name, f"{path.parent.name}/{path.stem}", bodies[name], expectations[key]))
    return sorted(pages, key=lambda page: (page.publisher, page.name))


def _held(text: str, words: Counter[str]) -> float:
    wanted = tokens(text)
    return (wanted & words).total() / max(1, wanted.total())


def delivery(body: bytes) -> Delivery:
    """A page as it would come in."""
    return Delivery(feed="page", url="https://page.example/a", body=body, fetched_at=datetime(2026, 1, 1, tzinfo=UTC), page=True)


def by_wirefeed(page: Page) -> Entry:
    """The entry wirefeed makes of a page, without any publisher's rules."""
    return parse(delivery(page.body), page=PageRules()).entries[0]


def by_trafilatura(page: Page) -> str:
    """The library alone."""
    return trafilatura.extract(page.body, include_comments=False) or ""


def by_readability(page: Page) -> str:
    """The other library; empty where it fails."""
    try:
        summary = Readability(page.body.decode("utf-8", "replace")).summary(html_partial=True)
        return str(html.fromstring(summary).text_content())
    except Exception:  # noqa: BLE001 - whatever the library raises is its score
        return ""


def table(pages: Sequence[Page], readers: dict[str, Callable[[Page], str]]) -> None:
    """Token F1 of each reader: the mean over all pages and over one page a publisher, and the seconds it took."""
    print("| reader | F1 | precision | recall | F1, one page a publisher | s a page, mean | s, slowest |\n|---|---|---|---|---|---|---|")
    for name, read in readers.items():
        scores, seconds, first = [], [], {}
        for page in pages:
            started = time.perf_counter()
            text = read(page)
            seconds.append(time.perf_counter() - started)
            scores.append(f1(body_of(page.expected), text))
            first.setdefault(page.publisher, scores[-1][0])
        means = np.mean(np.array(scores), axis=0)
        one = np.mean(list(first.values()))
        print(f"| {name} | {means[0]:.4f} | {means[1]:.4f} | {means[2]:.4f} | {one:.4f} | {np.mean(seconds):.2f} | {max(seconds):.2f} |")
    print(f"\n{len(pages)} pages of {len({page.publisher for page in pages})} publishers.")


def pictures(pages: Sequence[Page]) -> None:
    """Caption and credit of the cover picture: right when four fifths of the tokens agree."""
    found = {name: [0, 0, 0] for name in ("caption", "credit")}
    covers = 0
    for page in pages:
        images = page.expected.get("images") or ()
        cover = next((image for image in images if image.get("is_cover")), images[0] if images else None)
        if cover is None:
            continue
        covers += 1
        picture = by_wirefeed(page).picture
        wanted = {"caption": cover.get("caption") or "", "credit": without_label(" / ".join(cover.get("authors") or ())) or ""}
        for name, want in wanted.items():
            got = getattr(picture, name) or ""
            right = bool(want and got) and f1(want, got)[0] >= ALIKE
            found[name] = [count + more for count, more in zip(found[name], (right, bool(got), bool(want)), strict=True)]
    print(f"\n{covers} pages whose expectation has pictures; the cover, or the first.\n")
    print("| field | precision | recall | right | given | expected |\n|---|---|---|---|---|---|")
    for name, (right, given, expected) in found.items():
        print(f"| {name} | {right / max(1, given):.3f} | {right / max(1, expected):.3f} | {right} | {given} | {expected} |")


def robustness(folder: Path) -> None:
    """Every page there is: an entry, or an error with a name."""
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for path in sorted(path for path in folder.rglob("*") if path.name.endswith((".html", ".html.gz"))):
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        started = time.perf_counter()
        try:
            (entry,) = parse(delivery(body), page=PageRules()).entries
            outcomes["an entry with text" if entry.text else "an entry without text"] += 1
        except FormatError as error:
            outcomes[f"{type(error).__name__}: {error}"] += 1
        slowest = max(slowest, time.perf_counter() - started)
    print("\n| outcome | pages |\n|---|---|")
    for outcome, count in outcomes.most_common():
        print(f"| {outcome} | {count} |")
    print(f"\nSlowest: {slowest:.2f} s; anything else raised would have ended this run.")


# --- learning --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Labelled:
    """The blocks of one page: evidence, whether each belongs to the article, its length in words."""

    publisher: str
    evidence: list[dict[str, float]]
    belongs: list[bool]
    words: list[int]


def label(page: Page) -> Labelled:
    """Which blocks stand in the expected body: as a paragraph of it, or word for word inside one."""
    document = look(delivery(page.body))
    tree = grow(document)
    blocks = blocks_of(tree.root)
    library = trafilatura.extract(document.body.decode(), include_comments=False) or ""
    evidence = collect(blocks, hear(library, data_of(tree.root), blocks))
    whole = body_of(page.expected)
    paragraphs, run, words = {bare(part) for part in whole.split("\n\n")}, bare(whole), tokens(whole)
    belongs = []
    for block in blocks:
        plain, mine = bare(block.text), tokens(block.text)
        near = len(block.text) > 60 and (mine & words).total() > 0.9 * mine.total()
        belongs.append(bool(plain) and (plain in paragraphs or (len(plain) >= 30 and plain in run) or near))
    return Labelled(page.publisher, evidence, belongs, [max(5, tokens(block.text).total()) for block in blocks])


def learn(labelled: Sequence[Labelled]) -> dict[str, float]:
    """Logistic regression with a ridge; evidence met on fewer than four pages is left out."""
    met = Counter(name for page in labelled for name in {name for one in page.evidence for name in one})
    names = sorted(name for name, count in met.items() if count >= RARE)
    column = {name: at for at, name in enumerate(names)}
    rows = [one for page in labelled for one in page.evidence]
    x = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        for name, value in row.items():
            if name in column:
                x[at, column[name]] = value
    y = np.array([float(one) for page in labelled for one in page.belongs])
    w = np.array([float(one) for page in labelled for one in page.words]) ** 0.7
    w /= w.mean()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        fit = -(w * (y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9))).sum()
        return fit + RIDGE * (weights**2).sum(), x.T @ (w * (p - y)) + 2 * RIDGE * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return {name: round(float(weight), 3) for name, weight in zip(names, found, strict=True)}


def cross_fit(pages: Sequence[Page]) -> None:
    """Score every page with weights that never saw its publisher."""
    labelled = [label(page) for page in pages]
    publishers = sorted({page.publisher for page in pages})
    order = np.random.default_rng(1).permutation(len(publishers))
    fold = {publishers[at]: int(place) % FOLDS for place, at in enumerate(order)}
    texts: dict[str, str] = {}
    shipped = choose.weights
    for number in range(FOLDS):
        learned = learn([one for one in labelled if fold[one.publisher] != number])
        choose.weights = lambda learned=learned: learned  # type: ignore[assignment]
        texts |= {page.name: by_wirefeed(page).text or "" for page in pages if fold[page.publisher] == number}
    choose.weights = shipped
    table(pages, {"wirefeed, cross-fitted": lambda page: texts[page.name]})


def main() -> None:
    """Score, cross-fit or train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cross-fit", action="store_true")
    parser.add_argument("--train", type=Path, metavar="OUT")
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    pages = read_pages(args.folder / "flairNLP__fundus")
    if args.train:
        weights = learn([label(page) for page in pages])
        args.train.write_text(json.dumps({"format": choose.FORMAT, "weights": weights}, indent=1, ensure_ascii=False) + "\n", "utf-8")
        return
    if args.cross_fit:
        cross_fit(pages)
        return
    readers = {"wirefeed": lambda page: by_wirefeed(page).text or "", "trafilatura": by_trafilatura, "readability": by_readability}
    table(pages, readers)
    pictures(pages)
    robustness(args.folder)


if __name__ == "__main__":
    main()
