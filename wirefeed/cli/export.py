"""``wirefeed export``: the composites that changed since, for other programs. It is a cursor, not a dump: keep the last change_seq."""

import csv
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Final

import typer

from wirefeed.cli.context import Context
from wirefeed.errors import InputError

if TYPE_CHECKING:
    from wirefeed.app import App
    from wirefeed.model.story import Story, StoryTimes

PAGE: Final = 200

Page = list[dict[str, Any]]


class Form(StrEnum):
    """The formats the command writes."""

    JSONL = "jsonl"
    NINJS = "ninjs"
    NEWSML_G2 = "newsml-g2"
    CSV = "csv"
    PARQUET = "parquet"


def export(
    context: typer.Context,
    as_format: Annotated[Form, typer.Option("--format", help="Outgoing format.")] = Form.JSONL,
    since: Annotated[int, typer.Option(help="Only stories whose change_seq is greater.", min=0)] = 0,
    output: Annotated[Path | None, typer.Option(help="File to write; standard output without it.", show_default=False)] = None,
) -> None:
    """Write the stories that changed since, for other programs.

    The earliest change first; jsonl and ninjs have one story a line.
    """
    obj: Context = context.obj
    with obj.app() as app, _opened(output) as out:
        if as_format is Form.PARQUET:
            _parquet(app, since, out)
            return
        for piece in _PIECES[as_format](app, since):
            out.write(piece.encode())


def _pages(app: "App", since: int) -> Iterator[Page]:
    """Rows of ``merged_stories``, a page a view: an export of everything holds up nobody."""
    while True:
        with app.store.read() as unit:
            rows = list(unit.story_rows(since, PAGE))
        if not rows:
            return
        yield rows
        since = rows[-1]["change_seq"]


def _stories(app: "App", since: int) -> Iterator[tuple["Story", "StoryTimes", int]]:
    from wirefeed.model.story import StoryTimes

    for rows in _pages(app, since):
        with app.store.read() as unit:
            found = unit.composites([row["id"] for row in rows])
        for row in rows:
            times = StoryTimes(**{name: row[name] for name in ("first_seen_at", "latest_item_at", "updated_at")})
            if row["id"] in found:
                yield found[row["id"]], times, row["change_seq"]


def _jsonl(app: "App", since: int) -> Iterator[str]:
    from wirefeed.renditions.json_ import document

    for story, times, change_seq in _stories(app, since):
        yield json.dumps({**document(story, times), "change_seq": change_seq}, ensure_ascii=False) + "\n"


def _ninjs(app: "App", since: int) -> Iterator[str]:
    from wirefeed.renditions.ninjs import document

    for story, times, _ in _stories(app, since):
        yield json.dumps(document(story, times), ensure_ascii=False) + "\n"


def _newsml_g2(app: "App", since: int) -> Iterator[str]:
    from wirefeed.renditions.newsml_g2 import message

    yield from message(((story, times) for story, times, _ in _stories(app, since)), app.clock())


def _csv(app: "App", since: int) -> Iterator[str]:
    from wirefeed.renditions.table import COLUMNS, cells

    def lines(rows: list[list[str]]) -> str:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        return text.getvalue()

    yield lines([list(COLUMNS)])
    for rows in _pages(app, since):
        yield lines([cells(row) for row in rows])


_PIECES: Final = {Form.JSONL: _jsonl, Form.NINJS: _ninjs, Form.NEWSML_G2: _newsml_g2, Form.CSV: _csv}


def _parquet(app: "App", since: int, out: BinaryIO) -> None:
    """A row group a page; an empty export has the columns and no row. Raises InputError where pyarrow is not installed."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise InputError("parquet needs pyarrow: pip install 'wirefeed[parquet]'") from error
    from wirefeed.renditions.table import COLUMNS

    moment = pa.timestamp("us", tz="UTC")
    numbers = {"version", "item_count", "agency_count", "urgency", "change_seq"}
    kinds = {name: pa.int64() if name in numbers else moment if name.endswith("_at") else pa.string() for name in COLUMNS}
    schema = pa.schema(list(kinds.items()))
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for rows in _pages(app, since):
            writer.write_table(pa.Table.from_pylist([{name: row[name] for name in COLUMNS} for row in rows], schema=schema))


@contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that gets its name when it is whole. Raises InputError."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(output)
    except OSError as error:
        raise InputError(f"{output} cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):  # what went wrong is on its way already
            part.unlink(missing_ok=True)
