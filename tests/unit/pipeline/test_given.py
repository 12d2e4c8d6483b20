"""Stories handed over as such: two events are not told as one, and what cannot stand alone is left as it was."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from wirefeed.app import rules_of
from wirefeed.cluster import shipped
from wirefeed.compose import compose
from wirefeed.config.settings import Settings
from wirefeed.model.feed import Agency
from wirefeed.model.story import Member
from wirefeed.pipeline.given import is_one_story, weave_given
from wirefeed.testing import an_item

NOW = datetime(2026, 5, 20, tzinfo=UTC)
RULES = rules_of(Settings())
CRANE = (
    "A loading crane fell into the harbour of Varna on Tuesday and blocked the eastern quay, the port authority said.\n\n"
    "Nobody was in the cabin of the crane when it went over, harbour master Petya Ilieva said.\n\n"
    "Ships bound for the eastern quay of Varna were sent to Burgas by the port authority."
)
PORT = (
    "The port of Varna closed its eastern quay on Tuesday after a loading crane fell into the harbour.\n\n"
    "Divers will look at the crane on Friday, harbour master Petya Ilieva said."
)
SENATE = (
    "The senate of Norvia voted 41 to 12 on Tuesday for a tax on sugar in lemonade.\n\n"
    "Health minister Olaf Berg called the tax on sugar a gift to every dentist who wants to retire."
)
LETTER = "I grew up beside a bridge, and I loved it. We swam under it every summer. My father still tells you how the bridge was painted."
DIARY = "My first lemonade was sour. I paid nine crowns for it in the market of Harstad, and you would have paid ten. We laughed."


def members(*texts, **fields):
    found = []
    for number, text in enumerate(texts):
        agency = Agency(key=f"a{number}", name=f"Agency {number}", quoted_as=f"Agency {number}")
        item = an_item(
            f"g{number}", feed=agency.key, text=text, headline="", published_at=datetime(2026, 5, 5, 12, number, tzinfo=UTC), **fields
        )
        found.append(Member(item=item, version=1, agency=agency, origin=agency.key))
    return tuple(found)


def woven(*texts, **fields):
    return weave_given("s", members(*texts, **fields), RULES, shipped(), NOW)


def test_two_reports_of_one_event_are_woven():
    assert set(woven(CRANE, PORT).agencies) == {"Agency 0", "Agency 1"}


@pytest.mark.parametrize("texts", [(CRANE, SENATE), (SENATE, CRANE)])
def test_of_two_events_the_one_with_the_lede_is_told_alone(texts):
    made = woven(*texts)
    assert len(made.agencies) == 1
    assert ("crane" in made.body) != ("lemonade" in made.body)
    untold = "1: g1" if "Agency 0" in made.agencies else "0: g0"
    assert [(note.kind, note.message) for note in made.notes] == [("of other events, not told", f"Agency {untold}")]


def test_a_text_in_which_its_writer_speaks_does_not_stand_alone():
    """It may lead where nothing else can, but the others are not thrown away for it."""
    given = members(LETTER, DIARY)
    assert not is_one_story(given, RULES, shipped())
    assert weave_given("s", given, RULES, shipped(), NOW) == compose("s", given, None, RULES.compose, NOW)


def test_a_copy_and_another_language_are_left_to_the_desk():
    one, other = members(CRANE, SENATE)
    copy = Member(item=other.item, version=1, agency=other.agency, origin=one.origin, duplicate_of=one.ref)
    assert is_one_story((one, copy), RULES, shipped())
    russian = members(CRANE, "Совет города Саратова во вторник принял новый налог на сахар в лимонаде.", language="ru")[1]
    assert is_one_story((one, russian), RULES, shipped())


def test_items_weeks_apart_and_very_many_are_left_to_the_desk():
    one, other = members(CRANE, SENATE)
    later = replace(other, item=replace(other.item, published_at=datetime(2026, 6, 5, tzinfo=UTC)))
    assert is_one_story((one, later), RULES, shipped())
    several = members(*(f"{SENATE[:-10]} {number} dentists spoke of {number} sweets." for number in range(RULES.cluster.heard + 1)))
    assert is_one_story(several, RULES, shipped())


def test_items_that_share_nothing_are_not_one_story():
    assert not is_one_story(members(CRANE, SENATE), RULES, shipped())
    assert is_one_story(members(CRANE, PORT), RULES, shipped())
