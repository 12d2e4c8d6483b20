"""Stops 7 and 8: compose every story whose members changed. It decides nothing about membership.

::

    dirty ─> read (no lock) ─> compose (here, or in workers) ─> still as it was read? ┬ yes: saved, clean
                                                                                      └ no: left dirty, done again

A kill, a correction or a desk's decision that comes in while a story is composed therefore always wins.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from wirefeed.compose.source import Annotations
from wirefeed.model.item import PubStatus
from wirefeed.pipeline.ports import Composer, Store, StoryMembers, Woven
from wirefeed.pipeline.rules import Rules
from wirefeed.pipeline.weave import weave

log = structlog.get_logger(module=__name__)
BATCH: Final = 60
"""Stories that are read, composed and stored together."""
MOST: Final = 50_000
"""Dirty stories that are asked for at once where others compose them: ids only, so that the workers live as long as the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What composing came to; the ids of new, changed and canceled stories in the order they were composed, the ``seconds`` each took."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    canceled: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    seconds: tuple[float, ...] = ()


def merge(
    store: Store, rules: Rules, now: datetime, enough: Callable[[], bool] = lambda: False, composer: Composer | None = None
) -> Merged:
    """Compose all dirty stories, a batch a transaction, until none is left or it is ``enough`` for now.

    Where very many are dirty ``composer`` shares them out; its batches come back in the order they were asked for.
    """
    done, annotations = Merged(), Annotations()
    while not enough():
        with store.read() as unit:
            dirty = unit.dirty(MOST if composer else BATCH)
        if not dirty:
            break
        batches = _read(store, dirty)
        shared = composer is not None and composer.is_worth(len(dirty))
        with closing(composer.weave(batches, rules, now) if composer and shared else _alone(batches, rules, now, annotations)) as woven:
            for batch in woven:
                done = _count(done, _save(store, batch, now))
                if enough():
                    break
    return done


def _read(store: Store, stories: Sequence[str]) -> Iterator[Sequence[StoryMembers]]:
    for at in range(0, len(stories), BATCH):
        with store.read() as unit:
            batch = unit.story_members(stories[at : at + BATCH])
        yield batch


def _alone(
    batches: Iterable[Sequence[StoryMembers]], rules: Rules, now: datetime, annotations: Annotations
) -> Generator[list[Woven], None, None]:
    for batch in batches:
        yield [weave(members, rules, now, annotations) for members in batch]


def _save(store: Store, batch: Sequence[Woven], now: datetime) -> list[Woven]:
    """Store what was made of the stories that are still as they were read; returns those."""
    with store.write() as unit:
        current = unit.still(batch)
        saved = [woven for woven in batch if woven.story in current]
        unit.save_stories([woven.made for woven in saved if woven.made], now)
        unit.settle([woven.story for woven in saved if not woven.made])
    for woven in saved:
        if woven.fault:
            log.error("story withheld", story=woven.story, error=woven.fault.strip().rpartition("\n")[2], exception=woven.fault)
    log.info("merge", stories=len(saved), unchanged=sum(not woven.made for woven in saved), overtaken=len(batch) - len(saved))
    return saved


def _count(done: Merged, saved: Sequence[Woven]) -> Merged:
    made = [(woven.version, woven.made) for woven in saved if woven.made]
    alive = [(version, story.id) for version, story in made if story.status is PubStatus.USABLE]
    return Merged(
        new=(*done.new, *(story for version, story in alive if not version)),
        changed=(*done.changed, *(story for version, story in alive if version)),
        canceled=(*done.canceled, *(story.id for _, story in made if story.status is PubStatus.CANCELED)),
        withheld=(*done.withheld, *(story.id for _, story in made if story.status is PubStatus.WITHHELD)),
        seconds=(*done.seconds, *(woven.seconds for woven in saved)),
    )
