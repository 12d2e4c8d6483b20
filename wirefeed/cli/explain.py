"""``wirefeed explain ID``: why a story is what it is: its items, who copies whom, and every event in its life."""

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from wirefeed.cli.context import Context, console, note_line, print_json, shown

if TYPE_CHECKING:
    from wirefeed.model.story import Note
    from wirefeed.store.read import CopyPair, StoryEvent, StoryItem


def explain(
    context: typer.Context,
    story: Annotated[str, typer.Argument(help="Story id.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of tables.")] = False,
) -> None:
    """Explain a story: its items and why they belong, its history.

    Copies among the items are named, and what of them the composite's notes say.
    """
    obj: Context = context.obj
    with obj.app() as app, app.store.read() as unit:
        items, copies, events = unit.story_items(story), unit.copy_pairs(story), unit.story_events(story)
        notes = unit.get_story(story).notes
    if as_json:
        print_json(
            {
                "items": [_item(item) for item in items],
                "copies": [_copy(pair) for pair in copies],
                "notes": [{"kind": note.kind, "message": note.message} for note in notes],
                "events": [_event(event) for event in events],
            }
        )
        return
    _print(items, copies, notes, events)


def _print(
    items: "tuple[StoryItem, ...]", copies: "tuple[CopyPair, ...]", notes: "tuple[Note, ...]", events: "tuple[StoryEvent, ...]"
) -> None:
    out = console()
    table = Table("published", "relation", "agency", "headline", "why", title="Items", title_justify="left")
    for item in items:
        voice = item.agency if item.origin_agency == item.agency else f"{item.agency} (copy of {item.origin_agency})"
        row = (f"{item.published_at:%Y-%m-%d %H:%M}", item.relation.value, voice, item.headline, "; ".join(item.reasons))
        table.add_row(*map(shown, row))
    out.print(table)
    for pair in copies:
        out.print(
            f"{pair.copy.value}: {shown(pair.later.guid)} carries {pair.containment:.0%} of the shorter text of {shown(pair.earlier.guid)}"
        )
    for note in notes:
        out.print(note_line(note))
    for event in events:
        out.print(f"{event.at:%Y-%m-%d %H:%M:%S}  {event.kind:<12}{shown(json.dumps(event.detail, ensure_ascii=False))}", soft_wrap=True)


def _item(item: "StoryItem") -> dict[str, object]:
    return {
        "feed": item.ref.feed,
        "guid": item.ref.guid,
        "item_version": item.ref.version,
        "agency": item.agency,
        "origin_agency": item.origin_agency,
        "headline": item.headline,
        "url": item.url,
        "published_at": item.published_at.isoformat(),
        "relation": item.relation.value,
        "score": item.score,
        "reasons": list(item.reasons),
    }


def _copy(pair: "CopyPair") -> dict[str, object]:
    return {
        "earlier": [pair.earlier.feed, pair.earlier.guid],
        "later": [pair.later.feed, pair.later.guid],
        "kind": pair.copy.value,
        "containment": pair.containment,
        "reasons": list(pair.reasons),
    }


def _event(event: "StoryEvent") -> dict[str, object]:
    return {"seq": event.seq, "at": event.at.isoformat(), "kind": event.kind, "detail": event.detail}
