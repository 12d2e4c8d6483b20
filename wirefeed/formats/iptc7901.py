"""Teleprinter text (IPTC 7901, ANPA 1312: dpa, ATS, AP, Kyodo) -> entries. Notebooks that are not for publication are cut off unread."""

import re
from datetime import UTC, datetime
from typing import Final

from wirefeed.formats.batch import take_each
from wirefeed.formats.contacts import without_contact_lines, without_contacts
from wirefeed.formats.document import Document, Shape
from wirefeed.formats.fields import Remarks, person
from wirefeed.formats.limits import FIELD, ITEMS
from wirefeed.formats.terms import weightiest
from wirefeed.formats.wrapped import paragraphs
from wirefeed.model.delivery import Entry, FaultKind, Parsed
from wirefeed.model.item import Kind

_HEADER: Final = re.compile(r"([A-Za-z]{2,4})(\d{2,5}) {1,3}(\d) {1,3}([A-Za-z]{1,4})(?: {1,3}(\d{1,5}))?(?: {1,20}([^\r\n]{0,80}))?")
_ANPA: Final = re.compile(
    r"([A-Za-z])(\d{4})([A-Za-z]{0,8})\x1f[^\r\n]{0,40}[\r\n]{1,4}\s{0,4}([a-z]) ?([a-z])[\x11-\x14]{0,2} ?([^\r\n]{0,120})"
)
_START: Final = re.compile(r"[\x00-\x20\x7f]{0,40}\x01(?=[A-Za-z]{1,4}\d{2})")
_PLAIN_START: Final = re.compile(r"[a-z]{3}\d{3,5} \d [a-z]{1,2} {1,3}\d{1,5} {1,20}\w")
_LOOKED_AT: Final = 400
_ENDED: Final = re.compile(r"(?<!\d)(\d\d)(\d\d)(\d\d) {0,2}(GMT|UTC|Z)? {0,2}([^\W\d_]{3,9})\.? {0,2}(\d\d)(?!\d)", re.IGNORECASE)
_ENDED_AP: Final = re.compile(r"[A-Z]{2,4}-[A-Z]{2}-(\d\d)-(\d\d)-(\d\d) (\d\d)(\d\d)GMT")
_ENDED_KYODO: Final = re.compile(r"[A-Z]{2,4}-(\d\d):(\d\d)-(\d\d)-(\d\d)-(\d\d)")
_MONTHS: Final = (
    ("jan", "ene", "gen"),
    ("feb", "fév", "fev"),
    ("mar", "mär", "mrz"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mag"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aoû", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt", "ott"),
    ("nov",),
    ("dec", "dez", "déc", "dic"),
)
_MONTH_OF: Final = {name: i for i, names in enumerate(_MONTHS, 1) for name in names}
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NOT_PUBLIC: Final = re.compile(
    r"^[ \t]*(?:#{1,3}[ \t]*[^\n]{0,40}(?:NOTEBOOK|Notizblock)|(?:The )?following information is not (?:intended )?for publication"
    r"|Die folgenden Informationen sind nicht zur Ver.{1,4}ffentlichung|#{1,3}[ \t]*(?:Editorial|dpa) contacts)",
    re.IGNORECASE | re.MULTILINE,
)
_HEADING_END: Final = re.compile(r"[=+][ \t]*$", re.MULTILINE)
_COLUMN: Final = "    "
_LINE_END: Final = re.compile(r"[<=][ \t]*$", re.MULTILINE)
_CARET: Final = re.compile(r"^[ \t]*\^([^\n]*)$", re.MULTILINE)
_AGATE: Final = re.compile(r"^[^;\n]{0,60}(?:;[^;\n]{0,40}){3,60}$", re.MULTILINE)
_TAG: Final = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th) )?(lead|net|update|urgent|flash|correction|corrected|repeat|roundup|refile|extra|advisory|kill|snap)\W*$",
    re.IGNORECASE,
)
_TAG_KINDS: Final = {
    "lead": Kind.LEAD,
    "net": Kind.LEAD,
    "update": Kind.UPDATE,
    "urgent": Kind.ALERT,
    "flash": Kind.ALERT,
    "extra": Kind.ALERT,
    "snap": Kind.ALERT,
    "correction": Kind.CORRECTION,
    "corrected": Kind.CORRECTION,
    "repeat": Kind.REPEAT,
    "advisory": Kind.ADVISORY,
    "kill": Kind.KILL,
    "refile": Kind.CORRECTION,
}
_BYLINE: Final = re.compile(r"(?:by|von|par|por) (?=\S)", re.IGNORECASE)
_SLUG_WORDS: Final = re.compile(r",\s?(?:\d{1,5})?$")
_PRIORITIES: Final = {"b": 2, "u": 3, "r": 4, "d": 5}
_FLASH_WORDS: Final = 100
_WRITE_THROUGH: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th) ?Ld-Writethr", re.IGNORECASE)
_AP_DATELINE: Final = re.compile(r"^[^()\n]{1,80}\([A-Z][\w /]{1,20}\) {1,3}(?:_|--?|–|—) {1,3}")
_LONGEST_HEADING: Final = 4000
_LONGEST_TITLE: Final = 8
_LONGEST_HEADLINE: Final = 200


