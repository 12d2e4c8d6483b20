"""Who copies whom among the items of one story, and whose voice each item is. Pure; the store answers the same from its own rows."""

from collections.abc import Sequence
from datetime import datetime

from wirefeed.dedup import judge_document
from wirefeed.dedup.rules import DedupRules
from wirefeed.model.ids import ItemRef
from wirefeed.model.item import Item
from wirefeed.model.match import NearDuplicate, Repeat


def copies_among(items: Sequence[Item], rules: DedupRules, now: datetime) -> tuple[tuple[str, ItemRef | None], ...]:
    """For each item (origin, duplicate of): the voice it speaks with and the earlier item whose text it mostly is."""
    judged = judge_document(items, (), tuple(() for _ in items), rules, now)
    voices: dict[ItemRef, str] = {}
    result: list[tuple[str, ItemRef | None]] = []
    for item, judgement in zip(items, judged, strict=True):
        of = judgement.verdict.of if isinstance(judgement.verdict, NearDuplicate | Repeat) else None
        origin = item.origin or (voices.get(of) if of else None) or item.agency
        voices[item.ref(1)] = origin
        result.append((origin, of))
    return tuple(result)
