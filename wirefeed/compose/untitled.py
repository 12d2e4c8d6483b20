"""The headline of a story no title can stand over: its lede, less what a headline does without. It writes no word of its own.

A lede loses its days, an aside behind its subject, the clauses that only add something and its articles, each a logged edit; what is left
must be a clause of its own. Where none is short a story no title can stand over has all of it: an editor cuts it sooner than he writes one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wirefeed.compose.change import Change, rewrite
from wirefeed.compose.cite import ARTICLE, BESIDES, edited
from wirefeed.compose.credit import SHORT_FORM, quotations
from wirefeed.compose.pairing import has_term
from wirefeed.compose.undated import day_drops
from wirefeed.model.story import Member, Segments
from wirefeed.text.cut_short import LED_IN, PAST, dashes_in, is_closed
from wirefeed.text.speech import SAID
from wirefeed.text.words import primary

LONGEST: Final = 24
LONG: Final = 16
SHORTEST: Final = 6
LAST_RESORT: Final = 45
"""Words a headline may have of a lede, words from which one loses what it can, words that must be left, and what one may have where else
there is none; articles do not count."""
_DAY: Final = re.compile(
    r"\b(?:(?:last|this|next) (?:week|month|year|night)|yesterday|today|tonight|tomorrow|weekend"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    re.IGNORECASE,
)
# Officials who say what they did themselves; what anybody else says needs him.
_OFFICIALS: Final = (
    rf", (?:the |an? )?(?:\w+ ){{0,2}}(?:police|officials?|authorities|prosecutors?|sheriff|court|judge|coast guard|army|military|ministry"
    rf"|department|governor|mayor)(?: \w+)? (?:say|{SAID}|ruled|ordered)"
)
_SAY_SO: Final = re.compile(rf"{_OFFICIALS}$")
_SAY_SO_WITHIN: Final = re.compile(rf"{_OFFICIALS},")
# Where a clause that only adds something begins.
_ADDS: Final = re.compile(
    r", (?:who|which|whose|where|when|while|as|after|amid|because|since|although|though|despite|including|adding|saying|leaving|making|but"
    r"|and|an? (?:\w+ )?(?:move|sign|step|blow|decision|claim|first)|part of|the (?:first|latest|second|third|last)|just|only|less than"
    r"|more than|nearly|almost|at least|hours|days|months|weeks|years|even|before|following|(?!accord)[a-z]+ing)\b"
    r"|,? [—–] | -- |; |: | (?:amid|because|although|despite|as part of|while|in a bid to|in what|before being|just as|just hours"
    r"|ever since|even though|so that) "
    r"|(?<!ed) and (?:[a-z]{3,}ed|told|took|gave|made|sent|said) "
    r"|(?: (?:shortly|soon|long))? (?:after|as|when|before|since|until) "
    r"(?=(?:it|he|she|they|(?:(?:the|an?|his|her|its|their|new) )?(?:[\w’'-]+ ){1,4})"
    rf"(?:wait|said|opened|{PAST})\b)"
)
_VERB: Final = re.compile(
    rf"\b(?:{PAST}|could|may|might|can|must|do|said|says|told|lay|swept|stole|quit|cut|plans?|wants?|claims?|seeks?|faces?|discloses?|plays?"
    r"|stars?|testifies|refuses|rejects|calls|warns|urges|vows|agrees|admits|denies|reveals|announces|accuses|approves|survives)\b"
)
_ASIDE: Final = re.compile(r",| (?:who|which|that|whose|named|where|when|while|as|after|if)\b")
# What no headline ends with.
_HANGS: Final = re.compile(
    r"(?:,|\b(?:that|to|of|in|on|at|for|with|by|from|an?|the|and|or|but|is|are|was|were|be|been|has|have|had|his|her|its|their|as|than|not"
    r"|who|which|into|said|says|told|about|over|will|would|could|may|it|he|she|they|called|named|shortly|soon|hours|days|weeks|months|years)"
    r"|\bat \d+|\b(?:confirmed|said|announced|told) (?:[a-z]+ )*(?:conference|statement|interview))[\"”’']*$"
)


def headline_from(member: Member, start: int, end: int, language: str, longest: int = LONGEST) -> Segments:
    """A lede as its own headline: without its full stop and its articles, without officials who say so, and of a long one its main clause.

    Nothing where it stays long, where it quotes a term, or where it keeps a day no date stands for.
    """
    dropped_days = (change.segments[0] for change in day_drops(member, start, end, language, dated=True))
    days: list[_Drop] = [(one.source.start - start, one.source.end - start, (one,)) for one in dropped_days if one.source]
    for dropped in ((), days) if days else ((),):
        if found := _shortened(member, start, end, language, dropped, longest):
            return found
    return ()


@dataclass(slots=True)
class _View:
    """A sentence without what was dropped of it: ``text``, and where each of its characters stands in the whole."""

    text: str
    places: Sequence[int]


_Drop = tuple[int, int, Segments]


def _view(text: str, drops: Sequence[_Drop]) -> _View:
    places = [at for at in range(len(text)) if not any(begin <= at < finish for begin, finish, _ in drops)]
    return _View("".join(text[at] for at in places), places)


def _shortened(member: Member, start: int, end: int, language: str, drops: Sequence[_Drop], longest: int) -> Segments:
    """The headline of a sentence some of whose days are gone; nothing where it makes none."""
    text, english = member.item.text[start:end], primary(language) == "en"
    if not text.endswith("."):
        return ()
    view = _view(text, drops)
    begin, after = (view.places[at] for at in _aside(view.text)) if english else (0, 0)
    if BESIDES.fullmatch(text, begin, after):
        drops = [*drops, (begin, after, (edited("drop:aside", member, start + begin, start + after, language),))]
        view = _view(text, drops)
    finish = _end(view.text, english=english, longest=longest)
    head = view.text[:finish]
    if not finish or has_term(head) or _DAY.search(head):
        return ()
    if english:
        drops = [*drops, *_articles(member, start, view, finish, language)]
    last = view.places[finish - 1] + 1
    return _printed(member, start, last, language, [drop for drop in drops if drop[1] <= last])


def _articles(member: Member, start: int, view: _View, finish: int, language: str) -> list[_Drop]:
    """The articles of a headline: it does without, but in somebody's words and where they make another meaning ("a few")."""
    quoted = quotations(view.text)
    found: list[_Drop] = []
    for where in ARTICLE.finditer(view.text, 0, finish):
        begin, after = view.places[where.start()], view.places[where.end() - 1] + 1
        whole = after - begin == where.end() - where.start() and not _is_of_a_name(member.item.text, view.text, where.end())
        if whole and not any(opens <= where.start() < closes for opens, closes in quoted):
            found.append((begin, after, (edited("drop:article", member, start + begin, start + after, language),)))
    return found


