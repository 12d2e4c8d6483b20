"""The story's picture: one member's caption and credit, kept apart, as they were published. It writes no caption."""

import re
from collections.abc import Sequence
from typing import Final

from wirefeed.compose.cite import verbatim
from wirefeed.compose.source import Source
from wirefeed.model.item import Item, ItemField
from wirefeed.model.story import Member, Segments

_CREDIT_AT_END: Final = re.compile(r"\s*\(([^()]{3,80})\)\s*$")
_LIKE_A_CREDIT: Final = re.compile(r"/|\bphoto\b|\bcourtesy\b|\bvia\b|\bgetty\b|\breuters\b|\bafp\b|\bap\b", re.IGNORECASE)
Picture = tuple[Segments, Segments, str | None]
"""(caption, credit, address of the image)."""


def picture_of(sources: Sequence[Source], lede: int, members: Sequence[Member] = ()) -> Picture:
    """The picture of the source that gave the lede, else of the first source that has caption and credit, else of any with one.

    Of ``members`` those that are a picture and nothing else come last: agencies that send their photos as items of their own.
    """
    texts = [sources[lede].member, *(source.member for number, source in enumerate(sources) if number != lede)]
    printed = {member.ref for member in texts}
    alone = [member for member in members if member.ref not in printed and not member.item.text]
    return max((_picture(member) for member in (*texts, *alone)), key=lambda found: tuple(map(bool, found)), default=((), (), None))


def _picture(member: Member) -> Picture:
    item = member.item
    caption, credit = _span(item.caption), _span(item.credit)
    at_end = _credit_at_end(item) if caption else None
    words: Segments = (verbatim(member, *caption, ItemField.CAPTION),) if caption else ()
    names: Segments = (verbatim(member, *credit, ItemField.CREDIT),) if credit else ()
    if at_end is not None and caption:
        words = (verbatim(member, caption[0], at_end.start(), ItemField.CAPTION),)
        names = names or (verbatim(member, at_end.start(1), at_end.end(1), ItemField.CAPTION),)
    return words, names, item.image_url


def _credit_at_end(item: Item) -> re.Match[str] | None:
    """The credit an agency wrote in brackets after its caption, where something is left before it."""
    found = _CREDIT_AT_END.search(item.caption or "")
    return found if found and found.start() > 0 and _LIKE_A_CREDIT.search(found[1]) else None


def _span(text: str | None) -> tuple[int, int] | None:
    """From the first to the last character that is no white space; None when there is none."""
    if text is None or not text.strip():
        return None
    return len(text) - len(text.lstrip()), len(text.rstrip())
