"""``wirefeed compose FILE.jsonl``: stories given as items, composed without a database."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wirefeed.cli.context import Context, console, json_of, note_line, read_file, shown
from wirefeed.errors import InputError

if TYPE_CHECKING:
    from wirefeed.cluster import Weights
    from wirefeed.model.feed import Agency
    from wirefeed.model.story import Member, Story
    from wirefeed.pipeline.rules import Rules


def compose(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help='JSON lines: {"id", "items": [items as for import]}.')],
    max_words: Annotated[int | None, typer.Option(help="Longest composite in words.", min=20, max=5000, show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines with every segment's source, without the notes.")] = False,
) -> None:
    """Compose stories from items given in a file: no database. Notes for the editor stand below each.

    Of a story no two items of which tell of one event, one item is told, and a note names the others.
    """
    from wirefeed.app import rules_of, weights_of

    obj: Context = context.obj
    rules, weights = rules_of(obj.settings), weights_of(obj.settings)
    if max_words is not None:
        rules = replace(rules, compose=replace(rules.compose, max_words=max_words))
    lines = read_file(file).splitlines()
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            story, record = compose_line(raw, rules, weights, obj.settings.agencies())
        except InputError as error:
            raise InputError(f"{file}, line {number}: {error}") from error
        if as_json:
            sys.stdout.write(json_of(record) + "\n")
            continue
        notes = "".join(f"\n{note_line(note)}" for note in story.notes)
        console().print(f"{shown(record['headline'])}\n\n{record['body']}\n\n{shown(record['reporting_line'])}{notes}\n")


def compose_line(raw: bytes, rules: "Rules", weights: "Weights", agencies: Mapping[str, "Agency"]) -> "tuple[Story, dict[str, Any]]":
    """One story of the file, and the same as the contract's record, which has no place for its notes. Raises InputError."""
    from wirefeed.compose.records import Given, to_record
    from wirefeed.model.story import Story
    from wirefeed.pipeline.given import weave_given
    from wirefeed.pipeline.imports import read_record

    record = read_record(raw)
    items = record.get("items")
    if not isinstance(record.get("id"), str) or not isinstance(items, list) or not items:
        raise InputError('expected {"id": text, "items": [at least one item]}')
    items = _latest(items)
    members = members_of(items, rules, agencies)
    story = weave_given(record["id"], members, rules, weights, datetime.now(UTC))
    if not isinstance(story, Story):
        raise TypeError("a story composed for the first time is never unchanged")
    given = {
        member.ref: Given(
            id=item["id"] if isinstance(item["id"], int) else member.item.guid, title=item.get("title") or "", text=item.get("text") or ""
        )
        for member, item in zip(members, items, strict=True)
    }
    return story, to_record(story, given)


def _latest(items: list[Any]) -> list[dict[str, Any]]:
    """The items; of several with one source and id, which are versions of one another, the last. Raises InputError."""
    for record in items:
        if not isinstance(record, dict):
            raise InputError(f"an item must be a JSON object, not {type(record).__name__}")
    return list({(str(record.get("source")), str(record.get("id"))): record for record in items}.values())


def members_of(items: list[dict[str, Any]], rules: "Rules", agencies: Mapping[str, "Agency"]) -> "tuple[Member, ...]":
    """The items of one story as members: normalised, judged for copies among themselves, in order."""
    from wirefeed.model.story import Member
    from wirefeed.pipeline.imports import EPOCH, arrival_of, feed_of
    from wirefeed.pipeline.members import copies_among
    from wirefeed.text.normalise import normalise_record

    read = []
    arrival = EPOCH
    for record in items:
        arrival = arrival_of(record, arrival)
        feed = feed_of(record, agencies)
        read.append((feed.agency, normalise_record(record, feed, arrival)))
    copies = copies_among([item for _, item in read], rules.dedup, arrival)
    return tuple(
        Member(item=item, version=1, agency=agency, origin=origin, duplicate_of=duplicate)
        for (agency, item), (origin, duplicate) in zip(read, copies, strict=True)
    )
