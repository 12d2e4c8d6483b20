"""Whether an English sentence tells no event: a scene, a habit, a definition, the legend of a figure. Such a one leads no story."""

import re
from typing import Final

from wirefeed.compose.voice import reflects

_SCENE: Final = re.compile(
    r"In the early days of\b|It was (?:an?|the|about|around|just|late|early|nearly|almost|on|in|\d)\b"
    r"|There(?: was| were| is| are|['’]s) (?:an?|no|something|nothing|only|still|never|always|more to)\b"
    r"|(?:The|An?) (?:\w+ ){1,3}(?:is|are|was|were) (?:silent|quiet|dark|empty|cold|hot|packed)\b"
    r"|Once upon|(?:[\w-]+ ){1,6}years ago[, ]|(?:Decades|Years|Months|Long) ago\b"
)
"""Where a story told from its beginning begins."""
_HABIT: Final = re.compile(
    r"(?!.*(?:, but |[Aa]ccording to |\bstud(?:y|ies) |\bsaid\b)).*\b(?:often|usually|typically|frequently|sometimes|generally|routinely"
    r"|regularly|commonly|traditionally|tends? to|for (?:many )?(?:years|decades|centuries)|every (?:day|week|month|year|summer|winter)"
    r"|over the (?:past|last) (?:\w+ )?(?:years|decades))\b"
    r"|(?!.*\b(?:was|were|have|has|had|said|say|will|would|found|according|polls?|surveys?|study)\b)(?:Most|Many|Few|All) [a-z]+ "
)
"""What is done again and again, unless news follows: "are often shown as roaring, but a study found"."""
_DEFINITION: Final = re.compile(
    r"(?!.*\b(?:was|were|said|says|first|new|after|according|[a-z]{3,}ed)\b)"
    r"[^;:\"“”]{3,100}? (?:is|are) (?:an? |the |one of the |among the |[\"“])"
)
_LEGEND: Final = re.compile(
    r"(?:Colou?rs|Pies|Arrows|Dots|Bars|Lines|Circles|Shaded areas|Figure|Fig\.|Table|Chart|Graph(?:ic)?|Map|Diagram|Photos?|Images?"
    r"|Pictures?|Pictured|Shown|Above|Below|Left|Right|From left|Clockwise)\b"
    r"[^.]{0,40}?(?:\b(?:shows?|represents?|indicates?|depicts?|marks?)\b|[:,])"
)
_EVENTLESS: Final = (_SCENE, _HABIT, _DEFINITION, _LEGEND)


def is_eventless(text: str) -> bool:
    """Whether a sentence tells nothing that happened, will happen or was said, as far as its form shows it."""
    return reflects(text) or any(pattern.match(text) for pattern in _EVENTLESS)
