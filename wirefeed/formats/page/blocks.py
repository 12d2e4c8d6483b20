"""An article page's tree -> its blocks of text in order, each with what can be seen of its surroundings. It chooses none of them."""

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import html


def named(listing: str) -> frozenset[str]:
    """The words of a listing as a set."""
    return frozenset(listing.split())


_BLOCKS: Final = named(
    """
    address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header
    hgroup hr legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul
    """
)
_PASSED_OVER: Final = named(
    """
    audio button canvas embed head iframe input math nav noscript object option picture script select style svg template textarea title
    video
    """
)
_SPACES: Final = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LONGEST_NAME: Final = 300
_BREAK: Final = "\x1e"
"""Stands for <br> while a block is written; pages hold no such character (``tree.grow``)."""
_BREAKS: Final = re.compile(r"\x1e\s*\x1e[\s\x1e]*")


@dataclass(slots=True, kw_only=True, eq=False)
class Block:
    """A paragraph, heading, list item or loose text.

    ``linked`` is the share of its characters inside links, ``strong`` of those in bold or italics. ``holders`` are the element and the
    blocks it stands in, nearest first; ``tags`` and ``names`` are theirs: the words of class, id, role and itemprop, one set an element.
    """

    holders: tuple[html.HtmlElement, ...]
    tag: str
    text: str
    linked: float
    strong: float
    names: tuple[frozenset[str], ...]
    tags: tuple[str, ...]

    @property
    def element(self) -> html.HtmlElement:
        """The element whose text it is."""
        return self.holders[0]


@dataclass(slots=True)
class _Open:
    """The block that is being written: what was said in it so far."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    strong: int = 0


class _Walk:
    """One walk over the tree, in document order, without recursion deeper than the tree is allowed to be."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self._holders: list[html.HtmlElement] = []
        self._names: list[frozenset[str]] = []
        self._tags: list[str] = []
        self._open: list[_Open] = []

    def visit(self, element: html.HtmlElement, in_link: bool, in_strong: bool) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _PASSED_OVER or _is_hidden(element):
            return
        is_block = tag in _BLOCKS
        if is_block:
            self._close()
            self._holders.append(element)
            self._names.append(names_of(element))
            self._tags.append(tag)
            self._open.append(_Open())
        elif tag == "br":
            self._say(_BREAK, linked=False, strong=False)
        in_link, in_strong = in_link or tag == "a", in_strong or tag in ("b", "strong", "em", "i")
        self._say(element.text, linked=in_link, strong=in_strong)
        for child in element:
            self.visit(child, in_link, in_strong)
            self._say(child.tail, linked=in_link, strong=in_strong)
        if is_block:
            self._close()
            self._open.pop()
            self._holders.pop()
            self._names.pop()
            self._tags.pop()

    def _say(self, text: str | None, *, linked: bool, strong: bool) -> None:
        if not text or not self._open:
            return
        here = self._open[-1]
        here.parts.append(text)
        if linked or strong:
            size = len(text.strip())
            here.linked += size if linked else 0
            here.strong += size if strong else 0

    def _close(self) -> None:
        """What the innermost block said so far is a block of its own: another begins inside it, or it ends."""
        if not self._open:
            return
        here = self._open[-1]
        whole = "".join(here.parts)
        size = max(1, len(whole.strip()))
        for part in _BREAKS.split(whole) if _BREAK in whole else (whole,):
            if text := _SPACES.sub(" ", part.replace(_BREAK, " ")).strip():
                self.found.append(
                    Block(
                        holders=tuple(reversed(self._holders)),
                        tag=self._tags[-1],
                        text=text,
                        linked=min(1.0, here.linked / size),
                        strong=min(1.0, here.strong / size),
                        names=tuple(reversed(self._names)),
                        tags=tuple(reversed(self._tags)),
                    )
                )
        here.parts, here.linked, here.strong = [], 0, 0


def blocks_of(root: html.HtmlElement) -> tuple[Block, ...]:
    """Every block of a page that says something, in order; hidden parts, scripts and menus are left out."""
    walk = _Walk()
    walk.visit(root, in_link=False, in_strong=False)
    return tuple(walk.found)


def names_of(element: html.HtmlElement) -> frozenset[str]:
    """The words of an element's class, id, role and itemprop, in lower case: ``storyBody related-links`` -> story, body, related, links."""
    said = " ".join(element.get(name, "")[:_LONGEST_NAME] for name in ("class", "id", "role", "itemprop", "data-component", "data-testid"))
    return frozenset(word.lower() for word in _WORDS.findall(said))


def _is_hidden(element: html.HtmlElement) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDDEN.search(style) is not None)
