"""The sentences of all members side by side: concepts weighted by independent agencies, who says the same as whom. It picks nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import sqrt
from typing import Final

import numpy as np

from wirefeed.compose.agencies import quoted_name
from wirefeed.compose.annotate import Sentence
from wirefeed.compose.coming import coming_of
from wirefeed.compose.concepts import Floats, Pair
from wirefeed.compose.credit import has_quotation, is_creditable
from wirefeed.compose.days import day_of, day_told, day_words, has_passed, is_doubtful, is_vague
from wirefeed.compose.likeness import OPENING, Bools, likeness
from wirefeed.compose.line import Line
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.source import Source
from wirefeed.compose.stand_in import stand_ins
from wirefeed.compose.voice import may_be_quoted, reflects, shouts, speaks_of_itself
from wirefeed.model.item import Kind
from wirefeed.text.dates import Form
from wirefeed.text.words import primary

LIKE_THE_STORY: Final = 0.4
"""Share of its words by which an entry of a live blog, or a comment, belongs to a story."""
QUOTED_LEAST: Final = 3
"""Words that a comment must have in common with another source; two that say nothing are common to any two pages."""
QUOTED_TOGETHER: Final = 2
QUOTED_SHARE: Final = 0.3
"""Words, and the share of a comment's, that one sentence of another source must have: a long text has any words somewhere."""
STRAY_LINES: Final = 2
STRAY: Final = 0.25
"""Where so few lines are left of a page that speaks of itself, and no other source has more of their words: a stray."""
MOST_CANDIDATES: Final = 80
"""Lines of the largest story that enter the search, openings aside."""
MOST_SCRAPS: Final = 3
"""Lines that are tried where no sentence of any member is fit to print."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What the search works on: ``lines`` in order of source and text, and arrays over them.

    ``worth`` is the weight of each concept, ``holds[i, j]`` whether line i holds concept j; ``same[i, j]`` whether line i has nothing to
    say that j does not, ``told[i, j]`` whether it has hardly anything, ``again`` whether they perhaps say the same, ``alike`` whether
    they share half their words; ``central`` the cosine of each line with the whole story; ``bag`` what each word of a line tells;
    ``merit`` what a line is worth, or costs, beside its concepts, ``late`` what its place costs it; ``coming`` whether it says what comes
    next; ``behind[i, j]`` whether line i, which leans on its predecessor, may stand right behind j instead. ``words`` is how long the
    composite may be, ``share`` the share of the news there is room for.
    """

    sources: tuple[Source, ...]
    lines: tuple[Line, ...]
    worth: Floats
    holds: Floats
    same: Bools
    told: Bools
    again: Bools
    alike: Bools
    central: Floats
    bag: Floats
    merit: Floats
    late: Floats
    coming: Bools
    behind: Bools
    words: int
    share: float

    def voice(self, line: int) -> int:
        """The independent agency a line is from."""
        return self.sources[self.lines[line].source].voice

    def text(self, line: int) -> str:
        """A line as its source has it."""
        where = self.lines[line].sentence
        return self.sources[self.lines[line].source].member.item.text[where.start : where.end]


def gather(sources: Sequence[Source], weights: dict[Pair, float], rules: ComposeRules) -> Pool:
    """Put the members' sentences side by side and keep the ones that can matter. A single source is taken as it is."""
    if len(sources) == 1:
        return _alone(sources[0], rules)
    every = [line for line in _current(_lines(sources), sources) if _belongs(line, sources)]
    lines = _whole([line for line in every if line.sentence.chain is not None])
    lines = _whole(_on_topic(_reported(lines, sources), sources)) or lines or [_bare(line) for line in every[:MOST_SCRAPS]]
    news = sum(line.sentence.words for line in lines)
    room = min(rules.max_words, news)
    share = room / max(1, news)
    kept = shortlist(lines, weights, max(rules.candidates, min(rules.candidates_each * len(sources), MOST_CANDIDATES)))
    worth, holds = _incidence(kept, weights)
    weight = holds @ worth
    like = likeness(kept, sources, rules)
    coming = np.array(coming_of(sources, kept, weight.tolist()), dtype=bool)
    alongside = coming[:, None] == coming[None, :]  # what comes next is no retelling of what happened
    return Pool(
        sources=tuple(sources),
        lines=tuple(kept),
        worth=worth,
        holds=holds,
        same=like.same | (like.bare & alongside),
        told=like.told & alongside,
        again=like.again & ~like.bare & alongside,
        alike=like.alike,
        central=like.central,
        bag=like.words,
        merit=_merit(sources, kept, weight, coming, rules),
        late=_late(kept, weight, 1.0 - share, rules),
        coming=coming,
        behind=stand_ins(kept, sources, like.same),
        words=room,
        share=share,
    )


