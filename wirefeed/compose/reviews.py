"""Whether a story is of reviews of a work, and which sentence says what the work is. It knows no works, only how they are spoken of."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

LONG: Final = 300
PER_WORK: Final = 1000
PER_SPEAKER: Final = 1200
"""Characters of a text that may be a review; characters to one naming of a work, at most, and to one speaker, at least."""
_WORKS: Final = (" film", " movie", " novel", " album")
_SPEAKERS: Final = (
    *(" said ", " said.", " says.", " told ", "ccording to "),
    *(" reports", " reported", " announced", " confirmed", " denied"),
)
_TITLE: Final = re.compile(r"(?<!\w)[\"“‘']+ ?([A-Z][\w’' :&-]{2,40}?) ?[,.]?[\"”’']")
_MADE: Final = re.compile(
    r"\b(?:[A-Z][\w’'-]+ (?:plays|stars)|starring|(?:directed|written|adapted|played) by|(?:director|screenwriter) [A-Z]\w+"
    r"|based on|adaptation of|remake of|sequel to|tells|follows)\b"
)


def work_reviewed(texts: Sequence[str]) -> str:
    """The title of the work most of some texts review; empty where they review none.

    A review speaks of a film or a book all along, and hardly anybody says anything in it.
    """
    long = [text for text in texts if len(text) >= LONG]
    if not long or 2 * sum(map(_is_review, long)) < len(long):
        return ""
    quoted = Counter(title for text in long for title in _TITLE.findall(text))
    return max(quoted, key=lambda title: (quoted[title], sum(text.count(title) for text in long), title), default="")


def presents(text: str) -> bool:
    """Whether a sentence that names a work says who made it, who plays in it, or what it tells."""
    return _MADE.search(text) is not None


def _is_review(text: str) -> bool:
    if sum(map(text.count, _WORKS)) < len(text) / PER_WORK:
        return False
    return sum(map(text.count, _SPEAKERS)) <= len(text) / PER_SPEAKER
