"""``wirefeed run``: the daemon."""

import asyncio

import typer

from wirefeed.cli.context import Context


def run(context: typer.Context) -> None:
    """Poll feeds as they fall due until told to stop.

    SIGTERM drains and ends within 10 seconds; SIGHUP reads the configuration again and keeps the old one on error.
    """
    from wirefeed.config.load import find, load
    from wirefeed.daemon import allocator, metrics
    from wirefeed.daemon.observed import Observed
    from wirefeed.daemon.run import Daemon, end_at_last

    obj: Context = context.obj

    async def serve() -> None:
        observed = Observed()
        with obj.app() as app, metrics.serving(app, observed):
            await Daemon(
                app, reload=lambda: load(find(obj.config), database_url=obj.database), stopping=end_at_last, observed=observed
            ).serve()

    allocator.restrain()
    asyncio.run(serve())
