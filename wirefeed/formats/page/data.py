"""What a page says of itself beside its text: JSON-LD and meta elements, as they stand. It believes none of it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from lxml import html

_DEPTH: Final = 12
_MOST: Final = 400
_SCRIPT: Final = 1 << 20
_LEAST: Final = 3
"""Members of an object that says something of an article."""
_ARTICLES: Final = (
    "newsarticle",
    "reportagenewsarticle",
    "analysisnewsarticle",
    "backgroundnewsarticle",
    "opinionnewsarticle",
    "liveblogposting",
    "article",
    "blogposting",
    "report",
)
"""schema.org types of an article, the most telling first."""
_TITLES: Final = ("og:title", "twitter:title", "dc.title", "parsely-title", "title")
_DESCRIPTIONS: Final = ("description", "og:description", "twitter:description", "dc.description")

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageData:
    """The JSON-LD objects of a page, in order, the one that describes the article (empty: none does), and its meta elements."""

    nodes: tuple[Node, ...]
    article: Node
    meta: Mapping[str, str]

    @property
    def titles(self) -> tuple[str, ...]:
        """What the page says it is called, the article's own headline first."""
        return _said((self.article.get("headline"), *(self.meta.get(name) for name in _TITLES), self.article.get("name")))

    @property
    def descriptions(self) -> tuple[str, ...]:
        """Its descriptions of the article: the standfirst, often."""
        return _said((*(self.meta.get(name) for name in _DESCRIPTIONS), self.article.get("description")))

    @property
    def body(self) -> str:
        """The article's text as JSON-LD has it; empty where it has none."""
        bodies = (node.get("articleBody") for node in ((self.article,) if self.article else self.nodes))
        return max((body for body in bodies if isinstance(body, str)), key=len, default="")

    def first(self, *names: str) -> str | None:
        """The first of these meta elements that says something."""
        return next((value for name in names if (value := self.meta.get(name))), None)


def data_of(root: html.HtmlElement) -> PageData:
    """The structured data of a page; what cannot be read of it is left out."""
    nodes = tuple(_nodes(root))
    return PageData(nodes=nodes, article=_article(nodes), meta=_meta(root))


def words_of(value: object, *names: str) -> Iterator[str]:
    """The texts of a JSON-LD value: itself, what it lists, or the first of ``names`` an object has."""
    if isinstance(value, str):
        if value.strip():
            yield " ".join(unescape(value).split())
    elif isinstance(value, list):
        for one in value[:_MOST]:
            yield from words_of(one, *names)
    elif isinstance(value, dict):
        yield from words_of(next((value[name] for name in names if value.get(name)), None))


def _said(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(unescape(value).split()) for value in values if isinstance(value, str) and value.strip()))


def _nodes(root: html.HtmlElement) -> Iterator[Node]:
    found = 0
    for script in root.iter("script"):
        text = script.text
        if "ld+json" not in (script.get("type") or "").lower() or not text or len(text) > _SCRIPT:
            continue
        try:
            data = json.loads(text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _within(data, _DEPTH):
            found += 1
            if found > _MOST:
                return
            yield node


def _within(data: object, depth: int) -> Iterator[Node]:
    """Every object in a JSON value, from the outside in."""
    if isinstance(data, dict):
        yield data
    inside = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    if depth:
        for one in inside:
            yield from _within(one, depth - 1)


def _article(nodes: tuple[Node, ...]) -> Node:
    """The object that describes the article: the most telling type, then the one that says most."""
    ranked = [(rank, -len(node), number) for number, node in enumerate(nodes) if (rank := _rank(node)) is not None and len(node) >= _LEAST]
    return nodes[min(ranked)[2]] if ranked else {}


def _rank(node: Node) -> int | None:
    types = [kind.rpartition("/")[2].lower() for kind in words_of(node.get("@type"))]
    ranks = [_ARTICLES.index(kind) for kind in types if kind in _ARTICLES]
    return min(ranks, default=None)


def _meta(root: html.HtmlElement) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower()[:100], content.strip())
    return found
