"""What a newsroom says of an item in words: killed, corrected, updated, embargoed, live, no article at all. It judges no news.

Structured fields (pubStatus, signal, RevisionId) say the same more reliably and go first; these are the words of plain feeds. They are
believed only where a desk puts them: as a tag before the headline (``UPDATE 2-``, ``CORRECTED:``, ``[KILL]``), at the beginning of the
text's first lines, or in the editor's note. ``Kill Bill returns``, ``Advisory board quits`` and ``Corrected vision`` are headlines.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from wirefeed.model.item import Kind
from wirefeed.text.embargo import Embargo, find_embargo

_LONGEST: Final = 400

# The tags before a headline by what they make of the item. Those of KILL count in capitals, or in full: nothing is withdrawn by a chance
# word.
_TAGS: Final = {
    Kind.KILL: (
        r"(?-i:(?:MANDATORY |STORY |BULLETIN )?KILL(?: (?:NOTICE|ADVISORY|STORY))?|WITHDRAWN|WITHDRAWAL|RETRACTED|RETRACTION)",
        r"(?-i:ANNULATION|ANULACIÓN|ANULAD[AO]|ANNULLAMENTO|ANNULLER(?:ET|ING)|STORNO|ZURÜCKGEZOGEN|INGETROKKEN)",
        r"(?-i:АННУЛИРОВАНО|АННУЛЯЦИЯ|ОТМЕНА|ОТОЗВАНО)|إلغاء|(?:mandatory kill|kill notice|kill(?=:))",
    ),
    Kind.CORRECTION: (
        r"correct(?:ed|ion|ive|s|ing)(?: and clarification)?|corr|refiled?|clarification|rectificati(?:f|on)|annule et remplace",
        r"berichtigung|korrektur|korrigiert|corrección|errata|correzione|rettifica|correctie|korrektion|rett(?:else|ing)|rättelse|korjaus|korjattu|исправлен(?:о|ие)|уточнен(?:о|ие)|تصحيح|תיקון",
    ),
    Kind.REPEAT: (r"(?-i:RPTS?)|repeat(?:s|ed|ing)?|repetición|retransmission|wiederholung|повтор",),
    Kind.ADVISORY: (
        r"(?-i:ADVISORY|EDITORS)|(?:media|news|editorial|coverage|press) advisory|(?:note to|attention) editors|editors['’]? note",
    ),
    Kind.HOLD: (r"(?-i:HOLD|WITHHELD)",),
    Kind.RELEASE: (r"(?-i:RELEASED?)|embargo lifted",),
    Kind.WRITE_THROUGH: (
        r"wrap ?up|write-?thru|write-?through|round ?up|synthèse",
        r"\d?(?:st|nd|rd|th)? ?(?:lead|ld)[- ]?(?:writethru|write-?thru|wt)",
    ),
    Kind.LEAD: (r"\d{0,2}(?:st|nd|rd|th)? ?(?:lead|ld|lede)",),
    Kind.UPDATE: (r"updat(?:ed?|es|ing)|upd|actualización|mise à jour|обновлено",),
    Kind.ALERT: (
        r"urgent|(?:news ?)?alert|flash|bulletin|snap|breaking(?: news)?|eil(?:meldung)?|dringend|urgente",
        r"срочно|молния|عاجل|تنبيه|מבזק",
    ),
}
_KINDS: Final = tuple(_TAGS)
# A tag ends with a mark, in a bracket, with the line, or (Reuters) with a hyphen before a capital.
_SEPARATOR: Final = (
    r"(?:\s*[\])>][\s:–—-]*|\s*[:|]+\s*|\s*/\s+|\s*[–—]\s*|\s+-{1,2}\s+|-(?=(?-i:[^\W\d_a-z])|[\d\"“‘'])|\s*\*{2,}\s*|\s*$"
    r"|\s(?=(?-i:RPT|UPDATE|CORRECTED|REFILE|WRAPUP)\b)|(?<=(?-i:\d(?:ST|ND|RD|TH) LEAD))\s+)"
)
_TAG: Final = re.compile(
    r"[\[(*<#!\s]{0,6}(?:"
    + "|".join(f"({'|'.join(patterns)})" for patterns in _TAGS.values())
    + r")(?:\s?(?:no\.? ?)?\d{1,2}(?!\d))?"
    + _SEPARATOR,
    re.IGNORECASE,
)
_MOST_TAGS: Final = 4
_STORY_WITHDRAWN: Final = re.compile(
    r"\b(?:story|report|item|alert|snap|headline)s?\b.{0,80}\b(?:withdrawn|killed|retracted)\b", re.IGNORECASE
)
# Which of several words decides.
_RANK: Final = (
    Kind.KILL,
    Kind.HOLD,
    Kind.CORRECTION,
    Kind.REPEAT,
    Kind.ADVISORY,
    Kind.LIVE_BLOG,
    Kind.RELEASE,
    Kind.WRITE_THROUGH,
    Kind.LEAD,
    Kind.UPDATE,
    Kind.ALERT,
)

_SLUG_ENDS: Final = (
    (Kind.KILL, re.compile(r"[,/-]\s?(?:KILL|Kill)$")),
    (Kind.WRITE_THROUGH, re.compile(r",\s?\d{0,2}(?:st|nd|rd|th)?\s?Ld-Writethr(?:u|ough)?$", re.IGNORECASE)),
    (Kind.LEAD, re.compile(r"[,/-]\s?(?:\d{1,2}(?:st|nd|rd|th)\s?(?:lead|ld)|lead\s?\d{1,2})$", re.IGNORECASE)),
)
_COPY: Final = r"(?:story|report|item|article|headline|copy|piece|dispatch|version|text|alert)"
_ADDRESSED: Final = r"\W*(?:editors?|eds|attention(?: editors)?|(?-i:ADVISORY)|note to editors)\b[:,\s–—-]{1,4}"
_WITHDRAWN: Final = r"(?:kill|withdraws?|withdrawn|withdrawing|disregard|retracts?|retracted|do not (?:use|publish))"
# What the first lines of a text, or its editor's note, begin with.
_NOTES: Final = (
    (Kind.KILL, r"\W*(?:(?:MANDATORY |STORY )?KILL\b(?: NOTICE| ADVISORY)?\s*(?:[:!.*–—-]|$)|KILL KILL\b)"),
    (Kind.KILL, rf"(?i:{_ADDRESSED}.{{0,80}}?\b{_WITHDRAWN}\b.{{0,80}}?\b{_COPY}\b)"),
    (
        Kind.KILL,
        rf"(?i:\W*(?:this|(?:the|our) (?:above|earlier|previous)) {_COPY} (?:has been|is) (?:withdrawn|killed|retracted|annulled)\b)",
    ),
    (Kind.CORRECTION, r"\W*(?:CORRECTS|CORRECTING|CORRECTION|CORRECTED|CORRECTIVE)\b|\((?:Corrects|Corrected|Refiles|Fixes|Clarifies)\b"),
    (Kind.CORRECTION, rf"(?i:\W*\(?this {_COPY} corrects\b|\W*correction(?:\s*[:–—]|s? to ))"),
    (Kind.REPEAT, r"\W*(?:REPEATS|REPEATING|REPEAT)\b|\((?:Repeats|Repeating)\b"),
    (Kind.WRITE_THROUGH, r"\((?:Writes through|Recasts|Rewrites|New throughout)\b|\W*(?:RECASTS|WRITETHRU|1ST LD-WRITETHRU)\b"),
    (Kind.UPDATE, r"\W*(?:UPDATES|UPDATING|ADDS|ADDING)\b|\((?:Updates?|Adds|Releads)\b"),
    (Kind.ADVISORY, r"\W*(?:ADVISORY|MEDIA ADVISORY|NOTE TO EDITORS)\b"),
    (Kind.ALERT, r"\W*(?:URGENT|FLASH|ALERT|NEWS ALERT|BULLETIN)\W*$"),
)
_NOTED: Final = tuple((kind, re.compile(pattern)) for kind, pattern in _NOTES)
# In a note the first word may be written small: it can only be about the item.
_NOTE_WORDS: Final = {
    **dict.fromkeys(("corrects", "correcting", "corrected", "correction", "fixes"), Kind.CORRECTION),
    **dict.fromkeys(("updates", "updating", "updated", "adds", "adding", "päivitetty", "uppdaterad", "oppdatert"), Kind.UPDATE),
    **dict.fromkeys(("repeats", "repeating"), Kind.REPEAT),
    "recasts": Kind.WRITE_THROUGH,
    "kill": Kind.KILL,
    **dict.fromkeys(
        ("korjattu", "korjaus", "rättelse", "rättat", "rettelse", "korrektion", "berichtigung", "rectificatif"), Kind.CORRECTION
    ),
}
_FIRST_WORD: Final = re.compile(r"(?:\W*(?:eds|editors|attention)\b\W*)?\W*([^\W\d_]+)\b", re.IGNORECASE)

_LIVE: Final = re.compile(
    r"\W*(?:live\s?blog\b|live\s*(?:[:|]|[–—-]\s)|live (?:updates?|news|coverage)\b|en direct\b|direct\s*[:.|]|онлайн\s*:|трансляция\s*:"
    r"|liveticker\b|newsblog\b|(?-i:LIVE)\s+(?=[A-Z\"“‘]))|as it happened\s*[:–—|-]",
    re.IGNORECASE,
)
_LIVE_END: Final = re.compile(
    r"[:–—|-]\s*(?:live(?: updates?| blog| news| coverage)?|as it happened|en direct|liveticker)\W{0,3}$", re.IGNORECASE
)
_LIVE_PATH: Final = re.compile(
    r"/(?:live-?blogs?|live-?news|live-?updates?|live-?ticker|newsblog|live|en-direct)(?:[/_]|-\w+-\d|$)"
    r"|-(?:live-?blog|live-updates?|as-it-happened)(?:[/._-]|$)"
)

_NO_ARTICLE_PATH: Final = re.compile(
    r"/(?:spotlight|sponsored?|sponsored-content|partner-?content|paid-content|paid-?post|advertorials?|brandvoice|brand-studio|promoted"
    r"|advertisement|anzeigen?|publireportage|programme-guide|tv-guide|horoscopes?|crosswords?)(?:/|$)"
)
_SOLD: Final = "sponsored|advertorial|promoted|paid post|paid content|partner content|anzeige|publireportage|на правах рекламы|реклама"
_SOLD_END: Final = re.compile(
    r"\s[-–—|]\s*(?:sponsored(?: content| post)?|advertorial|(?:paid|partner) (?:content|post))\W*$", re.IGNORECASE
)
_NO_ARTICLE_TITLE: Final = re.compile(
    rf"\W*(?:(?:{_SOLD})\s*(?:[:|\])]|[–—-]\s)|(?:planning|coverage) (?:note|list|advisory|plan)s?\b|news ?list\b|day ?book\b"
    r"|(?:news|editorial) (?:plan|programme|schedule|diary)\b"
    r"|(?:[\w/]{1,20}[-/ ])?(?:tages|wochen|monats|termin)vorschau\b|[\w/]{1,20}[-/ ]audio-programm\b|themenplanung\b"
    r"|(?:highlights|main stories) of the .{0,30}\bwire\b"
    r"|\w{2,10} top (?:\w+ ){0,3}(?:news|headlines|stories) at \d|impressum\s*$|media ?watch \w+ \d"
    r"|(?:planning|agenda|mémo|memo|prévisions?)(?:\s+(?:for|du|of) (?:the day|\w+day\b|\d).{0,40})?\W*$|مذكرة\s*$|index(?:\.xml)?\s*$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What the words say. ``headline`` is the headline without its tags; ``kind`` None where nothing is said.

    ``no_article`` says why the item is none (sponsored, a planning note); None where it may be one.
    """

    headline: str
    kind: Kind | None = None
    embargo: Embargo | None = None
    no_article: str | None = None


