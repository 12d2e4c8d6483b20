"""Credit lines of pictures: who took it, which agency supplied it, who passed it on; and where a caption ends and its credit begins.

Every name is a part of the line as it stands. What cannot be told stays untold: a lone unknown name may be a person or a house.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from wirefeed.model.delivery import Picture
from wirefeed.text.agencies import canonical
from wirefeed.text.clean import clean_line

_LABELS: Final = (
    r"photo(?:graph)?s?(?: credit| courtesy)?|pictures?(?: credit)?|images?(?: credit| source| copyright)?|file photo|credits?|source|"
    r"copyright|"
    r"foto(?:s|grafie)?|bild(?:er|quelle|rechte)?|quelle|crédits?|crédit photo|фото|zdj\.?|fot\.?|foto de|imagen|imagem|cr[eé]dito|kuva|ảnh"
)
_LABEL: Final = re.compile(
    rf"^(?:(?:{_LABELS})\s*(?:[:/|,]|\bby\b|\bvon\b|\bpar\b|\bpor\b|\bdi\b)\s*|(?:photo|picture|image) by\s+|[©ⓒ]\s*|\(c\)\s+)+",
    re.IGNORECASE,
)
_BY: Final = re.compile(r"^(?:photo(?:graph)?|picture|foto|image)s?\s*(?:by|von|par|por|:)\s*", re.IGNORECASE)
_JOINTS: Final = re.compile(r"\s*(?:/|\||,?\s+via\s+|(?<=\w)\s+[–—]\s+)\s*", re.IGNORECASE)
_FORM: Final = re.compile(r"[\s,]*\b(?:file(?: photo| pic)?|files|archive?s?|archiv|photos?|pool photo)\.?$", re.IGNORECASE)
_YEAR: Final = re.compile(r"^(?:\d{4}\s+)?(?:copyright\s+)?", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"[\s.]*[(\[]\s*([^()\[\]]{2,140}?)\s*[)\]]\s*\.?\s*$")
_LABELLED: Final = re.compile(
    rf"(?:^|(?<=[\s.!?\"”|)–—-]))((?:(?:{_LABELS})\s*[:/|]|(?:photo(?:graph)?|picture|image) by\s|image source,|[©ⓒ])"
    r"\s*[^.:!?\n][^:!?\n]{1,110})$",
    re.IGNORECASE,
)
_SLASHED: Final = re.compile(r"(?<=[.!?\"”])\s+((?:[A-Z][\w.'’-]+\s){0,4}[\w.'’ -]{2,40}\s?/\s?[A-Z][^.!?]{1,60})$")
_BARRED: Final = re.compile(r"\s[|•·]\s+([^|•·]{3,100})$")
_MORE: Final = re.compile(r"\s*(?:vis mer|visa mer|show more|read more|mehr anzeigen|lees meer|voir plus)\s*$", re.IGNORECASE)
_HOUSE_LAST: Final = re.compile(r"(?<=[.!?。\"”])\s+([^.!?\s][^.!?]{1,40})$")
_BEFORE: Final = re.compile(r"[.!?]\s+((?:[A-Z][\w.'’-]+\s){1,3}[A-Z][\w.'’-]+)$")
_HOUSES: Final = frozenset(
    """
    getty|getty images|istock|istockphoto|getty images/istockphoto|shutterstock|shutterstock.com|alamy|alamy stock photo|corbis|rex
    rex features|rex/shutterstock|epa|epa-efe|efe-epa|european pressphoto agency|sputnik|zuma|zuma press|zuma wire|imago|imago images
    picture alliance|picture-alliance|flash90|flash 90|polaris|nurphoto|sipa|sipa usa|sipa press|abaca|abacapress|anadolu|anadolu agency
    anadolu images|bloomberg|wireimage|filmmagic|keystone|ap images|ap photo|afp photo|afp forum|pa images|pa wire|press association images
    magnum photos|redux|contour|action images|usa today sports|usa today|camera press|le pictorium|hans lucas|maxar|maxar technologies
    planet labs|nasa|wikimedia commons|wikimedia|pool|pool photo|scanpix|ntb scanpix|lehtikuva|ritzau scanpix|belga|dpa|postmedia
    postmedia news|photo alliance|xinhua|tass|ria novosti|kyodo|yonhap|unsplash|pixabay|pexels|adobe stock|depositphotos
    """.replace("\n", "|")
    .replace("|    ", "|")
    .split("|")
)
"""Houses that supply pictures, beside the news agencies of ``text.agencies``; lower case."""
_NO_PERSON: Final = re.compile(
    r"\b(?:images?|photos?|press|news|agency|agence|agentur|media|handout|office|ministry|police|department|government|university|museum|"
    r"museum|service|services|studio|pictures?|archive|library|television|tv|forces?|defen[cs]e|council|committee|party|foundation|group|"
    r"company|inc|ltd|gmbh|supplied|courtesy|stock|screenshot|screengrab|social|twitter|facebook|instagram|x|youtube|via|by|collection|reuters|court)\b",
    re.IGNORECASE,
)
_NAME: Final = re.compile(
    r"[^\W\d_][\w.'’`-]*(?:\s+(?:(?:de|da|van|von|der|den|bin|al|el|di|du|la|le|ter|del|dos|y)\s+)*[^\W\d_][\w.'’`-]*){1,4}"
)
_LONGEST: Final = 200
_UNNAMED: Final = ("courtesy", "handout", "screenshot", "supplied")
_AGENCY_PHOTO: Final = re.compile(r"(?:AP|AFP|EPA) photo\b", re.IGNORECASE)
_FILE_ORIGINS: Final = (
    (re.compile(r"^(?:AFP_{1,2}[0-9A-Z]|000_[0-9A-Z]{5,})", re.IGNORECASE), "AFP"),
    (re.compile(r"^AP_?\d{6,}", re.IGNORECASE), "AP"),
    (re.compile(r"RTR[A-Z]{2,5}P|^RTS?X?[0-9A-Z]{5,}\.|^REUTERS[_-]|LYNX[A-Z]{3}", re.IGNORECASE), "Reuters"),
    (re.compile(r"^Getty_?Images-\d{5,}", re.IGNORECASE), "Getty Images"),
    (re.compile(r"^shutterstock_\d{5,}", re.IGNORECASE), "Shutterstock"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """The names of a credit line as it writes them: photographer, the agency that supplied, and those that passed it on, in order."""

    photographer: str | None = None
    agency: str | None = None
    distributors: tuple[str, ...] = ()


def read_credit(line: str | None) -> Credit:
    """The parts of a credit: ``Ana LIM / SPUTNIK / AFP``, ``(AP Photo/Ana Lim, File)``, ``AFP PHOTO / ANA LIM``, ``REUTERS/Ana Lim``."""
    text = (clean_line(line, _LONGEST) or "").strip(" ()[]|.;,")
    by = _BY.match(text) is not None
    text = _YEAR.sub("", _LABEL.sub("", text)).strip(" ()[]|.;,")
    parts = [part for piece in _JOINTS.split(text) if (part := _FORM.sub("", piece).strip(" ,;()[]©"))]
    if not parts:
        return Credit()
    known = [is_house(part) for part in parts]
    if len(parts) == 1:
        return Credit(agency=parts[0]) if known[0] else Credit(photographer=parts[0] if by and _is_person(parts[0]) else None)
    people = [i for i, part in enumerate(parts) if not known[i] and _is_person(part)]
    taker = people[0] if people and any(known) and people[0] in (0, len(parts) - 1) else None
    if taker is None and by and people and people[0] == 0:
        taker = 0
    houses = [part for i, part in enumerate(parts) if i != taker]
    if not any(known):
        return Credit(photographer=parts[taker] if taker is not None else None, agency=houses[0] if taker is not None and houses else None)
    return Credit(photographer=parts[taker] if taker is not None else None, agency=houses[0], distributors=tuple(houses[1:]))


def told_apart(picture: Picture) -> Picture:
    """A picture with its caption's own credit taken off the caption, and its photographer read from the credit, where it gave none."""
    if picture.caption is None and picture.credit is None:
        return picture  # as most items have it
    caption, ending = split_caption(picture.caption)
    if ending is None:
        caption = picture.caption
    credit = without_label(picture.credit or ending)
    return replace(picture, caption=caption, credit=credit, photographer=picture.photographer or read_credit(credit).photographer)


