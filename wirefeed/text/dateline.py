"""The dateline a text opens with: place, printed date, agency, and the characters all of it takes. It does not read the date.

Forms (``-`` stands for any dash)::

    MOSCOW, January 21. /TASS/. The ...          IGORA /Leningrad Region/, December 26. /TASS/. The ...
    STOCKHOLM, Aug 29, 2014 (AFP) - The ...      Paris, 21 jan 2019 (AFP) - Le ...       WARSAW (AFP) - The ...
    SEOUL, South Korea - The ...                 New York - In his ...                   NEW DELHI: The ...
    Salem, OR - The ...
    JTA - The ...    (JTA) -- The ...            (ANSA) - ROME, JUL 11 - The ...         SEOUL, Nov 26 AFP - The ...

A place in capitals, a printed date, a known agency or a known city is asked for: ``London - the capital`` is a sentence.
"""

import re
from dataclasses import dataclass
from typing import Final

from wirefeed.text.agencies import MAJOR, canonical
from wirefeed.text.listing import listed
from wirefeed.text.places import CITIES
from wirefeed.text.span import Span

LONGEST: Final = 140
"""Characters a dateline may take."""
_LONGEST_PLACE: Final = 60
_LONGEST_ORIGIN: Final = 110
_MOST_PARTS: Final = 3
_MOST_WORDS: Final = 5
_SHORTEST_CAPITALS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """A dateline where it stands. ``place`` and ``date`` as printed (the place without its region); ``agency`` its canonical name."""

    span: Span
    place: str | None = None
    date: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class _Origin:
    """What stands before the dash. ``sure``: capitals, a date or a known city, as no sentence begins; ``region``: it names one."""

    place: str | None
    date: str | None
    sure: bool
    region: bool = False


