"""Words of a text in any script: tokens, stop words, light stems. Not a parser: it knows no sentences and no parts of speech."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from wirefeed.text.stop_words import STOP_WORDS

# Vowel signs and accents that NFC leaves apart (pointed Hebrew and Arabic, Indic scripts) belong to the word they stand in.
_MARKS: Final = (
    "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094d\u0e31\u0e34-\u0e4e"
)
_WORD: Final = re.compile(rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*")
# Scripts written without spaces: a run is cut into overlapping pairs of characters.
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_LONGEST: Final = 48
_CACHED: Final = 100_000
WESTERN: Final = "cp1252"


def _western() -> bytes:
    characters = (bytes([byte]).decode(WESTERN, "replace") for byte in range(256))
    return b"".join((one.lower() if one.isalnum() else " ").encode(WESTERN) for one in characters)


WESTERN_WORDS: Final = _western()
"""What each byte of Western text is as part of a word: a letter or figure in lower case, or a space. Cutting bytes up costs a tenth."""
_ASCII: Final = WESTERN_WORDS[:128].decode("ascii")


def tokens(text: str) -> list[str]:
    """Lower-case words of ``text`` in order, NFC, however long; runs of unspaced scripts as character pairs."""
    if text.isascii():
        return text.translate(_ASCII).split()
    try:
        return text.encode(WESTERN).translate(WESTERN_WORDS).decode(WESTERN).split()
    except UnicodeEncodeError:
        found = _WORD.findall(normalize("NFC", text).lower())
    return [piece for word in found for piece in _pieces(word)] if _UNSPACED.search(text) else found


def _pieces(word: str) -> Iterable[str]:
    if not _UNSPACED.match(word):
        yield word
        return
    for run in _UNSPACED.findall(word[:2000]):
        yield from (run[i : i + 2] for i in range(max(1, len(run) - 1)))


@lru_cache(maxsize=256)
def primary(language: str) -> str:
    """The primary subtag of a BCP 47 language tag, lower case: ``en-GB`` -> ``en``."""
    return language.replace("_", "-").split("-", 1)[0].lower()


def is_stop(word: str, language: str) -> bool:
    """Whether a lower-case word says nothing of an event: a stop word of the language, or a single character."""
    return len(word) <= 1 or word in STOP_WORDS.get(primary(language), ())


def stem(word: str, language: str) -> str:
    """A lower-case word without its common endings. Light on purpose: it joins inflections, not derivations."""
    cut = stemmer(primary(language))
    return cut(word) if cut and not word.isdigit() else word


def stemmer(language: str) -> Callable[[str], str] | None:
    """What takes the endings off the words of a language (a primary subtag), figures aside; None where none is known."""
    return _STEMMERS.get(language)


def content_words(text: str, language: str) -> list[str]:
    """Stems of the words of ``text`` that are no stop words, in order."""
    stems = _stems_of(primary(language))
    return [found for found in map(stems.__getitem__, tokens(text)) if found]


class _Stems(dict[str, str]):
    """Word -> stem ("" for a stop word), filled as words are met; forgets everything when full."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._stop = STOP_WORDS.get(language, frozenset())
        self._cut = stemmer(language)

    def __missing__(self, word: str) -> str:
        if len(self) >= _CACHED:
            self.clear()
        kept = word[:_LONGEST]
        found = "" if len(kept) <= 1 or kept in self._stop else self._cut(kept) if self._cut and not kept.isdigit() else kept
        self[word] = found
        return found


_CACHES: Final[dict[str, _Stems]] = {}


def _stems_of(language: str) -> _Stems:
    known = language if language in STOP_WORDS else "und"
    return _CACHES.setdefault(known, _Stems(known))


_SHORTEST_ENGLISH: Final = 4
_ENGLISH_VERB: Final = re.compile(r"^(.*[aeiouy].*?)(?:ed|ing)$")
_DOUBLED: Final = re.compile(r"([bdfgmnprt])\1$")


def _english(word: str) -> str:
    if len(word) < _SHORTEST_ENGLISH or word == "news":
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    verb = _ENGLISH_VERB.match(word)
    if verb and len(verb[1]) >= _SHORTEST_ENGLISH - 1:
        word = _DOUBLED.sub(r"\1", verb[1])
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST_ENGLISH else word


def _suffix_cutter(endings: str, least: int, fold: dict[int, str | None] | None = None) -> Callable[[str], str]:
    """A stemmer that drops the longest of ``endings`` where at least ``least`` characters stay."""
    longest_first = sorted(endings.split(), key=len, reverse=True)
    ending = re.compile(f"(?<=.{{{least}}})(?:{'|'.join(longest_first)})$")

    def cut(word: str) -> str:
        return ending.sub("", word.translate(fold) if fold else word)

    return cut


# Endings after Dolamic and Savoy, "Indexing and stemming approaches for the Czech language" and its Russian sibling (light variants).
_russian = _suffix_cutter(
    "иями ями ами ого его ому ему ыми ими иях иям ией ием ая яя ое ее ые ие ый ий ой ей ую юю ом ем ам ям ах ях ов ев ия ию ии ью ья "
    "а я о е ы и у ю ь й ла ло ли л ет ют ут ит ат ят ть ся лся лась лись",
    3,
    {ord("ё"): "е"},
)
_french = _suffix_cutter("s x es e ée ées és é er ez ent ait aient ant ants ante antes ement", 4)
_AR_FOLD: Final[dict[int, str | None]] = {
    **dict.fromkeys(range(0x64B, 0x660)),
    0x640: None,
    0x670: None,
    **dict.fromkeys(map(ord, "أإآ"), "ا"),
    ord("ى"): "ي",
    ord("ة"): "ه",
}
_arabic_endings = _suffix_cutter("ات ان ين ون ها هم هن يه ه ي وا", 3, _AR_FOLD)
_ARABIC_FRONT: Final = re.compile(r"^(?:وال|بال|كال|فال|ولل|ال|لل|و)(?=.{3})")
_HE_FOLD: Final[dict[int, str | None]] = {**dict.fromkeys(range(0x591, 0x5C8)), **dict(zip(map(ord, "םןץףך"), "מנצפכ", strict=True))}
_hebrew_endings = _suffix_cutter("ימ ות יות ית יה", 3, _HE_FOLD)
_HEBREW_FRONT: Final = re.compile(r"^(?:(?:וה|שה|ה|ו|ש)(?=.{4})|(?:של|מה|כש|ול|וב|ומ|ב|ל|מ|כ)(?=.{5}))")


def _arabic(word: str) -> str:
    return _arabic_endings(_ARABIC_FRONT.sub("", word.translate(_AR_FOLD)))


def _hebrew(word: str) -> str:
    return _hebrew_endings(_HEBREW_FRONT.sub("", word))


_STEMMERS: Final[dict[str, Callable[[str], str]]] = {"en": _english, "ru": _russian, "fr": _french, "ar": _arabic, "he": _hebrew}
