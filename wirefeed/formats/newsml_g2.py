"""NewsML-G2 (iptc.org/std/NewsML-G2): newsItem, alone or in a newsMessage -> entries. Packages, plans and concepts are set aside, named."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from lxml import etree

from wirefeed.formats.document import Document, Shape
from wirefeed.formats.fields import Remarks, time_of
from wirefeed.formats.wire import (
    LANGUAGE,
    children,
    distinct,
    finished,
    first,
    is_later,
    line,
    plain_tree,
    read_each,
    text_of,
    urgency_of,
)
from wirefeed.model.delivery import Entry, FaultKind, Parsed, Picture
from wirefeed.model.item import Kind, PubStatus
from wirefeed.text.urls import safe_url

_NAMESPACE: Final = "iptc.org/std/nar/"
_NO_ARTICLES: Final = {
    "packageItem": "a package: it only lists items",
    "planningItem": "a planning item",
    "conceptItem": "a concept, not news",
    "knowledgeItem": "concepts, not news",
    "catalogItem": "a catalogue of vocabularies",
}
_ROOTS: Final = frozenset(("newsItem", "newsMessage", *_NO_ARTICLES))
_KINDS: Final = (
    (Kind.KILL, frozenset(("edstat:d", "delete", "kill", "cancel", "canceled", "cancelled", "remove", "withdrawal"))),
    (Kind.HOLD, frozenset(("hold", "withhold"))),
    (Kind.CORRECTION, frozenset(("edstat:c", "correction", "correct", "corrected"))),
    (Kind.REPEAT, frozenset(("repeat", "rpt"))),
    (Kind.WRITE_THROUGH, frozenset(("writethru", "writethrough", "write-through"))),
    (Kind.ALERT, frozenset(("alert", "flash", "newsflash", "newsalert"))),
    (Kind.ADVISORY, frozenset(("advisory",))),
    (Kind.UPDATE, frozenset(("edstat:u", "update", "replace", "supplement"))),
    (Kind.NEWS, frozenset(("edstat:n", "action:new"))),
)
_STATUSES: Final = {
    "usable": PubStatus.USABLE,
    "withheld": PubStatus.WITHHELD,
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
}
_REPLACED: Final = re.compile(r"correct|replac|supersed|previous|update|cancel|kill|evolved|iscorrectionof|version", re.IGNORECASE)
_LABEL: Final = re.compile(r"//+[^/].{0,200}//+")
_TOPIC: Final = re.compile(r":(?:topic|textpackageid|story|event)$", re.IGNORECASE)
_PAGE: Final = re.compile(r"web|alternate|canonical|permalink", re.IGNORECASE)
_SECONDARY: Final = re.compile(r"sub|kicker|short|dach|over|teaser|seo", re.IGNORECASE)
_NOT_FOR_PRINT: Final = re.compile(r"contact|private|notepad|closing|author|nonpublic", re.IGNORECASE)
_SMALL: Final = re.compile(r"thumb|small|quicklook|icon|print", re.IGNORECASE)
_PICTURES: Final = ("picture", "photo", "graphic", "graphics")


def recognises(document: Document) -> bool:
    """Whether the root is a G2 item or message, in the namespace of G2 or in none."""
    return document.shape is Shape.XML and document.root in _ROOTS and (not document.namespace or _NAMESPACE in document.namespace)


def read(document: Document, seen: frozenset[bytes]) -> Parsed:
    """The entries not in ``seen``. Raises Malformed."""
    root, faults = plain_tree(document)
    items = [root] if root.tag in _ROOTS - {"newsMessage"} else [item for group in root.iter("itemSet") for item in group.iterchildren("*")]

    def make(item: etree._Element, remarks: Remarks) -> Entry | None:
        remarks.where = (item.get("guid") or remarks.where)[:200]
        if item.tag != "newsItem":
            remarks.note(FaultKind.NOT_AN_ARTICLE, _NO_ARTICLES.get(item.tag, f"<{item.tag[:60]}> is no news item"), lost=True)
            return None
        return _entry(item, document, remarks)

    return read_each(document, items, make, seen, name="newsml-g2", faults=faults)


def _entry(item: etree._Element, document: Document, remarks: Remarks) -> Entry:
    about, content = item.find("itemMeta"), item.find("contentMeta")
    pictured = _code(_child(about, "itemClass")).lower() in _PICTURES
    headline = _headline(content) or line(_child(about, "title"))
    text = _text(item, remarks, headline)
    kind, status = _kind(about), _status(about)
    embargoed, held = _embargo(about, remarks)
    updated = _time(about, "versionCreated", remarks)
    version, by = item.get("version"), first(line(each) for each in children(content, "by"))
    caption = _description(content, "caption")
    entry = Entry(
        guid=item.get("guid") or None,
        version=version,
        pubstatus=PubStatus.CANCELED if kind is Kind.KILL else PubStatus.WITHHELD if held or kind is Kind.HOLD else status,
        kind=kind,
        headline=headline or first(line(each) for name in ("hl1", "h1") for each in item.iter(name)),
        slugline=first(slug for slug in _slugs(content) if not _LABEL.fullmatch(slug)),
        byline=None if pictured else by or line(next(item.iter("byline"), None)),
        dateline=first(line(each) for each in (*children(content, "dateline"), *item.iter("dateline"))),
        located=first(line(_child(each, "name")) for each in children(content, "located")),
        published=_time(about, "firstCreated", remarks) or updated or _time(content, "contentCreated", remarks),
        updated=updated,
        language=first(each.get("tag") for each in children(content, "language")) or item.get(LANGUAGE),
        summary=_description(content, "summary") or _description(content, "teaser") or (None if pictured or text else caption),
        text=text or None,
        url=first(safe_url(each.get("href")) for each in _linked(about) if _PAGE.search(each.get("rel", ""))),
        picture=_picture(item, content, document) if pictured else Picture(url=_image(item, document)),
        urgency=urgency_of(line(each) for each in children(content, "urgency")),
        embargoed=embargoed,
        ednote="\n".join(filter(None, (*(slug.strip("/ ") for slug in _slugs(content) if _LABEL.fullmatch(slug)), _notes(about)))) or None,
        creditline=first(line(each) for each in children(content, "creditline")),
        copyrightholder=_holder(item.find("rightsInfo")),
        usageterms="\n".join(distinct(line(each) for each in children(item.find("rightsInfo"), "usageTerms"))) or None,
        subjects=distinct(each.get("qcode") or each.get("literal") for each in children(content, "subject")),
        links=distinct((*(safe_url(each.get("href")) for each in _linked(about)), *_related(about), *_stories(about, content))),
        refers_to=tuple(guid for guid in distinct(map(_replaced, _linked(about))) if guid != item.get("guid")),
    )
    return finished(entry, document, revision=is_later(version))


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else element.find(name)


def _code(element: etree._Element | None) -> str:
    """A code without its scheme: ``stat:usable``, ``.../newscodes/pubstatusg2/usable`` -> ``usable``."""
    if element is None:
        return ""
    return re.split("[:/]", element.get("qcode") or element.get("uri") or element.get("literal") or "")[-1]


def _kind(about: etree._Element | None) -> Kind | None:
    """The gravest kind that the signals state; whole codes count for schemes whose codes are letters."""
    found = {name for each in children(about, "signal") for name in ((each.get("qcode") or "").lower(), _code(each).lower())}
    return next((kind for kind, names in _KINDS if names & found), None)


def _status(about: etree._Element | None) -> PubStatus | None:
    return next((_STATUSES.get(_code(each).lower()) for each in children(about, "pubStatus")), None)


def _embargo(about: etree._Element | None, remarks: Remarks) -> tuple[datetime | None, bool]:
    """The end of the embargo; and whether there is one without an end that can be read, as an empty element says."""
    stated = _child(about, "embargoed")
    until = _time(about, "embargoed", remarks)
    return until, stated is not None and until is None


def _time(about: etree._Element | None, name: str, remarks: Remarks) -> datetime | None:
    return time_of(line(_child(about, name)), remarks, name)


def _slugs(content: etree._Element | None) -> list[str]:
    """What stands as slugs; some of it are labels of the desk between slashes (STT: ``///LEHTIVERSIO///``, a version for print)."""
    return [slug for each in children(content, "slugline") if (slug := line(each))]


def _headline(content: etree._Element | None) -> str | None:
    """The headline of the first rank; one that says it is secondary only where there is no other."""
    given = [each for each in children(content, "headline") if line(each)]
    given.sort(key=lambda each: (bool(_SECONDARY.search(each.get("role", ""))), _rank(each)))
    return line(given[0]) if given else None


def _rank(element: etree._Element) -> int:
    rank = element.get("rank", "")
    return int(rank) if re.fullmatch(r"\d{1,4}", rank, re.ASCII) else 1


def _description(content: etree._Element | None, role: str) -> str | None:
    return first(line(each) for each in children(content, "description") if role in each.get("role", "").lower())


def _text(item: etree._Element, remarks: Remarks, headline: str | None) -> str:
    """The longest of the renditions of the text that the item carries inline."""
    bodies = [each for group in item.iterchildren("contentSet") for each in group.iterchildren("inlineXML", "inlineData")]
    readable = [
        each
        for each in bodies
        if each.get("contenttype", "").partition("/")[0] not in ("image", "audio", "video") and not each.get("encoding")
    ]
    insides = (_first_of(each, "body.content", "body") for each in readable)
    return max((text_of(each, remarks, headline) for each in insides), key=len, default="")


def _first_of(element: etree._Element, *names: str) -> etree._Element:
    """The first descendant of these names in this order, else the element itself."""
    return next((each for name in names for each in element.iter(name)), element)


def _notes(about: etree._Element | None) -> str | None:
    """The editor's notes that may be shown, corrections first."""
    notes = [each for each in children(about, "edNote") if not _NOT_FOR_PRINT.search(each.get("role", ""))]
    notes.sort(key=lambda each: "correct" not in each.get("role", "").lower())
    return "\n".join(distinct(map(line, notes))) or None


def _linked(about: etree._Element | None) -> Iterator[etree._Element]:
    return children(about, "link")


def _replaced(link: etree._Element) -> str | None:
    """The guid of an item that this one corrects, replaces or kills; a link that does not say what for is taken as such."""
    rel = link.get("rel") or link.get("reluri") or ""
    return (link.get("residref") or link.get("guidref")) if not rel or _REPLACED.search(rel) else None


def _related(about: etree._Element | None) -> Iterator[str]:
    """The names of the items that belong with this one, those it replaces left out."""
    names = ((each.get("residref") or each.get("guidref") or "").strip() for each in _linked(about) if _replaced(each) is None)
    return (name for name in names if name.startswith(("urn:", "tag:")))


def _stories(about: etree._Element | None, content: etree._Element | None) -> Iterator[str]:
    """The agency's own names of the story an item belongs to (STT's topics and packages of texts), marked as such."""
    topics = (each for each in children(content, "subject") if _TOPIC.search(each.get("type", "")))
    codes = (each.get("qcode") or each.get("literal") or each.get("uri") for each in (*topics, *children(about, "memberOf")))
    return (f"story:{code.strip()}" for code in codes if code and code.strip())


def _holder(rights: etree._Element | None) -> str | None:
    """Who holds the copyright: by full name, by name, by a plain literal; else the notice."""
    for holder in children(rights, "copyrightHolder"):
        names = sorted(children(holder, "name"), key=lambda each: "full" not in each.get("role", ""))
        literal = holder.get("literal", "")
        if found := first((*map(line, names), literal if "#" not in literal else None, holder.text and holder.text.strip())):
            return found
    return first(line(each) for each in children(rights, "copyrightNotice"))


def _picture(item: etree._Element, content: etree._Element | None, document: Document) -> Picture:
    """The picture of an item that is one; its author is the byline's, else its creator's."""
    by = first(line(each) for each in children(content, "by"))
    return Picture(
        url=_image(item, document),
        caption=_description(content, "caption") or first(line(each) for each in children(content, "description")),
        credit=first(line(each) for each in children(content, "creditline")),
        photographer=by or first(line(_child(each, "name")) or each.get("literal") for each in children(content, "creator")),
    )


def _image(item: etree._Element, document: Document) -> str | None:
    """The address of the largest rendition that is not meant for an index or the press."""
    found = list[tuple[bool, int, int, str]]()
    for each in item.iterfind("contentSet/remoteContent"):
        url = safe_url(each.get("href"), document.url)
        if url and each.get("contenttype", "").startswith("image/"):
            rendition = (each.get("rendition") or each.get("renditionuri") or "").lower()
            width = each.get("width", "")
            found.append((not _SMALL.search(rendition), int(width) if re.fullmatch(r"\d{1,6}", width, re.ASCII) else 0, -len(found), url))
    return max(found)[-1] if found else None
