"""RSS, RDF, Atom and CDF, read by feedparser from memory alone. It fetches and opens nothing, and no exception of feedparser's leaves it.

::

    document ── well-formed, perhaps after mending ──> outline ──> unseen items ──> feedparser ──> entries
             └─ not even then ───────────────────────> all of it ──> feedparser's forgiving parser ──> entries, marked
"""

import io
import re
from collections.abc import Mapping
from typing import Any, Final
from xml.parsers.expat import ExpatError

import feedparser

from wirefeed.errors import Malformed
from wirefeed.formats import sax
from wirefeed.formats.document import Document, Shape
from wirefeed.formats.duplicates import one_each
from wirefeed.formats.feed_entry import Channel, entry_of
from wirefeed.formats.fields import Remarks, condensed
from wirefeed.formats.limits import ITEMS
from wirefeed.formats.loose import check_loose, first_items
from wirefeed.formats.mend import mend
from wirefeed.formats.ordinary import read_ordinary
from wirefeed.formats.pause import pause_of
from wirefeed.formats.scan import Outline, OverLimit, Span, outline
from wirefeed.formats.split import Portion, portion, reduced
from wirefeed.model.delivery import FaultKind, Parsed

_KINDS: Final = {"rss": "rss", "feed": "atom", "rdf": "rdf", "channel": "cdf"}
_HEAD: Final = 8192
_DECLARATION: Final = b"<?xml version='1.0' encoding='utf-8'?>\n"
_Raw = Mapping[str, Any]

feedparser.api.PREFERRED_XML_PARSERS[:] = [sax.__name__]


def recognises(document: Document) -> bool:
    """Whether the root element is a feed's. RDF about other things than RSS is none."""
    if document.shape is not Shape.XML:
        return False
    kind = _KINDS.get(document.root.lower())
    head = document.body[:_HEAD]
    return kind is not None and (kind != "rdf" or b"rss" in head or b"rdf/simple" in head or b"<item" in head)


def read(document: Document, seen: frozenset[bytes]) -> Parsed:
    """The entries not in ``seen``. Raises Malformed: cut short, beyond the limits, or nothing the feed library can read."""
    remarks = Remarks(faults=list(document.faults))
    kind = _KINDS[document.root.lower()]
    try:
        body, found = _outlined(document, remarks)
        if found is not None and (parsed := _read_unseen(document, body, found, seen, remarks)) is not None:
            return parsed
        if found is None:
            check_loose(body)
    except OverLimit as error:
        raise document.malformed(str(error)) from error
    return _read_whole(document, body if found is None else reduced(body, found, found.spans), kind, remarks)


def _outlined(document: Document, remarks: Remarks) -> tuple[bytes, Outline | None]:
    """The document, mended if need be, and its outline; None when it is not well-formed even then."""
    try:
        return _whole_root(document.body, outline(document.body), remarks)
    except ExpatError as error:
        first = error
    mended = mend(document.body)
    try:
        found = outline(mended)
    except ExpatError as error:
        root = re.compile(rb"</(?:[\w.-]{1,60}:)?" + re.escape(document.root.encode()) + rb"[\s>]", re.IGNORECASE)
        if not root.search(mended):
            raise document.malformed(f"cut short: <{document.root}> never closes ({error})") from first
        return mended, None
    remarks.note(FaultKind.ILL_FORMED, f"not well-formed: {first}; mended")
    return _whole_root(mended, found, remarks)


def _whole_root(body: bytes, found: Outline, remarks: Remarks) -> tuple[bytes, Outline]:
    if found.junk:
        remarks.note(FaultKind.ILL_FORMED, f"{len(body) - found.end} bytes after the root element, left out")
    return body, found


def _read_unseen(document: Document, body: bytes, found: Outline, seen: frozenset[bytes], remarks: Remarks) -> Parsed | None:
    """Read the unseen items alone; None when feedparser does not see the items that expat saw (CDF, odd RDF)."""
    kind = _KINDS[document.root.lower()]
    if not found.spans and b"<item" in body.lower():
        return None
    part = portion(body, found, seen)
    raws = _read_spans(document, body, found, tuple(part.spans.values()), remarks)
    if raws is None:
        return None
    channel = Channel(url=document.url, language=_language(found), atom=kind == "atom")
    entries = []
    for raw, span in raws:
        remarks.where = span.guid or raw.get("link") or f"byte {span.start}"
        entries.append(entry_of(raw, span, channel, remarks))
    kept = one_each(entries, remarks)
    _note_others(part, remarks)
    mark_of = {span.start: mark for mark, span in part.spans.items()}
    return Parsed(
        format=kind,
        entries=tuple(kept.values()),
        faults=condensed(remarks.faults),
        digests=part.digests,
        marks=tuple(mark_of[raws[i][1].start] for i in kept),
        skipped=part.skipped,
        ttl=pause_of(found.channel, document.fetched_at),
    )