def names_of(credit: str | None, photographer: str | None, image_url: str | None) -> Credit:
    """Everybody a picture owes: as its credit says, the agency by the name of its file where the credit names none."""
    found = read_credit(credit)
    return Credit(
        photographer=photographer or found.photographer,
        agency=found.agency or (origin_of_file(image_url) if not found.distributors else None),
        distributors=found.distributors,
    )


def without_label(credit: str | None) -> str | None:
    """A credit without what only says that it is one: ``Photo: Ana Lim/AP`` -> ``Ana Lim/AP``."""
    if not credit:
        return None
    bare = _MORE.sub("", credit).strip()
    bare = bare[1:-1].strip() if bare[:1] == "(" and bare.find(")") == len(bare) - 1 else bare
    return _LABEL.sub("", bare).strip() or credit


def is_house(name: str) -> bool:
    """Whether a name is that of a news agency or a house that supplies pictures."""
    plain = name.strip(" .").lower()
    if plain in _HOUSES or plain.removesuffix(" images") in _HOUSES or plain.removesuffix(" photo") in _HOUSES:
        return True
    return canonical(name) is not None and (name.isupper() or " " in name or len(name) > 4)  # noqa: PLR2004 - "Nina" is a person too


def _is_person(name: str) -> bool:
    return len(name) <= 60 and _NAME.fullmatch(name) is not None and _NO_PERSON.search(name) is None and not name[0].islower()  # noqa: PLR2004