def _whole(lines: Sequence[Line]) -> list[Line]:
    """The lines whose whole chain is there."""
    there = {(line.source, line.sentence.index) for line in lines}
    return [line for line in lines if all((line.source, index) in there for index in line.sentence.chain or ())]


def _current(lines: Sequence[Line], sources: Sequence[Source]) -> list[Line]:
    """The lines whose days can be told: none announced that the latest text has left behind, none that no date can stand for."""
    dated = {number: source for number, source in enumerate(sources) if source.member.item.dated}
    if not dated:
        return list(lines)
    latest = max(day_of(source.member) for source in dated.values())
    told = {number: day_told(source.member, _openings(source)) for number, source in dated.items()}

    def holds(line: Line) -> bool:
        member, start, end = sources[line.source].member, line.sentence.start, line.sentence.end
        passed = day_of(member) < latest and has_passed(member, start, end, latest)
        return not (passed or is_doubtful(member, start, end, told[line.source]) or is_vague(member, start, end))

    return [line for line in lines if line.source not in dated or holds(line)]


def _openings(source: Source) -> list[tuple[int, int]]:
    return [(sentence.start, sentence.end) for sentence in source.annotation.sentences[:OPENING]]


def _belongs(line: Line, sources: Sequence[Source]) -> bool:
    """Whether a line is about the story: of a live blog, which tells many, only what speaks of what another source speaks of."""
    if sources[line.source].member.item.kind is not Kind.LIVE_BLOG:
        return True
    return _is_shared(line, sources)


def _is_shared(line: Line, sources: Sequence[Source]) -> bool:
    """Whether some other source has a good share of a line's words."""
    return _shared(line, sources) >= LIKE_THE_STORY * len(line.stems)


def _shared(line: Line, sources: Sequence[Source]) -> int:
    """How many of a line's words the other source has that has most of them."""
    return max(len(other.concepts.words.intersection(line.stems)) for n, other in enumerate(sources) if n != line.source)


def _reported(lines: Sequence[Line], sources: Sequence[Source]) -> list[Line]:
    """The lines that report. Of a voice that mostly comments also what it says of what others tell: it is printed as its words."""
    balance: dict[int, int] = {}
    for line in lines:
        voice = sources[line.source].voice
        balance[voice] = balance.get(voice, 0) + (-1 if line.sentence.comment else 1)
    return [
        line for line in lines if not line.sentence.comment or (balance[sources[line.source].voice] < 0 and _may_be_quoted(line, sources))
    ]


def _may_be_quoted(line: Line, sources: Sequence[Source]) -> bool:
    """Whether a comment can stand between marks under its agency's name and speaks of the story, in words enough to tell."""
    if not is_creditable(quoted_name(sources[line.source].member, [source.member for source in sources])):
        return False
    if not (may_be_quoted(_text(line, sources)) and _is_shared(line, sources) and _shared(line, sources) >= QUOTED_LEAST):
        return False
    mine, least = frozenset(line.stems), max(QUOTED_TOGETHER, QUOTED_SHARE * len(line.stems))
    others = chain.from_iterable(source.concepts.stems for number, source in enumerate(sources) if number != line.source)
    return any(len(mine.intersection(stems)) >= least for stems in others)


def _on_topic(lines: Sequence[Line], sources: Sequence[Source]) -> list[Line]:
    """The lines without strays: all that is left of a page when the rest is its own words, and nobody else speaks of it."""
    left: dict[int, list[Line]] = {}
    for line in lines:
        left.setdefault(line.source, []).append(line)
    strays = {
        source
        for source, mine in left.items()
        if len(mine) <= STRAY_LINES
        and any(sentence.page for sentence in sources[source].annotation.sentences)
        and max(_shared(line, sources) / max(1, len(line.stems)) for line in mine) <= STRAY
    }
    return [line for line in lines if line.source not in strays or len(strays) == len(left)]


def _text(line: Line, sources: Sequence[Source]) -> str:
    return sources[line.source].member.item.text[line.sentence.start : line.sentence.end]


def _bare(line: Line) -> Line:
    return replace(line, sentence=replace(line.sentence, chain=()))


def _lines(sources: Sequence[Source]) -> list[Line]:
    return [
        Line(source=number, sentence=sentence, place=index / max(1, len(source.annotation.sentences) - 1), pairs=pairs, stems=stems)
        for number, source in enumerate(sources)
        for index, (sentence, pairs, stems) in enumerate(
            zip(source.annotation.sentences, source.concepts.pairs, source.concepts.stems, strict=True)
        )
    ]


