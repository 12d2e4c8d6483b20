"""News sitemaps (Google's news extension of sitemaps.org 0.9) -> entries: link, title, publication, date, picture. They carry no text.

An address without a ``news:news`` is a page, not news: it is counted and set aside. An index of sitemaps is named as such; the sitemaps
it lists are feeds of their own.
"""

from typing import Final

from lxml import etree

from wirefeed.formats.document import Document, Shape
from wirefeed.formats.fields import Remarks, fragment_of, looks_marked_up, time_of
from wirefeed.formats.wire import children, line, plain_tree, read_each
from wirefeed.model.delivery import Entry, Fault, FaultKind, Parsed, Picture
from wirefeed.text.urls import safe_url

_ROOTS: Final = ("urlset", "sitemapindex")
_MOST_KEYWORDS: Final = 64


def recognises(document: Document) -> bool:
    """Whether the root is a sitemap's."""
    return document.shape is Shape.XML and document.root in _ROOTS


def read(document: Document, seen: frozenset[bytes]) -> Parsed:
    """The entries not in ``seen``. Raises Malformed."""
    root, faults = plain_tree(document)
    if root.tag == "sitemapindex":
        count = sum(1 for _ in children(root, "sitemap"))
        return Parsed(format="sitemap", faults=(*document.faults, *faults, _set_aside(f"an index of {count} sitemaps, none of them read")))
    urls = list(children(root, "url"))
    news = [url for url in urls if url.find("news") is not None]
    if pages := len(urls) - len(news):
        faults += (_set_aside(f"addresses without a word that they are news: {pages}"),)
    if not urls:
        faults += (_set_aside("a sitemap without an address"),)
    if not news:
        return Parsed(format="sitemap", faults=(*document.faults, *faults))
    return read_each(document, news, lambda url, remarks: _entry(url, document, remarks), seen, name="sitemap", faults=faults)


def _set_aside(message: str) -> Fault:
    return Fault(kind=FaultKind.NOT_AN_ARTICLE, where="document", message=message, lost=True)


def _entry(url: etree._Element, document: Document, remarks: Remarks) -> Entry | None:
    address = safe_url(line(url.find("loc")), document.url)
    headline = _words(url.find("news/title"), remarks)
    remarks.where = (address or headline or remarks.where)[:200]
    if address is None:
        remarks.note(FaultKind.BAD_ENTRY, "no address of the web in <loc>", lost=True)
        return None
    published = time_of(line(url.find("news/publication_date")), remarks, "publication_date")
    changed = time_of(line(url.find("lastmod")), remarks, "lastmod")
    return Entry(
        guid=address,
        headline=headline,
        published=published or changed,
        updated=changed,
        language=line(url.find("news/publication/language")),
        url=address,
        picture=_picture(url, document, remarks),
        subjects=_keywords(url),
        source=_words(url.find("news/publication/name"), remarks),
    )


def _words(element: etree._Element | None, remarks: Remarks) -> str | None:
    """The plain text of an element; some publishers escape theirs twice."""
    said = line(element)
    if element is None or said is None:
        return None
    return " ".join(fragment_of(said, remarks, str(element.tag), html=looks_marked_up(said)).text.split()) or None


def _keywords(url: etree._Element) -> tuple[str, ...]:
    """Keywords and stock tickers, parted by commas."""
    said = ",".join(filter(None, (line(url.find(f"news/{name}")) for name in ("keywords", "stock_tickers"))))
    return tuple(dict.fromkeys(word for part in said.split(",") if (word := part.strip())))[:_MOST_KEYWORDS]


def _picture(url: etree._Element, document: Document, remarks: Remarks) -> Picture:
    """The first picture with an address. Its title is not its caption."""
    for image in children(url, "image"):
        if address := safe_url(line(image.find("loc")), document.url):
            return Picture(url=address, caption=_words(image.find("caption"), remarks))
    return Picture()
