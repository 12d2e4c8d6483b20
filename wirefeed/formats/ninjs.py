"""IPTC ninjs 1.x to 3.x (iptc.org/standards/ninjs) -> entries: one item, a list of them, or a result that holds them. It fetches nothing.

ninjs 1 has one member a role (``headline``, ``body_html``); since 2 these are lists with roles (``headlines``, ``bodies``).
"""

import json
from typing import Any, Final

from wirefeed.formats.batch import subjects_of, take_each
from wirefeed.formats.contacts import without_contacts
from wirefeed.formats.document import Document, Shape
from wirefeed.formats.fields import Remarks
from wirefeed.formats.members import Members
from wirefeed.formats.terms import held, kind_of
from wirefeed.model.delivery import Entry, FaultKind, Parsed, Picture
from wirefeed.model.item import Kind, PubStatus
from wirefeed.text.markup import Fragment
from wirefeed.text.urls import safe_url


def _names(listing: str) -> frozenset[str]:
    return frozenset(listing.split())


_MEMBERS: Final = _names(
    """
    type mimetype representationtype profile version versioncreated versionupdated firstcreated contentcreated embargoed pubstatus urgency
    copyrightholder copyrightnotice rightsinfo usageterms language person people organisation organisations place places subject subjects
    event events object objects byline by headline headlines headline_main slugline located bodies descriptions renditions associations
    standard $standard ednote infosource infosources title genre genres trustindicator trustindicators
    """
)
_ROLES: Final = ("body_", "headline_", "description_")
_LISTS: Final = ("item", "items", "_items")
_PICTURES: Final = frozenset(("picture", "graphic", "image", "photo"))
_NO_ARTICLES: Final = _PICTURES | frozenset(("audio", "video", "animation", "event", "planning", "planning_item", "component"))
_BODIES: Final = ("body_html", "body_xhtml", "body_richtext")
_PLAIN_BODIES: Final = ("body_text", "body_main")
_MARKED_UP: Final = ("html", "richtext")
_LONGEST_LABEL: Final = 40
_MOST_LINKS: Final = 50


def recognises(document: Document) -> bool:
    """Whether the JSON is an item of ninjs, or holds a list of such."""
    return document.shape is Shape.JSON and any(_is_item(value) for value in _items(document.data)[:1])


def _items(data: object) -> list[Any]:
    if isinstance(data, list):
        return data
    if not isinstance(data, dict) or _is_item(data):
        return [data]
    return next((data[name] for name in _LISTS if isinstance(data.get(name), list)), [data])


def _is_item(value: object) -> bool:
    """Whether an object has a name and at least one more of the standard's members (one at all where it has a uri)."""
    if not isinstance(value, dict) or not (isinstance(value.get("uri"), str) or isinstance(value.get("guid"), str)):
        return False
    names = [name.lower() for name in value]
    return any(name in _MEMBERS or name.startswith(_ROLES) for name in names)


def read(document: Document, seen: frozenset[bytes]) -> Parsed:
    """The entries not in ``seen``. Raises Malformed only where there is no item at all."""
    items = _items(document.data)
    if not items:
        raise document.malformed("no item in this ninjs document")
    raws = [(json.dumps(item, sort_keys=True).encode(), item) for item in items]
    return take_each(document, seen, raws, lambda item, remarks: _entry(item, document.url, remarks), name="ninjs")


def _entry(value: object, base: str, remarks: Remarks) -> Entry | None:
    if not _is_item(value):
        remarks.note(FaultKind.BAD_ENTRY, f"a {type(value).__name__} that is no item", lost=True)
        return None
    item = Members.of(value, remarks)
    guid = item.text("uri", "guid")
    remarks.where = (guid or "item")[:200]
    body = _body(item)
    kind = (item.text("type") or "text").lower()
    if kind in _PICTURES or (kind in _NO_ARTICLES and not body.text):
        remarks.note(FaultKind.NOT_AN_ARTICLE, f"of type {kind}", lost=True)
        return None
    headline = _headline(item)
    embargoed = item.time("embargoed")
    status = held(item.text("pubstatus"), item.text("embargoed"), embargoed)
    return Entry(
        guid=guid,
        version=item.text("version"),
        pubstatus=status,
        kind=_kind(item, kind, status),
        headline=headline,
        slugline=item.line("slugline"),
        byline=_byline(item),
        dateline=item.line("dateline"),
        located=item.line("located"),
        published=item.time("versioncreated", "firstcreated"),
        updated=item.time("versionupdated"),
        language=item.text("language"),
        summary=_description(item),
        text=_beheaded(body.text, headline, item.text("source")) or None,
        picture=_picture(item, body, base),
        urgency=item.urgency("urgency"),
        embargoed=embargoed,
        ednote=without_contacts(item.line("ednote")),
        creditline=item.line("creditline", "source"),
        copyrightholder=item.line("copyrightholder", "copyrightnotice")
        or item.inside("rightsinfo").line("copyrightholder", "copyrightnotice"),
        usageterms=_usageterms(item),
        subjects=_subjects(item),
        links=_links(item, base),
        refers_to=item.texts("evolvedfrom"),
    )


