"""Whether a sentence reports or is its writer's own voice: I and you, an outcry, a question, a remark; whether a whole text is opinion.

What is quoted is never judged.
"""

import re
from functools import lru_cache
from typing import Final

from wirefeed.compose.credit import QUOTATION, has_quotation
from wirefeed.model.item import Item
from wirefeed.text.given_names import GIVEN_NAMES, IMPERSONAL
from wirefeed.text.speech import SAID
from wirefeed.text.words import primary

_ITSELF: Final = re.compile(r"(?<![\w.])(?:I|[Mm]y|[Mm]e|[Yy]ou|[Yy]our|[Ww]e|[Oo]ur|us)(?![\w.])")
_CRIES: Final = re.compile(r"(?:Wow|Oh|Hey|Okay|OK|Yes|Yeah|Yup|No|Well|Sorry|Thanks|Please)\b,? ")
_ORDERS: Final = re.compile(
    r"(?:Assume|Forget|Imagine|Suppose|Picture|Hurry|Let['’]s|Don['’]t|Do not|Never mind|Think (?:of|about|like)|Look (?:at|for)|Talk like"
    r"|Remember)\b[;,]? "
)
_ASKS: Final = re.compile(r"[?؟]\W*$")
# What is said between single marks, as British papers quote; an apostrophe inside a word is none.
_SINGLE: Final = re.compile(r"(?<![\w’'])['‘](?=\w)(?:[^'‘’\"“”]|(?<=\w)['’](?=\w))*['’](?!\w)")
_REMARKS: Final = re.compile(
    r"\b(?:of course|needless to say|to be sure|let['’]s (?:face it|be)|make no mistake|truth be told|in other words|simply put|to put it"
    r"|it(?: is|['’]s) (?:clear|obvious|hard to (?:imagine|see|overstate)|no (?:secret|surprise))"
    r"|(?:do not|don['’]t) (?:expect|forget|be fooled)|rest assured|as is so often|is the wrong (?:one|call)|virtue[- ]signal\w*|thankfully"
    r"|(?:not|un)[ -]?surprisingly"
    r"|(?:this|that|it) (?:is|was) an? (?:very |truly )?(?:positive|welcome|dangerous|terrible|remarkable) (?:first )?"
    r"(?:step|move|shift|development|day|precedent|mistake)"
    r"|(?:provides?|offers?|gives?) an? (?:fascinating|rare|unique|revealing|intriguing|stark) (?:insight|glimpse|look|reminder|window)"
    r"|(?:has|have) (?:always |so often )?been wrong (?:about|on)"
    r"|no wonder|(?:thank|god) (?:goodness|forbid)|surely|frankly|sadly|alas|the (?:sad|simple|plain) (?:truth|fact))\b(?! (?:said|told))"
    r"|\b(?:delud(?:e|es|ed|ing)|shameful(?:ly)?|disgraceful(?:ly)?|absurd(?:ly)?|laughabl[ey]|ludicrous(?:ly)?|hypocritical(?:ly)?"
    r"|feckless|spineless|mendacious(?:ly)?|propagandistic|[a-z]+-obsessed)\b",
    re.IGNORECASE,
)
TENSE: Final = (
    r"\w{2}ed\b(?<!\bneed)(?<!\bindeed)(?<!\bfeed)(?<!\bspeed)(?<!\bseed)(?<!\bbreed)(?<!\bdeed)(?<!\bweed)(?<!\bgreed)(?<!\bproceed)(?<!\bexceed)(?<!\bsucceed)(?<!\bbleed)(?<!\bhundred)"
    r"|\b(?:was|were|had|did|been|became|began|came|went|took|made|got|gave|found|held|left|lost|met|paid|put|ran|saw|sent"
    r"|set|shot|fell|fled|rose|won|spoke|stood|struck|led|kept|knew|thought|brought|bought|built|caught|cut|hit|hurt|let|read|sold|spent"
    r"|threw|wore|broke|chose|drew|drove|grew|according|will|shall)\b"
    rf"|\b(?:{SAID})\b"
)
"""A past tense, a plan or a speaker."""
_TELLS: Final = re.compile(rf"[A-Z\d\"“”]|{TENSE}|\b(?:may|might|could)\b")
"""A name or the start of a quotation, a number, a past tense, a plan, a speaker: of which a report has one."""
_WORDS_OF_REMARKS: Final = (
    *(
        "course",
        "say",
        "sure",
        "let",
        "mistake",
        "truth",
        "other words",
        "put",
        "it is",
        "it's",
        "it’s",
        "wonder",
        "god",
        "thank",
        "frank",
        "sadly",
        "alas",
        "expect",
        "forget",
        "fooled",
        "rest assured",
        "so often",
        "wrong",
        "virtue",
        "surprising",
        "positive",
        "welcome",
        "dangerous",
        "terrible",
        "remarkable",
        "insight",
        "glimpse",
        "look",
        "reminder",
        "window",
    ),
    *("fact", "delu", "shameful", "disgrace", "absurd", "laugh", "ludicrous", "hypocrit", "feckless", "spineless"),
    *("mendacious", "propagandis", "-obsessed"),
)
"""Of which one occurs in every remark above: looked for first, for it is cheap."""