def _alone(source: Source, rules: ComposeRules) -> Pool:
    none = np.zeros(0)
    return Pool(
        sources=(source,),
        lines=tuple(Line(source=0, sentence=sentence, place=0.0) for sentence in _of_one_story(source)),
        worth=none,
        holds=none,
        same=np.zeros((0, 0), dtype=bool),
        told=np.zeros((0, 0), dtype=bool),
        again=np.zeros((0, 0), dtype=bool),
        alike=np.zeros((0, 0), dtype=bool),
        central=none,
        bag=np.zeros((0, 0)),
        merit=none,
        late=none,
        coming=np.zeros(0, dtype=bool),
        behind=np.zeros((0, 0), dtype=bool),
        words=rules.max_words,
        share=1.0,
    )


def _of_one_story(source: Source) -> Sequence[Sentence]:
    """The sentences of a text; of a live blog, which tells many stories, those of its first entry."""
    sentences = source.annotation.sentences
    if source.member.item.kind is not Kind.LIVE_BLOG:
        return sentences
    first = next((sentence.paragraph for sentence in sentences if sentence.chain is not None), 0)
    return [sentence for sentence in sentences if sentence.paragraph <= first]


def shortlist(lines: Sequence[Line], weights: dict[Pair, float], most: int) -> list[Line]:
    """The lines most worth their length, with each text's opening and the sentences they lean on, in the order of the texts."""
    if len(lines) <= most:
        return list(lines)
    worth = [sum(map(weights.__getitem__, line.pairs)) / sqrt(line.sentence.words) for line in lines]
    best = sorted(range(len(lines)), key=lambda i: (-worth[i], i))[:most]
    wanted = {(lines[i].source, lines[i].sentence.index) for i in best}
    opened: dict[int, int] = {}
    for line in lines:
        if not line.sentence.chain and opened.setdefault(line.source, line.sentence.index) == line.sentence.index:
            wanted.add((line.source, line.sentence.index))
    needed = {(line.source, index) for line in lines if (line.source, line.sentence.index) in wanted for index in line.sentence.chain or ()}
    return [line for line in lines if (line.source, line.sentence.index) in wanted | needed]


def _merit(sources: Sequence[Source], lines: Sequence[Line], worth: Floats, coming: Bools, rules: ComposeRules) -> Floats:
    """What speaks for a line and against it.

    For it a quotation and what comes next; against it day words without a day, a writer who says I.
    """
    texts, whose = [_text(line, sources) for line in lines], [sources[line.source] for line in lines]
    quoted = np.array([has_quotation(text) for text in texts], dtype=bool)
    loss = np.array([_loss(sources[line.source], line.sentence, rules) for line in lines])
    mine = np.array([rules.personal * _is_own_voice(text, source.member.item.language) for text, source in zip(texts, whose, strict=True)])
    return np.asarray(_mean(worth) * (rules.quoted * quoted + rules.coming * coming) - np.maximum(loss, mine) * worth)


def _late(lines: Sequence[Line], worth: Floats, scarce: float, rules: ComposeRules) -> Floats:
    """What its place costs a line. ``scarce`` is the share of the news there is no room for: only then must what comes late give way."""
    return np.asarray(_mean(worth) * rules.late * scarce * np.array([line.place for line in lines]))


def _mean(worth: Floats) -> float:
    return float(worth.mean()) if worth.size else 0.0


def _is_own_voice(text: str, language: str) -> bool:
    """Whether a sentence tells of its writer, or, as far as can be told, of nothing that happened."""
    return speaks_of_itself(text) or shouts(text) or (primary(language) == "en" and reflects(text))


def _loss(source: Source, sentence: Sentence, rules: ComposeRules) -> float:
    if source.member.item.dated:
        return 0.0
    words = day_words(source.member, sentence.start, sentence.end)
    return max((rules.unresolved_today if word.form in {Form.DAY, Form.NIGHT} else rules.unresolved for word in words), default=0.0)


def _incidence(lines: Sequence[Line], weights: dict[Pair, float]) -> tuple[Floats, Floats]:
    column: dict[Pair, int] = {}
    for pair in chain.from_iterable(line.pairs for line in lines):
        column.setdefault(pair, len(column))
    holds = np.zeros((len(lines), len(column)))
    for row, line in enumerate(lines):
        holds[row, [column[pair] for pair in line.pairs]] = 1.0
    return np.array([weights[pair] for pair in column]), holds
