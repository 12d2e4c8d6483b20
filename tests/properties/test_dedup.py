"""What holds of the judge whatever a document says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from wirefeed.dedup import DedupRules, judge_document, reading_order
from wirefeed.model.ids import key_hash
from wirefeed.model.item import Item, Kind, PubStatus
from wirefeed.model.match import Kill, NearDuplicate, New, Repeat, Revision, Stale
from wirefeed.text.shingles import fingerprint

RULES = DedupRules()
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FERRY = (
    "A passenger ferry with forty people on board ran aground off the northern coast late on Monday, the coast guard said. Divers "
    "searched the hull through the night while two tugs kept the vessel from drifting back into deeper water."
)
STEEL = (
    "Lawmakers in Varaville voted on Tuesday to raise the duty on imported steel to 12 percent after a debate that went on past midnight. "
    "The measure takes effect in the summer unless the upper house sends it back, which observers think unlikely."
)
LONG = f"{FERRY}\n\n{STEEL}\n\nAll ferries stayed in port. {FERRY.upper()}"
HEADLINES = (
    "",
    "Ferry runs aground",
    "Ferry runs aground, five hurt",
    "KILL: Ferry runs aground",
    "Duty on steel to rise",
    "Morning briefing",
)
TEXTS = (
    "",
    FERRY,
    FERRY + " Nobody was hurt.",
    STEEL,
    STEEL.replace("12", "15"),
    LONG,
    LONG + " More follows.",
    "In short.",
    "Withdraw g2.",
)
LINKS = (None, "https://wire.example", "https://wire.example/ferry-aground-81", "https://wire.example/duty-on-steel-82")
KINDS = (Kind.NEWS, Kind.NEWS, Kind.NEWS, Kind.CORRECTION, Kind.UPDATE, Kind.KILL)


def build(guid, headline, text, *, feed="a", seen=0, published=0, updated=None, **fields):
    """An item received ``seen`` minutes after noon, in a document of its feed and that minute."""
    return Item(
        feed=feed,
        agency=feed,
        guid=guid,
        headline=headline or ("" if text else "Untitled"),
        summary="",
        text=text,
        language="en",
        published_at=NOON + timedelta(minutes=published),
        updated_at=None if updated is None else NOON + timedelta(minutes=updated),
        received_at=NOON + timedelta(days=1, minutes=seen),
        content_hash=key_hash(f"{headline}\n{text}"),
        delivery_sha256=key_hash(f"{feed} {seen}"),
        shingles=fingerprint(headline, text, "en"),
        **fields,
    )


@st.composite
def item(draw, feeds=("a",), guids=("g1", "g2", "g3", "g4", "g5")):
    """An item whose every name may be another's too."""
    return build(
        draw(st.sampled_from(guids)),
        draw(st.sampled_from(HEADLINES)),
        draw(st.sampled_from(TEXTS)),
        feed=draw(st.sampled_from(feeds)),
        published=draw(st.integers(0, 3)),
        updated=draw(st.none() | st.integers(3, 6)),
        url_key=draw(st.sampled_from(LINKS)),
        kind=draw(st.sampled_from(KINDS)),
        pubstatus=draw(st.sampled_from([PubStatus.USABLE] * 5 + [PubStatus.WITHHELD, PubStatus.CANCELED])),
        source_version=draw(st.sampled_from([None, None, "1", "2"])),
        refers_to=draw(st.sampled_from([(), (), (), ("g1",)])),
    )


def in_one_way(items, timed, counted):
    """A source tells when it updated and counts its versions, or does not."""
    return [replace(i, updated_at=i.updated_at if timed else None, source_version=i.source_version if counted else None) for i in items]


def documents(*unique):
    """Documents no two entries of which agree in any of ``unique``."""
    timed = item().map(lambda one: one if one.updated_at else replace(one, updated_at=one.published_at))
    counted = timed.map(lambda one: one if one.source_version else replace(one, source_version="3"))
    entries = st.lists(counted, min_size=1, max_size=6, unique_by=unique)
    return st.builds(in_one_way, entries, st.booleans(), st.booleans())


def text_of(one):
    """What two entries of one guid differ in."""
    return one.guid, one.content_hash


document = documents(text_of).map(lambda some: [replace(one, kind=Kind.NEWS, pubstatus=PubStatus.USABLE) for one in some])
distinct = documents(lambda one: one.guid, lambda one: one.content_hash)
mixed = st.lists(item(feeds=("a", "b")), min_size=1, max_size=7)


