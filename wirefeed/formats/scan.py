"""One fast walk over well-formed XML: where its items lie, what the feed library must not see, what it would lose. It builds no entries.

Expat reports byte offsets, so that an item can be hashed, left out or trimmed without touching the rest (see split.py).
"""

from dataclasses import dataclass, field
from re import compile as pattern
from typing import Final
from xml.parsers import expat

from wirefeed.formats.limits import ATTRIBUTES, DEPTH, ELEMENTS, MEDIA, NAMESPACES, PERSON, SUBJECTS, TAGS

_XML_LANG: Final = "http://www.w3.org/XML/1998/namespace lang"
_START_TAG: Final = pattern(rb"<[^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*>")
_ITEM_DEPTH: Final = 3
_CHANNEL: Final = frozenset(("ttl", "updateperiod", "updatefrequency", "hour", "day", "language"))
_PLAIN_KINDS: Final = {
    **dict.fromkeys(("item", "entry"), "item"),
    **dict.fromkeys(("author", "creator", "managingeditor", "webmaster", "publisher", "owner"), "person"),
    **dict.fromkeys(("category", "subject", "keywords"), "subject"),
    **{name: name for name in ("guid", "id", "date", *_CHANNEL)},
}
_ATOM: Final = frozenset(("", "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "https://www.w3.org/2005/Atom"))
_COUNTERS: Final = frozenset(("http://purl.org/rss/1.0/modules/slash/ comments", "http://purl.org/syndication/thread/1.0 total"))
_PICTURE: Final = frozenset(("content", "group", "thumbnail", "description", "title", "credit", "text", "player", "copyright"))
_CHANGING: Final = frozenset(("community", "statistics", "starrating"))
_TEXT_MOST: Final = 4096


class OverLimit(ValueError):
    """The document nests or decorates its elements beyond the limits, outside of any item."""


@dataclass(slots=True)
class Medium:
    """One Media RSS element with its attributes, text and what it holds."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    inside: list["Medium"] = field(default_factory=list)


@dataclass(slots=True)
class Span:
    """One item of the document: its bytes, and what was noticed inside.

    ``guid`` and ``date`` (dc:date) are raw; ``cuts`` are byte ranges the feed library does not get, ``counters`` those that are no
    content (numbers of comments and views). ``problem`` says why the item cannot be read, ``trimmed`` what was cut as oversized.
    """

    start: int
    end: int = 0
    language: str | None = None
    guid: str | None = None
    date: str | None = None
    media: list[Medium] = field(default_factory=list)
    cuts: list[tuple[int, int]] = field(default_factory=list)
    counters: list[tuple[int, int]] = field(default_factory=list)
    trimmed: list[str] = field(default_factory=list)
    problem: str | None = None
    subjects: int = 0
    pictures: int = 0
    elements: int = 0


@dataclass(slots=True)
class Outline:
    """The items of a document, and what its head says: ``channel`` maps ttl, updateperiod, hour ... to their texts.

    ``end`` is where the root element ends, ``junk`` whether anything but comments follows it.
    """

    spans: list[Span] = field(default_factory=list)
    cuts: list[tuple[int, int]] = field(default_factory=list)
    channel: dict[str, list[str]] = field(default_factory=dict)
    language: str | None = None
    end: int = 0
    junk: bool = False


def outline(body: bytes) -> Outline:
    """Walk a document. Raises ExpatError when it is not well-formed, OverLimit when its head goes beyond the limits.

    What follows the root element is not walked.
    """
    return _Walk(body).outline()


def check(body: bytes) -> None:
    """Walk a wire document for its limits alone. Raises ExpatError, OverLimit."""
    walk = _Walk(body)
    walk.outline()
    for span in walk.found.spans:
        if span.problem:
            raise OverLimit(span.problem)


class _Kinds(dict[str, str]):
    """Element name as expat gives it (``namespace local``) -> why it interests us, or the empty string; asked once a name."""

    def __missing__(self, name: str) -> str:
        self[name] = kind = self._kind(name)
        return kind

    @staticmethod
    def _kind(name: str) -> str:
        space, _, local = name.rpartition(" ")
        local = local.lower()
        if "search.yahoo.com/mrss" in space:
            return f"media:{local}" if local in _PICTURE else "counter" if local in _CHANGING else _PLAIN_KINDS.get(local, "")
        if name in _COUNTERS:
            return "counter"
        if (local == "id" and space not in _ATOM) or (local == "date" and "purl.org/dc/" not in space):
            return ""
        return _PLAIN_KINDS.get(local, "")


class _Walk:
    """Expat's callbacks. One element at a time is ``held``, to be cut when it ends: (kind, depth, start)."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.found = Outline()
        self.item: Span | None = None
        self.depth = 0
        self.elements = 0
        self.kinds = _Kinds()
        self.spaces: set[str | None] = set()
        self.item_depth = 0
        self.held: tuple[str, int, int] | None = None
        self.counter: tuple[int, int] | None = None
        self.text_of: tuple[str, int] | None = None
        self.media: list[tuple[int, Medium]] = []
        self.pieces: list[str] = []
        self.parser = parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.close
        parser.StartNamespaceDeclHandler = self.declare

    def outline(self) -> Outline:
        try:
            self.parser.Parse(self.body, True)  # noqa: FBT003 - expat takes no keyword
        except expat.ExpatError as error:
            if error.code != expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]:
                raise
            self.found.junk = True
        return self.found

    def declare(self, _prefix: str | None, uri: str | None) -> None:
        self.spaces.add(uri)
        if len(self.spaces) > NAMESPACES:
            raise OverLimit(f"more than {NAMESPACES} namespaces")

    def start(self, name: str, attributes: list[str]) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            self.refuse(f"nested more than {DEPTH} deep")
        elif len(attributes) > 2 * ATTRIBUTES:
            self.refuse(f"more than {ATTRIBUTES} attributes on one element")
        if self.item is None:
            self.elements += 1
            if self.elements > TAGS:
                raise OverLimit(f"more than {TAGS} elements outside of entries")
        else:
            self.item.elements += 1
            if self.item.elements > ELEMENTS:
                self.refuse(f"more than {ELEMENTS} elements")
        if self.depth == 1:
            self.found.language = _value(attributes, _XML_LANG)
        kind = self.kinds[name]
        if kind:
            self.notice(kind, attributes)

    def refuse(self, why: str) -> None:
        if self.item is None:
            raise OverLimit(why)
        self.item.problem = self.item.problem or why

    def notice(self, kind: str, attributes: list[str]) -> None:
        """An element that may matter has begun."""
        at = self.parser.CurrentByteIndex
        if kind == "counter":
            self.counter = self.counter or (self.depth, at)
        elif kind.startswith("media:"):
            self.open_medium(kind, attributes)
        elif self.held is not None:
            return
        elif kind == "person":
            self.held = (kind, self.depth, at)
        elif kind == "item":
            if self.item is None and self.depth <= _ITEM_DEPTH:
                self.item = Span(start=at, language=_value(attributes, _XML_LANG))
                self.item_depth = self.depth
        elif self.item is None:
            if kind in _CHANNEL:
                self.listen(kind)
        elif kind == "subject":
            self.item.subjects += 1
            if self.item.subjects > SUBJECTS:
                self.item.elements -= 1
                self.held = (kind, self.depth, at)
        elif kind in ("guid", "id", "date") and self.depth == self.item_depth + 1:
            self.listen(kind)

    def open_medium(self, kind: str, attributes: list[str]) -> None:
        if self.item is None or (self.held is not None and not self.held[0].startswith("media:")):
            return
        if self.held is None:
            self.held = (kind, self.depth, self.parser.CurrentByteIndex)
            self.media.clear()
        self.item.pictures += 1
        if self.item.pictures > MEDIA:
            return
        medium = Medium(kind[6:], dict(zip(attributes[::2], attributes[1::2], strict=True)))
        (self.media[-1][1].inside if self.media else self.item.media).append(medium)
        self.media.append((self.depth, medium))
        self.listen(kind)

    def listen(self, kind: str) -> None:
        self.text_of = (kind, self.depth)
        self.pieces.clear()
        self.parser.CharacterDataHandler = self.pieces.append

    def close(self, _name: str) -> None:
        depth = self.depth
        self.depth = depth - 1
        if self.text_of is not None and self.text_of[1] == depth:
            self.heard(self.text_of[0])
        if self.media and self.media[-1][0] == depth:
            self.media.pop()
        if self.counter is not None and self.counter[0] == depth:
            self.leave_out()
        if self.held is not None:
            if self.held[1] == depth:
                self.release()
        elif self.item is not None and depth == self.item_depth:
            self.item.end = self.end_of(self.item.start)
            self.found.spans.append(self.item)
            self.item = None
        if depth == 1:
            self.found.end = self.end_of(0)

    def heard(self, kind: str) -> None:
        """The text of an element that was listened to is complete."""
        self.parser.CharacterDataHandler = None
        self.text_of = None
        text = "".join(self.pieces).strip()
        if kind.startswith("media:"):
            self.media[-1][1].text = text
        elif self.item is None:
            self.found.channel.setdefault(kind, []).append(text[:_TEXT_MOST])
        elif kind == "date":
            self.item.date = text or None
        elif kind == "guid" or self.item.guid is None:
            self.item.guid = text or None

    def leave_out(self) -> None:
        """A counter has ended: it is no content."""
        if self.item is not None and self.counter is not None:
            start = self.counter[1]
            self.item.counters.append((start, self.end_of(start)))
        self.counter = None

    def release(self) -> None:
        """The held element has ended: cut it, but for an author of sane length."""
        if self.held is None:
            return
        kind, _, start = self.held
        self.held = None
        end = self.end_of(start)
        if kind == "person" and end - start <= PERSON:
            return
        if self.item is None:
            self.found.cuts.append((start, end))
            return
        self.item.cuts.append((start, end))
        if kind in ("person", "subject") and kind not in self.item.trimmed:
            self.item.trimmed.append(kind)

    def end_of(self, start: int) -> int:
        """Where the element that began at ``start`` and ends now has its last byte plus one.

        Expat points at the end tag, but behind an element that is one empty tag.
        """
        at = self.parser.CurrentByteIndex
        if self.body[at - 2 : at] == b"/>":
            tag = _START_TAG.match(self.body, start)
            if tag is not None and tag.end() == at:
                return at
        return self.body.index(b">", at) + 1


def _value(attributes: list[str], name: str) -> str | None:
    """One attribute of a flat name, value, name, value list."""
    for i in range(0, len(attributes), 2):
        if attributes[i] == name:
            return attributes[i + 1]
    return None
