"""What feedparser says of one item, and what the scan saw of it -> an Entry. It reads no document."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from wirefeed.formats.fields import Remarks, fragment_of, line_of, looks_marked_up, person, time_of
from wirefeed.formats.media import description_of, picture_of, title_of
from wirefeed.formats.scan import Span
from wirefeed.model.delivery import Entry, FaultKind, Picture
from wirefeed.text.markup import Fragment, Image, resolve
from wirefeed.text.urls import safe_url

_HTML: Final = frozenset(("text/html", "application/xhtml+xml", "html", "xhtml"))
_PLAIN: Final = frozenset(("text/plain", "text", "plain", ""))
_READABLE: Final = _HTML | _PLAIN
_FULL_TEXTS: Final = ("yandex_full-text", "full-text", "fulltext", "full_text", "turbo_content", "body")
_RELATED: Final = frozenset(("related", "via", "canonical"))
_COUNTING: Final = re.compile(r"feedburner|feedsportal|doubleclick|gravatar|/pixel|stats\.wp|/emoji/", re.IGNORECASE)
"""Pictures that services put into feeds to count readers or to decorate."""
_MOST: Final = 64
_LONGEST_NAME: Final = 300
_NOTHING: Final = Fragment(text="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What entries inherit: the address relative links count from, the language; and whether Atom's rules of escaping hold."""

    url: str
    language: str | None
    atom: bool