def split_caption(caption: str | None) -> tuple[str | None, str | None]:
    """A caption without the credit at its end, and that credit; (caption, None) where none can be told from the words."""
    text = clean_line(caption, 4000)
    if not text:
        return None, None
    bracket = _BRACKETED.search(text)
    if bracket and looks_like_credit(bracket[1]):
        if taker := _BEFORE.search(text[: bracket.start()]):
            return _ended(text[: taker.start(1)]), text[taker.start(1) :].strip()
        return _ended(text[: bracket.start() + (1 if text[bracket.start() : bracket.start() + 1] == "." else 0)]), bracket[1]
    found = _LABELLED.search(text) or _BARRED.search(text) or _SLASHED.search(text) or _HOUSE_LAST.search(text)
    if found and (found.re is _LABELLED or looks_like_credit(found[1]) or (found.re is _BARRED and _is_person(found[1]))):
        return _ended(text[: found.start(1)]), found[1].strip()
    return text, None


def _ended(text: str) -> str | None:
    return text.strip().rstrip("|–—-·• ").strip() or None


def looks_like_credit(text: str) -> bool:
    """Whether a few words are a credit: they name a house, or are labelled as one."""
    if _LABEL.match(text):
        return True
    parts = [_FORM.sub("", part).strip(" ,;") for part in _JOINTS.split(text.strip())]
    if len(parts) > 1 and "/" in text and _is_person(parts[0]):
        return True
    if any(is_house(part) or is_house(part.split(",")[0]) for part in parts if part):
        return True
    return text.lower().startswith(_UNNAMED) or _AGENCY_PHOTO.match(text) is not None


def origin_of_file(url: str | None) -> str | None:
    """The agency whose naming a picture's file follows: ``AFP__20260702__B92.jpg`` -> AFP. None where the name tells nothing."""
    name = (url or "").partition("?")[0].rstrip("/").rpartition("/")[2][:_LONGEST]
    return next((agency for form, agency in _FILE_ORIGINS if form.search(name)), None)
