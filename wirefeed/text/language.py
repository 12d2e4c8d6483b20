"""The language of an item: BCP 47 tags put in order, and a guess where nobody says or the letters say otherwise."""

import re
from functools import cache
from typing import Any, Final

from wirefeed.text.stop_words import STOP_WORDS
from wirefeed.text.words import tokens

UNKNOWN: Final = "und"
_TAG: Final = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?(?:-[a-z0-9-]+)?", re.IGNORECASE)


def _pairs(listing: str) -> dict[str, str]:
    words = listing.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_FORMER: Final = _pairs("iw he in id ji yi eng en fra fr fre fr rus ru heb he ara ar deu de ger de spa es")
_NAMES: Final = _pairs(
    """
    english en russian ru french fr hebrew he arabic ar german de spanish es italian it portuguese pt ukrainian uk chinese zh
    japanese ja vietnamese vi turkish tr persian fa
    """
)
_NONE: Final = frozenset({"und", "mul", "zxx", "mis"})
_ENOUGH: Final = 20
_LOOKED_AT: Final = 600
_SURE: Final = 0.6
_CLEAR: Final = 0.7

# The script a language is written in, where that is one script; and the letters of each.
_WRITTEN: Final = {
    "latin": "en fr de es it pt nl sv da no nb nn fi pl cs sk hu ro tr vi id et lv lt sl hr is ca eu gl cy ga sq mt",
    "cyrillic": "ru uk be bg mk",
    "arabic": "ar fa ur ps",
    "hebrew": "he yi",
    "han": "zh ja",
    "hangul": "ko",
    "greek": "el",
    "thai": "th",
    "devanagari": "hi",
}
_SCRIPT_OF: Final = {language: script for script, languages in _WRITTEN.items() for language in languages.split()}
_TELLING: Final = {
    "he": ("hebrew", re.compile("[\u05f0-\u05f2]")),
    "ar": ("arabic", re.compile("[\u0679-\u06af\u06ba-\u06d3]")),
    "ko": ("hangul", re.compile("$^")),
    "el": ("greek", re.compile("$^")),
    "th": ("thai", re.compile("$^")),
}
_RUSSIAN: Final = re.compile("[ыэЫЭ]")
_NOT_RUSSIAN: Final = re.compile("[іїєґўІЇЄҐЎ]")
_COMMON: Final = 0.25
_AHEAD: Final = 2
_FEWEST: Final = 3
_NOT_LATIN: Final = re.compile("[\u0370-\u1dff\u3040-\uffef]")
_LETTERS: Final = {
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "arabic": re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    "hebrew": re.compile("[\u0590-\u05ff]"),
    "han": re.compile("[\u3040-\u30ff\u3400-\u9fff]"),
    "hangul": re.compile("[\u1100-\u11ff\uac00-\ud7af]"),
    "greek": re.compile("[\u0370-\u03ff]"),
    "thai": re.compile("[\u0e00-\u0e7f]"),
    "devanagari": re.compile("[\u0900-\u097f]"),
}


def tidy(tag: str | None) -> str:
    """A tag in its usual case (``ru-ru`` -> ``ru-RU``), names and former codes as codes; ``und`` for what is no tag (RFC 5646)."""
    plain = (tag or "").strip()[:40].replace("_", "-")
    found = _TAG.fullmatch(_NAMES.get(plain.lower(), plain))
    if found is None:
        return UNKNOWN
    language, script, region = found.groups()
    language = _FORMER.get(language.lower(), language.lower())
    if language in _NONE:
        return UNKNOWN
    return "-".join(part for part in (language, script and script.title(), region and region.upper()) if part)


def fits(tag: str, text: str) -> bool:
    """Whether a text can be in the language of a tag, by its letters; True where nothing speaks against it."""
    language = tag.partition("-")[0]
    script = _SCRIPT_OF.get(language)
    if script is None:
        return True
    looked_at = text[:_LOOKED_AT]
    if script == "latin" and (looked_at.isascii() or not _NOT_LATIN.search(looked_at)):
        return True
    own = len(_LETTERS[script].findall(looked_at))
    letters = sum(map(str.isalpha, looked_at))
    return letters < _ENOUGH or own >= letters * (1 - _CLEAR)


def guess(text: str) -> str:
    """The language of a text: by script and common words where they are plain, else by its letters (Lui, Baldwin 2011).

    ``und`` for too little text or too little certainty.
    """
    looked_at = text[:_LOOKED_AT]
    if len(looked_at) < _ENOUGH:
        return UNKNOWN
    plain = _by_script(looked_at) or _by_words(looked_at)
    if plain:
        return plain
    language, certainty = _identifier().classify(looked_at)
    return tidy(str(language)) if certainty >= _SURE else UNKNOWN


def _by_script(text: str) -> str | None:
    """The language whose letters no other has, where most letters are its own."""
    half = sum(map(str.isalpha, text)) / 2
    for language, (script, unlike) in _TELLING.items():
        if len(_LETTERS[script].findall(text)) > half:
            return language if not unlike.search(text) else None
    if len(_LETTERS["cyrillic"].findall(text)) > half and _RUSSIAN.search(text) and not _NOT_RUSSIAN.search(text):
        return "ru"
    return None


def _by_words(text: str) -> str | None:
    """The language a quarter of whose words are its stop words, three different ones at least, when no other comes near."""
    words = tokens(text)
    shares = sorted(((sum(map(listed.__contains__, words)), language) for language, listed in STOP_WORDS.items()), reverse=True)
    (best, language), (second, _) = shares[:2]
    plain = best >= _COMMON * len(words) and best >= _AHEAD * second
    return language if plain and len(STOP_WORDS[language].intersection(words)) >= _FEWEST else None


@cache
def _identifier() -> Any:  # noqa: ANN401 - an untyped library
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - slow to load, and most feeds say their language

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
