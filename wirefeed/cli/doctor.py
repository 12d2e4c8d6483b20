"""``wirefeed doctor``: what is wrong and what to do, in words. It changes nothing."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wirefeed.cli.context import Context, console, print_json, shown
from wirefeed.errors import ConfigError, WirefeedError

if TYPE_CHECKING:
    from wirefeed.app import App
    from wirefeed.pipeline.diagnose import Facts, Finding


def doctor(
    context: typer.Context,
    deep: Annotated[bool, typer.Option("--deep", help="Check every archived body, item and composite as well; may take minutes.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of text.")] = False,
) -> None:
    """Say in words what is wrong, and what to do about it.

    Looks at configuration, database, disk, backups, clock, feeds and stories; ends with 1 when something is an error.
    """
    from wirefeed.pipeline.diagnose import Finding, Severity, diagnose

    obj: Context = context.obj
    try:
        with obj.app() as app:
            findings = diagnose(_gather(app, deep=deep))
    except ConfigError as error:
        findings = (Finding(severity=Severity.ERROR, where="configuration", message=str(error), advice="mend the key it names"),)
    except WirefeedError as error:
        findings = (Finding(severity=Severity.ERROR, where="database", message=str(error), advice="nothing else can be looked at before"),)
    if as_json:
        print_json([{"severity": one.severity.value, "where": one.where, "message": one.message, "advice": one.advice} for one in findings])
    else:
        _print(findings)
    if any(one.severity is Severity.ERROR for one in findings):
        raise typer.Exit(1)


def _gather(app: "App", *, deep: bool) -> "Facts":
    from wirefeed.pipeline.diagnose import Facts
    from wirefeed.pipeline.upkeep import check
    from wirefeed.store.backup import newest

    now, feeds = app.clock(), app.settings.feeds()
    unsound = check(app.store) if deep else tuple(app.store.unsound())
    folder, file = app.backup_folder(), app.database_file()
    disk = shutil.disk_usage(_existing(file)) if file else None
    with app.store.read() as unit:
        return Facts(
            now=now,
            feeds=feeds,
            disabled=app.settings.disabled(),
            states=unit.feed_states(),
            arrivals=unit.arrivals(),
            set_aside=unit.set_aside_counts(now - timedelta(days=1)),
            stories=unit.story_counts(),
            held=unit.held_count(),
            received=unit.latest_reception(),
            free=disk.free if disk else None,
            size=disk.total if disk else None,
            backup_wanted=app.settings.maintenance.backups > 0,
            backup_at=newest(folder) if folder else None,
            unsound=unsound,
            contact=app.settings.network.contact,
        )


def _existing(file: Path) -> Path:
    return next(folder for folder in file.parents if folder.is_dir())


def _print(findings: "tuple[Finding, ...]") -> None:
    out = console()
    for one in findings:
        out.print(f"{one.severity.value:<8}{shown(one.where)}: {shown(one.message)}", soft_wrap=True)
        out.print(f"        -> {shown(one.advice)}", soft_wrap=True)
    out.print("" if findings else "Nothing is wrong.")
