"""Which lines can open a story, best first: what happened, told as most texts open. It prints nothing and chooses no other line."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from wirefeed.compose.concepts import concepts_of
from wirefeed.compose.days import day_words
from wirefeed.compose.eventless import is_eventless
from wirefeed.compose.order import looks_back
from wirefeed.compose.pool import Pool
from wirefeed.compose.reviews import presents, work_reviewed
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.source import Source
from wirefeed.compose.voice import TENSE, judges, shouts, speaks_of_itself
from wirefeed.text.dates import DayWord
from wirefeed.text.figures import Comparison, Figure, compare, find_tolls
from wirefeed.text.speech import SAID
from wirefeed.text.words import primary

OPENING: Final = 2
FURTHER: Final = 8
"""Sentences at the head of an item that may be the lede, and those that may where none of these tells what happened."""
OF_REVIEW: Final = 20
SHORTEST: Final = 10
"""Sentences at the head of a review of which one may be the lede that names the work, and its fewest words."""
LONG_GONE: Final = 3
"""Years after which what happened is no news."""
HEAD: Final = 3
"""Sentences at the head of a text in which most tell the event."""
NAMES: Final = 3
NAMED: Final = 0.2
"""What a lede is worth more that names all of the names most sources have."""
PRINTED: Final = 0.4
"""What a lede is worth more that was the lede before: readers know the story by it."""
DATED: Final = 0.1
AWAITED: Final = 0.1
"""What a lede is worth more that says on which day the event was, and less that only expects it."""
TITLED: Final = 0.4
OPENED: Final = 0.4
"""What one is worth more that tells all of the titles, and one that tells all that the other texts open with."""
UNTITLED: Final = 0.3
ROOT: Final = 5
"""What one is worth less that tells nothing any title tells, and the characters by which noun and verb are one."""
TURNED: Final = 0.2
"""What one is worth more that turns against the sentence before it ("But"), and that sentence less."""
JUDGED: Final = 0.15
PART: Final = 0.3
"""What a lede is worth less whose text has a title that judges, and one that tells of a part of something."""
SPOKEN: Final = 0.1
"""What a lede is worth less in which a spokesman says something of an event, and does not say which."""
REACTS: Final = 0.4
"""What a lede is worth less whose text opens with what somebody thinks of an event, where others tell the event."""
MET: Final = 0.1
MET_BEFORE: Final = 0.25
"""What one is worth more that introduces people as a first report does ("a man"), and less that takes them for known ("the man who")."""
BRIEF: Final = 0.1
BRIEF_WORDS: Final = 20
"""What a lede of so few words is worth more where no source has a headline: it can be one as it stands."""


def ledes_of(pool: Pool, rules: ComposeRules, led: frozenset[int] = frozenset()) -> dict[int, float]:
    """Lines that can open the story, best first, and what each is worth as its lede.

    Near the centre of the whole story, rich in what it is about, the first sentence of its text, what the other texts and the titles
    tell; one that says what the event follows or is the first of; one that names whom most sources name; where the titles count dead
    or hurt, one that does so too; and of ``led``, which led the version before.
    """
    worth = pool.holds @ pool.worth
    most = float(worth.max(initial=1.0))
    names = _named_by_most(pool)
    items = [source.member.item for source in pool.sources]
    untitled = not any(item.headline for item in items)
    titles = [frozenset(concepts_of(title, language)[1]) for title, language in _titles(pool)]
    judged = [judges(item.headline) for item in items]
    heads = _heads(pool)
    titled = frozenset(map(_root, chain.from_iterable(titles)))
    starts = [_start(source) for source in pool.sources]
    reactions = {line.source for i, line in enumerate(pool.lines) if not line.sentence.index and _REACTS.match(pool.text(i))}
    grave = any(_GRAVE.search(item.headline) for item in items)

    def value(i: int) -> float:
        text, line = pool.text(i), pool.lines[i]
        cues = 0.15 * (_WHY.search(text) is not None) + 0.2 * (grave and _GRAVE.search(text) is not None)
        cues += DATED * bool(_dated_days(pool, i)) - AWAITED * (_AWAITED.search(text) is not None) - JUDGED * judged[line.source]
        cues -= PART * (_PART.match(text) is not None) + SPOKEN * (_SPOKEN.match(text) is not None)
        cues -= REACTS * (line.source in reactions)
        cues += MET * (_MET.match(text) is not None) - MET_BEFORE * (_MET_BEFORE.match(text) is not None)
        cues += BRIEF * (untitled and line.sentence.words <= BRIEF_WORDS)
        cues += PRINTED * (i in led) + NAMED * sum(name in text for name in names) / max(1, len(names))
        cues += TURNED * (line.sentence.index < OPENING and _TURN.match(text) is not None) - TURNED * _is_foil(pool, i)
        cues -= UNTITLED * (bool(titled) and titled.isdisjoint(map(_root, line.stems)))
        cues += TITLED * _in_titles(pool, titles, i) + OPENED * _in_heads(pool, heads, i)
        return float(pool.central[i] + 0.3 * (line.sentence.index in {0, starts[line.source]}) + 0.5 * worth[i] / most + cues)

    found = {i: value(i) for i in _possible(pool, rules, grave=grave)}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _possible(pool: Pool, rules: ComposeRules, *, grave: bool) -> list[int]:
    """The lines at the head of their texts that report what happened; where none there does, such as stand a little further down."""
    alone = [i for i, line in enumerate(pool.lines) if line.sentence.opens and not line.sentence.chain]
    alone = [i for i in alone if pool.lines[i].sentence.words <= rules.lede_most]
    alone = [i for i in alone if not pool.lines[i].sentence.cut] or alone
    if named := _that_name_the_work(pool, alone):
        return named
    whole = [i for i in alone if pool.lines[i].sentence.words >= rules.lede_least]
    first = _up_to(pool, OPENING, whole) or _up_to(pool, OPENING, alone)
    reports = [i for i in first if not pool.lines[i].sentence.comment] or first
    told = [i for i in reports if not _is_a_voice(pool.text(i))] or reports
    news = [i for i in told if _is_news(pool, i)] or [i for i in alone if _is_early(pool, i) and _may_follow(pool, i)] or told
    news = [i for i in news if not _is_background(pool, i)] or news
    overtaken = _overtaken(pool, news) if grave else ()
    return [i for i in news if i not in overtaken] or news


def _is_background(pool: Pool, i: int) -> bool:
    """Whether a line tells of years long gone and of nobody who says so now."""
    return looks_back(pool, i, LONG_GONE) and _SAYS.search(pool.text(i)) is None


def _up_to(pool: Pool, index: int, lines: Sequence[int]) -> list[int]:
    return [i for i in lines if pool.lines[i].sentence.index < index]


def _root(stem: str) -> str:
    """What "resign" and "resignation" have in common."""
    return stem[:ROOT]


def _is_foil(pool: Pool, i: int) -> bool:
    """Whether the next sentence of the text turns against a line."""
    item = pool.sources[pool.lines[i].source].member.item
    return _TURN.match(item.text, pool.lines[i].sentence.end) is not None


def _start(source: Source) -> int:
    """The sentence a text begins with, buttons and captions at the head of its page left out."""
    first = next((one.index for one in source.annotation.sentences if one.fit), 0)
    return first if first >= OPENING else 0


def _is_early(pool: Pool, i: int) -> bool:
    """Whether so few sentences before a line are fit to print: buttons and captions at the head of a page count for none."""
    line = pool.lines[i]
    sentences = pool.sources[line.source].annotation.sentences[: line.sentence.index]
    return sum(one.fit and not one.comment for one in sentences) < FURTHER


def _that_name_the_work(pool: Pool, lines: Sequence[int]) -> list[int]:
    """Of reviews the lines that name the work and say what it is; else that do either."""
    work = work_reviewed([source.member.item.text for source in pool.sources])
    if not work:
        return []
    early = [i for i in _up_to(pool, OF_REVIEW, lines) if pool.lines[i].sentence.words >= SHORTEST]
    early = [i for i in early if not pool.lines[i].sentence.comment and pool.text(i)[0] not in _MARKS]
    named = [i for i in early if work in pool.text(i)]
    shown = [i for i in named if presents(pool.text(i))] or [i for i in early if presents(pool.text(i))]
    return shown or [i for i in named if _is_news(pool, i)]


def _may_follow(pool: Pool, i: int) -> bool:
    """Whether a line further down tells an event with a name and a tense, and nobody speaks in it whose full name was given before."""
    text, line = pool.text(i), pool.lines[i].sentence
    if line.words < SHORTEST or line.comment or _is_a_voice(text) or _SURNAME_SAID.search(text):
        return False
    return _is_news(pool, i) and (not _is_english(pool, i) or (_NAME.search(text) is not None and _TENSED.search(text) is not None))


def _is_news(pool: Pool, i: int) -> bool:
    """Whether a line tells an event, and one nobody must know of; only English has words for it here."""
    return not (_is_english(pool, i) and (_KNOWN.match(pool.text(i)) or is_eventless(pool.text(i))))


def _is_english(pool: Pool, i: int) -> bool:
    return primary(pool.sources[pool.lines[i].source].member.item.language) == "en"


def _is_a_voice(text: str) -> bool:
    """Whether a sentence opens with a quotation, or is somebody's own words without one."""
    return text[0] in _MARKS or speaks_of_itself(text) or shouts(text)


