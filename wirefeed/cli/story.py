"""``wirefeed story merge | split | undo``: steer what belongs together. The machine never takes such a decision back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from wirefeed.cli.context import Context, console, print_json
from wirefeed.errors import InputError
from wirefeed.model.ids import ItemKey

if TYPE_CHECKING:
    from wirefeed.app import App
    from wirefeed.store.read import StoryItem

app = typer.Typer(help="Merge and split stories by hand, and undo either.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document instead of a sentence.")]


@app.command()
def merge(
    context: typer.Context,
    stories: Annotated[list[str], typer.Argument(help="Two or more story ids; the oldest story keeps its id, the others lead to it.")],
    as_json: AsJson = False,
) -> None:
    """Make one story of several. Their items stay together whatever the repair pass thinks."""
    obj: Context = context.obj
    with obj.app() as app:
        with app.store.write() as unit:
            into = unit.unite(stories, app.clock())
        app.compose_changed()
    _tell(as_json, {"did": "merge", "story": into, "merged": [story for story in stories if story != into]}, f"One story now: {into}")


@app.command()
def split(
    context: typer.Context,
    story: Annotated[str, typer.Argument(help="Story id.")],
    items: Annotated[list[str], typer.Argument(help="The items that leave, by guid (or feed:guid where two feeds use it).")],
    as_json: AsJson = False,
) -> None:
    """Take items out of a story into a story of their own. The two are kept apart from then on."""
    obj: Context = context.obj
    with obj.app() as app:
        with app.store.write() as unit:
            keys = _keys(items, unit.story_items(story))
            new = unit.divide(story, keys, app.clock())
        app.compose_changed()
    _tell(as_json, {"did": "split", "story": story, "new_story": new, "items": len(keys)}, f"{len(keys)} items are now story {new}")


@app.command()
def undo(context: typer.Context, story: Annotated[str, typer.Argument(help="Story id.")], as_json: AsJson = False) -> None:
    """Take back the latest merge or split of a story.

    The desk's or the machine's.
    """
    obj: Context = context.obj
    with obj.app() as app:
        what, kept, other = _undo(app, story)
        app.compose_changed()
    said = f"{kept} and {other} are two stories again" if what == "merged" else f"{other} is part of {kept} again"
    _tell(as_json, {"did": "undo", "undone": what, "story": kept, "other": other}, said)


def _undo(app: "App", story: str) -> tuple[str, str, str]:
    with app.store.write() as unit:
        return unit.undo(story, app.clock())


def _keys(names: Sequence[str], items: "Sequence[StoryItem]") -> list[ItemKey]:
    """The items of a story these guids mean. Raises InputError for one that is not there, or stands for two."""
    found = []
    for name in dict.fromkeys(names):
        meant = [item.ref.key for item in items if name in (item.ref.guid, f"{item.ref.feed}:{item.ref.guid}")]
        if len(meant) != 1:
            why = "two feeds have it: write feed:guid" if meant else "no such item in this story; `wirefeed explain` lists them"
            raise InputError(f"{name!r}: {why}")
        found.append(meant[0])
    return found


def _tell(as_json: bool, document: dict[str, object], said: str) -> None:
    if as_json:
        print_json(document)
    else:
        console().print(said)
