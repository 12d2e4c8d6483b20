"""Introduces persons, abbreviations and pairs of countries where an article first needs it, in words copied from its sources."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final

from wirefeed.compose.annotate import Sentence
from wirefeed.compose.change import Change
from wirefeed.compose.cite import GIVEN, HONORIFIC, edited, stands_for
from wirefeed.compose.countries import BOTH, PAIR
from wirefeed.compose.credit import quotations
from wirefeed.compose.source import Source
from wirefeed.model.story import Member
from wirefeed.text.abbreviations import abbreviation_mentions, abbreviations
from wirefeed.text.cut_short import PAST
from wirefeed.text.given_names import GIVEN_NAMES
from wirefeed.text.names import Name, full_names, same_name, surname_mentions
from wirefeed.text.span import Span
from wirefeed.text.speech import SAID

MOST_LOOKED_AT: Final = 12
"""Places of one text where a surname's full form is looked for."""
GLUED: Final = 4
"""Words from which a name may be two."""
_POLITE: Final = re.compile(rf"\b{HONORIFIC.pattern}$")
# "Former New York Gov. Ana Lim": without the first word she would be governor.
_WAS: Final = re.compile(
    r"\b(?:former|ex|then|late|acting|incoming|outgoing|ousted|designated|future)[ -](?:[A-Z][\w.’'-]+ ){0,3}$", re.IGNORECASE
)
_TITLED: Final = re.compile(r"\b(?:Dr|Mme|M)\.? $")
# "The Lim administration", "guitar maker Lim": the name is no person's there.
_OF_ITS_OWN: Final = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|anti-|pro-|(?:\w*maker|company|firm|group|bank|retailer|chain|brand|publisher|airline|brewer|manufacturer|giant"
    r"|family|club|band|hurricane|storm|typhoon)) ?$",
    re.IGNORECASE,
)
# "Lim administration officials": the name only says which.
_SAYS_WHICH: Final = re.compile(
    r" (?:administration|campaign|cabinet|government|presidency|era|team|transition|family|estate|foundation|organi[sz]ation|officials?"
    r"|aides?|all(?:y|ies)|supporters?|loyalists?|appointees?|nominees?|advis[eo]rs?|lawyers?|attorneys?|voters?|fans|critics|rall(?:y|ies)|investigation"
    r"|probe|trial|case|inquiry|impeachment|speech|bill|law|rules?|plan|polic(?:y|ies)|doctrine|wing)\b"
)
_GIVEN: Final = r"(?<![\w.])((?:[A-Z]\.)+|[A-Z][a-zà-öø-ÿ’'-]+)"
_IN_A_PLACE: Final = re.compile(r"\b(?:San|Santa|Santo|St\.?|Saint|Los|Las|New|Fort|Port|Mount|Lake|Cape|El) $")
"""What makes a given name the name of a town: San Diego's Chargers are no Diego's."""
_AND: Final = re.compile(r"\b[A-Z][a-zà-öø-ÿ]+ (?:and|&) $")
"""What makes a full name half of a couple's: of "Ana and Odd Lim" either may be Lim."""
_JUNIOR: Final = r" (?:Jr|Sr|II|III|IV)\b"
_NAMED: Final = re.compile(r"\b(?:named|called) $")
_ACTS: Final = re.compile(rf"(?:['’]s|,)? (?:{PAST}|{SAID}|who|says|can|may|must)\b")
Found = tuple[Member, Span]
"""A span of a member's text."""
Full = tuple[Member, Name]
"""A full name in a member's text."""