def recognises(document: Document) -> bool:
    """Whether the text opens with a header of either standard, its control characters kept or lost on the way."""
    if document.shape is not Shape.OTHER:
        return False
    head = document.body[:_LOOKED_AT].decode("utf-8", "replace")
    return _PLAIN_START.match(head) is not None or any(
        _HEADER.match(head, found.end()) or _ANPA.match(head, found.end()) for found in [_START.match(head)] if found
    )


def read(document: Document, seen: frozenset[bytes]) -> Parsed:
    """The entries not in ``seen``, one a message. Never raises on its own account."""
    text = document.body.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    messages = [piece for piece in text.split("\x01", ITEMS + 1) if piece.strip(" \n\t\x00\x16\x7f")]
    raws = [(message.encode(), message) for message in messages]
    return take_each(document, seen, raws, _entry, name="iptc7901")


def _entry(message: str, remarks: Remarks) -> Entry | None:
    if len(message) > FIELD:
        remarks.note(FaultKind.TOO_LONG, f"a message of {len(message)} characters", lost=True)
        return None
    if found := _ANPA.match(message):
        return _anpa(message, found, remarks)
    if found := _HEADER.match(message):
        return _iptc(message, found, remarks)
    remarks.note(FaultKind.BAD_ENTRY, "a message without a header", lost=True)
    return None


def _iptc(message: str, header: re.Match[str], remarks: Remarks) -> Entry:
    """IPTC 7901: header, slug, STX, heading up to an equals sign, text, ETX, day and time."""
    source, number, urgency = header.group(1), header.group(2), header.group(3)
    head, _, rest = message[header.end() :].partition("\x02")
    if not rest:
        head, rest = "", head
    body, _, end = rest.partition("\x03")
    published = _ended(end or body[-200:])
    heading, text = _heading(body if end else _ENDED.sub("", body))
    slug, headline, byline, kind = _read_heading(heading)
    day = published.date().isoformat() if published else None
    guid = f"{source}{number}:{day}" if day else None
    remarks.where = guid or f"{source}{number}"
    if published is None:
        remarks.note(FaultKind.BAD_DATE, "no day and time at the end of the message")
    return Entry(
        guid=guid,
        kind=kind,
        headline=headline,
        slugline=" ".join(_clean(head).split()).strip("/ ") or slug,
        byline=byline,
        published=published,
        text=_text(text),
        urgency=int(urgency) or None,
    )


def _anpa(message: str, header: re.Match[str], remarks: Remarks) -> Entry:
    """ANPA 1312 as AP and Kyodo write it: two lines of header, STX, lines marked with a caret, text, ETX, sign-off."""
    service, number, priority, version = header.group(1), header.group(2), header.group(4), header.group(6)
    body, _, end = message[header.end() :].partition("\x02")[2].partition("\x03")
    published = _ended(end)
    notes, text = _carets(body)
    slug = _SLUG_WORDS.sub("", notes.pop(0)) if notes else None
    headline, byline, ednote, summary = _sorted_notes(notes)
    day = published.date().isoformat() if published else None
    guid = f"{service}{number}:{day}" if day else None
    remarks.where = guid or f"{service}{number}"
    if published is None:
        remarks.note(FaultKind.BAD_DATE, "no day and time at the end of the message")
    words = len(text.split())
    kind = _anpa_kind(slug or version, priority, words)
    plain = _text(text) or summary
    if headline is None and plain and kind is Kind.ALERT:
        headline = _AP_DATELINE.sub("", plain.partition("\n")[0])[:_LONGEST_HEADLINE]
    return Entry(
        guid=guid,
        kind=kind,
        headline=headline,
        slugline=slug,
        byline=byline,
        published=published,
        summary=summary if plain != summary else None,
        text=plain,
        urgency=_PRIORITIES.get(priority) or (1 if kind is Kind.ALERT else None),
        ednote=ednote,
    )


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


