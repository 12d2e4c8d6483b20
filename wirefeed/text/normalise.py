"""Stop 4: an untrusted entry becomes an item, or a fault that says why not. Structured fields go before words. It stores nothing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from hashlib import sha256
from typing import Any, Final

from wirefeed.errors import InputError
from wirefeed.model.delivery import Entry, Fault, FaultKind, Picture
from wirefeed.model.feed import Agency, Feed
from wirefeed.model.item import Item, Kind, PubStatus
from wirefeed.text import language as languages
from wirefeed.text import signals
from wirefeed.text.body import Body, lift
from wirefeed.text.byline import clean_byline
from wirefeed.text.clean import clean_line, clean_text
from wirefeed.text.credit import told_apart
from wirefeed.text.dateline import Dateline, find_dateline
from wirefeed.text.moments import TOO_EARLY, settle
from wirefeed.text.origin import find_origin
from wirefeed.text.shingles import fingerprint
from wirefeed.text.signals import Signals
from wirefeed.text.urls import safe_url, url_key

LONGEST_TEXT: Final = 256 * 1024
LONGEST_GUID: Final = 16 * 1024
LONGEST_CAPTION: Final = 4000
NEVER: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""The end of an embargo whose time cannot be read: held until a later version says otherwise."""
_AHEAD: Final = timedelta(days=366 * 100)
_MOST_LINKS: Final = 50
_NAME: Final = re.compile(r"(?:urn|tag|story):[^\s\"'<>\\\x00-\x1f\x7f]{1,400}")
_MOST_SUBJECTS: Final = 100
_URGENCIES: Final = range(1, 10)
_URGENT: Final = 2
_HEAD: Final = 600
_WORDS: Final = re.compile(r"([\s/’'-]+)")
_FOLD: Final = (
    *((mark, "'") for mark in "‘’‚‛ʼ´′"),
    *((mark, '"') for mark in "“”„‟«»″"),
    *((mark, "-") for mark in "‐‑‒–—―−"),
    ("…", "..."),
    ("\u00ad", ""),
    ("\u200b", ""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """The parts of an entry that name it and that readers read, clean."""

    guid: str
    headline: str
    summary: str
    text: str
    url: str | None
    url_key: str | None


def normalise(entry: Entry, feed: Feed, received: datetime, delivery_sha256: str) -> Item | Fault:
    """One entry of a feed received at ``received`` (aware UTC) as an item; a Fault with ``lost`` when it is none. Never raises."""
    picture = told_apart(entry.picture)
    entry = entry if picture is entry.picture else replace(entry, picture=picture)
    copy = _copy_of(entry, feed)
    where = clean_line(entry.guid or entry.url or copy.headline or "entry", 200)
    if not (_says_something(copy.headline) or _says_something(copy.text)):
        return Fault(kind=FaultKind.EMPTY_ENTRY, where=where, message="neither a headline nor a text", lost=True)
    if refused := _refused(copy.url, feed):
        return Fault(kind=FaultKind.EXCLUDED, where=where, message=refused, lost=True)
    said = _signals(entry, copy, feed, received)
    if said.no_article:
        return Fault(kind=FaultKind.NOT_AN_ARTICLE, where=where, message=said.no_article, lost=True)
    return _item(entry, copy, said, feed, received, delivery_sha256)


def normalise_record(record: Mapping[str, Any], feed: Feed, received: datetime) -> Item:
    """One record of ``wirefeed import`` or ``compose`` as an item; ``text`` and ``title`` keep their lengths, so that offsets hold.

    ``delivery_sha256`` is left empty: the caller knows the bytes. Raises InputError naming the key.
    """
    entry, copy = read_fields(record, received)
    return _item(entry, copy, _signals(entry, copy, feed, received), feed, received, "")


def read_fields(record: Mapping[str, Any], received: datetime) -> tuple[Entry, _Copy]:
    """What a record says, checked and nothing more: a long file is checked whole before its first line is stored. Raises InputError."""
    guid, headline, text = clean_text(_string(record, "id")), clean_text(_string(record, "title")), clean_text(_string(record, "text"))
    if not guid.strip():
        raise InputError('"id" must name the item')
    if not (headline.strip() or text.strip()):
        raise InputError('an item needs a "title" or a "text"')
    image = record.get("image") or {}
    if not isinstance(image, Mapping):
        raise InputError(f'"image" must be an object with url, caption, credit, not {type(image).__name__}')
    entry = Entry(
        version=_string(record, "version") or None,
        pubstatus=_pubstatus_of(record),
        published=_stated(record, received),
        language=_string(record, "lang") or None,
        picture=Picture(
            url=_string(image, "url") or None, caption=_string(image, "caption") or None, credit=_string(image, "credit") or None
        ),
    )
    url = safe_url(_string(record, "url") or None)
    return entry, _Copy(guid=guid, headline=headline, summary="", text=text, url=url, url_key=url_key(url))


def _stated(record: Mapping[str, Any], received: datetime) -> datetime | None:
    """When a record says it was published, by its own clock; ``received`` is that moment."""
    given = record.get("published")
    return None if given is None else received.astimezone(datetime.fromisoformat(given).tzinfo or UTC)


def _offset(moment: datetime | None) -> int | None:
    """Minutes by which the clock of a stated time is ahead of UTC; None where it is UTC or not said."""
    offset = moment.utcoffset() if moment is not None else None
    return int(offset.total_seconds() // 60) or None if offset is not None else None


def content_hash(headline: str, summary: str, text: str) -> str:
    """SHA-256 of what a version says; typographic marks and white space count for nothing."""
    return sha256("\0".join(map(_folded, (headline, summary, text))).encode("utf-8", "replace")).hexdigest()


def _folded(part: str) -> str:
    if not part.isascii():
        for mark, plain in _FOLD:
            if mark in part:
                part = part.replace(mark, plain)
    return " ".join(part.split())


def _copy_of(entry: Entry, feed: Feed) -> _Copy:
    headline = clean_line(entry.headline)
    summary = clean_text((entry.summary or "")[:LONGEST_TEXT]).strip()
    text = clean_text((entry.text or "")[:LONGEST_TEXT]).strip()
    text = text if len(text) >= len(summary) else summary
    url = safe_url(entry.url, feed.url)
    key = url_key(url)
    guid = clean_text((entry.guid or "").strip()[:LONGEST_GUID]).strip() or key
    return _Copy(guid=guid or content_hash(headline, "", text), headline=headline, summary=summary, text=text, url=url, url_key=key)


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text))


def _refused(url: str | None, feed: Feed) -> str | None:
    """Why the feed's patterns keep an item out: parts of the link, ``*`` stands for anything."""
    if not (feed.include or feed.exclude):
        return None
    link = url or ""
    excluded = next((pattern for pattern in feed.exclude if _matches(link, pattern)), None)
    if excluded is not None:
        return f"its link matches {excluded!r}, which this feed excludes"
    if feed.include and not any(_matches(link, pattern) for pattern in feed.include):
        return "its link matches none of the patterns this feed includes"
    return None


def _matches(link: str, pattern: str) -> bool:
    return fnmatchcase(link, f"*{pattern}*") if "*" in pattern else pattern in link


def _signals(entry: Entry, copy: _Copy, feed: Feed, received: datetime) -> Signals:
    published, _ = settle(entry.published or entry.updated, feed.agency.timezone, received)
    return signals.read(
        clean_line(copy.headline),
        filter(None, map(str.strip, copy.text[:_HEAD].split("\n"))),
        published=published or received,
        zone=feed.agency.timezone,
        ednote=clean_line(entry.ednote),
        slugline=clean_line(entry.slugline),
        url=copy.url or "",
    )


def _item(entry: Entry, copy: _Copy, said: Signals, feed: Feed, received: datetime, delivery: str) -> Item:
    zone = feed.agency.timezone
    published, _ = settle(entry.published, zone, received)
    updated, _ = settle(entry.updated, zone, received)
    language = _language(entry, feed, copy)
    body = lift(copy.text, language, copy.headline)
    byline = clean_byline(entry.byline or _cut(copy.text, body))
    kind = _kind(entry, said, body)
    dateline, stated = clean_line(entry.dateline, 200), body.dateline or find_dateline(clean_line(entry.dateline, 200))
    return Item(
        feed=feed.name,
        agency=feed.agency.key,
        guid=copy.guid,
        headline=copy.headline,
        summary=copy.summary,
        text=copy.text,
        language=language,
        published_at=published or updated or received,
        received_at=received,
        dated=published is not None or updated is not None,
        utc_offset=_offset(entry.published if published else entry.updated if updated else None),
        updated_at=updated,
        source_version=clean_line(entry.version, 200) or None,
        pubstatus=_pubstatus(entry, kind),
        kind=kind,
        content_hash=content_hash(copy.headline, copy.summary, copy.text),
        delivery_sha256=delivery,
        url=copy.url,
        url_key=copy.url_key,
        slugline=clean_line(entry.slugline, 200) or None,
        byline=byline,
        dateline=dateline or _printed(copy.text, body.dateline),
        located=clean_line(entry.located, 200) or _place(stated),
        urgency=_urgency(entry, kind),
        embargoed_until=_embargo(entry, said, feed.agency, received),
        ednote=clean_text((entry.ednote or "")[:LONGEST_TEXT]).strip() or None,
        creditline=clean_line(entry.creditline, 400) or None,
        copyrightholder=clean_line(entry.copyrightholder, 400) or None,
        usageterms=clean_line(entry.usageterms, 400) or None,
        image_url=safe_url(entry.picture.url, feed.url),
        caption=clean_line(entry.picture.caption, LONGEST_CAPTION) or None,
        credit=clean_line(entry.picture.credit, 400) or None,
        photographer=clean_byline(entry.picture.photographer),
        subjects=_lines(entry.subjects[:_MOST_SUBJECTS], 200),
        links=tuple(dict.fromkeys(link for given in entry.links[:_MOST_LINKS] if (link := _link(given, feed.url)))),
        refers_to=_guids(entry.refers_to[:_MOST_LINKS]),
        origin=find_origin(body, feed.agency, text=copy.text, byline=byline, source=entry.source, creditline=entry.creditline),
        shingles=fingerprint(copy.headline, copy.text, language, body),
    )


def _cut(text: str, body: Body) -> str | None:
    return text[body.byline.start : body.byline.end] if body.byline else None


def _printed(text: str, dateline: Dateline | None) -> str | None:
    return text[dateline.span.start : dateline.span.end].strip() if dateline else None


def _place(dateline: Dateline | None) -> str | None:
    """A dateline's place as it stands in running text: ``PORT-au-PRINCE`` -> ``Port-au-Prince``."""
    if dateline is None or dateline.place is None:
        return None
    capitals = sum(map(str.isupper, dateline.place)) * 2 > len(dateline.place)
    return "".join(part.capitalize() if part.isupper() else part for part in _WORDS.split(dateline.place)) if capitals else dateline.place


def _lines(given: Iterable[str], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for one in given if (line := clean_line(one, most))))


