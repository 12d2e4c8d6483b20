"""AFP's alert, urgent and lead are one story told three times: the last stands, the others are kept and not printed."""

from datetime import UTC, datetime

import pytest

from wirefeed.compose import compose, succession
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.succession import standing, successions
from wirefeed.model.item import Kind, PubStatus
from wirefeed.model.story import plain

WEDNESDAY = datetime(2022, 1, 19, 14, tzinfo=UTC)

ALERT = "A passenger ferry has run aground off Lindhaven in Norway, the coast guard says"
URGENT = (
    "A passenger ferry with 84 people aboard has run aground off Lindhaven in western Norway, the coast guard said Wednesday.\n\n"
    "Rescue boats were on their way."
)
LEAD = (
    "All 84 people aboard a passenger ferry that ran aground off Lindhaven in western Norway were brought ashore on Wednesday, the coast "
    "guard said.\n\nThe ferry, the Aurora, hit a reef in thick fog shortly before noon.\n\nRescue boats took the passengers off within "
    "half an hour, spokesman Nils Dahl told reporters."
)
SLUG = "Norway-ferry-accident"


@pytest.fixture
def wire(member):
    """A member of AFP's wire, so many minutes after noon."""

    def make(guid, minutes, text, **fields):
        return member("afp", guid, hours=minutes / 60, **({"text": text, "headline": text[:60], "located": "Lindhaven"} | fields))

    return make


@pytest.fixture
def chain(wire):
    """Alert, urgent and lead as AFP files them: three names, and an alert without a slug."""
    return (
        wire("alert", 0, ALERT, headline=ALERT, kind=Kind.ALERT, urgency=2),
        wire("urgent", 6, URGENT, headline="Ferry with 84 aboard runs aground in Norway", urgency=3, slugline=SLUG),
        wire("lead", 40, LEAD, headline="All 84 rescued from ferry aground in Norway", urgency=4, slugline=SLUG, kind=Kind.UPDATE),
    )


def told(members):
    """Who is superseded by whom."""
    return {one.earlier.item.guid: one.later.item.guid for one in successions(members)}


def test_alert_and_urgent_are_superseded_by_the_lead_in_any_order(chain):
    assert told(chain) == told(chain[::-1]) == {"alert": "lead", "urgent": "lead"}
    assert [member.item.guid for member in standing(chain, successions(chain))] == ["lead"]


def test_the_reasons_are_words_an_editor_can_check(chain):
    first, second = successions(chain)
    assert first.reasons == ("an alert", "same place, one of them without a slug", "88% of its words", "40 minutes apart")
    assert second.reasons[:2] == ("followed by its update", "same slug")
    assert first.note().message.startswith("AFP: alert alert is superseded by lead: an alert, same place")


def test_the_composite_prints_the_lead_alone_and_counts_one_voice(chain, member):
    other = member(
        "tass",
        "t1",
        hours=0.5,
        text="The ferry Aurora ran onto a reef off Lindhaven, TASS reported. Nobody was hurt.",
        headline="Ferry on reef",
    )
    story = compose("s", (*chain, other), None, ComposeRules(), WEDNESDAY)
    printed = {segment.source.item.guid for part in (story.headline, *story.paragraphs) for segment in part if segment.source}
    assert printed <= {"lead", "t1"}
    assert (story.voices, story.urgency) == (2, 2)
    assert [note.kind for note in story.notes][:2] == ["superseded", "superseded"]


