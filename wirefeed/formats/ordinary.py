"""Ordinary items of RSS 2.0 and Atom 1.0, said as feedparser says them, at a tenth of its cost. Whatever is odd it leaves to feedparser.

Ordinary is a document whose elements, attributes and namespaces all stand in the tables below, none of them twice where one is meant.
What feedparser makes of such a document is known (its mixin.py and namespaces/), and a test reads every corpus both ways.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final
from urllib.parse import urljoin

from feedparser.mixin import _FeedParserMixin
from lxml import etree

_Raw = dict[str, Any]
_Handler = Callable[[etree._Element, _Raw, str], None]  # noqa: SLF001 - lxml has no other name for it

_ATOM: Final = "http://www.w3.org/2005/Atom"
_SPACES: Final = {
    "atom": _ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/commentAPI/",
}
"""A prefix of feedparser's that means anything else in the document is odd."""
_OTHER_VERSIONS: Final = frozenset(("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"))
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_HEAD_OF_RSS: Final = frozenset(
    (
        *("title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate", "lastBuildDate", "category"),
        *("generator", "docs", "ttl"),
        *(f"{{{_SPACES['sy']}}}{name}" for name in ("updatePeriod", "updateFrequency", "updateBase")),
    )
)
_HEAD_OF_ATOM: Final = frozenset(
    f"{{{_ATOM}}}{name}" for name in ("title", "subtitle", "id", "updated", "link", "generator", "icon", "logo", "rights")
)
_IN_IMAGE: Final = frozenset(("url", "title", "link", "width", "height", "description"))
_OF_LINK: Final = frozenset(("href", "rel", "type", "hreflang", "title", "length"))
_NAME: Final = f"{{{_ATOM}}}name"
_EMAIL: Final = f"{{{_ATOM}}}email"
_OF_PERSON: Final = frozenset((_NAME, _EMAIL, f"{{{_ATOM}}}uri"))
_TYPES: Final = {"text": "text/plain", "plain": "text/plain", "text/plain": "text/plain", "html": "text/html", "text/html": "text/html"}
_PAGES: Final = frozenset(("html", "xhtml", "text/html", "application/xhtml+xml"))
# Addresses that urljoin gives back as they are.
_WHOLE: Final = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]+)?(?:/[A-Za-z0-9._~!$'()*+,=:@%/&-]*)?(?:\?[A-Za-z0-9._~!$'()*+,=:@%/&-]+)?"
    r"|(?:tag|urn):[A-Za-z0-9][!-~]*"
)
_SLASHES: Final = re.compile(r"^([A-Za-z][A-Za-z0-9+-.]*://)/*")
_REFERENCE: Final = re.compile(r"&([A-Za-z0-9_]+);")
_MARKED_UP: Final = re.compile(r"</\w|&#?\w")
_CONTROL: Final = re.compile("[\x80-\x9f]")
_WINDOWS: Final = {code: bytes((code,)).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


class _Odd(Exception):
    """Something whose reading is feedparser's business."""


def read_ordinary(body: bytes, base: str) -> list[_Raw] | None:
    """What feedparser would say of each item of a document (as far as feed_entry.py asks), or None where any of it is odd.

    ``body`` is well-formed UTF-8 that starts at its root element; links count from ``base``. Never raises on its own account.
    """
    if body.find(b"xmlns", body.find(b">")) >= 0 or not base.startswith("http") or _WHOLE.fullmatch(base) is None:
        return None
    try:
        root = etree.fromstring(body, _parser())
        return _read_rss(root, base) if root.tag == "rss" else _read_atom(root, base)
    except (_Odd, etree.XMLSyntaxError):
        return None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def _read_rss(root: etree._Element, base: str) -> list[_Raw]:
    if len(root) != 1 or root[0].tag != "channel" or root[0].keys() or None in root.nsmap:
        raise _Odd
    _look_at_root(root, "version")
    items = []
    for child in root[0]:
        if child.tag == "item":
            items.append(_item(child, _RSS, base))
        elif child.tag == "image":
            _look_at_head(child, _IN_IMAGE)
        elif child.tag not in _HEAD_OF_RSS:
            _attributes(child, _OF_LINK, tag=f"{{{_ATOM}}}link")
        elif len(child) or child.keys():
            raise _Odd
    return items


def _read_atom(root: etree._Element, base: str) -> list[_Raw]:
    if root.tag != f"{{{_ATOM}}}feed" or root.prefix:
        raise _Odd
    _look_at_root(root)
    items = []
    for child in root:
        if child.tag == f"{{{_ATOM}}}entry":
            items.append(_item(child, _ATOMS, base))
        elif child.tag == f"{{{_ATOM}}}author":
            _look_at_head(child, _OF_PERSON)
        elif child.tag not in _HEAD_OF_ATOM or len(child) or not _OF_LINK.issuperset(child.keys()):
            raise _Odd
    return items


def _look_at_root(root: etree._Element, *allowed: str) -> None:
    """Raise _Odd unless the root declares what it should, and says no more than its version and language."""
    for prefix, space in root.nsmap.items():
        meant = _SPACES.get(str(prefix).lower())
        if (meant is not None and space != meant) or space.lower() in _OTHER_VERSIONS:
            raise _Odd
    if not {*allowed, _LANGUAGE}.issuperset(root.keys()):
        raise _Odd


def _look_at_head(element: etree._Element, allowed: frozenset[str]) -> None:
    """Raise _Odd unless an element of the head holds plain ones of these names alone."""
    if element.keys() or any(child.tag not in allowed or len(child) or child.keys() for child in element):
        raise _Odd


def _item(item: etree._Element, table: Mapping[object, _Handler], base: str) -> _Raw:
    raw: _Raw = {}
    if item.keys():
        raise _Odd
    for child in item:
        handler = table.get(child.tag)
        if handler is None or (len(child) and handler is not _person):
            raise _Odd
        handler(child, raw, base)
    authors = raw.get("authors")
    if authors and len(authors) > 1 and any("@" in author.get("name", "") for author in authors):
        raise _Odd  # feedparser takes addresses out of each
    return raw


# --- one element each -----------------------------------------------------------------------------------------------


def _said(element: etree._Element) -> str:
    """The text of an element without attributes or elements."""
    if element.keys():
        raise _Odd
    return _text(element)


def _text(element: etree._Element) -> str:
    text = (element.text or "").strip()
    return text if text.isascii() else _recoded(text)


def _recoded(text: str) -> str:
    """Text that feedparser takes for UTF-8 read as Latin-1, and Windows' characters, as it puts them right."""
    with suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_WINDOWS) if _CONTROL.search(text) else text


