"""What keeps a document that is not well-formed within bounds before feedparser's forgiving, slow parser gets it. It mends nothing."""

import re
from typing import Final

from wirefeed.formats.limits import ATTRIBUTES, PERSON, SUBJECTS, TAGS
from wirefeed.formats.prolog import outside_cdata
from wirefeed.formats.scan import OverLimit

_ITEM: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,30}:)?(?:item|entry)(?=[\s>])", re.IGNORECASE)
_PERSON: Final = re.compile(
    rb"<(?:\w{1,20}:)?(?:author|creator|managingeditor|webmaster|publisher|owner)(?=[\s>])[^<>]{0,500}>"
    rb"\s{0,100}(?:<!\[CDATA\[)?[^<\s]{%d}" % PERSON,
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(rb"<(?:\w{1,20}:)?(?:category|subject|keywords)(?=[\s>/])", re.IGNORECASE)


def check_loose(body: bytes) -> None:
    """Refuse what the forgiving parser would take minutes for. Raises OverLimit."""
    tags = 0
    for literal, piece in outside_cdata(body):
        if literal:
            if not piece.endswith(b"]]>"):
                raise OverLimit("not well-formed: a CDATA section never closes")
            continue
        tags += piece.count(b"<")
        if any(tag.partition(b">")[0].count(b"=") > ATTRIBUTES for tag in piece.split(b"<")):
            raise OverLimit(f"not well-formed, with more than {ATTRIBUTES} attributes on one element")
    if tags > TAGS:
        raise OverLimit(f"not well-formed, with more than {TAGS} tags")
    if _PERSON.search(body):
        raise OverLimit(f"not well-formed, with an author of more than {PERSON} characters")
    if any(len(_SUBJECT.findall(item)) > SUBJECTS for item in _ITEM.split(body)):
        raise OverLimit(f"not well-formed, with more than {SUBJECTS} categories in one entry")


def first_items(body: bytes, most: int) -> tuple[bytes, int]:
    """The document up to the end of its first ``most`` items, and how many items were left out."""
    starts = [found.start() for found in _ITEM.finditer(body)]
    return (body[: starts[most]], len(starts) - most) if len(starts) > most else (body, 0)
