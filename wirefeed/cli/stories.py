"""``wirefeed stories``: the latest stories, one line each."""

from datetime import datetime
from typing import Annotated, Any

import typer
from rich.table import Table

from wirefeed.cli.context import Context, console, print_json, shown
from wirefeed.errors import InputError
from wirefeed.model.item import PubStatus


def stories(
    context: typer.Context,
    query: Annotated[
        str | None, typer.Argument(help="Only stories with all these words in slug, headline or text.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1, max=10000)] = 50,
    since: Annotated[str | None, typer.Option(help="Only stories changed since this ISO 8601 time.", show_default=False)] = None,
    status: Annotated[PubStatus | None, typer.Option(help="Only stories with this status.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,
) -> None:
    """List stories, the latest changed first."""
    obj: Context = context.obj
    with obj.app() as app, app.store.read() as unit:
        found = unit.list_stories(limit, since=_moment(since), status=status, query=query)
    if as_json:
        print_json([_row(one) for one in found])
        return
    table = Table("story", "status", "items", "agencies", "updated", "headline")
    for one in found:
        row = _row(one)
        agencies = ", ".join(one.agencies)
        table.add_row(one.id, one.status.value, str(one.item_count), shown(agencies), row["updated_at"][:16], shown(one.headline))
    console().print(table if found else "No story matches.")


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"--since takes an ISO 8601 time such as 2026-01-20T12:00:00+00:00, not {text!r}") from error
    return moment.astimezone()


def _row(one: Any) -> dict[str, Any]:  # noqa: ANN401 - the store's summary, imported late
    return {
        "id": one.id,
        "slug": one.slug,
        "headline": one.headline,
        "status": one.status.value,
        "version": one.version,
        "agencies": list(one.agencies),
        "agency_count": one.agency_count,
        "item_count": one.item_count,
        "language": one.language,
        "first_seen_at": one.times.first_seen_at.isoformat(),
        "latest_item_at": one.times.latest_item_at.isoformat(),
        "updated_at": one.times.updated_at.isoformat(),
        "change_seq": one.change_seq,
    }
