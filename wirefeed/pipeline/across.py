"""Stop 6, second part, where ``languages = "together"``: make one story of what two languages tell. Within a language it changes nothing.

::

    unheard (leads without a vector) ─> embed (a process apart, no transaction open) ─> bring_together (compare, merge, say why)
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Final

import numpy as np
import structlog
from numpy.typing import NDArray

from wirefeed.cluster import Tellings
from wirefeed.cluster.across import AcrossRules, compare, said
from wirefeed.cluster.lead import lead_of
from wirefeed.cluster.stories import DAY
from wirefeed.cluster.tellings import Telling, Told
from wirefeed.cluster.vocabulary import Floats
from wirefeed.model.cluster import Merge
from wirefeed.model.match import Match
from wirefeed.pipeline.listener import Listener
from wirefeed.pipeline.place import Seating
from wirefeed.pipeline.poll import Desk
from wirefeed.pipeline.ports import LeadVector, Store, Unit

log = structlog.get_logger(module=__name__)
CHUNK: Final = 24
"""Leads a process reads before what they say is compared and stored: about a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """Leads to be read next, with the store's numbers of their item versions; none where only comparing is left to do."""

    tellings: Tellings
    versions: tuple[int, ...]
    texts: tuple[str, ...]


def listen(store: Store, seating: Seating, now: datetime) -> int:
    """Bring together what the index holds, in this thread; returns how many stories were merged. For imports and replays."""
    merged = 0
    while (leads := unheard(store, seating)) is not None and seating.listener is not None:
        done = bring_together(store, seating, leads, seating.listener.embedder.embed(leads.texts), now)
        if done is None:
            break
        merged += done
    return merged


async def listen_beside(desk: Desk, seating: Seating, enough: Callable[[], bool] = lambda: False) -> int:
    """The same with the model beside the writer thread, which goes on storing what polls bring; ends early when it is ``enough``."""
    merged, listener = 0, seating.listener
    while listener is not None and not enough():
        leads = await desk.write(lambda: unheard(desk.store, seating))
        if leads is None:
            break
        vectors = await asyncio.to_thread(listener.embedder.embed, leads.texts)
        done = await desk.write(lambda leads=leads, vectors=vectors: bring_together(desk.store, seating, leads, vectors, desk.clock()))  # type: ignore[misc]
        if done is None:
            break
        merged += done
    return merged


def unheard(store: Store, seating: Seating) -> Unheard | None:
    """The leads that are to be read next, oldest telling first; None when nothing waits, or while only one language is told."""
    listener, tellings = seating.listener, seating.index
    if listener is None or not isinstance(tellings, Tellings) or tellings.languages <= 1:
        return None
    with store.read() as unit:
        listener.catch_up(unit, tellings)
        if not listener.waiting:
            return None
        versions = tuple(listener.silent(CHUNK))
        items = unit.lead_items(versions)
        return Unheard(tellings=tellings, versions=versions, texts=tuple(lead_of(items[version]).text for version in versions))


def bring_together(store: Store, seating: Seating, leads: Unheard, vectors: Sequence[bytes | None], now: datetime) -> int | None:
    """Store what leads say and merge the stories that prove to be one; returns how many. None: not now, but when this is done again.

    That is where somebody changed seats meanwhile, or the model could read nothing at all.
    """
    listener = seating.listener
    if listener is None or (len(vectors) > 1 and not any(vectors)):
        return None
    with store.write() as unit:
        if seating.index is not leads.tellings or seating.stamp != unit.seat_stamp():
            return None
        heard = {version: vector or b"" for version, vector in zip(leads.versions, vectors, strict=True)}
        unit.save_vectors(heard)
        listener.hear(heard)
        scene = _Scene(listener, leads.tellings)
        merged = sum(_settle(unit, scene, telling, now) for telling in listener.ready())
        seating.stamp = unit.seat_stamp()
    if merged:
        log.info("across languages", merged=merged)
    return merged


