"""The only way to build segments. Every edit is a small named function that verify can do again; nothing here chooses what to print."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from wirefeed.compose import gloss
from wirefeed.compose.frame import fill
from wirefeed.errors import ProvenanceError
from wirefeed.model.item import Item, ItemField
from wirefeed.model.story import Citation, Member, Segment, SegmentKind
from wirefeed.text.cut_short import CLAUSE, CUT_OFF
from wirefeed.text.dateline import SHORT_PLACE, find_dateline
from wirefeed.text.openers import connective

Edit = Callable[[str, str, str], str]
"""(characters cut from the source, argument of the operation, language) -> characters printed. ValueError: may not be applied to these."""

# What may be dropped, as whole patterns: a drop that matches nothing here cannot be built.
TICKER: Final = r"\s*\((?:[A-Z0-9]{1,6}\.[A-Z]{1,3}|(?:NYSE|NASDAQ|Nasdaq|LSE|TSX|OTC)\s?:\s?[A-Z.]{1,6})\)"
"""What a market calls a company: a terminal's word, not a reader's."""
PARENTHESIS: Final = re.compile(rf"\s*\([^()\d\"“”«»]{{1,200}}\)|{TICKER}")
SAYING: Final = r"(?:said|says|added|adds|noted|stressed|stated|told reporters|told journalists|emphasi[sz]ed|continued|explained)"
ATTRIBUTION: Final = re.compile(rf"\s*{SAYING}\s*|(?:he|she|they) {SAYING}|{SAYING} (?:he|she|they)")
SUFFIX: Final = re.compile(r"\s+[-–—|]\s+[^-–—|]{2,60}")
LABEL: Final = (
    r"(?:CORRECT(?:ED|ION|S)|UPDATE(?: \d+)?|UPDATED|REFILE|REPEAT|URGENT|WRAPUP(?: \d+)?|ALERT|EXCLUSIVE|BREAKING(?: NEWS)?|LEAD"
    r"|LIVE[ -]?BLOG)"
    r"\s*[:—–-]\s+"
)
"""A desk's word before a title."""
HONORIFIC: Final = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx)\.?[ \xa0]")
"""What some papers put before a surname, and a full name with its office goes without."""
DAY: Final = re.compile(
    r"(?:,? )?(?:(?:late|early|earlier|later|sometime|just) )?(?:on )?(?:(?:late|early) )?(?:(?:last|this|next|past|coming) ){0,2}"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|tonight|yesterday|tomorrow|overnight|week|weekend|month|year|night|morning|afternoon|evening)"
    r"(?: (?:morning|afternoon|evening|night))?(?:, ?| )?",
    re.IGNORECASE,
)
"""A day nobody can date, with what leads it in and the commas it stands between."""
ARTICLE: Final = re.compile(
    r"(?:^(?:An?|The)|(?<![\w’'-])(?:an?|the)) (?!(?:few|little|lot|number|couple|dozen|hundred|thousand|million|billion|third|quarter|half"
    r"|handful|series|pair|same|other|more|most)\b)(?=[\w$£€“\"‘'])"
)
"""What a headline does without, but where it makes another meaning."""
BESIDES: Final = re.compile(r", (?!(?:and|or|but|if|unless|\d{4})\b)[^\n;:]{3,160},")
"""What a sentence says beside its subject, between two commas."""
GIVEN: Final = re.compile(r"(?:[^\W\d_a-z][\w.’'-]*[ \xa0]){1,3}")
"""Given names and initials before a surname, of somebody the reader has met."""
_DROPS: Final = {
    "article": re.compile(r"(?:[Aa]n?|[Tt]he) "),
    "aside": BESIDES,
    "day": DAY,
    "given": GIVEN,
    "label": re.compile(LABEL, re.IGNORECASE),
    "parenthesis": PARENTHESIS,
    "attribution": ATTRIBUTION,
    "suffix": SUFFIX,
}
_CUT_OFF: Final = re.compile(rf"{CLAUSE}.*{CUT_OFF}")
_ANY_SENTENCE: Final = "Xx xx xx xx xx xx."
"""Stands for the rest of a sentence where what leads it is judged by itself."""


def _drop(cut: str, what: str, _language: str) -> str:
    if what == "connective":
        found = connective(cut + _ANY_SENTENCE)
        fits = found is not None and found.end == len(cut)
    elif what == "dateline":
        lifted = find_dateline(cut + _ANY_SENTENCE)
        short = SHORT_PLACE.match(cut + _ANY_SENTENCE)
        fits = len(cut) in {lifted.span.end if lifted else -1, short.end() if short else -1}
    else:
        fits = what in _DROPS and _DROPS[what].fullmatch(cut) is not None
    if not fits:
        raise ValueError(f"not a {what} that may be dropped")
    return ""


