"""``wirefeed parse FILE...``: what wirefeed sees in documents, without a database."""

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wirefeed.cli.context import Context, console, json_of, read_file, shown
from wirefeed.errors import FormatError, InputError, UnknownFormat
from wirefeed.model.feed import Agency, Feed, PageRules

if TYPE_CHECKING:
    from wirefeed.model.delivery import Delivery
    from wirefeed.model.item import Item
    from wirefeed.pipeline.ports import Reader, Reading

_SAME = ("guid", "headline", "slugline", "byline", "located", "language", "summary", "text", "image_url", "caption", "credit")
_ALSO = ("photographer", "urgency", "usageterms")


def parse(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Documents: feeds, wire files, article pages.")],
    url: Annotated[str, typer.Option(help="Address the documents came from; relative links count from it.")] = "https://example.org/",
    agency: Annotated[str | None, typer.Option(help="Key of the configured agency that supplied them.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines, one a file.")] = False,
) -> None:
    """Show what wirefeed sees in documents.

    Under the same guards as a fetch, and without a database. A document that cannot be read has no format and a fault; only an error
    that escaped the guards ends with 1.
    """
    from wirefeed.formats.limits import BODY
    from wirefeed.work.reading import ReadingPool

    obj: Context = context.obj
    work = obj.settings.work
    feed = Feed(name="parse", agency=_agency(obj, agency), url=url, page=obj.settings.pages().get(agency or "", PageRules()))
    pool = ReadingPool(workers=1, seconds=work.parse_seconds, megabytes=work.parse_megabytes)
    try:
        for file in files:
            document = asyncio.run(_read(pool, file, read_file(file, BODY + 1), feed))
            if as_json:
                sys.stdout.write(json_of(document) + "\n")
            else:
                _print(document)
    finally:
        pool.close()


def _agency(obj: Context, key: str | None) -> Agency:
    if key is None:
        return Agency(key="parse", name="parse", quoted_as="parse")
    agencies = obj.settings.agencies()
    if key not in agencies:
        raise InputError(f"no agency has the key {key!r}; configured: {', '.join(agencies) or 'none'}")
    return agencies[key]


async def _read(pool: "Reader", file: Path, body: bytes, feed: Feed) -> dict[str, Any]:
    from wirefeed.model.delivery import Delivery

    delivery = Delivery(feed=feed.name, url=feed.url, body=body, fetched_at=datetime.now(UTC))
    try:
        reading = await _read_either(pool, delivery, feed)
    except FormatError as error:
        return {
            "file": str(file),
            "format": None,
            "entries": [],
            "faults": [{"kind": "unreadable", "where": str(file), "message": str(error)}],
        }
    return _document(file, reading)


async def _read_either(pool: "Reader", delivery: "Delivery", feed: Feed) -> "Reading":
    """A document of a feed, or else an article page. Raises FormatError: what was wrong with it as a feed, unless it is a page."""
    try:
        return await pool.read(delivery, feed, frozenset())
    except UnknownFormat as unknown:
        try:
            return await pool.read(replace(delivery, page=True), feed, frozenset())
        except UnknownFormat:
            raise unknown from None


def _document(file: Path, reading: "Reading") -> dict[str, Any]:
    faults = [{"kind": fault.kind.value, "where": fault.where, "message": fault.message} for fault in reading.faults]
    return {"file": str(file), "format": reading.format, "entries": [_entry(one.item) for one in reading.items], "faults": faults}


def _entry(item: "Item") -> dict[str, Any]:
    from wirefeed.text.credit import names_of

    entry = {name: getattr(item, name) for name in (*_SAME, *_ALSO)}
    names = names_of(item.credit, item.photographer, item.image_url)
    entry |= {"picture_agency": names.agency, "picture_distributors": list(names.distributors)}
    times = {
        "published": item.published_at if item.dated else None,
        "updated": item.updated_at,
        "embargoed": item.embargoed_until,
    }
    return {
        **entry,
        "version": item.source_version,
        "pubstatus": item.pubstatus.value,
        "kind": item.kind.value,
        **{name: moment.isoformat() if moment else None for name, moment in times.items()},
        "subjects": list(item.subjects),
        "links": [*([item.url] if item.url else []), *item.links],
        "refers_to": list(item.refers_to),
    }


def _print(document: dict[str, Any]) -> None:
    out = console()
    out.print(f"{shown(document['file'])}: {document['format'] or 'not readable'}, {len(document['entries'])} entries")
    for entry in document["entries"]:
        out.print(f"  {shown(entry['published'])}  {shown(entry['kind'])}  {shown(entry['headline'])}")
    for fault in document["faults"]:
        out.print(f"  ! {shown(fault['kind'])} at {shown(fault['where'])}: {shown(fault['message'])}")
