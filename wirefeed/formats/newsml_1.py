"""NewsML 1.0 to 1.2 (iptc.org/std/NewsML/1.2) -> entries: AFP's wire and journal, TASS's misspelt profile, EFE, Belga. It reads no G2."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
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
from wirefeed.text import signals
from wirefeed.text.urls import safe_url

_STATUSES: Final = {
    "usable": PubStatus.USABLE,
    "embargoed": PubStatus.USABLE,
    "withheld": PubStatus.WITHHELD,
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
}
_TYPES: Final = {"alert": Kind.ALERT, "flash": Kind.ALERT, "advisory": Kind.ADVISORY, "correction": Kind.CORRECTION, "kill": Kind.KILL}
_INSTRUCTIONS: Final = {
    "correct": Kind.CORRECTION,
    "correction": Kind.CORRECTION,
    "rectify": Kind.CORRECTION,
    "delete": Kind.KILL,
    "cancel": Kind.KILL,
    "kill": Kind.KILL,
    "update": Kind.UPDATE,
    "repeat": Kind.REPEAT,
}
_PLANS: Final = frozenset(("program", "textprogram", "programme"))
_MEMOS: Final = frozenset(("مذكرة", "memo", "mémo", "advisory-memo"))
_MEDIA: Final = frozenset(("photo", "graphic", "image", "picture", "logo", "video", "audio", "animation"))
_MEDIA_FORMATS: Final = re.compile(
    r"\b(?:image|audio|video)/|jpe?g|\bgif\b|\bpng\b|tiff?\b|mp[34]|mpeg|\bwm[av]\b|\bcss\b|pdf|script", re.IGNORECASE
)
_STILL: Final = frozenset(("photo", "graphic", "image", "picture"))
_NO_BODY: Final = frozenset(
    ("caption", "title", "headline", "subheadline", "stylesheet", "keyword", "logo", "thumbnail", "quicklook", "source")
)
_OPENINGS: Final = frozenset(("lead", "abstract", "summary", "intro", "lede"))
_LARGEST: Final = ("highdef", "main", "preview", "quicklook", "thumbnail")
_REVISED: Final = re.compile(r"(urn:newsml:[^:]{1,200}:[^:]{1,60}:.{1,300}):\d{1,9}[A-Z]?")
_REPLACED: Final = re.compile(r"correct|rectif|replac|supersed|previous|update|cancel|kill|annul", re.IGNORECASE)
_NAMED: Final = re.compile(r"urn:newsml:[^:]+:[^:]+:.+")
_TERMS_AT_END: Final = re.compile(r"\s*[-=]*\s*\b(?:RESTRICTED TO EDITORIAL USE|EDITORS NOTE|EDITOR'S NOTE)\b.{0,2000}$", re.DOTALL)
_CREDIT_AT_END: Final = re.compile(r"\s*(?:(?<=[.\s])/\s*|\s)([A-Z]{2,12}(?: PHOTO)?\s*/\s*[^\W\d_][^/.,\d]{2,60}(?:/\s*[^/.,\d]{2,40})?)$")
_MOST_PARTS: Final = 2000
_LINES: Final = frozenset(
    """
    HeadLine hl1 ByLine byline DateLine dateline CreditLine CopyrightLine CopyrightHolder NameLabel SlugLine RevisionId
    """.split()  # noqa: SIM905 - a list of names reads better without marks
)
_NO_MATTER: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A flag is read without regard to the time."""
_NOTES: Final = frozenset(("advisoryline", "productline", "editorialnote", "ednote", "correction", "note"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pictured:
    """The main picture of an item, and the parts that belong to pictures and media alone: nothing in them speaks of the article."""

    picture: Picture
    apart: frozenset[etree._Element]


def recognises(document: Document) -> bool:
    """Whether the root is NewsML's: its first generation had no namespace, or one of its own."""
    return document.shape is Shape.XML and document.root == "NewsML"


def read(document: Document, seen: frozenset[bytes]) -> Parsed:
    """The entries not in ``seen``. Raises Malformed."""
    root, faults = plain_tree(document)
    envelope = root.find("NewsEnvelope")

    def make(item: etree._Element, remarks: Remarks) -> Entry | None:
        remarks.where = (_guid(item) or remarks.where)[:200]
        if sum(1 for _ in item.iter("NewsComponent", "ContentItem")) > _MOST_PARTS:
            remarks.note(FaultKind.TOO_LONG, f"more than {_MOST_PARTS} components", lost=True)
            return None
        entry = _entry(item, envelope, document, remarks)
        if why := _no_article(item, entry):
            remarks.note(FaultKind.NOT_AN_ARTICLE, why, lost=True)
            return None
        return entry

    return read_each(document, list(root.iterchildren("NewsItem")), make, seen, name="newsml-1", faults=faults)


def _no_article(item: etree._Element, entry: Entry) -> str | None:
    """Why an item is no article, if it is none."""
    if item.find("Update") is not None and item.find("NewsComponent") is None:
        return "an update of single parts"
    genres = {_name(each).lower() for each in item.iter("Genre")}
    label = line(next(item.iter("NameLabel"), None)) or ""
    if genres & _PLANS or label.strip().lower() in _MEMOS:
        return "a planning note or memo of the desk"
    if not entry.text and not entry.picture.caption and next(item.iter("NewsItemRef", "TopicSet"), None) is not None:
        return "it only lists other items"
    return None


def _entry(item: etree._Element, envelope: etree._Element | None, document: Document, remarks: Remarks) -> Entry:
    management = item.find("NewsManagement")
    roles = _Roles(item)
    pictured = _pictured(item, roles, document)
    parts = [each for each in item.iter("*") if not _within(each, pictured.apart)]
    lines = _Lines(parts)
    headline = lines.first("HeadLine")
    text = _text(parts, roles, remarks, headline)
    version = lines.first("RevisionId")
    status = next((_name(each).lower() for each in children(management, "Status")), "")
    embargoed = _embargo(management, remarks) if status == "embargoed" else None
    slugline, flag = _slug(lines, management)
    kind = _kind(management, flag)
    picture = pictured.picture if text else _by_itself(pictured.picture, parts, lines)
    # A photo's headline may be a label for routing ("ALL") or a number: then its caption says what it shows.
    is_label = not text and picture.caption is not None and len((headline or "").split()) <= 1
    entry = Entry(
        guid=_guid(item),
        version=version,
        pubstatus=PubStatus.WITHHELD if status == "embargoed" and embargoed is None else _STATUSES.get(status),
        kind=kind,
        headline=None if is_label else headline or lines.first("hl1"),
        slugline=slugline,
        byline=(lines.first("ByLine") or _creator(parts) or lines.first("byline")) if text else None,
        dateline=lines.first("DateLine") or lines.first("dateline"),
        located=_located(parts),
        published=_time(management, "FirstCreated", remarks)
        or _time(management, "ThisRevisionCreated", remarks)
        or _sent(envelope, remarks),
        updated=_time(management, "ThisRevisionCreated", remarks),
        language=first((*(_name(each) for each in parts if each.tag == "Language"), *(each.get(LANGUAGE) for each in parts))),
        text=text or None,
        url=None,
        picture=picture,
        urgency=urgency_of((_urgency(management, "Urgency"), _urgency(envelope, "Priority"))),
        embargoed=embargoed,
        ednote=_notes(parts),
        creditline=lines.first("CreditLine"),
        copyrightholder=lines.first("CopyrightLine") or lines.first("CopyrightHolder"),
        usageterms="\n".join(distinct(line(each) for each in parts if each.tag == "UsageType")) or None,
        subjects=_subjects(parts),
        links=distinct((*(safe_url(line(each)) for each in parts if each.tag == "MoreLink"), *_associated(item, management, kind, status))),
        refers_to=_replaced(item, management, kind, status),
    )
    return finished(entry, document, revision=is_later(version))


class _Roles:
    """The roles of an item's components, looked up once."""

    def __init__(self, item: etree._Element) -> None:
        self._own: dict[etree._Element | None, set[str]] = {}
        for each in item.iter("Role"):
            self._own.setdefault(each.getparent(), set()).add(_name(each).lower())

    def of(self, content: etree._Element) -> set[str]:
        """The roles of all components a content is part of."""
        return set().union(*(self._own.get(each, ()) for each in content.iterancestors("NewsComponent")))

    def is_body(self, content: etree._Element) -> bool:
        """Whether a content is text other than a caption or a title."""
        return not _is_medium(content) and content.find("DataContent") is not None and not self.of(content) & _NO_BODY


class _Lines:
    """The first line that says something, by element name, outside of pictures."""

    def __init__(self, parts: list[etree._Element]) -> None:
        self._found: dict[str, str] = {}
        for each in parts:
            if each.tag in _LINES and each.tag not in self._found and (said := line(each)):
                self._found[each.tag] = said

    def first(self, name: str) -> str | None:
        return self._found.get(name)


def _within(element: etree._Element | None, apart: frozenset[etree._Element]) -> bool:
    return (
        element is not None and bool(apart) and (element in apart or any(each in apart for each in element.iterancestors("NewsComponent")))
    )


def _name(element: etree._Element | None) -> str:
    """A value of a vocabulary: an attribute; TASS writes it as text."""
    return "" if element is None else (element.get("FormalName") or line(element) or "").strip()


def _guid(item: etree._Element) -> str | None:
    """The item's name without its revision, so that revisions share it; where it has no identifier, what its agency uses instead."""
    identifier = item.find("Identification/NewsIdentifier")
    public, local = (line(next(children(identifier, name), None)) for name in ("PublicIdentifier", "NewsItemId"))
    if public and _NAMED.fullmatch(public):
        return _unrevised(public)
    if local:
        return f"{public or line(next(children(identifier, 'ProviderId'), None)) or 'newsml'}:{local}"
    return public or line(next(item.iter("guid"), None)) or first(each.get("Duid") for each in item.iter("NewsComponent"))


def _unrevised(urn: str) -> str:
    revised = _REVISED.fullmatch(urn)
    return revised[1] if revised else urn


def _replaced(item: etree._Element, management: etree._Element | None, kind: Kind | None, status: str) -> tuple[str, ...]:
    """The items this one replaces by its own word; a withdrawal withdraws what it is associated with, if it does not say how."""
    kills = kind is Kind.KILL or _STATUSES.get(status) is PubStatus.CANCELED
    said = [(_name(each), _unrevised((each.get("NewsItem") or "").strip())) for each in children(management, "AssociatedWith")]
    return tuple(
        guid for name, guid in dict.fromkeys(said) if guid and guid != _guid(item) and (_REPLACED.search(name) or (kills and not name))
    )


def _associated(item: etree._Element, management: etree._Element | None, kind: Kind | None, status: str) -> list[str]:
    """The names of the pictures and texts that go with this item, or that it was made of."""
    related = [*children(management, "AssociatedWith", "DerivedFrom"), *item.iterchildren("AssociatedWith")]
    names = (_unrevised((each.get("NewsItem") or "").strip()) for each in related)
    replaced = (*_replaced(item, management, kind, status), _guid(item))
    return [name for name in names if _NAMED.fullmatch(name) and name not in replaced]


def _slug(lines: _Lines, management: etree._Element | None) -> tuple[str | None, Kind | None]:
    """The slug; a label that is only a flag (TASS's URGENT, the label of AFP's alerts) is none, but tells the kind."""
    flag = None
    for name in ("NameLabel", "SlugLine"):
        slug = lines.first(name)
        if slug is None:
            continue
        said = signals.read("", published=_NO_MATTER, slugline=slug).kind
        is_label = name == "NameLabel" and "-" not in slug and _type(management) == "alert"
        if said is None and not is_label:
            return slug, flag
        flag = said
    return None, flag


def _type(management: etree._Element | None) -> str:
    return next((_name(each).lower() for each in children(management, "NewsItemType")), "")


def _kind(management: etree._Element | None, flag: Kind | None) -> Kind | None:
    orders = (_INSTRUCTIONS.get(_name(each).lower()) for each in children(management, "Instruction"))
    return next(filter(None, orders), None) or _TYPES.get(_type(management)) or flag


def _urgency(element: etree._Element | None, name: str) -> str | None:
    return next((_name(each) for each in children(element, name)), None)


def _time(element: etree._Element | None, name: str, remarks: Remarks) -> datetime | None:
    return time_of(line(next(children(element, name), None)), remarks, name)


def _sent(envelope: etree._Element | None, remarks: Remarks) -> datetime | None:
    return _time(envelope, "DateAndTime", remarks)


def _embargo(management: etree._Element | None, remarks: Remarks) -> datetime | None:
    """When the status is announced to become usable."""
    changes = (each for each in children(management, "StatusWillChange") if _name(each.find("FutureStatus")).lower() in ("usable", ""))
    return next((_time(each, "DateAndTime", remarks) for each in changes), None)


def _creator(parts: list[etree._Element]) -> str | None:
    """Who is named as creator, where that is a name and no initials of the desk."""
    given = (each.find("Party") for each in parts if each.tag == "Creator")
    return first(name for each in given if each is not None and " " in (name := " ".join((each.get("FormalName") or "").split())))


def _located(parts: list[etree._Element]) -> str | None:
    """The city the item comes from, else the city it is about."""
    places = sorted((each for each in parts if each.tag == "Location"), key=lambda each: each.get("HowPresent") != "Origin")
    inside = (each for place in places for each in place.iterchildren("Property"))
    named = (each for each in (*inside, *(each for each in parts if each.tag == "Property")) if each.get("FormalName") == "City")
    return first(" ".join((each.get("Value") or "").split()) for each in named)


def _notes(parts: list[etree._Element]) -> str | None:
    notes = []
    for each in parts:
        if each.tag == "ProductLine":
            notes.append(line(each))
        elif each.tag == "NewsLine" and _name(each.find("NewsLineType")).lower() in _NOTES:
            notes.extend(map(line, each.iterchildren("NewsLineText")))
    return "\n".join(distinct(notes)) or None


def _subjects(parts: list[etree._Element]) -> tuple[str, ...]:
    """Codes, and the keywords of profiles that have no codes."""
    codes = distinct(_name(each) for each in parts if each.tag in ("Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier"))
    return codes or distinct(line(each) for each in parts if each.tag == "item_keyword")


def _text(parts: list[etree._Element], roles: _Roles, remarks: Remarks, headline: str | None) -> str:
    """The longest text of the item, after the opening where that is a part of its own."""
    texts, opening = list[str](), ""
    for content in (each for each in parts if each.tag == "ContentItem" and roles.is_body(each)):
        for data in content.iterchildren("DataContent"):
            found = text_of(_inside(data), remarks, headline)
            if roles.of(content) & _OPENINGS:
                opening = opening or found
            else:
                texts.append(found)
    text = max(texts, key=len, default="")
    return text if not opening or opening in text else f"{opening}\n\n{text}".strip()


def _inside(data: etree._Element) -> etree._Element:
    return next((each for name in ("body.content", "body") for each in data.iter(name)), data)


def _is_medium(content: etree._Element) -> bool:
    """Whether a content is a picture, a sound, a film or a style sheet."""
    if any(_name(each).lower() in _MEDIA for each in content.iterchildren("MediaType")):
        return True
    formats = (_name(each) for each in content.iterchildren("Format", "MimeType"))
    return any(map(_MEDIA_FORMATS.search, formats)) or any(True for _ in content.iterchildren("Encoding"))


def _pictured(item: etree._Element, roles: _Roles, document: Document) -> _Pictured:
    """The first picture, and all parts that hold one: a part with a caption or a medium, whose own text is nothing else."""
    holders = [each for each in item.iter("NewsComponent") if _holds_picture(each)]
    if holders and not any(map(roles.is_body, item.iter("ContentItem"))):
        # An item that is a picture keeps caption and renditions in parts of their own.
        return _Pictured(picture=_picture(item, document), apart=frozenset())
    apart = frozenset(each for each in holders if not any(map(roles.is_body, each.iter("ContentItem"))))
    outermost = (each for each in holders if each in apart and not _within(each.getparent(), apart))
    pictures = (_picture(each, document) for each in outermost)
    return _Pictured(picture=next((each for each in pictures if each.url or each.caption or each.credit), Picture()), apart=apart)


def _holds_picture(component: etree._Element) -> bool:
    return any(_name(each).lower() == "caption" for each in component.iter("Role")) or any(map(_is_medium, component.iter("ContentItem")))


def _picture(part: etree._Element, document: Document) -> Picture:
    """The picture of one part, as far as the part itself says."""
    own = list(part.iter("*"))
    lines = _Lines(own)
    captions = (each for each in part.iter("NewsComponent") if _name(each.find("Role")).lower() == "caption")
    texts = (_caption(data) for each in captions for data in each.iter("DataContent"))
    caption, credit = _credited(first(texts), lines.first("CreditLine"))
    return Picture(
        url=first(safe_url(href, document.url) for href in _addresses(part)),
        caption=caption,
        credit=credit,
        photographer=lines.first("ByLine") or _creator(own),
    )


def _caption(data: etree._Element) -> str | None:
    """A caption as one line, its paragraphs parted by a space."""
    return " ".join(filter(None, map(line, list(data.iter("p")) or [data]))) or None


def _credited(caption: str | None, credit: str | None) -> tuple[str | None, str | None]:
    """Caption and credit apart, where an agency wrote the one behind the other (AFP: ``... / AFP / JON FALK``); terms of use taken off."""
    if caption is None:
        return None, credit
    free = _TERMS_AT_END.sub("", caption) or caption
    found = _CREDIT_AT_END.search(free)
    return (free[: found.start()].rstrip(), credit or found[1]) if found and found.start() else (free, credit)


def _addresses(part: etree._Element) -> Iterator[str | None]:
    """The addresses of the stills of a part, the largest rendition first."""
    found = list[tuple[int, int, str | None]]()
    for content in part.iter("ContentItem"):
        if any(_name(each).lower() in _STILL for each in content.iterchildren("MediaType")) or re.search(
            "image|jpe?g", " ".join(_name(each) for each in content.iterchildren("Format", "MimeType")), re.IGNORECASE
        ):
            holder = content.getparent()
            role = _name(holder.find("Role") if holder is not None else None).lower()
            found.append((_LARGEST.index(role) if role in _LARGEST else len(_LARGEST), len(found), content.get("Href")))
    return (href for _, _, href in sorted(found, key=lambda each: each[:2]))


def _by_itself(picture: Picture, parts: list[etree._Element], lines: _Lines) -> Picture:
    """The picture of an item that is nothing else: its byline is the photographer's."""
    return Picture(
        url=picture.url,
        caption=picture.caption,
        credit=picture.credit or lines.first("CreditLine"),
        photographer=picture.photographer or lines.first("ByLine") or _creator(parts),
    )
