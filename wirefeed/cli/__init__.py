"""The command line: one file a command. It prints and exits; it decides nothing about news.

Exit codes: 0 done, 1 something failed (and was named), 2 usage or configuration; 130 broken off from the keyboard.
"""

import errno
import io
import os
import sys
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from wirefeed import __version__
from wirefeed.cli.context import Context
from wirefeed.text.clean import printable

_BROKEN_OFF: Final = 130
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)

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
    """Run the command line; typed errors, and output that cannot be written, become one line on stderr and an exit code."""
    from wirefeed.cli import commands

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a letter is shown its code point
            stream.reconfigure(errors="backslashreplace")
    commands.register(app)
    from wirefeed.errors import ConfigError, InputError, StoreDenied, WirefeedError

    try:
        app(prog_name="wirefeed")
    except (ConfigError, InputError, StoreDenied) as error:
        _end(2, *(str(one) for one in (error, *getattr(error, "others", ()))))
    except WirefeedError as error:
        _end(1, str(error))
    except OSError as error:
        _end_unwritten(error)
    except SystemExit as ended:
        if ended.code == _BROKEN_OFF:  # typer has caught the KeyboardInterrupt itself
            _end(_BROKEN_OFF, "broken off; what is stored stays, and the next run goes on from there")
        try:
            sys.stdout.flush()  # what is left to the end of Python ends in a trace of its own there
        except OSError as error:
            _end_unwritten(error)
        raise


def _end_unwritten(error: OSError) -> NoReturn:
    if error.errno not in _FULL:
        raise error
    _end(1, f"what was found cannot be written out: {error.strerror}")


def _end(code: int, *messages: str) -> NoReturn:
    for message in messages:
        typer.echo(f"wirefeed: {printable(message)}", err=True)
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left in it must not end in a trace when Python ends
    sys.exit(code)
