"""Encode an item once, where its text is in memory anyway, for every later comparison. It compares nothing itself."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Final
from unicodedata import normalize
from zlib import crc32

from wirefeed.cluster.encoded import BODY_MOST, LEAD_MOST, NAMES, TERMS, TITLE_MOST, pack
from wirefeed.cluster.names import names
from wirefeed.model.item import Item, Kind
from wirefeed.text.body import lift
from wirefeed.text.habits import own
from wirefeed.text.stop_words import STOP_WORDS
from wirefeed.text.words import primary, stemmer, tokens

BODY: Final = 2500
"""Characters of the report that count: what comes later is background, shared with other stories."""
LEAD: Final = 400
HEAD: Final = 120
_NUMBERS, _QUOTES, _SHINGLES, _PLACES = 24, 24, 32, 12
_CACHED: Final = 200_000
_MOST_TONGUES: Final = 200
# Covid-19, Boeing-737: what is tied to letters is part of a name, which half the items of a month may have in common.
_UNTIED: Final = r"(?<![^\W\d_][-\u2011\u2013]\d)(?<!\d\d)\d*(?:[.,\u00a0\u202f]\d+)*"
_NUMBER: Final = re.compile(rf"\d{_UNTIED}")
# The same where no figure is beyond U+FFFF: the engine passes over all that is not in a small set at three times the pace.
_DIGITS: Final = "".join(filter(str.isdecimal, map(chr, range(0x10000))))
_USUAL_NUMBER: Final = re.compile(rf"[{_DIGITS}]{_UNTIED}")
_BEYOND: Final = re.compile("[\U00010000-\U0010ffff]")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_SEPARATORS: Final = {ord(mark): None for mark in ".,\u00a0\u202f"}
_QUOTE_MARKS: Final = ("“", "”", "«", "»", "„", "‟", "``", "''")
_ASCII_MARKS: Final = ("``", "''")
_QUOTE: Final = re.compile(r'"([^"]{12,400})"')
_QUOTE_WORDS: Final = 4
_BEFORE: Final = 14
_LEAD_FLAG: Final = 64
_ONCE: Final = 63
_PREPOSITIONS: Final = {
    "en": "in at near from outside",
    "fr": "à au en de",
    "ru": "в во из под близ на",
    "vi": "tại ở",
}
_ARTICLES: Final = frozenset({"the", "la", "le", "l"})
_WEEKDAYS: Final = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "ru": "понедельник вторник среду четверг пятницу субботу воскресенье",
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
}


class _Terms(dict[str, int]):
    """Word -> the id of its stem (0 for a stop word); forgets everything when full."""

    def __init__(self, language: str, salt: int) -> None:
        super().__init__()
        self._stop, self._cut, self._salt = STOP_WORDS.get(language, frozenset()), stemmer(language), salt

    def __missing__(self, word: str) -> int:
        if len(self) >= _CACHED:
            self.clear()
        if len(word) <= 1 or word in self._stop:
            found = 0
        else:
            found = crc32((self._cut(word) if self._cut and not word.isdigit() else word).encode(), self._salt) or 1
        self[word] = found
        return found


class _Tongue:
    """What encoding needs to know of one language."""

    def __init__(self, language: str) -> None:
        self.code = language
        self.salt = crc32(language.encode())
        self.name_salt = crc32(b"name", self.salt)
        self.terms = _Terms(language, self.salt)
        self.weekdays = {day: 1 << i for i, day in enumerate(_WEEKDAYS.get(language, "").split())}
        self.prepositions = frozenset(_PREPOSITIONS.get(language, "").split())

    def ids(self, words: Iterable[str]) -> list[int]:
        """The ids of words, stop words' 0 among them."""
        return list(map(self.terms.__getitem__, words))


_TONGUES: Final[dict[str, _Tongue]] = {}


def _tongue(language: str) -> _Tongue:
    code = primary(language) or "und"
    known = _TONGUES.get(code)
    if known is None:
        if len(_TONGUES) >= _MOST_TONGUES:
            _TONGUES.clear()
        known = _TONGUES[code] = _Tongue(code)
    return known


def term_ids(words: Iterable[str], language: str) -> list[int]:
    """The ids under which an item's lower-case words are known; stop words left out."""
    return [term for term in _tongue(language).ids(words) if term]


