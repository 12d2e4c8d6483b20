"""``wirefeed show ID``: one composite, and where each of its characters comes from."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from wirefeed.cli.context import Context, console, shown

if TYPE_CHECKING:
    from wirefeed.model.story import Segments, Story


class Format(StrEnum):
    """The renditions the command offers."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    NINJS = "ninjs"
    NEWSML_G2 = "newsml-g2"
    ATOM = "atom"
    JSONFEED = "jsonfeed"


def show(
    context: typer.Context,
    story: Annotated[str, typer.Argument(help="Story id; an id merged away leads to the story it went into.")],
    as_format: Annotated[Format, typer.Option("--format", help="Outgoing format.")] = Format.TEXT,
    provenance: Annotated[
        bool, typer.Option("--provenance", help="List every segment with its source, below the text; json has them anyway.")
    ] = False,
    version: Annotated[int | None, typer.Option(help="An earlier version.", min=1, show_default=False)] = None,
) -> None:
    """Show a composite."""
    from wirefeed.renditions import RENDITIONS

    if provenance and as_format not in {Format.TEXT, Format.JSON}:
        raise typer.BadParameter(
            f"a list of segments would end up inside the {as_format.value} document; take text or json", param_hint="--provenance"
        )
    obj: Context = context.obj
    with obj.app() as app, app.store.read() as unit:
        found, times = unit.get_story(story, version), unit.story_times(story)
    sys.stdout.write(RENDITIONS[as_format.value](found, times))
    if provenance and as_format is Format.TEXT:
        print_provenance(found)


def print_provenance(story: "Story") -> None:
    """Every segment: its part, kind, operation and source span, then its text."""
    out = console()
    out.print(f"\nProvenance of {story.id}, version {story.version}")
    parts: list[tuple[str, Segments]] = [("headline", story.headline), ("caption", story.caption), ("credit", story.credit)]
    parts += [(f"paragraph {number}", paragraph) for number, paragraph in enumerate(story.paragraphs, 1)]
    for name, segments in parts:
        for segment in segments:
            source = segment.source
            where = (
                f"{source.item.feed} {source.item.guid} v{source.item.version} {source.field.value}[{source.start}:{source.end}]"
                if source
                else "-"
            )
            what = f"{segment.kind.value} {segment.operation}" if segment.operation else segment.kind.value
            out.print(f"  {name:<13}{what:<24} {shown(where)}", soft_wrap=True)
            out.print(f"               {shown(segment.text)}", soft_wrap=True)