def read(
    headline: str,
    lines: Iterable[str] = (),
    *,
    published: datetime,
    zone: str = "UTC",
    ednote: str = "",
    slugline: str = "",
    url: str = "",
) -> Signals:
    """Read the newsroom's words out of a headline, a text's first lines (two are enough), the editor's note, slug and link.

    ``published`` (aware UTC) and ``zone`` are what embargo times without day or zone are read by.
    """
    tagged, clean = _tags(headline[:_LONGEST])
    found = {*tagged, *_flags(slugline)}
    first = [line[:_LONGEST] for line in lines][:2]
    found.update(kind for line in first if (kind := _noted(line)))
    if ednote:
        found.update(kind for kind in (_noted(ednote), _note_word(ednote)) if kind)
    if _LIVE.match(headline) or _LIVE_END.search(headline[-60:]) or _LIVE_PATH.search(url):
        found.add(Kind.LIVE_BLOG)
    embargo = next((said for line in (headline, ednote, *first) if line and (said := find_embargo(line, zone, published))), None)
    if embargo and embargo.lifted:
        found.add(Kind.RELEASE)
    elif embargo and embargo.until is None:
        found.add(Kind.HOLD)
    return Signals(
        headline=clean or headline,
        kind=next((kind for kind in _RANK if kind in found), None),
        embargo=embargo,
        no_article=_why_no_article(headline, slugline, url),
    )


