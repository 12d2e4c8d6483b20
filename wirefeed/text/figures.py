"""Figures of a sentence: how many of what, as intervals that can be compared. It does not calculate, convert or believe them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from math import inf
from typing import Final

from wirefeed.text.figure_words import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    FATES,
    GENERIC,
    HEAPS,
    MEASURES,
    MONEY,
    NEARLY,
    PLURALS,
    SIGNS,
    STOP,
)
from wirefeed.text.numerals import SCALES, SMALL_NUMBERS, TENS
from wirefeed.text.span import Span
from wirefeed.text.words import stem


class Form(StrEnum):
    """What a number is. Only counts, shares, sums and measures are figures that can agree or conflict; a label counts nothing."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    MEASURE = "measure"
    YEAR = "year"
    DATE = "date"
    TIME = "time"
    AGE = "age"
    SCORE = "score"
    LABEL = "label"


class Comparison(StrEnum):
    """How two figures stand to each other."""

    AGREE = "agree"
    CONFLICT = "conflict"
    INCOMPARABLE = "incomparable"


_TOLLS: Final = frozenset(("killed", "injured", "missing"))
_TOLL_WORDS: Final = (*(word for word, fate in FATES.items() if fate in _TOLLS), "claimed")
"""Of which one stands in every sentence that gives a toll: looked for first, for it is cheap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of a sentence with what it counts.

    ``start`` and ``end`` span the number with its modifier and scale ("at least 1.2 million"). ``low`` and ``high`` are the values it
    allows: "at least 12" is 12 to infinity, "about 100" 85 to 115, "1.2 million" half a digit either way. ``unit`` is what happened or
    is measured (``killed``, ``percent``, ``usd``, ``kilometre``), else the stem of the noun counted; ``of`` the stem of the noun it is a
    number of, empty for people in general; ``whose`` the stem behind its "of". ``place`` is the place named right after. ``part``: one of
    "including three", "12 others"; ``hedged``: feared, forecast, possible.
    """

    start: int
    end: int
    low: float
    high: float
    form: Form
    unit: str = ""
    of: str = ""
    whose: str = ""
    noun: Span | None = None
    place: str | None = None
    part: bool = False
    hedged: bool = False


_MOST: Final = 200
_LONGEST: Final = 4_000
_COMPARABLE: Final = frozenset((Form.COUNT, Form.PERCENT, Form.MONEY, Form.MEASURE))
# Units that say enough without a noun they are a number of.
_TELLING: Final = frozenset((*FATES.values(), "magnitude"))

_SMALL: Final = "|".join(sorted((*SMALL_NUMBERS, *TENS), key=len, reverse=True))
_SCALE: Final = r"hundred|thousand|million|billion|trillion|mln|bn|m\b|k\b"
_SHORT_SCALES: Final = {"mln": 1_000_000, "bn": 1_000_000_000, "m": 1_000_000, "k": 1_000}
_NUMBER: Final = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,6}})?|\d{{1,15}}(?:\.\d{{1,6}})?|(?:{_SMALL})(?:-(?:{_SMALL}))?)"
_FIGURE: Final = re.compile(
    rf"(?:(?P<heap>\b(?:{'|'.join(HEAPS)})\b)|(?P<dozen>\b(?:half )?a dozen\b)|\b(?P<article>an?) (?P<article_scale>{_SCALE})\b"
    rf"|(?<![\w.,:/-])(?P<currency>US\$|[$€£₪₽¥])?(?P<number>\b{_NUMBER})(?:[ -]?(?P<scale>{_SCALE}))?"
    rf"(?:(?: to | or |-|–)[$€£]?(?P<second>{_NUMBER})(?: ?(?P<second_scale>{_SCALE}))?(?![\d,.:-]*\d))?(?!\w))",
    re.IGNORECASE,
)
_NUMBER_WORDS: Final = frozenset((*SMALL_NUMBERS, *TENS, *SCALES, "dozen", *(heap.rpartition(" ")[2] for heap in HEAPS)))
_LETTERS: Final = re.compile(r"[a-z]+")
_DIGIT: Final = re.compile(r"[$€£₪₽¥\d](?<!\w\d)(?:(?<=\d)|(?=\d))")
_MODIFIER: Final = re.compile(
    rf"\b(?:(?P<least>{AT_LEAST})|(?P<most>{AT_MOST})|(?P<nearly>{NEARLY})|(?P<about>{ABOUT}))(?: (?:an?|the|another|some|total of))* $",
    re.IGNORECASE,
)
_OR_MORE: Final = re.compile(r" or (?P<more>more|so|fewer|less)\b")

