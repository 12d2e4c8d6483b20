"""``wirefeed db upgrade``: bring the database to the current schema."""

import typer

from wirefeed.cli.context import Context, console

app = typer.Typer(help="Look after the database.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Look after the database."""


@app.command()
def upgrade(context: typer.Context) -> None:
    """Make the database, or bring it to the current schema; running it again changes nothing."""
    from wirefeed.store import upgrade as bring_up

    obj: Context = context.obj
    before, after = bring_up(obj.settings.database.url or "")
    if before == after:
        console().print(f"The database is at schema {after} already.")
    else:
        console().print(f"The database went from schema {before or 'nothing'} to {after}.")
