"""``wirefeed demo``: the bundled wires end to end, offline, with the composite and where each of its characters comes from."""

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.table import Table

from wirefeed.cli.context import Context, console, shown
from wirefeed.errors import ConfigError

if TYPE_CHECKING:
    from wirefeed.app import App
    from wirefeed.store.read import StorySummary


def demo(context: typer.Context) -> None:
    """Run the bundled wires, offline, and show what comes of them.

    One round (again, if it ran before: nothing changes), then the fullest composite. Its provenance follows, and what became of
    everything else. Without --config the bundled configuration is used, and of the database addresses only --database counts: invented
    news must not reach a newsroom because WIREFEED_DATABASE_URL is set.
    """
    from wirefeed.app import fetch_once
    from wirefeed.cli.fetch import print_feeds, print_stories

    given: Context = context.obj
    obj = given if given.config else Context(config=bundled(), database=given.database, environ={})
    with obj.app() as app:
        done = fetch_once(app, force=True)
        changed = (*done.merged.new, *done.merged.changed, *done.merged.canceled)
        print_feeds(done)
        print_stories(done, app.store.read_headlines(changed))
        with app.store.read() as unit:
            stories = unit.list_stories(1000)
        if stories:
            fullest = max(stories, key=lambda story: (story.agency_count, story.item_count, story.id))
            _print_story(app, fullest.id)
            _print_rest(app, [story for story in stories if story.id != fullest.id])
    if any(polled.outcome == "failed" for polled in done.polls):
        raise typer.Exit(1)


def bundled() -> Path:
    """The demonstration configuration: beside the package when installed, in ``config/`` in a checkout. Raises ConfigError."""
    package = Path(str(files("wirefeed")))
    for place in (package / "demo" / "demo.toml", package.parent / "config" / "demo.toml"):
        if place.is_file():
            return place
    raise ConfigError("the bundled demonstration is not installed; give one with --config")


def _print_story(app: "App", story: str) -> None:
    from wirefeed.cli.show import print_provenance
    from wirefeed.pipeline.check import check_stories
    from wirefeed.renditions import RENDITIONS

    with app.store.read() as unit:
        found, times = unit.get_story(story), unit.story_times(story)
        wrong = check_stories(unit, (story,))
    out = console()
    out.rule("The composite")
    out.print(RENDITIONS["text"](found, times), soft_wrap=True)
    out.rule("Where each character comes from")
    print_provenance(found)
    out.print(f"\nRebuilt from the stored item versions: {wrong or 'no difference'}.\n")


def _print_rest(app: "App", rest: "list[StorySummary]") -> None:
    out = console()
    out.rule("What became of the others")
    table = Table("story", "status", "version", "items", "agencies", "headline")
    for story in rest:
        agencies = ", ".join(story.agencies)
        row = (story.id, story.status.value, str(story.version), str(story.item_count), shown(agencies), shown(story.headline))
        table.add_row(*row)
    out.print(table)
    with app.store.read() as unit:
        ledger, held = unit.ledger(20), unit.held_count()
    for entry in ledger:
        out.print(f"not taken in: {shown(entry.feed)}, {entry.kind}: {shown(entry.where)}: {shown(entry.message)}", soft_wrap=True)
    if held:
        out.print(f"under embargo, in no output before its time: {held} item{'s' if held > 1 else ''}")
