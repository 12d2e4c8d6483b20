"""``wirefeed verify [ID]``: rebuild composites from the stored item versions."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from wirefeed.cli.context import Context, console, print_json, shown

if TYPE_CHECKING:
    from wirefeed.compose.verify import Mismatch

_AT_ONCE: Final = 50
"""Stories read in one view of the database: a long one would keep the log of a busy one from being written back."""


def verify(
    context: typer.Context,
    story: Annotated[str | None, typer.Argument(help="Story id; every story without it.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of lines.")] = False,
) -> None:
    """Rebuild every composite from its sources and compare.

    The sources are the stored item versions; ends with 1 on any difference.
    """
    from wirefeed.cli.progress import counting
    from wirefeed.pipeline.check import check_stories

    obj: Context = context.obj
    found: list[tuple[str, tuple[Mismatch, ...]]] = []
    with obj.app() as app:
        with app.store.read() as unit:
            ids = (unit.resolve(story),) if story else unit.story_ids()
        with counting("verifying", len(ids), quiet=as_json) as told:
            for at in range(0, len(ids), _AT_ONCE):
                with app.store.read() as unit:
                    found += check_stories(unit, ids[at : at + _AT_ONCE], told)
    wrong = [(name, mismatch) for name, mismatches in found for mismatch in mismatches]
    if as_json:
        print_json({"stories": len(ids), "mismatches": [{"story": name, "message": str(mismatch)} for name, mismatch in wrong]})
    else:
        for name, mismatch in wrong:
            console().print(f"{name}: {shown(mismatch)}")
        console().print(f"{len(ids)} stories rebuilt from their sources, {len(wrong)} mismatches.")
    if wrong:
        raise typer.Exit(1)
