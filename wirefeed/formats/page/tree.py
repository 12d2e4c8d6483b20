"""An article page as a tree that is safe to walk: bounded in size, depth, elements and attributes. It understands nothing of it."""

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree, html

from wirefeed.formats.document import Document

BODY: Final = 3 << 20
"""Bytes of a page."""
ELEMENTS: Final = 25_000
"""Elements of a page that are looked at; the rest is cut away."""
WITNESSED: Final = 12_000
"""Elements up to which the extraction library is asked: beyond it takes seconds."""
DEPTH: Final = 200
"""Elements inside one another; what is deeper is cut away."""
ATTRIBUTES: Final = 64
"""Attributes of one element; those of one that has more are dropped."""

_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONG_TAG: Final = re.compile(rb"<[A-Za-z][^<>]{8192,}+>?")
_MOST_MARKS: Final = 1000
"""Equal signs in a start tag beyond which it is dropped: the parser compares each attribute with all before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A page's root element, how many elements it has, and whether parts were cut away."""

    root: html.HtmlElement
    size: int
    cut: bool


def grow(document: Document) -> Tree:
    """The tree of a page. Raises Malformed: too large, nothing in it."""
    if len(document.body) > BODY:
        raise document.malformed(f"a page larger than {BODY >> 20} MiB")
    source = _CONTROLS.sub(b" ", document.body)
    source = _LONG_TAG.sub(_bearable, source)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise document.malformed("an HTML page without any content") from error
    size, cut = _bound(root)
    return Tree(root=root, size=size, cut=cut or len(source) < len(document.body))


def _bearable(tag: re.Match[bytes]) -> bytes:
    return tag[0] if tag[0].count(b"=") <= _MOST_MARKS else b" "


def _bound(root: html.HtmlElement) -> tuple[int, bool]:
    """Cut what is too deep, too much or too long out of a tree; returns how many elements stay and whether anything went."""
    size = depth = 0
    doomed = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        size += 1
        if depth > DEPTH or size > ELEMENTS:
            doomed.append(element)
        elif len(element.attrib) > ATTRIBUTES:
            element.attrib.clear()
    for element in doomed:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return min(size, ELEMENTS), bool(doomed)
