"""Which known item an arriving one is, by any of its names. It does not say which of the two versions is the later.

The names in the order they are believed: the guid; what a revision says it replaces; the link; the whole text; a headline and text
that changed together with guid and link. Everything is sought in the item's own feed only: a feed can change only its own items.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from wirefeed.dedup.keys import CONTENT, GUID, URL, bare_headline, is_article_link
from wirefeed.dedup.near import Likeness, Shelf, Side, strict_clash
from wirefeed.dedup.overlap import compare
from wirefeed.dedup.rules import DedupRules
from wirefeed.model.ids import ItemKey, key_hash
from wirefeed.model.item import Item, Kind, PubStatus
from wirefeed.model.match import Candidate, Known
from wirefeed.text.words import content_words, tokens

_REPLACING: Final = frozenset({Kind.UPDATE, Kind.WRITE_THROUGH, Kind.CORRECTION, Kind.LEAD, Kind.REPEAT, Kind.HOLD, Kind.RELEASE})
# A correction under a guid of its own is a notice the desk filed beside the report; advisories speak of reports, they are none.
_STANDING_ALONE: Final = frozenset({Kind.CORRECTION, Kind.KILL, Kind.ADVISORY, Kind.LIVE_BLOG})


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """What else stands in the same document: the guids it shows, and the links it gives to several guids at once.

    ``lagging`` says that the document is older than one of its feed that was read before.
    """

    guids: frozenset[ItemKey] = frozenset()
    shared_links: frozenset[str] = frozenset()
    lagging: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The known item an arriving one was recognised as, and by what."""

    known: Known
    reason: str


def led(known: Iterable[Known], kind: str, name: str) -> tuple[Known, ...]:
    """The known items this key leads to."""
    return tuple(one for one in known if (kind, name) in one.matched)


def find(item: Item, known: Sequence[Known], neighbours: Neighbours, rules: DedupRules, shelf: Shelf) -> Found | None:
    """The known item of the same feed that ``item`` is, by guid, reference, link or text; None: by none of these."""
    mine = tuple(one for one in known if one.ref.feed == item.feed)
    for one in led(mine, GUID, key_hash(item.guid)):
        return Found(known=one, reason="same guid")
    return (
        _by_reference(item, mine)
        or _by_link(item, mine, neighbours, rules, shelf)
        or _by_text(item, led(mine, CONTENT, item.content_hash), rules, shelf)
    )


def _by_reference(item: Item, known: Sequence[Known]) -> Found | None:
    if item.kind not in _REPLACING:
        return None
    for guid in item.refers_to:
        for one in led(known, GUID, key_hash(guid)):
            return Found(known=one, reason="replaces it by its own word")
    return None


def _by_link(item: Item, known: Sequence[Known], neighbours: Neighbours, rules: DedupRules, shelf: Shelf) -> Found | None:
    if not item.url_key:
        return None
    there = led(known, URL, key_hash(item.url_key))
    is_article = is_article_link(item.url_key)
    for one in there:
        if is_article and one.content_hash == item.content_hash:
            return Found(known=one, reason="same link and text")
    if len(there) != 1 or item.url_key in neighbours.shared_links:
        return None
    same = _same_at_article_link if is_article else _same_at_any_link
    return Found(known=there[0], reason="same link") if same(item, there[0], rules, shelf) else None


def _same_at_article_link(item: Item, known: Known, rules: DedupRules, shelf: Shelf) -> bool:
    """An article's address is a strong name: any likeness, or the unchanged time of publication, confirms it."""
    return (
        (item.dated and known.dated and item.published_at == known.published_at)
        or title_share(item, known) >= rules.same_link_titles
        or compare(shelf.shingles(item), shelf.shingles(known)).short >= rules.partial_short
    )


def _same_at_any_link(item: Item, known: Known, rules: DedupRules, shelf: Shelf) -> bool:
    """Where the link may be a home page or a section it says nothing, and headline and text must speak for themselves."""
    return title_share(item, known) >= rules.same_title and _continues(item, known, rules, shelf)


def _by_text(item: Item, known: Sequence[Known], rules: DedupRules, shelf: Shelf) -> Found | None:
    """The same headline and text under another guid. A text without a headline has no name but its guid: it is a copy, not the item."""
    if not item.headline:
        return None
    for one in known:
        if _continues(item, one, rules, shelf):
            return Found(known=one, reason="same headline and text")
    return None


def _continues(item: Item, other: Known | Candidate, rules: DedupRules, shelf: Shelf) -> bool:
    """Whether a text under a new name is, within days, the other one: it kept its time of publication, or is too long for a chance."""
    if abs(item.published_at - other.published_at) > timedelta(days=rules.renamed_days) or strict_clash(item, other, rules):
        return False
    overlap = compare(shelf.shingles(item), shelf.shingles(other))
    if item.dated and item.published_at == other.published_at:
        return overlap.short >= rules.reprint_short
    is_long = min(len(item.text.split()), len(other.text.split())) >= rules.own_words
    return is_long and overlap.short >= rules.own_short and overlap.long >= rules.own_long


def renamed(item: Item, likenesses: Iterable[Likeness], neighbours: Neighbours, rules: DedupRules, shelf: Shelf) -> Likeness | None:
    """The item of the same feed that ``item`` continues under a new guid and link: headline and most of the text are the same.

    An item that stands in the same document under its own guid was not renamed; one that is the later of the two is not continued.
    """
    if item.kind in _STANDING_ALONE or not item.headline:
        return None
    for likeness in likenesses:
        candidate = likeness.candidate
        if (
            likeness.is_copy
            and candidate.ref.feed == item.feed
            and candidate.ref.key not in neighbours.guids
            and candidate.pubstatus is not PubStatus.CANCELED
            and item.published_at >= candidate.published_at
            and title_share(item, candidate) >= rules.same_title
            and _continues(item, candidate, rules, shelf)
        ):
            return likeness
    return None


def title_share(item: Item, other: Known | Candidate) -> float:
    """Jaccard share of the content words of two headlines, of all their words where they have no others; 0 where one is empty."""
    mine, theirs = _title(item, item.language), _title(other, item.language)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def _title(side: Side, language: str) -> frozenset[str]:
    headline = bare_headline(side.headline)
    return frozenset(content_words(headline, language) or tokens(headline))
