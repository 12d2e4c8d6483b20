"""Bytes -> a decoded Document with its shape and root, by content alone. Which format reads it is decided by the table."""

import json
import re
from dataclasses import replace
from typing import Final

from wirefeed.errors import Malformed
from wirefeed.formats.charset import to_utf8
from wirefeed.formats.document import Document, Shape
from wirefeed.formats.limits import BODY
from wirefeed.formats.prolog import Prolog, PrologError, read_prolog, resolve
from wirefeed.model.delivery import Delivery, Fault, FaultKind

_BLANK: Final = b" \t\r\n\x0b\x0c\0"
_MARK: Final = "\ufeff".encode()
_HTML_NAMES: Final = frozenset(("html", "head", "body", "title", "meta", "script", "div", "center", "h1", "p"))
_JUNK: Final = 4096
_STRAY: Final = frozenset(("br", "b", "p", "div", "pre", "font"))
_LATE_START: Final = re.compile(rb"<\?xml\s|<(?:[A-Za-z]\w{0,30}:)?(?:rss|feed|RDF)[\s>/]")
_NAMESPACE: Final = re.compile(rb"\sxmlns(?::([\w.-]{1,60}))?\s{0,9}=\s{0,9}(?:\"([^\"]{0,300})\"|'([^']{0,300})')")
_TAG: Final = 16384


def look(delivery: Delivery) -> Document:
    """Decode a delivery and find out what shape it has. Raises Malformed: empty, too large, cut JSON, unsafe entities."""
    sha256 = delivery.sha256
    if len(delivery.body) > BODY:
        raise Malformed(f"larger than {BODY >> 20} MiB", delivery=sha256)
    body, complaint = to_utf8(delivery.body, delivery.content_type)
    body = body.strip(_BLANK).removeprefix(_MARK)
    faults = (Fault(kind=FaultKind.BAD_CHARSET, where="document", message=complaint),) if complaint else ()
    if not body:
        raise Malformed("empty document", delivery=sha256)
    blank = Document(url=delivery.url, sha256=sha256, fetched_at=delivery.fetched_at, shape=Shape.OTHER, body=body, faults=faults)
    if body[:1] in b"{[":
        return _json(blank)
    try:
        return _marked_up(blank)
    except PrologError as error:
        raise blank.malformed(str(error)) from error


def _json(document: Document) -> Document:
    """JSON, parsed. Nesting beyond what the parser bears and numbers beyond reason make it malformed."""
    try:
        data = json.loads(document.body.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise document.malformed(f"not JSON: {why}") from error
    return replace(document, shape=Shape.JSON, data=data)


def _marked_up(document: Document) -> Document:
    """XML from its root element on, or HTML. What stands before a late start (a warning of the publisher's server) is cut away."""
    body, faults = document.body, tuple[Fault, ...]()
    prolog = read_prolog(body) if body.startswith(b"<") else Prolog(root_at=None)
    if (prolog.root_at is None or prolog.name.lower() in _STRAY) and (late := _LATE_START.search(body, 1, _JUNK)):
        body = body[late.start() :]
        prolog = read_prolog(body)
        faults = (Fault(kind=FaultKind.ILL_FORMED, where="document", message=f"{late.start()} stray bytes before the document"),)
    feed = prolog.root_at is not None and _LATE_START.match(body, prolog.root_at)
    if not feed and (prolog.doctype.lower() == "html" or prolog.name.lower() in _HTML_NAMES):
        return replace(document, shape=Shape.HTML, root="html")
    if prolog.root_at is None:
        return document
    body = body[prolog.root_at :]
    return replace(
        document,
        shape=Shape.XML,
        body=resolve(body, prolog.entities),
        root=prolog.name,
        namespace=_namespace(body, prolog.prefix),
        faults=document.faults + faults,
    )


def _namespace(body: bytes, prefix: str) -> str:
    """The namespace the root's start tag gives its own prefix, or none."""
    tag = body[: min(_TAG, body.find(b">") + 1 or _TAG)]
    for name, double, single in _NAMESPACE.findall(tag):
        if name.decode("ascii") == prefix:
            return str((double or single).decode("utf-8", "replace"))
    return ""
