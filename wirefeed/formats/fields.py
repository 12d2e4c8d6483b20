"""What every adapter to Entry needs: plain text of a field, times, names, and a place to note what was wrong. It knows no format."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from wirefeed.formats.dates import read_date
from wirefeed.formats.limits import FIELD
from wirefeed.model.delivery import Fault, FaultKind
from wirefeed.text.markup import Fragment, read_fragment

_TAGS: Final = (
    "a|abbr|b|big|blockquote|br|center|cite|div|em|figure|figcaption|font|h[1-6]|hr|i|iframe|img|li|ol|p|pre|q|s|script|section|small|span|"
    "strike|strong|style|sub|sup|table|tbody|td|th|tr|u|ul|video"
)
_TAG: Final = re.compile(rf"</?(?:{_TAGS})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_INLINE_DATA: Final = re.compile(r"data:[\w/+.-]{0,80}[;,][^\"'<>\s]{64,}")
_BREAKS: Final = re.compile(r"\n[ \t]*\n\s*")
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_EMPTY_BRACKETS: Final = re.compile(r"\(\s*\)|<\s*>|\[\s*\]|mailto:", re.IGNORECASE)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MOST_NOTES: Final = 100


@dataclass(slots=True)
class Remarks:
    """Collects the faults of a document; ``where`` names the entry at hand."""

    where: str = "document"
    faults: list[Fault] = field(default_factory=list)

    def note(self, kind: FaultKind, message: str, *, lost: bool = False) -> None:
        """Note a fault of the entry at hand."""
        self.faults.append(Fault(kind=kind, where=self.where, message=message[:500], lost=lost))


def condensed(faults: list[Fault]) -> tuple[Fault, ...]:
    """The faults, with mere warnings of one kind folded into a count beyond a hundred; what was lost is never folded."""
    met = Counter[FaultKind]()
    kept = []
    for fault in faults:
        if not fault.lost:
            met[fault.kind] += 1
        if fault.lost or met[fault.kind] <= _MOST_NOTES:
            kept.append(fault)
    more = [(kind, count - _MOST_NOTES) for kind, count in met.items() if count > _MOST_NOTES]
    return (*kept, *(Fault(kind=kind, where="document", message=f"{count} more of this kind") for kind, count in more))


def fragment_of(markup: str, remarks: Remarks, name: str, *, html: bool) -> Fragment:
    """A field as plain text, paragraphs parted by a blank line, with the pictures it shows; empty when it is too long to be read.

    ``html`` says whether it is mark-up.
    """
    if len(markup) > FIELD:
        markup = _INLINE_DATA.sub("", markup)
        if len(markup) > FIELD:
            remarks.note(FaultKind.TOO_LONG, f"{name}: {len(markup)} characters, left out")
            return Fragment(text="")
    if html and ("<" in markup or "&" in markup):
        return read_fragment(markup)
    return Fragment(text=_paragraphs(markup))


def looks_marked_up(text: str) -> bool:
    """Whether text in a field that should be plain holds tags or character references after all."""
    return ("<" in text and _TAG.search(text) is not None) or ("&" in text and _REFERENCE.search(text) is not None)


def line_of(markup: str, remarks: Remarks, name: str, *, html: bool) -> str | None:
    """A field as one line of plain text; None when it says nothing."""
    return " ".join(fragment_of(markup, remarks, name, html=html).text.split()) or None


def _paragraphs(text: str) -> str:
    """Plain text: blank lines part its paragraphs; where there is none, every line is one."""
    text = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in text:
        return " ".join(text.split())
    pieces = _BREAKS.split(text) if _BREAKS.search(text) else text.split("\n")
    return "\n\n".join(line for line in (" ".join(piece.split()) for piece in pieces) if line)


def time_of(raw: str | None, remarks: Remarks, name: str) -> datetime | None:
    """The time a field states; what is wrong with it is noted."""
    if not raw or not raw.strip():
        return None
    moment, complaint = read_date(raw)
    if complaint:
        remarks.note(FaultKind.BAD_DATE, f"{name}: {complaint}")
    return moment


def person(name: str) -> str | None:
    """An author's name without e-mail addresses."""
    if "@" in name:
        name = _EMPTY_BRACKETS.sub(" ", _EMAIL.sub(" ", name))
    name = " ".join(name.split()).strip("<>,; ")
    return (name[1:-1].strip() if name[:1] == "(" and name[-1:] == ")" else name) or None


def sound(text: str) -> str:
    """Text without lone surrogates, which no encoding can carry."""
    return _SURROGATE.sub("\ufffd", text)
