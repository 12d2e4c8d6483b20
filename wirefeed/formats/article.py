"""An article's HTML page -> one entry: publisher's rules first, then what holds on any page. It fetches nothing and fills no gaps.

Only a page that was asked for is an article (``Document.page``): HTML where a feed was due stays an error. Text comes from the blocks of
the page that ``page.choose`` takes for the article; where the page shows none, from its JSON-LD or from what its scripts carry.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import html

from wirefeed.formats.document import Document, Shape
from wirefeed.formats.fields import Remarks, condensed, sound
from wirefeed.formats.limits import FIELD
from wirefeed.formats.page.blocks import Block, blocks_of
from wirefeed.formats.page.choose import article_of
from wirefeed.formats.page.data import PageData, data_of
from wirefeed.formats.page.embedded import embedded_markup
from wirefeed.formats.page.facts import byline_of, canonical_of, dates_of, headline_of, language_of, subjects_of
from wirefeed.formats.page.pictures import picture_of
from wirefeed.formats.page.rules import inside, select, text_at
from wirefeed.formats.page.tree import WITNESSED, Tree, grow
from wirefeed.model.delivery import Entry, FaultKind, Parsed
from wirefeed.model.feed import PageRules
from wirefeed.model.ids import digest
from wirefeed.text.markup import to_text

_ROOTS: Final = frozenset(("html", "head", "body", "article", "main", "section", "nav", "header", "div", "span", "table", "meta", "link"))
_SPARSE: Final = 300
"""Characters of text below which a page may carry its article elsewhere."""


def recognises(document: Document) -> bool:
    """Whether a page was asked for and HTML came, with or without its outermost elements."""
    return document.page is not None and (document.shape is Shape.HTML or document.root.lower() in _ROOTS)


def read(document: Document, seen: frozenset[bytes]) -> Parsed:
    """The one entry of a page, unless its digest is in ``seen``. Raises Malformed: too large, or nothing in it."""
    mark = digest(document.body)
    if mark in seen:
        return Parsed(format="article", digests=frozenset((mark,)), skipped=1)
    remarks = Remarks(faults=list(document.faults), where=document.url[:200])
    tree = grow(document)
    if tree.cut:
        remarks.note(FaultKind.TOO_MANY, "a page beyond the limits of depth, size or attributes; what is beyond was left out")
    entry = _entry(document, document.page or PageRules(), tree, remarks)
    return Parsed(format="article", entries=(entry,), faults=condensed(remarks.faults), digests=frozenset((mark,)), marks=(mark,))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """The blocks that are the article, and its text, paragraphs parted by a blank line."""

    blocks: tuple[Block, ...]
    text: str


def _entry(document: Document, rules: PageRules, tree: Tree, remarks: Remarks) -> Entry:
    for selector in rules.strip:
        for doomed in select(tree.root, (selector,)):
            if doomed.getparent() is not None:
                doomed.drop_tree()
    data = data_of(tree.root)
    found = _text(rules, tree, data)
    published, updated = _times(rules, tree.root, data, remarks)
    text = sound(found.text)
    if len(text) > FIELD:
        remarks.note(FaultKind.TOO_LONG, f"text: {len(text)} characters, cut")
        text = text[:FIELD]
    return Entry(
        guid=document.url,
        headline=_sound(text_at(tree.root, rules.headline) or headline_of(tree.root, data)),
        byline=_sound(text_at(tree.root, rules.byline) or byline_of(tree.root, data)),
        published=published,
        updated=updated,
        language=language_of(tree.root, data),
        summary=_sound(text_at(tree.root, rules.standfirst) or next(iter(data.descriptions), None)),
        text=text or None,
        url=canonical_of(tree.root, data, document.url),
        picture=picture_of(tree.root, data, rules, found.blocks, document.url),
        subjects=subjects_of(data),
    )


def _sound(text: str | None) -> str | None:
    return sound(text) or None if text else None


def _times(rules: PageRules, root: html.HtmlElement, data: PageData, remarks: Remarks) -> tuple[datetime | None, datetime | None]:
    return dates_of(root, data, text_at(root, rules.date), remarks)


def _text(rules: PageRules, tree: Tree, data: PageData) -> _Text:
    """The article's text: of the page as it is shown, else as it is carried along."""
    blocks = blocks_of(tree.root)
    library = _library(tree) if tree.size <= WITNESSED else ""
    chosen = article_of(blocks, data, library)
    if rules.body and (bodies := select(tree.root, rules.body)):
        held = tuple(block for block in chosen if inside(block.element, bodies))
        chosen = held or chosen
        if (lead := text_at(tree.root, rules.standfirst)) and all(lead not in block.text for block in chosen):
            return _Text(blocks=chosen, text=_joined((lead, *(block.text for block in chosen))))
    text = _joined(block.text for block in chosen)
    if len(text) >= _SPARSE and len(text) * 3 >= len(data.body):
        return _Text(blocks=chosen, text=text)
    carried = max((text, _plain(data.body), _embedded(tree.root)), key=len)
    return _Text(blocks=chosen, text=carried if len(carried) >= 2 * len(text) else text)


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(parts)


def _plain(body: str) -> str:
    """An articleBody, which is plain text mostly, as paragraphs."""
    text = to_text(body) if "<" in body or "&" in body else body
    return _joined(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


def _embedded(root: html.HtmlElement) -> str:
    markup = embedded_markup(root)
    return to_text(markup) if markup else ""


def _library(tree: Tree) -> str:
    """What the extraction library takes for the text of the page; nothing where it fails."""
    from trafilatura import extract  # noqa: PLC0415 - slow to import; a worker that reads no pages never needs it

    return extract(deepcopy(tree.root), include_comments=False, with_metadata=False) or ""
