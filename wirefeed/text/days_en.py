"""Finds English words that mean days, and the day each means. It knows English usage only; ``dates`` is the door."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final

from wirefeed.text.days import Form, Found, day_of, month_of, week_of, weekday_from, weekend_of, year_of
from wirefeed.text.numerals import SMALL_NUMBERS
from wirefeed.text.tense import Lies, lies

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
)
_NAME: Final = r"[MTWFS](?:on|ues|ednes|hurs|ri|atur|un)day"
_PART: Final = "(?:[ ](?:morning|afternoon|evening|night|lunchtime|midday)\\b)?"
_MONTH: Final = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)

# Every pattern begins with a set of characters, so that a sentence is passed over quickly.
_WEEKDAY: Final = re.compile(rf"(?P<name>{_NAME})(?:(?P<many>s)\b)?{_PART}(?P<own>['’]s\b)?")
_DAY: Final = re.compile(
    rf"[TtYy](?<!\w.)(?:he day (?P<beyond>before yesterday|after tomorrow)|(?P<near>oday|onight|esterday|omorrow){_PART}"
    r"|his (?:morning|afternoon|evening))(?:['’]s)?\b"
)
_NIGHT: Final = re.compile(r"[LlOo](?<!\w.)(?:ast night(?:['’]s)?|vernight)\b")
_WEEKEND: Final = re.compile(r"[LlTtNnOo](?<!\w.)(?P<which>ast|his past|he past|his coming|he coming|his|ext|ver the) weekend(?:['’]s)?\b")
_PERIOD: Final = re.compile(r"[LlTtNn](?<!\w.)(?<!the .)(?<!The .)(?P<which>ast|his|ext) (?P<unit>week|month|year)(?:['’]s)?\b")
_AGO: Final = re.compile(
    r"[mhdwy](?<!\w.)(?P<unit>inute|our|ay|eek|onth|ear)s? (?P<to>ago(?! on )|earlier|later|before(?=[.,;:!?)\"”]|$))\b"
)
_ROUGHLY: Final = re.compile(r"\b(?:than|about|nearly|some|over|almost|least|around|roughly|just over) $", re.IGNORECASE)
_DAY_WORDS: Final = ("night", "morrow", "morning", "noon", "evening", "hours", "earlier in the")
_AGO_WORDS: Final = (" ago", " earlier", " later", " before")
_COUNT: Final = re.compile(
    rf"(?:(?P<count>\d{{1,3}}|{'|'.join(SMALL_NUMBERS)})|[Aa]n?|(?:a )?(?:[Ff]ew|couple of|[Ss]everal)|[Tt]he) $", re.IGNORECASE
)
_VAGUE: Final = re.compile(
    r"[TtAaEe](?<!\w.)(?:he (?:next|following|previous|same) (?:day|night|morning|afternoon|evening)\b"
    r"|he (?:past|last|next) (?:(?:\d{1,3}|\w{2,8}|couple of) )?(?:hours|days)\b|he other day\b|arlier in the (?:day|week)\b)"
)

# The date stands beside the day, so that nothing is left to resolve.
_DATED: Final = re.compile(
    rf",? \(?(?:the )?(?:{_MONTH} \d|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}"
    r"|\d{1,2}[/.]\d{1,2}\b(?! ?(?:%|per ?cent|million|billion)))"
)
_DATED_BEFORE: Final = re.compile(rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})? ?[,(] ?(?:an? )?$")
# Names with a day in them.
_NAMED_BEFORE: Final = re.compile(
    r"\b(?:Black|Good|Cyber|Super|Bloody|Ash|Palm|Easter|Remembrance|Fat|Giving|Shrove|Whit|Holy|Maundy|Freaky|Casual|Ruby|Sheffield"
    r"|Taco|Mail on|Small Business|News|Patch|Meatless|Throwback)[ -]$"
)
_NAMED_AFTER: Final = re.compile(
    r" (?:Times|Telegraph|Mirror|Mail|Express|Post|Herald|World|Sun|Star|Independent|Tribune|Review|Magazine|Business Post"
    r"|Night (?:Live|Football|Baseball|Lights|Raw)|Morning|Edition|Supplement|Politics"
    r"|Addams|Weld|the 13th|the Thirteenth)\b|['’]s Child\b|s (?:for|For) Future\b"
)
_LEAD: Final = re.compile(
    r"\b(?:last|next|this past|this coming|this|(?:the )?(?:previous|following|preceding|same|past|coming|upcoming|first|second|third"
    r"|fourth|final|last|next)|every(?: other)?|each|most|any|one|some|another|(?:on|by|until) that|a) $",
    re.IGNORECASE,
)
_NO_LEAD: Final = ""
_PAST_LEADS: Final = frozenset(("last", "past"))
_COMING_LEADS: Final = frozenset(("coming", "upcoming"))
_TENSE_LEADS: Final = frozenset(("", "this", "a"))
# Just any such day: "on a Sunday", "the Friday after Easter", "Monday through Friday".
_ALONE: Final = re.compile(r"\s*(?:[.,;:!?)\"”]|$|(?:in|of|and|or|that|when|at|as)\b)")
_AMONG: Final = re.compile(r" (?:of|after|before|in) (?=[A-Z]|each|every|the month|that)")
_THROUGH: Final = re.compile(rf"(?: through | thru | to | ?[-–] ?){_NAME}")
_THROUGH_BEFORE: Final = re.compile(rf"{_NAME}(?: through | thru | to | ?[-–] ?)$")

# "Today" or "Tonight" with a capital inside a sentence is a programme, a paper or a magazine; so is what stands beside these.
_TITLED_BEFORE: Final = re.compile(r"\b(?:USA|Russia|India|Psychology|Christianity|Pakistan|Medicine|Physics|BBC['’]s|NBC['’]s) $")
_TITLED_AFTER: Final = re.compile(r" (?:show|programme|program|Show|co-host|host|anchor|FM)\b")
_OPENS: Final = re.compile(r"(?:^|[.!?:]\s|[\"“‘'(—–-]\s?)\s*$")
# "today" that means these times, not this day.
_THESE_TIMES: Final = re.compile(r"\b(?:even|until|to|still|of|alive|as it is|as we know it|world) $", re.IGNORECASE)
# "A leader from yesterday", "the cars of tomorrow".
_OF_TIMES: Final = {"esterday": re.compile(r"\b(?:from|of) $"), "omorrow": re.compile(r"\bof $")}
_NOWADAYS: Final = re.compile(r" (?:are|have|do|live)\b")
# "Today, a 59% majority say": how things stand, not what happened.
_STANDS: Final = re.compile(
    r",? (?:an? )?(?:(?:about|nearly|almost|roughly|around|some|over|more than|fewer than|less than) )?"
    r"(?:\d[\d.,]*(?:%| per ?cent| million| in \d)|(?:most|many|half|two-thirds|three-quarters|majority)\b)"
    r".{0,80}?\b(?:say|are|have|live|think|believe|favou?r|support|own|use|hold|identify|remain)\b"
)
_THESE_TIMES_AFTER: Final = re.compile(
    r" (?:world|society|standards|children|youth|young|generation|culture|economy|market|climate|environment|age|era|politics|political"
    r"|media|technology)\b"
)
_NO_NIGHT: Final = re.compile(r" (?:success|stays?|sensation|lows?|highs?|delivery|train|bus|flight|shift|guests?|trip)\b")
_SATURDAY: Final = 5
_SUNDAY: Final = 6
# So many days ago are as a rule a round number: "the president's first 100 days".
_ROUND: Final = 30
# No sentence speaks of more days.
_MANY: Final = 40
_AS_NEAR: Final = 3


def find_english(sentence: str, anchor: date) -> Iterator[Found]:
    """The day words of an English sentence written on ``anchor``, in order."""
    found: list[Found] = []
    day = "day" in sentence
    if day:
        found += _weekdays(sentence, anchor)
    if "night" in sentence:
        found += _nights(sentence, anchor)
    if "week" in sentence or "month" in sentence or "year" in sentence:
        found += _periods(sentence, anchor)
    if day or any(map(sentence.__contains__, _DAY_WORDS)):
        found += _days(sentence, anchor)
        found += ((*match.span(), Form.VAGUE, None) for match in _VAGUE.finditer(sentence))
    if any(map(sentence.__contains__, _AGO_WORDS)):
        found += _counted(sentence, anchor)
    end = 0
    for one in sorted(found, key=lambda one: (one[0], -one[1])):
        if one[0] >= end:
            yield one
            end = one[1]


def _weekdays(sentence: str, anchor: date) -> Iterator[Found]:
    behind: tuple[int, date] | None = None
    for match in islice(_WEEKDAY.finditer(sentence), _MANY):
        start, end = match.span()
        if (
            _DATED.match(sentence, end)
            or _NAMED_AFTER.match(sentence, match.end("name"))
            or _NAMED_BEFORE.search(sentence, max(0, start - 20), start)
            or _DATED_BEFORE.search(sentence, max(0, start - 30), start)
        ):
            continue
        lead = _LEAD.search(sentence, max(0, start - 18), start)
        words = lead[0].lower().split() if lead else [_NO_LEAD]
        day = None
        if not match["many"] and not _is_any(sentence, start, end, words[-1]):
            day = _resolve(sentence, match, words[-1], anchor)
            if behind and day and day > anchor and _PLANNED.search(sentence, behind[0], start):
                day = weekday_from(behind[1], WEEKDAYS.index(match["name"]), future=True, strict=True)
        if day and day < anchor:
            behind = (end, day)
        since = lead.start() if lead and words[-1] != "a" else start
        yield since, end, Form.WEEKDAY if day else Form.VAGUE, day.isoformat() if day else None


# "Released on Thursday, it listed what the panel was to discuss on Friday": the first Friday after that Thursday, come or gone.
_PLANNED: Final = re.compile(
    r"\b(?:would|(?:prepared|planned|hoped|intended|agreed|vowed|promised|ordered) (?:to|for)"
    r"|(?:was|were|had been) (?:to|due|set|scheduled))\b"
)


def _is_any(sentence: str, start: int, end: int, lead: str) -> bool:
    if lead == "a":
        return _ALONE.match(sentence, end) is not None
    if sentence[max(0, start - 4) : start].lower() == "the " and _AMONG.match(sentence, end):
        return True
    return bool(_THROUGH.match(sentence, end) or _THROUGH_BEFORE.search(sentence, max(0, start - 20), start))


def _resolve(sentence: str, match: re.Match[str], lead: str, anchor: date) -> date | None:
    """The day a weekday means; None where its lead leaves it open ("every", "the following", "next" with the day still to come)."""
    weekday = WEEKDAYS.index(match["name"])
    if lead in _PAST_LEADS:
        return weekday_from(anchor, weekday, future=False, strict=True)
    if lead in _COMING_LEADS:
        return weekday_from(anchor, weekday, future=True)
    if lead == "next" and weekday <= anchor.weekday():
        return weekday_from(anchor, weekday, future=True, strict=True)
    if lead in _TENSE_LEADS:
        where = lies(sentence, *match.span(), possessive=bool(match["own"]))
        near = where is Lies.NEAR and (weekday - anchor.weekday()) % 7 <= _AS_NEAR
        return weekday_from(anchor, weekday, future=near or where is Lies.AHEAD)
    return None


def _days(sentence: str, anchor: date) -> Iterator[Found]:
    for match in _DAY.finditer(sentence):
        start, end = match.span()
        if sentence[start] in "TY" and not _OPENS.search(sentence, max(0, start - 4), start):
            continue
        if match["beyond"]:
            yield start, end, Form.DAY, day_of(anchor, -2 if match["beyond"].startswith("before") else 2)
        elif match["near"] in _OF_TIMES and _OF_TIMES[match["near"]].search(sentence, max(0, start - 6), start):
            yield start, end, Form.VAGUE, None
        elif match["near"] == "oday":
            yield from _today(sentence, start, end, anchor)
        else:
            yield start, end, Form.DAY, day_of(anchor, {"esterday": -1, "omorrow": 1}.get(match["near"], 0))


def _today(sentence: str, start: int, end: int, anchor: date) -> Iterator[Found]:
    own = sentence[end - 1] == "s"
    if _TITLED_AFTER.match(sentence, end) or (not own and _TITLED_BEFORE.search(sentence, max(0, start - 16), start)):
        return
    if own:
        these_times = _THESE_TIMES_AFTER.match(sentence, end)
    else:
        after = _NOWADAYS if start else _STANDS
        these_times = _THESE_TIMES.search(sentence, max(0, start - 8), start) or after.match(sentence, end)
    if these_times:
        yield start, end, Form.VAGUE, None
    else:
        yield start, end, Form.DAY, anchor.isoformat()


def _nights(sentence: str, anchor: date) -> Iterator[Found]:
    for match in _NIGHT.finditer(sentence):
        start, end = match.span()
        if match[0][1] == "a":
            yield start, end, Form.NIGHT, f"{day_of(anchor, -1)}/{anchor.isoformat()}"
        elif not _NO_NIGHT.match(sentence, end):
            first = 0 if lies(sentence, start, end, possessive=False) is Lies.AHEAD else -1
            yield start, end, Form.SPAN, f"{day_of(anchor, first)}/{day_of(anchor, first + 1)}"


def _periods(sentence: str, anchor: date) -> Iterator[Found]:
    for match in _PERIOD.finditer(sentence):
        step = {"ast": -1, "his": 0, "ext": 1}[match["which"]]
        if match["unit"] == "week":
            yield *match.span(), Form.SPAN, week_of(anchor, step + _new_week(sentence, match, step, anchor))
        elif match["unit"] == "month":
            yield *match.span(), Form.MONTH, month_of(anchor, step)
        else:
            yield *match.span(), Form.YEAR, year_of(anchor, step)
    for match in _WEEKEND.finditer(sentence):
        yield *match.span(), Form.SPAN, weekend_of(anchor, _weekend_step(sentence, match, anchor))


def _new_week(sentence: str, match: re.Match[str], step: int, anchor: date) -> int:
    """1 where a Sunday's writer counts it to the week that begins: "last week" is the one that ends, "will host this week" the next."""
    if anchor.weekday() != _SUNDAY or step > 0:
        return 0
    return int(step < 0 or lies(sentence, *match.span(), possessive=False) is Lies.AHEAD)


