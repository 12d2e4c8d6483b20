"""What an arriving item is in the light of what is known: new, a revision, a repeat, a copy, a kill. Pure: it loads and stores nothing."""

from wirefeed.dedup.document import judge_document, reading_order
from wirefeed.dedup.judge import judge
from wirefeed.dedup.keys import asked, keys
from wirefeed.dedup.rules import DedupRules

__all__ = ["DedupRules", "asked", "judge", "judge_document", "keys", "reading_order"]
