"""``wirefeed db upgrade|backup|check``: the schema, a tested copy, and whether everything stored is what came in."""

from pathlib import Path
from typing import Annotated

import typer

from wirefeed.cli.context import Context, console, print_json, shown
from wirefeed.errors import ConfigError

app = typer.Typer(help="Look after the database.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Look after the database."""


@app.command()
def upgrade(context: typer.Context) -> None:
    """Make the database, or bring it to the current schema.

    Running it again changes nothing.
    """
    from wirefeed.store import upgrade as bring_up

    obj: Context = context.obj
    before, after = bring_up(obj.settings.database.url or "")
    if before == after:
        console().print(f"The database is at schema {after} already.")
    else:
        console().print(f"The database went from schema {before or 'nothing'} to {after}.")


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Where to; a dated file in the backup folder without it.", show_default=False)] = None,
) -> None:
    """Copy the database while it is in use.

    The copy is opened and checked before it gets its name.
    """
    from wirefeed.store.backup import back_up, named

    obj: Context = context.obj
    with obj.app() as app:
        folder = app.backup_folder()
        if file is None and folder is None:
            raise ConfigError("say where the backup goes, or set the folder", key="maintenance.backup_folder")
        made = back_up(app.store, file or named(folder or Path(), app.clock()))
        tested = "opened and checked" if app.database_file() else "its listing read back"
    console().print(f"{made}: {made.stat().st_size / 1e6:.1f} MB, {tested}.", soft_wrap=True)


@app.command()
def check(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of lines.")] = False,
) -> None:
    """Check the database and everything in it against its hash.

    Every archived body and every item version; ends with 1 on any finding. Composites are the business of `wirefeed verify`.
    """
    from wirefeed.cli.progress import counting
    from wirefeed.pipeline.upkeep import check as check_all

    obj: Context = context.obj
    with obj.app() as app, counting("checking", None, quiet=as_json) as told:
        findings = check_all(app.store, composites=False, told=told)
        with app.store.read() as unit:
            counts = unit.table_counts()
    if as_json:
        print_json({"findings": list(findings), "rows": counts})
    else:
        for finding in findings:
            console().print(shown(finding), soft_wrap=True)
        looked_at = f"{counts['delivery']} archived bodies, {counts['item_version']} item versions"
        console().print(f"{looked_at}: {len(findings) or 'no'} finding{'' if len(findings) == 1 else 's'}.")
    if findings:
        raise typer.Exit(1)
