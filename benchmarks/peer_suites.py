"""Documents and expectations of other feed readers' test suites, put to wirefeed: what it reads, and where it says otherwise.

    python benchmarks/peer_suites.py [FOLDER]

FOLDER holds one folder a suite (default: the shared corpora beside the project). feedparser keeps a Python expression in the head of
each document, gofeed a JSON file beside it; both are compared where an Entry has the same field: text with text, mark-up aside.
The other suites keep theirs in code; of those it is told only whether each document is read. Prints a Markdown table between two
marks and writes it to results/peer_suites.md.
"""

import ast
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from wirefeed.errors import FormatError
from wirefeed.formats import parse
from wirefeed.model.delivery import Delivery, Entry, FaultKind, Parsed
from wirefeed.text.markup import to_text
from wirefeed.text.urls import safe_url

ROOT = Path(__file__).resolve().parents[1]
SUITES = ROOT.parent / "shared/data/feeds/peer-suites"
HOST = "http://127.0.0.1:8097/"
NOW = datetime(2026, 10, 7, tzinfo=UTC)
MARKED = (FaultKind.ILL_FORMED, FaultKind.BAD_CHARSET)


class NotComparable(Exception):
    """The expectation is about something an Entry does not carry."""


# --- what an entry says, in the words of another reader ------------------------------------------------------------


def squeezed(markup: str | None) -> str:
    """Another reader's HTML as text, differences of white space aside."""
    return spaced(to_text(markup or ""))


def spaced(text: object) -> str:
    """Our text, differences of white space aside."""
    return " ".join(str(text or "").split())


@dataclass(frozen=True)
class Said:
    """A value of ours under another reader's name for it; equality is decided by ``kind``."""

    name: str
    kind: str
    values: tuple[object, ...]

    def agrees(self, expected: object) -> bool:
        """Whether one of the values is what the other reader expects."""
        return any(self._agrees(value, expected) for value in self.values)

    def _agrees(self, value: object, expected: object) -> bool:
        if self.kind == "text":
            return (expected is None or isinstance(expected, str)) and spaced(value) in (squeezed(expected), spaced(expected))
        if value is None:
            return expected in (None, "")
        if self.kind == "link":
            return isinstance(expected, str) and value == (safe_url(expected, HOST) or expected)
        if self.kind == "time":
            return isinstance(expected, tuple) and isinstance(value, datetime) and in_utc(value).timetuple()[:6] == expected[:6]
        return value == expected


