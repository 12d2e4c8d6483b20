"""Names the agency that carried a quotation, the way a newsroom does. It attributes nothing to a speaker: that stays the source's."""

import re
from functools import cache
from typing import Final

from wirefeed.compose.change import Change
from wirefeed.compose.cite import SAYING, edited, framed
from wirefeed.compose.frame import is_name, speaks
from wirefeed.model.story import Member
from wirefeed.text.speech import SAID_BY_LANGUAGE
from wirefeed.text.words import primary

QUOTATION: Final = re.compile(r"[\"“«][^\"“”«»]*[\"”»]")
LEAST_QUOTED: Final = 3
"""Words from which a passage in quotation marks is a quotation and not a term."""
_TITLE: Final = re.compile(
    r"[\"“«][A-Z0-9][\w’'.:&-]*(?:,? (?:[A-Z0-9&][\w’'.:&-]*|a|an|and|at|by|for|from|in|of|on|or|the|to|with)){1,7},?[.,]?[\"”»]"
)
"""A work, a programme or a name in quotation marks: every word but the smallest has a capital."""
_AFTER: Final = r"(?:as|when|while|in|at|on|after|during|by|from|before|ahead of|following|through|via|late|early)"
_WHERE: Final = (
    r" (?:in (?:a|an|his|her|their|its|the) (?:\w+ )?"
    r"(?:statement|speech|interview|letter|e-?mail|tweet|post|report|address|briefing|release)"
    r"|at (?:a|an|the) |during |after (?:the|a|his|her|their) |on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)
_SPEAKER_SAID: Final = re.compile(
    rf"[\"“][^\"“”]+[,?!][\"”] (?P<speaker>[^,.;:\"“”]{{2,80}}?) (?P<verb>{SAYING})(?: {_AFTER} [^\"“”:;]{{1,120}})?\.",
)
_SAID_SPEAKER: Final = re.compile(
    rf"[\"“][^\"“”]+[,?!][\"”] (?P<verb>{SAYING}) (?P<speaker>[^.;:\"“”]{{2,120}}?)(?:{_WHERE}[^.;:\"“”]*)?\."
)
_OF_A_DESK: Final = re.compile(r" \([^()]*\)$")
"""What tells one desk of an agency from another, and is not said in its own text: "Norvik Post (Online)"."""
SHORT_FORM: Final = re.compile(r"\b(?:[A-Za-z]\.){2,}$")
"""A full stop that belongs to "p.m." too, and stays."""
_PRONOUNS: Final = {"he": "quoted-him", "she": "quoted-her", "they": "quoted-them"}


def is_creditable(name: str) -> bool:
    """Whether an agency's name can be printed inside a sentence: a name, and no code with figures in it."""
    return is_name(name) and not any(letter.isdigit() for letter in name)


def quotations(text: str) -> list[tuple[int, int]]:
    """Where a sentence quotes somebody: from mark to mark."""
    if '"' not in text and "“" not in text and "«" not in text:
        return []
    return [found.span() for found in QUOTATION.finditer(text)]


def has_quotation(text: str) -> bool:
    """Whether a sentence quotes somebody at some length: not a name or a title of a few words."""
    found = [text[start:end] for start, end in quotations(text)]
    return any(len(words.split()) >= LEAST_QUOTED and not _TITLE.fullmatch(words) for words in found)


def credit(member: Member, start: int, end: int, agency: str, language: str) -> tuple[Change, ...]:
    """The changes that say which agency carried the quotation in the sentence from ``start`` to ``end``.

    ``"...", X said.`` becomes ``"...", AGENCY quoted X as saying.``; ``X said: "..."`` becomes ``X said, according to AGENCY: "..."``;
    otherwise the agency follows at the end. Nothing when the sentence names the agency itself.
    """
    text = member.item.text[start:end]
    if any(_OF_A_DESK.sub("", name) in text for name in (member.agency.name, agency)):
        return ()
    return (
        _quoted_as_saying(member, start, text, agency, language)
        or _according_to(start, text, agency, language)
        or _reported(end, text, agency, language)
    )


def own_words(start: int, end: int, agency: str, language: str) -> tuple[Change, ...]:
    """The changes that give a sentence as its writer's own words: ``AGENCY wrote: '...'``."""
    return Change(start, start, (framed("wrote", language, agency),)), Change(end, end, (framed("unquote", language),))


def _quoted_as_saying(member: Member, start: int, text: str, agency: str, language: str) -> tuple[Change, ...]:
    if not speaks(language, "quoted"):
        return ()
    found = _SPEAKER_SAID.fullmatch(text) or _SAID_SPEAKER.fullmatch(text)
    if found is None:
        return ()
    (speaker, speaker_end), (verb, verb_end) = found.span("speaker"), found.span("verb")
    begin, finish = min(speaker, verb), max(speaker_end, verb_end)
    if pronoun := _PRONOUNS.get(found["speaker"]):
        dropped = edited("drop:attribution", member, start + begin, start + finish, language)
        return (Change(start + begin, start + finish, (dropped, framed(pronoun, language, agency))),)
    quoted, saying = framed("quoted", language, agency), framed(_saying(found["speaker"]), language)
    if speaker < verb:
        dropped = edited("drop:attribution", member, start + speaker_end, start + verb_end, language)
        return (Change(start + speaker, start + speaker, (quoted,)), Change(start + speaker_end, start + verb_end, (dropped, saying)))
    dropped = edited("drop:attribution", member, start + verb, start + speaker, language)
    return (Change(start + verb, start + speaker, (dropped, quoted)), Change(start + speaker_end, start + speaker_end, (saying,)))


def _saying(speaker: str) -> str:
    """An apposition is closed by a comma, unless the source has closed it: ``Anna Berg, a lawyer, as saying``."""
    return "saying-comma" if "," in speaker and not speaker.endswith(",") else "saying"


def _according_to(start: int, text: str, agency: str, language: str) -> tuple[Change, ...]:
    said = SAID_BY_LANGUAGE.get(primary(language))
    if said is None or not speaks(language, "according"):
        return ()
    masked = QUOTATION.sub(lambda found: f'"{" " * (len(found[0]) - 2)}"', text)
    found = _before_quotation(said).search(masked)
    if found is None:
        return ()
    at = start + found.end("said")
    return (Change(at, at, (framed("according" if found["mark"] else "according-comma", language, agency),)),)


@cache
def _before_quotation(said: str) -> re.Pattern[str]:
    """A verb of saying, with a listener perhaps, and the quotation after it."""
    return re.compile(rf"(?P<said>\b(?:{said})(?=[:,] \"|(?: [\w’'-]+){{1,4}}[:,] \"| \")(?: [\w’'-]+){{0,4}})(?P<mark>[:,]?) \"")


def _reported(end: int, text: str, agency: str, language: str) -> tuple[Change, ...]:
    if text.endswith(".") and not text.endswith(" reported.") and not SHORT_FORM.search(text) and speaks(language, "reported"):
        return (Change(end - 1, end - 1, (framed("reported", language, agency),)),)
    return (Change(end, end, (framed("credit", language, agency),)),)
