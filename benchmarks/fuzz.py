"""Fuzz the whole parse path (parse, normalise, encode) with coverage guidance. It fetches nothing and stores nothing.

    python -m pip install atheris
    nice python benchmarks/fuzz.py FOLDER -max_total_time=600 -timeout=10 -rss_limit_mb=2048 -max_len=65536

FOLDER keeps the inputs that reached new code; the seeds are the corpora under tests/. What libFuzzer calls a crash is an error that
escaped, or an item no database could store. Errors nobody thought of that the boundary of ``formats.parse`` caught are written to
FOLDER.unforeseen, one document for each place in the code.
"""

import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import atheris

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["wirefeed", "feedparser"]):
    from wirefeed.errors import FormatError, Malformed
    from wirefeed.model.delivery import Delivery, FaultKind
    from wirefeed.model.feed import Agency, Feed
    from wirefeed.text.clean import clean_text
    from wirefeed.work.read import read

NOW = datetime(2026, 10, 7, 12, tzinfo=UTC)
FEED = Feed(name="wire", agency=Agency(key="wire", name="Wire", quoted_as="Wire"), url="https://wire.example/feed")
TYPES = (None, "text/xml", "application/rss+xml; charset=windows-1251", "application/json", "text/html; charset=punycode")
FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else "fuzz")
PLACES: set[str] = set()


def one(data: bytes) -> None:
    """One document through the path of a parse worker. Its first byte picks a content type."""
    if not data:
        return
    delivery = Delivery(feed="wire", url=FEED.url, body=data[1:], fetched_at=NOW, content_type=TYPES[data[0] % len(TYPES)])
    try:
        reading = read(delivery, FEED, frozenset())
    except Malformed as error:
        if error.__cause__ is not None and not isinstance(error.__cause__, FormatError | ValueError | RecursionError):
            _note(delivery, error.__cause__)
        return
    except FormatError:
        return
    for fault in reading.faults:
        if fault.kind is FaultKind.BAD_ENTRY and ": " in fault.message and fault.message.split(":")[0].endswith("Error"):
            _keep(f"entry {fault.message[:60]}", delivery)
    for prepared in reading.items:
        _check(prepared.item)


def _check(item: Any) -> None:  # noqa: ANN401 - an Item, whose fields are walked
    for name in ("guid", "headline", "summary", "text", "byline", "caption", "credit", "url", "slugline"):
        value = getattr(item, name) or ""
        value.encode("utf-8")
        if clean_text(value) != value:
            raise AssertionError(f"{name} is not clean: {value[:80]!r}")


def _note(delivery: Delivery, cause: BaseException) -> None:
    trace = cause.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    _keep(f"{type(cause).__name__} {where}", delivery)


def _keep(place: str, delivery: Delivery) -> None:
    if place in PLACES:
        return
    PLACES.add(place)
    folder = Path(f"{FOLDER}.unforeseen")
    folder.mkdir(parents=True, exist_ok=True)
    name = sha256(place.encode()).hexdigest()[:12]
    (folder / f"{name}.txt").write_text(f"{place}\n{delivery.content_type}\n", encoding="utf-8")
    (folder / f"{name}.bin").write_bytes(delivery.body)


def seeds() -> None:
    """Copy the corpora of the tests into FOLDER, each with a byte before it for the content type."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in sorted((ROOT / "tests" / "corpus").rglob("*")):
        if path.is_file() and not path.name.endswith(".expected.json"):
            body = path.read_bytes()
            (FOLDER / sha256(body).hexdigest()[:16]).write_bytes(b"\0" + body)


if __name__ == "__main__":
    seeds()
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
