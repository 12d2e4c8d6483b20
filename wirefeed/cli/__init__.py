"""The command line: one file a command. It prints and exits; it decides nothing about news.

Exit codes: 0 done, 1 something failed (and was named), 2 usage or configuration.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from wirefeed import __version__
from wirefeed.cli.context import Context
from wirefeed.text.clean import printable

app = typer.Typer(
    name="wirefeed",
    help="Agency feeds in, one composite article a story out, every character traced to its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"wirefeed {__version__}")
        raise typer.Exit


@app.callback()
def _global_options(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option(help="Configuration file. [env: WIREFEED_CONFIG]", show_default=False)] = None,
    database: Annotated[str | None, typer.Option(help="Database address. [env: WIREFEED_DATABASE_URL]", show_default=False)] = None,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,  # noqa: ARG001 - the callback acts
) -> None:
    context.obj = Context(config=config, database=database)


def main() -> None:
    """Run the command line; typed errors become one line on stderr and an exit code."""
    from wirefeed.cli import commands

    commands.register(app)
    from wirefeed.errors import ConfigError, InputError, StoreDenied, WirefeedError

    try:
        app(prog_name="wirefeed")
    except (ConfigError, InputError, StoreDenied) as error:
        for one in (error, *getattr(error, "others", ())):
            typer.echo(f"wirefeed: {printable(str(one))}", err=True)
        sys.exit(2)
    except WirefeedError as error:
        typer.echo(f"wirefeed: {printable(str(error))}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
