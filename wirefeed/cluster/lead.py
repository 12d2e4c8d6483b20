"""The head of an item in any language: the words a model reads, and the names and figures two languages share. It compares none.

A name is known again by the consonants it has in every script: Lavrov, Лавров, לברוב and لافروف are all ``lprp``. What alphabets keep
apart or leave out (vowels, h, w, y; b, p, f and v; d and t; k, g and q; s, z, sh and the like) is one sound here, or none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from unicodedata import combining, decimal, normalize

from wirefeed.cluster.encode import report
from wirefeed.cluster.names import names
from wirefeed.model.item import Item
from wirefeed.text.words import primary, tokens

MOST: Final = 320
"""Characters of headline and report that are read: about two sentences, and 45 ms of a model's time."""
SOUNDS_LEAST, SOUNDS_MOST = 3, 12
_UNCASED: Final = frozenset({"he", "ar", "fa", "ur", "yi"})
_FRONTS: Final = {"he": "ובלמהשכ", "yi": "ובלמהשכ", "ar": "وبلفك", "fa": "", "ur": ""}
_ARTICLE: Final = "ال"
_FIGURE: Final = re.compile(r"(?<![\dA-Za-zА-я])(?<![A-Za-zА-я]-)\d+(?:[.,٫٬’ \u00a0\u202f](?=\d{3}(?!\d))\d{3})*(?:[.,٫]\d{1,2}(?!\d))?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_TWO_LETTERS: Final = re.compile("tsch|tch|sch|dzh|sh|ch|zh|dj|ts|tz|ph|th|kh|gh|ck|ou")
_TWO: Final = {
    **dict.fromkeys(("tsch", "tch", "sch", "dzh", "sh", "ch", "zh", "dj", "ts", "tz"), "s"),
    "ph": "p",
    "th": "t",
    "kh": "",
    "gh": "k",
    "ck": "k",
    "ou": "",
}
_SOUNDS: Final = {
    letter: sound
    for sound, letters in {
        "p": "bpfvбпфвבפףبپفڤ",
        "t": "dtдтדטתدتطضة",
        "k": "kgqcкгקכךגكقغگ",
        "s": "szjxсзшщжчцשסזצץسشزصجثذظچژ",
        "l": "lлלل",
        "r": "rрרر",
        "n": "nнנןن",
        "m": "mмמםم",
    }.items()
    for letter in letters
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The head of one item: what a model reads, and what is the same in every language.

    ``named`` are the sounds of its names; of a script without capitals those of every word, as any may be a name (``cased`` says which).
    ``figures`` are the numbers of two digits and more, years and the numbers in names (COVID-19) left out.
    """

    text: str
    cased: bool
    named: frozenset[str]
    figures: frozenset[str]


def lead_of(item: Item) -> Lead:
    """The lead of an item: headline and the beginning of the report, at most 320 characters of both."""
    headline = normalize("NFC", item.headline)[:MOST].strip()
    body = report(item)[:MOST].strip()
    text = "".join(filter(_is_readable, f"{headline}\n{body}"[:MOST]))
    language = primary(item.language)
    cased = language not in _UNCASED
    words = (word for name, _ in names(text, language) for word in name.split()) if cased else _bare(tokens(text), language)
    return Lead(text=text, cased=cased, named=frozenset(_heard(words)), figures=frozenset(_figures(text)))


def _is_readable(character: str) -> bool:
    """Not a control character, which ends a string in C, nor half a surrogate pair, which no encoding takes."""
    return character == "\n" or (character >= " " and not "\ud800" <= character <= "\udfff")


def sounds(word: str) -> str:
    """The consonants of a lower-case word, as every script has them; doubled ones once."""
    plain = "".join(letter for letter in normalize("NFKD", word) if not combining(letter))
    plain = _TWO_LETTERS.sub(lambda found: _TWO[found[0]] or "-", plain)
    heard = [_SOUNDS.get(letter, "") for letter in plain]
    return "".join(sound for at, sound in enumerate(heard) if at == 0 or sound != heard[at - 1])


def _heard(words: Iterable[str]) -> Iterator[str]:
    return (sound for sound in map(sounds, words) if SOUNDS_LEAST <= len(sound) <= SOUNDS_MOST)


def _bare(words: Iterable[str], language: str) -> Iterator[str]:
    """Words of a script without capitals, each as it is and without the particle or article that may be written onto it."""
    fronts = _FRONTS[language]
    for word in words:
        yield word
        bare = word[1:] if fronts and word[0] in fronts else word
        yield bare
        yield bare.removeprefix(_ARTICLE)


def _figures(text: str) -> Iterator[str]:
    """Figures in European digits without what parts their thousands; 4.75 and 4,75 are one."""
    western = "".join(str(decimal(character, character)) for character in text)
    for found in _FIGURE.findall(western):
        digits = re.sub(r"\D", "", found)
        if len(digits) > 1 and not _YEAR.fullmatch(found):
            yield digits
