"""Which sentences say what comes next where none names a day ahead."""

import pytest

from wirefeed.compose.coming import coming_of, looks_ahead
from wirefeed.compose.pool import gather
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.source import Annotations, sources_of
from wirefeed.compose.weigh import weigh

FIRE = "A fire destroyed the covered market of Saratov early on Monday, and nobody was hurt, the governor said."
BLAZE = "The covered market in Saratov burned down before dawn on Monday after a gas bottle blew up, firemen said."
NEXT = "The owner of the covered market faces up to five years in prison."
LESS = "A concert of the choir of Engels is scheduled for the spring, with songs that nobody there has heard since the choir was dissolved."
REST = "Traders carried scales and crates of apples into the street.\n\nThe hall was built by a pupil of Shukhov."


@pytest.mark.parametrize(
    ("sentence", "ahead"),
    [
        ("The owner faces up to five years in prison.", True),
        ("Lim is scheduled to appear before a judge in June.", True),
        ("The deputy mayor will be sworn in to replace her.", True),
        ("The ministry now has ten days to object.", True),
        ("The investigation into the cause is ongoing.", True),
        ("Two of the men are awaiting trial.", True),
        ("The bridge is due to open in May.", True),
        ("The delay is due to frost.", False),
        ("The ruling that will change everything came on Monday.", False),
        ("If the court agrees, the trial will begin in May.", False),
        ('"The trial will begin in May," she wrote.', False),
        ("The trial began in May.", False),
        ("The firm plans to grow.", False),
    ],
)
def test_what_comes_next_is_known_by_the_words_a_desk_ends_with(sentence, ahead):
    assert looks_ahead(sentence) is ahead


def pooled(member, *texts, **fields):
    members = [member(agency, guid=agency, text=text, **fields) for agency, text in zip(("tass", "afp", "toi"), texts, strict=False)]
    sources = sources_of(members, Annotations(), ComposeRules())
    return gather(sources, weigh(sources), ComposeRules())


def coming(pool):
    return [pool.text(i) for i in pool.coming.nonzero()[0]]


def test_of_several_sentences_that_look_ahead_the_one_most_worth_its_length_counts(member):
    pool = pooled(member, f"{FIRE}\n\n{REST}\n\n{NEXT}", f"{BLAZE}\n\nThe fire in the hall took six hours to put out.\n\n{LESS}")
    found = coming_of(pool.sources, pool.lines, (pool.holds @ pool.worth).tolist())
    assert sum(found) == 1
    assert coming(pool) == [NEXT]


def test_a_day_ahead_leaves_no_room_for_words(member):
    day = "Divers will look at the cellar on Thursday."
    assert coming(pooled(member, f"{FIRE}\n\n{REST}\n\n{NEXT}", f"{BLAZE}\n\nThe hall is still hot.\n\n{day}")) == [day]


def test_where_the_openings_look_ahead_nothing_further_down_comes_next(member):
    one = "The covered market of Saratov is scheduled to open again in the spring, a year after the fire, the governor said."
    two = "Saratov will meet the builders of its covered market, and the hall is expected to open in the spring, the city said."
    assert coming(pooled(member, f"{one}\n\n{REST}\n\n{NEXT}", f"{two}\n\nThe hall is still cold.")) == []


def test_other_languages_know_what_comes_next_by_its_day_alone(member):
    assert coming(pooled(member, f"{FIRE}\n\n{REST}\n\n{NEXT}", BLAZE, language="fr")) == []
