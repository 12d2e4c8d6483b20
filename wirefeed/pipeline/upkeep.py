"""The nightly upkeep: forget what may be forgotten, give back space, check everything that is stored. It makes no copy and mends nothing.

::

    forget ─> compact ─> check: database ─> rows ─> bytes ─> words ─> composites
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import structlog

from wirefeed.errors import InputError
from wirefeed.pipeline.check import check_stories
from wirefeed.pipeline.ports import Store, Unit

log = structlog.get_logger(module=__name__)
BATCH = 5000
MOST_FINDINGS = 1000

Told = Callable[[int], None]


def forget(store: Store, before: datetime) -> int:
    """Drop poll history and fingerprints from before this time, a batch a transaction so that polls go on; returns rows gone."""
    gone = 0
    while True:
        with store.write() as unit:
            rows = unit.forget(before, BATCH)
        gone += rows
        if rows < BATCH:
            log.info("forget", rows=gone, before=before.isoformat())
            return gone


def check(store: Store, *, composites: bool = True, told: Told = lambda _: None) -> tuple[str, ...]:
    """Everything that is wrong with what is stored, in words, a thousand findings at most. Raises StoreError where it cannot be read."""
    findings: list[str] = []
    for finding in _findings(store, composites=composites, told=told):
        findings.append(finding)
        if len(findings) == MOST_FINDINGS:
            findings.append("and more")
            break
    log.info("check", findings=len(findings))
    return tuple(findings)


def _findings(store: Store, *, composites: bool, told: Told) -> Iterator[str]:
    yield from store.unsound()
    with store.read() as unit:
        yield from unit.unsound_rows()
        yield from unit.unsound_bodies(told)
        yield from unit.unsound_items(told)
    if not composites:
        return
    with store.read() as unit:
        stories = unit.story_ids()
    for story in stories:
        with store.read() as unit:  # one view a story: a long one would keep the log of a busy database from being written back
            yield from _unsound_story(unit, story, told)


def _unsound_story(unit: Unit, story: str, told: Told) -> Iterator[str]:
    try:
        for name, mismatches in check_stories(unit, (story,), told):
            yield from (f"story {name}: {mismatch}" for mismatch in mismatches)
    except InputError as error:
        yield f"story {story}: {error}"
