"""Whether a bare weekday of an English sentence lies behind its writer or ahead. No tagger: it reads a newspaper's cues."""

import re
from enum import Enum
from itertools import chain, pairwise
from typing import Final

from wirefeed.text.speech import SAID

# Where one clause ends and the next begins, near enough.
_BREAK: Final = re.compile(
    r"[,;:—–()“”\"]|(?<= )-+(?= )"
    r"|\b(?:that|which|who|whose|whom|after|when|while|because|before|since|where|but|and|as|if|whether|until|than)\b"
)
_RELATIVE: Final = re.compile(r"\s*(?:who|whose|whom|which|where)\b")
_AHEAD: Final = re.compile(
    r"\b(?:(?:wo|ca)n['’]t|(?:will|would|could|may|might|can|should|must|shall|cannot)(?!-| (?:not |also |well )?have\b)"
    r"|going to|gonna|due(?! to (?:the|a|an|his|her|its|their)\b)|scheduled|slated|tentatively|poised|unlikely|likely|supposed"
    r"|(?<!than )(?<!as )expected(?= (?:to|on|in|at|by|for|later|this|next|as|[A-Z]))|expects?\b|expecting|set (?:to|for)"
    r"|planned(?= (?:to|for|on))|planning"
    r"|hop(?:es?|ing|ed) to|wants? to|wanted to|intend(?:s|ed|ing)? to|aim(?:s|ed|ing)? to|prepar(?:es?|ing|ed) (?:to|for)"
    r"|(?:agreed|vow(?:s|ed|ing)?|promis(?:es?|ed|ing)|pledg(?:es?|ed|ing)|threaten(?:s|ed|ing)?|ready|about|ordered|need(?:s|ed)?) to"
    r"|(?:is|are|was|were) (?:not |also |now )?to(?= [a-z])|(?<!before )(?:has|have) to)\b|['’]ll\b"
)
# "a plan to cut taxes" is no plan of that day; "they plan to meet" is.
_PLAN: Final = re.compile(
    r"(?:\b(?P<noun>an?|the|this|his|her|its|their|new|of|with|any|no|own|[a-z]+ed|[A-Z][\w’']+['’]s) (?:\w+ )?)?\bplans? (?:to|on|for)\b"
)
_FINITE: Final = (
    "was|were|had|did|began|became|broke|brought|built|came|caught|chose|drew|drove|ended|fell|felt|fled|flew|found|fought|gave|got|grew"
    "|heard|held|hit|kept|knew|laid|led|left|lost|made|met|paid|ran|rose|sank|sat|saw|sent|shook|shot|showed|slid|sold|spent|spoke|stood"
    "|stole|struck|sued|swept|swore|swung|took|taught|thought|threw|told|tore|went|withdrew|woke|won|wore|wrote|said|quit|overturned|upheld"
)
_BEHIND: Final = re.compile(
    rf"(?<!\bbe )(?<!being )\b(?:(?P<finite>(?:{_FINITE}|{SAID})\b)|\A\s*[A-Z][a-z]+ed\b"
    r"|cut\b|put\b|shut\b|seen\b|taken\b|shown\b|been\b|given\b|gone\b|done\b"
    r"|(?<!\ba )(?<!\ban )(?<!\bthe )(?<!\bits )(?<!\bhis )(?<!\bher )(?<!\btheir )(?<!\bof )(?<!\bmore )(?<!\bmost )"
    r"(?!united|hundred|need\b|indeed|speed|feed\b|seed|exceed|succeed|proceed|naked|planned\b)[a-z]{2,}ed\b)"
)
# Present forms of a timetable mean what is to come; some of them may be nouns, which only a verb's place before the day rules out.
_TIMETABLE: Final = re.compile(
    r"(?<!\ba )(?<!\ban )(?<!\bthe )\b(?:expires?|resumes?|begins?|starts?|opens?|ends?|meets?|arrives?|leaves?|returns?|goes|kicks"
    r"|faces|convenes?|concludes?|decides?|takes|comes|closes|flies|rejoins?|premieres|debuts|looms|looming)\b"
)
_TIMETABLE_OR_NOUN: Final = re.compile(
    r"(?<!to )\b(?:go|heads?|kick|face|holds?|votes?|hosts?|releases?|launch(?:es)?|visits?|travels?|speaks?|appears?|rules?|plays?|take"
    r"|come|close|marks?|turns?|runs?|airs?|upcoming|deadline|forecast|lands?|sits?|sees?|gets?|needs?|joins?|an? planned)\b"
)
# "The vote is Tuesday" looks ahead; any other "is" or "has" says no more than that the day is near.
_IS: Final = re.compile(r"\b(?:is|are)(?: (?:on|for|this|next|late|early))* $")
_PRESENT: Final = re.compile(r"\b(?:is|are|has|have|does|do|says?|(?:is|are|has|have|does|do)n['’]t)\b")
_VOWED: Final = re.compile(
    r"(?<!was )(?<!were )(?:agreed|vowed|promised|pledged|threatened|ordered|hoped|wanted|intended|prepared|aimed|needed)\b"
)
_INFINITIVE: Final = re.compile(r"\bto [a-z]{2,}")
# Words right before the day that settle it.
_THEN_AHEAD: Final = re.compile(
    r"(?:\b(?:[Aa]s (?:early|soon) as|ahead of|[Ss]tarting|[Bb]eginning|[Ee]ffective|for)"
    r"|\b(?:has|have|had|gives?|gave|given|giving)\b[^,;]{0,40} (?:until|till|by)"
    r"|\b(?:ask(?:s|ed|ing)?|call(?:s|ed|ing)? for|demand(?:s|ed|ing)?|order(?:s|ed)?|require[sd]?)\b[^,;]{0,60} from"
    r"|\b(?:is|are|stays?|remains?|lasts?)\b[^,;]{0,40} (?:until|till|through))(?: (?:on|next|late|early|a|the|this))* $"
)
_AHEAD_OF: Final = re.compile(r"\bahead of (?:(?:next|a|the|this) )*$")
# "raced toward a Tuesday deadline"; one that was missed or set may lie anywhere.
_TOWARD: Final = re.compile(r"\b(?:towards?|against|fac(?:es?|ing)|up to|meet) (?:(?:next|an?|the|this|its|their|his|her) )+$")
_DEADLINE: Final = re.compile(r" (?:[\w-]+ )?(?:deadline|cut-?off)\b")
# "was scheduled to leave on Sunday, but took off late": it has come and gone.
_BUT_DID: Final = re.compile(rf"[^,;]{{0,20}},? (?:but|and|yet) (?:\w+ly |then |instead )?(?:{_FINITE})\b")
_THEN_BEHIND: Final = re.compile(
    r"(?:\b(?:since|following|in the wake of|late on|in response to|aftermath of))(?: (?:on|a|the|late|early))* $"
    r"|\b[Aa]s of (?:noon|midnight|early|late|\d{1,2}(?::\d\d)? ?[ap]\.?m\.?)(?: [A-Z]{2,4})?(?: on)? $"
)
# Nothing but small words between the beginning of the clause and the day.
_OPENS_CLAUSE: Final = re.compile(
    r"\s*(?:(?:on|by|late|early|in|at|the|a|during|then|and|but|only|just|this|after|before|from) )*", re.IGNORECASE
)
# Right before a day these open no clause: "buses will run until Sunday, the city said".
_UNTIL: Final = re.compile(r"\b(?:until|till|before|after)(?: (?:at least|late|early))? $")
_MISHAP: Final = re.compile(
    r" (?:[\w-]+ ){0,2}?(?:attacks?|shootings?|blasts?|crash|riots?|killings?|explosions?|fire|ruling|decision|announcement|report|defeat"
    r"|loss|win|victory|incident|violence|assault|raid|quake|earthquake|storming|insurrection|collapse|murder|massacre|arrest|death)\b"
)
# The papers of a day are written about on the evening before, and on the day.
_EDITION: Final = re.compile(r" (?:(?:news|morning )?papers|front pages|editions?)\b")
_LONGEST: Final = 300


