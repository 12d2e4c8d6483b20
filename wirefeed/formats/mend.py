"""XML that is nearly well-formed -> well-formed: bare ampersands, HTML entities, illegal characters, undeclared prefixes, a lost last ">".

It mends no structure: a tag that never closes stays open.
"""

import re
from html.entities import html5
from typing import Final

from wirefeed.formats.prolog import outside_cdata

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AMPERSAND: Final = re.compile(r"&(?:#([0-9]{1,10});|#[xX]([0-9A-Fa-f]{1,8});|([A-Za-z][A-Za-z0-9]{1,31};))?")
_OPEN_END: Final = re.compile(r"</[A-Za-z_][\w.:-]{0,60}$")
_BARE_LESS: Final = re.compile(r"<(?![A-Za-z_/!?:])")
_XML_NAMES: Final = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
_PREFIX: Final = re.compile(rb"[<\s]/?([A-Za-z_][\w.-]{0,30}):[A-Za-z_]")
_DECLARED: Final = re.compile(rb"\sxmlns:([A-Za-z_][\w.-]{0,30})\s*=")
_START: Final = re.compile(rb"<[^\s/>]+")
_MOST_PREFIXES: Final = 64
_KNOWN: Final = {
    b"atom": b"http://www.w3.org/2005/Atom",
    b"content": b"http://purl.org/rss/1.0/modules/content/",
    b"dc": b"http://purl.org/dc/elements/1.1/",
    b"dcterms": b"http://purl.org/dc/terms/",
    b"feedburner": b"http://rssnamespace.org/feedburner/ext/1.0",
    b"itunes": b"http://www.itunes.com/DTDs/PodCast-1.0.dtd",
    b"media": b"http://search.yahoo.com/mrss/",
    b"rdf": b"http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    b"slash": b"http://purl.org/rss/1.0/modules/slash/",
    b"sy": b"http://purl.org/rss/1.0/modules/syndication/",
}


def mend(body: bytes) -> bytes:
    """The document, its characters, references and prefixes made legal. ``body`` is UTF-8 and starts at the root element."""
    pieces = (piece if literal else _mend_text(piece) for literal, piece in outside_cdata(body))
    text = b"".join(pieces).decode("utf-8", "replace")
    return _declare(_OPEN_END.sub(r"\g<0>>", _ILLEGAL.sub(" ", text)).encode("utf-8", "replace"))


def _mend_text(piece: bytes) -> bytes:
    text = piece.decode("utf-8", "replace")
    return _BARE_LESS.sub("&lt;", _AMPERSAND.sub(_legal, text)).encode("utf-8", "replace")


def _legal(found: re.Match[str]) -> str:
    """One ampersand with what follows, as XML may have it."""
    decimal, hexadecimal, name = found.groups()
    if decimal or hexadecimal:
        code = int(decimal) if decimal else int(hexadecimal, 16)
        return f"&#{code};" if _is_character(code) else "\ufffd"
    if name is None:
        return "&amp;"
    if name in _XML_NAMES:
        return found.group()
    if name in html5:
        return "".join(f"&#{ord(character)};" for character in html5[name])
    return f"&amp;{name}"


def _is_character(code: int) -> bool:
    """Whether XML 1.0 allows the character (production 2)."""
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF  # noqa: PLR2004


def _declare(body: bytes) -> bytes:
    """The document with every prefix declared on the root element; well-known prefixes mean what they usually do."""
    declared = {*_DECLARED.findall(body), b"xml", b"xmlns"}
    missing = list(dict.fromkeys(prefix for prefix in _PREFIX.findall(body) if prefix not in declared))[:_MOST_PREFIXES]
    start = _START.match(body)
    if not missing or start is None:
        return body
    names = b"".join(b' xmlns:%s="%s"' % (prefix, _KNOWN.get(prefix, b"urn:undeclared:" + prefix)) for prefix in missing)
    return body[: start.end()] + names + body[start.end() :]
