"""What parsing a polled feed costs, beside feedparser alone: 50 items of four shapes, of which all, five, one or none are new.

    python benchmarks/parsing.py [ROUNDS]

Milliseconds of processor time, the median of interleaved rounds. ``wire``: plain descriptions; ``html``: escaped HTML and media;
``full``: those and escaped full texts; ``atom``: HTML contents. Prints a Markdown table.
"""

import io
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

import feedparser

from wirefeed.formats import parse
from wirefeed.model.delivery import Delivery

ITEMS = 50
WORDS = """
minister said talks border region officials agreed report government police city court house fire water prices market shares oil storm
troops harbour council vote bridge ferry grain ships school hospital budget union strike border valley river dam engineer
"""
HEAD = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>W</title><link>https://wire.example/</link><language>en</language>'
)
URL = "https://wire.example/feed"


def words(chance: random.Random, count: int) -> str:
    """A sentence of that many words."""
    return " ".join(chance.choice(WORDS.split()) for _ in range(count)).capitalize() + "."


def item(shape: str, i: int, chance: random.Random) -> str:
    """One item of a shape."""
    link = f"https://wire.example/news/{i}"
    text = "".join(f'<p>{words(chance, 45)} <a href="{link}">{words(chance, 3)}</a></p>\n' for _ in range(10))
    if shape == "atom":
        return (
            f'<entry><title>{words(chance, 9)}</title><link href="{link}"/><id>urn:w:{i}</id>'
            f"<published>2026-10-07T10:{i:02}:00Z</published><updated>2026-10-07T11:{i:02}:00Z</updated>"
            "<author><name>Jane Doe</name></author>"
            f'<content type="html">{escape(text)}</content></entry>\n'
        )
    about = f"<title>{words(chance, 9)}</title><link>{link}</link><guid>{link}</guid><pubDate>Wed, 07 Oct 2026 18:{i:02}:25 +0300</pubDate>"
    if shape == "wire":
        return f"<item>{about}<description>{words(chance, 45)}</description><category>World</category></item>\n"
    short = f'<p><img src="{link}.jpg"/>{words(chance, 60)} <b>{words(chance, 3)}</b></p>' * 2
    medium = f'<media:content url="{link}.jpg" medium="image"><media:description>{words(chance, 12)}</media:description></media:content>'
    full = f"<content:encoded>{escape(text)}</content:encoded>" if shape == "full" else ""
    return f"<item>{about}<dc:creator>Jane Doe</dc:creator><description>{escape(short)}</description>{medium}{full}</item>\n"


def document(shape: str) -> bytes:
    """A feed of one shape, the same in every run."""
    chance = random.Random(7)  # noqa: S311 - filler
    inside = "".join(item(shape, i, chance) for i in range(ITEMS))
    whole = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>W</title>{inside}</feed>'
        if shape == "atom"
        else f"{HEAD}{inside}</channel></rss>"
    )
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + whole.encode()


def plain(body: bytes) -> None:
    """The library as it comes."""
    ours = list(feedparser.api.PREFERRED_XML_PARSERS)
    feedparser.api.PREFERRED_XML_PARSERS[:] = ["drv_libxml2"]
    feedparser.parse(io.BytesIO(body), response_headers={"content-location": URL})
    feedparser.api.PREFERRED_XML_PARSERS[:] = ours


def milliseconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def main() -> None:
    """Measure every shape and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    print("| shape | kB | feedparser | 50 new | 5 new | 1 new | 0 new |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for shape in ("wire", "html", "full", "atom"):
        body = document(shape)
        delivery = Delivery(feed="w", url=URL, body=body, fetched_at=datetime(2026, 10, 8, tzinfo=UTC))
        marks = parse(delivery).marks
        calls: list[Callable[[], object]] = [lambda body=body: plain(body)]
        calls += [lambda it=delivery, seen=frozenset(marks[new:]): parse(it, seen) for new in (50, 5, 1, 0)]
        spent = [[milliseconds(call) for call in calls] for _ in range(rounds)]
        base, *ours = (statistics.median(column) for column in zip(*spent, strict=True))
        print(f"| {shape} | {len(body) // 1000} | {base:.1f} | " + " | ".join(f"{each:.2f} ({base / each:.1f}x)" for each in ours) + " |")


if __name__ == "__main__":
    main()
