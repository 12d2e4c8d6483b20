"""``wirefeed healthcheck``: whether the database answers and polls go on, for container engines and monitors. It looks no deeper."""

from datetime import timedelta
from typing import Annotated, Any

import typer

from wirefeed.cli.context import Context, console, print_json, shown
from wirefeed.errors import WirefeedError


def healthcheck(
    context: typer.Context,
    late: Annotated[int, typer.Option(help="Minutes a poll may be overdue before the daemon counts as standing still.", min=1)] = 15,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a line.")] = False,
) -> None:
    """End with 0 when database and polls are well, with 1 when not.

    The database answers and no configured feed is long overdue: the short form for container engines.
    """
    obj: Context = context.obj
    problem, overdue = None, list[str]()
    try:
        with obj.app() as app:
            names, deadline = obj.settings.feeds(), app.clock() - timedelta(minutes=late)
            with app.store.read() as unit:
                states = unit.feed_states()
            overdue = sorted(name for name, state in states.items() if name in names and state.next_due_at and state.next_due_at < deadline)
            if overdue:
                problem = f"{len(overdue)} of {len(names)} feeds are overdue by more than {late} minutes: is the daemon running?"
    except WirefeedError as error:
        problem = str(error)
    document: dict[str, Any] = {"healthy": problem is None, "problem": problem, "overdue": overdue}
    if as_json:
        print_json(document)
    else:
        console().print(shown(problem or "healthy"), soft_wrap=True)
    if problem:
        raise typer.Exit(1)
