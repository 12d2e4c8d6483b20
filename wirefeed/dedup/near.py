"""Which candidates are copies of a text, and whether names or figures say that the two tell of two events. It finds no candidates."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from typing import Final

from wirefeed.dedup.keys import bare_headline
from wirefeed.dedup.overlap import Overlap, Sample, compare, is_cut, reckon, sample_of, surely_apart, surely_below
from wirefeed.dedup.rules import DedupRules
from wirefeed.model.item import Item
from wirefeed.model.match import Candidate, Copy, Known, Near
from wirefeed.text.shingles import full
from wirefeed.text.words import tokens

Side = Item | Candidate | Known

# A name or figure that was swapped stands alone, or with a few words, between words that both texts have.
_SLOT_WORDS: Final = 5
# No language's words are longer on average, spaces included: where to stop looking for the end of a lead.
_LETTERS: Final = 16
_REMEMBERED: Final = 256
_REMEMBERED_LETTERS: Final = 20_000
"""Texts that are taken apart once, and the longest of them: an item is held against many, and its neighbours against the same."""
_NAME: Final = re.compile(r"(?<![^\W_])[^\W\d_][^\W_]+")
_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)*")
_PIECE: Final = re.compile(rf"{_FIGURE.pattern}|[^\W_]+")
_SENTENCE_END: Final = frozenset('.!?:;"“”«»‘(\n-–—/')


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A candidate that shares text with an item. ``clash`` says what tells the two apart, None where nothing does."""

    candidate: Candidate
    copy: Copy
    overlap: Overlap
    clash: str | None = None

    @property
    def is_copy(self) -> bool:
        """Whether one text is mostly the other, and of the same event."""
        return self.copy is not Copy.PARTIAL

    def near(self) -> Near:
        """The pair as it is reported."""
        about = "" if self.overlap.measured else "about "
        told = f"{about}{self.overlap.short:.2f} of the shorter text and {self.overlap.long:.2f} of the longer stand in the other"
        reasons = (told, self.clash) if self.clash else (told,)
        return Near(of=self.candidate.ref, copy=self.copy, containment=round(self.overlap.short, 4), reasons=reasons)


class Shelf:
    """Full shingles by content hash, so that a text met several times in one batch is cut up once."""

    def __init__(self) -> None:
        self._kept: dict[str, frozenset[int]] = {}

    def shingles(self, side: Side) -> frozenset[int]:
        """The full shingles of a text, of its headline where it has none."""
        kept = self._kept.get(side.content_hash)
        if kept is None:
            kept = self._kept[side.content_hash] = frozenset(full(side.text or side.headline))
        return kept


def classify(overlap: Overlap, rules: DedupRules) -> Copy | None:
    """What an overlap amounts to; None: nothing worth reporting."""
    if overlap.shared < rules.shared_at_least or overlap.words < rules.reprint_words or overlap.short < rules.partial_short:
        return None
    if min(overlap.short, overlap.long) >= rules.exact:
        return Copy.EXACT
    if overlap.short >= rules.reprint_short and overlap.long >= rules.reprint_long:
        return Copy.REPRINT
    return Copy.PARTIAL


def likenesses(item: Item, candidates: Iterable[Candidate], rules: DedupRules, shelf: Shelf) -> tuple[Likeness, ...]:
    """The candidates that share text with ``item``, in the order given; never the item itself under its own guid."""
    mine = sample_of(item.shingles)
    found = (_likeness(item, mine, candidate, rules, shelf) for candidate in candidates if candidate.ref.key != item.key)
    return tuple(likeness for likeness in found if likeness)


def _likeness(item: Item, mine: Sample, candidate: Candidate, rules: DedupRules, shelf: Shelf) -> Likeness | None:
    theirs = sample_of(candidate.shingles)
    if surely_apart(mine, theirs, candidate.shared, rules):
        return None
    overlap = reckon(mine, theirs, candidate.shared)
    below = (
        surely_below(share, overlap.words, threshold, measured=overlap.measured)
        for share, threshold in ((overlap.short, rules.reprint_short), (overlap.long, rules.reprint_long))
    )
    if is_cut(mine, theirs) or not any(below):
        overlap = compare(shelf.shingles(item), shelf.shingles(candidate))
    copy = classify(overlap, rules)
    if copy is None:
        return None
    against = clash(item, candidate, rules) if copy is not Copy.PARTIAL else None
    return Likeness(candidate=candidate, copy=Copy.PARTIAL if against else copy, overlap=overlap, clash=against)


