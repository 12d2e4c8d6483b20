"""Bytes -> entries. ``parse`` finds the format by content and lets it read; the table below is all it knows of formats.

A format is a module with ``recognises(document)`` and ``read(document, seen)``, and one line in the table, before any that is less
particular. No format imports another.
"""

from dataclasses import replace
from typing import Final

from wirefeed.errors import FormatError, Malformed, UnknownFormat
from wirefeed.formats import (
    afp_json,
    ap_json,
    article,
    dpa_json,
    iptc7901,
    jsonfeed,
    newsml_1,
    newsml_g2,
    ninjs,
    nitf,
    sitemap,
    syndication,
    zczc,
)
from wirefeed.formats.detect import look
from wirefeed.formats.document import Document, Format, Shape
from wirefeed.model.delivery import Delivery, Parsed
from wirefeed.model.feed import PageRules

FORMATS: Final = (
    Format(name="JSON Feed", recognises=jsonfeed.recognises, read=jsonfeed.read),
    Format(name="AFP API", recognises=afp_json.recognises, read=afp_json.read),
    Format(name="AP Media API", recognises=ap_json.recognises, read=ap_json.read),
    Format(name="dpa digital wires", recognises=dpa_json.recognises, read=dpa_json.read),
    Format(name="ninjs", recognises=ninjs.recognises, read=ninjs.read),
    Format(name="NITF", recognises=nitf.recognises, read=nitf.read),
    Format(name="NewsML-G2", recognises=newsml_g2.recognises, read=newsml_g2.read),
    Format(name="NewsML 1", recognises=newsml_1.recognises, read=newsml_1.read),
    Format(name="news sitemap", recognises=sitemap.recognises, read=sitemap.read),
    Format(name="RSS, RDF, Atom, CDF", recognises=syndication.recognises, read=syndication.read),
    Format(name="article page", recognises=article.recognises, read=article.read),
    Format(name="IPTC 7901, ANPA", recognises=iptc7901.recognises, read=iptc7901.read),
    Format(name="telegraph text", recognises=zczc.recognises, read=zczc.read),
)

_BINARY: Final = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x1f\x8b", "gzip data"),
)

_PAGES: Final = tuple(format_ for format_ in FORMATS if format_.read is article.read)

__all__ = ["FORMATS", "parse"]


def parse(delivery: Delivery, seen: frozenset[bytes] = frozenset(), page: PageRules | None = None) -> Parsed:
    """Read a delivery, leaving out entries whose digest is in ``seen``.

    ``page`` are the publisher's rules where an article page was asked for: only then is HTML an article, and nothing else is one.

    Raises UnknownFormat (no format reads such a document) or Malformed (cut short, empty, broken, beyond the limits), never anything
    else but MemoryError: an error nobody thought of means that the document is broken beyond use.
    """
    if binary := next((name for start, name in _BINARY if delivery.body.startswith(start)), None):
        raise UnknownFormat(f"{binary}, no document", delivery=delivery.sha256)
    try:
        document = replace(look(delivery), page=page)
        for format_ in FORMATS if page is None else _PAGES:
            if format_.recognises(document):
                return format_.read(document, seen)
    except (FormatError, MemoryError):
        raise
    except Exception as error:  # the one boundary where hostile bytes end
        raise Malformed(f"{type(error).__name__}: {error}"[:500], delivery=delivery.sha256) from error
    raise UnknownFormat(_what(document), delivery=document.sha256)


def _what(document: Document) -> str:
    if document.page is not None:
        return "no HTML page where an article was due"
    match document.shape:
        case Shape.HTML:
            return "an HTML page where a feed was due"
        case Shape.XML:
            return f"no format reads <{document.root}> documents"
        case Shape.JSON:
            return "no format reads this JSON"
        case Shape.OTHER:
            return "neither XML nor JSON nor HTML"