_OPINION: Final = r"(?:opinions?|op-?eds?|editorials?|commentary|columns?|letters? to the editor|guest (?:essay|column|post)|viewpoint)"
_OPINION_TITLE: Final = re.compile(rf"\s*{_OPINION}\s*[:|–—-]|.*[|–—-]\s*{_OPINION}\s*$", re.IGNORECASE)
_OPINION_PAGE: Final = re.compile(r"/(?:opinions?|editorials|op-?eds?|commentary|commentisfree|columnists?)/", re.IGNORECASE)
_CALLS: Final = re.compile(
    r"(?<![\w.'’-])(?:[Ww]e|[Oo]ur|us|[Yy]ou|[Yy]our|I|[Mm]y)(?![\w.-])|^\W*(?:Yes|No),"
    r"|(?:^\W*|[.!?] )(?:Remember|Don['’]t|Do [Nn]ot|Let['’]s|Stop|Forget|Blame|Beware|Imagine|Enough|Consider|Keep|Sorry|Thank|Thanks)\b"
    r"|\b(?:[Oo]ught to|[Cc]an['’]?t (?:[Aa]fford|[Ii]gnore))\b"
)
_JUDGES: Final = re.compile(
    r"\b(?:ugly|shameful\w*|disgraceful\w*|absurd\w*|ridiculous\w*|hypocri\w+|mendacious|pathetic|unironically|delusional|insane|outrageous"
    r"|repugnant|cowardly|nonsense|farce|sham|misguided|dishonest\w*|deserves? (?:a|an|better|more|our|the)|keep it that way|the genius of"
    r"|missing the (?:[\w’']+ )?point|(?:is|are) [\w’']+s?['’]s? fault|(?:angry|ugly) mob|the truth about|(?:the|a) case (?:for|against)"
    r"|deception|(?:years|decades) of [\w’']+ delusions?|astroturf|very bad|con against|spin and lies|(?:the|a) (?:problem|trouble) with"
    r"|(?:gets?|got) (?:it )?(?:wrong|right)|in defen[cs]e of|time to|debacle|fiasco|travesty"
    r"|bombshell|caves?(?= (?:in|to)\b)|witch[- ]hunt"
    r"|(?:is|are) (?:wrong|right)|(?:was|were) (?:wrong|right) (?:to|about|on)"
    r"|(?:is|are|was|were) (?:telling|a (?:joke|lie|mistake|fraud|sham|good thing|bad idea)))\b",
    re.IGNORECASE,
)
_EXPLAINS: Final = re.compile(
    r"\?|\bhere['’]s\b|\b(?:we|you) (?:\w+[ ’'-]{1,3}){0,3}(?:know|care|expect)\b|\bit means\b|^No, .*(?:does|do|did)(?: not|n['’]t)\b",
    re.IGNORECASE,
)
_SAYS_WHO: Final = re.compile(rf"\b(?:{SAID}|calls?|slams?|blasts?|rips?)\b|^[^:]{{3,40}}: ", re.IGNORECASE)
# Not "editorial": that may be all a newsroom writes.
_OPINION_FEED: Final = re.compile(r"(?:^|[^a-z])(?:opinions?|op-?ed|columnists?|guest[ _-](?:writer|column|essay))s?(?:$|[^a-z])")


