"""A page's headline, byline, dates, language, address and subjects: its structured data, then what it shows. It reads no body text."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from lxml import html

from wirefeed.formats.dates import read_date
from wirefeed.formats.fields import Remarks, time_of
from wirefeed.formats.page.blocks import names_of
from wirefeed.formats.page.data import PageData, words_of
from wirefeed.formats.page.evidence import bare
from wirefeed.text.urls import safe_url

_SITE: Final = re.compile(r"\s+(?:\||-|–|—|•|::|»)\s+[^|–—•»]{2,60}$")
_ADDRESS: Final = re.compile(r"https?://|@|^www\.")
_PUBLISHED: Final = (
    *("article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created"),
    *("pubdate", "publish-date", "publishdate", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime"),
)
_UPDATED: Final = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "lastmod")
_AUTHORS: Final = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")
_BYLINES: Final = frozenset(("byline", "author", "authors"))
_LONGEST_BYLINE: Final = 200
_MOST: Final = 64
_LONGEST_SUBJECT: Final = 100


def headline_of(root: html.HtmlElement, data: PageData) -> str | None:
    """The headline: a heading that agrees with what the page says it is called, else the first heading, else what it says."""
    titles = data.titles
    known = {bare(title) for title in titles} | {bare(_SITE.sub("", title)) for title in titles}
    headings = [text for heading in root.iter("h1") if (text := " ".join(heading.text_content().split()))]
    for text in headings:
        if bare(text) in known:
            return text
    if stated := next(words_of(data.article.get("headline")), None):
        return stated
    if len(headings) == 1:
        return headings[0]
    if titles:
        return _SITE.sub("", titles[0])
    title = root.find(".//title")
    return _SITE.sub("", " ".join(title.text_content().split())) or None if title is not None else None


def byline_of(root: html.HtmlElement, data: PageData) -> str | None:
    """The authors' names, in order."""
    names = dict.fromkeys(name for name in words_of(data.article.get("author"), "name") if not _ADDRESS.search(name))
    if not names:
        names = dict.fromkeys(
            value for key in _AUTHORS if (value := data.meta.get(key)) and not _ADDRESS.search(value) and len(value) < _LONGEST_BYLINE
        )
        names = dict.fromkeys(list(names)[:1])
    if not names:
        names = dict.fromkeys(_shown_bylines(root))
    return ", ".join(list(names)[:10]) or None


def _shown_bylines(root: html.HtmlElement) -> Iterator[str]:
    """The first element the page itself calls a byline."""
    for element in root.iter("span", "div", "p", "a", "address"):
        if names_of(element) & _BYLINES and (text := " ".join(element.text_content().split())) and len(text) < _LONGEST_BYLINE:
            yield text
            return


def dates_of(root: html.HtmlElement, data: PageData, ruled: str | None, remarks: Remarks) -> tuple[datetime | None, datetime | None]:
    """When the article was published and when it was changed; ``ruled`` is the date a publisher's rule found."""
    stated = (ruled, *words_of(data.article.get("datePublished")), *(data.meta.get(name) for name in _PUBLISHED), *_shown_dates(root))
    published = next((moment for raw in stated if raw and (moment := read_date(raw)[0])), None)
    if published is None and (raw := next(filter(None, stated), None)):
        time_of(raw, remarks, "date")
    changed = (*words_of(data.article.get("dateModified")), *(data.meta.get(name) for name in _UPDATED))
    updated = next((moment for raw in changed if raw and (moment := read_date(raw)[0])), None)
    return published, updated


def _shown_dates(root: html.HtmlElement) -> Iterator[str]:
    for element in root.iter("time"):
        if stated := element.get("datetime"):
            yield stated


def language_of(root: html.HtmlElement, data: PageData) -> str | None:
    """The language the page says it is in."""
    page = root if root.tag == "html" else root.find(".//html")
    return (
        (page.get("lang") if page is not None else None)
        or next(words_of(data.article.get("inLanguage"), "alternateName", "name"), None)
        or data.first("og:locale", "content-language", "language")
    )


def canonical_of(root: html.HtmlElement, data: PageData, url: str) -> str:
    """The article's own address where the page gives one on the same host, else the address it was read from."""
    links = (link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical")
    for candidate in (*links, data.meta.get("og:url")):
        found = safe_url(candidate, url)
        if found and urlsplit(found).hostname == urlsplit(url).hostname and urlsplit(found).path not in ("", "/"):
            return found
    return url


def subjects_of(data: PageData) -> tuple[str, ...]:
    """Its keywords and section."""
    stated = (
        *words_of(data.article.get("keywords")),
        *words_of(data.article.get("articleSection")),
        data.first("news_keywords", "keywords") or "",
    )
    parts = (part.strip() for line in stated for part in line.split(","))
    return tuple(dict.fromkeys(part for part in parts if part and len(part) <= _LONGEST_SUBJECT))[:_MOST]
