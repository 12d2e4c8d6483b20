"""``wirefeed feeds``: how every feed stands."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from wirefeed.cli.context import Context, console, print_json, shown

if TYPE_CHECKING:
    from wirefeed.model.feed import Box
    from wirefeed.model.subscription import Subscription
    from wirefeed.store.read import FeedOverview


def feeds(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,
) -> None:
    """Show how every feed stands, and when it is polled next.

    Status, last success, learned interval, what hubs push, how drops stand, and alarms in words.
    """
    from wirefeed.app import utc_now
    from wirefeed.pipeline.pace import alarm

    obj: Context = context.obj
    configured = obj.settings.feeds()
    with obj.app() as app:
        with app.store.write() as unit:
            unit.sync_feeds(tuple(configured.values()))
        with app.store.read() as unit:  # nobody waits for what takes long in a large database
            found, boxes, hubs = unit.feed_overview(), unit.boxes(), {one.feed: one for one in unit.subscriptions()}
            arrivals = unit.arrivals()
    now, silent = utc_now(), obj.settings.disabled()
    alarms = {
        one.name: silent.get(one.name) or alarm(configured.get(one.name), one.state, now, arrivals.get(one.name, ())) for one in found
    }
    if as_json:
        print_json([{**_row(one), "alarm": alarms[one.name], **_arrivals(hubs.get(one.name), boxes.get(one.name))} for one in found])
        return
    table = Table("feed", "agency", "status", "last success", "next poll", "every", "failures", "hub or drop", "message")
    for one in found:
        row = _row(one)
        every = f"{one.state.interval / 60:.0f} min" if one.state.interval else "-"
        hub, box = hubs.get(one.name), boxes.get(one.name)
        message = alarms[one.name] or one.state.last_error or (box and box.why) or (hub and hub.last_error)
        times = (_short(one.state.last_success_at), _short(one.state.next_due_at))
        table.add_row(
            shown(one.name), shown(one.agency), row["status"], *times, every, str(one.state.failures), _told(hub, box), shown(message)
        )
    console().print(table if found else "No feed is configured.")
    for name, why in silent.items():
        console().print(f"The feed {name} is disabled: {why}.")


def _told(hub: "Subscription | None", box: "Box | None") -> str:
    """How else than by polling documents come: what a hub has pushed, or how a drop stands."""
    if box:
        return f"{box.waiting} waiting, {box.failed} failed" + (f", {box.stuck} not moved" if box.stuck else "")
    if hub is None:
        return "-"
    lease = f" until {_short(hub.lease_until)}" if hub.state == "active" else ""
    refused = f", {hub.refused} refused" if hub.refused else ""
    return f"{hub.state.value}{lease}, {hub.pushes} pushed{refused}"


def _arrivals(hub: "Subscription | None", box: "Box | None") -> dict[str, Any]:
    drop = {"waiting": box.waiting, "failed": box.failed, "stuck": box.stuck, "why": box.why} if box else None
    if hub is None:
        return {"subscription": None, "drop": drop}
    moments = {"lease_until": hub.lease_until, "pushed_at": hub.pushed_at}
    counts = {"pushes": hub.pushes, "refused": hub.refused, "failures": hub.failures, "last_error": hub.last_error}
    told = {name: moment.isoformat() if moment else None for name, moment in moments.items()}
    return {"subscription": {"hub": hub.hub, "topic": hub.topic, "state": hub.state.value, **told, **counts}, "drop": drop}


def _short(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "-"


def _row(one: "FeedOverview") -> dict[str, Any]:
    state = one.state
    moments = {"last_success_at": state.last_success_at, "next_due_at": state.next_due_at, "last_item_at": state.last_item_at}
    return {
        "name": one.name,
        "agency": one.agency,
        "url": one.url,
        "status": state.status.value,
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
        "interval_seconds": state.interval,
        "failures": state.failures,
        "empty_streak": state.empty_streak,
        "last_error": state.last_error,
        "moved_to": state.moved_to,
    }
