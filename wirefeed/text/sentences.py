"""Cuts a text into sentences, by offsets. Not a parser: it knows line ends, marks, quotation marks and abbreviations, no grammar."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from sentencex import get_sentence_boundaries

from wirefeed.text.listing import listed
from wirefeed.text.marks import enclosures, lines_of
from wirefeed.text.span import Span
from wirefeed.text.speech import SAID
from wirefeed.text.words import primary

# A shorter line is not cut; end marks closer than this, in this number, are no prose: the line is left whole.
_MANY: Final = 500
_SHORTEST: Final = 8
# An end mark with the marks that close what it ends, before a space or a glued capital. Nothing is tried twice: what a
# look-ahead found is not given up again, as a possessive group would not be (Python before 3.11.5 misreads those).
_END: Final = re.compile(
    r"[.!?…؟۔।。！？](?<![.!?…؟۔।].)(?<![.…][ \xa0].)(?:(?<=[。！？])[。！？]*+[”’」』）)]*+"
    r"|(?<![。！？])[.!?…؟۔।]*+(?=((?:[ \xa0][.…]++)*(?:[ \xa0]?»|''|\[\d{1,3}\]|[”’\"'\)\]}])*))\1(?=\s|[\"“‘'(\[]?[A-ZА-ЯЁ][a-zа-яё]))"
)
_UNSPACED_END: Final = "。！？"
# What the segmenter must not see: its own reading of quotation marks takes quadratic time on hostile text.
_UNSEEN: Final = re.compile(r"[\"“”„‟«»‹›()\[\]{}'‘’`](?<!\w['’](?=\w))")

# Never the end of a sentence; when written with a capital, and in any case.
_TITLES: Final = listed(
    """
    Mr Mrs Ms Mx Dr Prof Gen Lt Col Maj Capt Cmdr Cdr Sgt Cpl Pvt Adm Brig Cmdt Insp Supt Det Rep Reps Sen Sens Gov Govs Pres Hon Rev
    Msgr Amb Atty Asst Dist Dep Mt Messrs M MM Drs Fr Ft Vs Mme Mmes Mlle Mgr TS GS PGS BS ThS Ths TP ft vs v им акад проф ред зам ул
    """
)
_BEFORE_NUMBER: Final = listed("no nos p pp art sec fig vol ch ca cf jan feb mar apr jun jul aug sep sept oct nov dec ст гл рис янв")
# The end of a sentence only where the next word is one that opens sentences.
_SOFT: Final = listed(
    """
    Inc Corp Co Ltd Bros Jr Sr St Ste Ave Blvd Rd Dept Est Univ Assn Ph.D Esq Ret
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss
    Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo
    etc al av janv févr juil déc г гг т.е т.д т.п т.к т.н н.э др пр руб коп тыс млн млрд трлн чел обл гос стр
    """
)
_STARTERS: Final = listed(
    """
    The A An In On At It He She They We I You But And Or This That These Those There His Her Their Its Our My For With As After Before
    When While If Although Though Since Because However Meanwhile Some Many Most Several According Another One Two What Who Why How
    Where Not No Yes By To Under During Also Later Earlier Then Now So Yet Still Instead Once Even Despite Such Other Others Any All
    Each Every В На По Он Она Они Мы Это Но Как И С Из За Об О Для При Если Когда Le La Les Il Elle Ils Elles On Un Une Des En Mais Et
    Ce Cette
    """
)
_CLOCK: Final = listed("a.m p.m")
_AFTER_CLOCK: Final = listed(
    """
    ET EST EDT CT CST CDT MT MST PT PST PDT GMT UTC BST CET CEST IST MSK Eastern Central Pacific Mountain Moscow London Washington
    Paris Israel Jerusalem Tehran Beijing Tokyo Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    """
)
# The first word after an end mark, and the last before it.
_WORD: Final = re.compile(r"[^\w/—–-]{0,5}([^\W\d_]\.(?=.)|[^\W_]+)")
_TOKEN: Final = re.compile(r"[^\W_][^\s\"“”«»()\[\]‘—–/●•]{0,23}$")
# Words and years that no list of abbreviations need vouch for.
_PLAIN: Final = re.compile(r"[a-z’'-]{5,}|(?!no\b|ca\b|cf\b)[a-z]{2,4}|[A-Z][a-z’'-]{4,}|\d{4}")
_ACRONYM: Final = re.compile(r"(?:[^\W\d_]\.){1,4}[^\W\d_]")
_LOWER_NAME: Final = re.compile(r"[ie][A-Z]|al-[A-Z]|(?:de|von|van|bin|el) [A-Z]")
_NAMED_INITIAL: Final = re.compile(r"[A-ZА-ЯЁ][\w’'-]+ $")
# “Why?” Trump asked. -- but not: “Why?” Trump said he would go.
_ATTRIBUTION: Final = re.compile(
    rf"(?:[A-Z][\w.’'-]*\s+){{1,5}}(?:{SAID})\s*(?:[.,;:]|$|(?:in|on|at|of|during|after|to|about|as|when|while|last|later|this|[A-Z][a-z]+day)\b)"
)
_BEFORE_GLUED: Final = re.compile(r"[^\W\d_]{3}$")


def split_sentences(text: str, span: Span, language: str) -> tuple[Span, ...]:
    """The sentences of ``text`` inside ``span``, in order, without the white space around them.

    A line end always ends a sentence. What stands between two quotation marks (or brackets) is never cut, nor is a quotation from
    its "he said"; closing marks belong to the sentence they close. A piece without a letter or digit is no sentence.
    Boundaries are ``sentencex``'s, mended for news: titles, initials, months, firms, states, clock times, quotations.
    """
    tongue = primary(language)
    return tuple(
        Span(offset + start, offset + end) for offset, line in lines_of(text, span) for start, end in _trim(line, _cuts(line, tongue))
    )


def _trim(line: str, cuts: list[int]) -> Iterator[tuple[int, int]]:
    """The pieces of a line between its cuts, stripped; a piece of marks alone is left out."""
    start = 0
    for cut in (*cuts, len(line)):
        piece = line[start:cut]
        kept = piece.strip()
        if kept and any(map(str.isalnum, kept)):
            lead = start + len(piece) - len(piece.lstrip())
            yield lead, lead + len(kept)
        start = cut


def _cuts(line: str, tongue: str) -> list[int]:
    """Where the sentences of one line end, the line's own end apart."""
    if len(line) < _SHORTEST:
        return []
    last = len(line.rstrip())
    ends = [match for match in _END.finditer(line) if match.end() < last]
    if not ends or (len(ends) > _MANY and len(ends) * _SHORTEST > len(line)):
        return []
    openers, closers, _ = enclosures(line, brackets=True)
    seen = _Seen(line, tongue)
    cuts = []
    for match in ends:
        mark, end = match.start(), _with_spaced_closer(line, match.end(), closers)
        around = bisect_right(openers, mark) - 1
        if end >= last or (around >= 0 and closers[around] > end):
            continue
        if _breaks(line, mark, end, seen):
            cuts.append(end)
    return cuts