def _overtaken(pool: Pool, lines: Sequence[int]) -> frozenset[int]:
    """Lines whose count of dead another has raised that was written later."""
    told = [(i, figure) for i in lines for figure in _dead(pool.text(i))]
    return frozenset(i for i, figure in told if any(_is_later(pool, i, j) and _raises(other, figure) for j, other in told))


def _is_later(pool: Pool, i: int, j: int) -> bool:
    before, after = (pool.sources[pool.lines[one].source].member.item for one in (i, j))
    return before.dated and after.dated and before.published_at < after.published_at


def _raises(other: Figure, figure: Figure) -> bool:
    """Whether two figures count the same and the other has more: "at least six" is more than "at least four"."""
    return other.low > figure.low and compare(figure, replace(other, high=other.low)) is not Comparison.INCOMPARABLE


def _dead(text: str) -> list[Figure]:
    if not _GRAVE.search(text):
        return []
    return [figure for figure in find_tolls(text) if figure.unit == "killed" and not figure.hedged]


def _heads(pool: Pool) -> list[tuple[int, list[frozenset[str]]]]:
    """The voice of each text that reports, and the words of each of its first sentences."""
    sources = [source for source in pool.sources if not source.opinion]
    return [(source.voice, [frozenset(stems) for stems in source.concepts.stems[:HEAD] if stems]) for source in sources]