def _link(given: str, base: str) -> str | None:
    """An address of the web, or the name of another item or of a story, which no browser follows."""
    return given if _NAME.fullmatch(given) else safe_url(given, base)


def _guids(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(guid for one in given if (guid := clean_text(one.strip()[:LONGEST_GUID]).strip())))


def _kind(entry: Entry, said: Signals, body: Body) -> Kind:
    """The kind the format states, where that is more than "news"; else the kind the words do."""
    if entry.pubstatus is PubStatus.CANCELED:
        return Kind.KILL
    if entry.kind not in (None, Kind.NEWS):
        return entry.kind
    if said.kind is None and any(dropped.reason == "correction" for dropped in body.dropped):
        return Kind.CORRECTION
    return said.kind or Kind.NEWS


def _pubstatus(entry: Entry, kind: Kind) -> PubStatus:
    """A kill is canceled and a hold withheld, whatever the format says of the notice itself."""
    return {Kind.KILL: PubStatus.CANCELED, Kind.HOLD: PubStatus.WITHHELD}.get(kind) or entry.pubstatus or PubStatus.USABLE


def _urgency(entry: Entry, kind: Kind) -> int | None:
    if entry.urgency in _URGENCIES:
        return entry.urgency
    return _URGENT if kind is Kind.ALERT else None