def _tags(headline: str) -> tuple[list[Kind], str]:
    """The kinds of the tags a headline begins with, and the rest of it."""
    kinds: list[Kind] = []
    at = 0
    while len(kinds) < _MOST_TAGS and (match := _TAG.match(headline, at)):
        kind = _KINDS[(match.lastindex or 1) - 1]
        if kind is Kind.KILL and headline.isupper() and "KILL" not in match[0]:
            break
        kinds.append(kind)
        at = match.end()
    if Kind.ADVISORY in kinds and _STORY_WITHDRAWN.search(headline, at):
        kinds.append(Kind.KILL)
    return kinds, headline[at:].strip()


def _flags(slugline: str) -> list[Kind]:
    """The kinds a slug states: it is a flag (``URGENT``), or ends in one (``FERRY-ACCIDENT,KILL``, ``BC-EU--Ferry, 1st Ld-Writethru``)."""
    slug = slugline[:_LONGEST].strip()
    if not slug:
        return []
    kinds, rest = _tags(slug)
    return [*([] if rest else kinds), *(kind for kind, ending in _SLUG_ENDS if ending.search(slug))]


def _noted(line: str) -> Kind | None:
    return next((kind for kind, pattern in _NOTED if pattern.match(line)), None)


def _note_word(ednote: str) -> Kind | None:
    match = _FIRST_WORD.match(ednote[:_LONGEST])
    return _NOTE_WORDS.get(match[1].lower()) if match else None


def _why_no_article(headline: str, slugline: str, url: str) -> str | None:
    if url and (found := _NO_ARTICLE_PATH.search(url)):
        return f"the address says {found[0].strip('/')}"
    for line in (headline[:_LONGEST], slugline[:_LONGEST]):
        if line and (match := _NO_ARTICLE_TITLE.match(line) or _SOLD_END.search(line)):
            return f"headed {match[0].strip(' -–—|')!r}"
    return None
