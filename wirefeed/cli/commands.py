"""The table of commands: a new command is one file and one line here."""

import typer

from wirefeed.cli import (
    compose,
    config,
    db,
    demo,
    diff,
    doctor,
    explain,
    export,
    feeds,
    fetch,
    healthcheck,
    import_,
    maintain,
    parse,
    replay,
    run,
    show,
    stories,
    story,
    train,
    verify,
)


def register(app: typer.Typer) -> None:
    """Add every command to ``app``."""
    app.command("fetch")(fetch.fetch)
    app.command("run")(run.run)
    app.command("import")(import_.import_)
    app.command("stories")(stories.stories)
    app.command("show")(show.show)
    app.command("diff")(diff.diff)
    app.command("explain")(explain.explain)
    app.command("verify")(verify.verify)
    app.command("feeds")(feeds.feeds)
    app.command("parse")(parse.parse)
    app.command("compose")(compose.compose)
    app.command("train")(train.train)
    app.command("export")(export.export)
    app.command("replay")(replay.replay)
    app.command("maintain")(maintain.maintain)
    app.command("doctor")(doctor.doctor)
    app.command("healthcheck")(healthcheck.healthcheck)
    app.command("demo")(demo.demo)
    app.add_typer(story.app, name="story")
    app.add_typer(config.app, name="config")
    app.add_typer(db.app, name="db")
