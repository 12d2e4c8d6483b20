"""A publisher's rules applied to a page: selectors in, elements and their text out. Which rules there are is configuration."""

from collections.abc import Sequence
from functools import lru_cache

from lxml import html
from lxml.cssselect import CSSSelector
from lxml.etree import XPathError

from wirefeed.formats.page.blocks import blocks_of


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def select(root: html.HtmlElement, selectors: Sequence[str]) -> list[html.HtmlElement]:
    """The elements the first selector finds that finds any."""
    for selector in selectors:
        try:
            found = _compiled(selector)(root)
            if isinstance(found, list) and found:
                return [element for element in found if isinstance(element, html.HtmlElement)]
        except (XPathError, ValueError):
            continue
    return []


def text_at(root: html.HtmlElement, selectors: Sequence[str]) -> str | None:
    """The text of the first element the selectors find that says something, as one line; a ``datetime`` or ``content`` says it better."""
    for element in select(root, selectors):
        if stated := element.get("datetime") or element.get("content"):
            return " ".join(stated.split())
        if text := text_of(element):
            return text
    return None


def text_of(element: html.HtmlElement) -> str:
    """What an element says, as one line, without what is not shown."""
    if blocks := blocks_of(element):
        return " ".join(block.text for block in blocks)
    return " ".join(element.text_content().split())


def inside(element: html.HtmlElement, holders: Sequence[html.HtmlElement]) -> bool:
    """Whether an element is one of ``holders`` or stands in one."""
    return element in holders or any(above in holders for above in element.iterancestors())
