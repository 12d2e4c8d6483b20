"""The entries of one document, taken in one by one: the seen skipped, the limits kept, one entry a guid. It knows no format."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from wirefeed.formats.document import Document
from wirefeed.formats.duplicates import one_each
from wirefeed.formats.fields import Remarks, condensed
from wirefeed.formats.limits import ITEMS, PASS
from wirefeed.model.delivery import Entry, Fault, FaultKind, Parsed
from wirefeed.model.ids import digest
from wirefeed.model.item import PubStatus
from wirefeed.text.dateline import find_dateline

_T = TypeVar("_T")
_MOST_SUBJECTS: Final = 64
_LONGEST_SUBJECT: Final = 300
_LONGEST_HEADLINE: Final = 300
_SENTENCE_END: Final = re.compile(r"(?<=[.!?؟。])\s")


def take_each(
    document: Document,
    seen: frozenset[bytes],
    raws: Sequence[tuple[bytes, _T]],
    build: Callable[[_T, Remarks], Entry | None],
    *,
    name: str,
    faults: Sequence[Fault] = (),
) -> Parsed:
    """Read a document's entries, each given as its bytes and what a format made of them, leaving out those in ``seen``.

    ``build`` makes an Entry, or notes why there is none and gives None. ``name`` is the format's.
    """
    remarks = Remarks(faults=[*document.faults, *faults])
    entries, marks, digests = list[Entry](), list[bytes](), set[bytes]()
    skipped, left, size = 0, 0, 0
    for i, (content, raw) in enumerate(raws, 1):
        mark = digest(content)
        if mark in seen:
            skipped += 1
        elif entries and (left or len(entries) >= ITEMS or size + len(content) > PASS):
            left += 1
            continue
        else:
            remarks.where = f"item {i}"
            size += len(content)
            if (entry := build(raw, remarks)) is None:
                pass  # the format has noted why
            elif says_nothing(entry):
                remarks.note(FaultKind.EMPTY_ENTRY, "neither a headline nor a text nor a caption", lost=True)
            else:
                entries.append(_headed(entry))
                marks.append(mark)
        digests.add(mark)
    remarks.where = "document"
    if left:
        remarks.note(FaultKind.TOO_MANY, f"{left} entries are left for the next pass, {len(entries)} read in this")
    kept = one_each(entries, remarks)
    return Parsed(
        format=name,
        entries=tuple(kept.values()),
        faults=condensed(remarks.faults),
        digests=frozenset(digests),
        marks=tuple(marks[i] for i in kept),
        skipped=skipped,
    )


def says_nothing(entry: Entry) -> bool:
    """Whether there is neither headline nor text nor caption. A kill may say nothing but whom it kills."""
    return entry.pubstatus is not PubStatus.CANCELED and not (entry.headline or entry.text or entry.summary or entry.picture.caption)


def _headed(entry: Entry) -> Entry:
    """The entry with a headline: an alert's is its text, a picture's the first sentence of its caption.

    A kill may say nothing but whom it kills, and is no empty entry for that.
    """
    if entry.headline:
        return entry
    if entry.pubstatus is PubStatus.CANCELED and not entry.text:
        return replace(entry, headline=entry.slugline or entry.ednote or entry.guid)
    opening = _undated(" ".join((entry.text or "").partition("\n")[0].split()))
    if not opening:
        opening = _SENTENCE_END.split(entry.picture.caption or "", maxsplit=1)[0]
    if len(opening) > _LONGEST_HEADLINE:
        opening = _SENTENCE_END.split(opening, maxsplit=1)[0]
    return replace(entry, headline=opening or None)


def _undated(opening: str) -> str:
    """A paragraph without the dateline it begins with, where anything else is in it."""
    dateline = find_dateline(opening)
    return opening[dateline.span.end :].strip() or opening if dateline else opening


def subjects_of(terms: Sequence[str | None]) -> tuple[str, ...]:
    """Subjects in order, each once, those too long for a code or name left out."""
    lines = (" ".join(term.split()) for term in terms if term and len(term) <= _LONGEST_SUBJECT)
    return tuple(dict.fromkeys(filter(None, lines)))[:_MOST_SUBJECTS]