def _heading(body: str) -> tuple[str, str]:
    """What stands before the text, up to a line that ends in an equals (Kyodo: plus) sign, and the text."""
    end = _HEADING_END.search(body, 0, _LONGEST_HEADING)
    return (_clean(body[: end.start()]), body[end.end() :]) if end else ("", body)


def _read_heading(heading: str) -> tuple[str | None, str | None, str | None, Kind | None]:
    """The slug (where it stands in the heading), headline, byline and kind a heading states, line by line."""
    slug, byline, lines, tags = None, None, list[str](), list[str]()
    for line in (" ".join(line.split()) for line in heading.split("\n")):
        if tag := _TAG.match(line.strip("()")):
            tags.append(tag.group(1))
        elif _BYLINE.match(line) and lines:
            byline = byline or person(without_contacts(line) or "")
        elif line.count("/") > 1 and line.endswith("/") and not lines:
            slug = line.strip("/")
        elif line:
            lines.append(line)
    return slug, " ".join(lines) or None, byline, weightiest(_TAG_KINDS.get(tag.lower()) for tag in tags)


def _carets(body: str) -> tuple[list[str], str]:
    """The lines marked with a caret (or ended with a less-than or plus sign) before the text, and the text."""
    notes, lines = list[str](), body.split("\n")
    at = 0
    for at, line in enumerate(lines):
        stripped = _clean(line).strip()
        first = at == 0 or (not line[:1].isspace() and stripped.endswith("+"))
        if stripped and not first and not stripped.startswith("^"):
            break
        pieces = [piece.strip("^<=+ ") for piece in re.split(r"<\s{0,5}\^", stripped)]
        notes += [piece for piece in pieces if piece and not re.fullmatch(r"\*\d{2,6}", piece)]
    else:
        at = len(lines)
    return notes, "\n".join(lines[at:])


def _sorted_notes(notes: list[str]) -> tuple[str | None, str | None, str | None, str | None]:
    """Headline, byline (with the title on the line after it), note to editors and summary among the marked lines."""
    headline, byline, ednote, others = None, list[str](), None, list[str]()
    last = ""
    for note in notes:
        before, last = last, note
        if note.startswith(("AP Photo", "AP Graphic", "AP Video", "With AP")):
            continue
        if note.lower().startswith("eds:"):
            ednote = without_contacts(note)
        elif _BYLINE.match(note) or (byline and before == byline[-1] and len(note.split()) <= _LONGEST_TITLE and not note.isupper()):
            byline.append(note)
        elif headline is None:
            headline = note
        else:
            others.append(note)
    name = person(without_contacts(", ".join(byline[:2])) or "") if byline else None
    return headline, name, ednote, "\n\n".join(others) or None


def _anpa_kind(slug: str, priority: str, words: int) -> Kind | None:
    """An alert by its slug, or by a priority of flash or bulletin where it is short (features go by "f" as well); a write-through."""
    if "newsalert" in slug.lower().replace(" ", "") or (priority in "fb" and 0 < words <= _FLASH_WORDS):
        return Kind.ALERT
    return Kind.WRITE_THROUGH if _WRITE_THROUGH.search(slug) else None


def _text(body: str) -> str | None:
    """The text in paragraphs, without what follows the first sign of a notebook."""
    found = _NOT_PUBLIC.search(body)
    public = body[: found.start()] if found else body
    plain = _CARET.sub(r"\n\1\n", _LINE_END.sub("", _clean(public.replace("\x1f", _COLUMN))))
    agate = _AGATE.sub(lambda row: row.group().replace(";", _COLUMN), plain)
    return without_contact_lines(paragraphs(agate)) or None


def _ended(end: str) -> datetime | None:
    """The day and time a message ends with: ``131137 GMT Nov 13``, ``AP-WF-11-13-13 1509GMT``, ``KWS-21:37-09-12-18``.

    Naive where no zone is given.
    """
    try:
        if found := _ENDED_AP.search(end):
            month, day, year, hour, minute = map(int, found.groups())
            return datetime(2000 + year, month, day, hour, minute, tzinfo=UTC)
        if found := _ENDED_KYODO.search(end):
            hour, minute, day, month, year = map(int, found.groups())
            return datetime(2000 + year, month, day, hour, minute)  # noqa: DTZ001 - read later in the agency's zone
        if found := _ENDED.search(end):
            day, hour, minute, year = (int(found.group(i)) for i in (1, 2, 3, 6))
            name = found.group(5).lower()
            number = _MONTH_OF.get(name) or _MONTH_OF.get(name[:4]) or _MONTH_OF.get(name[:3]) or 0
            return datetime(2000 + year, number, day, hour, minute, tzinfo=UTC if found.group(4) else None)
    except ValueError:
        return None
    return None
