"""A grammar of news-like English: events happen, and reporters word them each in their own way. It knows no feeds.

The words are in grammar.toml. Every name is made of syllables, so that two events share their kind of vocabulary and hardly ever their
names: as on a real wire.
"""

import random
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

_TREE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_WORDS = {name: [" ".join(word.split()) for word in value.split(";")] for name, value in _TREE.items() if isinstance(value, str)}
_NUMBERS = {
    "tiny": (3, 10),
    "magnitude": (5, 9),
    "small": (10, 90),
    "fifty": (50, 63),
    "sixty": (55, 80),
    "number": (110, 9_900),
    "year": (1987, 2026),
}
"""Slots that hold a number from, up to."""


@dataclass(frozen=True)
class Kind:
    """One kind of event: ways to head it, to lead with it, and its facts, each in more than one wording."""

    headlines: tuple[str, ...]
    leads: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]


_KINDS = [
    Kind(headlines=tuple(kind["headlines"]), leads=tuple(kind["leads"]), facts=tuple(map(tuple, kind["facts"]))) for kind in _TREE["event"]
]


class Facts(dict[str, str]):
    """Values by slot, invented when first asked for."""

    def __init__(self, words: "Wording", **given: str) -> None:
        super().__init__(given)
        self._words = words

    def __missing__(self, slot: str) -> str:
        self[slot] = self._words.invent(slot)
        return self[slot]


@dataclass(frozen=True)
class Event:
    """Something that happened: its kind and its facts; ``background``, what can be said around it, grows as reports need it."""

    kind: Kind
    facts: Facts
    background: list[str] = field(default_factory=list)


def happen(chance: random.Random) -> Event:
    """A new event, with names and numbers of its own."""
    return Event(kind=chance.choice(_KINDS), facts=Facts(Wording(chance)))


class Wording:
    """One reporter's choice of words; ``chance`` decides."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def report(self, event: Event, words: int) -> tuple[str, tuple[str, ...]]:
        """Headline and paragraphs of about ``words`` words: lead, facts, then quotations and background."""
        sentences = [self.sentence(self._chance.choice(event.kind.leads), event.facts)]
        facts = [self.sentence(self._chance.choice(wordings), event.facts) for wordings in event.kind.facts]
        sentences += self._chance.sample(facts, len(facts))
        sentences += self._around(event, words // 16)
        paragraphs, count = [], 0
        while sentences and count < words:
            size = self._chance.choice((1, 2, 2, 3))
            paragraphs.append(" ".join(sentences[:size]))
            count += len(paragraphs[-1].split())
            del sentences[:size]
        return self.fill(self._chance.choice(event.kind.headlines), event.facts), tuple(paragraphs)

    def sentence(self, pattern: str, facts: Facts) -> str:
        """A pattern with its slots filled, as a sentence."""
        text = self.fill(pattern, facts)
        return f"{text[0].upper()}{text[1:]}."

    def fill(self, pattern: str, facts: Facts) -> str:
        """Fill slots, twice over: a word chosen for one may hold others."""
        facts["said"] = self.one_of("said")
        return pattern.format_map(facts).format_map(facts)

    def invent(self, slot: str) -> str:
        """A value for a slot; a second one of its kind has a 2 at its end."""
        kind = slot.rstrip("2")
        if kind in _NUMBERS:
            return f"{self._chance.randrange(*_NUMBERS[kind])}"
        if kind in ("place", "country"):
            return self._name() + self.one_of("places")
        if kind == "person":
            return self.person()
        if kind == "firm":
            return f"{self._surname()} {self.one_of('firms')}"
        return self.one_of(slot if slot in _WORDS else kind)

    def one_of(self, words: str) -> str:
        """One of a list of words."""
        return self._chance.choice(_WORDS[words])

    def person(self) -> str:
        """First name and surname."""
        return f"{self.one_of('first_names')} {self._surname()}"

    def _surname(self) -> str:
        return self._name() + (self.one_of("people") if self._chance.random() < 0.7 else "")

    def _name(self) -> str:
        return "".join(self._syllable() for _ in range(self._chance.choice((1, 2, 2)))).capitalize()

    def _syllable(self) -> str:
        coda = self.one_of("codas") if self._chance.random() < 0.6 else ""
        return self.one_of("onsets") + self.one_of("vowels") + coda

    def _around(self, event: Event, size: int) -> list[str]:
        """Background that reporters of one event share, and quotations each has alone."""
        while len(event.background) < size:
            facts = Facts(self, place=event.facts["place"])
            event.background.append(self.sentence(self._chance.choice(_TREE["views"]), facts))
        around = self._chance.sample(event.background, size)
        around[2::4] = [self._quotation(event) for _ in around[2::4]]
        return around

    def _quotation(self, event: Event) -> str:
        words = self.fill(self._chance.choice(_TREE["quotations"]), Facts(self, place=event.facts["place"]))
        return f"“{words},” {self.person()} {self.one_of('said')}."