def test_the_alert_stands_again_when_its_lead_is_withdrawn(chain, wire):
    killed = wire("lead", 40, LEAD, pubstatus=PubStatus.CANCELED, kind=Kind.KILL, slugline=SLUG)
    story = compose("s", (chain[0], killed), None, ComposeRules(), WEDNESDAY)
    assert ALERT in plain(story.headline) + story.body
    assert story.notes == ()


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("another fact of the same event", {"text": "Two of the crew of the ferry Aurora have been arrested in Lindhaven, the police say"}),
        ("another place", {"located": "Bergen"}),
        ("no place at all", {"located": None}),
        ("another ferry: another figure", {"text": "A passenger ferry with 31 people aboard has run aground off Lindhaven in Norway"}),
        ("another slug", {"slugline": "Norway-politics-vote"}),
        ("too few words", {"text": "Ferry aground", "headline": "Ferry aground"}),
        ("yesterday's", {"minutes": -13 * 60}),
        ("later than the lead", {"minutes": 50}),
        ("a live blog", {"kind": Kind.LIVE_BLOG}),
        ("a report of its own, no alert", {"kind": Kind.NEWS, "urgency": 4}),
    ],
)
def test_an_alert_that_only_looks_alike_is_not_superseded(chain, wire, what, fields):
    given = {"minutes": 0, "text": ALERT, "kind": Kind.ALERT, "urgency": 2} | fields
    alert = wire("alert", given.pop("minutes"), given.pop("text"), **given)
    assert told((alert, chain[2])) == {}, what


def test_another_agencys_lead_supersedes_nothing(chain, member):
    other = member("tass", "t1", hours=1, text=LEAD, headline="All rescued", located="Lindhaven", kind=Kind.UPDATE)
    assert told((chain[0], other)) == {}


def test_a_lead_that_dropped_what_the_earlier_one_said_leaves_it_standing(wire):
    first = wire("one", 0, LEAD, slugline=SLUG, urgency=4)
    second = wire("two", 30, "Norway's parliament debated harbour safety. " * 20, slugline=SLUG, kind=Kind.LEAD)
    assert told((first, second)) == {}


def test_a_new_toll_supersedes_the_old_one_where_the_later_text_says_it_updates(wire):
    alert = wire("alert", 0, "At least five dead in ferry fire off Lindhaven: police", kind=Kind.ALERT, slugline=SLUG)
    text = "Eight people are dead after a ferry fire off Lindhaven, police said.\n\nThe toll rose from at first."
    assert told((alert, wire("lead", 30, text, slugline=SLUG, kind=Kind.UPDATE))) == {"alert": "lead"}
    assert told((alert, wire("other", 30, text, slugline=SLUG))) == {}


def test_the_agencys_own_story_id_ties_where_slugs_were_changed(wire):
    alert = wire("alert", 0, ALERT, kind=Kind.ALERT, slugline="FERRY", links=("story:topic:7",))
    lead = wire("lead", 20, LEAD, slugline="Rescue at sea", links=("story:topic:7",))
    assert told((alert, lead)) == {"alert": "lead"}


def test_alerts_in_other_scripts_are_compared_too(wire):
    alert = wire("alert", 0, "جنوح عبارة ركاب قبالة سواحل النرويج وفق خفر السواحل", kind=Kind.ALERT, language="ar", located="أوسلو")
    lead = wire(
        "lead",
        20,
        "أعلن خفر السواحل الأربعاء جنوح عبارة ركاب قبالة سواحل النرويج وعلى متنها 84 شخصا، وفق ما ذكر متحدث باسم خفر السواحل.",
        language="ar",
        located="أوسلو",
        slugline="النروج-حوادث",
    )
    assert told((alert, lead)) == {"alert": "lead"}


def test_a_correction_in_new_words_supersedes_the_text_it_corrects(wire):
    wrong = wire("one", 0, LEAD, headline="All 84 rescued from ferry aground in Norway", slugline=SLUG)
    text = LEAD.replace("84", "86")
    right = wire("two", 30, text, headline="Norway ferry: passengers safe ashore", slugline=SLUG, kind=Kind.CORRECTION)
    assert told((wrong, right)) == {"one": "two"}


def test_thousands_of_ordinary_reports_of_one_feed_are_not_compared_two_by_two(wire, monkeypatch):
    compared: list[tuple[object, object]] = []
    monkeypatch.setattr(succession, "_passing", lambda *two: compared.append(two))
    reports = [wire(f"{number:04}", number % 700, "A port is open, the authority said.") for number in range(400)]
    alert = wire("alert", 701, "A port is shut, the authority said.", kind=Kind.ALERT)
    after = wire("after", 702, "A port is shut, the authority said.")
    assert succession.successions([*reports, alert, after]) == ()
    assert [[one.guid for one in two] for two in compared] == [["alert", "after"]]
