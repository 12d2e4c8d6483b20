"""Whose copy a text is: the agency that it credits itself. It counts no voices; composing does."""

import re
from typing import Final

from wirefeed.model.feed import Agency
from wirefeed.text.agencies import MAJOR, canonical
from wirefeed.text.body import Body

_JOINTS: Final = re.compile(
    r"\s*(?:[,;/|&+·()]|\band\b|\bund\b|\bet\b|\by\b|\bby\b|\bи\b|\bwith\b|\bfor\b|\bvia\b|\s[–—-]\s)\s*", re.IGNORECASE
)
_LONGEST: Final = 200
# What stands at the end of a text: who filed it. "AFP contributed to this report" says who did not.
_DESK_LINE: Final = re.compile(r"\((?:Additional )?(?:Reporting|Writing)(?: and (?:writing|reporting))? by [^()]{2,300};?\s[Ee]diting by ")
_RIGHTS: Final = re.compile(
    r"(?:copyright|©|\(c\)).{0,40}?\b(Associated Press|Agence France-Presse|Thomson Reuters|Reuters|AFP|TASS|JTA|UPI)\b", re.IGNORECASE
)
# The footer of an agency's own copy; "the Associated Press contributed" is that of somebody else's.
_OWN_WRITERS: Final = re.compile(
    r"(?:The )?([A-Z][\w-]*(?: [A-Z][\w-]*){0,2}) (?:writers?|reporters?|correspondents?|journalists?) (?-i:[A-Z])"
)
# "(FRANCE 24 with AFP, AP)": a paper's name and those whose copy it is.
_WITH: Final = re.compile(r"\((?:[^()]{2,40} )?with ([^()]{2,80})\)\Z", re.IGNORECASE)
_LATE: Final = 1
"""Paragraphs that may still follow a line of which an agency's name is all: earlier it stands under a picture."""
_MARKS: Final = " \t\n()/[].—–-="


def find_origin(
    body: Body,
    agency: Agency,
    *,
    text: str = "",
    byline: str | None = None,
    source: str | None = None,
    creditline: str | None = None,
) -> str | None:
    """The canonical name of the agency a text credits (``AFP``); None when it credits nobody but its own agency.

    Dateline, then byline ("AFP and TOI STAFF"), the document's own statements (creditline, RSS source), and what stands at the end of
    the text. A dateline with the agency's own name settles it. ``text`` is what ``body`` was lifted from.
    """
    own = _names_of(agency)
    dateline = body.dateline.agency if body.dateline else None
    if dateline is not None and dateline in own:
        return None
    named = (dateline, *_credits(byline), *_credits(creditline), *_credits(source), *_endings(body, text))
    return next((name for name in named if name and name not in own), None)


def _credits(line: str | None) -> tuple[str, ...]:
    """Known agencies named in a credit, in order; a name that may be a person's ("Nina") counts in capitals only."""
    if not line:
        return ()
    parts = _JOINTS.split(line[:_LONGEST])
    return tuple(found for part in parts if (found := canonical(part)) and (found in MAJOR or part.isupper() or " " in part))


def _endings(body: Body, text: str) -> tuple[str, ...]:
    """Agencies named by the lines that were lifted off the ends of a text: the first line, credits and rights."""
    named = []
    for dropped in body.dropped:
        line = text[dropped.span.start : dropped.span.end][:_LONGEST].strip()
        if dropped.reason == "rights":
            rights = _RIGHTS.search(line)
            named.append(rights[1] if rights else "")
        elif dropped.reason in ("credit", "heading"):
            before = sum(paragraph.end <= dropped.span.start for paragraph in body.paragraphs)
            named.append(_filed_by(line, opens=not before, closes=before >= len(body.paragraphs) - _LATE))
    return tuple(name for name in map(canonical, named) if name)


def _filed_by(line: str, *, opens: bool, closes: bool) -> str:
    """The agency a line at either end of a text names as the one that filed it; empty where it names none."""
    if _DESK_LINE.match(line):
        return "Reuters"
    if writers := _OWN_WRITERS.match(line):
        return writers[1]
    if closes and (shared := _WITH.search(line)):
        return next(iter(_credits(shared[1])), "")
    alone = line.strip(_MARKS)
    return alone if closes or (opens and canonical(alone) in MAJOR) else ""


def _names_of(agency: Agency) -> frozenset[str]:
    known = (canonical(name) for name in (agency.key, agency.name, agency.quoted_as))
    return frozenset(name for name in (agency.key, agency.name, *known) if name)
