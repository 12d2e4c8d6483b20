"""The items of one document (or one import batch), judged in order, each in the light of the earlier ones. It stores nothing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, islice
from typing import Final

import numpy as np

from wirefeed.dedup.identity import Neighbours
from wirefeed.dedup.judge import judge
from wirefeed.dedup.keys import Key, asked, keys
from wirefeed.dedup.near import Shelf
from wirefeed.dedup.overlap import Sample, sample_of, surely_apart
from wirefeed.dedup.rules import DedupRules
from wirefeed.model.ids import ItemKey, ItemRef
from wirefeed.model.item import Item, PubStatus
from wirefeed.model.match import Candidate, Judgement, Kill, Known, NearDuplicate, New, Repeat, Revision, Stale

_MOST_CANDIDATES: Final = 8
# A shingle that so many texts of one batch share is a set phrase of the feed (a footer, a credit), not a sign of copying.
_SET_PHRASE: Final = 48


_SAME_NAME: Final = 32
"""Items a name leads to where it leads to very many: the latest, as in the store."""


def reading_order(items: Sequence[Item]) -> tuple[int, ...]:
    """The positions of ``items`` oldest first: feeds list the newest first, and an original is to be seen before its copies."""
    return tuple(
        sorted(
            range(len(items)),
            key=lambda i: (items[i].published_at, items[i].updated_at or items[i].published_at, items[i].guid, items[i].content_hash),
        )
    )


def judge_document(
    items: Sequence[Item],
    known: Sequence[Known],
    near: Sequence[Sequence[Candidate]],
    rules: DedupRules,
    now: datetime,
    *,
    lagging: bool = False,
) -> tuple[Judgement, ...]:
    """One judgement an item, in the order given; ``known`` and ``near`` are what the store held before (``near`` one tuple an item).

    ``lagging`` says that the document is an old copy: its Last-Modified is before that of one read earlier from the same feed.
    Verdicts refer to earlier items of the batch as if they were stored: new ones at version 1, a revision or kill one version on.
    """
    overlay, shelf = _Overlay(known, shared_with_earlier(items), rules), Shelf()
    neighbours = _neighbours(items, lagging)
    judgements = []
    for position, (item, candidates) in enumerate(zip(items, near, strict=True)):
        judgement = judge(
            item,
            overlay.known_for(item),
            overlay.candidates_for(position, item, candidates),
            rules,
            now,
            neighbours=neighbours[_document(item)],
            shelf=shelf,
        )
        overlay.note(position, item, judgement)
        judgements.append(judgement)
    return tuple(judgements)


def _document(item: Item) -> tuple[str, str]:
    return item.feed, item.delivery_sha256


def _neighbours(items: Sequence[Item], lagging: bool) -> dict[tuple[str, str], Neighbours]:
    guids: dict[tuple[str, str], set[ItemKey]] = defaultdict(set)
    served: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for item in items:
        guids[_document(item)].add(item.key)
        if item.url_key:
            served[_document(item)][item.url_key].add(item.guid)
    return {
        document: Neighbours(
            guids=frozenset(shown),
            shared_links=frozenset(link for link, by in served[document].items() if len(by) > 1),
            lagging=lagging,
        )
        for document, shown in guids.items()
    }


class _Overlay:
    """What is known after some items of a batch were judged: the store's answer, changed as the store will change it."""

    def __init__(self, known: Sequence[Known], shared: Sequence[Sequence[tuple[int, int]]], rules: DedupRules) -> None:
        self._known: dict[ItemKey, Known] = {}
        self._led: dict[tuple[str, Key], dict[ItemKey, None]] = defaultdict(dict)
        self._texts: dict[ItemKey, Candidate] = {}
        self._samples: dict[ItemKey, Sample] = {}
        self._rules = rules
        self._standing: dict[int, ItemKey] = {}
        self._shared = shared
        for one in known:
            self._put(one)

    def known_for(self, item: Item) -> tuple[Known, ...]:
        """The items of the feed that any key of ``item`` leads to; of very many under one name the latest."""
        found = dict[ItemKey, None]()
        for name in asked(item):
            led = self._led.get((item.feed, name), {})
            found.update(led if len(led) <= _SAME_NAME else dict.fromkeys([*islice(reversed(led), _SAME_NAME)][::-1]))
        return tuple(self._known[key] for key in found)

    def candidates_for(self, position: int, item: Item, stored: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """The stored candidates with those of this batch, most shared first; of an item revised in this batch only its last text.

        Of the eight of this batch those are left out whose samples rule out a likeness.
        """
        found = sorted(self._shared[position], key=lambda pair: (-pair[1], pair[0]))
        local = [(key, shared) for earlier, shared in found if (key := self._standing.get(earlier))][:_MOST_CANDIDATES]
        if local:
            mine, samples, rules = sample_of(item.shingles), self._samples, self._rules
            local = [(key, shared) for key, shared in local if not surely_apart(mine, samples[key], shared, rules)]
        return (
            *(one for one in stored if one.ref.key not in self._texts),
            *(replace(self._texts[key], shared=shared) for key, shared in local),
        )

    def note(self, position: int, item: Item, judgement: Judgement) -> None:
        """Take in what the store will make of this judgement."""
        match judgement.verdict:
            case New() | NearDuplicate():
                self._put(_as_known(item, item.ref(1)))
                self._shelve(position, item, item.ref(1))
            case Revision(of=of):
                self._revise(item, of)
                self._shelve(position, item, replace(of, version=of.version + 1))
            case Repeat(of=of) | Stale(newer=of):
                self._alias(item, of)
            case Kill(of=of):
                self._kill(item, of)

    def _put(self, known: Known) -> None:
        self._known[known.key] = known
        for name in known.matched:
            self._led[known.ref.feed, name][known.key] = None

    def _shelve(self, position: int, item: Item, ref: ItemRef) -> None:
        """The item's text at this position is the current one; an earlier one of the same item is a candidate no more."""
        key = ref.key
        for earlier in [place for place, standing in self._standing.items() if standing == key] if key in self._texts else ():
            del self._standing[earlier]
        self._texts[key] = _as_candidate(item, ref)
        self._samples[key] = sample_of(item.shingles)
        self._standing[position] = key

    def _revise(self, item: Item, of: ItemRef) -> None:
        before, ref = self._known.get(of.key), replace(of, version=of.version + 1)
        after = _as_known(item, ref)
        if before:
            after = replace(after, matched=before.matched | after.matched, hashes=(*before.hashes, item.content_hash))
        self._put(after)

    def _alias(self, item: Item, of: ItemRef) -> None:
        known = self._known.get(of.key)
        if known:
            self._put(replace(known, matched=known.matched | frozenset(keys(item))))

    def _kill(self, item: Item, of: Sequence[ItemRef]) -> None:
        mine = item.key
        named = [self._known.get(ref.key) for ref in of]
        if mine not in self._known:
            self._put(_as_known(item, item.ref(1)))
        elif mine in {ref.key for ref in of}:
            self._revise(item, self._known[mine].ref)
        at = item.updated_at or item.published_at
        for known in named:
            if known and known.key != mine and known.pubstatus is not PubStatus.CANCELED:
                self._put(
                    replace(known, ref=replace(known.ref, version=known.ref.version + 1), updated_at=at, received_at=item.received_at)
                )
        for key in (mine, *(ref.key for ref in of)):
            if key in self._known:
                self._known[key] = replace(self._known[key], pubstatus=PubStatus.CANCELED)
            if key in self._texts:
                self._texts[key] = replace(self._texts[key], pubstatus=PubStatus.CANCELED)


def shared_with_earlier(items: Sequence[Item]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """For each item the positions of earlier ones that share sampled shingles with it, and how many. Set phrases do not count."""
    sizes = np.fromiter((len(item.shingles) for item in items), np.int64, len(items))
    hashes = np.fromiter(chain.from_iterable(item.shingles for item in items), np.uint64, int(sizes.sum()))
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], np.repeat(np.arange(len(items)), sizes)[order]
    _, group, members = np.unique(hashes, return_inverse=True, return_counts=True)
    telling = members[group] <= _SET_PHRASE
    hashes, owners = hashes[telling], owners[telling]
    met = [np.empty(0, np.int64)]
    for apart in range(1, _SET_PHRASE):
        same = hashes[:-apart] == hashes[apart:]
        if not same.any():
            break
        met.append(owners[apart:][same] * len(items) + owners[:-apart][same])
    found: list[list[tuple[int, int]]] = [[] for _ in items]
    for pair, shared in zip(*map(np.ndarray.tolist, np.unique(np.concatenate(met), return_counts=True)), strict=True):
        found[pair // len(items)].append((pair % len(items), shared))
    return tuple(map(tuple, found))


def _as_known(item: Item, ref: ItemRef) -> Known:
    return Known(
        ref=ref,
        matched=frozenset(keys(item)),
        content_hash=item.content_hash,
        hashes=(item.content_hash,),
        pubstatus=item.pubstatus,
        kind=item.kind,
        headline=item.headline,
        text=item.text,
        url_key=item.url_key,
        published_at=item.published_at,
        updated_at=item.updated_at,
        received_at=item.received_at,
        source_version=item.source_version,
        dated=item.dated,
    )


def _as_candidate(item: Item, ref: ItemRef) -> Candidate:
    return Candidate(
        ref=ref,
        agency=item.agency,
        headline=item.headline,
        text=item.text,
        published_at=item.published_at,
        shingles=item.shingles,
        shared=0,
        content_hash=item.content_hash,
        pubstatus=item.pubstatus,
    )
