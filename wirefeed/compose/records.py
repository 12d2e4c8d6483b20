"""A composite as one plain record, the shape `wirefeed compose --json` prints. Not a rendition: nothing here is for readers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from wirefeed.model.ids import ItemRef
from wirefeed.model.item import ItemField
from wirefeed.model.story import Segment, SegmentKind, Segments, Story, plain

_FIELD: Final = {ItemField.HEADLINE: "title"}
MEND: Final = "mend"
"""The operation of characters that stand for ones no store, log or reader should meet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An item as the file has it, before characters that may not be stored or shown were replaced one for one."""

    id: str | int
    title: str
    text: str


def to_record(story: Story, given: Mapping[ItemRef, Given]) -> dict[str, Any]:
    """The record of a story: texts, and every segment of headline and body with its source, cut from what was ``given``."""
    return {
        "id": story.id,
        "headline": plain(story.headline),
        "body": story.body,
        "caption": plain(story.caption),
        "credit": plain(story.credit),
        "reporting_line": story.reporting_line,
        "segments": [
            *_rows("headline", 0, story.headline, given),
            *(row for number, paragraph in enumerate(story.paragraphs) for row in _rows("body", number, paragraph, given)),
        ],
    }


def _rows(part: str, paragraph: int, segments: Segments, given: Mapping[ItemRef, Given]) -> Iterator[dict[str, Any]]:
    for segment in segments:
        for row in _row(segment, given):
            yield {"part": part, "paragraph": paragraph, **row}


def _row(segment: Segment, given: Mapping[ItemRef, Given]) -> Iterator[dict[str, Any]]:
    """One row for a segment; for a verbatim one of which some characters had to be mended, one for each stretch."""
    row: dict[str, Any] = {"kind": segment.kind.value, "text": segment.text, "item": None, "field": None, "start": None, "end": None}
    source = segment.source
    if source is None:
        yield {**row, "operation": segment.operation}
        return
    item = given[source.item]
    row |= {"item": item.id, "field": _FIELD.get(source.field, source.field.value), "start": source.start, "end": source.end}
    cut = (item.title if source.field is ItemField.HEADLINE else item.text)[source.start : source.end]
    if segment.kind is not SegmentKind.VERBATIM or cut == segment.text:
        yield {**row, "operation": segment.operation}
        return
    at = source.start
    for mended, stretch in groupby(zip(cut, segment.text, strict=True), key=lambda pair: pair[0] != pair[1]):
        text = "".join(printed for _, printed in stretch)
        kind, operation = (SegmentKind.EDIT, MEND) if mended else (SegmentKind.VERBATIM, None)
        yield {**row, "kind": kind.value, "text": text, "start": at, "end": at + len(text), "operation": operation}
        at += len(text)
