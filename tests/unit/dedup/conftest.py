"""A desk that judges one document after the other, as the daemon does, with what it judged before for its memory."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from wirefeed.dedup import DedupRules, judge_document
from wirefeed.model.ids import key_hash
from wirefeed.model.item import Item
from wirefeed.model.match import Judgement, Verdict
from wirefeed.text.shingles import fingerprint

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

REPORT = (
    "A passenger ferry with forty people on board ran aground off the northern coast late on Monday, the coast guard said. "
    "Divers searched the hull through the night while two tugs kept the vessel from drifting back into deeper water. "
    "The operator of the line said that the cause of the accident was not yet known and that the crew had followed every procedure."
)
OTHER = (
    "Lawmakers voted on Tuesday to raise the duty on imported steel after a debate that went on past midnight. "
    "The measure takes effect in the summer unless the upper house sends it back, which observers think unlikely. "
    "Builders warned that the price of new homes would follow, while the unions called the vote a late but welcome relief."
)


def build(headline: str = "Ferry runs aground", text: str = REPORT, *, minutes: float = 0, **fields: Any) -> Item:
    """An item of the feed ``wire``; ``minutes`` after noon it was received (and published, unless said otherwise)."""
    received = NOON + timedelta(minutes=minutes)
    summary = fields.pop("summary", "")
    given = {
        "feed": "wire",
        "agency": fields.get("feed", "wire"),
        "guid": "g1",
        "headline": headline,
        "summary": summary,
        "text": text,
        "language": "en",
        "published_at": received,
        "received_at": received,
        "content_hash": key_hash(f"{headline}\0{summary}\0{text}"),
        "delivery_sha256": key_hash(f"{minutes}"),
        "shingles": fingerprint(headline, text, "en"),
    }
    return Item(**(given | fields))


class Desk:
    """Judges items in the order given; items received in the same minute stand in one document."""

    def __init__(self, rules: DedupRules) -> None:
        self.rules = rules

    def judgements(self, *items: Item) -> tuple[Judgement, ...]:
        """What the desk made of each item."""
        return judge_document(items, (), ((),) * len(items), self.rules, max(item.received_at for item in items))

    def verdicts(self, *items: Item) -> Sequence[Verdict]:
        """The verdicts alone."""
        return [judgement.verdict for judgement in self.judgements(*items)]

    def last(self, *items: Item) -> Verdict:
        """The verdict on the last item."""
        return self.verdicts(*items)[-1]


@pytest.fixture
def rules() -> DedupRules:
    """The rules as shipped."""
    return DedupRules()


@pytest.fixture
def desk(rules) -> Desk:
    """A desk under the shipped rules."""
    return Desk(rules)


@pytest.fixture
def item() -> Callable[..., Item]:
    """The builder of items."""
    return build


@pytest.fixture
def noon() -> datetime:
    """The moment the builder counts its minutes from."""
    return NOON


@pytest.fixture
def report() -> str:
    """A report of three sentences."""
    return REPORT


@pytest.fixture
def other() -> str:
    """A report of three sentences about something else."""
    return OTHER