class FullForms:
    """Where the sources of a story give a surname or an abbreviation in full. Looked up once, however many drafts are printed."""

    def __init__(self, sources: tuple[Source, ...], language: str) -> None:
        self.sources = sources
        self.language = language
        self._full: dict[tuple[str, int], Full | None] = {}
        self._given: dict[tuple[str, int], list[Full]] = {}
        self._names: dict[tuple[int, int], tuple[Name, ...]] = {}
        self._called: dict[str, Counter[str]] = {}
        self._long: dict[str, Found] | None = None

    def full_name(self, surname: str, source: int) -> Full | None:
        """Where the same text gives the full name; else any other, if all who give one mean the same person.

        None where the others know the surname as somebody else's alone: the text speaks of his family, too.
        """
        if (surname, source) not in self._full:
            own = self._in_text(surname, source)
            others = list(chain.from_iterable(self._in_text(surname, n) for n in range(len(self.sources)) if n != source))
            agreed = not own or not others or any(_may_be(own[0], other) for other in others)
            full = _one_person(own or others) if agreed else None
            self._full[surname, source] = None if full and self._is_outnumbered(full, surname) else self._unglued(full, surname)
        return self._full[surname, source]

    def _is_outnumbered(self, full: Full, surname: str) -> bool:
        """Whether the texts put another name before the surname as often: of "Nicole Brown Simpson" and "O.J. Simpson" neither is sure."""
        if surname not in self._called:
            texts = (source.member.item.text for source in self.sources)
            before = re.compile(rf"{_GIVEN}(?: [A-Z]\.)? {re.escape(surname)}(?!\w)(?!{_JUNIOR})")
            self._called[surname] = Counter(
                word for word in chain.from_iterable(map(before.findall, texts)) if word.endswith(".") or word in GIVEN_NAMES
            )
        given = full[0].item.text[full[1].start : full[1].end].split()[:-1]
        counts = self._called[surname]
        return max((count for word, count in counts.items() if word not in given), default=0) >= max(1, sum(map(counts.__getitem__, given)))

    def is_agreed(self, surname: str) -> bool:
        """Whether two texts at least give the full name, and all who do mean the same person."""
        return sum(bool(self._in_text(surname, number)) for number in range(len(self.sources))) > 1 and self.is_one(surname)

    def is_one(self, surname: str) -> bool:
        """Whether all texts that give a surname in full mean one person."""
        return _one_person(list(chain.from_iterable(self._in_text(surname, number) for number in range(len(self.sources))))) is not None

    def _unglued(self, full: Full | None, surname: str) -> Full | None:
        """Of "Ana Lim Odd Lie", a writer's name run into another's, the "Odd Lie" another text has; else the name, unless "By" precedes."""
        if full is None:
            return None
        text, start = full[0].item.text, full[1].start
        name = text[start : full[1].end]
        if name.count(" ") + 1 < GLUED:
            return full
        found = chain.from_iterable(self._in_text(surname, number) for number in range(len(self.sources)))
        whole = None if text.startswith("By ", max(0, start - 3)) else full
        return next((one for one in found if name.endswith(" " + one[0].item.text[one[1].start : one[1].end])), whole)

    def long_forms(self) -> dict[str, Found]:
        """Abbreviation -> its first explanation."""
        if self._long is None:
            self._long = {}
            for source in self.sources:
                for short, where in abbreviations(source.member.item.text).items():
                    self._long.setdefault(short, (source.member, where))
        return self._long

    def _in_text(self, surname: str, source: int) -> list[Full]:
        """The full forms of a surname in one text."""
        if (surname, source) not in self._given:
            self._given[surname, source] = self._looked_up(surname, source)
        return self._given[surname, source]

    def _looked_up(self, surname: str, source: int) -> list[Full]:
        member = self.sources[source].member
        text, found = member.item.text, []
        at, looked = text.find(surname), 0
        for sentence in self.sources[source].annotation.sentences:
            if at < 0 or looked == MOST_LOOKED_AT:
                break
            if sentence.start <= at < sentence.end:
                looked += 1
                found += [
                    (member, name)
                    for name in self.full_names(source, sentence)
                    if name.surname == surname
                    and not _is_junior(member, name)
                    and not _IN_A_PLACE.search(text, max(0, name.start - 8), name.start)
                    and not _AND.search(text, max(0, name.start - 40), name.start)
                ]
            if at < sentence.end:
                at = text.find(surname, sentence.end)
        return found

    def full_names(self, source: int, sentence: Sentence) -> tuple[Name, ...]:
        """The full names of a sentence, placed in its text."""
        key = (source, sentence.index)
        if key not in self._names:
            names = full_names(self.sources[source].member.item.text[sentence.start : sentence.end], self.language)
            self._names[key] = tuple(_moved(name, sentence.start) for name in names)
        return self._names[key]


