"""What is known of the tellings in memory: which lead stands for each, what it says, and which are still to be judged. It judges none.

Leads that were judged keep their vector in the store, so of a new index only those wait that have none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from wirefeed.cluster import Tellings
from wirefeed.cluster.across import AcrossRules
from wirefeed.cluster.tellings import Telling, Told
from wirefeed.pipeline.ports import Embedder, LeadVector, Unit

_VOICES: Final = 3
_WHOLE: Final = 200
"""Characters of a text that says enough: an alert is passed over for the report that follows it."""


@dataclass(slots=True, kw_only=True, eq=False)
class Listener:
    """``leads`` and ``waiting`` are of one index; ``embedder`` and ``rules`` stay when it is made anew."""

    embedder: Embedder
    rules: AcrossRules = field(default_factory=AcrossRules)
    leads: dict[Telling, LeadVector] = field(default_factory=dict)
    waiting: dict[Telling, None] = field(default_factory=dict)
    _of: Tellings | None = None

    def catch_up(self, unit: Unit, tellings: Tellings) -> None:
        """Learn which lead stands for each telling that changed (of a new index: for each), and note those that are to be judged."""
        anew = self._of is not tellings
        if anew:
            self._of, self.leads, self.waiting = tellings, {}, {}
        named = tuple(tellings) if anew else tuple(tellings.changed)
        chosen = {telling: told for telling in named if (told := tellings.told(telling)) is not None}
        leads = unit.lead_vectors([item for told in chosen.values() for item in told.items[:_VOICES]])
        for telling, told in sorted(chosen.items(), key=lambda one: (one[1].first, one[0])):
            lead = _lead(told, leads)
            if lead is not None:
                self.leads[telling] = lead
                if not anew or lead.vector is None:
                    self.waiting[telling] = None
        tellings.changed.clear()
        live = frozenset(tellings)
        self.leads = {telling: lead for telling, lead in self.leads.items() if telling in live}
        self.waiting = {telling: None for telling in self.waiting if telling in live}

    def silent(self, most: int) -> list[int]:
        """The versions of leads that wait to be read, at most so many."""
        versions = (self.leads[telling].version for telling in self.waiting if self.leads[telling].vector is None)
        return list(dict.fromkeys(versions))[:most]

    def hear(self, vectors: dict[int, bytes]) -> None:
        """Note what leads say, by the number of their item version."""
        for telling, lead in self.leads.items():
            if lead.version in vectors:
                self.leads[telling] = replace(lead, vector=vectors[lead.version])

    def ready(self) -> list[Telling]:
        """The tellings that can be judged now; they wait no longer."""
        found = [telling for telling in self.waiting if self.leads[telling].vector is not None]
        for telling in found:
            del self.waiting[telling]
        return found

    def rename(self, old: str, into: str, languages: Iterable[int]) -> None:
        """What was known of one story's tellings is known of the other's: nothing is judged anew for having been merged."""
        for language in languages:
            lead = self.leads.pop((old, language), None)
            if lead is not None:
                self.leads.setdefault((into, language), lead)
            if self.waiting.pop((old, language), self) is None:
                self.waiting[into, language] = None


def _lead(told: Told, leads: dict[int, LeadVector]) -> LeadVector | None:
    """The first of a telling's first items that says enough, else the longest of them."""
    voices = [leads[item] for item in told.items[:_VOICES] if item in leads]
    longest = max(voices, key=lambda each: each.length, default=None)
    return next((each for each in voices if each.length >= _WHOLE), longest)
