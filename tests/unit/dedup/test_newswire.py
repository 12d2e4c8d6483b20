"""The judge on the synthetic newswire: lagging mirrors, changed guids and links, kills, hijackers; held to its own checker."""

import importlib
import random
import re
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from wirefeed.dedup import DedupRules, asked, judge_document, keys
from wirefeed.model.ids import key_hash
from wirefeed.model.item import Item, Kind, PubStatus
from wirefeed.model.match import Candidate, Kill, Known, NearDuplicate, New, Repeat, Revision, Stale
from wirefeed.text.shingles import fingerprint

RULES = DedupRules()
BASE = "https://wire.example"


class Archive:
    """A store in memory: what the judge is told, and what becomes of its verdicts."""

    def __init__(self):
        self.known = {}
        self.texts = {}
        self.versions = defaultdict(list)
        self.led = defaultdict(dict)
        self.shingled = defaultdict(set)

    def known_for(self, items):
        """What the judge is to know of these items."""
        wanted = {(item.feed, key) for item in items for key in asked(item)}
        led = defaultdict(set)
        for feed, key in wanted:
            for found in self.led[feed, key]:
                led[found].add(key)
        return tuple(replace(self.known[found], matched=frozenset(by)) for found, by in led.items())

    def candidates_for(self, item):
        """The stored texts that share most with one."""
        counts = Counter(found for shingle in item.shingles for found in self.shingled[shingle])
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:8]
        return tuple(replace(self.texts[key], shared=shared) for key, shared in ranked)

    def poll(self, items, now, lagging):
        """Judge one document and store what came of it."""
        near = [self.candidates_for(item) for item in items]
        judgements = judge_document(items, self.known_for(items), near, RULES, now, lagging=lagging)
        for item, judgement in zip(items, judgements, strict=True):
            self.apply(item, judgement.verdict, now)
        return [judgement.verdict for judgement in judgements]

    def apply(self, item, verdict, now):
        """Store one verdict."""
        match verdict:
            case New() | NearDuplicate():
                self.store(item.key, item)
            case Revision(of=of):
                self.store(of.key, item)
            case Repeat(of=of):
                self.lead(of.key, item)
                self.known[of.key] = replace(self.known[of.key], stale_since=None)
            case Stale(newer=newer):
                self.lead(newer.key, item)
                self.known[newer.key] = replace(self.known[newer.key], stale_since=self.known[newer.key].stale_since or now)
            case Kill(of=of):
                self.kill(item, of)

    def kill(self, item, of):
        """Store a notice (or a version that came withdrawn) and withdraw what it names."""
        own = of[0].key if of and item.kind is not Kind.KILL else item.key
        self.store(own, item)
        at = item.updated_at or item.published_at
        for ref in of:
            known = self.known[ref.key]
            later = replace(known.ref, version=known.ref.version + 1)
            self.known[ref.key] = replace(known, ref=later, pubstatus=PubStatus.CANCELED, updated_at=at, received_at=item.received_at)

    def store(self, key, item):
        """One more version of an item."""
        before = self.known.get(key)
        names = ("content_hash", "pubstatus", "kind", "headline", "text", "url_key", "published_at", "updated_at", "received_at")
        ref = replace(before.ref, version=before.ref.version + 1) if before else item.ref(1)
        taken = {name: getattr(item, name) for name in (*names, "source_version", "dated")}
        hashes = (*(before.hashes if before else ()), item.content_hash)
        self.known[key] = Known(ref=ref, matched=frozenset(), hashes=hashes, **taken)
        self.versions[key].append(item)
        self.texts[key] = Candidate(
            ref=ref,
            agency=item.agency,
            headline=item.headline,
            text=item.text,
            published_at=item.published_at,
            shingles=item.shingles,
            shared=0,
            content_hash=item.content_hash,
        )
        for shingle in item.shingles:
            self.shingled[shingle].add(key)
        self.lead(key, item)

    def lead(self, key, item):
        """Make every name of a version lead to its item."""
        for name in keys(item):
            self.led[key.feed, name][key] = None


def at(seconds):
    return datetime.fromtimestamp(seconds, UTC)


def printable(text):
    return " ".join(re.sub("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]", " ", text).split())


