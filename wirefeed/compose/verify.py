"""Rebuilds a composite from stored item versions and says where it differs. It mends nothing and trusts nothing in the story.

Beyond cutting every span again it reads each sentence as one run: between two cited spans no character of the source may be missing
unless a logged edit took it, so a dropped "not" is found as surely as a changed one.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from wirefeed.compose.cite import cut_of, redo
from wirefeed.compose.frame import belongs, reporting_line
from wirefeed.errors import ProvenanceError
from wirefeed.model.ids import ItemRef
from wirefeed.model.item import Item, ItemField
from wirefeed.model.story import Citation, Segment, SegmentKind, Segments, Story

Lookup = Callable[[ItemRef], Item]
JOIN = "space"
STAND_FOR = ("name", "name-first", "expand")
"""Edits that print a span from elsewhere in the place of their argument."""
INSERT = ("clarify", "date-bracket")
"""Edits that add a bracket and take nothing away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """One place where a story is not what its sources say. ``part`` names headline, caption, credit, body, slug or reporting line."""

    part: str
    paragraph: int
    text: str
    why: str


def verify(story: Story, lookup: Lookup, names: Collection[str] | None = None) -> tuple[Mismatch, ...]:
    """Every mismatch of a story with its sources, none if it rebuilds.

    ``lookup`` returns the stored item version (KeyError when there is none); ``names`` are the agency names a frame may carry
    (None: anything that can be a name).
    """
    kept: dict[ItemRef, Item] = {}

    def find(ref: ItemRef) -> Item:
        if ref not in kept:
            try:
                kept[ref] = lookup(ref)
            except KeyError as error:
                raise ProvenanceError(f"{ref.feed} {ref.guid} version {ref.version} is not stored") from error
        return kept[ref]

    found: list[Mismatch] = []
    for part, paragraph, segments in _parts(story):
        for text, why in _faults(segments, find, story.language, names):
            found.append(Mismatch(part=part, paragraph=paragraph, text=text, why=why))
    if story.reporting_line != reporting_line(story.agencies, story.language):
        found.append(Mismatch(part="reporting line", paragraph=0, text=story.reporting_line, why="does not name the agencies"))
    found += [
        Mismatch(part="slug", paragraph=0, text=word, why="stands in no cited item")
        for word in story.slug.split()
        if not any(word in item.headline or word in item.text for item in kept.values())
    ]
    return tuple(found)


def _parts(story: Story) -> Iterator[tuple[str, int, Segments]]:
    yield "headline", 0, story.headline
    yield "caption", 0, story.caption
    yield "credit", 0, story.credit
    for number, paragraph in enumerate(story.paragraphs):
        yield "body", number, paragraph


def _faults(segments: Segments, find: Lookup, language: str, names: Collection[str] | None) -> Iterator[tuple[str, str]]:
    """(text, why) for each fault of one run of segments."""
    run = _Run()
    for segment in segments:
        try:
            _check(segment, find, language, names)
            run.follow(segment, find)
        except ProvenanceError as error:
            yield segment.text, str(error)
            run = _Run()


def _check(segment: Segment, find: Lookup, language: str, names: Collection[str] | None) -> None:
    """Build one segment again. Raises ProvenanceError when it comes out differently."""
    if segment.source is None:
        if not belongs(segment.operation or "", language, segment.text, names):
            raise ProvenanceError(f"not a frame of the closed list: {segment.operation}")
        return
    text = cut_of(find(segment.source.item), segment.source)
    if segment.kind is SegmentKind.EDIT:
        text = redo(segment.operation or "", text, language)
    if text != segment.text:
        raise ProvenanceError(f"the source says {text[:80]!r}")


class _Run:
    """How far one sentence of one source has been printed."""

    __slots__ = ("_at", "_owed")

    def __init__(self) -> None:
        self._at: Citation | None = None
        self._owed = ""

    def follow(self, segment: Segment, find: Lookup) -> None:
        """Take the next segment. Raises ProvenanceError when source characters are missing before it."""
        if segment.source is None:
            if segment.operation == JOIN:
                self._at, self._owed = None, ""
            return
        name, _, argument = (segment.operation or "").partition(":")
        if name in STAND_FOR:
            self._owed += argument
        elif name not in INSERT:
            self._move(segment.source, find)

    def _move(self, source: Citation, find: Lookup) -> None:
        item = find(source.item)
        begin = source.start - len(self._owed)
        if begin < 0 or (self._owed and item.cut(source.field, begin, source.start) != self._owed):
            raise ProvenanceError(f"{self._owed!r} does not stand there in the source")
        if self._at is None:
            if _inside_a_word(item, source.field, begin):
                raise ProvenanceError("begins inside a word")
        elif (self._at.item, self._at.field, self._at.end) != (source.item, source.field, begin):
            raise ProvenanceError("characters of the source are missing before this")
        self._at, self._owed = source, ""


def _inside_a_word(item: Item, field: ItemField, at: int) -> bool:
    return at > 0 and item.cut(field, at - 1, at).isalnum() and item.cut(field, at, at + 1).isalnum()