def clash(one: Side, other: Side, rules: DedupRules) -> str | None:
    """Why two texts of one template tell of two events, None where they do not.

    A good part of the names (or of the figures) that each puts into its headline and lead must be missing from the whole other text,
    and they must fill the same place between words both have: a reprint is cut, or led by words of its own, but does not swap them.
    """
    for what in ("names", "figures"):
        mine, theirs = _differing(what, one, other, rules.clash, rules)
        least = 1 if what == "names" else rules.clash_figures
        if min(len(mine), len(theirs)) >= least and _swapped(one, other, {*mine, *theirs}, rules):
            return _differ(what, mine, theirs)
    return None


def strict_clash(one: Side, other: Side, rules: DedupRules) -> str | None:
    """The same asked of an article and its supposed continuation: there a single name on each side is enough, wherever it stands."""
    for what, share in (("names", 0.0), ("figures", rules.clash)):
        mine, theirs = _differing(what, one, other, share, rules)
        if mine and theirs:
            return _differ(what, mine, theirs)
    return None


def _differ(what: str, mine: Sequence[str], theirs: Sequence[str]) -> str:
    return f"the {what} differ: {', '.join(mine[:3])} against {', '.join(theirs[:3])}"


def _differing(what: str, one: Side, other: Side, share: float, rules: DedupRules) -> tuple[tuple[str, ...], tuple[str, ...]]:
    of = names if what == "names" else figures
    mine = _missing(of(one.headline, one.text, rules.lead_words), other, share)
    return mine, _missing(of(other.headline, other.text, rules.lead_words), one, share) if mine else ()


def _missing(told: tuple[str, ...], other: Side, share: float) -> tuple[str, ...]:
    """Those of ``told`` that the other text lacks, where they are at least that share of them; else nothing."""
    if not told:
        return ()
    of = _told if len(other.text) <= _REMEMBERED_LETTERS else _told.__wrapped__
    there = of(other.headline, other.text)
    missing = tuple(name for name in told if name.lower() not in there)
    return missing if len(missing) >= share * len(told) else ()


@lru_cache(maxsize=_REMEMBERED)
def _told(headline: str, text: str) -> frozenset[str]:
    """Every word and figure of a text, lower case."""
    return frozenset((*tokens(headline), *tokens(text), *figures(headline, text)))


def _swapped(one: Side, other: Side, told: set[str], rules: DedupRules) -> bool:
    """Whether some of ``told`` stands for another of them between equal words of the two leads."""
    wanted = {word.lower() for word in told}
    mine, theirs = _lead(one, rules), _lead(other, rules)
    return any(
        tag == "replace"
        and max(end - start, until - there) <= _SLOT_WORDS
        and wanted.intersection(mine[start:end])
        and wanted.intersection(theirs[there:until])
        for tag, start, end, there, until in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    )


def _lead(side: Side, rules: DedupRules) -> tuple[str, ...]:
    """Words and whole figures of headline and lead, lower case."""
    return _pieces(side.headline, side.text[: rules.lead_words * _LETTERS], rules.lead_words)


@lru_cache(maxsize=_REMEMBERED)
def _pieces(headline: str, lead: str, words: int) -> tuple[str, ...]:
    text = f"{bare_headline(headline)}\n{lead}".lower()
    return tuple(_plain(piece) if piece[0].isdigit() else piece for piece in islice(_PIECE.findall(text), words))


def names(headline: str, text: str, words: int) -> tuple[str, ...]:
    """Capitalised words inside the sentences of a lead (of the headline where there is no text), each once, in order.

    Scripts without capitals have none; a word that opens a sentence may be any word and does not count.
    """
    return _names((text or headline)[: words * _LETTERS], words)


@lru_cache(maxsize=_REMEMBERED)
def _names(lead: str, words: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for count, match in enumerate(_NAME.finditer(lead)):
        if count >= words:
            break
        before = lead[: match.start()].rstrip(" \t")[-1:]
        if match[0][0].isupper() and before and before not in _SENTENCE_END:
            found[match[0]] = None
    return tuple(found)


def figures(headline: str, text: str, words: int | None = None) -> tuple[str, ...]:
    """The numbers of a headline and of the first ``words`` words of a text (all of it without), each once, thousands unmarked."""
    lead = text if words is None else " ".join(text[: words * _LETTERS].split()[:words])
    return tuple(dict.fromkeys(_plain(match[0]) for match in _FIGURE.finditer(f"{bare_headline(headline)}\n{lead}")))


def _plain(figure: str) -> str:
    return re.sub(r"[.,](?=\d{3}(?!\d))", "", figure).replace(",", ".")