def _attributes(element: etree._Element, allowed: frozenset[str], tag: str | None = None) -> dict[str, str]:
    if (tag is not None and element.tag != tag) or len(element):
        raise _Odd
    found = {str(name): str(value) for name, value in element.items()}
    if found.keys() - allowed:
        raise _Odd
    return found


def _put(raw: _Raw, name: str, value: object) -> None:
    if name in raw:
        raise _Odd
    raw[name] = value


def _ignored(element: etree._Element, _raw: _Raw, _base: str) -> None:
    if element.keys():
        raise _Odd


def _field(name: str) -> _Handler:
    def take(element: etree._Element, raw: _Raw, _base: str) -> None:
        _put(raw, name, _said(element))

    return take


def _time(name: str) -> _Handler:
    def take(element: etree._Element, raw: _Raw, _base: str) -> None:
        text = _said(element)
        if not text.isascii():
            raise _Odd  # then feedparser's own reading counts
        _put(raw, name, text)

    return take


def _title(element: etree._Element, raw: _Raw, _base: str) -> None:
    text = _said(element)
    kind = "text/plain"
    if _MARKED_UP.search(text) and _FeedParserMixin.looks_like_html((element.text or "").strip()):
        kind = "text/html"
    _put(raw, "title", text)
    raw["title_detail"] = {"type": kind}


def _description(element: etree._Element, raw: _Raw, _base: str) -> None:
    _put(raw, "summary", _said(element))
    raw["summary_detail"] = {"type": "text/html"}


def _encoded(element: etree._Element, raw: _Raw, _base: str) -> None:
    _put(raw, "content", [{"type": "text/html", "value": _said(element)}])


def _typed(name: str) -> _Handler:
    """A text of Atom with its type."""

    def take(element: etree._Element, raw: _Raw, _base: str) -> None:
        _put(raw, name, _text(element))
        raw[f"{name}_detail"] = {"type": _type(element)}

    return take


def _content(element: etree._Element, raw: _Raw, _base: str) -> None:
    _put(raw, "content", [{"type": _type(element), "value": _text(element)}])


def _type(element: etree._Element) -> str:
    stated = element.keys()
    if not stated:
        return "text/plain"
    kind = _TYPES.get((element.get("type") or "").lower())
    if kind is None or len(stated) > 1:
        raise _Odd
    return kind


def _link(element: etree._Element, raw: _Raw, base: str) -> None:
    """A link of RSS: its text is the address."""
    _put(raw, "linked", "by its text")
    text = _joined(base, _said(element))
    if "&" in text:
        text = _REFERENCE.sub(r"&\g<1>", text.replace("&amp;", "&"))
    raw.setdefault("links", []).append({"rel": "alternate", "type": "text/html", **({"href": text} if text else {})})
    raw["link"] = text