def in_utc(moment: datetime) -> datetime:
    """A time as readers that know no local time see it."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def texts(entry: Entry) -> tuple[str | None, ...]:
    """Summary and text: which is which is ours to decide (the longer is the text)."""
    return tuple(filter(None, (entry.summary, entry.text))) or (None,)


FIELDS: dict[str, Callable[[Entry], Said]] = {
    "title": lambda entry: Said("title", "text", (entry.headline,)),
    "link": lambda entry: Said("link", "link", (entry.url,)),
    "id": lambda entry: Said("id", "exact", (entry.guid,)),
    "summary": lambda entry: Said("summary", "text", texts(entry)),
    "content": lambda entry: Said("content", "text", texts(entry)),
    "author": lambda entry: Said("author", "text", (entry.byline,)),
    "published": lambda entry: Said("published", "time", (entry.published,)),
    "updated": lambda entry: Said("updated", "time", (entry.updated, entry.published)),
    "rights": lambda entry: Said("rights", "text", (entry.copyrightholder,)),
    "source": lambda entry: Said("source", "text", (entry.source,)),
}


# --- feedparser: an expression in the head of each document ---------------------------------------------------------

EXPECT = re.compile(rb"Expect:\s*(.+?)\s*\n\s*(?:-->|[A-Z][a-z]+:)", re.DOTALL)
HEADER = re.compile(rb"^\s*Header:\s*([\w-]+):\s*(.*)$", re.MULTILINE)
NAMES = {"description": "summary", "guid": "id", "date_parsed": "updated", "modified_parsed": "updated", "issued_parsed": "published"}
NAMES |= {"updated_parsed": "updated", "published_parsed": "published", "created_parsed": "published", "copyright": "rights"}
INSIDE = {("author_detail", "name"): "author", ("source", "title"): "source"}
INSIDE |= {(f"{name}_detail", "value"): name for name in ("title", "summary", "rights")}


class Expression:
    """One expectation, evaluated over a handful of node kinds; anything else is not comparable."""

    def __init__(self, parsed: Parsed | None) -> None:
        self.entries = parsed.entries if parsed else ()
        self.bozo = parsed is None or any(fault.kind in MARKED for fault in parsed.faults)

    def holds(self, node: ast.expr) -> bool:
        """Whether an expectation is met. Raises NotComparable."""
        match node:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return not self.holds(operand)
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
                return self.equal(self.value(left), self.value(right))
            case ast.Compare(left=left, ops=[ast.Eq(), ast.Eq()], comparators=[middle, right]):
                return self.equal(self.value(left), self.value(right)) and self.equal(self.value(middle), self.value(right))
            case ast.Name(id="bozo"):
                return self.bozo
        raise NotComparable(ast.unparse(node)[:40])

    def equal(self, found: object, expected: object) -> bool:
        """Whether two sides are the same in the way our side is compared."""
        return found.agrees(expected) if isinstance(found, Said) else found == expected

    def value(self, node: ast.expr) -> object:
        """A constant, or what an entry of ours says. Raises NotComparable."""
        match node:
            case ast.Constant() | ast.Tuple() | ast.BinOp():
                return self.constant(node)
            case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id="entries")]):
                return len(self.entries)
        entry, names = self.path(node)
        return self.said(entry, names)

    def constant(self, node: ast.expr) -> object:
        """A literal, or literals joined by plus."""
        match node:
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return str(self.constant(left)) + str(self.constant(right))
            case ast.Constant() | ast.Tuple():
                return ast.literal_eval(node)
        raise NotComparable(ast.unparse(node)[:40])

    def path(self, node: ast.expr) -> tuple[int, tuple[object, ...]]:
        """``entries[0]['tags'][1].term`` -> (0, ("tags", 1, "term"))."""
        names: list[object] = []
        while True:
            match node:
                case ast.Subscript(value=inner, slice=ast.Constant(value=key)):
                    names.append(key)
                    node = inner
                case ast.Attribute(value=inner, attr=key):
                    names.append(key)
                    node = inner
                case ast.Name(id="entries") if names and isinstance(names[-1], int):
                    return names[-1], tuple(reversed(names[:-1]))
                case ast.Name(id=name):
                    raise NotComparable(name)
                case _:
                    raise NotComparable(ast.unparse(node)[:40])

    def said(self, place: int, names: tuple[object, ...]) -> Said:
        """What our entry says under feedparser's path to it. Raises NotComparable."""
        if place >= len(self.entries):
            return Said("entry", "exact", ())
        entry = self.entries[place]
        match names:
            case ("tags" | "categories", int(which), "term" | "label" | 1):
                return Said("category", "text", entry.subjects[which : which + 1] or (None,))
            case ("category",):
                return Said("category", "text", entry.subjects[:1] or (None,))
            case ("authors", 0, "name"):
                return Said("author", "text", ((entry.byline or "").split(", ")[0] or None,))
        name = "content" if names == ("content", 0, "value") else INSIDE.get(names) or field_named(names)
        if name is None:
            raise NotComparable(".".join(map(str, names)))
        return FIELDS[name](entry)


def field_named(names: tuple[object, ...]) -> str | None:
    """Our field for a feedparser name; its unparsed times and its source are not comparable."""
    name = str(names[0]) if len(names) == 1 else ""
    ours = NAMES.get(name, name)
    return ours if ours in FIELDS and name not in ("published", "updated", "source") else None


# --- the comparison ---------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What became of one group of documents."""

    documents: int = 0
    read: int = 0
    refused: int = 0
    escaped: int = 0
    compared: int = 0
    agreed: int = 0
    marks: int = 0
    marks_agreed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def differs(self, why: str, example: str) -> None:
        """Count a difference under its reason, keeping one example."""
        self.reasons[why] += 1
        self.examples.setdefault(why, example)


def delivered(path: Path, root: Path) -> Delivery:
    """A document as its suite would serve it: with the headers named in it."""
    body = path.read_bytes()
    headers = {name.decode().lower(): value.decode("ascii", "replace").strip() for name, value in HEADER.findall(body[:4000])}
    url = safe_url(headers.get("content-location"), HOST) or HOST + path.relative_to(root).as_posix()
    return Delivery(feed="peer", url=url, body=body, fetched_at=NOW, content_type=headers.get("content-type"))


