"""AP Media API (``/media/v``: one item or a feed of them) -> entries. Bodies come as NITF by a second request, which is not made here."""

import json
from typing import Any, Final

from wirefeed.formats.batch import subjects_of, take_each
from wirefeed.formats.contacts import without_contacts
from wirefeed.formats.document import Document, Shape
from wirefeed.formats.fields import Remarks
from wirefeed.formats.members import Members
from wirefeed.formats.terms import held, kind_of
from wirefeed.model.delivery import Entry, FaultKind, Parsed
from wirefeed.model.item import Kind, PubStatus

_PRIORITIES: Final = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
_BULLETIN: Final = 2
_ALERTS: Final = "newsalert"


def recognises(document: Document) -> bool:
    """Whether the JSON is an answer of the API with an item or items in it."""
    data = document.data
    if document.shape is not Shape.JSON or not isinstance(data, dict) or "api_version" not in data:
        return False
    answer = data.get("data")
    return isinstance(answer, dict) and (isinstance(answer.get("item"), dict) or "items" in answer)


def read(document: Document, seen: frozenset[bytes]) -> Parsed:
    """The entries not in ``seen``. Raises Malformed when ``items`` is no list."""
    data: Any = document.data
    answer = data["data"]
    wrapped = [answer] if isinstance(answer.get("item"), dict) else answer["items"]
    if not isinstance(wrapped, list):
        raise document.malformed("an answer of AP whose items are no list")
    items = [each.get("item") if isinstance(each, dict) else each for each in wrapped]
    raws = [(json.dumps(item, sort_keys=True).encode(), item) for item in items]
    return take_each(document, seen, raws, _entry, name="ap-json")


def _entry(value: object, remarks: Remarks) -> Entry | None:
    item = Members.of(value, remarks)
    guid = item.inside("altids").text("itemid") or item.text("uri")
    if guid is None:
        remarks.note(FaultKind.BAD_ENTRY, "an item without itemid and uri", lost=True)
        return None
    remarks.where = guid[:200]
    kind = (item.text("type") or "text").lower()
    if kind not in ("text", "composite", "story"):
        remarks.note(FaultKind.NOT_AN_ARTICLE, f"of type {kind}", lost=True)
        return None
    embargoed = item.time("embargoed")
    status = held(item.text("pubstatus"), item.text("embargoed"), embargoed)
    located = item.inside("datelinelocation").line("city", "countryareaname", "countryname")
    return Entry(
        guid=guid,
        version=item.text("version"),
        pubstatus=status,
        kind=_kind(item, status),
        headline=item.line("headline", "title"),
        slugline=item.line("slugline"),
        byline=_byline(item),
        located=located,
        published=item.time("versioncreated", "firstcreated"),
        language=item.text("language"),
        summary=item.plain("description_summary", "headline_extended"),
        text=item.plain("body_html", "body_text"),
        urgency=item.urgency("urgency") or _PRIORITIES.get((item.text("editorialpriority") or "").lower()),
        embargoed=embargoed,
        ednote=without_contacts(item.line("ednote")),
        creditline=item.line("description_creditline", "provider"),
        copyrightholder=item.line("copyrightholder", "copyrightnotice"),
        usageterms=" ".join(" ".join(term.split()) for term in item.texts("usageterms")) or None,
        subjects=_subjects(item),
    )


def _kind(item: Members, status: PubStatus | None) -> Kind | None:
    """A kill, what the signals say, an alert by its slug or a priority of flash or bulletin."""
    if status is PubStatus.CANCELED:
        return Kind.KILL
    priority = _PRIORITIES.get((item.text("editorialpriority") or "").lower(), _BULLETIN + 1)
    alert = priority <= _BULLETIN or _ALERTS in (item.text("slugline") or "").lower().replace(" ", "")
    return kind_of(*item.texts("signals")) or (Kind.ALERT if alert else None)


def _byline(item: Members) -> str | None:
    names = [each.byline("by", "name") for each in item.each("bylines")]
    return ", ".join(dict.fromkeys(filter(None, names))) or item.byline("byline")


def _subjects(item: Members) -> tuple[str, ...]:
    """The subjects an editor or machine put on the item itself; their ancestors in the vocabulary are left out."""
    own = [subject for subject in item.each("subject") if "ancestor" not in subject.texts("rels")]
    return subjects_of([*(subject.text("name", "code") for subject in own), *item.texts("keywords")])