_MONTH: Final = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?"
    r"|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE_BEFORE: Final = re.compile(rf"\b{_MONTH} (?:\d{{1,2}}, )?$")
_DATE_AFTER: Final = re.compile(rf"(?:st|nd|rd|th)?(?: of)? {_MONTH}\b")
_TIME_AFTER: Final = re.compile(r"(?::\d\d)?(?: ?[ap]\.?m\b| o['’]clock|:\d\d|h\d\d| GMT)")
_AGE_AFTER: Final = re.compile(
    r"[- ]years?[- ]olds?\b|- (?:and|to|or) |, (?:of|who|was|is|has|had|said|told|a|an|the|and|from|whose|as)\b|, [A-Z]|,$"
)
_AGE_BEFORE: Final = re.compile(r"(?:\baged? |\bat the age of |[A-Z][\w’'-]+(?: [JS]r\.)?, )$")
# "a 12-month rise", "one in seven", "three out of ten" count nothing that could be counted again.
_ATTRIBUTE: Final = re.compile(r"-[^\W\d_]| (?:in|out of) (?:every )?(?:\d|two|three|four|five|six|seven|eight|nine|ten)\b")
_SCORE: Final = re.compile(r"\d{1,3}[-–]\d{1,3}")
_SCORE_BESIDE: Final = re.compile(
    r" (?:win|victory|loss|defeat|lead|draw|vote|decision|score|record|ruling|aggregate|party-line)"
    r"|\b(?:voted|won|lost|beat|win|wins|led|beating|defeated)\b"
)
_LABEL_BEFORE: Final = re.compile(
    r"(?:\b(?:No|Nos|Article|Section|Chapter|Resolution|Boeing|Airbus|Flight|Route|Highway|Interstate|Room|Channel|Type|Model|[Pp]hase|Title"
    r"|Page|Psalm|District|Apollo|Windows|iPhone|[Vv]ersion|Group of|[Ss]tage|[Ll]evel|Tier|[Gg]rade|Game|Week|Day|Part|Unit|Gate|Pier|Area"
    r"|Rule|Act|called|dialed)\.? |\b(?:[Oo]ne|two|three|four|\d) (?:in|out of) (?:every )?|[#№\[])$"
)
_YEARS: Final = range(1_500, 2_101)
_YEAR_DIGITS: Final = 4

