"""Day words become dates, each by its own source's time."""

from dataclasses import replace
from datetime import date

import pytest

from wirefeed.compose.change import rewrite
from wirefeed.compose.days import comes_next, date_changes, day_of, day_told, has_passed, is_doubtful, is_vague
from wirefeed.model.story import plain


def dated(one, told=frozenset()):
    text = one.item.text
    return plain(rewrite(one, 0, len(text), [change for change, _ in date_changes(one, 0, len(text), one.item.language, told)]))


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        ("The two met in Moscow on Wednesday.", "The two met in Moscow on Wednesday (Jan. 19)."),
        ("The two met today.", "The two met on Wednesday (Jan. 19)."),
        ("He was held yesterday evening.", "He was held on Tuesday evening (Jan. 18)."),
        ("On Thursday Raisi is expected to speak.", "On Thursday (Jan. 20) Raisi is expected to speak."),
        ("The court rules next Tuesday.", "The court rules next Tuesday (Jan. 25)."),
        ("Prices rose last week.", "Prices rose last week (Jan. 10-16)."),
        ("The bank cut rates last month.", "The bank cut rates last month (December 2021)."),
        ('"We will act today," he said.', '"We will act today [Jan. 19]," he said.'),
        ("The crisis will not be solved overnight.", "The crisis will not be solved overnight."),
        ('It is "not going to be solved overnight," she said.', 'It is "not going to be solved overnight," she said.'),
        ("It held what it can as of noon Tuesday.", "It held what it can as of noon Tuesday (Jan. 18)."),
        ("As of 4 pm ET Tuesday, 8.5% of stations were dry.", "As of 4 pm ET Tuesday (Jan. 18), 8.5% of stations were dry."),
        ("The ferry sailed today (19 January 2022).", "The ferry sailed today (19 January 2022)."),
        ("The ferry sailed today (as planned).", "The ferry sailed on Wednesday (Jan. 19) (as planned)."),
        (
            "The line was shut, and buses will run until Sunday, she said.",
            "The line was shut, and buses will run until Sunday (Jan. 23), she said.",
        ),
        ("Dues must be paid before Friday, the port said.", "Dues must be paid before Friday (Jan. 21), the port said."),
        ("The line ran until Sunday, the port said.", "The line ran until Sunday (Jan. 16), the port said."),
        ("The war began last year.", "The war began last year."),
        ("Shops are open every Sunday.", "Shops are open every Sunday."),
        ("The Black Friday sales rose.", "The Black Friday sales rose."),
    ],
)
def test_a_day_word_is_kept_beside_its_date(member, sentence, printed):
    assert dated(member(text=sentence)) == printed


def test_a_day_is_the_day_where_the_agency_is(member):
    late = {"hours": 9.5, "text": "The two met today."}
    assert dated(member("afp", **late)) == "The two met on Wednesday (Jan. 19)."
    assert dated(member("tass", **late)) == "The two met on Thursday (Jan. 20)."
    assert day_of(member("tass", **late)).isoformat() == "2022-01-20"


def test_an_item_without_a_time_gives_no_date(member):
    assert dated(member(text="The two met on Wednesday.", dated=False)) == "The two met on Wednesday."


def test_a_day_given_before_is_named_by_its_date(member):
    assert dated(member(text="The two met on Wednesday."), frozenset({"2022-01-19"})) == "The two met on Jan. 19."
    assert dated(member(text="They met on Wednesday morning."), frozenset({"2022-01-19"})) == "They met on Wednesday morning (Jan. 19)."


@pytest.mark.parametrize(
    ("sentence", "ahead"),
    [
        ("On Thursday Raisi is expected to speak.", True),
        ("Divers will search the wreck on Friday.", True),
        ("The two will have met on Wednesday.", False),
        ("Raisi spoke on Tuesday.", False),
        ("The plan will change everything.", False),
    ],
)
def test_what_comes_next_is_known_by_its_day(member, sentence, ahead):
    assert comes_next(member(text=sentence), 0, len(sentence)) is ahead


@pytest.mark.parametrize(
    ("sentence", "passed"),
    [
        ("Parliament is expected to vote on Thursday.", True),
        ("Parliament could vote as soon as Thursday.", True),
        ("Parliament will vote on Thursday or on Monday.", False),
        ("Parliament may vote next month.", False),
        ("Parliament voted on Tuesday.", False),
        ("Parliament will vote.", False),
    ],
)
def test_what_was_announced_for_a_day_that_is_over_has_passed(member, sentence, passed):
    assert has_passed(member(text=sentence), 0, len(sentence), date(2022, 1, 22)) is passed
    assert not has_passed(member(text=sentence), 0, len(sentence), date(2022, 1, 20))


@pytest.mark.parametrize(
    ("lede", "quotation", "doubtful"),
    [
        ("The two met on Tuesday.", '"We go home tomorrow," he said.', True),
        ("The two met on Wednesday.", '"We go home tomorrow," he said.', False),
        ("The two met in Moscow.", '"We go home tomorrow," he said.', False),
        ("The two met on Tuesday.", '"We go home on Friday," he said.', False),
        ("The two met on Tuesday.", "He goes home tomorrow.", False),
    ],
)
def test_a_quoted_tomorrow_is_doubtful_in_an_item_about_an_earlier_day(member, lede, quotation, doubtful):
    one = member(text=f"{lede} {quotation}")
    told = day_told(one, [(0, len(lede))])
    assert is_doubtful(one, len(lede) + 1, len(one.item.text), told) is doubtful


@pytest.mark.parametrize(
    ("sentence", "vague"),
    [
        ("Ferries today are steered by satellite.", True),
        ("Today, most ferries are steered by satellite.", True),
        ("Ice has come down the river over the last week.", True),
        ("The two met today.", False),
        ("The two met last week.", False),
        ('"Ferries today are steered by satellite," he said.', False),
    ],
)
def test_a_today_that_means_these_days_has_no_date(member, sentence, vague):
    assert is_vague(member(text=sentence), 0, len(sentence)) is vague


def test_the_day_is_the_agencys_else_that_of_the_clock_the_item_was_dated_by(member):
    """Half past five in the afternoon in Denver is the next day in UTC."""
    one = member(text="The two met today.", hours=12.5, utc_offset=-420)
    assert day_of(one) == date(2022, 1, 20)  # TASS is in Moscow, whatever its server says
    unsaid = replace(one, agency=replace(one.agency, timezone="UTC"))
    assert day_of(unsaid) == date(2022, 1, 19)
    assert day_of(replace(unsaid, item=replace(one.item, utc_offset=None))) == date(2022, 1, 20)
    assert dated(unsaid) == "The two met on Wednesday (Jan. 19)."