def _weekend_step(sentence: str, match: re.Match[str], anchor: date) -> int:
    which = match["which"]
    if which in {"ast", "his past", "he past"}:
        return -1
    if which == "ext":
        return 1
    if which in {"his coming", "he coming"} or anchor.weekday() >= _SATURDAY:
        return 0
    return 0 if lies(sentence, *match.span(), possessive=False) is not Lies.BEHIND else -1


def _counted(sentence: str, anchor: date) -> Iterator[Found]:
    """Counted days, months or years ago; weeks and "a year" are roundings, "two days earlier" depends on another day: both are vague."""
    for match in _AGO.finditer(sentence):
        start, end = match.span()
        before = _COUNT.search(sentence, max(0, start - 12), start)
        unit, ago = match["unit"], match["to"] == "ago"
        if not ago and (unit not in {"ay", "eek"} or not before):
            continue
        count = before["count"].lower() if before and before["count"] else ""
        number = int(count) if count.isdigit() else SMALL_NUMBERS.get(count, 0)
        rounded = before and _ROUGHLY.search(sentence, max(0, before.start() - 12), before.start())
        value = _ago(anchor, unit, number) if ago and number and not rounded else None
        yield before.start() if before else start, end, Form.AGO if value else Form.VAGUE, value


def _ago(anchor: date, unit: str, number: int) -> str | None:
    if unit == "ay":
        return day_of(anchor, -number) if number <= _ROUND else None
    if unit == "onth":
        return month_of(anchor, -number)
    return year_of(anchor, -number) if unit == "ear" and number < anchor.year else None