class _Seen:
    """Where ``sentencex`` would begin a sentence, quotation marks unseen; asked only where a line has a stop it must decide."""

    __slots__ = ("_cuts", "_line", "_tongue")

    def __init__(self, line: str, tongue: str) -> None:
        self._line, self._tongue = line, tongue
        self._cuts: list[int] | None = None

    def between(self, mark: int, last: int) -> bool:
        """Whether a sentence begins after ``mark``, at ``last`` at the latest."""
        if self._cuts is None:
            unquoted = _UNSEEN.sub(" ", self._line)
            self._cuts = [found["start_index"] for found in get_sentence_boundaries(self._tongue, unquoted)]
        place = bisect_right(self._cuts, mark)
        return place < len(self._cuts) and self._cuts[place] <= last


def _with_spaced_closer(line: str, end: int, closers: list[int]) -> int:
    """The end moved over a closing mark that stands apart, as in ``... years. "``."""
    at = bisect_right(closers, end)
    if at < len(closers) and closers[at] - end <= len(" ''") and not any(map(str.isalnum, line[end : closers[at]])):
        return closers[at]
    return end


def _breaks(line: str, mark: int, end: int, seen: _Seen) -> bool:
    """Whether a sentence ends at ``end``, whose end mark begins at ``mark``."""
    after = end + len(line[end : end + 8]) - len(line[end : end + 8].lstrip())
    if after == end and line[mark] not in _UNSPACED_END:
        return _BEFORE_GLUED.search(line, max(0, mark - 3), mark) is not None
    following = _first_word(line, after)
    if not following or following[0] == "0" or (following[0].islower() and not _LOWER_NAME.match(line, after)):
        return False
    if line[after] in "/—–-":
        return line[mark] in "!?"
    if line[mark] != "." or line[mark + 1 : mark + 2] == ".":
        return not (end - mark > 1 and _ATTRIBUTION.match(line, after, after + 120))
    return _stops(line, mark, after, following, seen)


def _stops(line: str, mark: int, after: int, following: str, seen: _Seen) -> bool:
    """Whether the full stop at ``mark`` ends a sentence; the next begins at ``after`` with the word ``following``."""
    token = _TOKEN.search(line, max(0, mark - 24), mark)
    if token:
        own = _abbreviated(line, token, following, quoted=not line[after].isalnum())
        if own is not None:
            return own
        if _PLAIN.fullmatch(token[0]):
            return True
    return seen.between(mark, after + 2)


def _first_word(line: str, at: int) -> str:
    match = _WORD.match(line, at)
    return match[1] if match else ""


def _abbreviated(line: str, token: re.Match[str], following: str, *, quoted: bool) -> bool | None:
    """Whether a sentence ends after a word that may be an abbreviation; None where it is a word like any other."""
    word = token[0]
    lower = word.lower()
    ends: bool | None = None
    if word in _TITLES or word.title() in _TITLES or (lower in _BEFORE_NUMBER and following[0].isdigit()):
        ends = False
    elif word.isdigit():
        ends = False if token.start() == 0 or word == "0" else None
    elif lower in _CLOCK:
        ends = following not in _AFTER_CLOCK
    elif len(word) == 1 and word.isalpha():
        named = _NAMED_INITIAL.search(line, max(0, token.start() - 24), token.start())
        ends = following in _STARTERS if named else quoted or following in _STARTERS
    elif word in _SOFT or _ACRONYM.fullmatch(word):
        ends = quoted or following in _STARTERS
    return ends
