"""The headline of a story, out of its members' titles. It writes no headline of its own."""

import math
import re
from collections.abc import Container, Sequence
from typing import Final

from wirefeed.compose.cite import LABEL, SUFFIX, edited, verbatim
from wirefeed.compose.concepts import Pair, concepts_of
from wirefeed.compose.days import day_of
from wirefeed.compose.pairing import has_term
from wirefeed.compose.source import Source
from wirefeed.compose.voice import judges
from wirefeed.model.ids import ItemRef
from wirefeed.model.item import ItemField
from wirefeed.model.story import Segment, Segments, plain
from wirefeed.text.dates import find_day_words
from wirefeed.text.figures import Figure, find_tolls, overlap
from wirefeed.text.numerals import SMALL_NUMBERS
from wirefeed.text.span import Span

LONGEST_TITLE: Final = 110
TOO_LONG: Final = 180
"""Characters of a title that stands over a story, and of one that does where the others judge."""
OTHER: Final = 0.1
IN_BODY: Final = 0.3
"""What a title counts that shares no word with the lede, and what a word of it in the rest of the body does; one in the lede counts 1."""
LEADS: Final = 1.5
UNTOLD: Final = 0.5
"""What the title of the text that leads is worth more, and what one of whose text nothing is printed is worth."""
COUNTED: Final = 1.5
"""And what one is worth more that counts the dead or hurt as the lede does."""
OTHER_NUMBER: Final = 0.5
"""And where it gives a number the body has not."""
LIKE_ITS_BODY: Final = 0.6
"""The share of its words that must stand in the body then: it speaks of what no reader is told."""
SHORTEST_TITLE: Final = 4
"""Words below which a title rather labels than tells: it must be twice as near to the story."""
# A number or a single word says nothing, nor does the path to a page.
_SAYS: Final = re.compile(r"[^\W\d_].*\s\S*[^\W\d_]|[\u0e00-\u0eff\u3040-\u9fff]{4}", re.DOTALL)
_PATHS: Final = (" > ", "::", " » ")
_UNFIT: Final = re.compile(
    r"\?|\bshould\b"
    r"|^(?:opinion|analysis|editorial|op-ed|watch|video|photos?|pictures|live|liveblog|live blog|factbox|explainer|timeline|review|column"
    r"|kill|embargoed|advisory|how|why|what|here['’]?s)\b|(?<!\w)here['’]s\b"
    r"|\b(?:News|Times|Post|Journal|Herald|Tribune|Gazette|Telegraph|Magazine|Record)\s*:|\bweb ?site\W*$"
    r"|\b(?:online|home ?page|breaking news|latest news|in (?:pictures|photos))\W*$|^\W*$"
    r"|\b(?:log ?in|sign in|subscribe|not found|access denied|error \d{3})\W*$",
    re.IGNORECASE,
)
"""Titles that stand over a story only where no other does."""
_PAGE: Final = re.compile(
    # The whole title, or all of it after a site's name.
    r"(?:^|[|:»–—]|\s-)\W*(?:home|home ?page|log ?[io]n|sign[ -](?:in|up|on)|subscribe|register|untitled(?: document| page)?|index"
    r"|not found|page (?:not found|unavailable)|access denied|forbidden|just a moment|attention required[^|]{0,40}|redirecting|loading"
    r"|are you (?:a robot|human)|breaking news|latest news|top stories|search(?: results)?|site ?map|contact us|about us"
    r"|(?:privacy|cookie) policy|terms of (?:use|service))\W*$"
    r"|^\W*(?:http )?(?:error )?[45]\d\d\W+(?:not found|forbidden|unauthori[sz]ed|page|(?:internal )?server|bad|gateway|service|error)\b"
    r"|\berror \d{3}\b|\b(?:page|file|article|document|url)(?: you \w+ \w+)? (?:(?:was|is|could|can)? ?not (?:be )?found|does not exist)\b",
    re.IGNORECASE,
)
"""Titles of a page that holds no report: they never stand over a story."""
_PAPER: Final = re.compile(
    r"^\W*(?:The )?(?:[A-Z][\w.’'-]*|(?:[A-Z][\w.’'-]* ){0,4}(?:News|Times|Post|Journal|Herald|Tribune|Gazette|Telegraph|Guardian|Star))"
    r" (?:Online|Home ?[Pp]age|[Ww]eb ?[Ss]ite)\W*$"
)
_SITE: Final = re.compile(r"\W+|\b(?:the|online|com|org|net|www|news|home|page|web|site)\b", re.IGNORECASE)
_DIGITS: Final = re.compile(r"(?<![\w./-])(?!(?:19|20)\d\d\b)\d+(?:,\d{3})*(?![\w/]|\.\d)")
_LABEL: Final = re.compile(LABEL, re.IGNORECASE)
# "Sanctions will not work - Lavrov": who says it comes last, and may not be cut off.
_SAYS_LAST: Final = re.compile(r"\s[—–-]\s[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2}$")


