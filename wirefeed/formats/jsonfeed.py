"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1) -> entries. A field of the wrong type costs that field, never the feed."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from wirefeed.formats.document import Document, Shape
from wirefeed.formats.duplicates import one_each
from wirefeed.formats.fields import Remarks, condensed, fragment_of, line_of, looks_marked_up, person, sound, time_of
from wirefeed.formats.limits import FIELD, ITEMS, PASS
from wirefeed.model.delivery import Entry, FaultKind, Parsed, Picture
from wirefeed.model.ids import digest
from wirefeed.text.markup import Fragment
from wirefeed.text.urls import safe_url

_VERSION: Final = "jsonfeed.org/version/"
_BARE: Final = ("1", "1.0", "1.1")
_MOST: Final = 64
_LONGEST_NAME: Final = 300


def recognises(document: Document) -> bool:
    """Whether the JSON says it is a JSON Feed; some say "1.0" for a version and have its members all the same."""
    data = document.data
    if document.shape is not Shape.JSON or not isinstance(data, dict):
        return False
    version = data.get("version")
    if isinstance(version, str) and _VERSION in version[:100]:
        return True
    items = data.get("items")
    if not isinstance(items, list):
        return False
    return "feed_url" in data or "home_page_url" in data or (version in _BARE and bool(items) and _has_content(items[0]))


def _has_content(item: object) -> bool:
    """Whether an object has one of the two members that no other format calls so."""
    return isinstance(item, dict) and ("content_text" in item or "content_html" in item)


def read(document: Document, seen: frozenset[bytes]) -> Parsed:
    """The entries not in ``seen``. Raises Malformed when ``items`` is no list."""
    data = document.data
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(items, list):
        raise document.malformed("a JSON Feed without a list of items")
    remarks = Remarks(faults=list(document.faults))
    language = _string(data, "language", remarks)
    entries, marks, digests = list[Entry](), list[bytes](), set[bytes]()
    skipped, left, size = 0, 0, 0
    for i, item in enumerate(items, 1):
        remarks.where = f"item {i}"
        content = json.dumps(item, sort_keys=True).encode()
        mark = digest(content)
        if mark in seen:
            skipped += 1
        elif entries and (left or len(entries) >= ITEMS or size + len(content) > PASS):
            left += 1
            continue
        elif isinstance(item, dict):
            entries.append(_entry(item, document.url, language, remarks))
            marks.append(mark)
            size += len(content)
        else:
            remarks.note(FaultKind.BAD_ENTRY, f"a {type(item).__name__} where an item was due", lost=True)
        digests.add(mark)
    remarks.where = "document"
    if left:
        remarks.note(FaultKind.TOO_MANY, f"{left} entries are left for the next pass, {len(entries)} read in this")
    kept = one_each(entries, remarks)
    return Parsed(
        format="jsonfeed",
        entries=tuple(kept.values()),
        faults=condensed(remarks.faults),
        digests=frozenset(digests),
        marks=tuple(marks[i] for i in kept),
        skipped=skipped,
    )


def _entry(item: Mapping[str, Any], base: str, language: str | None, remarks: Remarks) -> Entry:
    guid = item.get("id")
    if isinstance(guid, int | float) and not isinstance(guid, bool):
        guid = str(guid)
    elif guid is not None:
        guid = _string(item, "id", remarks)
    if guid:
        remarks.where = guid[:200]
    text = _text(item, remarks)
    summary = _string(item, "summary", remarks) or ""
    return Entry(
        guid=guid,
        headline=_line(item, "title", remarks),
        byline=_byline(item, remarks),
        published=time_of(_string(item, "date_published", remarks), remarks, "date_published"),
        updated=time_of(_string(item, "date_modified", remarks), remarks, "date_modified"),
        language=_string(item, "language", remarks) or language,
        summary=fragment_of(summary, remarks, "summary", html=looks_marked_up(summary)).text or None,
        text=text.text or None,
        url=_address(item, "url", base, remarks) or _address(item, "external_url", base, remarks),
        picture=_picture(item, base, text, remarks),
        subjects=_subjects(item, remarks),
        links=tuple(filter(None, [_address(item, "external_url", base, remarks)] if item.get("url") else ())),
    )


def _string(item: Mapping[str, Any], name: str, remarks: Remarks) -> str | None:
    """A text field; of the wrong type it is noted and left out."""
    value = item.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        remarks.note(FaultKind.BAD_FIELD, f"{name}: a {type(value).__name__} where text was due")
        return None
    return sound(value.strip()) or None


def _list(item: Mapping[str, Any], name: str, remarks: Remarks) -> Iterable[Any]:
    value = item.get(name)
    if value is None or isinstance(value, list):
        return value or ()
    remarks.note(FaultKind.BAD_FIELD, f"{name}: a {type(value).__name__} where a list was due")
    return ()


def _line(item: Mapping[str, Any], name: str, remarks: Remarks) -> str | None:
    text = _string(item, name, remarks)
    return line_of(text, remarks, name, html=looks_marked_up(text)) if text else None


def _text(item: Mapping[str, Any], remarks: Remarks) -> Fragment:
    if html := _string(item, "content_html", remarks):
        return fragment_of(html, remarks, "content_html", html=True)
    return fragment_of(_string(item, "content_text", remarks) or "", remarks, "content_text", html=False)


def _address(item: Mapping[str, Any], name: str, base: str, remarks: Remarks) -> str | None:
    given = _string(item, name, remarks)
    url = safe_url(given, base) if given else None
    if given and url is None:
        remarks.note(FaultKind.BAD_FIELD, f"{name}: {given[:200]!r} is no address of the web")
    return url


def _byline(item: Mapping[str, Any], remarks: Remarks) -> str | None:
    """The authors' names: a list since version 1.1, one before."""
    given = [*_list(item, "authors", remarks)] or [item.get("author")]
    names = [author.get("name") for author in given if isinstance(author, dict)]
    lines = (person(" ".join(sound(name).split())) for name in names if isinstance(name, str) and len(name) <= _LONGEST_NAME)
    return ", ".join(dict.fromkeys(filter(None, lines))) or None


def _subjects(item: Mapping[str, Any], remarks: Remarks) -> tuple[str, ...]:
    tags = (" ".join(sound(tag).split()) for tag in _list(item, "tags", remarks) if isinstance(tag, str) and len(tag) <= _LONGEST_NAME)
    return tuple(dict.fromkeys(filter(None, tags)))[:_MOST]


def _picture(item: Mapping[str, Any], base: str, text: Fragment, remarks: Remarks) -> Picture:
    """The item's image, its banner, an attached picture, or the first its text shows."""
    attached = [each for each in _list(item, "attachments", remarks) if isinstance(each, dict)]
    images = [each.get("url") for each in attached if str(each.get("mime_type", "")).startswith("image/")]
    for candidate in (item.get("image"), item.get("banner_image"), *images):
        if isinstance(candidate, str) and len(candidate) <= FIELD and (url := safe_url(sound(candidate), base)):
            return Picture(url=url)
    for image in text.images:
        if url := safe_url(image.url, base):
            return Picture(url=url, caption=image.caption or None)
    return Picture()
