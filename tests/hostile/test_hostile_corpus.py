"""Over two hundred documents made to hurt, through the real parse workers: no crash, no hang, no memory; and nobody else waits."""

import asyncio
import sys
import tempfile
import time
from collections import Counter

import pytest

from tests.hostile.documents import WORDS, Document, documents, rss
from tests.hostile.runner import FEED, NOW, Watch, run
from wirefeed.errors import FormatError
from wirefeed.model.delivery import Delivery
from wirefeed.text.clean import clean_text
from wirefeed.work.reading import InlineReader, ReadingPool

EXPECTED = {"read", "UnknownFormat", "Malformed", "TooCostly"}
SHOWN = ("guid", "headline", "summary", "text", "byline", "caption", "credit", "url", "slugline", "located")


def test_the_corpus_is_as_large_as_promised():
    names = [document.name for document in documents()]
    assert len(names) == len(set(names))
    assert len(names) >= 200


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_no_document_crashes_hangs_or_fattens_anybody():
    """The deadline (10 s) and the memory limit (512 MiB) are the pool's own: what passes them is TooCostly, and named."""
    pool = ReadingPool(workers=1)
    try:
        with Watch() as watch:
            verdicts = list(run(documents(), pool))
            growth = watch.growth
    finally:
        pool.close()
    assert [one for one in verdicts if one.escaped] == []
    assert set(Counter(one.outcome for one in verdicts)) <= EXPECTED
    assert [one.name for one in verdicts if "the parse worker" in one.message] == []
    assert 0 < watch.worker_peak < 512
    assert growth < 64


@pytest.mark.parametrize("family", ["characters", "markup", "dates_and_names", "paths_and_addresses", "found"])
def test_no_item_holds_what_a_database_or_a_terminal_must_not_meet(family):
    met = [(document.name, item) for document in documents() if document.name.startswith(f"{family}: ") for item in _items(document)]
    assert met or family in ("paths_and_addresses", "found"), "those are no documents, and refused whole"
    for document, item in met:
        for name in SHOWN:
            text = getattr(item, name) or ""
            assert clean_text(text) == text, (document, name)
            assert text.encode("utf-8").count(b"\0") == 0
        assert item.url is None or item.url.startswith(("http://", "https://"))
        assert item.image_url is None or item.image_url.startswith(("http://", "https://"))


def test_reading_hostile_documents_opens_no_file_and_no_connection():
    """An audit hook in a parse worker's place: entity tricks, bodies that are names of files, addresses."""
    touched = []
    listening = True

    def hook(event, arguments):
        if listening and (event in ("socket.connect", "socket.getaddrinfo") or (event == "open" and _foreign(arguments[0]))):
            touched.append((event, arguments))

    tricks = [one for one in documents() if one.name.startswith(("entities", "paths_and_addresses", "markup"))]
    for warm in ("read", "warm"):
        _items(Document(warm, rss(f"<title>{warm}</title><guid>1</guid><description>{WORDS}</description>").encode()))
    sys.addaudithook(hook)
    try:
        for document in tricks:
            _items(document)
    finally:
        listening = False
    assert touched == []


def test_one_hostile_feed_delays_no_other():
    """While one document uses up its worker, twenty others are read by the next one."""
    slow = "".join(
        f"<item><guid>{i}</guid><title>t</title><description><![CDATA[<p>{WORDS * 30}</p>]]></description></item>" for i in range(2000)
    )
    hostile = Document("slow", f"<rss><channel><b>{slow}</channel></rss>".encode())
    waits = []

    async def timed(pool, document):
        started = time.monotonic()
        await pool.read(_delivery(document), FEED, frozenset())
        waits.append(time.monotonic() - started)

    async def everybody():
        pool = ReadingPool(workers=2)
        good = Document("good", rss(f"<title>x</title><guid>1</guid><description>{WORDS}</description>").encode())
        await asyncio.gather(*(timed(pool, good) for _ in range(2)))
        waits.clear()
        bad = asyncio.create_task(pool.read(_delivery(hostile), FEED, frozenset()))
        await asyncio.sleep(0.1)
        await asyncio.gather(*(timed(pool, good) for _ in range(20)))
        pending = not bad.done()
        await asyncio.gather(bad, return_exceptions=True)
        pool.close()
        return pending

    assert asyncio.run(everybody()), "the others were done while the hostile document was still being read"
    assert len(waits) == 20


def _delivery(document):
    return Delivery(feed="wire", url=document.url, body=document.body, fetched_at=NOW, content_type=document.content_type)


def _items(document):
    try:
        return [one.item for one in asyncio.run(InlineReader().read(_delivery(document), FEED, frozenset())).items]
    except FormatError:
        return []


def _foreign(path):
    """Whether a file is neither Python's own, ours, nor data a library loads late (a language model, by way of a nameless file)."""
    return isinstance(path, str) and not any(
        part in path for part in ("site-packages", "/lib/python", "wirefeed/", "zoneinfo", "/lib/", tempfile.gettempdir())
    )