def encode(item: Item, said: frozenset[str] = frozenset()) -> bytes:
    """Everything placement needs of an item, in about 0.8 kB; the same bytes for the same item on every machine.

    ``said`` is what its feed says under every report (text.habits), which tells of no event.
    """
    tongue = _tongue(item.language)
    body = own(report(item), said)
    title = normalize("NFC", item.headline[:LEAD])
    words = tokens(body)
    found = list(names(body, tongue.code))
    ids = [tongue.ids(part) for part in (tokens(title or body[:HEAD]), tokens(body[:LEAD]) if len(body) > LEAD else words, words)]
    return pack(
        language=tongue.salt,
        length=max(len(words), len(item.text) // 6),
        weekdays=sum(tongue.weekdays[day] for day in tongue.weekdays.keys() & words),
        dated=item.dated,
        live=item.kind is Kind.LIVE_BLOG,
        terms=_terms(*ids),
        names=_names(tongue, found, title),
        sets=(
            _numbers(tongue, f"{title}\n{body}"),
            _quotes(tongue, body),
            sorted({shingle & 0xFFFFFFFF for shingle in item.shingles})[:_SHINGLES],
            _places(tongue, body, found, item.located),
        ),
    )


def report(item: Item) -> str:
    """The first 2,500 characters of an item's text, dateline and boilerplate lifted off; of its summary where it has no text."""
    text = item.text or item.summary
    body = "\n".join(text[part.start : part.end] for part in islice(lift(text, item.language, item.headline).paragraphs, 200))
    return normalize("NFC", (body or text)[:BODY])


def _terms(title: list[int], lead: list[int], body: list[int]) -> list[tuple[int, int]]:
    """The terms that weigh most, the title's and the lead's twice, each with its packed counts; ties go to the earlier."""
    in_title, in_lead, in_body = Counter(title), Counter(lead), Counter(body)
    weight = Counter(chain(title, title, lead, body))
    weight.pop(0, None)
    packed = []
    for term in sorted(weight, key=weight.__getitem__, reverse=True)[:TERMS]:
        n = in_body.get(term, 0)
        counts = min(BODY_MOST, n)
        if term in in_lead:
            counts |= min(in_lead[term], LEAD_MOST) << 4
        if term in in_title:
            counts |= min(in_title[term], TITLE_MOST) << 6
        packed.append((term, counts))
    return packed


def _names(tongue: _Tongue, found: Sequence[tuple[str, int]], title: str) -> list[tuple[int, int]]:
    """Full names and their parts, most often met first."""
    count: dict[str, int] = {}
    lead: set[str] = set()
    for name, at in found:
        parts = (name, *name.split()) if " " in name else (name,)
        for part in parts:
            count[part] = count.get(part, 0) + 1
        if at < LEAD:
            lead.update(parts)
    for word in tokens(title):
        if word in count:
            count[word] += 1
            lead.add(word)
    most = sorted(count, key=count.__getitem__, reverse=True)[:NAMES]
    salt = tongue.name_salt
    return [(crc32(name.encode(), salt), min(count[name], _ONCE) | (_LEAD_FLAG if name in lead else 0)) for name in most]


def _keys(found: Iterable[str], salt: int, most: int) -> list[int]:
    return sorted({crc32(text.encode(), salt) for text in found})[:most]


def _numbers(tongue: _Tongue, text: str) -> list[int]:
    """Figures of two digits and more, years left out: ``1,200`` and ``1200`` are one."""
    number = _USUAL_NUMBER if text.isascii() or not _BEYOND.search(text) else _NUMBER
    figures = (figure for figure in number.findall(text) if len(figure) > 1 and not _YEAR.fullmatch(figure))
    return _keys((figure.translate(_SEPARATORS) for figure in figures), tongue.salt ^ 1, _NUMBERS)


def _quotes(tongue: _Tongue, text: str) -> list[int]:
    """Runs of four words inside quotation marks."""
    for mark in _ASCII_MARKS if text.isascii() else _QUOTE_MARKS:
        text = text.replace(mark, '"')
    spoken = (tokens(quote) for quote in _QUOTE.findall(text))
    runs = (" ".join(words[i : i + _QUOTE_WORDS]) for words in spoken for i in range(len(words) - _QUOTE_WORDS + 1))
    return _keys(runs, tongue.salt ^ 2, _QUOTES)


def _places(tongue: _Tongue, text: str, found: Sequence[tuple[str, int]], located: str | None) -> list[int]:
    """Names that follow "in", "at", "near" and the like, and where the item was written."""
    places = {located.lower()} if located else set()
    if tongue.prepositions:
        for name, at in found:
            before = text[max(0, at - _BEFORE) : at].lower().split()
            if before and before[-1] in _ARTICLES:
                before.pop()
            if before and before[-1] in tongue.prepositions:
                places.add(name)
    return _keys(places, tongue.salt ^ 3, _PLACES)
