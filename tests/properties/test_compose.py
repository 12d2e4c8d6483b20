"""Whatever the items say, each character of a composite is where the composite says it is.

The spans are cut again here by a reader of its own: nothing of ``compose/verify.py``, ``cite.py``, ``gloss.py`` or ``frame.py`` is used.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from wirefeed.compose import compose
from wirefeed.compose.rules import ComposeRules
from wirefeed.model.feed import Agency
from wirefeed.model.item import Kind, PubStatus
from wirefeed.model.story import Member, Story, Unchanged
from wirefeed.testing import an_item

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
AGENCIES = (
    Agency(key="north", name="North Wire", quoted_as="North Wire", timezone="Europe/Oslo"),
    Agency(key="quay", name="Quay", quoted_as="Quay news agency", timezone="Asia/Tokyo"),
    Agency(key="le-port", name="Le Port", quoted_as="Le Port", timezone="Not/AZone"),
)
SENTENCES = (
    "HARSTAD, March 4 (North Wire) - A ferry with forty people on board ran aground off Harstad on Wednesday, the coast guard said.",
    "A ferry with 40 passengers on board ran aground near Harstad late on Tuesday.",
    "“Nobody was hurt, and the sea was calm,” captain Liv Aune said.",
    '"We will look at the hull tomorrow," Aune told reporters.',
    '"The crew did everything right," she added.',
    "'It was a long night,' said harbour master Odd Lie.",
    "But the ferry's owner, the Northern Coast Company (NCC), was fined last year.",
    "The NCC owns nine ferries, two of them built in 1974.",
    "However, divers are expected to examine the wreck on Friday.",
    "He did not say when the 'Polar Queen' would sail again today.",
    "In 2015, a ferry of the same class sank near Bodø, killing 11.",
    "According to the mayor, the quay will be closed until next week.",
    "Norway and Sweden share the line; “our two countries” need it, he said.",
    'The so-called "ghost light" was out.',
    "Паром с сорока пассажирами сел на мель, сообщили спасатели в среду.",
    "Un ferry s'est échoué mercredi près de Harstad, selon la garde côtière.",
    "渡輪在哈爾斯塔附近擱淺。船上有四十人。",
    "עבורת נתקעה ליד הארסטאד ביום רביעי.",
    "The post Ferry aground appeared first on Quay.",
    "(Reporting by Ana Lim; Editing by Bo Ek)",
    'Unclosed "quotation and (bracket runs on.',
    "www.example.org/x?y=1 ... |",
)
HEADLINES = (
    "",
    "Ferry aground off Harstad",
    "UPDATE 2: Ferry aground - Quay",
    "Who sank the ferry?",
    'Captain: "calm sea"',
    "Паром на мели",
)
KINDS = (Kind.NEWS,) * 6 + (Kind.LIVE_BLOG, Kind.CORRECTION, Kind.KILL, Kind.ADVISORY)

odd = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=60).map(str.strip)
marks = st.sampled_from(["", " ", " “", "” ", ' "', '" ', " (", ") ", " — ", "…", "'", "\u00a0", ".", "?!", " [", "] "])
glued = st.lists(st.sampled_from(SENTENCES) | odd | marks, min_size=1, max_size=3).map("".join)
sentence = st.sampled_from(SENTENCES) | st.sampled_from(SENTENCES) | glued
text = st.lists(sentence, min_size=0, max_size=9).flatmap(
    lambda some: st.lists(st.sampled_from([" ", " ", "\n\n", "\n"]), min_size=len(some), max_size=len(some)).map(
        lambda gaps: "".join(one + gap for one, gap in zip(some, gaps, strict=True)).strip()
    )
)


@st.composite
def member(draw, number):
    """One member; now and then withdrawn, held, embargoed or a kill."""
    agency = draw(st.sampled_from(AGENCIES))
    words, headline = draw(text), draw(st.sampled_from(HEADLINES))
    published = NOON + timedelta(minutes=draw(st.integers(-3000, 0)))
    item = an_item(
        f"g{number}",
        feed=f"{agency.key}-en",
        agency=agency.key,
        headline=headline or ("" if words else "Untitled"),
        text=words,
        language=draw(st.sampled_from(["en", "en", "en", "fr", "ru", "zh", "he"])),
        published_at=published,
        received_at=published,
        dated=draw(st.booleans()),
        kind=draw(st.sampled_from(KINDS)),
        pubstatus=draw(st.sampled_from([PubStatus.USABLE] * 6 + [PubStatus.WITHHELD, PubStatus.CANCELED])),
        embargoed_until=draw(st.sampled_from([None] * 5 + [NOON + timedelta(hours=1), NOON - timedelta(hours=1)])),
        caption=draw(st.sampled_from([None, "  A ferry on rocks. (Ana LIM / QUAY)  ", "A ferry (L) on rocks."])),
    )
    return Member(item=item, version=1, agency=agency, origin=agency.key, withdrawn=draw(st.sampled_from([False] * 7 + [True])))


def members_of(count):
    """So many members, no two with one name."""
    return st.tuples(*(member(number) for number in range(count)))


stories = st.integers(1, 4).flatmap(members_of)
lengths = st.sampled_from([20, 60, 230, 450])

# Our own words, as a reader may find them; {} is an agency's name.
FRAMES = (
    *(" ", "{} quoted ", "{} quoted him as saying", "{} quoted her as saying", "{} quoted them as saying", " as saying", ", as saying"),
    *(", {} reported", ", according to {}", ", according to {},", " ({})", ", rapporte {}", ", selon {}", ", selon {},"),
    *(", сообщает {}", ", по данным {}", ", по данным {},"),
)
OURS = {frame.format(name) for frame in FRAMES for agency in AGENCIES for name in (agency.quoted_as, agency.name)}
DATE = re.compile(r"^date(?:-after|-short|-bracket)?:(\d{4}-\d\d(?:-\d\d)?)(?:/[\d-]+)?(?:@\d{4})?$")


def rebuilt(segment, items):
    """What a segment must be, or a pattern it must fit."""
    if segment.source is None:
        assert segment.kind == "frame"
        assert segment.text in OURS
        return segment.text
    whole = getattr(items[segment.source.item], segment.source.field)
    assert 0 <= segment.source.start < segment.source.end <= len(whole)
    cut = whole[segment.source.start : segment.source.end]
    if segment.kind == "verbatim":
        return cut
    name, _, argument = segment.operation.partition(":")
    if name.startswith("date"):
        assert dated(segment.text, cut, segment.operation)
        return segment.text
    if name in {"name", "expand"}:
        assert argument in cut
    return {"drop": "", "capital": cut.upper(), "clarify": f" [{cut}]", "name": cut, "expand": cut}[name]


def dated(printed, cut, operation):
    """Whether a printed date is the day its operation names, beside the word it was or in its place."""
    day = DATE.match(operation)[1]
    if len(day) == len("2026-03-04"):
        assert str(date.fromisoformat(day).day) in re.findall(r"\d+", printed)
    return cut in printed or "(" in printed or operation.startswith(("date-short", "date-bracket"))


def parts(story):
    """Every run of segments of a story."""
    return story.headline, story.caption, story.credit, *story.paragraphs


@settings(max_examples=60, deadline=None)
@given(stories, lengths)
def test_every_span_of_a_composite_cuts_again_from_its_item(members, words):
    """And nothing is printed of an item that may not be."""
    made = compose("s", members, None, ComposeRules(max_words=words), NOON)
    assert isinstance(made, Story)
    items = {one.ref: one.item for one in members}
    for run in parts(made):
        for segment in run:
            assert segment.text == rebuilt(segment, items)
    cited = {segment.source.item for run in parts(made) for segment in run if segment.source}
    public = {
        one.ref
        for one in members
        if not one.withdrawn
        and one.item.pubstatus is PubStatus.USABLE
        and one.item.kind not in {Kind.KILL, Kind.ADVISORY}
        and (one.item.embargoed_until is None or one.item.embargoed_until <= NOON)
    }
    assert cited <= public
    sentences = [segment for run in made.paragraphs for segment in run if segment.operation == "space"]
    assert len(made.body.split()) <= words or (len(made.paragraphs) == 1 and not sentences) or len(public) == 1


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 3).flatmap(members_of))
def test_the_order_members_are_given_in_does_not_change_a_composite(members):
    """Whatever came first, the article is one."""
    made = {repr(compose("s", order, None, ComposeRules(), NOON)) for order in permutations(members)}
    assert len(made) == 1


@settings(max_examples=30, deadline=None)
@given(stories, stories)
def test_what_is_withdrawn_leaves_a_composite_and_what_did_not_change_leaves_it_alone(members, others):
    """Composed again it is Unchanged; with every member withdrawn it is empty and canceled."""
    first = compose("s", members, None, ComposeRules(), NOON)
    assert isinstance(compose("s", members, first, ComposeRules(), NOON), Unchanged)
    second = compose("s", others, first, ComposeRules(), NOON)
    latest = second if isinstance(second, Story) else first
    gone = tuple(replace(one, withdrawn=True) for one in others)
    last = compose("s", gone, latest, ComposeRules(), NOON)
    final = last if isinstance(last, Story) else latest
    assert not final.body
    assert final.status is not PubStatus.USABLE
