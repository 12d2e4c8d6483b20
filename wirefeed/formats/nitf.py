"""NITF 3 (iptc.org/standards/nitf) -> one entry: AP, PA, EFE, TT, AAP, Ritzau. It fetches no picture and follows no reference."""

import re
from datetime import datetime
from typing import Final

from lxml import etree

from wirefeed.formats.batch import subjects_of, take_each
from wirefeed.formats.contacts import without_contacts
from wirefeed.formats.document import Document, Shape
from wirefeed.formats.fields import Remarks, fragment_of, line_of, person, time_of
from wirefeed.formats.terms import status_of, urgency_of
from wirefeed.formats.xml import tree_of
from wirefeed.model.delivery import Entry, FaultKind, Parsed, Picture
from wirefeed.model.item import Kind, PubStatus
from wirefeed.text.urls import safe_url

_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_IMAGE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
_EMBED: Final = re.compile(r"<(?:div|script|iframe|blockquote|img|embed)\b[^>]{0,2000}>.{0,4000}>", re.IGNORECASE)
_FEWEST_CUT: Final = 20
_WRAPPED: Final = range(40, 85)
_MOST_LINKS: Final = 50
_LONGEST_BYLINE: Final = 300
_LONGEST_INITIALS: Final = 12
_SLUGS: Final = ("anpa-keyword", "NTBStikkord", "slugline")
_Element = etree._Element  # noqa: SLF001 - lxml has no other name for it


def recognises(document: Document) -> bool:
    """Whether the root element is NITF's."""
    return document.shape is Shape.XML and document.root == "nitf"


def read(document: Document, seen: frozenset[bytes]) -> Parsed:
    """The document's entry, unless it is in ``seen``. Raises Malformed: not well-formed, beyond the limits, without head and body."""
    root, faults = tree_of(document)
    for element in root.iter(etree.Element):
        if isinstance(element.tag, str) and element.tag.startswith("{"):
            element.tag = element.tag.rpartition("}")[2]
    if root.find("head") is None and root.find("body") is None:
        raise document.malformed("NITF without head and body")
    return take_each(
        document, seen, [(document.body, root)], lambda found, remarks: _entry(found, document.url, remarks), name="nitf", faults=faults
    )


def _entry(root: _Element, base: str, remarks: Remarks) -> Entry:
    guid = _said(root, ".//doc-id", "id-string")
    remarks.where = (guid or "document")[:200]
    published = time_of(_said(root, ".//date.issue", "norm") or _said(root, ".//pubdata", "date.publication"), remarks, "date.issue")
    status, embargoed = _status(root, remarks)
    picture = _picture(root, base, remarks)
    links = _links(root, base)
    text = _text(root, remarks)
    corrected, corrects = root.find(".//docdata/correction"), _said(root, ".//docdata/correction", "id-string")
    return Entry(
        guid=guid,
        version=_said(root, ".//du-key", "version"),
        pubstatus=status,
        kind=Kind.KILL if status is PubStatus.CANCELED else Kind.CORRECTION if corrected is not None else None,
        headline=_headline(root, text, remarks),
        slugline=_slugline(root),
        byline=_byline(root, remarks),
        dateline=_dateline(root, remarks),
        located=_located(root, remarks),
        published=published,
        language=root.get("baselang") or root.get(_XML_LANG) or _said(root, ".//body.content/lang", "lang"),
        summary=_markup(root.find(".//body.head/abstract"), remarks) or None,
        text=text or None,
        picture=picture,
        urgency=_urgency(root, remarks),
        embargoed=embargoed,
        ednote=without_contacts(_one_line(_said(root, ".//ed-msg", "info"))),
        creditline=_line(root.find(".//distributor"), remarks),
        copyrightholder=_said(root, ".//doc.copyright", "holder") or _line(root.find(".//rights/rights.owner"), remarks),
        usageterms=_said(root, ".//doc.rights", "limitations") or _line(root.find(".//rights/rights.limitations"), remarks),
        subjects=_subjects(root),
        links=links,
        refers_to=tuple(dict.fromkeys(filter(None, [_said(root, ".//docdata", "management-doc-idref"), corrects]))),
    )