def _close(cut: str, _argument: str, _language: str) -> str:
    """The full stop for what a feed cut off in a clause that only adds something."""
    if "\n" in cut or not _CUT_OFF.fullmatch(cut):
        raise ValueError("not the end of a text that was cut off")
    return "."


def _capital(cut: str, _argument: str, _language: str) -> str:
    if len(cut) != 1 or not cut.islower():
        raise ValueError("not one lower-case letter")
    return cut.upper()


def _name(cut: str, alone: str, _language: str) -> str:
    """``alone`` is the surname as the sentence has it: "Al-Badri" at its head may be "Ali al-Badri"."""
    if not stands_for(cut, alone):
        raise ValueError(f"not a full name of {alone!r}")
    return cut


def _name_first(cut: str, alone: str, language: str) -> str:
    """A full name at the head of a sentence, before which its text had an office in small letters."""
    if not cut[:1].islower():
        raise ValueError("opens with a capital already")
    return cut[:1].upper() + _name(cut, alone, language)[1:]


def stands_for(full: str, said: str) -> bool:
    """Whether a name holds a surname, as it was printed (with or without a Mr or Ms), and more: "Al Qaeda" does not hold "al-Qaeda"."""
    alone = said[found.end() :] if (found := HONORIFIC.match(said)) else said
    if not alone or len(full) <= len(alone) or "\n" in full:
        return False
    return re.search(rf"(?<!\w){re.escape(alone)}(?!\w)", full, re.IGNORECASE) is not None


def _expand(cut: str, short: str, _language: str) -> str:
    if not short or not re.search(rf"\w\s*\({re.escape(short)}\)$", cut) or "\n" in cut:
        raise ValueError(f"not an expansion of {short!r}")
    return cut


def _clarify(cut: str, _argument: str, _language: str) -> str:
    if not cut.strip() or "\n" in cut:
        raise ValueError("nothing to clarify with")
    return f" [{cut}]"


EDITS: Final[dict[str, Edit]] = {
    "drop": _drop,
    "capital": _capital,
    "close": _close,
    "name": _name,
    "name-first": _name_first,
    "expand": _expand,
    "clarify": _clarify,
    "date": gloss.dated,
    "date-after": gloss.dated_after,
    "date-short": gloss.short,
    "date-bracket": gloss.bracket,
}
"""Every edit there is, by the first word of its operation."""


def redo(operation: str, cut: str, language: str) -> str:
    """What an edit makes of the characters it cites. Raises ProvenanceError when it is no edit, or none that fits them."""
    name, _, argument = operation.partition(":")
    edit = EDITS.get(name)
    if edit is None:
        raise ProvenanceError(f"no edit is called {operation!r}")
    try:
        return edit(cut, argument, language)
    except ValueError as error:
        raise ProvenanceError(f"{operation!r} does not fit {cut!r}: {error}") from error


def cut_of(item: Item, source: Citation) -> str:
    """The cited characters; ProvenanceError where the field has none there."""
    said = item.said(source.field)
    if not 0 <= source.start < source.end <= len(said):
        raise ProvenanceError(f"{source.item.guid}: {source.field.value} has no characters {source.start} to {source.end}")
    return said[source.start : source.end]


def verbatim(member: Member, start: int, end: int, field: ItemField = ItemField.TEXT) -> Segment:
    """Characters ``start`` to ``end`` of one field of a member, as they are."""
    source = Citation(item=member.ref, field=field, start=start, end=end)
    return Segment(kind=SegmentKind.VERBATIM, text=cut_of(member.item, source), source=source)


def edited(operation: str, member: Member, start: int, end: int, language: str, field: ItemField = ItemField.TEXT) -> Segment:
    """Characters ``start`` to ``end`` of a member's field after one named edit."""
    source = Citation(item=member.ref, field=field, start=start, end=end)
    text = redo(operation, cut_of(member.item, source), language)
    return Segment(kind=SegmentKind.EDIT, text=text, source=source, operation=operation)


@lru_cache(maxsize=256)  # a space stands between any two sentences
def framed(key: str, language: str, agency: str = "") -> Segment:
    """Our own words: one entry of the closed list."""
    return Segment(kind=SegmentKind.FRAME, text=fill(key, language, agency), operation=key)