def _kind(item: Members, kind: str, status: PubStatus | None) -> Kind | None:
    if status is PubStatus.CANCELED:
        return Kind.KILL
    return kind_of(*item.texts("signals", "signal"), kind) or (Kind.UPDATE if item.texts("evolvedfrom") else None)


def _roled(item: Members, name: str) -> list[Members]:
    """The texts of a member that since ninjs 2 is a list with roles, those called "main" first."""
    each = [found for found in item.each(name) if found.text("value")]
    return sorted(each, key=lambda found: found.text("role") != "main")


def _headline(item: Members) -> str | None:
    roled = _roled(item, "headlines")
    return item.line("headline", "headline_main") or (roled[0].line("value") if roled else None) or item.line("title")


def _is_marked_up(value: Members) -> bool:
    said = f"{value.text('contenttype') or ''} {value.text('role') or ''}".lower()
    return any(word in said for word in _MARKED_UP)


def _body(item: Members) -> Fragment:
    """The text with its paragraphs, from mark-up where there is any; a body in a role of the agency's own is the last resort."""
    roled = _roled(item, "bodies")
    for value in sorted(roled, key=lambda value: not _is_marked_up(value)):
        if (found := value.fragment("value", html=_is_marked_up(value) or None)).text:
            return found
    if (found := item.fragment(*_BODIES)).text or (found := item.fragment(*_PLAIN_BODIES, html=None)).text:
        return found
    others = [name for name in item.values if name.startswith("body_") and name not in _BODIES + _PLAIN_BODIES]
    return item.fragment(*others, html=None) if others else Fragment(text="")


def _beheaded(text: str, headline: str | None, source: str | None) -> str:
    """The text without the headline over it, and without the line under that which names section and source (TT)."""
    opening, _, rest = text.partition("\n")
    if headline is None or " ".join(opening.split()) != headline:
        return text
    line, _, after = rest.strip().partition("\n")
    return (after if source and len(line) <= _LONGEST_LABEL and line.endswith(source) else rest).strip()


def _description(item: Members) -> str | None:
    for value in sorted(_roled(item, "descriptions"), key=_is_marked_up):
        if found := value.plain("value"):
            return found
    others = sorted(name for name in item.values if name.startswith("description_") and "caption" not in name)
    return item.plain("description_text", "description_html", "description_xhtml", *others)


def _byline(item: Members) -> str | None:
    if line := item.byline("byline", "by"):
        return line
    names = [author.byline("name") for author in item.each("authors")]
    return ", ".join(dict.fromkeys(filter(None, names))) or None


def _usageterms(item: Members) -> str | None:
    said = item.values.get("usageterms")
    return item.line("usageterms") if isinstance(said, str) else item.inside("rightsinfo").line("usageterms")


def _subjects(item: Members) -> tuple[str, ...]:
    codes = [subject.text("code", "qcode", "uri", "name", "literal") for subject in item.each("subject", "subjects")]
    return subjects_of([*codes, *item.texts("keywords")])


def _picture(item: Members, body: Fragment, base: str) -> Picture:
    """The first associated picture, the item's own renditions where it has none, else the first its text shows."""
    for medium in item.each("associations"):
        if (medium.text("type") or "").lower() in _PICTURES and (url := _widest(medium, base)):
            return _shown(medium, url)
    if url := _widest(item, base):
        return Picture(url=url, credit=item.line("creditline"))
    for image in body.images:
        if url := safe_url(image.url, base):
            return Picture(url=url, caption=image.caption or None)
    return Picture()


def _shown(medium: Members, url: str) -> Picture:
    taker = medium.byline("byline", "by")
    caption = medium.line("description_caption", "description_text", "body_text", "description_html") or _description(medium)
    return Picture(
        url=url,
        caption=" ".join(caption.split()) if caption else None,
        credit=medium.line("creditline") or taker,
        photographer=taker if taker and "/" not in taker else None,
    )


def _widest(medium: Members, base: str) -> str | None:
    """The address of the widest rendition that is a picture and bears no watermark."""
    best, width = None, -1
    for rendition in medium.each("renditions"):
        kind = rendition.text("contenttype", "mimetype") or "image/"
        url = safe_url(rendition.text("href"), base) if kind.startswith("image/") else None
        if url and rendition.text("variant") != "Watermark" and (found := _width(rendition)) > width:
            best, width = url, found
    return best


def _width(rendition: Members) -> int:
    width = rendition.values.get("width")
    return width if isinstance(width, int) and not isinstance(width, bool) else 0


def _links(item: Members, base: str) -> tuple[str, ...]:
    """The addresses, or names, of associated texts."""
    texts = [each for each in item.each("associations") if (each.text("type") or "") in ("text", "composite")]
    urls = (uri if (uri := each.text("uri") or "").startswith(("urn:", "tag:")) else safe_url(uri, base) for each in texts)
    return tuple(dict.fromkeys(url for url in urls if url))[:_MOST_LINKS]