class Lies(Enum):
    """Where a day lies, by the words around it."""

    AHEAD = "ahead"
    BEHIND = "behind"
    NEAR = "near"  # in the present: whichever is nearer


def lies(sentence: str, start: int, end: int, *, possessive: bool) -> Lies:
    """Where the weekday at ``[start, end)`` of an English sentence lies, by a newspaper's use of tense.

    The verb before the day decides ("said Tuesday", "will meet Tuesday"); where the day opens its clause, or owns what follows
    ("Friday's summit will"), the verb after it. Without a cue the day is past, as most news is.
    """
    before, after = sentence[max(0, start - _LONGEST) : start], sentence[end : end + _LONGEST]
    if (possessive and _MISHAP.match(after)) or _THEN_BEHIND.search(before):
        return Lies.BEHIND
    if possessive and _EDITION.match(after):
        return Lies.NEAR
    if not possessive and (_THEN_AHEAD.search(before) or _IS.search(before)):
        return Lies.BEHIND if _BUT_DID.match(after) else Lies.AHEAD
    if _AHEAD_OF.search(before) or (_DEADLINE.match(after) and _TOWARD.search(before)):
        return Lies.AHEAD
    left, right = _clauses_before(_UNTIL.sub("on ", before)), _clauses_after(after)
    if possessive and left[0].strip():
        order = chain(map(_first_cue, right[:1]), map(_last_cue, left), map(_first_cue, right[1:]))
    elif possessive or _OPENS_CLAUSE.fullmatch(left[0]):
        order = chain(map(_first_cue, right[: 2 if right[0].strip() else 3]), map(_last_cue, left), map(_first_cue, right))
    else:
        order = chain(map(_last_cue, left), map(_first_cue, right))
    settled = next((cue for cue in order if cue), None)
    if settled is Lies.AHEAD and _BUT_DID.match(after):
        return Lies.BEHIND
    if settled is None:
        settled = Lies.AHEAD if _INFINITIVE.search(before) or _TIMETABLE_OR_NOUN.search(right[0]) else Lies.BEHIND
    return settled