@dataclass(slots=True)
class Introductions:
    """Knows who and what has been introduced so far in one draft."""

    forms: FullForms
    _known: set[str] = field(default_factory=set)
    _met: dict[str, str] = field(default_factory=dict)
    """Surname -> the full name the reader has met."""
    _whole: bool = True
    _read: list[Sentence] = field(default_factory=list)
    """Sentences of a single text printed from its first on, without a gap: their reader knows whom the text has named."""

    def changes(self, source: int, sentence: Sentence) -> list[Change]:
        """The changes that introduce what a sentence of a source names for the first time."""
        member, start = self.forms.sources[source].member, sentence.start
        text = member.item.text[start : sentence.end]
        quoted = quotations(text)
        names = [] if self._reads_on(sentence) else self._names(source, sentence, text, quoted)
        return [*names, *self._abbreviations(start, text, quoted), *self._pairs(member, start, text, quoted)]

    def _reads_on(self, sentence: Sentence) -> bool:
        """Whether nothing of a story's only text has been left out before a sentence: then nobody in it needs an introduction."""
        self._whole = self._whole and len(self.forms.sources) == 1 and sentence.index == len(self._read)
        if self._whole:
            self._read.append(sentence)
        return self._whole

    def _names(self, source: int, sentence: Sentence, text: str, quoted: list[tuple[int, int]]) -> list[Change]:
        start = sentence.start
        made = self._again(source, sentence, quoted)
        for read in (*self._read, sentence):
            self._known.update(name.surname for name in self.forms.full_names(source, read))
        self._read.clear()
        for name in surname_mentions(text, wanted=lambda word: word not in self._known and self.forms.full_name(word, source) is not None):
            full = self.forms.full_name(name.surname, source)
            if full is None or _inside(name.start, quoted) or _names_a_thing(text, name):
                continue
            member, given = full
            own = member is self.forms.sources[source].member
            if own and given.start > start + name.end and not self.forms.is_agreed(name.surname):
                continue
            self._known.add(name.surname)
            polite = _POLITE.search(text, max(0, name.start - 6), name.start)
            begin = polite.start() if polite else name.start
            titled = (name.title is not None and polite is None) or _TITLED.search(text, max(0, name.start - 6), name.start)
            bare = titled or _is_polite(member, given) or _WAS.search(member.item.text, max(0, given.whole.start - 30), given.whole.start)
            where, said = Span(given.start, given.end) if bare else given.whole, text[begin : name.end]
            if not stands_for(member.item.text[where.start : where.end], said):
                continue
            self._met.setdefault(name.surname, member.item.text[given.start : given.end])
            printed = edited(f"name:{said}", member, where.start, where.end, self.forms.language)
            made.append(Change(start + begin, start + name.end, (printed,)))
        return made

    def _again(self, source: int, sentence: Sentence, quoted: list[tuple[int, int]]) -> list[Change]:
        """Whom the reader has met goes by his surname and what office stands before it: "Governor Roman Belov", then "Governor Belov"."""
        member, made = self.forms.sources[source].member, []
        for name in self.forms.full_names(source, sentence):
            text = member.item.text[name.start : name.end]
            if name.surname not in self._met:
                self._met[name.surname] = text
                continue
            given = GIVEN.fullmatch(text[: -len(name.surname)]) if text.endswith(name.surname) else None
            if given is None or _inside(name.start - sentence.start, quoted) or not _is_a_person(member, name):
                continue
            if same_name(self._met[name.surname], text) and self.forms.is_one(name.surname):
                end = name.start + given.end()
                made.append(Change(name.start, end, (edited("drop:given", member, name.start, end, self.forms.language),)))
        return made

    def _abbreviations(self, start: int, text: str, quoted: list[tuple[int, int]]) -> list[Change]:
        made: list[Change] = []
        forms = self.forms.long_forms()
        for short, at in abbreviation_mentions(text) if forms else ():
            if short in self._known:
                continue
            long = forms.get(short)
            self._known.add(short)
            explains = text[at.start - 1 : at.start] == "(" and text.startswith(")", at.end)
            if long is None or explains or long[0].item.text[long[1].start : long[1].end] in text:
                continue
            made.append(self._expanded(short, long, Span(start + at.start, start + at.end), inside=_inside(at.start, quoted)))
        return made

    def _expanded(self, short: str, long: Found, at: Span, *, inside: bool) -> Change:
        member, where = long
        if not inside and member.item.text.startswith(f" ({short})", where.end):
            printed = edited(f"expand:{short}", member, where.start, where.end + len(short) + 3, self.forms.language)
            return Change(at.start, at.end, (printed,))
        return Change(at.end, at.end, (edited("clarify", member, where.start, where.end, self.forms.language),))

    def _pairs(self, member: Member, start: int, text: str, quoted: list[tuple[int, int]]) -> list[Change]:
        """``our two countries [Russia and Iran]``, in a quotation, where the text names just one pair."""
        both = BOTH.search(text) if quoted else None
        if both is None or not _inside(both.start(), quoted) or "countries" in self._known or PAIR.search(text):
            return []
        pairs = list(PAIR.finditer(member.item.text))
        if not pairs or any({pair[1], pair[2]} != {pairs[0][1], pairs[0][2]} for pair in pairs):
            return []
        self._known.add("countries")
        named = edited("clarify", member, pairs[0].start(), pairs[0].end(), self.forms.language)
        return [Change(start + both.end(), start + both.end(), (named,))]


