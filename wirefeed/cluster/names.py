"""Names in a text by their capitals. Not a named-entity recogniser: it knows no types and needs no dictionary."""

import re
from collections.abc import Iterator
from typing import Final

from wirefeed.text.stop_words import STOP_WORDS

_CASED: Final = 0x1F00
_UPPER: Final = "".join(re.escape(letter) for letter in map(chr, range(_CASED)) if letter.isupper() and letter.lower() != letter)
_WORD: Final = rf"[{_UPPER}][\w'’\-]*"
_LINK: Final = "of|de|da|del|della|bin|ibn|al|el|van|von|der|den|la|le|du|des"
_RUN: Final = re.compile(rf"(?<![\w'’]){_WORD}(?:(?: (?:{_LINK}))?[ \u00a0]{_WORD})*")
_SLACK: Final = " \"“”«»„'‘’([`*-"
_OPENING: Final = frozenset(".!?:…;\n•—–")
_LOOK_BACK: Final = 4
_SHORTEST_PART: Final = 3
_LONGEST_NAME: Final = 5


def names(text: str, language: str) -> Iterator[tuple[str, int]]:
    """(name, offset) for every capitalised run of ``text``: lower case, words parted by a space, surnames spelt out in full.

    A word that is capitalised only because it opens a sentence is no name; a lone surname stands for the one full name of the text
    that ends in it. The offset is that of the run, before leading stop words are left out.
    """
    stop = STOP_WORDS.get(language, frozenset())
    runs = [(_words(match[0], stop), match.start()) for match in _RUN.finditer(text)]
    opens = [_opens(text, at) for _, at in runs]
    inside = {word for (words, _), first in zip(runs, opens, strict=True) for word in words[first:]}
    kept = [(words, at) for (words, at), first in zip(runs, opens, strict=True) if len(words) > first or (words and words[0] in inside)]
    full = _full_names([words for words, _ in kept])
    return ((full.get(words[0], words[0]) if len(words) == 1 else " ".join(words), at) for words, at in kept if words)


def _words(run: str, stop: frozenset[str]) -> list[str]:
    words = run.lower().replace("’", "'").split()
    if "'" in run or "’" in run:
        words = [word.removesuffix("'s").rstrip("'") for word in words]
    while words and (words[0] in stop or len(words[0]) <= 1):
        del words[0]
    return words[:_LONGEST_NAME]


def _opens(text: str, start: int) -> bool:
    """Whether a sentence begins at ``start``."""
    before = text[max(0, start - _LOOK_BACK) : start].rstrip(_SLACK)
    return not before or before[-1] in _OPENING


def _full_names(runs: list[list[str]]) -> dict[str, str]:
    """Last word -> the full name it ends, where the text has exactly one such name."""
    found: dict[str, str] = {}
    clash: set[str] = set()
    for words in runs:
        if len(words) > 1 and len(words[-1]) >= _SHORTEST_PART:
            name = " ".join(words)
            if found.setdefault(words[-1], name) != name:
                clash.add(words[-1])
    return {last: name for last, name in found.items() if last not in clash}