def _reference(element: etree._Element, raw: _Raw, base: str) -> None:
    """A link of Atom: its address is an attribute."""
    link = _attributes(element, _OF_LINK)
    href = link.get("href")
    if not href:
        raise _Odd
    link["href"] = _resolved(base, href)
    link["rel"] = link.get("rel", "alternate").lower()
    link["type"] = link.get("type", "application/atom+xml" if link["rel"] == "self" else "text/html").lower()
    raw.setdefault("links", []).append(link)
    if link["rel"] == "alternate" and link["type"] in _PAGES:
        raw["link"] = link["href"]


def _guid(element: etree._Element, raw: _Raw, base: str) -> None:
    stated = _attributes(element, frozenset(("isPermaLink",)))
    text = _text(element)
    if stated.get("isPermaLink", "true") == "true":
        text = _joined(base, text)
        raw.setdefault("link", text)
    _put(raw, "id", text)


def _joined(base: str, text: str) -> str:
    """An element's text as an address; feedparser resolves it before it looks at its characters."""
    if not text.isascii():
        raise _Odd
    return _resolved(base, text) if text else text


def _resolved(base: str, address: str) -> str:
    """An address as feedparser resolves it (its urls.py)."""
    if _WHOLE.fullmatch(address):
        return address
    try:
        return urljoin(base, _SLASHES.sub(r"\1", address))
    except ValueError:
        return ""


def _author(element: etree._Element, raw: _Raw, _base: str) -> None:
    name = _said(element)
    raw.setdefault("authors", []).append({"name": name} if name else {})
    raw["author"] = name


def _person(element: etree._Element, raw: _Raw, _base: str) -> None:
    """An author of Atom: a name, and perhaps an address."""
    said: dict[str, str] = {}
    if element.keys():
        raise _Odd
    for child in element:
        if child.tag not in _OF_PERSON or len(child) or child.keys() or child.tag in said:
            raise _Odd
        said[child.tag] = (child.text or "").strip()
    name, email = said.get(_NAME), said.get(_EMAIL)
    if not name:
        raise _Odd
    raw.setdefault("authors", []).append({"name": name})
    raw["author"] = f"{name} ({email})" if email else name


def _category(element: etree._Element, raw: _Raw, _base: str) -> None:
    _attributes(element, frozenset(("domain",)))
    if term := _text(element):
        raw.setdefault("tags", []).append({"term": term})


def _term(element: etree._Element, raw: _Raw, _base: str) -> None:
    stated = _attributes(element, frozenset(("term", "label", "scheme")))
    if _text(element):
        raise _Odd
    raw.setdefault("tags", []).append(stated)


def _enclosure(element: etree._Element, raw: _Raw, _base: str) -> None:
    stated = _attributes(element, frozenset(("url", "length", "type")))
    raw.setdefault("links", []).append({"rel": "enclosure", "type": stated.get("type", "").lower(), "href": stated.get("url")})


def _source(element: etree._Element, raw: _Raw, _base: str) -> None:
    _attributes(element, frozenset(("url",)))
    text = _text(element)
    _put(raw, "source", {"title": text} if text else {})


_RSS: Final[Mapping[object, _Handler]] = {
    "title": _title,
    "link": _link,
    "guid": _guid,
    "pubDate": _time("published"),
    "description": _description,
    "author": _author,
    "category": _category,
    "comments": _ignored,
    "enclosure": _enclosure,
    "source": _source,
    f"{{{_ATOM}}}link": _reference,
    f"{{{_SPACES['content']}}}encoded": _encoded,
    f"{{{_SPACES['dc']}}}creator": _author,
    f"{{{_SPACES['dc']}}}date": _time("updated"),
    f"{{{_SPACES['dc']}}}language": _field("language"),
    f"{{{_SPACES['dc']}}}subject": _category,
    f"{{{_SPACES['feedburner']}}}origLink": _field("feedburner_origlink"),
    f"{{{_SPACES['slash']}}}comments": _ignored,
    f"{{{_SPACES['wfw']}}}commentRss": _ignored,
}
_ATOMS: Final[Mapping[object, _Handler]] = {
    f"{{{_ATOM}}}title": _typed("title"),
    f"{{{_ATOM}}}link": _reference,
    f"{{{_ATOM}}}id": _guid,
    f"{{{_ATOM}}}published": _time("published"),
    f"{{{_ATOM}}}updated": _time("updated"),
    f"{{{_ATOM}}}summary": _typed("summary"),
    f"{{{_ATOM}}}content": _content,
    f"{{{_ATOM}}}rights": _typed("rights"),
    f"{{{_ATOM}}}category": _term,
    f"{{{_ATOM}}}author": _person,
}
