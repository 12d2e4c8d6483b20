"""Names in a text by their capitals. Not a named-entity recogniser: it knows no types and needs no dictionary."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from wirefeed.text.given_names import TITLES
from wirefeed.text.stop_words import STOP_WORDS

_CASED: Final = 0x1F00
_UPPER: Final = "".join(re.escape(letter) for letter in map(chr, range(_CASED)) if letter.isupper() and letter.lower() != letter)
_WORD: Final = rf"[{_UPPER}][\w'’\-]*"
_LINK: Final = "of|de|da|del|della|bin|ibn|al|el|van|von|der|den|la|le|du|des"
# A capital first, and only then a look behind it: the engine passes over everything else at ten times the pace.
_RUN: Final = re.compile(rf"[{_UPPER}](?<![\w'’].)[\w'’\-]*(?:(?: (?:{_LINK}))?[ \u00a0]{_WORD})*", re.DOTALL)
_SLACK: Final = " \"“”«»„'‘’([`*-"
_OPENING: Final = frozenset(".!?:…;\n•—–")
_LOOK_BACK: Final = 4
_SHORTEST_PART: Final = 3
_LONGEST_NAME: Final = 5
_TITLES: Final = {"en": frozenset(title.lower() for title in TITLES) | {"police"}}
_CACHED: Final = 50_000
_LONGEST_KEPT: Final = 80


def names(text: str, language: str) -> Iterator[tuple[str, int]]:
    """(name, offset) for every capitalised run of ``text``: lower case, words parted by a space, surnames spelt out in full.

    A word that is capitalised only because it opens a sentence is no name; a lone surname stands for the one full name of the text
    that ends in it. Titles before a name ("Captain", "Finance Minister") are left out: every bulletin of a pattern has its captain. The
    offset is that of the run, before leading stop words and titles are left out.
    """
    spelt = _spelt(language if language in STOP_WORDS else "und")
    inside: set[str] = set()
    runs: list[tuple[tuple[str, ...], int, bool]] = []
    for match in _RUN.finditer(text):
        if words := spelt[match[0]]:
            at = match.start()
            first = match[0].lower().startswith(words[0]) and _opens(text, at)
            inside.update(words[first:])
            runs.append((words, at, first))
    kept = [(words, at) for words, at, first in runs if not first or len(words) > 1 or words[0] in inside]
    full = _full_names([words for words, _ in kept])
    return ((full.get(words[0], words[0]) if len(words) == 1 else " ".join(words), at) for words, at in kept)


class _Spelt(dict[str, tuple[str, ...]]):
    """A run of capitalised words -> its words in lower case, leading stop words and titles left out; forgets everything when full."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._stop = STOP_WORDS.get(language, frozenset()) | _TITLES.get(language, frozenset())

    def __missing__(self, run: str) -> tuple[str, ...]:
        words = run.lower().replace("’", "'").split()
        if "'" in run or "’" in run:
            words = [word.removesuffix("'s").rstrip("'") for word in words]
        while words and (words[0] in self._stop or len(words[0]) <= 1):
            del words[0]
        if len(self) >= _CACHED:
            self.clear()
        found = tuple(words[:_LONGEST_NAME])
        if len(run) <= _LONGEST_KEPT:
            self[run] = found
        return found


@cache
def _spelt(language: str) -> _Spelt:
    return _Spelt(language)


def _opens(text: str, start: int) -> bool:
    """Whether a sentence begins at ``start``."""
    if text[start - 1 : start] == " " and text[start - 2 : start - 1].isalnum():
        return False  # as nearly everywhere
    before = text[max(0, start - _LOOK_BACK) : start].rstrip(_SLACK)
    return not before or before[-1] in _OPENING


def _full_names(runs: list[tuple[str, ...]]) -> dict[str, str]:
    """Last word -> the full name it ends, where the text has exactly one such name."""
    found: dict[str, str] = {}
    clash: set[str] = set()
    for words in runs:
        if len(words) > 1 and len(words[-1]) >= _SHORTEST_PART:
            name = " ".join(words)
            if found.setdefault(words[-1], name) != name:
                clash.add(words[-1])
    return {last: name for last, name in found.items() if last not in clash}