def _clauses_before(text: str) -> list[str]:
    """The clauses of a text, the last first."""
    return _BREAK.split(text)[::-1]


def _clauses_after(text: str) -> list[str]:
    """The clauses of a text, without those that only describe ("whose ...", "which ...")."""
    starts = [0, *(match.start() if _RELATIVE.match(text, match.start()) else match.end() for match in _BREAK.finditer(text)), len(text)]
    return [clause for start, end in pairwise(starts) if not _RELATIVE.match(clause := text[start:end])]


def _last_cue(clause: str) -> Lies | None:
    """What a clause that ends at the day says of it, by its last verb."""
    ahead = [match.start() for match in _AHEAD.finditer(clause)]
    ahead += [match.start() for match in _PLAN.finditer(clause) if not match["noun"]]
    last = max(ahead, default=None)
    if any(last is None or (match["finite"] and match.start() > last) for match in _BEHIND.finditer(clause)):
        return Lies.BEHIND
    return Lies.AHEAD if ahead or _TIMETABLE.search(clause) or _TIMETABLE_OR_NOUN.search(clause) else _present(clause)


def _first_cue(clause: str) -> Lies | None:
    """What a clause that follows the day says of it, by its first verb: there "vowed to" is a verb in the past."""
    plan = next((match for match in _PLAN.finditer(clause) if not match["noun"]), None)
    ahead = [match.start() for match in (_AHEAD.search(clause), plan) if match and not _VOWED.match(clause, match.start())]
    behind = _BEHIND.search(clause) or _VOWED.search(clause)
    if ahead and (behind is None or min(ahead) < behind.start() + len("was x")):
        return Lies.AHEAD
    if behind:
        return Lies.BEHIND
    return Lies.AHEAD if _TIMETABLE.search(clause) else _present(clause)


def _present(clause: str) -> Lies | None:
    return Lies.NEAR if _PRESENT.search(clause) else None