_FATE: Final = re.compile(rf"\b(?:{'|'.join(sorted(FATES, key=len, reverse=True))})\b")
_FATE_BEFORE: Final = re.compile(
    r"\b(?P<fate>kill(?:ed|ing|s)?|injur(?:ed|ing)|wound(?:ed|ing)|arrest(?:ed|ing)|detain(?:ed|ing)|displac(?:ed|ing)|evacuat(?:ed|ing)"
    r"|rescu(?:ed|ing)|releas(?:ed|ing)|freed|kidnapped|abducted|infect(?:ed|ing)|fired|launched|claimed the lives of"
    r"|death toll[^.;,]{0,40}?(?:to|at|of|is|was|reached|hit|stands at))"
    r"(?: (?:at least|more than|about|some|another|the|as many as|over|nearly|around|up to|almost|an estimated|no fewer than))* $",
    re.IGNORECASE,
)
_CLAUSE_END: Final = re.compile(r"[.;:()“”\"]|\b(?:who|which|where|when|that|while|but|as|after|before|because)\b|(?<![\w-])\d")
_NEAR: Final = 80
_AFTER_WORD: Final = re.compile(r"[ -]?(?P<word>[^\W\d_][\w’'-]*)")
_PERCENT: Final = re.compile(r" ?%| ?per ?cent\b| percentage points?\b")
_OF: Final = re.compile(
    r" (?:of|in) (?:(?:the|all|its|their|his|her|these|those|eligible|registered|new|total) ){0,2}(?P<word>[^\W\d_][\w’'-]*)"
)
_MAGNITUDE: Final = re.compile(r"\bmagnitude(?: of)?[ -]$", re.IGNORECASE)
_PART: Final = re.compile(r"\b(?:including|among them|of them|of whom|of those|other|another|others)\b[^,;]{0,24}$", re.IGNORECASE)
_MORE: Final = re.compile(r" (?:more|others?|additional|remaining|of (?:them|those|whom|the))\b")
_HEDGE: Final = re.compile(
    r"\b(?:could|may|might|would|will|expected|feared|fears|forecast|predicted|projected|estimate[sd]?|believed|possibly|perhaps|likely"
    r"|potential|unless|if)\b"
)
_PLACE: Final = re.compile(
    r"[^.;:()“”\"\d]{0,40}?\b(?:in|at|near|outside|across|around) (?:the )?(?P<place>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3})"
)
_DAYS: Final = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber"
)


def find_figures(sentence: str) -> tuple[Figure, ...]:
    """The figures of an English sentence, in order; years, dates, ages, clock times, scores and labels among them, marked by their form."""
    read = sentence[:_LONGEST]
    worded = not _NUMBER_WORDS.isdisjoint(_LETTERS.findall(read.lower()))
    matches = _FIGURE.finditer(read) if worded else _in_digits(read)
    return tuple(_figure(read, match) for match in islice(matches, _MOST))


def find_tolls(sentence: str) -> tuple[Figure, ...]:
    """Those that count people killed, injured or missing."""
    lower = sentence.lower()
    if not any(map(lower.__contains__, _TOLL_WORDS)):
        return ()
    return tuple(figure for figure in find_figures(sentence) if figure.unit in _TOLLS)


def _in_digits(sentence: str) -> Iterator[re.Match[str]]:
    """The figures of a sentence without number words, found by their first digit: most sentences have none."""
    end = 0
    for digit in _DIGIT.finditer(sentence):
        if digit.start() >= end:
            dollars = sentence.endswith("US", end, digit.start())
            match = _FIGURE.match(sentence, digit.start() - 2 * dollars)
            if match:
                yield match
                end = match.end()


def compare(one: Figure, other: Figure) -> Comparison:
    """Whether two figures say the same.

    They are comparable when they count the same noun with the same fate in the same place, both the whole or both a part, both a fact
    or both a guess. Compatible intervals agree: "at least 12" and 15 do.
    """
    same = (
        one.form in _COMPARABLE
        and (one.form, one.unit, one.of, one.whose) == (other.form, other.unit, other.of, other.whose)
        and (one.part, one.hedged) == (other.part, other.hedged)
        and (one.place is None or other.place is None or one.place == other.place)
        and bool(one.unit)
        and (bool(one.of) or one.unit in _TELLING)
    )
    if not same:
        return Comparison.INCOMPARABLE
    return Comparison.AGREE if overlap(one, other) else Comparison.CONFLICT


def overlap(one: Figure, other: Figure) -> bool:
    """Whether some number is allowed by both, whatever each counts."""
    return one.low <= other.high and other.low <= one.high