_STATE: Final = re.compile(
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
"""As in an address: "Charlottesville, VA - "."""
_DASH: Final = re.compile(r"\s*(?:--+|[—–―−])\s*|\s+[-_=]\s+|\s*\.\s?(?:--+|[-–—])\s*|(?<=[)/])\s*[-_=](?=\s)\s*")
_AFTER_MARK: Final = re.compile(r"\s*[.,:]?\s*(?:--+|[—–―−_=]|-(?=\s|$))?\s*\.?\s*")
_SIGN: Final = re.compile(r"[—–―−/(:=_【]|-[-\s]|日电")
_ANY_DASH: Final = re.compile(r"--|[—–―−_=-]")
_BRACKET: Final = re.compile(r"\(\s*([^()\n]{2,40}?)\s*\)")
_COLON: Final = re.compile(r"\s*:\s+")

_MONTHS: Final = """
january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre décembre decembre janv févr fév avr juil déc
januar februar märz maerz mai juni juli oktober dezember jän okt dez
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ene abr ago dic
gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug set ott
января февраля марта апреля мая июня июля августа сентября октября ноября декабря янв фев мар апр июн июл авг сен сент окт ноя дек
يناير فبراير مارس أبريل ابريل مايو يونيو يوليو أغسطس اغسطس سبتمبر أكتوبر اكتوبر نوفمبر ديسمبر
بינואר ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
"""
_MONTH: Final = "(?:" + "|".join(sorted(set(_MONTHS.split()), key=lambda name: (-len(name), name))) + r")\.?(?!\w)"
_LEVANT: Final = r"(?:[\u0621-\u064a]{2,8}(?:\s[\u0621-\u064a]{2,8})?/)?"
_DATE: Final = re.compile(
    # The Levant's name of a month stands before the other with a slash.
    rf"(?:(?<=[\s,.])|^)(?:{_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{1,2}}(?:\.|er|º)?\s*(?:de\s+)?{_LEVANT}{_MONTH}(?:\s+de)?(?:,?\s+\d{{4}})?"
    r"|\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?)\s*[.,]?$",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")
_WEEKDAY: Final = re.compile(r"[,\s]+(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)[a-z]{0,6}\.?,?$", re.IGNORECASE)
_WEEKDAYS: Final = listed("monday tuesday wednesday thursday friday saturday sunday")
_REGION: Final = re.compile(r"\s*(?:/[^/\n]{2,40}/|\([^()\n]{2,40}\))\s*(?=,|$)")
_PARTICLES: Final = listed("de la le el al of the and du des del dos da do di den der im am an on upon y e et sur und и на в")
_NAME_START: Final = re.compile(r"[^\W\d_]")
_INSIDE_NAME: Final = re.compile(r"['’`ʻ‘(]?[^\W\d_]")
_DISTRICT: Final = re.compile(r"Mc(?=[A-Z])|(?<=[A-Z])[’']s\b|-(?:[a-z]+)-|\b(?:d|l)['’](?=[A-Z])")
_NOT_PLACES: Final = listed("""
    a above after an at before below bottom center centre left on one right since until
    advisory alert analysis answer attention background blog breaking by caption claim clarification comment commentary correction corrected
    deal developing disclaimer editorial essay exclusive explainer fact factbox false fashion feature file flash from highlights how image
    in interview just latest letter letters list live media mixture more movie music name new news note monday tuesday
    wednesday thursday friday saturday sunday notebook obituary of official only
    opinion photo photos picture pictures podcast poll preview profile question quiz quote quotes rating read recap recipe related report
    result results review roundup scroll see sign so source special spoiler sport sports story subscribe summary tags technology the this
    timeline to top trailer true unconfirmed update updated urgent verdict video videos view vote warning watch what who why wrapup you
    """)
_THE_PLACES: Final = frozenset({"the hague", "the bronx", "the woodlands", "the villages", "the valley", "the dalles"})
_OPENING: Final = "\"'“”‘’«„‹([`…¿¡"
_CHINESE: Final = re.compile(r"(新华社|新華社|中新社|中新网)([^\W\d]{2,12}?)(\d{1,2}月\d{1,2}日)电[　\s]*(?:（[^（）\n]{1,30}）)?[　\s]*")
_KOREAN: Final = re.compile(r"\(\s*([^()=\n]{1,20})=\s*([^()=\n]{2,12})\)\s*(?:[^=\n]{0,40}=\s*)?")
_JAPANESE: Final = re.compile(r"【([^\W\d_]{1,14}?)(AFP時事|共同|時事|ロイター|CNN)】\s*")


def find_dateline(text: str, start: int = 0) -> Dateline | None:
    """The dateline that begins at ``start`` (white space aside), with the dash or slug that ends it; None where there is none."""
    while start < len(text) and text[start].isspace():
        start += 1
    end = text.find("\n", start, start + LONGEST)
    head = text[start : end if end >= 0 else start + LONGEST]
    if not _SIGN.search(head) or not (_NAME_START.match(head) or head[0] in "(【/"):
        return None
    found = _asian(head) if head[0] in "新中(【" else None
    found = found or _with_slashes(head) or _with_brackets(head) or _with_dash(head) or _with_colon(head)
    found = found or _named_below(text, start, head)
    if found is None or not _opens_report(text, start + found.span.end, found):
        return None
    return Dateline(span=Span(start, start + found.span.end), place=found.place, date=found.date, agency=found.agency)


SHORT_PLACE: Final = re.compile(r"([A-Z]{3,4})\s+(?:--+|[—–―-])\s+(?=[A-Z])")


def _named_below(text: str, start: int, head: str) -> Dateline | None:
    """Capitals too few to tell a place from an acronym, where the text itself goes on to write it as a name: ``HOPE - ... in Hope``."""
    found = SHORT_PLACE.match(head)
    if found is None or found[1].lower() in _NOT_PLACES:
        return None
    name = re.compile(rf"(?<=[a-z,] ){found[1].title()}\b")
    return Dateline(span=Span(0, found.end()), place=found[1]) if name.search(text, start + found.end()) else None


def _opens_report(text: str, at: int, found: Dateline) -> bool:
    """Whether what follows can begin a report: after a known agency anything, else no small letter and no line of capitals."""
    if found.agency is not None:
        return True
    following = text[at : at + LONGEST].partition("\n")[0]
    if not following.strip():
        return found.date is not None or text[:at].rstrip(" -–—").endswith(")")
    if following[0].islower() and not following[1:2].isupper():
        return False
    return found.date is not None or following != following.upper() or following == following.lower()


def _dateline(end: int, origin: _Origin, agency: str | None) -> Dateline:
    return Dateline(span=Span(0, end), place=origin.place, date=origin.date, agency=agency)


def _with_slashes(head: str) -> Dateline | None:
    """``PLACE, date. /TASS/. ``: the agency between slashes, alone or with its correspondent."""
    opened = head.find("/")
    while opened >= 0:
        closed = head.find("/", opened + 1)
        if closed < 0:
            return None
        agency = _agency_in(head[opened + 1 : closed])
        origin = _origin(head[:opened])
        end = _after_mark(head, closed + 1)
        if origin and agency and (origin.sure or head[opened + 1] != " "):
            return _dateline(end, origin, agency)
        if origin and origin.sure and _ANY_DASH.search(head, closed, end) and head[opened + 1 : opened + 2] == " ":
            return _dateline(end, origin, None)
        opened = closed
    return None


def _agency_in(credit: str) -> str | None:
    """The agency of a credit such as ``TASS``, ``TASS-DEFENSE`` or ``TASS correspondent Ivan Ivanov``."""
    whole = canonical(credit)
    if whole or len(credit) > _LONGEST_PLACE:
        return whole
    return next((found for word in re.split(r"[\s,\-]+", credit) if (found := canonical(word)) in MAJOR), None)


def _with_brackets(head: str) -> Dateline | None:
    """``PLACE, date (AFP) - ``, ``Harstad, Norway (CNN) ``, ``(JTA) -- ``, ``(ANSA) - ROME, JUL 11 - ``."""
    for mark in _BRACKET.finditer(head):
        before = head[: mark.start()].rstrip()
        agency = canonical(mark[1])
        origin = _origin(before) if before else _Origin(None, None, sure=False)
        if origin is None:
            return None
        end = _after_mark(head, mark.end())
        dashed = _ANY_DASH.search(head, mark.end(), end) is not None
        if agency and not before and dashed:
            return _then_place(head, end, agency)
        sure = origin.sure or (origin.region and agency in MAJOR and not head[end : end + 1].islower())
        if agency and (dashed or sure or not before):
            return _dateline(_after_date(head, end), origin, agency)
        if dashed and (origin.sure or origin.region or not before) and _is_outlet(mark[1]):
            return _dateline(_after_date(head, end), origin, None)
    return None


def _is_outlet(name: str) -> bool:
    """Whether an unknown name in brackets can be who reports: ``(WSVN)``, ``(Sports Network)``, but no region or remark."""
    return name[0].isupper() and len(name.split()) <= _MOST_PARTS and name.lower() not in _NOT_PLACES and _DATE.search(name) is None


def _then_place(head: str, end: int, agency: str) -> Dateline:
    """An agency that comes first, with the place and date that may follow it."""
    dash = _DASH.search(head, end)
    origin = _origin(head[end : dash.start()]) if dash else None
    if dash and origin and origin.sure:
        return _dateline(dash.end(), origin, agency)
    return _dateline(end, _Origin(None, None, sure=False), agency)


def _with_dash(head: str) -> Dateline | None:
    """``SEOUL, South Korea - ``, ``SEOUL, Nov 26 AFP - ``, ``JTA - ``, ``WASHINGTON - April 27 - ``."""
    dash = _DASH.search(head)
    if dash is None or dash.start() == 0:
        return None
    before = head[: dash.start()]
    if canonical(before) in MAJOR:
        return _then_place(head, dash.end(), canonical(before) or "")
    words = before.rstrip(" .,").rsplit(maxsplit=1)
    agency = canonical(words[1]) if len(words) > 1 else None
    origin = _origin(words[0]) if agency else None
    if origin and (origin.date or (origin.sure and agency in MAJOR)):
        return _dateline(dash.end(), origin, agency)
    origin = _origin(before)
    if origin is None or not origin.sure or origin.place is None:
        return None
    trailing = _agency_after(head, dash.end())
    if trailing:
        return _dateline(trailing[1], origin, trailing[0])
    return _dateline(_after_date(head, dash.end()), origin, None)


def _agency_after(head: str, at: int) -> tuple[str, int] | None:
    """``МОСКВА, 21 янв - РИА Новости. ``: an agency between the dash and a full stop."""
    stop = head.find(". ", at, at + 30)
    agency = canonical(head[at:stop]) if stop > 0 else None
    return (agency, stop + 2) if agency else None


def _after_date(head: str, at: int) -> int:
    """Past a date and its dash that follow the first dash: ``WASHINGTON - April 27 - ``."""
    dash = re.compile(r"\s+-+\s*|\s*[—–]\s*").search(head, at, at + 24)
    return dash.end() if dash and _DATE.fullmatch(head[at : dash.start()].strip()) else at


def _with_colon(head: str) -> Dateline | None:
    """``NEW DELHI: ``, for known cities alone: any phrase may stand before a colon."""
    colon = _COLON.search(head, 0, _LONGEST_PLACE)
    origin = _origin(head[: colon.start()]) if colon else None
    if colon and origin and origin.place and origin.place.lower() in CITIES:
        return _dateline(colon.end(), origin, None)
    return None


def _after_mark(head: str, at: int) -> int:
    match = _AFTER_MARK.match(head, at)
    return match.end() if match else at


def _origin(before: str) -> _Origin | None:
    """Place and date of what stands before the agency or dash; None where it is neither."""
    if len(before) > _LONGEST_ORIGIN:
        return None
    rest = _REGION.sub("", before.strip(" ,.\u00a0"))
    dated = _DATE.search(rest) if _DIGIT.search(rest) else None
    date = dated[0].strip(" ,.") if dated else None
    if dated:
        rest = rest[: dated.start()]
    rest = _WEEKDAY.sub("", rest.rstrip(" ,.\u00a0") + ("" if rest.endswith(",") else ","))
    rest = rest.strip(" ,.\u00a0")
    if not rest or rest.lower() in _WEEKDAYS:
        return _Origin(None, date, sure=date is not None and bool(rest)) if date else None
    parts = [part.strip() for part in rest.split(",")]
    if len(rest) > _LONGEST_PLACE or len(parts) > _MOST_PARTS or not all(map(_is_name, parts)):
        return None
    place = parts[0]
    known = place.lower() in CITIES
    capitals = _in_capitals(place) and (known or len(parts) > 1 or date is not None or len(place) >= _SHORTEST_CAPITALS)
    sure = known or capitals or date is not None or (len(parts) > 1 and _STATE.fullmatch(parts[-1]) is not None)
    return _Origin(place, date, sure=sure, region=len(parts) > 1)


def _is_name(part: str) -> bool:
    words = part.split()
    if not words or len(words) > _MOST_WORDS or part.lower() in _NOT_PLACES:
        return False
    first = words[0].lower()
    if first in _NOT_PLACES and first != "new" and part.lower() not in _THE_PLACES:
        return False
    return all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    if word in _PARTICLES:
        return True
    return bool(_INSIDE_NAME.match(word)) and not word[0].islower() and not any(map(str.isdigit, word)) and word[-1] not in ':;!?"”'


def _in_capitals(place: str) -> bool:
    plain = " ".join(word for word in _DISTRICT.sub("", place).split() if word not in _PARTICLES)
    return plain.isupper()


def _asian(head: str) -> Dateline | None:
    """Forms without a dash: ``新华社北京4月24日电``, ``(서울=연합뉴스)``, ``【ワシントン共同】``."""
    if match := _CHINESE.match(head):
        return Dateline(span=Span(0, match.end()), place=match[2], date=match[3], agency=canonical(match[1]))
    if (match := _KOREAN.match(head)) and (agency := canonical(match[2])):
        return Dateline(span=Span(0, match.end()), place=match[1].strip(), agency=agency)
    if match := _JAPANESE.match(head):
        return Dateline(span=Span(0, match.end()), place=match[1], agency=canonical(match[2].replace("AFP時事", "AFP")))
    return None
