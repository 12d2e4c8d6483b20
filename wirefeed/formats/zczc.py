r"""Telegraph framing (``ZCZC`` ... ``NNNN``) with marked header lines, as AAP's wire writes it -> entries. It carries no time and no id.

::

    ZCZC AAP
    %A                  route
    #Ferry_BC1          slug
    $Ferry aground      headline (``^`` in sport, ``:`` where there is no other)
    :(LINDHAVEN)        place
    &AAPIS\\name         who keyed it in: not kept
    *03015000           IPTC subject (also ``+``)
    text
    NNNN
"""

import re
from typing import Final

from wirefeed.formats.batch import take_each
from wirefeed.formats.contacts import without_contact_lines
from wirefeed.formats.document import Document, Shape
from wirefeed.formats.fields import Remarks
from wirefeed.formats.limits import FIELD, ITEMS
from wirefeed.formats.wrapped import paragraphs
from wirefeed.model.delivery import Entry, FaultKind, Parsed

_START: Final = re.compile(r"(?:^|(?<=\n))[ \t\x00-\x08\x0b\x0c\x0e-\x1f]{0,40}ZCZC\b[^\n]{0,80}(?:\n|$)")
_END: Final = re.compile(r"^[ \t]*NNNN[ \t]*$", re.MULTILINE)
_MARKS: Final = "%#$:&*@+=^!~"
_ROUTE: Final = re.compile(r"YY [A-Z0-9() ]{1,120}$")
_SUBJECT: Final = re.compile(r"\d{8}")
_PLACE: Final = re.compile(r"\(([^()]{2,60})\)")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MOST_HEADERS: Final = 40
_LOOKED_AT: Final = 200


def recognises(document: Document) -> bool:
    """Whether the text opens with the start-of-message signal."""
    return document.shape is Shape.OTHER and _START.match(_lines(document.body[:_LOOKED_AT])) is not None


def read(document: Document, seen: frozenset[bytes]) -> Parsed:
    """The entries not in ``seen``, one a message. Never raises on its own account."""
    messages = [piece for piece in _START.split(_lines(document.body), ITEMS + 1) if piece.strip()]
    return take_each(document, seen, [(message.encode(), message) for message in messages], _entry, name="zczc")


def _lines(body: bytes) -> str:
    """The text with its lines ended one way; telegraph ends them with a carriage return alone."""
    return body.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")


def _entry(message: str, remarks: Remarks) -> Entry | None:
    if len(message) > FIELD:
        remarks.note(FaultKind.TOO_LONG, f"a message of {len(message)} characters", lost=True)
        return None
    end = _END.search(message)
    headers, body = _split(_CONTROL.sub("", message[: end.start()] if end else message))
    said = {mark: [line[1:].strip() for line in headers if line[0] == mark] for mark in _MARKS}
    place = next((found[1] for line in said[":"] if (found := _PLACE.fullmatch(line))), None)
    titles = (line for mark in "$^:" for line in said[mark] if len(line) > 1 and any(map(str.isalpha, line)) and not _PLACE.fullmatch(line))
    slug = next(filter(None, said["#"]), None)
    remarks.where = (slug or "message")[:200]
    return Entry(
        headline=next(titles, None),
        slugline=slug,
        located=place,
        text=without_contact_lines(paragraphs(body)) or None,
        subjects=tuple(dict.fromkeys(line for mark in "*+" for line in said[mark] if _SUBJECT.fullmatch(line))),
    )


def _split(message: str) -> tuple[list[str], str]:
    """The marked lines a message begins with, and its text. Blank lines among them are nothing."""
    lines = message.split("\n")
    headers = list[str]()
    for at, line in enumerate(lines):
        stripped = line.strip()
        if len(headers) >= _MOST_HEADERS or (stripped and stripped[0] not in _MARKS and not _ROUTE.match(stripped)):
            return headers, "\n".join(lines[at:])
        if stripped and stripped[0] in _MARKS:
            headers.append(stripped)
    return headers, ""