def _figure(sentence: str, match: re.Match[str]) -> Figure:
    start, end = match.span()
    low, high = _value(match)
    marked = _marked_form(sentence, match)
    if marked is not None:
        return Figure(start=start, end=end, low=low, high=high, form=marked)
    modifier = _MODIFIER.search(sentence, max(0, start - 32), start)
    low, high = _interval(low, high, modifier, _OR_MORE.match(sentence, end))
    form, unit, of, noun, tail = _counted(sentence, match)
    place = _PLACE.match(sentence, tail)
    whose = _OF.match(sentence, tail)
    return Figure(
        start=modifier.start() if modifier else start,
        end=end,
        low=low,
        high=high,
        form=form,
        unit=unit,
        of="" if of.lower() in GENERIC else stem(of.lower(), "en"),
        whose=stem(whose["word"].lower(), "en") if whose and whose[0].startswith(" of") else "",
        noun=noun,
        place=place["place"] if place and not _DAYS.match(place["place"]) else None,
        part=(_PART.search(sentence, max(0, start - 40), start) or _MORE.match(sentence, end)) is not None,
        hedged=_HEDGE.search(sentence, max(0, start - 60), min(len(sentence), end + 40)) is not None,
    )


def _marked_form(sentence: str, match: re.Match[str]) -> Form | None:
    """The form of a number that is no figure: a year, date, time, age, score or label; None for a figure."""
    number, start, end = match["number"], match.start(), match.end()
    if number is None or match["currency"] or match["scale"]:
        return None
    near = max(0, start - 24)
    form = None
    if _DATE_BEFORE.search(sentence, near, start) or _DATE_AFTER.match(sentence, end):
        form = Form.DATE
    elif _TIME_AFTER.match(sentence, end):
        form = Form.TIME
    elif _AGE_AFTER.match(sentence, end) and (sentence[end : end + 1] in "- " or _AGE_BEFORE.search(sentence, near, start)):
        form = Form.AGE
    elif _LABEL_BEFORE.search(sentence, near, start) or _ATTRIBUTE.match(sentence, end):
        form = Form.LABEL
    elif match["second"] and _SCORE.fullmatch(match[0]) and _SCORE_BESIDE.search(sentence, max(0, start - 30), end + 20):
        form = Form.SCORE
    elif number.isdigit() and len(number) == _YEAR_DIGITS and int(number) in _YEARS and not _counts_plural(sentence, end):
        form = Form.YEAR
    return form


def _counts_plural(sentence: str, end: int) -> bool:
    """Whether a plural noun follows a number that looks like a year."""
    word = _AFTER_WORD.match(sentence, end)
    return word is not None and sentence[end : end + 1] == " " and word["word"] not in STOP and _is_plural(word["word"])


def _is_plural(word: str) -> bool:
    return word in PLURALS or (word.islower() and word.endswith("s") and not word.endswith(("ss", "us", "is")))


def _value(match: re.Match[str]) -> tuple[float, float]:
    """The values a number allows without its modifier."""
    if match["heap"]:
        return HEAPS[match["heap"].lower()], inf
    if match["dozen"]:
        exact = 6.0 if match["dozen"].lower().startswith("half") else 12.0
        return exact, exact
    if match["article"]:
        return _scaled("1", match["article_scale"])
    low, high = _scaled(match["number"], match["scale"] or (match["second_scale"] if match["second"] else None))
    if match["second"]:
        second = _scaled(match["second"], match["second_scale"] or match["scale"])
        return min(low, second[0]), max(high, second[1])
    return low, high


def _scaled(number: str, scale: str | None) -> tuple[float, float]:
    """The values of a number in digits or words with its scale; the last digit written is taken for rounded."""
    plain = number.lower().replace(",", "")
    digits = plain[0].isdigit()
    value = float(plain) if digits else float(sum(SMALL_NUMBERS.get(word, 0) or TENS.get(word, 0) for word in plain.split("-")))
    if not scale:
        return value, value
    factor = SCALES.get(scale.lower()) or _SHORT_SCALES[scale.lower()]
    half = 0.5 * 10 ** -len(plain.partition(".")[2]) * factor if digits and factor > SCALES["hundred"] else 0.0
    return value * factor - half, value * factor + half


