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
    """Agencies named by the credits and rights that were lifted off a text."""
    named = []
    for dropped in body.dropped:
        if dropped.reason not in ("credit", "rights"):
            continue
        line = text[dropped.span.start : dropped.span.end][:_LONGEST]
        if dropped.reason == "rights":
            rights = _RIGHTS.search(line)
            named.append(canonical(rights[1]) if rights else None)
        else:
            named.append("Reuters" if _DESK_LINE.match(line) else canonical(line.strip(_MARKS)))
    return tuple(name for name in named if name)


def _names_of(agency: Agency) -> frozenset[str]:
    known = (canonical(name) for name in (agency.key, agency.name, agency.quoted_as))
    return frozenset(name for name in (agency.key, agency.name, *known) if name)
