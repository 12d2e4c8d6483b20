"""Whether a sentence reports or is its writer's own voice: I and you, an outcry, a question, a remark. What is quoted is never judged."""

import re
from typing import Final

from wirefeed.compose.credit import QUOTATION, has_quotation
from wirefeed.text.words import primary

_ITSELF: Final = re.compile(r"(?<![\w.])(?:I|[Mm]y|[Mm]e|[Yy]ou|[Yy]our|[Ww]e|[Oo]ur|us)(?![\w.])")
_CRIES: Final = re.compile(r"(?:Wow|Oh|Hey|Okay|OK|Yes|Yeah|Yup|No|Well|Sorry|Thanks|Please)\b,? ")
_ASKS: Final = re.compile(r"[?؟]\W*$")
# What is said between single marks, as British papers quote; an apostrophe inside a word is none.
_SINGLE: Final = re.compile(r"(?<![\w’'])['‘](?=\w)(?:[^'‘’\"“”]|(?<=\w)['’](?=\w))*['’](?!\w)")
_REMARKS: Final = re.compile(
    r"\b(?:of course|needless to say|to be sure|let['’]s (?:face it|be)|make no mistake|truth be told|in other words|simply put|to put it"
    r"|it(?: is|['’]s) (?:clear|obvious|hard to (?:imagine|see|overstate)|no (?:secret|surprise))"
    r"|no wonder|(?:thank|god) (?:goodness|forbid)|surely|frankly|sadly|alas|the (?:sad|simple|plain) (?:truth|fact))\b(?! (?:said|told))"
    r"|\b(?:delud(?:e|es|ed|ing)|shameful(?:ly)?|disgraceful(?:ly)?|absurd(?:ly)?|laughabl[ey]|ludicrous(?:ly)?|hypocritical(?:ly)?)\b",
    re.IGNORECASE,
)
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
    ),
    *("fact", "delu", "shameful", "disgrace", "absurd", "laugh", "ludicrous", "hypocrit"),
)
"""Of which one occurs in every remark above: looked for first, for it is cheap."""


def speaks_of_itself(text: str) -> bool:
    """Whether the writer of a sentence says I, we or you outside quotation marks: comment, a post, a page's own words."""
    return _ITSELF.search(text) is not None and _ITSELF.search(unquoted(text)) is not None


def shouts(text: str) -> bool:
    """Whether a sentence cries out in words nobody is quoted for: an advertisement, a post, a fan."""
    return (text.endswith("!") or _CRIES.match(text) is not None) and not has_quotation(text)


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
    return asks(text) or (primary(language) == "en" and (speaks_of_itself(text) or shouts(text) or remarks(text)))


def may_be_quoted(text: str) -> bool:
    """Whether a sentence can stand between single marks as its writer's words: a statement with no marks in it."""
    return not asks(text) and not any(map(text.__contains__, '"“”‘«»[('))


def unquoted(text: str) -> str:
    """A sentence without what stands in quotation marks, single ones too."""
    return _SINGLE.sub("''", QUOTATION.sub('""', text))