def _interval(low: float, high: float, modifier: re.Match[str] | None, after: re.Match[str] | None) -> tuple[float, float]:
    """The values a number allows with the modifier before it or "or more" behind it."""
    kind = modifier.lastgroup if modifier else {"more": "least", "so": "about"}.get(after["more"], "most") if after else None
    if kind == "least":
        return low, inf
    if kind == "most":
        return 0.0, high
    if kind == "nearly":
        return low * 0.85, high
    return (low * 0.85, high * 1.15) if kind == "about" else (low, high)


def _counted(sentence: str, match: re.Match[str]) -> tuple[Form, str, str, Span | None, int]:
    """What a figure counts: form, unit, noun, where the noun stands, and where the words of it end."""
    start, end = match.span()
    percent = _PERCENT.match(sentence, end)
    if percent:
        return Form.PERCENT, "percent", *_named(sentence, percent.end())
    if _MAGNITUDE.search(sentence, max(0, start - 14), start):
        return Form.MEASURE, "magnitude", "", None, end
    words = list(_words_after(sentence, end))
    first = words[0][2].lower() if words else ""
    if match["currency"] or first in MONEY:
        currency = SIGNS[match["currency"].upper()] if match["currency"] else MONEY[first]
        of, noun, tail = _head(words, end) if match["currency"] else _head(words[1:], words[0][1])
        return Form.MONEY, currency, *((of, noun, tail) if of else _named(sentence, tail))
    if first in MEASURES:
        of, noun, tail = _head(words[1:], words[0][1])
        return Form.MEASURE, MEASURES[first], of, noun or Span(words[0][0], words[0][1]), tail
    of, noun, tail = _head(words, end)
    fate = _fate(sentence, match, tail, words)
    return Form.COUNT, fate or stem(of.lower(), "en"), "" if fate and of in FATES else of, noun, tail


def _named(sentence: str, end: int) -> tuple[str, Span | None, int]:
    """The noun after "of" or "in" behind a share or a sum."""
    of = _OF.match(sentence, end)
    return (of["word"], Span(*of.span("word")), of.end()) if of else ("", None, end)


# A word behind a number: start, end, the word.
Word = tuple[int, int, str]


def _words_after(sentence: str, end: int) -> Iterator[Word]:
    """Up to five words of the noun phrase behind a number."""
    at = end
    for _ in range(5):
        match = _AFTER_WORD.match(sentence, at)
        if match is None or match["word"].lower() in STOP:
            return
        yield match.start("word"), match.end("word"), match["word"]
        at = match.end()


def _head(words: list[Word], end: int) -> tuple[str, Span | None, int]:
    """The noun that is counted: the first plural, else the last word before what happened to it."""
    kept: list[Word] = []
    for word in words:
        if kept and word[2].lower() in FATES:
            break
        kept.append(word)
    if not kept:
        return "", None, end
    start, stop, noun = next((word for word in kept if _is_plural(word[2]) and word[2].lower() not in FATES), kept[-1])
    return noun, Span(start, stop), stop


def _fate(sentence: str, match: re.Match[str], tail: int, words: list[Word]) -> str:
    """What happened to those counted: a verb right before the number, else the nearest word for it behind, within the clause."""
    direct = next((word[2].lower() for word in words if word[2].lower() in FATES), None)
    if direct:
        return FATES[direct]
    before = _FATE_BEFORE.search(sentence, max(0, match.start() - _NEAR), match.start())
    if before:
        word = before["fate"].lower()
        return "killed" if word.startswith(("claimed", "death")) else FATES[word]
    clause = _CLAUSE_END.search(sentence, tail, tail + _NEAR)
    behind = _FATE.search(sentence, tail, clause.start() if clause else min(len(sentence), tail + _NEAR))
    return FATES[behind[0]] if behind else ""