def _note_others(part: Portion, remarks: Remarks) -> None:
    """What became of the items that were not read."""
    for span in part.broken:
        remarks.where = span.guid or f"byte {span.start}"
        remarks.note(FaultKind.BAD_ENTRY, span.problem or "beyond the limits", lost=True)
    for span in part.twins:
        remarks.where = span.guid or f"byte {span.start}"
        remarks.note(FaultKind.DUPLICATE_GUID, "stands in the document twice, byte for byte")
    if part.left:
        remarks.where = "document"
        remarks.note(FaultKind.TOO_MANY, f"{part.left} entries are left for the next pass, {len(part.spans)} read in this")


def _read_spans(
    document: Document, body: bytes, found: Outline, spans: tuple[Span, ...], remarks: Remarks
) -> list[tuple[_Raw, Span]] | None:
    """What feedparser makes of these items; None when it finds more or fewer. An item it fails on costs that item alone."""
    if not spans:
        return []
    part = reduced(body, found, spans)
    ordinary = read_ordinary(part, document.url)
    if ordinary is not None and len(ordinary) == len(spans):
        return list(zip(ordinary, spans, strict=True))
    try:
        raws = _ask(document, part)[0]
    except Malformed:
        if len(spans) == 1:
            raise
        return _one_by_one(document, body, found, spans, remarks)
    return list(zip(raws, spans, strict=True)) if len(raws) == len(spans) else None


def _one_by_one(document: Document, body: bytes, found: Outline, spans: tuple[Span, ...], remarks: Remarks) -> list[tuple[_Raw, Span]]:
    read_ = list[tuple[_Raw, Span]]()
    for span in spans:
        try:
            raws = _ask(document, reduced(body, found, (span,)))[0]
        except Malformed as error:
            remarks.where = span.guid or f"byte {span.start}"
            remarks.note(FaultKind.BAD_ENTRY, str(error), lost=True)
        else:
            read_.extend((raw, span) for raw in raws[:1])
    return read_


def _read_whole(document: Document, body: bytes, kind: str, remarks: Remarks) -> Parsed:
    """Read a document that cannot be taken apart. It has no digests, so that it is read whole again when it changes."""
    part, left = first_items(body, ITEMS)
    raws, feed, why = _ask(document, part)
    if why is not None:
        remarks.note(FaultKind.ILL_FORMED, f"not well-formed: {why}")
    language = feed.get("language")
    channel = Channel(url=document.url, language=language if isinstance(language, str) else None, atom=kind == "atom")
    entries = []
    for i, raw in enumerate(raws[:ITEMS], 1):
        remarks.where = f"entry {i}"
        entries.append(entry_of(raw, None, channel, remarks))
    if left := left + len(raws[ITEMS:]):
        remarks.where = "document"
        remarks.note(FaultKind.TOO_MANY, f"{left} entries are left out, {len(entries)} read")
    said = {"ttl": feed.get("ttl"), "updateperiod": feed.get("sy_updateperiod"), "updatefrequency": feed.get("sy_updatefrequency")}
    wishes = {name: [text] for name, text in said.items() if isinstance(text, str)}
    return Parsed(
        format=kind,
        entries=tuple(one_each(entries, remarks).values()),
        faults=condensed(remarks.faults),
        ttl=pause_of(wishes, document.fetched_at),
    )


def _ask(document: Document, body: bytes) -> tuple[list[_Raw], _Raw, str | None]:
    """The library's entries, its feed, and why it found the document ill-formed. Raises Malformed for whatever it raises.

    Always from bytes in memory (it opens files and addresses given as text), always with the address the document came from (its
    entries inherit links' base from one another otherwise), never with its own cleaning of HTML (the text is taken out instead).
    """
    headers = {"content-location": document.url, "content-type": "application/xml; charset=utf-8"}
    source = io.BytesIO(_DECLARATION + body)
    try:
        result = feedparser.parse(source, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except MemoryError:
        raise
    except Exception as error:  # whatever the library raises on hostile bytes means the same
        raise document.malformed(f"the feed library failed: {type(error).__name__}: {error}") from error
    why = str(dict.get(result, "bozo_exception") or "ill-formed") if dict.get(result, "bozo") else None
    return [dict(raw) for raw in result.get("entries") or ()], dict(result.get("feed") or {}), why


def _language(found: Outline) -> str | None:
    said = found.channel.get("language")
    return found.language or (said[0] if said else None)
