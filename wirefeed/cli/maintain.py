"""``wirefeed maintain``: what the timer runs every night."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wirefeed.cli.context import Context, console, print_json, shown
from wirefeed.errors import StoreError

if TYPE_CHECKING:
    from wirefeed.app import App


def maintain(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of lines.")] = False,
) -> None:
    """Forget, compact, check everything, and back up: every night.

    Old polls are forgotten, empty space is given back, everything is checked against its hash, every composite rebuilt. Ends with 1
    when something was found wrong, or no backup could be made; no old backup is removed then.
    """
    from wirefeed.cli.progress import counting
    from wirefeed.pipeline.upkeep import check, forget

    obj: Context = context.obj
    rules = obj.settings.maintenance
    with obj.app() as app, counting("maintaining", None, quiet=as_json) as told:
        forgotten = forget(app.store, app.clock() - timedelta(days=rules.keep_polls_days))
        compacted = app.store.compact()
        findings = check(app.store, told=told)
        backup, failure = _back_up(app, sound=not findings)
    done: dict[str, Any] = {
        "forgotten": forgotten,
        "compacted": compacted,
        "findings": list(findings),
        "backup": backup,
        "failure": failure,
    }
    if as_json:
        print_json(done)
    else:
        _print(done)
    if findings or failure:
        raise typer.Exit(1)


def _back_up(app: "App", *, sound: bool) -> tuple[str | None, str | None]:
    """(file, what went wrong). A database that is not sound is backed up all the same, but pushes no older backup out."""
    from wirefeed.store.backup import back_up, named, rotate

    keep, folder = app.settings.maintenance.backups, app.backup_folder()
    if keep == 0:
        return None, None
    if folder is None:
        return None, "no backup: set maintenance.backup_folder, or maintenance.backups = 0 where others make them"
    try:
        made: Path = back_up(app.store, named(folder, app.clock()))
        if sound:
            rotate(folder, keep)
    except StoreError as error:
        return None, str(error)
    return str(made), None


def _print(done: dict[str, Any]) -> None:
    out = console()
    out.print(f"forgotten: {done['forgotten']} rows of polls and fingerprints")
    out.print(f"compacted: {done['compacted']}")
    for finding in done["findings"]:
        out.print(f"found wrong: {shown(finding)}", soft_wrap=True)
    out.print(f"checked: {len(done['findings']) or 'no'} finding{'' if len(done['findings']) == 1 else 's'}")
    out.print(f"backup: {shown(done['backup'] or done['failure'] or 'none (maintenance.backups = 0)')}", soft_wrap=True)