def _is_of_a_name(text: str, head: str, at: int) -> bool:
    """Whether the article before ``at`` is part of a name that the text prints with its capital elsewhere, too: "The Daily Show"."""
    return re.search(rf"[a-z,;] The {re.escape(head[at:].split(maxsplit=1)[0])}\b", text) is not None


def _printed(member: Member, start: int, last: int, language: str, drops: Sequence[_Drop]) -> Segments:
    """The sentence up to ``last`` without what was dropped, opening with a capital."""
    changes = [Change(start + begin, start + after, segments) for begin, after, segments in drops]
    head = 0
    while at_head := next((after for begin, after, _ in drops if begin == head), 0):
        head = at_head
    if member.item.text[start + head].islower():
        changes.append(Change(start + head, start + head + 1, (edited("capital", member, start + head, start + head + 1, language),)))
    return rewrite(member, start, start + last, changes)


def _aside(text: str) -> tuple[int, int]:
    """What stands between commas right behind a subject, before its verb: who it is, nothing of what it did. (0, 0): nothing does."""
    first = text.find(", ")
    if first < 0 or _VERB.search(text, 0, first) or LED_IN.match(text):
        return (0, 0)
    ends = (comma.start() + 1 for comma in re.finditer(", ", text[first + 2 :]) if _VERB.match(text, first + 2 + comma.end()))
    last = next(ends, 0)
    return (first, first + 2 + last) if last else (0, 0)


def _end(text: str, *, english: bool, longest: int) -> int:
    """Where the headline ends, 0 where there is none."""
    end = len(text) - (SHORT_FORM.search(text) is None)
    if english and (said := _SAY_SO.search(text, 0, end)) and _is_whole(text, said.start()):
        end = said.start()
    fits = _words(text[:end]) <= longest and dashes_in(text[:end]) % 2 == 0 and not (english and _SAY_SO_WITHIN.search(text, 0, end))
    whole = end if fits else 0
    if not english or 0 < _words(text[:whole]) <= LONG:
        return whole
    cuts = [found.start() for found in _ADDS.finditer(text, 0, end) if not _goes_on(text, found.start())]
    cuts += [said.start() for cut in cuts if (said := _SAY_SO.search(text, 0, cut))]
    return max((cut for cut in cuts if _is_whole(text, cut) and not _credits_officials(text[:cut])), default=whole)


def _credits_officials(text: str) -> bool:
    """Whether officials say so at the end of a text or within it."""
    return _SAY_SO.search(text) is not None or _SAY_SO_WITHIN.search(text) is not None


def _goes_on(text: str, cut: int) -> bool:
    """Whether what begins at a comma is an aside behind which the clause goes on with its verb."""
    after = text.find(", ", cut + 2) if text.startswith(",", cut) else -1
    return after > 0 and _VERB.match(text, after + 2) is not None


def _words(text: str) -> int:
    return len(ARTICLE.sub("", text).split())


def _is_whole(text: str, end: int) -> bool:
    """Whether what stands before ``end`` is a clause of its own, of a length for a headline: its verb comes before any aside."""
    verb, aside = _VERB.search(text, 0, end), _ASIDE.search(text, 0, end)
    if verb is None or (aside is not None and aside.start() < verb.start()) or _HANGS.search(text[:end]):
        return False
    return is_closed(text[:end]) and SHORTEST <= _words(text[:end]) <= LONGEST