def _in_heads(pool: Pool, heads: Sequence[tuple[int, list[frozenset[str]]]], i: int) -> float:
    """How much a line and what another text opens with have in common, on an average over the other voices' texts."""
    mine, voice = frozenset(pool.lines[i].stems), pool.voice(i)
    shares = [
        max((len(mine & words) / max(1, min(len(mine), len(words))) for words in head), default=0.0)
        for other, head in heads
        if other != voice
    ]
    return sum(shares) / len(shares) if shares else 0.0


def _dated_days(pool: Pool, i: int) -> tuple[DayWord, ...]:
    """The day words of a line to which its source's own time gives a date."""
    where = pool.lines[i]
    member = pool.sources[where.source].member
    return day_words(member, where.sentence.start, where.sentence.end) if member.item.dated else ()


def _titles(pool: Pool) -> list[tuple[str, str]]:
    items = [source.member.item for source in pool.sources if not source.opinion]
    return [(item.headline, item.language) for item in items if item.headline]


def _in_titles(pool: Pool, titles: Sequence[frozenset[str]], i: int) -> float:
    """How much of the titles a line tells, on an average: a title says what its text takes for the event."""
    shares = [len(words.intersection(pool.lines[i].stems)) / len(words) for words in titles if words]
    return sum(shares) / len(shares) if shares else 0.0


def _named_by_most(pool: Pool) -> tuple[str, ...]:
    """The names, or parts of them, that most sources have, where two have them: who and where the story is."""
    found: Counter[str] = Counter()
    often: Counter[str] = Counter()
    for source in pool.sources:
        found.update(source.annotation.names.keys())
        often.update(source.annotation.names)
    shared = sorted((name for name, sources in found.items() if sources > 1), key=lambda name: (-found[name], -often[name], name))
    return tuple(shared[:NAMES])