def as_item(feed, one, moment, now):
    """What a reader makes of an entry of the newswire; its RDF feeds tell no time of an edit."""
    version = one.version(moment)
    headline, summary = printable(version.title), printable(version.summary)
    text = "\n\n".join(version.body) if feed.full_text and feed.format in ("rss2", "atom") else summary
    link = one.link_at(moment)
    kind = Kind.KILL if headline.startswith("KILL: ") else Kind.CORRECTION if headline.startswith("CORRECTION: ") else Kind.NEWS
    return Item(
        feed=feed.id,
        agency=feed.owner,
        guid=one.guid_at(moment),
        headline=headline,
        summary=summary,
        text=text,
        language="en",
        kind=kind,
        published_at=at(one.at),
        updated_at=None if feed.format == "rdf" else at(version.at),
        received_at=at(now),
        content_hash=key_hash(f"{headline}\0{summary}\0{text}"),
        delivery_sha256=key_hash(f"{feed.id} {now}"),
        url=BASE + link if link.startswith("/") else None,
        url_key=(BASE + link).split("?", 1)[0] if link.startswith("/") else None,
        shingles=fingerprint(headline, text, "en"),
    )


def entry_of(item):
    return item.guid, item.url, item.content_hash, item.published_at, item.updated_at


def run(world_module, seed, hours=10.0):
    """Poll the newswire every twelve minutes, four faults in ten; return what it published and what the judge made of it."""
    world = world_module.World(world_module.Options(seed=seed, hours=hours))
    archive, chance = Archive(), random.Random(seed)  # noqa: S311 - faults are drawn anew from the same seed
    delivered, seen, newest = defaultdict(set), {}, {}
    end = world_module.EPOCH + 600 + 720 * int((hours + 3) * 5)
    for now in range(world_module.EPOCH + 600, end + 1, 720):
        last = now == end
        for feed in world.feeds.values():
            poll(archive, world, feed, now, "" if last else chance.choice(FAULTS), chance, (delivered, seen, newest))
    return world, archive, delivered, end


FAULTS = ["", "", "", "", "", "", "stale", "reorder", "dup_items", "partial_window", "lost", "lost"]


def poll(archive, world, feed, now, fault, chance, memory):
    delivered, seen, newest = memory
    if fault == "lost":
        return
    moment = now - 7200 if fault == "stale" else now
    shown = world.visible(feed.id, moment)
    if fault == "reorder":
        chance.shuffle(shown)
    if fault == "partial_window":
        shown = shown[:1]
    items = [as_item(feed, one, moment, now) for one in shown for _ in range(2 if fault == "dup_items" else 1)]
    for one in shown:
        delivered[one.uid].add(one.version(moment).hash)
    fresh = [item for item in items if entry_of(item) not in seen.get(feed.id, ())]
    lagging = moment < newest.get(feed.id, moment)
    newest[feed.id] = max(moment, newest.get(feed.id, moment))
    verdicts = archive.poll(fresh, at(now), lagging)
    seen[feed.id] = set() if any(isinstance(verdict, Stale) for verdict in verdicts) else {entry_of(item) for item in items}


def truth_and_export(world, archive, delivered, end):
    """The two documents the newswire's checker compares."""
    truth = world.truth(end)
    for one in truth["items"]:
        shown = {item.uid for item in world.visible(one["feed"], end)}
        served = sorted(delivered[one["uid"]])
        one |= {"visible": one["uid"] in shown, "delivered": served, "acked": served}
    items = []
    for key, versions in archive.versions.items():
        current = archive.known[key]
        items.append(
            {
                "id": f"{key.feed}|{key.guid}",
                "feed_url": f"{world.base_url}/feed/{key.feed}",
                "guid": key.guid,
                "link": (versions[-1].url or "").removeprefix(BASE),
                "killed": current.pubstatus is PubStatus.CANCELED,
                "story_id": None,
                "versions": told(versions),
            }
        )
    return truth, {"items": items, "stories": []}


def told(versions):
    """Versions as the checker knows them, by headline and summary; a version that changed the full text alone is none to it."""
    kept = [
        one
        for one, before in zip(versions, (None, *versions), strict=False)
        if before is None or (one.headline, one.summary) != (before.headline, before.summary) or one.content_hash == before.content_hash
    ]
    return [{"title": one.headline, "text": one.summary} for one in kept]


@pytest.fixture(scope="module")
def newswire(shared):
    """The modules of the synthetic newswire: its world and its checker."""
    folder = str(shared / "chaos")
    sys.path.insert(0, folder)
    try:
        yield importlib.import_module("chaos.world"), importlib.import_module("check")
    finally:
        sys.path.remove(folder)


@pytest.mark.shared
@pytest.mark.parametrize("seed", [3, 11])
def test_nothing_is_lost_doubled_mangled_hijacked_or_left_alive_on_the_newswire(newswire, seed):
    world_module, checker = newswire
    found = checker.check(*truth_and_export(*run(world_module, seed)))
    assert found["violations"] == {}
    assert found["items_text_checked"] > 100
