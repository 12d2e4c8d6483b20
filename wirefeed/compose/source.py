"""A member with what is known of its text, ready to be compared with others. What a reprint only repeats is left out here."""

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Final

from wirefeed.compose.annotate import Annotation, Sentence, annotate, beside_others
from wirefeed.compose.concepts import Concepts, concepts_in
from wirefeed.compose.credit import has_quotation
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.voice import is_columnist, is_opinion, title_opines
from wirefeed.model.ids import ItemRef
from wirefeed.model.item import Item
from wirefeed.model.story import Member
from wirefeed.text.days_en import WEEKDAYS

REPEATED: Final = 0.6
"""Share of its content words a sentence of a reprint may have in one sentence of the original."""


@dataclass(frozen=True, slots=True)
class Source:
    """A member and its text.

    ``voice`` numbers the independent agencies from 0; a reprint has the voice of what it reprints. ``opinion``: it is no report.
    """

    member: Member
    annotation: Annotation
    concepts: Concepts
    voice: int
    opinion: bool = False


class Annotations:
    """What was found out of the texts met lately: an explicit cache a caller may keep between compositions.

    ``most`` is several times what one story reads (ComposeRules.sources); each text takes 40 kB.
    """

    def __init__(self, most: int = 200) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, str, int], tuple[Annotation, Concepts | None]] = OrderedDict()

    def of(self, item: Item) -> Annotation:
        """The annotation of an item whose text stands alone."""
        known = self._kept.get(_key(item))
        if known is None:
            known = (annotate(item), None)
            self._keep(_key(item), known)
        return known[0]

    def beside_others(self, item: Item) -> tuple[Annotation, Concepts]:
        """The annotation and the concepts of an item whose text stands beside others."""
        annotation = self.of(item)
        concepts = self._kept[_key(item)][1]
        if concepts is None:
            annotation = beside_others(annotation, item)
            concepts = concepts_in(item.text, annotation.sentences, item.language)
            self._keep(_key(item), (annotation, concepts))
        return annotation, concepts

    def _keep(self, key: tuple[str, str, int], value: tuple[Annotation, Concepts | None]) -> None:
        self._kept[key] = value
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


def _key(item: Item) -> tuple[str, str, int]:
    return item.content_hash, item.language, len(item.text)


FEWEST_TO_BE_STRANGE: Final = 3
LONG: Final = 100
STRANGE_LONG: Final = 4
"""Different words from which a text is long, and how many times nearer another must be to it: two long texts share words anyhow."""
NONE: Final = concepts_in("", (), "en")
"""A story of a single source compares nothing."""


def sources_of(members: Sequence[Member], annotations: Annotations, rules: ComposeRules) -> tuple[Source, ...]:
    """The members in order of publication, originals before their reprints; of a reprint only what its original does not say.

    Of three or more a text that shares hardly a word with any other is no source: a page that was never about the event. Of very many
    members each agency's latest are read.
    """
    ordered = sorted(_foremost(members, rules.sources), key=lambda one: (one.duplicate_of is not None, one.item.published_at, one.ref))
    if len(ordered) == 1:
        return (Source(member=ordered[0], annotation=annotations.of(ordered[0].item), concepts=NONE, voice=0),)
    originals = {member.ref: member for member in ordered}
    read: list[tuple[Member, Annotation, Concepts]] = []
    opinion = _opinion(ordered)
    for member in ordered:
        annotation, concepts = annotations.beside_others(member.item)
        if member.duplicate_of is not None and member.duplicate_of in originals:
            annotation = _without(annotation, concepts, annotations.beside_others(originals[member.duplicate_of].item)[1])
        if member.ref in opinion:
            annotation = _as_comment(annotation, member.item.text)
        read.append((member, annotation, concepts))
    voices: dict[str, int] = {}
    return tuple(
        Source(
            member=member,
            annotation=annotation,
            concepts=concepts,
            voice=voices.setdefault(member.origin, len(voices)),
            opinion=member.ref in opinion,
        )
        for member, annotation, concepts in _on_topic(read, rules)
    )


def _opinion(members: Sequence[Member]) -> frozenset[ItemRef]:
    """The texts that are no report; a title that only judges does not make one where most of the others do not report either."""
    declared = frozenset(member.ref for member in members if is_opinion(member.item) or is_columnist(member.agency.name))
    judging = frozenset(member.ref for member in members if title_opines(member.item.headline))
    return declared | judging if 2 * len(declared | judging) <= len(members) else declared


def _foremost(members: Sequence[Member], most: int) -> list[Member]:
    """At most so many members: the latest of every independent agency, then the latest but one of each, and so on."""
    if len(members) <= most:
        return list(members)
    told: dict[str, int] = {}
    turns: list[tuple[int, Member]] = []
    for member in sorted(members, key=lambda one: (one.item.published_at, one.ref), reverse=True):
        told[member.origin] = told.get(member.origin, 0) + 1
        turns.append((told[member.origin], member))
    return [member for _, member in sorted(turns, key=lambda turn: turn[0])[:most]]


def _on_topic(read: list[tuple[Member, Annotation, Concepts]], rules: ComposeRules) -> list[tuple[Member, Annotation, Concepts]]:
    """The sources that are like some other, and the richest, which pages without news could outvote."""
    if len(read) < FEWEST_TO_BE_STRANGE:
        return read
    words = [concepts.words for _, _, concepts in read]
    likest = [
        max(len(mine & theirs) / sqrt(max(1, len(mine) * len(theirs))) for other, theirs in enumerate(words) if other != number)
        for number, mine in enumerate(words)
    ]
    richest = max(range(len(words)), key=lambda number: (len(words[number]), -number))
    near = [rules.strange * (STRANGE_LONG if len(mine) >= LONG else 1) for mine in words]
    kept = [one for number, one in enumerate(read) if likest[number] >= near[number] or number == richest]
    return kept if len(kept) > 1 else read


def _as_comment(annotation: Annotation, text: str) -> Annotation:
    """The annotation of a text that is opinion: every sentence of it is comment but those that quote somebody or say on which day."""

    def comments(sentence: Sentence) -> bool:
        said = text[sentence.start : sentence.end]
        return sentence.fit and (sentence.comment or not (has_quotation(said) or _DAY.search(said)))

    return replace(annotation, sentences=tuple(replace(one, comment=comments(one)) for one in annotation.sentences))


_DAY: Final = re.compile(
    rf"\b(?:{'|'.join(WEEKDAYS)})\b(?!['’])|\b(?:[Yy]esterday|[Tt]onight|[Ll]ast night)\b(?!['’])|\b[Tt]oday(?=[.,]|$)"
)
"""A day of the news; not one that owns what a writer thinks of ("Tuesday's hearing was telling")."""


def _without(annotation: Annotation, concepts: Concepts, original: Concepts) -> Annotation:
    """The annotation with every sentence unfit that the original says too."""
    said = [frozenset(stems) for stems in original.stems]
    sentences = tuple(
        replace(sentence, chain=None, fit=False) if _repeats(stems, said) else sentence
        for sentence, stems in zip(annotation.sentences, concepts.stems, strict=True)
    )
    return replace(annotation, sentences=sentences)


def _repeats(stems: Sequence[str], said: Sequence[frozenset[str]]) -> bool:
    least = REPEATED * len(stems)
    return any(len(words.intersection(stems)) >= least for words in said)