def _is_a_person(member: Member, name: Name) -> bool:
    """Whether what stands before a full name, or behind it, says that it is somebody's: an office, or that he speaks or acts.

    Not where he is only named: "a comedian named Odd Lie".
    """
    text = member.item.text
    if _NAMED.search(text, max(0, name.whole.start - 8), name.whole.start):
        return False
    return name.title is not None or (text[name.start : name.end].split()[0] in GIVEN_NAMES and _ACTS.match(text, name.end) is not None)


def _is_polite(member: Member, name: Name) -> bool:
    """Whether all the title a full name has is a Mr or Ms."""
    return HONORIFIC.match(member.item.text, name.whole.start, name.start) is not None


def _names_a_thing(text: str, name: Name) -> bool:
    """Whether a surname names no person where it stands: a firm, a storm, "Lim administration officials"."""
    return _OF_ITS_OWN.search(text, max(0, name.start - 16), name.start) is not None or _SAYS_WHICH.match(text, name.end) is not None


def _is_junior(member: Member, name: Name) -> bool:
    """Whether a name says which of two namesakes it is: whoever is named without that is the other one, or nobody knows."""
    return re.search(rf"{_JUNIOR}\.?$", member.item.text[name.start : name.end]) is not None


def _moved(name: Name, by: int) -> Name:
    title = Span(name.title.start + by, name.title.end + by) if name.title else None
    return replace(name, start=name.start + by, end=name.end + by, title=title)


def _one_person(found: list[Full]) -> Full | None:
    """The first of some full names, if they all may be one person's."""
    if not found:
        return None
    names = [member.item.text[name.start : name.end] for member, name in found]
    return found[0] if all(same_name(names[0], name) for name in names) else None


def _may_be(one: Full, other: Full) -> bool:
    """Whether two full names may be one person's, or one of them has another's word run into it: "Kirill Odd Lie", "Odd Lie"."""
    named, also = (member.item.text[name.start : name.end] for member, name in (one, other))
    return same_name(named, also) or also.endswith(" " + named) or named.endswith(" " + also)


def _inside(at: int, quoted: list[tuple[int, int]]) -> bool:
    return any(start < at < end for start, end in quoted)
