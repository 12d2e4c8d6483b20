"""A newswire to measure against: seeded feeds of news-like items, and a local server for them. Nothing in it comes from a real agency.

    python benchmarks/wires.py --feeds 200 --items 50 --seed 1      serve until interrupted; the first line says where (JSON)

``/feed/<n>.xml`` are the feeds (ETag, Last-Modified, gzip), ``/new?feed=<n>`` adds one item to one of them. Four kinds of feed, as
wires come: plain summaries, escaped HTML with pictures, full text in RSS, full text in Atom. About 85 % of the stories have one report;
the others have two to six in different feeds, some of them reprints word for word.
"""

import argparse
import asyncio
import gzip
import json
import random
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cached_property
from hashlib import sha256
from xml.sax.saxutils import escape

from aiohttp import web
from grammar import Event, Wording, happen

KINDS = ("plain", "plain", "plain", "plain", "html", "html", "full", "atom")
"""One in eight of each; plain summaries are the most common kind by far."""
SINGLE = 0.85
REPRINT = 0.25
SPAN = timedelta(hours=48)
END = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""A fixed end of the two days the items are spread over: the same seed gives the same bytes."""


@dataclass(frozen=True)
class Item:
    """One report of an event, as a feed shows it."""

    guid: str
    headline: str
    paragraphs: tuple[str, ...]
    published: datetime
    link: str
    credit: str


@dataclass
class Wire:
    """One feed: its items, newest first."""

    number: int
    items: list[Item]
    changed: datetime = END

    @property
    def kind(self) -> str:
        """What kind of feed this is."""
        return KINDS[self.number % len(KINDS)]

    def body(self) -> bytes:
        """The document as it stands."""
        shape = {"plain": _rss_plain, "html": _rss_html, "full": _rss_full, "atom": _atom_entry}[self.kind]
        entries = "".join(shape(item) for item in self.items)
        return (_atom(self, entries) if self.kind == "atom" else _rss(self, entries)).encode()


class Wires:
    """All feeds of one seed."""

    def __init__(self, *, feeds: int = 200, items: int = 50, seed: int = 1) -> None:
        self._random = random.Random(seed)  # noqa: S311 - the same seed gives the same wire
        self._reports = 0
        self.wires = [Wire(number=number, items=[]) for number in range(feeds)]
        self._fill(feeds * items, items)

    def add_item(self, number: int) -> Item:
        """One more item at the head of a feed; the oldest rolls off."""
        wire = self.wires[number]
        wire.changed += timedelta(minutes=1)
        item = self._report(happen(self._random), wire, wire.changed, None)
        wire.items = [item, *wire.items[:-1]]
        return item

    def _fill(self, total: int, room: int) -> None:
        """Let events happen until every feed is full."""
        open_wires = list(self.wires)
        made = 0
        while made < total:
            event, at = happen(self._random), END - timedelta(seconds=self._random.randrange(int(SPAN.total_seconds())))
            wanted = 1 if self._random.random() < SINGLE else self._random.choices((2, 3, 4, 5, 6), (8, 5, 3, 2, 1))[0]
            previous: Item | None = None
            for wire in self._random.sample(open_wires, min(wanted, len(open_wires))):
                reprinted = previous if self._random.random() < REPRINT else None
                previous = self._report(event, wire, at + timedelta(minutes=self._random.randrange(240)), reprinted)
                wire.items.append(previous)
                made += 1
            open_wires = [wire for wire in open_wires if len(wire.items) < room]
        for wire in self.wires:
            wire.items.sort(key=lambda item: (item.published, item.guid), reverse=True)

    def _report(self, event: Event, wire: Wire, at: datetime, reprinted: Item | None) -> Item:
        self._reports += 1
        credit = f"{Wording(self._random).person()}, Wire {wire.number}"
        slug = f"w{wire.number}-{self._reports}"
        words = {"plain": 45, "html": 130, "full": 420, "atom": 420}[wire.kind]
        if reprinted:
            headline, paragraphs = reprinted.headline, _within(reprinted.paragraphs, words)
        else:
            headline, paragraphs = Wording(self._random).report(event, words)
        link = f"https://wire{wire.number}.example/{at:%Y/%m/%d}/{slug}"
        return Item(guid=slug, headline=headline, paragraphs=paragraphs, published=min(at, wire.changed), link=link, credit=credit)


def _within(paragraphs: tuple[str, ...], words: int) -> tuple[str, ...]:
    """The beginning of a text, at least one paragraph of it."""
    kept, count = [], 0
    for paragraph in paragraphs:
        if kept and count >= words:
            break
        kept.append(paragraph)
        count += len(paragraph.split())
    return tuple(kept)


# --- the documents ----------------------------------------------------------------------------------------------------------


def _html(item: Item) -> str:
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in item.paragraphs)
    picture = f'<figure><img src="{item.link}/photo.jpg" alt="" width="1024"/><figcaption>{escape(item.credit)}</figcaption></figure>'
    return f'{picture}{paragraphs}<p><a href="{item.link}?ref=rss&amp;campaign=feed">Read more</a></p>'


def _rss_head(item: Item) -> str:
    return (
        f"<item><title>{escape(item.headline)}</title><link>{item.link}</link>"
        f'<guid isPermaLink="false">{item.guid}</guid><pubDate>{format_datetime(item.published, usegmt=True)}</pubDate>'
    )


def _media(item: Item) -> str:
    return (
        f'<media:content url="{item.link}/photo.jpg" medium="image" width="1024" height="683">'
        f"<media:credit>{escape(item.credit)}</media:credit></media:content>"
    )


def _rss_plain(item: Item) -> str:
    return f"{_rss_head(item)}<description>{escape(' '.join(item.paragraphs))}</description></item>\n"


def _rss_html(item: Item) -> str:
    return f"{_rss_head(item)}<description>{escape(_html(item))}</description>{_media(item)}</item>\n"


def _rss_full(item: Item) -> str:
    return (
        f"{_rss_head(item)}<dc:creator>{escape(item.credit)}</dc:creator><description>{escape(item.paragraphs[0])}</description>"
        f"<content:encoded><![CDATA[{_html(item)}]]></content:encoded>{_media(item)}</item>\n"
    )


def _atom_entry(item: Item) -> str:
    at = item.published.isoformat().replace("+00:00", "Z")
    return (
        f'<entry><title>{escape(item.headline)}</title><link rel="alternate" href="{item.link}"/><id>tag:wire.example,2026:{item.guid}</id>'
        f"<published>{at}</published><updated>{at}</updated><author><name>{escape(item.credit)}</name></author>"
        f'<summary>{escape(item.paragraphs[0])}</summary><content type="html">{escape(_html(item))}</content></entry>\n'
    )


def _rss(wire: Wire, entries: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Wire {wire.number}</title><link>https://wire{wire.number}.example/</link><description>News</description>"
        f"<language>en</language><lastBuildDate>{format_datetime(wire.changed, usegmt=True)}</lastBuildDate>\n{entries}</channel></rss>\n"
    )


def _atom(wire: Wire, entries: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<title>Wire {wire.number}</title><id>tag:wire.example,2026:{wire.number}</id>"
        f'<link rel="self" href="https://wire{wire.number}.example/atom.xml"/><updated>{wire.changed.isoformat()}</updated>\n{entries}</feed>\n'
    )


# --- the server -------------------------------------------------------------------------------------------------------------


class Served:
    """A feed's document as a good server holds it: made once, compressed once."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    @cached_property
    def body(self) -> bytes:
        """The document."""
        return self.wire.body()

    @cached_property
    def packed(self) -> bytes:
        """The document, compressed."""
        return gzip.compress(self.body, 6, mtime=0)

    @cached_property
    def etag(self) -> str:
        """Its validator, without the mark of the compressed variant."""
        return sha256(self.body).hexdigest()[:20]

    def answer(self, request: web.Request) -> web.Response:
        """What a client gets, by its validators and the encodings it takes."""
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        etag = f'"{self.etag}{"-gz" if packed else ""}"'
        headers = {"ETag": etag, "Last-Modified": format_datetime(self.wire.changed, usegmt=True), "Vary": "Accept-Encoding"}
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=headers)
        kind = "application/atom+xml" if self.wire.kind == "atom" else "application/rss+xml"
        if packed:
            headers["Content-Encoding"] = "gzip"
        return web.Response(body=self.packed if packed else self.body, headers={**headers, "Content-Type": f"{kind}; charset=utf-8"})


def application(wires: Wires) -> web.Application:
    """The server's routes."""
    served = [Served(wire) for wire in wires.wires]
    for one in served:
        len(one.packed)  # made before the first client is timed

    async def feed(request: web.Request) -> web.Response:
        return served[int(request.match_info["number"])].answer(request)

    async def new(request: web.Request) -> web.Response:
        number = int(request.query.get("feed", "0"))
        item = wires.add_item(number)
        served[number] = Served(wires.wires[number])
        return web.json_response({"feed": number, "guid": item.guid, "headline": item.headline})

    app = web.Application()
    app.add_routes([web.get(r"/feed/{number:\d+}.xml", feed), web.get("/new", new)])
    return app


async def serve(wires: Wires, port: int) -> None:
    """Serve until cancelled."""
    runner = web.AppRunner(application(wires), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    address = runner.addresses[0]
    feeds = [f"http://{address[0]}:{address[1]}/feed/{wire.number}.xml" for wire in wires.wires]
    print(json.dumps({"place": f"{address[0]}:{address[1]}", "feeds": feeds}), flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def main() -> None:
    """Serve as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    wires = Wires(feeds=options.feeds, items=options.items, seed=options.seed)
    try:
        asyncio.run(serve(wires, options.port))
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
