"""The headline of a story no title can stand over: its lede, or as much of it as says it all. It writes no word of its own."""

import re
from dataclasses import replace
from itertools import accumulate
from typing import Final

from wirefeed.compose.pairing import has_term
from wirefeed.model.story import Segment, SegmentKind, Segments, plain
from wirefeed.text.speech import SAID
from wirefeed.text.words import primary

LONGEST: Final = 24
SHORTEST: Final = 6
"""Words of a lede that can be its own headline, and words that must be left of a longer one."""
_DAY: Final = re.compile(
    r"\b(?:(?:last|this|next) (?:week|month|year|night)|yesterday|today|tonight|tomorrow|weekend"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    re.IGNORECASE,
)
# Officials who say what they did themselves; what anybody else says needs him.
_SAY_SO: Final = re.compile(
    rf", (?:the |an? )?(?:\w+ ){{0,2}}(?:police|officials?|authorities|prosecutors?|sheriff|court|judge|coast guard|army|military|ministry"
    rf"|department|governor|mayor)(?: \w+)? (?:say|{SAID}|ruled|ordered)$"
)
# Where a clause that only adds something begins.
_ADDS: Final = re.compile(
    r", (?:who|which|whose|where|when|while|as|after|amid|because|since|although|though|despite|including|adding|saying|leaving|making|but"
    r"|and|an? (?:\w+ )?(?:move|sign|step|blow|decision|claim|first)|part of|the (?:first|latest|second|third|last)|just|only|less than"
    r"|more than|nearly|almost|at least|hours|days|months|weeks|years|even|before|following|(?!accord)[a-z]+ing)\b"
    r"|,? [—–] | -- |; |: | (?:amid|because|although|despite|as part of|while) |(?<!ed) and (?:[a-z]{3,}ed|told|took|gave|made|sent|said) "
    r"| (?:after|as) (?=(?:it|he|she|they|(?:(?:the|an?|his|her|its|their|new) )?(?:[\w’'-]+ ){1,4})"
    r"(?:was|were|had|has|wait|said|[a-z]{3,}ed|opened|rose|fell|began)\b)"
)
_VERB: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|could|may|might|can|must|did|does|do|began|became|broke|brought|built|came|caught|chose"
    r"|drew|drove|fell|found|fought|gave|got|grew|held|hit|kept|laid|lay|led|left|lost|made|met|paid|ran|rose|saw|sent|shot|sold|spent|spoke"
    r"|stood|stole|struck|sued|swept|took|threw|told|went|withdrew|won|wrote|quit|cut|said|says|declared|announced|approved|agreed|rejected"
    r"|ordered|passed|voted|decided|killed|launched|opened|signed|unveiled|defended|accused|revealed|confirmed|denied|warned|urged|called"
    r"|suspended|resigned|died|filed|asked|reached|raised|released|reported|claimed|plans|wants)\b"
)
_ASIDE: Final = re.compile(r",| (?:who|which|that|whose|named|where|when|while|as|after|if)\b")
_SHORT_FORM: Final = re.compile(r"\b(?:[A-Za-z]\.){2,}$")
# What no headline ends with.
_HANGS: Final = re.compile(
    r"(?:,|\b(?:that|to|of|in|on|at|for|with|by|from|an?|the|and|or|but|is|are|was|were|be|been|has|have|had|his|her|its|their|as|than|not"
    r"|who|which|into|said|says|told|about|over|will|would|could|may|it|he|she|they|called|named)"
    r"|\bat \d+|\b(?:confirmed|said|announced|told) (?:[a-z]+ )*(?:conference|statement|interview))[\"”’']*$"
)


def headline_from(lede: Segments, language: str = "en") -> Segments:
    """A lede as its own headline, without its full stop, without officials who say so, and without what a long one adds to its main clause.

    Nothing where it stays long, where another edit than a dropped day stands in it, or where it quotes a term or keeps a day no date
    stands for.
    """
    text = plain(lede)
    if lede[-1].source is None or any(not _is_its_own(segment) for segment in lede) or not text.endswith("."):
        return ()
    english = primary(language) == "en"
    end = _end(text, english=english)
    head = text[:end]
    if not end or has_term(head) or _DAY.search(head) or (english and end < len(text) - 1 and _HANGS.search(head)):
        return ()
    return _until(lede, end)


def _is_its_own(segment: Segment) -> bool:
    """Whether a segment is the source's own words, or takes some away and no more."""
    return segment.kind is SegmentKind.VERBATIM or not segment.text or segment.operation == "capital"


def _end(text: str, *, english: bool) -> int:
    """Where the headline ends, 0 where there is none."""
    end = len(text) - (_SHORT_FORM.search(text) is None)
    if english and (said := _SAY_SO.search(text, 0, end)) and _is_whole(text, said.start()):
        end = said.start()
    if len(text[:end].split()) <= LONGEST:
        return end
    if not english:
        return 0
    cuts = [found.start() for found in _ADDS.finditer(text, 0, end)]
    cuts += [said.start() for cut in cuts if (said := _SAY_SO.search(text, 0, cut))]
    return max((cut for cut in cuts if _is_whole(text, cut) and not _SAY_SO.search(text, 0, cut)), default=0)


def _is_whole(text: str, end: int) -> bool:
    """Whether what stands before ``end`` is a clause of its own, of a length for a headline: its verb comes before any aside."""
    verb, aside = _VERB.search(text, 0, end), _ASIDE.search(text, 0, end)
    if verb is None or (aside is not None and aside.start() < verb.start()):
        return False
    closed = text.count('"', 0, end) % 2 == 0 and text.count("“", 0, end) == text.count("”", 0, end)
    return closed and text.count("(", 0, end) == text.count(")", 0, end) and SHORTEST <= len(text[:end].split()) <= LONGEST


def _until(lede: Segments, end: int) -> Segments:
    """The first ``end`` characters of a lede."""
    found: list[Segment] = []
    for segment, after in zip(lede, accumulate(len(segment.text) for segment in lede), strict=True):
        begin = after - len(segment.text)
        if begin >= end:
            break
        if after > end and segment.source is not None:
            cut = segment.source.start + end - begin
            segment = replace(segment, text=segment.text[: end - begin], source=replace(segment.source, end=cut))  # noqa: PLW2901
        found.append(segment)
    return tuple(found)