def read(tally: Tally, delivery: Delivery) -> tuple[Parsed | None, str]:
    """Parse one document and count the outcome; the words of the refusal if it was refused."""
    tally.documents += 1
    try:
        parsed = parse(delivery)
    except FormatError as error:
        tally.refused += 1
        return None, str(error)
    except Exception as error:  # noqa: BLE001 - what must not happen is what is counted
        tally.escaped += 1
        return None, repr(error)
    tally.read += 1
    return parsed, ""


def feedparser_expectations(path: Path, parsed: Parsed | None) -> Iterator[tuple[str, bool]]:
    """(what, met) for every part of a document's expectation that can be compared."""
    found = EXPECT.search(path.read_bytes()[:20_000])
    if found is None:
        return
    try:
        tree = ast.parse(found.group(1).decode("utf-8", "replace").strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return
    expression = Expression(parsed)
    parts = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    for part in parts:
        try:
            yield ast.unparse(part), expression.holds(part)
        except NotComparable:
            continue


def gofeed_expectations(path: Path, parsed: Parsed | None) -> Iterator[tuple[str, bool]]:
    """The same for gofeed's JSON: its RSS, Atom and universal models."""
    beside = path.with_suffix(".json") if path.suffix == ".xml" else path.with_name(f"{path.stem}_expected.json")
    if not beside.exists():
        return
    wanted = json.loads(beside.read_text(encoding="utf-8"))
    items = wanted.get("items") or wanted.get("entries") or []
    entries = parsed.entries if parsed else ()
    if entries or items:
        yield "number of entries", len(entries) == len(items)
    for entry, item in zip(entries, items, strict=False):
        for what, said, expected in gofeed_fields(entry, item):
            yield what, said.agrees(expected)


def gofeed_fields(entry: Entry, item: dict) -> Iterator[tuple[str, Said, object]]:
    """(name, ours, expected) for every field of gofeed's that an Entry has too."""
    guid, content = item.get("guid"), item.get("content")
    wanted = {
        "title": item.get("title"),
        "link": item.get("link"),
        "id": guid.get("value") if isinstance(guid, dict) else guid or item.get("id"),
        "summary": item.get("summary") or item.get("description"),
        "content": content.get("value") if isinstance(content, dict) else content,
        "published": moment(item.get("publishedParsed") or item.get("pubDateParsed")),
        "updated": moment(item.get("updatedParsed")),
        "source": (item.get("source") or {}).get("title"),
        "rights": item.get("rights"),
    }
    names = [author.get("name") for author in item.get("authors") or () if author.get("name")]
    if names:
        wanted["author"] = ", ".join(names)
    for name, expected in wanted.items():
        if expected:
            yield name, FIELDS[name](entry), expected
    for i, category in enumerate(item.get("categories") or ()):
        value = category if isinstance(category, str) else category.get("label") or category.get("term") or category.get("value")
        if value:
            yield "category", Said("category", "text", entry.subjects[i : i + 1] or (None,)), value


def moment(text: str | None) -> tuple[int, ...] | None:
    """A parsed time of gofeed's as the other suites write theirs."""
    return datetime.fromisoformat(text).astimezone(UTC).timetuple()[:6] if text else None


MARKS = ("bozo", "not bozo")
Expectations = Callable[[Path, Parsed | None], Iterator[tuple[str, bool]]]
EXPECTATIONS: dict[str, Expectations] = {"feedparser": feedparser_expectations, "gofeed": gofeed_expectations}


SETTLED = (
    ("naked_markup", "undeclared mark-up inside a field: its text, or nothing"),
    ("nested_cdata", "broken mark-up, read otherwise"),
    ("base64", "base64 in a text element: not decoded, or not taken for mark-up"),
    ("crazy", "a whole broken HTML page in one field: no script, other words"),
    ("iframe", "what stands inside an iframe is not text"),
    ("author", "all authors' names, no e-mail address"),
    ("categor", "the label of a subject goes before its code"),
    ("xml_base", "the guid as published, not made an address"),
    ("id_base", "the guid as published, not made an address"),
    ("illegal_char", "a control character becomes a space"),
    ("at_protocol", "an attribute that is no web address hides the link's text"),
    ("xhtml_escaped", "escaped tags inside XHTML are text"),
    ("source_title", "a source's title is lost where its tags do not match"),
    ("dublincore", "all authors' names, no e-mail address"),
    ("atom10_id", "two entries with one guid are one"),
    ("275", "only text is read, no binary types"),
    ("doctype", "broken mark-up, read otherwise"),
    ("linenoise", "broken encoding, read otherwise"),
)
"""Differences that were looked into, by what stands in the document's name."""


def reason(path: Path, what: str, refused: str) -> str:
    """Why a difference is one."""
    if refused:
        return f"refused: {refused.partition(' (')[0][:70]}"
    if what in MARKS:
        return "a server's missing charset is no fault where the bytes read well"
    return next((why for part, why in SETTLED if part in path.name), what[:80])


def compare(root: Path, path: Path, expectations: Expectations | None, tally: Tally) -> None:
    """Read one document and compare what can be compared: the mark of ill-formedness, and the fields."""
    parsed, refused = read(tally, delivered(path, root))
    parts = list(expectations(path, parsed)) if expectations else []
    marks, fields = [part for part in parts if part[0] in MARKS], [part for part in parts if part[0] not in MARKS]
    tally.marks += bool(marks)
    tally.marks_agreed += bool(marks) and all(met for _, met in marks)
    tally.compared += bool(fields)
    tally.agreed += bool(fields) and all(met for _, met in fields)
    wrong = next((what for what, met in parts if not met), None)
    if wrong is not None:
        tally.differs(reason(path, wrong, refused), path.name)


def documents(suite: Path) -> Iterator[Path]:
    """The documents of a suite, without the files that only say what is expected of another."""
    for path in sorted(path for path in suite.rglob("*") if path.is_file()):
        said = path.suffix == ".json" and (path.with_suffix(".xml").exists() or path.stem.endswith("_expected"))
        if not said:
            yield path


COUNTED = ("documents", "read", "refused", "escaped", "compared", "agreed", "marks", "marks_agreed")


def table(tallies: dict[str, Tally], seconds: float) -> str:
    """The figures as Markdown."""
    lines = [
        "| suite | documents | read | refused in words | other errors | fields comparable | agree | | well-formedness comparable | agree |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    whole = Tally()
    for name, tally in tallies.items():
        lines.append(row(name, tally))
        for counted in COUNTED:
            setattr(whole, counted, getattr(whole, counted) + getattr(tally, counted))
    lines += [row("**all**", whole), "", "Where they differ:", "", "| suite | why | documents | for example |", "|---|---|---:|---|"]
    for name, tally in tallies.items():
        lines += [f"| {name} | {why} | {count} | `{tally.examples[why]}` |" for why, count in tally.reasons.most_common()]
    return "\n".join([*lines, "", f"{whole.documents} documents in {seconds:.1f} s of processor time."])


def row(name: str, tally: Tally) -> str:
    """One line of the first table; nothing where there is nothing to compare."""
    fields = (tally.compared, tally.agreed, f"{tally.agreed / tally.compared:.1%}") if tally.compared else ("", "", "")
    marks = (tally.marks, tally.marks_agreed) if tally.marks else ("", "")
    return "| " + " | ".join(map(str, (name, tally.documents, tally.read, tally.refused, tally.escaped, *fields, *marks))) + " |"


def main() -> None:
    """Run every suite, print the table and keep it."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else SUITES
    tallies: dict[str, Tally] = defaultdict(Tally)
    started = time.process_time()
    for suite in sorted(path for path in root.iterdir() if path.is_dir()):
        name = suite.name.rpartition("__")[2]
        expectations = EXPECTATIONS.get(name)
        for path in documents(suite):
            inside = path.relative_to(suite).parts[1:-1] if expectations else ()
            compare(root, path, expectations, tallies[f"{name} {'/'.join(inside[:2])}".strip()])
    shown = table(tallies, time.process_time() - started)
    print(f"<!-- peer suites -->\n{shown}\n<!-- /peer suites -->")
    kept = Path(__file__).with_name("results") / "peer_suites.md"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(shown + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
