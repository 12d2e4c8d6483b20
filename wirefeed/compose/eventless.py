"""Whether an English sentence tells no event: a scene, a habit, a definition, the legend of a figure. Such a one leads no story."""

import re
from typing import Final

from wirefeed.compose.voice import reflects

_SCENE: Final = re.compile(
    r"In the early days of\b|From the (?:first|earliest|very) |(?:In|Over|For) the (?:past|last) (?:\w+ )?(?:years|decades|centuries)\b"
    r"|It was (?:an?|the|about|around|just|late|early|nearly|almost|on|in|\d)\b"
    r"|There(?: was| were| is| are|['’]s) (?:an?|no|something|nothing|only|still|never|always|more to)\b"
    r"|(?:The|An?) (?:\w+ ){1,3}(?:is|are|was|were) (?:silent|quiet|dark|empty|cold|hot|packed)\b"
    r"|Once upon|(?:[\w-]+ ){1,6}years ago[, ]|(?:Decades|Years|Months|Long) ago\b"
)
"""Where a story told from its beginning begins."""
_LEGEND: Final = re.compile(
    r"(?:Colou?rs|Pies|Arrows|Dots|Bars|Lines|Circles|Shaded areas|Figure|Fig\.|Table|Chart|Graph(?:ic)?|Map|Diagram|Photos?|Images?"
    r"|Pictures?|Pictured|Shown|Above|Below|Left|Right|From left|Clockwise)\b"
    r"[^.]{0,40}?(?:\b(?:shows?|represents?|indicates?|depicts?|marks?)\b|[:,])"
)
_OFTEN: Final = (
    "often",
    "usually",
    "typically",
    "frequently",
    "sometimes",
    "generally",
    "routinely",
    "regularly",
    "commonly",
    "traditionally",
)
_HABITS: Final = (
    *_OFTEN,
    *(" tends to ", " tend to ", " for years", " for decades", " for centuries", "or the past ", "or the last ", "ever since"),
    *(" every day", " every week", " every month", " every year", "ver the past ", "ver the last "),
    *(" never intended", " never meant", " always intended", " always meant"),
)
"""Of which one occurs in a sentence that tells a habit."""
_HABIT: Final = re.compile(
    rf"\b(?:{'|'.join(_OFTEN)}|tends? to"
    r"|for (?:many )?(?:years|decades|centuries)|every (?:day|week|month|year)"
    r"|(?:[Oo]ver|[Ff]or) the (?:past|last) (?:\w+ )?(?:years|decades)"
    r"|(?:has|have) (?:always )?been .{3,90}ever since|(?:was|were) (?:never|always) (?:intended|meant))\b"
)
_NEWS_FOLLOWS: Final = re.compile(r", but |[Aa]ccording to |\bstud(?:y|ies) |\bsaid\b")
"""What follows a habit in a report: "are often shown as roaring, but a study found"."""
_KINDS: Final = re.compile(r"(?:Most|Many|Few|All) [a-z]+ ")
_DONE: Final = re.compile(r"\b(?:was|were|have|has|had|said|say|will|would|found|according|polls?|surveys?|study)\b")
"""What is said of a kind, unless one of these tells that somebody found it out, or that it happened."""
_DEFINITION: Final = re.compile(r"[^;:\"“”]{3,100}? (?:is|are) (?:an? |the |one of the |among the |[\"“])")
_RARE: Final = re.compile(
    r"[^;:\"“”]{3,140}?[ —–](?:is|are)(?:n['’]t| not)? (?:(?:very|so|that|all that|quite|pretty) )?"
    r"(?:rare|common|uncommon|unusual|commonplace)\b"
)
"""How often something is met with."""
_EXPLAINED: Final = re.compile(
    r"[^,;:\"“”]{3,60}? (?:is|are) (?:\w+ly |often )?(?:caused|characteri[sz]ed|defined|known) (?:by|as) "
    r"|[A-Z].{3,90}? knows? (?:him|her|it|them) as "
)
_FOUND: Final = re.compile(r"\b(?:was|were|had|said|says|new|after|according)\b")
_TOLD: Final = re.compile(r"\b(?:was|were|said|says|first|new|after|according|[a-z]{3,}ed)\b")
"""What is said of what something is, unless one of these makes it news."""


def is_eventless(text: str) -> bool:
    """Whether a sentence tells nothing that happened, will happen or was said, as far as its form shows it."""
    return (
        reflects(text)
        or _SCENE.match(text) is not None
        or _LEGEND.match(text) is not None
        or (any(map(text.__contains__, _HABITS)) and _HABIT.search(text) is not None and not _NEWS_FOLLOWS.search(text))
        or (_KINDS.match(text) is not None and not _DONE.search(text))
        or (_DEFINITION.match(text) is not None and not _TOLD.search(text))
        or (_RARE.match(text) is not None and not _FOUND.search(text))
        or (_EXPLAINED.match(text) is not None and not _FOUND.search(text))
    )
