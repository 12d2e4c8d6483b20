"""Which sentences of two texts tell the same, surely or perhaps, and what an article does about it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from wirefeed.compose import compose
from wirefeed.compose.pool import gather
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.select import task_of, told_of, without_retold
from wirefeed.compose.source import Annotations, sources_of
from wirefeed.compose.weigh import weigh
from wirefeed.model.story import plain

NOW = datetime(2022, 2, 1, tzinfo=UTC)
LEDE = "The old road bridge over the Volga in Saratov fell into the icy river with two lorries and blocked the harbour, the governor said."
AGAIN = "Two lorries went down when a road crossing of the Volga in the middle of the town gave way in heavy frost, firemen told reporters."
OTHER = "The port of Engels will run a ferry for buses and ambulances until a military pontoon is laid, its director wrote."
DEEP = (
    "Engineers had closed one lane in autumn.\n\nThe region spends 90 million roubles a year on repairs.\n\n"
    "Nobody inspected the piers after the flood of 2019."
)
MORE = (
    "Traders in the covered market expect empty stalls.\n\nThe railway halved its fares until spring.\n\n"
    "Schools on the left bank sent pupils home at noon.\n\nA crane from Samara needs nine days to arrive."
)


FELL = "The old road bridge over the Volga in Saratov fell into the icy river on Monday, Governor Ivan Orlov said."
GAVE = "The crossing of the river gave way in heavy frost at dawn."
BRIDGE = "A river crossing, the old bridge at Saratov, gave way and fell in heavy frost at dawn."


def pooled(member, one, *others):
    rules = ComposeRules()
    beside = [member(agency, guid=agency, text=text, hours=1) for agency, text in zip(("afp", "toi"), others, strict=False)]
    sources = sources_of([member(guid="t", text=one), *beside], Annotations(), rules)
    pool = gather(sources, weigh(sources), rules)
    return pool, {pool.text(i): i for i in range(len(pool.lines))}


def test_two_openings_that_share_a_few_words_perhaps_tell_the_same(member):
    again = AGAIN.replace("firemen told reporters", "fireman Ivan Orlov told Radio Volga")
    pool, line = pooled(member, f"{LEDE}\n\n{DEEP}", f"{again}\n\n{OTHER}")
    assert pool.again[line[LEDE], line[again]]
    assert pool.again[line[again], line[LEDE]]
    assert not pool.same[line[again], line[LEDE]]
    assert not pool.again[line[LEDE], line[OTHER]]


def test_a_repetition_costs_what_it_repeats_and_a_second_opening_all(member):
    again = AGAIN.replace("firemen told reporters", "fireman Ivan Orlov told Radio Volga")
    longer = f"{again[:-1]}, and charged the owner of the ferry, Oleg Kim, with fraud, perjury and the theft of 90 million roubles."
    pool, line = pooled(member, f"{LEDE}\n\n{DEEP}", f"{OTHER}\n\n{longer}")
    cost = told_of(pool)
    assert (cost == cost.T).all()
    assert 0.0 < cost[line[LEDE], line[longer]] < 1.0
    assert cost[line[LEDE], line[LEDE]] == cost[line[LEDE], line[OTHER]] == 1.0


def test_an_opening_without_a_name_or_figure_of_its_own_has_nothing_to_add(member):
    pool, line = pooled(member, f"{LEDE}\n\n{DEEP}", f"{AGAIN}\n\n{OTHER}")
    assert pool.same[line[AGAIN], line[LEDE]]


def test_the_same_words_deep_in_a_text_do_not(member):
    pool, line = pooled(member, f"{DEEP}\n\n{LEDE}", f"{OTHER}\n\nDivers will look for the cabs.\n\n{AGAIN}")
    assert not pool.again[line[LEDE], line[AGAIN]]


@pytest.mark.parametrize(
    ("told", "retells"),
    [
        (GAVE, True),
        (GAVE.replace("dawn", "6"), True),
        (GAVE.replace("at dawn", "at 6:12 on March 3"), False),
        (GAVE.replace("gave way", "“gave way without warning”"), False),
        (f"{GAVE[:-1]} while divers, firemen, sailors, engineers, nurses, cooks and bakers waited nearby.", False),
    ],
)
def test_what_a_third_text_puts_in_both_ways_is_a_retelling_unless_it_brings_more(member, told, retells):
    pool, line = pooled(member, f"{FELL}\n\n{DEEP}", f"{told}\n\n{OTHER}", f"{BRIDGE}\n\n{MORE}")
    assert pool.told[line[told], line[FELL]] == retells
    assert not pool.told[line[FELL], line[told]]


def test_without_a_third_text_nobody_knows_that_it_is_one(member):
    pool, line = pooled(member, f"{FELL}\n\n{DEEP}", f"{GAVE}\n\n{OTHER}")
    assert not pool.told[line[GAVE], line[FELL]]


def test_a_quotation_seldom_tells_what_was_told(member):
    quoted = '"Two lorries went down when the road crossing of the Volga gave way in heavy frost," fireman Ivan Orlov said.'
    pool, line = pooled(member, f"{LEDE}\n\n{DEEP}", f"{quoted}\n\n{OTHER}")
    assert not pool.again[line[LEDE], line[quoted]]


@pytest.mark.parametrize(("second", "agencies"), [(f"{AGAIN}\n\n{OTHER}\n\n{MORE}", {"TASS", "AFP"}), (AGAIN, {"TASS"})])
def test_what_adds_nothing_is_not_printed_even_where_its_agency_has_nothing_else(member, second, agencies):
    members = (member(guid="t", text=f"{LEDE}\n\n{DEEP}"), member("afp", guid="a", text=second, hours=1))
    made = compose("s1", members, None, ComposeRules(max_words=60), NOW)
    assert AGAIN[:40] not in made.body
    assert set(made.agencies) == agencies


def test_a_lede_that_was_printed_stays_the_lede(member):
    first = member(guid="t", text=f"{LEDE}\n\n{DEEP}")
    fuller = (
        LEDE.replace("The old", "An old").replace("the governor", "Governor Ivan Orlov").replace("fell into", "and its piers fell into")
    )
    second = member("afp", guid="a", text=f"{fuller}\n\n{OTHER}", hours=1)
    assert compose("s1", (first, second), None, ComposeRules(), NOW).agencies[0] == "AFP"
    before = compose("s1", (first,), None, ComposeRules(), NOW)
    assert plain(compose("s1", (first, second), before, ComposeRules(), NOW).paragraphs[0]).startswith("The old")
    assert compose("s1", (first, second), before, ComposeRules(), NOW).lead == first.ref


def test_of_two_lines_the_poorer_goes_though_it_was_chosen_first(member):
    pool, line = pooled(member, f"{FELL}\n\n{DEEP}", f"{GAVE}\n\n{OTHER}", f"{BRIDGE}\n\n{MORE}")
    task = task_of(replace(pool, same=pool.told), frozenset(), frozenset(), ComposeRules())
    both = task.units[line[FELL]] + task.units[line[GAVE]] + task.units[line[OTHER]]
    assert without_retold(task, both, task.units[line[FELL]]).nonzero()[0].tolist() == [line[FELL], line[OTHER]]
    assert (without_retold(task, both, both) == both).all()
    alone = task.units[line[FELL]] + task.units[line[GAVE]]  # the only line of its agency
    assert (without_retold(task, alone, task.units[line[FELL]]) == alone).all()
    task.units[line[OTHER], line[GAVE]] = 1.0
    assert (without_retold(task, both, task.units[line[FELL]]) == both).all()
