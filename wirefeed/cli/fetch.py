"""``wirefeed fetch --once``: poll every due feed, deduplicate, place and merge, then say what came of it."""

import gc
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.table import Table

from wirefeed.cli.context import Context, console, print_json, shown
from wirefeed.errors import InputError

if TYPE_CHECKING:
    from wirefeed.config import Settings
    from wirefeed.pipeline.poll import Polled
    from wirefeed.pipeline.round import Round

_RARELY: Final = (20_000, 20, 50)
"""When garbage is looked for in one pass: what a pass makes holds hardly a cycle, and looking it over takes a twentieth of its time."""


def fetch(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="One round, then end. Required: the daemon is `wirefeed run`.")] = False,
    feed: Annotated[list[str] | None, typer.Option(help="Only this feed; may be given again.", show_default=False)] = None,
    force: Annotated[bool, typer.Option("--force", help="Poll feeds that are not due yet as well.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of tables.")] = False,
) -> None:
    """Poll every due feed once, then deduplicate, place and merge.

    Ends with 1 when a feed failed; the others are stored all the same.
    """
    gc.disable()  # what imports make is never garbage; looking it over takes a tenth of the start
    from wirefeed.app import fetch_once
    from wirefeed.cli.progress import polling
    from wirefeed.daemon import allocator

    allocator.restrain()
    gc.freeze()
    gc.set_threshold(*_RARELY)
    gc.enable()

    if not once:
        raise InputError("say `wirefeed fetch --once`: one round, then end")
    obj: Context = context.obj
    wanted = frozenset(feed or ())
    if unknown := wanted - set(obj.settings.feeds()):
        raise InputError(_why_not(min(unknown), obj.settings))
    with obj.app() as app:
        with polling(len(wanted) or len(obj.settings.feeds()), quiet=as_json) as told:
            done = fetch_once(app, force=force, only=wanted, told=told)
        if as_json:
            print_json(summary(done))
        else:
            print_feeds(done)
            print_stories(done, app.store.read_headlines((*done.merged.new, *done.merged.changed, *done.merged.canceled)))
    if any(polled.outcome in ("failed", "refused") for polled in done.polls):
        raise typer.Exit(1)


def _why_not(name: str, settings: "Settings") -> str:
    """Why a feed that was asked for is not polled."""
    if why := settings.disabled().get(name):
        return f"the feed {name!r} is disabled: {why}"
    if any(section.name == name for section in settings.feed):
        return f"the feed {name!r} is switched off: set enabled = true"
    return f"no feed is named {name!r}; the configuration has {', '.join(settings.feeds()) or 'none'}"


def summary(done: "Round") -> dict[str, Any]:
    """The JSON form of one round, as the contract names it."""

    def count(outcome: str) -> int:
        return sum(polled.outcome == outcome for polled in done.polls)

    def items(name: str) -> int:
        return sum(getattr(polled.applied, name) for polled in done.polls)

    return {
        "feeds": len(done.polls) + done.idle,
        "changed": count("changed"),
        "not_modified": count("not_modified"),
        "waiting": count("waiting") + done.idle,
        "failed": count("failed"),
        "refused": count("refused"),
        "items": {name: items(name) for name in ("new", "revised", "repeat", "near_duplicate", "killed")},
        "pages": {"fetched": done.pages.fetched, "failed": done.pages.failed, "revised": done.pages.applied.revised},
        "stories": {"new": len(done.merged.new), "changed": len(done.merged.changed), "canceled": len(done.merged.canceled)},
        "results": [_result(polled) for polled in done.polls],
    }


def _result(polled: "Polled") -> dict[str, Any]:
    counts = polled.applied
    return {
        "feed": polled.feed,
        "outcome": polled.outcome,
        "status": polled.status,
        "items": counts.new + counts.near_duplicate + counts.revised + counts.killed,
        "error": polled.error,
        "next_due": polled.next_due.isoformat() if polled.next_due else None,
    }


def print_feeds(done: "Round") -> None:
    """A table of the feeds of one round."""
    table = Table("feed", "outcome", "status", "new", "revised", "copies", "killed", "message", title="Feeds", title_justify="left")
    for polled in done.polls:
        counts = polled.applied
        numbers = (counts.new + counts.near_duplicate, counts.revised, counts.near_duplicate, counts.killed)
        table.add_row(polled.feed, polled.outcome, shown(polled.status), *map(str, numbers), shown(polled.error))
    if done.polls:
        console().print(table)
    elif not done.idle:
        console().print("No feed is configured; config/wirefeed.toml is an example.")
    if done.pages.fetched or done.pages.failed:
        console().print(f"{done.pages.fetched} article pages read, {done.pages.failed} not (`dropped` says why).")
    if done.idle:
        console().print(f"{done.idle} feeds are not due yet (--force polls them all the same).")


def print_stories(done: "Round", headlines: dict[str, str]) -> None:
    """A table of the stories that one round changed."""
    merged = done.merged
    if not headlines:
        console().print("No story changed.")
        return
    table = Table("story", "what", "headline", title="Stories", title_justify="left")
    for what, ids in (("new", merged.new), ("changed", merged.changed), ("canceled", merged.canceled)):
        for story in ids:
            table.add_row(story, what, shown(headlines.get(story)))
    console().print(table)
