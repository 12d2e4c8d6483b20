"""The slug of a story: two words of its headline that a desk files it under. It knows no names but those its members print."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wirefeed.compose.source import Source
from wirefeed.text.days_en import MONTHS, WEEKDAYS
from wirefeed.text.given_names import PLACE_OPENERS, TITLES
from wirefeed.text.names import find_names
from wirefeed.text.words import is_stop

SHORTEST_WORD: Final = 3
OPENING: Final = 3
"""Sentences of a text that name its main actors."""
LONGEST: Final = 2
"""Words of a slug."""
TOGETHER: Final = 0.8
"""Share of a word's mentions that follow another one, from which on the two are one name: "Los Angeles", "Supreme Court"."""
_WORD: Final = re.compile(r"[^\W\d_][\w’'-]*")
_OWN: Final = re.compile(r"['’]s?$")
# "Gov. Lee" and "Jan. 6" are not filed under "Gov" and "Jan".
_NO_SLUG: Final = TITLES | {*MONTHS, *WEEKDAYS, *(month[:3] for month in MONTHS), "Sept"}
_IS_A_NAME_TOO: Final = frozenset(("House", "Senate", "Supreme", "Democrat", "Republican", "Pope"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """Words of a headline that stand for one thing, and how much the story is about it (the least comes first)."""

    words: tuple[str, ...]
    at: int
    rank: tuple[bool, bool, int, int, int]


def slug_of(headline: str, sources: Sequence[Source], language: str) -> str:
    """The two main actors' surnames, else one name of two words or the names and words that most members print, most often."""
    texts = [f" {source.member.item.text}" for source in sources]
    persons = _surnames(sources, language)
    plain = _is_plain(headline)
    named = _named(headline, texts, persons, language)
    units = sorted((_unit(words, at, persons, texts, capital=plain and at > 0) for at, words in named), key=lambda unit: unit.rank)
    if not units:
        return ""
    chosen = units[:1]
    if len(chosen[0].words) < LONGEST:
        chosen += [unit for unit in units[1:] if len(unit.words) == 1][:1]
    return " ".join(word for unit in sorted(chosen, key=lambda unit: unit.at) for word in unit.words[:LONGEST])


def _is_plain(headline: str) -> bool:
    """Whether a headline keeps its capitals for names, as wires do, and gives none to every word."""
    later: list[str] = [word for word in _WORD.findall(headline)[1:] if len(word) > SHORTEST_WORD]
    return 2 * sum(word[0].isupper() for word in later) <= len(later)


def _named(headline: str, texts: Sequence[str], persons: frozenset[str], language: str) -> list[tuple[int, tuple[str, ...]]]:
    """The words of a headline that can be a slug, those of one name together; where each begins."""
    found: list[tuple[int, tuple[str, ...]]] = []
    seen: set[str] = set()
    end = -1
    for match in _WORD.finditer(headline):
        word = _OWN.sub("", match[0])
        before = found[-1][1][-1] if found and end == match.start() - 1 else ""
        joined = (
            _may_begin(before, language) and word[0].isupper() and (_is_given(before, word, persons) or _is_one_name(before, word, texts))
        )
        end = match.end() if word == match[0] else -1
        if joined:
            found[-1] = (found[-1][0], (*found[-1][1], word))
        elif word not in seen:
            found.append((match.start(), (word,)))
        seen.add(word)
    return [(at, words) for at, words in found if len(words) > 1 or _is_able(words[0], language)]


def _is_able(word: str, language: str) -> bool:
    return len(word) >= SHORTEST_WORD and not is_stop(word.lower(), language) and (word not in _NO_SLUG or word in _IS_A_NAME_TOO)


def _may_begin(word: str, language: str) -> bool:
    """Whether a name can begin with this word: one with a capital that is neither an office nor a stop word."""
    return (
        word[:1].isupper()
        and (word not in _NO_SLUG or word in _IS_A_NAME_TOO)
        and (word in PLACE_OPENERS or not is_stop(word.lower(), language))
    )


def _is_given(before: str, word: str, persons: frozenset[str]) -> bool:
    return word in persons and before not in persons


def _is_one_name(before: str, word: str, texts: Sequence[str]) -> bool:
    """Whether two neighbouring words are one name: the members hardly ever print the second without the first."""
    together = sum(text.count(f" {before} {word}") for text in texts)
    return (before in PLACE_OPENERS and together > 0) or together > TOGETHER * sum(text.count(f" {word}") for text in texts)


def _unit(words: tuple[str, ...], at: int, persons: frozenset[str], texts: Sequence[str], *, capital: bool) -> _Unit:
    """A name as the desk would file it (a person by the surname), and how much of the story it is; ``capital``: one here means a name."""
    surname = next((word for word in words if word in persons), None)
    words = (surname,) if surname else words
    told = " ".join(words)
    as_name = [text.count(f" {told}") for text in texts]
    as_word = [text.count(f" {told.lower()}") if told[0].isupper() else 0 for text in texts]
    proper = told[0].isupper() and (capital or sum(as_name) > sum(as_word))
    counts = as_name if proper else [name + word for name, word in zip(as_name, as_word, strict=True)]
    return _Unit(words=words, at=at, rank=(surname is None, not proper, -sum(map(bool, counts)), -sum(counts), at))


def _surnames(sources: Sequence[Source], language: str) -> frozenset[str]:
    """Surnames of the persons the members' openings name in full."""
    found: set[str] = set()
    for source in sources:
        for sentence in source.annotation.sentences[:OPENING]:
            found.update(name.surname for name in find_names(source.member.item.text[sentence.start : sentence.end], language))
    return frozenset(found)