class _Scene:
    """The tellings as they stand when a batch is judged, side by side."""

    def __init__(self, listener: Listener, tellings: Tellings) -> None:
        self.listener, self.tellings = listener, tellings
        self.rules: AcrossRules = listener.rules
        stand = [(telling, lead, told) for telling, lead in listener.leads.items() if lead.vector and (told := tellings.told(telling))]
        self.names: list[Telling] = [telling for telling, _, _ in stand]
        self.rows = {telling: row for row, telling in enumerate(self.names)}
        self.leads: list[LeadVector] = [lead for _, lead, _ in stand]
        self._times: list[Told] = [told for _, _, told in stand]
        self._says: Floats = np.array([said(lead.vector or b"", lead.language) for _, lead, _ in stand], np.float32)
        self._first = np.array([told.first for _, _, told in stand])
        self._last = np.array([told.last for _, _, told in stand])
        self._language = np.array([language for (_, language), _, _ in stand])

    def near(self, telling: Telling) -> list[tuple[int, float]]:
        """(row, likeness) of those in another language that say much the same within the window."""
        mine = self.rows[telling]
        alike: NDArray[np.float32] = self._says @ self._says[mine]
        apart = np.maximum(self._first - self._last[mine], self._first[mine] - self._last)
        fits = (self._language != telling[1]) & (apart <= self.rules.window * DAY) & (alike >= self.rules.least)
        return [(int(row), float(alike[row])) for row in np.flatnonzero(fits)]

    def apart(self, one: int, other: int) -> float:
        """Days between the tellings of two rows: 0 where they touch."""
        mine, theirs = self._times[one], self._times[other]
        return max(mine.first - theirs.last, theirs.first - mine.last, 0.0) / DAY

    def merge(self, old: str, into: str) -> None:
        """Two stories are one from now on."""
        languages = self.tellings.spoken(old)
        self.tellings.fold(old, into)
        self.tellings.changed.clear()
        self.listener.rename(old, into, languages)
        for language in languages:
            row = self.rows.pop((old, language), None)
            if row is not None:
                self.names[row] = into, language
                self.rows[into, language] = row


def _settle(unit: Unit, scene: _Scene, telling: Telling, now: datetime) -> int:
    """Merge a telling's story with every other that tells the same in yet another language, the one most like it first; how many."""
    story, language = telling
    for merged in count():
        found = _best(unit, scene, (story, language))
        if found is None or found[1].score < scene.rules.join:
            return merged
        story = _merge(unit, scene, story, *found, now)
    raise AssertionError("unreachable: languages end")


def _merge(unit: Unit, scene: _Scene, story: str, other: str, why: Match, now: datetime) -> str:
    """Make one story of two, in the store and here; the older one's id lives on and is returned."""
    into, old = sorted((story, other), key=lambda each: (_first(scene.tellings, each), each))
    moved = scene.tellings.items(old)
    unit.repair((Merge(old=old, into=into, match=why),), now)
    unit.give_reasons(moved, (f"the same in another language: {'; '.join(why.reasons)}",))
    scene.merge(old, into)
    return into


def _best(unit: Unit, scene: _Scene, telling: Telling) -> tuple[str, Match] | None:
    """The story of other languages that fits a telling best, with no language in common and no ruling between them."""
    tellings, story = scene.tellings, telling[0]
    if telling not in scene.rows:
        return None
    items, spoken = tellings.items(story), tellings.spoken(story)
    near = [
        (row, alike)
        for row, alike in scene.near(telling)
        if not spoken & tellings.spoken(scene.names[row][0]) and not tellings.rulings.part(items, tellings.items(scene.names[row][0]))
    ]
    if not near:
        return None
    mine = scene.rows[telling]
    stored = unit.lead_items([scene.leads[row].version for row in (mine, *(row for row, _ in near))])
    heads = {version: lead_of(item) for version, item in stored.items()}
    judged = [
        (
            scene.names[row][0],
            compare(alike, heads[scene.leads[mine].version], heads[scene.leads[row].version], scene.apart(mine, row), scene.rules),
        )
        for row, alike in near
    ]
    return max(judged, key=lambda one: one[1].score, default=None)


def _first(tellings: Tellings, story: str) -> float:
    return min(told.first for language in tellings.spoken(story) if (told := tellings.told((story, language))) is not None)
