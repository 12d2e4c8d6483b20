"""The record the command prints."""

from datetime import UTC, datetime

from wirefeed.compose import compose
from wirefeed.compose.records import Given, to_record
from wirefeed.compose.rules import ComposeRules


def test_a_record_rebuilds_its_body_from_its_segments(member):
    members = (
        member(guid="t", text='The bridge over the river fell on Wednesday.\n\n"Nobody was near it at all," mayor Ivan Petrov said.'),
        member(
            "afp",
            guid="a",
            text="A bridge fell in Saratov in the night and cut the town in two.\n\nFerries will run from Friday, the port said.",
        ),
    )
    record = to_record(
        compose("s1", members, None, ComposeRules(), datetime(2022, 2, 1, tzinfo=UTC)),
        {one.ref: Given(id=one.item.guid, title=one.item.headline, text=one.item.text) for one in members},
    )
    paragraphs: dict[int, str] = {}
    for segment in record["segments"]:
        if segment["part"] == "body":
            paragraphs[segment["paragraph"]] = paragraphs.get(segment["paragraph"], "") + segment["text"]
    assert "\n\n".join(paragraphs[n] for n in sorted(paragraphs)) == record["body"]
    assert record["reporting_line"] not in record["body"]
    assert set(record) == {"id", "headline", "body", "caption", "credit", "reporting_line", "segments"}
    text = {one.item.guid: one.item.text for one in members}
    for segment in record["segments"]:
        if segment["kind"] == "verbatim" and segment["field"] == "text":
            assert text[segment["item"]][segment["start"] : segment["end"]] == segment["text"]
        assert set(segment) == {"part", "paragraph", "kind", "text", "item", "field", "start", "end", "operation"}
    assert {segment["field"] for segment in record["segments"]} <= {"text", "title", None}
