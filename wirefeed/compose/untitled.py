"""The headline of a story none of whose texts has a title: its lede, where that is short. It writes none and cuts none short."""

import re
from dataclasses import replace
from typing import Final

from wirefeed.compose.pairing import has_term
from wirefeed.model.story import SegmentKind, Segments

LONGEST: Final = 20
"""Words of a lede that can be its own headline."""
_DAY: Final = re.compile(
    r"\b(?:(?:last|this|next) (?:week|month|year|night)|yesterday|today|tonight|tomorrow|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    re.IGNORECASE,
)


def headline_from(lede: Segments) -> Segments:
    """A short lede as its own headline, whole and without its full stop.

    Nothing where it is long, edited, quotes a term or keeps a day no date stands for.
    """
    last, text = lede[-1], "".join(segment.text for segment in lede)
    if any(segment.kind is not SegmentKind.VERBATIM and segment.text for segment in lede) or last.source is None:
        return ()
    if len(text.split()) > LONGEST or not last.text.endswith(".") or has_term(text) or _DAY.search(text):
        return ()
    if last.text == ".":
        return lede[:-1]
    return (*lede[:-1], replace(last, text=last.text[:-1], source=replace(last.source, end=last.source.end - 1)))
