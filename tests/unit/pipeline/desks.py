"""A desk whose transport and store are given, and whose clock stands still."""

from wirefeed.app import rules_of
from wirefeed.config.settings import Settings
from wirefeed.pipeline.poll import Desk
from wirefeed.testing import FixedClock
from wirefeed.work.reading import InlineReader


def a_desk(store, transport, writer, beside=None):
    """Everything a poll needs; nothing is jittered."""
    return Desk(
        store=store,
        transport=transport,
        reader=InlineReader(),
        rules=rules_of(Settings()),
        clock=FixedClock(),
        writer=writer,
        beside=beside,
        jitter=lambda: 0.0,
    )
