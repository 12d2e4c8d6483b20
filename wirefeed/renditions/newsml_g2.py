"""A story as a NewsML-G2 2.34 news item (iptc.org/std/NewsML-G2), and many as one news message. It names no source spans."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from lxml import etree
from lxml.builder import ElementMaker

from wirefeed.model.story import Story, StoryTimes
from wirefeed.renditions.parts import GENERATOR, Parts, parts_of, safe, urn

NAMESPACE: Final = "http://iptc.org/std/nar/2006-10-01/"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_CATALOG: Final = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
_E: Final = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})
_H: Final = ElementMaker(namespace=_XHTML, nsmap={None: _XHTML})


def render(story: Story, times: StoryTimes) -> str:
    """The item as a document of its own."""
    return _text(item(story, times), declare=True)


def item(story: Story, times: StoryTimes) -> etree._Element:
    """The ``newsItem``; a story that does not stand has its status and no words."""
    parts = parts_of(story)
    news: etree._Element = _E.newsItem(
        _E.catalogRef(href=_CATALOG),
        _E.itemMeta(
            _E.itemClass(qcode="ninat:text"),
            _E.provider(literal=GENERATOR),
            _E.versionCreated(times.updated_at.isoformat()),
            _E.firstCreated(times.first_seen_at.isoformat()),
            _E.pubStatus(qcode=f"stat:{story.status.value}"),
        ),
        _about(story, parts, times.latest_item_at),
        guid=urn(story),
        version=str(story.version),
        standard="NewsML-G2",
        standardversion="2.34",
        conformance="power",
    )
    news.set(f"{_XML}lang", story.language)
    news.append(_E.contentSet(_page(parts)))
    return news


def message(stories: Iterable[tuple[Story, StoryTimes]], sent: datetime) -> Iterator[str]:
    """A ``newsMessage`` of many items, piece by piece: it may be longer than memory."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<newsMessage xmlns="{NAMESPACE}"><header><sent>{sent.isoformat()}</sent>'
    yield f"<origin>{GENERATOR}</origin></header><itemSet>\n"
    for story, times in stories:
        yield _text(item(story, times), declare=False) + "\n"
    yield "</itemSet></newsMessage>\n"


def _about(story: Story, parts: Parts, latest: datetime) -> etree._Element:
    """In the order the standard's schema asks for: urgency, times, place, sources, then what the story is about."""
    about: etree._Element = _E.contentMeta()
    if story.urgency is not None:
        about.append(_E.urgency(str(story.urgency)))
    about.append(_E.contentCreated(latest.isoformat()))
    if story.located:
        about.append(_E.located(_E.name(safe(story.located))))
    for name in story.agencies if parts.paragraphs else ():
        about.append(_E.infoSource(_E.name(safe(name))))
    about.append(_E.language({"tag": story.language}))
    about.append(_E.slugline(safe(story.slug)))
    if parts.headline:
        about.append(_E.headline(parts.headline))
    if parts.picture:
        about.append(_E.description(parts.picture, role="drol:caption"))
    return about


def _page(parts: Parts) -> etree._Element:
    body = _H.body(*(_H.p(paragraph) for paragraph in parts.paragraphs))
    words = sum(len(paragraph.split()) for paragraph in parts.paragraphs)
    page: etree._Element = _E.inlineXML(
        _H.html(_H.head(_H.title(parts.headline)), body), contenttype="application/xhtml+xml", wordcount=str(words)
    )
    return page


def _text(element: etree._Element, *, declare: bool) -> str:
    written = etree.tostring(element, encoding="unicode", pretty_print=declare)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' if declare else "") + str(written)
