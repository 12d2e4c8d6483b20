"""Takes day words out of sentences whose source gave no time. It dates none: that is ``compose/days.py``.

"Police said Tuesday" in a text nobody can date tells a reader nothing two days later, and misleads one who takes it for this week's.
What is left must still be the same statement, so a day stays where the sentence turns on it: after "until" or "for", where it is one
of two, beside a "not" or a "first", and where something was counted over it.
"""

import re
from typing import Final

from wirefeed.compose.change import Change
from wirefeed.compose.cite import DAY, edited
from wirefeed.compose.credit import quotations
from wirefeed.compose.days import PRINTED, day_of
from wirefeed.model.story import Member
from wirefeed.text.dates import find_day_words
from wirefeed.text.span import Span
from wirefeed.text.words import primary

_BEFORE: Final = re.compile(r"(?:,? (?:(?:late|early|earlier|later|sometime|just) )?(?:on )?(?:(?:late|early) )?)$", re.IGNORECASE)
_HEAD: Final = re.compile(r"(?:(?:late|early|earlier|later) )?(?:on )?(?:(?:late|early) )?$", re.IGNORECASE)
_AFTER_HEAD: Final = re.compile(r", | (?=(?:the|a|an) )")
_HOLDS: Final = re.compile(
    r"(?:\b(?:the|a|an|every|each|any|of|since|until|till|by|before|from|through|for|after|between|and|or|to|than|that|this|with|as|like|over"
    r"|during|is|are|be|been|about|around|only|even|not|but|both|either|but|into|first|last|next|his|her|their|its|one|in|January|February|March|April|May|June|July|August|September|October|November|December)|['’]s|[-–—])$",
    re.IGNORECASE,
)
"""What stands before a day that cannot go without it."""
_ENDS: Final = re.compile(
    r"\b(?:expected|scheduled|due|set|slated|planned|was|were|begins?|began|starts?|started|opens?|comes?|came|ends?|ended"
    r"|happened|happens|occurred|place|it|held|took|takes|released|published|posted|sale|available|effect|air)$"
)
"""What cannot end a clause once its day is gone."""
_GOES_ON: Final = re.compile(
    r" as (?:ever|before)| (?:and|or|through|thru|to|until)(?: \w+)? (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|['’-]|[-–—]\w| \d"
)
_TURNS: Final = re.compile(
    r"\b(?:not|never|no|nor|neither|without|first|second|third|most|so far|since|until|again|once|twice|times|both|every|only|already"
    r"|still|same|worst|(?:b|larg|small|high|low|great|lat|earli|old|young|bigg|strong|deadli|long|short|few|busi)est)\b|n['’]t\b",
    re.IGNORECASE,
)
"""A sentence that may turn on its day, so near it does one of these stand."""
_NEAR: Final = 8
"""Words before it and after it that are looked at."""
_ADVERB: Final = re.compile(
    r"[.,;:!?)\"”—–]|$| (?:to|that|after|at|in|by|as part|as (?:he|she|they|it|the)|when|for|with|during|from|before|where|which|while"
    r"|amid|following|over|near|outside|inside|on|and|but|into|against|about|under|because|\w+(?:ing|ed|es)|said) ?\b"
)
"""What may follow a bare weekday that says when, and is no part of a name for what it stands before."""
_CLAUSE: Final = re.compile(r"[,;:()\"“”—–]|\b(?:that|who|which|what|when|after|as|while|where|because|if|said)\b")
_CLOSES: Final = re.compile(r"[.,;:)!?—–]|$")


def day_drops(member: Member, start: int, end: int, language: str, *, dated: bool = False) -> list[Change]:
    """The changes that take the day words a sentence can do without out of it; with ``dated`` also where its source gave a time."""
    text = member.item.text[start:end]
    found: list[Change] = []
    for where in _loose_days(member, start, end) if dated or not member.item.dated else ():
        at, finish = start + where.start, start + where.end
        dropped = edited("drop:day", member, at, finish, language)
        if where.start == 0 and text[where.end].islower():
            found.append(Change(at, finish + 1, (dropped, edited("capital", member, finish, finish + 1, language))))
        else:
            found.append(Change(at, finish, (dropped,)))
    return found


def _loose_days(member: Member, start: int, end: int) -> tuple[Span, ...]:
    """The day words of a sentence that can go, each with what leads it in; English only."""
    if primary(member.item.language) != "en":
        return ()
    text = member.item.text[start:end]
    quoted = quotations(text)
    spans = (
        _loose(text, word.start, word.end)
        for word in find_day_words(text, day_of(member), language=member.item.language)
        if (word.form in PRINTED or word.word == "last year")
        and not word.in_quote
        and not any(begin < word.start < finish for begin, finish in quoted)
    )
    return tuple(span for span in spans if span is not None and DAY.fullmatch(text, span.start, span.end))


def _loose(text: str, start: int, end: int) -> Span | None:
    """A day word with what leads it in, if the sentence can do without; None where it cannot."""
    if _GOES_ON.match(text, end):
        return None
    head = _HEAD.match(text, 0, start)
    if head and head.end() == start:
        alone = text.startswith(", ", end) and not _TURNS.search(text[end + 2 :].split(",", maxsplit=1)[0])
        return Span(0, end + 2) if alone else None
    lead = _BEFORE.search(text, 0, start)
    return _led(text, lead.start(), start, end) if lead else None


def _led(text: str, begin: int, start: int, end: int) -> Span | None:
    """The same where what leads it in begins at ``begin``, inside the sentence."""
    before, parted = text[:begin], text[begin] == ","
    clause = " ".join((*_CLAUSE.split(before)[-1].split()[-_NEAR:], *_CLAUSE.split(text[end:])[0].split()[:_NEAR]))
    counted = text[:end].endswith(("year", "month", "week")) and any(map(str.isdigit, clause))
    held = counted or _HOLDS.search(before) or _TURNS.search(clause) or (parted and not text.startswith(",", end))
    bare = text[start].isupper() and not text[begin:start].endswith("on ") and not _ADVERB.match(text, end)
    cut_off = _ENDS.search(before) and _CLOSES.match(text, end)
    return None if held or bare or cut_off else Span(begin, end + parted)