def _headline(root: _Element, text: str, remarks: Remarks) -> str | None:
    """The headline; none where it is only the first words of the text, cut off within one (Ritzau's flashes have no other)."""
    headline = _line(root.find(".//hedline/hl1"), remarks) or _line(root.find("head/title"), remarks)
    words = (headline or "").lstrip("* ")
    if len(words) < _FEWEST_CUT:
        return headline
    _, found, rest = text.partition("\n")[0].partition(words)
    return None if found and rest[:1].isalpha() else headline


def _said(root: _Element, path: str, attribute: str) -> str | None:
    """An attribute of the first element on this path that says anything in it."""
    for element in root.iterfind(path):
        if found := (element.get(attribute) or "").strip():
            return found
    return None


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


def _markup(element: _Element | None, remarks: Remarks) -> str:
    """The plain text of an element, its paragraphs parted by a blank line, its tables row by row."""
    if element is None:
        return ""
    source = etree.tostring(element, encoding="unicode", with_tail=False)
    return fragment_of(source, remarks, str(element.tag), html=True).text


def _words(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


def _line(element: _Element | None, remarks: Remarks) -> str | None:
    if element is None:
        return None
    return line_of(_words(element), remarks, str(element.tag), html=False)


def _status(root: _Element, remarks: Remarks) -> tuple[PubStatus | None, datetime | None]:
    """The status, and until when the text is held: date.release where it is not just the time of issue over again.

    A document that is embargoed without a time that can be read is withheld.
    """
    said = _said(root, ".//docdata", "management-status")
    release = _said(root, ".//date.release", "norm")
    embargoed = None
    if release and release != _said(root, ".//date.issue", "norm"):
        embargoed = time_of(release, remarks, "date.release")
    if (said or "").lower() == "embargoed":
        return (PubStatus.USABLE if embargoed else PubStatus.WITHHELD), embargoed
    status = status_of(said)
    if said and status is None:
        remarks.note(FaultKind.BAD_FIELD, f"management-status: {said[:100]!r} is not known")
    return status, embargoed


def _urgency(root: _Element, remarks: Remarks) -> int | None:
    said = _said(root, ".//urgency", "ed-urg")
    urgency = urgency_of(said)
    if said and urgency is None and said != "0":
        remarks.note(FaultKind.BAD_FIELD, f"urgency: {said[:40]!r} is no urgency")
    return urgency


def _slugline(root: _Element) -> str | None:
    """The key the story goes by, else the keyword line of the agency's own head."""
    meta = {element.get("name"): element.get("content") for element in root.iterfind("head/meta")}
    return _said(root, ".//du-key", "key") or next((_one_line(meta[name]) for name in _SLUGS if meta.get(name)), None)


def _byline(root: _Element, remarks: Remarks) -> str | None:
    """The writer's name, and the title after it; initials of the desk are none."""
    element = root.find(".//body.head/byline")
    if element is None:
        return None
    title = _line(element.find("byttl"), remarks)
    pieces = [element.text or "", *(_words(child) + (child.tail or "") for child in element if child.tag != "byttl")]
    pieces += [child.tail or "" for child in element.iterfind("byttl")]
    name = line_of(" ".join(pieces), remarks, "byline", html=False) or ""
    if len(name) > _LONGEST_BYLINE or (len(name) <= _LONGEST_INITIALS and name.islower() and " " not in name):
        return None
    return person(without_contacts(", ".join(filter(None, (name, title)))) or "")


def _dateline(root: _Element, remarks: Remarks) -> str | None:
    """The dateline as printed, without the time some agencies repeat in it."""
    element = root.find(".//body.head/dateline")
    if element is None:
        return None
    pieces = [element.text or "", *(_dated(child) for child in element)]
    return line_of(" ".join(pieces).replace(" ,", ","), remarks, "dateline", html=False)


def _dated(child: _Element) -> str:
    stated = _words(child)
    machine = child.tag == "story.date" and stated.strip() == (child.get("norm") or "").strip()
    return ("" if machine else " ".join(stated.split())) + (child.tail or "")


def _located(root: _Element, remarks: Remarks) -> str | None:
    """The place of the dateline, else the city where the event took place."""
    place = _line(root.find(".//body.head/dateline/location"), remarks)
    return place.replace(" ,", ",") if place else _said(root, ".//evloc", "city")


def _subjects(root: _Element) -> tuple[str, ...]:
    """The IPTC codes, then the agency's keywords."""
    codes = [element.get("tobject.subject.refnum") for element in root.iterfind(".//tobject.subject")]
    words = [element.get("key") or element.text for element in root.iterfind(".//key-list/keyword")]
    return subjects_of([*codes, *words])


def _picture(root: _Element, base: str, remarks: Remarks) -> Picture:
    """The first picture shown. What it says stays with it and out of the text."""
    for media in root.iterfind(".//body.content//media"):
        if (media.get("media-type") or "image").lower() not in ("image", "photo", "picture"):
            continue
        url = next(filter(None, (_address(each.get("source"), base) for each in media.iterfind("media-reference"))), None)
        caption = _markup(media.find("media-caption"), remarks) or _line(media.find("media-caption"), remarks)
        meta = {(each.get("name") or "").lower(): each.get("value") for each in media.iterfind("media-metadata")}
        producer = _line(media.find("media-producer"), remarks)
        credit = _one_line(meta.get("credit") or meta.get("creditline")) or producer
        if url or caption:
            return Picture(url=url, caption=_one_line(caption), credit=credit, photographer=producer)
    return Picture()


def _address(source: str | None, base: str) -> str | None:
    """The address of a picture: a full one, or the name of an image file beside the document; an id is none."""
    said = (source or "").strip()
    return safe_url(said, base) if _IMAGE.search(said) or said.startswith(("http://", "https://")) else None


def _links(root: _Element, base: str) -> tuple[str, ...]:
    urls = (safe_url(element.get("href"), base) for element in root.iterfind(".//body.content//a"))
    return tuple(dict.fromkeys(url for url in urls if url))[:_MOST_LINKS]


def _text(root: _Element, remarks: Remarks) -> str:
    """The body with the line of contributors at its end; pictures, notes to editors and mark-up written as text are left out."""
    content = root.find("body/body.content")
    if content is None:
        return ""
    for tag in ("media", "note", "ednote"):
        for element in list(content.iter(tag)):
            _empty(element)
    for paragraph in list(content.iter("p")):
        if _EMBED.fullmatch(" ".join(_words(paragraph).split())):
            _empty(paragraph)
        _unwrap(paragraph)
    return "\n\n".join(filter(None, (_markup(content, remarks), _line(root.find("body/body.end/tagline"), remarks))))


def _empty(element: _Element) -> None:
    """Leave nothing of an element but the end of a paragraph, and what stands after it."""
    tail = element.tail
    element.clear()
    element.tag, element.tail = "p", tail


def _unwrap(paragraph: _Element) -> None:
    """Take out the breaks of a paragraph that was set in lines for a teleprinter."""
    breaks = paragraph.findall("br")
    before = [paragraph.text or "", *(each.tail or "" for each in breaks[:-1])]
    if not breaks or len(breaks) != len(paragraph) or not all(len(" ".join(line.split())) in _WRAPPED for line in before):
        return
    whole = " ".join(" ".join((*before, breaks[-1].tail or "")).split())
    tail = paragraph.tail
    paragraph[:] = []
    paragraph.text, paragraph.tail = whole, tail