def is_opinion(item: Item) -> bool:
    """Whether an item says of itself that it is no report: by its title, by the section its page stands in, by its feed."""
    if _OPINION_TITLE.match(item.headline) or (item.url and _OPINION_PAGE.search(item.url)):
        return True
    return _OPINION_FEED.search(item.feed) is not None


def title_opines(title: str) -> bool:
    """Whether a title judges its subject; one that calls on the reader only to explain something to him does not."""
    return judges(title) and _EXPLAINS.search(title) is None


def is_columnist(name: str) -> bool:
    """Whether an agency is a person who writes under the own name: "Maria Ilieva", not "Austin Chronicle"."""
    first, _, last = name.partition(" ")
    return first in GIVEN_NAMES and last[:1].isupper() and last.isalpha() and last not in IMPERSONAL and not _PRESS.fullmatch(last)


_PRESS: Final = re.compile(
    r"(?:Post|Gazette|Guardian|Star|Observer|Chronicle|Pilot|Express|Record|Mirror|Today|Reporter|Monitor|Courier|Dispatch|Enquirer"
    r"|Examiner|Sentinel|Bee|Globe|Ledger|Argus|Echo|Citizen|Online|Wire|Magazine|Statesman|Advertiser|Banner|Beacon|Bulletin|Messenger)"
)


@lru_cache(maxsize=4096)  # headline and lede ask, and every new version of a story
def judges(title: str) -> bool:
    """Whether a title judges, or calls on its reader, in words it gives nobody else."""
    if not (_CALLS.search(title) or _JUDGES.search(title)):
        return False
    own = unquoted(title)
    return (_CALLS.search(own) or _JUDGES.search(own)) is not None and not _SAYS_WHO.search(own)


def speaks_of_itself(text: str) -> bool:
    """Whether the writer of a sentence says I, we or you outside quotation marks: comment, a post, a page's own words."""
    return _ITSELF.search(text) is not None and _ITSELF.search(unquoted(text)) is not None


def shouts(text: str) -> bool:
    """Whether a sentence cries out in words nobody is quoted for: an advertisement, a post, a fan."""
    return (text.endswith("!") or _CRIES.match(text) is not None) and not has_quotation(text)


def commands(text: str) -> bool:
    """Whether a sentence tells the reader what to do in words nobody is quoted for."""
    return _ORDERS.match(text) is not None and not has_quotation(text)


def asks(text: str) -> bool:
    """Whether a sentence is a question nobody is quoted for: a reporter asks others, a writer the reader."""
    return _ASKS.search(text) is not None and not has_quotation(text)


def remarks(text: str) -> bool:
    """Whether a writer says what to think of what is told."""
    lower = text.lower()
    if not any(map(lower.__contains__, _WORDS_OF_REMARKS)):
        return False
    return _REMARKS.search(text) is not None and _REMARKS.search(unquoted(text)) is not None


def is_comment(text: str, language: str) -> bool:
    """Whether a sentence is its writer's own voice. Only English has words for it here; a question is one in any language."""
    return asks(text) or (primary(language) == "en" and (speaks_of_itself(text) or shouts(text) or commands(text) or remarks(text)))


def reflects(text: str) -> bool:
    """Whether an English sentence names nobody, counts nothing, and tells of nothing that happened, will happen or was said."""
    return _TELLS.search(text, 1) is None


def may_be_quoted(text: str) -> bool:
    """Whether a sentence can stand between single marks as its writer's words: a statement with no marks in it."""
    return not asks(text) and not any(map(text.__contains__, '"“”‘«»[('))


def unquoted(text: str) -> str:
    """A sentence without what stands in quotation marks, single ones too."""
    return _SINGLE.sub("''", QUOTATION.sub('""', text))
