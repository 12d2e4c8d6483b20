"""``wirefeed replay --into URL``: the newsroom rebuilt from its archived bytes, and compared with itself."""

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from wirefeed.cli.context import Context, console, print_json, shown
from wirefeed.errors import InputError

if TYPE_CHECKING:
    from wirefeed.store.compare import Difference


def replay(
    context: typer.Context,
    into: Annotated[str, typer.Option("--into", help="Address of a new, empty database, such as sqlite:///replayed.db.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,
) -> None:
    """Rebuild everything from the archived bytes, and compare.

    In a new database, with the rules of today; it says where the two differ. The database replayed from is only read. Ends with 1 when
    they differ: after an upgrade that is what changed, without one it is a bug or a poll whose Last-Modified mattered (that header is
    not archived).
    """
    from wirefeed.cli.progress import counting
    from wirefeed.store import open_store
    from wirefeed.store.compare import compare

    obj: Context = context.obj
    with obj.app() as app:
        target = open_store(into)
        try:
            with target.read() as unit:
                if any(unit.table_counts().values()):
                    raise InputError("a replay goes into an empty database: name one that does not exist yet")
            with counting("replaying", None, quiet=as_json) as told:
                done = asyncio.run(app.replay(target, told))
            found = compare(app.store, target)
        finally:
            target.close()
    if as_json:
        print_json({"deliveries": done.deliveries, "unread": done.unread, "views": [asdict(one) for one in found]})
    else:
        console().print(f"{done.deliveries} deliveries replayed, {done.unread} of them not readable.")
        _print(found)
    if any(one.only_here or one.only_there for one in found):
        raise typer.Exit(1)


def _print(found: "tuple[Difference, ...]") -> None:
    table = Table("view", "rows", "only in the original", "only in the replay")
    for one in found:
        table.add_row(one.view, str(one.rows), str(one.only_here), str(one.only_there))
    console().print(table)
    for one in found:
        for example in one.examples:
            console().print(f"{one.view}, {shown(example)}", soft_wrap=True)