def headline_of(
    sources: Sequence[Source],
    weights: dict[Pair, float],
    language: str,
    lede: str = "",
    body: str = "",
    told_by: Container[ItemRef] = (),
    lead: ItemRef | None = None,
) -> Segments:
    """The clean title that shares most with story, lede and body; any title when none is clean, but for a page's or a site's name.

    ``lead`` is the item the lede is from, whose title comes first where others are about as good. One that judges, or calls on the
    reader, stands only where no other does, and so does one whose toll is not the lede's.
    """
    titled = [(source, _report(source)) for source in sources if _says(source.member.item.headline) and not _is_of_a_page(source)]
    news = [(source, where) for source, where in titled if _is_clean(source, where)]
    own = [(source, where) for source, where in news if not judges(source.member.item.headline)]
    sober = [(source, where) for source, where in titled if not (source.opinion or judges(source.member.item.headline))]
    clean = [(source, where) for source, where in own or news if where.end - where.start <= LONGEST_TITLE] or own or sober or news or titled
    if not clean:
        return ()
    counts = find_tolls(lede)
    clean = [(source, where) for source, where in clean if _agrees(source.member.item.headline, counts) is not False] or clean
    if len(clean) == 1:
        return _printed(*clean[0], language)
    told, rest = frozenset(concepts_of(lede, language)[1]), frozenset(concepts_of(body, language)[1])
    told_numbers = _numbers(body)

    def value(pair: tuple[Source, Span]) -> float:
        title = pair[0].member.item.headline[pair[1].start : pair[1].end]
        printed = 1.0 if pair[0].member.ref in told_by else UNTOLD
        counted = 1.0 if _numbers(title) <= told_numbers else OTHER_NUMBER
        fits = _worth(title, weights, language) * _nearness(title, told, rest, language)
        fits *= COUNTED if _agrees(title, counts) else 1.0
        return fits * printed * counted * (LEADS if pair[0].member.ref == lead else 1.0)

    return _printed(*max(clean, key=value), language)


def opines(headline: Segments, sources: Sequence[Source]) -> bool:
    """Whether a headline is the title of a text that is no report, or judges: a desk would rather cut one from the lede."""
    cut = [segment.source.item for segment in headline if segment.source is not None]
    return judges(plain(headline)) or any(source.opinion and source.member.ref in cut for source in sources)


def is_foreign(headline: Segments, body: str, told_by: Container[ItemRef], language: str) -> bool:
    """Whether a headline is the title of a text nothing is printed of, and a good share of its words stands nowhere in the body."""
    words = concepts_of(plain(headline), language)[1]
    if any(segment.source is not None and segment.source.item in told_by for segment in headline):
        return False
    return len(frozenset(words).intersection(concepts_of(body, language)[1])) < LIKE_ITS_BODY * len(frozenset(words))