_AWAITED: Final = re.compile(r"\b(?:is|are|was|were) (?:expected|set|due|poised|likely|scheduled) to\b")
_SAYS: Final = re.compile(rf"\b(?:{SAID}|according to|reports?|study|finds?|found)\b")
_SPOKEN: Final = re.compile(r"[^.,;]{0,60}\bspokes(?:man|woman|person)\b")
# Whoever is named first reacts to what happened.
_REACTS: Final = re.compile(
    r"(?:[^.,;:\"“”]|, [^.,;:\"“”]{2,40}, ){0,90}?\b(?:(?:said|says) (?:(?:it|he|she|they) (?:regret|welcom|was (?:disappoint|pleas))\w*)"
    r"|express(?:ed|es) (?:\w+ )?(?:concern|regret|outrage|disappointment|confidence|optimism|support|alarm|frustration|anger)"
    r"|(?:grew|was|is) (?:irked|annoyed|irritated|angry|outraged|furious|upset)|lament(?:s|ed)|applaud(?:s|ed)|prais(?:es|ed)|hail(?:s|ed)"
    r"|slam(?:s|med)|blast(?:s|ed)|mock(?:s|ed)|ripp?(?:s|ped)|react(?:s|ed) (?:to|with)|weigh(?:s|ed) in|bash(?:es|ed)|scold(?:s|ed)"
    r"|took (?:aim at|to Twitter)|defend(?:s|ed)|decri(?:es|ed)|denounc(?:es|ed)|criticiz(?:es|ed)|criticis(?:es|ed))\b"
)
_PART: Final = re.compile(r"(?:Some|Many|Most|Several|One|Two|Three|Half|All|None|Each|Both) of (?:the|those|these|its|his|her|their)\b")
_KNOWN: Final = re.compile(
    r"The (?:[\w-]+ ){1,2}(?:suspect|man|woman|boy|girl|victim|attacker|driver|officer|couple|teen(?:ager)?|student|gunm[ae]n)s?"
    r"(?! (?:who|accused|charged|suspected|convicted|arrested|behind|killed|found|at|of|in|from|to)\b)"
    r"|The (?:vice president|senator|congress(?:man|woman)|governor|mayor|candidate)(?!,? [A-Z]| of\b)"
    r"|The (?:[a-z]+ )?(?:eruption|landslide|avalanche|collapse|outage|flood|leak|spill) (?:was|were|is|has|had|will)\b"
    r"|The (?:[a-z]+ )?(?:story|saga|case|incident|drama|controversy|episode|row) (?:unfolded|began|started|broke|erupted|emerged|came)\b"
    r"|(?:News|Word|Details) of [^,.]{3,80}? (?:emerged|came|broke|surfaced)\b"
)
"""Part of something of which the reader is taken to know; and somebody, or an event, nobody who has not read on can know."""
_PEOPLE: Final = (
    r"(?:m[ae]n|wom[ae]n|boys?|girls?|teens?|teenagers?|child(?:ren)?|people|persons?|couples?|students?|drivers?|workers?|employees?|inmates?|officers?"
    r"|gunm[ae]n|suspects?|hikers?|climbers?|tourists?|soldiers?|passengers?|convicts?|felons?|prisoners?|mothers?|fathers?|residents?)"
)
_COUNT: Final = (
    r"(?:An?|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|[A-Z][a-z]+(?:teen|ty)(?:-[a-z]+)?|Dozens of|Hundreds of"
    r"|(?:At least|More than|Nearly|About) [\w,]+|\d[\d,]*)"
)
_SMALL: Final = r"(?:with|of|for|on|in|at|to|from|carrying|about|by|and|was|were|has|have)"
_MET: Final = re.compile(rf"{_COUNT} (?:(?!{_SMALL}\b)[\w’'$-]+ ){{0,5}}?{_PEOPLE}\b(?!['’-])")
_MET_BEFORE: Final = re.compile(r"The (?:[\w’'-]+ ){0,3}[a-z]+ (?:who|whose)\b|(?:Plaintiff|Defendant|Suspect)s?\b")
"""People whom a first report introduces, and people a later one takes for known."""
_TURN: Final = re.compile(r"\s*(?:But|Yet|However|Instead|Now|Then)\b")
_DATE: Final = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d)"
_NAME: Final = re.compile(r"[\w,’'\"“”] [A-Z][a-z]|\d")
_TENSED: Final = re.compile(rf"{TENSE}|^According\b|\b(?:has|have|is (?:set|due))\b|\bis (?:on )?{_DATE}")
_SURNAME_SAID: Final = re.compile(rf"(?:^|(?<=, )|(?<=[a-z] ))(?!Police|Officials)[A-Z][a-z’'-]+ (?:{SAID})\b")
_MARKS: Final = "\"“«„'‘"
_WHY: Final = re.compile(r"\b(?:[Ff]irst|[Ss]ince|[Rr]ecord|[Aa]fter|following|[Aa]mid)\b")
_GRAVE: Final = re.compile(
    r"\b(?:kill(?:s|ed|ing)?|dead|die[ds]?|deaths?|drown(?:s|ed)?|murder(?:s|ed)?|injur(?:es?|ed|ing)|wound(?:s|ed)|tu(?:e|és?|ées?)|morts?|blessés?"
    r"|погиб\w*|убит\w*|ранен\w*)\b",
    re.IGNORECASE,
)
