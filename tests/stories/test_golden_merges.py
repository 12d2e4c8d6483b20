"""Each folder here is one story: ``items.json`` goes in, ``composite.txt`` must come out, with every span it was made of.

``python tests/stories/test_golden_merges.py`` writes the composites anew; the difference is then read in review.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wirefeed.compose import compose
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.verify import verify
from wirefeed.model.feed import Agency
from wirefeed.model.ids import ItemRef
from wirefeed.model.item import Item, Kind, PubStatus
from wirefeed.model.story import Member, Segment, SegmentKind, Story, plain

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/items.json"))
AGENCIES = {
    agency.key: agency
    for agency in (
        Agency(key="tass", name="TASS", quoted_as="Tass news agency", timezone="Europe/Moscow"),
        Agency(key="afp", name="AFP", quoted_as="Agence France-Presse", timezone="Europe/Paris"),
        Agency(key="toi", name="The Times of Israel", quoted_as="The Times of Israel", timezone="Asia/Jerusalem", parents=("afp",)),
        Agency(key="lemonde", name="Le Monde", quoted_as="Le Monde", timezone="Europe/Paris"),
    )
}


def read_member(record: dict) -> Member:
    """One line of items.json as a member; ``withdrawn``, ``origin`` and ``duplicate_of`` are said there, not found out."""
    agency = AGENCIES[record["agency"]]
    published = datetime.fromisoformat(record["published"])
    item = Item(
        feed=f"{agency.key}-{record.get('language', 'en')}",
        agency=agency.key,
        guid=record["guid"],
        headline=record["headline"],
        summary="",
        text=record["text"],
        language=record.get("language", "en"),
        published_at=published,
        received_at=published + timedelta(minutes=1),
        content_hash=record["guid"] + str(record.get("version", 1)),
        delivery_sha256="0" * 64,
        pubstatus=PubStatus(record.get("pubstatus", "usable")),
        kind=Kind(record.get("kind", "news")),
        image_url=record.get("image_url"),
        caption=record.get("caption"),
        credit=record.get("credit"),
        origin=record.get("origin"),
        dated=record.get("dated", True),
    )
    member = Member(item=item, version=record.get("version", 1), agency=agency, origin=record.get("origin", agency.key))
    return replace(member, withdrawn=record.get("withdrawn", False))


def tell(case: str) -> str:
    """The story of one case, version by version, as readable text."""
    rounds = json.loads((HERE / case / "items.json").read_text(encoding="utf-8"))
    members: dict[str, Member] = {}
    seen: dict[ItemRef, Item] = {}
    previous: Story | None = None
    told = []
    for arrivals in rounds:
        for member in map(read_member, arrivals):
            members[member.item.guid] = member
            seen[member.ref] = member.item
        made = compose(case, with_originals(members), previous, ComposeRules(), datetime(2022, 4, 1, tzinfo=UTC))
        if isinstance(made, Story):
            assert verify(made, seen.__getitem__) == ()
            previous = made
            told.append(shown(made))
    return "\n\n========\n\n".join(told) + "\n"


def with_originals(members: dict[str, Member]) -> tuple[Member, ...]:
    """The members; a reprint whose guid is ``original+`` is a copy of ``original``."""
    return tuple(
        replace(member, duplicate_of=members[guid.rstrip("+")].ref) if guid.endswith("+") else member for guid, member in members.items()
    )


def shown(story: Story) -> str:
    """A story for readers: its parts, its text, then the spans of each paragraph."""
    head = [
        f"version {story.version}, {story.status.value}, {story.voices} independent agencies",
        f"slug: {story.slug}",
        f"headline: {plain(story.headline)}",
        f"caption: {plain(story.caption)}",
        f"credit: {plain(story.credit)}",
        f"image: {story.image_url}",
        *(f"note: {note.kind}: {note.message}" for note in story.notes),
    ]
    spans = [
        f"{name}: {line}"
        for name, segments in (("headline", story.headline), *((f"{n}", paragraph) for n, paragraph in enumerate(story.paragraphs, 1)))
        for line in map(traced, segments)
    ]
    return "\n\n".join(("\n".join(head), story.body, story.reporting_line, "\n".join(spans)))


def traced(segment: Segment) -> str:
    """Where one segment comes from, and its text."""
    if segment.source is None:
        return f"frame {segment.operation} {segment.text!r}"
    source = segment.source
    where = f"{source.item.guid} v{source.item.version} {source.field.value} {source.start}-{source.end}"
    what = "" if segment.kind is SegmentKind.VERBATIM else f" {segment.operation}"
    return f"{where}{what} {segment.text!r}"


@pytest.mark.parametrize("case", CASES)
def test_a_story_is_told_as_it_was_read_and_approved(case):
    assert tell(case) == (HERE / case / "composite.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    for name in CASES:
        (HERE / name / "composite.txt").write_text(tell(name), encoding="utf-8")