def _says(title: str) -> bool:
    """Whether a title says something: more than a number, a word, or the path to a page."""
    return _SAYS.search(title) is not None and not any(map(title.__contains__, _PATHS))


def _is_of_a_page(source: Source) -> bool:
    """Whether a title names a page or the site it stands on, not what happened: "404 Not Found", "The Norvik Times Online"."""
    title, agency = source.member.item.headline, source.member.agency
    if _PAGE.search(title) or _PAPER.match(title):
        return True
    return _SITE.sub("", title).casefold() in {_SITE.sub("", name).casefold() for name in (agency.name, agency.quoted_as, agency.key)}


def _nearness(title: str, lede: frozenset[str], body: frozenset[str], language: str) -> float:
    """How far a title says what the lede says, and the rest: the share of its words."""
    _, words = concepts_of(title, language)
    if not lede:
        return 1.0
    shares = [len(told.intersection(words)) / max(1, len(words)) for told in (lede, body or lede)]
    return OTHER + shares[0] + IN_BODY * shares[1]


def _agrees(title: str, counts: Sequence[Figure]) -> bool | None:
    """Whether a title counts the dead, hurt or missing as the lede does; None where one of them does not count them."""
    pairs = [(one, other) for one in find_tolls(title) for other in counts if one.unit == other.unit] if counts else []
    return any(overlap(one, other) for one, other in pairs) if pairs else None


def _numbers(text: str) -> frozenset[str]:
    """Numbers in digits or words, years and fractions aside: "1,800" is 1800, "eleven" is 11."""
    found = {digits.replace(",", "") for digits in _DIGITS.findall(text)}
    return frozenset(found | {str(SMALL_NUMBERS[word]) for word in re.findall(r"[a-z]+", text.lower()) if SMALL_NUMBERS.get(word, 0) > 1})


def _report(source: Source) -> Span:
    """A title without the desk's label before it and the agency's own name after it."""
    title = source.member.item.headline
    start, end = len(title) - len(title.lstrip()), len(title.rstrip())
    if (label := _LABEL.match(title, start, end)) and label.end() < end:
        start = label.end()
    agency = source.member.agency
    names = {agency.name.casefold(), agency.quoted_as.casefold(), agency.key.casefold()}
    for found in SUFFIX.finditer(title, start, end):
        if found.end() == end and found[0].strip(" -–—|").casefold() in names:
            end = found.start()
    return Span(start, end)


def _is_clean(source: Source, where: Span) -> bool:
    """Whether a title states news: no question, opinion or label, no day only its reader knew, short enough to stand over a story."""
    title = source.member.item.headline[where.start : where.end]
    return (
        not source.opinion
        and len(title) <= TOO_LONG
        and (title.count(" ") > 1 or not title.isascii())
        and not _UNFIT.search(title)
        and not has_term(title)
        and not any(find_day_words(words, day_of(source.member), language=source.member.item.language) for words in (title, title.lower()))
    )


def _worth(title: str, weights: dict[Pair, float], language: str) -> float:
    pairs, _ = concepts_of(title, language)
    share = sum(weights.get(pair, 0.0) for pair in pairs) / math.sqrt(max(4, len(title.split())))
    return share * math.prod(
        0.5 for flaw in (_SAYS_LAST.search(title), len(title.split()) < SHORTEST_TITLE, title.isupper(), title.endswith(".")) if flaw
    )


def _printed(source: Source, where: Span, language: str) -> Segments:
    member, title = source.member, source.member.item.headline
    start, end = len(title) - len(title.lstrip()), len(title.rstrip())
    found: list[Segment] = []
    if start < where.start:
        found.append(edited("drop:label", member, start, where.start, language, ItemField.HEADLINE))
    found.append(verbatim(member, where.start, where.end, ItemField.HEADLINE))
    if where.end < end:
        found.append(edited("drop:suffix", member, where.end, end, language, ItemField.HEADLINE))
    return tuple(found)
