"""The rules of every decision in one value, so that a pass is a function of the archive, the rules and the clock."""

from dataclasses import dataclass

from wirefeed.cluster.rules import ClusterRules
from wirefeed.compose.rules import ComposeRules
from wirefeed.dedup.rules import DedupRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Dedup, cluster and compose rules; ``min_agencies`` below which a story is withheld."""

    dedup: DedupRules
    cluster: ClusterRules
    compose: ComposeRules
    min_agencies: int = 1