def entry_of(raw: Mapping[str, Any], span: Span | None, channel: Channel, remarks: Remarks) -> Entry:
    """One entry. ``span`` is what the scan saw (None where the document could not be scanned)."""
    summary, text = _summary_and_text(raw, channel, remarks)
    if span is not None:
        for what in span.trimmed:
            remarks.note(FaultKind.TOO_LONG, f"{what}: oversized, left out")
    summary_text, text_text = summary.text or None, text.text or None
    picture = _picture(raw, span, channel, (*text.images, *summary.images), remarks)
    if span is not None and span.media and not summary_text and not text_text:
        summary_text = description_of(span.media, remarks)
        picture = replace(picture, caption=None if picture.caption == summary_text else picture.caption)
    published, updated = _times(raw, span, channel, remarks)
    return Entry(
        guid=(span.guid if span is not None else None) or _string(raw.get("id")),
        headline=_marked(raw, "title", channel, remarks) or (title_of(span.media, remarks) if span is not None else None),
        byline=_byline(raw, remarks),
        published=published,
        updated=updated,
        language=(span.language if span is not None else None) or _string(raw.get("language")) or channel.language,
        summary=summary_text,
        text=text_text,
        url=_link(raw, channel, remarks),
        picture=picture,
        copyrightholder=_marked(raw, "rights", channel, remarks),
        subjects=_subjects(raw, remarks),
        links=_links(raw, channel),
        source=_source(raw, remarks),
    )


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _mappings(value: object) -> Iterable[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else ()


def _marked(raw: Mapping[str, Any], name: str, channel: Channel, remarks: Remarks) -> str | None:
    """A field of one line that may be plain or mark-up, as its type says; RSS is not believed when it says plain."""
    value = raw.get(name)
    if not isinstance(value, str):
        return None
    markup, html = _by_type(value, raw.get(f"{name}_detail"), channel)
    return line_of(markup, remarks, name, html=html)


def _by_type(value: str, detail: object, channel: Channel) -> tuple[str, bool]:
    """The value and whether it is HTML. Atom's plain text may still hold references escaped once too often."""
    kind = str(detail.get("type") or "") if isinstance(detail, Mapping) else ""
    if kind in _HTML or (not kind and not channel.atom):
        return value, True
    if (not channel.atom or kind not in _PLAIN) and looks_marked_up(value):
        return value, True
    return resolve(value), False


def _summary_and_text(raw: Mapping[str, Any], channel: Channel, remarks: Remarks) -> tuple[Fragment, Fragment]:
    """The standfirst and the text proper; the longer of the two is the text.

    feedparser copies a content to the summary where there is none (it has no detail then), and puts a second description among the
    contents.
    """
    summary = _NOTHING
    value = raw.get("summary")
    if isinstance(value, str) and "summary_detail" in raw:
        summary = _fragment(value, raw["summary_detail"], channel, remarks, "summary")
    text = _NOTHING
    for content in _mappings(raw.get("content")):
        value = content.get("value")
        if isinstance(value, str) and value and _is_readable(value, content.get("type", "text/html")):
            found = _fragment(value, content, channel, remarks, "content")
            text = found if len(found.text) > len(text.text) else text
    for name in _FULL_TEXTS:
        value = raw.get(name)
        if isinstance(value, str) and len(value) > len(text.text):
            text = _fragment(value, {"type": "text/html"}, channel, remarks, name)
    return (text, summary) if text.text and len(summary.text) > len(text.text) else (summary, text)


def _is_readable(value: str, kind: object) -> bool:
    """Whether a content is text; one of no named type was base64 and is where mark-up came out of it."""
    return kind in _READABLE or (kind == "application/octet-stream" and looks_marked_up(value))


def _fragment(value: str, detail: object, channel: Channel, remarks: Remarks, name: str) -> Fragment:
    markup, html = _by_type(value, detail, channel)
    return fragment_of(markup, remarks, name, html=html)


def _link(raw: Mapping[str, Any], channel: Channel, remarks: Remarks) -> str | None:
    """The article's address: the original where a redirecting service stands before it."""
    alternates = [link for link in _mappings(raw.get("links")) if link.get("rel") == "alternate"]
    pages = [link.get("href") for link in alternates if link.get("type") in _HTML]
    candidates = [
        raw.get("feedburner_origlink"),
        *(pages if channel.atom else ()),
        raw.get("link"),
        *(link.get("href") for link in alternates),
    ]
    given = [candidate for candidate in candidates if isinstance(candidate, str) and candidate.strip()]
    for candidate in given:
        if url := safe_url(candidate, channel.url):
            return url
    if given and given[0] != raw.get("id"):
        remarks.note(FaultKind.BAD_FIELD, f"link: {given[0][:200]!r} is no address of the web")
    return None


def _links(raw: Mapping[str, Any], channel: Channel) -> tuple[str, ...]:
    related = (link.get("href") for link in _mappings(raw.get("links")) if link.get("rel") in _RELATED)
    urls = (safe_url(href, channel.url) for href in related if isinstance(href, str))
    return tuple(dict.fromkeys(url for url in urls if url))[:_MOST]


def _byline(raw: Mapping[str, Any], remarks: Remarks) -> str | None:
    """The authors' names in order, without addresses of theirs.

    Where there is one, its whole text is read: feedparser takes only top-level domains of up to four letters out of it.
    """
    given = [author.get("name") for author in _mappings(raw.get("authors"))]
    if len(given) <= 1 and "@" in str(raw.get("author")):
        given = [raw.get("author")]
    lines = (line_of(name, remarks, "author", html=looks_marked_up(name)) for name in given if isinstance(name, str))
    byline = ", ".join(dict.fromkeys(filter(None, (person(line) for line in lines if line))))
    return byline if 0 < len(byline) <= _LONGEST_NAME else None


def _subjects(raw: Mapping[str, Any], remarks: Remarks) -> tuple[str, ...]:
    terms = (tag.get("label") or tag.get("term") for tag in _mappings(raw.get("tags")))
    lines = (line_of(term, remarks, "category", html=looks_marked_up(term)) for term in terms if isinstance(term, str))
    return tuple(dict.fromkeys(line for line in lines if line and len(line) <= _LONGEST_NAME))[:_MOST]


def _source(raw: Mapping[str, Any], remarks: Remarks) -> str | None:
    """The agency or paper an item says it is taken from."""
    source = raw.get("source")
    title = source.get("title") if isinstance(source, Mapping) else source
    return line_of(title, remarks, "source", html=looks_marked_up(title)) if isinstance(title, str) else None


def _picture(raw: Mapping[str, Any], span: Span | None, channel: Channel, shown: Iterable[Image], remarks: Remarks) -> Picture:
    """The main picture: of Media RSS, else an enclosure, else the item's own image element, else the first the text shows."""
    picture = picture_of(span.media, channel.url, remarks) if span is not None else Picture()
    photographer = _string(raw.get("photographer"))
    if picture.url is None:
        picture = _enclosed(raw, channel) or _in_text(shown, channel) or picture
    if photographer and picture.photographer is None:
        picture = replace(picture, photographer=line_of(photographer, remarks, "photographer", html=looks_marked_up(photographer)))
    return picture


def _enclosed(raw: Mapping[str, Any], channel: Channel) -> Picture | None:
    candidates = [
        link.get("href")
        for link in _mappings(raw.get("links"))
        if link.get("rel") == "enclosure" and str(link.get("type", "")).startswith("image/")
    ]
    candidates += [thumbnail.get("url") for name in ("media_content", "media_thumbnail") for thumbnail in _pictures(raw.get(name))]
    image = raw.get("image")
    candidates.append(image.get("href") if isinstance(image, Mapping) else image)
    for candidate in candidates:
        if isinstance(candidate, str) and (url := safe_url(candidate, channel.url)):
            return Picture(url=url)
    return None


def _pictures(value: object) -> Iterable[Mapping[str, Any]]:
    """Media that feedparser itself read (of a document that could not be scanned), the pictures among them."""
    for medium in _mappings(value):
        kind = str(medium.get("medium") or medium.get("type") or "image")
        if kind.startswith("image"):
            yield medium


def _in_text(shown: Iterable[Image], channel: Channel) -> Picture | None:
    for image in shown:
        if not _COUNTING.search(image.url) and (url := safe_url(image.url, channel.url)):
            return Picture(url=url, caption=image.caption or None)
    return None


def _times(raw: Mapping[str, Any], span: Span | None, channel: Channel, remarks: Remarks) -> tuple[datetime | None, datetime | None]:
    """When it was published and when it was changed.

    feedparser files dc:date under "updated"; in RSS and RDF it is the time of publication. Where nothing else is stated, the time of
    the change is that of publication.
    """
    stated = raw.get("updated")
    changed = channel.atom or (span is not None and (span.date is None or span.date != stated))
    updated = _time(raw, "updated", remarks) if changed else None
    published = _time(raw, "published", remarks) or _time(raw, "created", remarks)
    if published is None and not changed:
        published = _time(raw, "updated", remarks)
    return published or updated, updated


def _time(raw: Mapping[str, Any], name: str, remarks: Remarks) -> datetime | None:
    """One time, read anew from its text; feedparser's own reading only where the text is in letters of another script."""
    text = raw.get(name)
    if not isinstance(text, str):
        return None
    if text.isascii():
        return time_of(text, remarks, name)
    parsed = raw.get(f"{name}_parsed")
    if not isinstance(parsed, tuple):
        return time_of(text, remarks, name)
    try:
        year, month, day, hour, minute, second = parsed[:6]
        return time_of(datetime(year, month, day, hour, minute, second, tzinfo=UTC).isoformat(), remarks, name)
    except (ValueError, TypeError):
        return time_of(text, remarks, name)
