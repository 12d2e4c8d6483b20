"""``wirefeed import FILE.jsonl``: archived items through the same pipeline as a poll."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wirefeed.cli.context import Context, console, print_json, read_file, shown

if TYPE_CHECKING:
    from wirefeed.pipeline.imports import Imported


def import_(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="JSON lines: id, source, published, lang, title, text; optional url, version, pubstatus, image.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a sentence.")] = False,
) -> None:
    """Import archived items from JSON lines.

    `source` names the agency, `id` is the guid, `published` is also the time of arrival. A file with a wrong line is not imported at all;
    importing one again changes nothing.
    """
    from wirefeed.cli.progress import counting

    obj: Context = context.obj
    lines = read_file(file).splitlines()
    with obj.app() as app, counting("importing", len(lines), quiet=as_json) as told:
        done = app.import_file(lines, str(file), told)
    if as_json:
        print_json(summary(done))
    else:
        applied, merged = done.applied, done.merged
        console().print(
            f"{applied.new + applied.near_duplicate} new items ({applied.near_duplicate} of them copies), {applied.revised} revised, "
            f"{applied.repeat} repeated, {applied.killed} killed; {len(merged.new)} new stories, {len(merged.changed)} changed, "
            f"{len(merged.canceled)} canceled"
        )
        for item, why in done.applied.failed:
            console().print(f"not stored: {shown(item.guid)}: {shown(why)}")
    if done.applied.failed:
        raise typer.Exit(1)


def summary(done: "Imported") -> dict[str, Any]:
    """The JSON form of an import: the same counts as a fetch."""
    return {
        "items": {name: getattr(done.applied, name) for name in ("new", "revised", "repeat", "near_duplicate", "killed", "stale")},
        "failed": [{"guid": item.guid, "error": why} for item, why in done.applied.failed],
        "stories": {"new": len(done.merged.new), "changed": len(done.merged.changed), "canceled": len(done.merged.canceled)},
    }