def _embargo(entry: Entry, said: Signals, agency: Agency, received: datetime) -> datetime | None:
    """Until when nobody may print the item; never, where an embargo gives no time that can be read."""
    if entry.embargoed is None and (said.embargo is None or said.embargo.lifted):
        return None
    stated = entry.embargoed or (said.embargo.until if said.embargo else None)
    until, why = settle(stated, agency.timezone, received, _AHEAD)
    return None if why == TOO_EARLY else until or NEVER


def _language(entry: Entry, feed: Feed, copy: _Copy) -> str:
    """What the configuration says, else the entry, where the letters do not say otherwise; else a guess."""
    text = copy.text or copy.headline
    for said in (feed.language, entry.language):
        tag = languages.tidy(said)
        if tag != languages.UNKNOWN and languages.fits(tag, text):
            return tag
    return languages.guess(text)


def _string(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if key in ("id", "version") and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise InputError(f'"{key}" must be text, not {type(value).__name__}')


def _pubstatus_of(record: Mapping[str, Any]) -> PubStatus | None:
    value = _string(record, "pubstatus")
    if not value:
        return None
    try:
        return PubStatus(value)
    except ValueError as error:
        raise InputError(f'"pubstatus" must be one of {", ".join(PubStatus)}, not {value!r}') from error