def verdicts(items):
    """The verdicts on items judged in the order given, from nothing."""
    return [one.verdict for one in judge_document(items, (), ((),) * len(items), RULES, NOON + timedelta(days=2))]


def again(items, minutes):
    """The same document, polled later."""
    later = timedelta(minutes=minutes)
    return [replace(one, received_at=one.received_at + later, delivery_sha256=key_hash(f"{one.feed} {minutes}")) for one in items]


def standing(items):
    """Which items exist after a document was judged, and which of them are withdrawn."""
    judged = list(zip(items, verdicts(items), strict=True))
    killed = {ref.key for _, verdict in judged if isinstance(verdict, Kill) for ref in verdict.of}
    opened = {one.key for one, verdict in judged if isinstance(verdict, New | NearDuplicate)}
    notices = {one.key for one, verdict in judged if isinstance(verdict, Kill) and one.key not in killed}
    return opened | killed | notices, killed


@settings(max_examples=120, deadline=None)
@given(document)
def test_even_a_document_that_gives_one_guid_to_several_texts_comes_to_rest(items):
    polls = [one for minutes in (10, 20, 30) for one in again(items, minutes)]
    last = verdicts([*items, *polls])[-len(items) :]
    assert all(isinstance(verdict, Repeat | Stale) for verdict in last), last


@settings(max_examples=120, deadline=None)
@given(distinct)
def test_judging_a_document_a_second_time_changes_nothing(items):
    """Every entry is a repeat of what the first poll made of it."""
    items = [replace(one, refers_to=()) for one in items]
    second = verdicts([*items, *again(items, 10)])[len(items) :]
    assert all(isinstance(verdict, Repeat) for verdict in second), second


@settings(max_examples=120, deadline=None)
@given(distinct, st.randoms(use_true_random=False))
def test_the_order_of_entries_in_a_document_does_not_change_which_items_exist(items, chance):
    shuffled = chance.sample(items, len(items))
    one, other = ([some[place] for place in reading_order(some)] for some in (items, shuffled))
    assert standing(one) == standing(other)


@settings(max_examples=120, deadline=None)
@given(mixed)
def test_a_feed_never_changes_another_feeds_item(items):
    for one, verdict in zip(items, verdicts(items), strict=True):
        match verdict:
            case Revision(of=ref) | Repeat(of=ref) | Stale(newer=ref):
                assert ref.feed == one.feed
            case Kill(of=refs):
                assert {ref.feed for ref in refs} <= {one.feed}


def plainly(verdict):
    """A verdict without what it says of other feeds' texts."""
    match verdict:
        case New() | NearDuplicate():
            return ("new",)
        case Revision(of=ref, kind=kind):
            return ("revision", ref, kind)
        case Repeat(of=ref) | Stale(newer=ref):
            return (type(verdict).__name__, ref)
        case Kill(of=refs):
            return ("kill", frozenset(refs))


@settings(max_examples=120, deadline=None)
@given(mixed)
def test_what_becomes_of_a_feeds_items_does_not_depend_on_other_feeds(items):
    together = [plainly(verdict) for one, verdict in zip(items, verdicts(items), strict=True) if one.feed == "a"]
    alone = [plainly(verdict) for verdict in verdicts([one for one in items if one.feed == "a"])]
    assert together == alone


@settings(max_examples=120, deadline=None)
@given(st.permutations(range(5)), st.lists(st.integers(0, 4), max_size=6))
def test_however_versions_arrive_the_latest_is_the_current_one(order, mirrored):
    versions = [build("g1", f"Ferry runs aground, {n} hurt", f"{FERRY} Update {n}.", seen=0, updated=n) for n in range(5)]
    arrived = [again([versions[n]], minute)[0] for minute, n in enumerate((*order, *mirrored))]
    judged = zip(arrived, verdicts(arrived), strict=True)
    current = [one for one, verdict in judged if isinstance(verdict, New | Revision)][-1]
    assert current.updated_at == versions[4].updated_at


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=200), st.text(max_size=40)), min_size=1, max_size=4))
def test_no_text_breaks_the_judge(texts):
    items = [
        build(f"g{n}", headline, text, url_key=link or None, kind=kind, updated=n)
        for n, (headline, text, link) in enumerate(texts)
        for kind in (Kind.NEWS, Kind.KILL)
    ]
    assert len(verdicts(items)) == len(items)
