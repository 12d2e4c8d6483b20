"""The composite: segments that each say where their characters come from."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from wirefeed.model.feed import Agency
from wirefeed.model.ids import ItemRef
from wirefeed.model.item import Item, ItemField, PubStatus
from wirefeed.model.portable import portable


class SegmentKind(StrEnum):
    """Verbatim: a span of an item. Edit: a logged operation on a span. Frame: our words, from the closed list."""

    VERBATIM = "verbatim"
    EDIT = "edit"
    FRAME = "frame"


@portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Characters ``start`` to ``end`` of one field of one item version."""

    item: ItemRef
    field: ItemField
    start: int
    end: int


@portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of characters of a composite. Verbatim and edit segments cannot be built without a citation; a frame carries none.

    ``operation`` names the edit (``drop:dateline``, ``date:2022-01-19`` ...) or the frame's entry in the closed list.
    """

    kind: SegmentKind
    text: str
    source: Citation | None = None
    operation: str | None = None

    def __post_init__(self) -> None:
        """Refuse what could not be traced."""
        if (self.kind is SegmentKind.FRAME) == (self.source is not None):
            raise ValueError(f"a {self.kind.value} segment {'must not' if self.source else 'must'} cite a source: {self.text!r}")
        if self.kind is not SegmentKind.VERBATIM and not self.operation:
            raise ValueError(f"a {self.kind.value} segment must name its operation: {self.text!r}")


Segments = tuple[Segment, ...]


def plain(segments: Segments) -> str:
    """The text of some segments, joined by nothing."""
    return "".join(segment.text for segment in segments)


@portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An item version that belongs to a story, with what composing needs to know beyond the item itself.

    ``duplicate_of`` is the member whose text this one mostly is; ``origin`` the agency whose voice the text is (its own unless
    it reprints). ``withdrawn`` members are never quoted.
    """

    item: Item
    version: int
    agency: Agency
    origin: str
    duplicate_of: ItemRef | None = None
    withdrawn: bool = False
    ref: ItemRef = field(init=False, repr=False, compare=False)
    """The item version this member stands for."""

    def __post_init__(self) -> None:
        """Name the item version once: every citation asks for it."""
        object.__setattr__(self, "ref", self.item.ref(self.version))


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An editor's note about a composite (two agencies differ on a figure); never printed in the text."""

    kind: str
    message: str
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One version of a composite. ``paragraphs`` excludes the reporting line, which is ``reporting_line``.

    ``agencies`` are the names in the reporting line, by words printed; ``voices`` counts independent agencies among the members.
    """

    id: str
    slug: str
    headline: Segments
    paragraphs: tuple[Segments, ...]
    caption: Segments = ()
    credit: Segments = ()
    image_url: str | None = None
    reporting_line: str = ""
    agencies: tuple[str, ...] = ()
    voices: int = 0
    language: str = "und"
    status: PubStatus = PubStatus.USABLE
    urgency: int | None = None
    located: str | None = None
    lead: ItemRef | None = None
    notes: tuple[Note, ...] = ()
    version: int = 1

    @property
    def body(self) -> str:
        """The article without its reporting line: paragraphs parted by a blank line."""
        return "\n\n".join(plain(paragraph) for paragraph in self.paragraphs)

    def printed(self) -> frozenset[Citation]:
        """Every source span printed anywhere in the story."""
        parts = (self.headline, self.caption, self.credit, *self.paragraphs)
        return frozenset(segment.source for part in parts for segment in part if segment.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """Composing again gave the same article."""

    story: Story


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTimes:
    """When a story was first seen, when its latest item was published, when its content last changed (aware UTC)."""

    first_seen_at: datetime
    latest_item_at: datetime
    updated_at: datetime
