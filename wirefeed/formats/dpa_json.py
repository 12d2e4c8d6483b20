"""dpa digital wires (``"format": "digitalwires@..."``) -> entries. What dpa marks as not publishable never leaves the document."""

import json
import re
from typing import Any, Final

from wirefeed.formats.batch import subjects_of, take_each
from wirefeed.formats.contacts import without_contact_lines, without_contacts
from wirefeed.formats.document import Document, Shape
from wirefeed.formats.fields import Remarks
from wirefeed.formats.members import Members
from wirefeed.formats.terms import held, kind_of
from wirefeed.model.delivery import Entry, FaultKind, Parsed, Picture
from wirefeed.model.item import Kind, PubStatus
from wirefeed.text.urls import safe_url

_FORMAT: Final = "digitalwires"
_SUBJECTS: Final = ("dnltype:dpasubject", "dnltype:subject", "dnltype:keyword", "dnltype:geosubject")
_NOT_NOTES: Final = ("closingline", "picture", "contacts", "dpacontacts")
_URN: Final = re.compile(r"urn:newsml:[\w.-]{1,60}:\d{8}:[\w.:-]{1,80}[\w-]")
_DAY: Final = re.compile(r",\s?\d.*$")
_HREF: Final = re.compile(r"href=[\"']([^\"'<>]{1,2000})[\"']")
_MOST_LINKS: Final = 50


def recognises(document: Document) -> bool:
    """Whether the JSON says it is a digital wire, or has the members that make one; also a list of them."""
    data = document.data
    return document.shape is Shape.JSON and _is_item(data[0] if isinstance(data, list) and data else data)


def _is_item(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    return str(value.get("format") or "").startswith(_FORMAT) or all(name in value for name in ("urn", "entry_id", "article_html"))


def read(document: Document, seen: frozenset[bytes]) -> Parsed:
    """The entries not in ``seen``. Never raises on its own account."""
    items: list[Any] = document.data if isinstance(document.data, list) else [document.data]
    raws = [(json.dumps(item, sort_keys=True).encode(), item) for item in items]
    return take_each(document, seen, raws, lambda item, remarks: _entry(item, document.url, remarks), name="dpa-json")


def _entry(value: object, base: str, remarks: Remarks) -> Entry | None:
    if not _is_item(value):
        remarks.note(FaultKind.BAD_ENTRY, f"a {type(value).__name__} that is no digital wire", lost=True)
        return None
    item = Members.of(value, remarks)
    guid = item.text("urn")
    remarks.where = (guid or "item")[:200]
    signals = item.texts("signal")
    if why := _no_article(item, guid, signals):
        remarks.note(FaultKind.NOT_AN_ARTICLE, why, lost=True)
        return None
    embargoed = item.time("embargoed")
    status = held(item.text("pubstatus"), item.text("embargoed"), embargoed)
    dateline = item.line("dateline")
    return Entry(
        guid=guid,
        version=item.text("version"),
        pubstatus=status,
        kind=_kind(item, status, signals),
        headline=item.line("headline"),
        byline=item.byline("byline"),
        dateline=dateline,
        located=_DAY.sub("", dateline.partition("(")[0]).strip(" ,-") or None if dateline else None,
        published=item.time("version_created", "content_created"),
        updated=item.time("updated"),
        language=item.text("language"),
        summary=item.plain("teaser", "subhead"),
        text=_text(item) or None,
        picture=_picture(item, base),
        urgency=item.urgency("urgency"),
        embargoed=embargoed,
        ednote=_ednote(item),
        creditline=item.line("creditline"),
        copyrightholder=item.line("copyrightholder", "copyrightnotice"),
        usageterms=item.line("usageterms"),
        subjects=_subjects(item),
        links=_links(item, base),
        refers_to=_refers_to(item, guid),
    )


def _no_article(item: Members, guid: str | None, signals: tuple[str, ...]) -> str | None:
    """Why the item is no article: a picture or sound under its own name, a text only announced, a note on planning."""
    if any(signal.endswith("isplanned") for signal in signals):
        return "a text that is only planned"
    if any(role == "genrenote" and "planungshinweis" in text.lower() for role, text in _notes(item)):
        return "a planning note"
    if item.text("article_html") is None and guid in [medium.text("urn") for medium in item.each("associations")]:
        return "a picture or sound without a text"
    return None


def _kind(item: Members, status: PubStatus | None, signals: tuple[str, ...]) -> Kind | None:
    if status is PubStatus.CANCELED:
        return Kind.KILL
    urgent = any("eilmeldung" in text.lower() for _, text in _notes(item))
    return kind_of(*signals) or (Kind.ALERT if urgent else None)


def _text(item: Members) -> str:
    """The article, and its box of facts after it."""
    parts = (item.fragment("article_html").text, item.fragment("infobox_html").text)
    return without_contact_lines("\n\n".join(filter(None, parts)))


def _notes(item: Members) -> list[tuple[str, str]]:
    """The publishable notes by role. Without a word that they may be published they are not."""
    found = [(note.text("role") or "", note.text("ednote")) for note in item.each("ednotes") if note.values.get("is_publishable") is True]
    return [(role.rpartition(":")[2], text) for role, text in found if text]


def _ednote(item: Members) -> str | None:
    notes = [without_contacts(" ".join(text.split())) for role, text in _notes(item) if role not in _NOT_NOTES]
    return " ".join(dict.fromkeys(filter(None, notes))) or None


def _refers_to(item: Members, guid: str | None) -> tuple[str, ...]:
    """The other items that a note of correction names."""
    named = [urn for role, text in _notes(item) if role.startswith("correction") for urn in _URN.findall(text[:4000])]
    return tuple(dict.fromkeys(urn for urn in named if urn != guid))


def _subjects(item: Members) -> tuple[str, ...]:
    each = [category for category in item.each("categories") if category.text("type") in _SUBJECTS]
    return subjects_of([category.text("name", "qcode") for category in each])


def _links(item: Members, base: str) -> tuple[str, ...]:
    hrefs = _HREF.findall((item.text("linkbox_html") or "")[:100_000])
    urls = (safe_url(href.replace("&amp;", "&"), base) for href in hrefs)
    return tuple(dict.fromkeys(url for url in urls if url))[:_MOST_LINKS]


def _picture(item: Members, base: str) -> Picture:
    """The picture chosen to stand at the head, else the first."""
    media = [medium for medium in item.each("associations") if medium.text("type") == "image"]
    for medium in sorted(media, key=lambda medium: medium.values.get("is_featureimage") is not True):
        sized = [(_size(each), safe_url(each.text("url"), base)) for each in medium.each("renditions")]
        if url := max(((size, url) for size, url in sized if url), default=(0, None))[1]:
            return Picture(url=url, caption=medium.line("caption"), credit=medium.line("creditline"), photographer=medium.byline("byline"))
    return Picture()


def _size(rendition: Members) -> int:
    sizes = (rendition.values.get(name) for name in ("width", "size"))
    return max((size for size in sizes if isinstance(size, int) and not isinstance(size, bool)), default=0)
