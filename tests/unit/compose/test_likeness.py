"""Which sentences of two texts tell the same, surely or perhaps, and what an article does about it."""

from datetime import UTC, datetime

import pytest

from wirefeed.compose import compose
from wirefeed.compose.pool import gather
from wirefeed.compose.rules import ComposeRules
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


def pooled(member, one, other):
    rules = ComposeRules()
    sources = sources_of([member(guid="t", text=one), member("afp", guid="a", text=other, hours=1)], Annotations(), rules)
    pool = gather(sources, weigh(sources), rules)
    return pool, {pool.text(i): i for i in range(len(pool.lines))}


def test_two_openings_that_share_a_few_words_perhaps_tell_the_same(member):
    again = AGAIN.replace("firemen told reporters", "fireman Ivan Orlov told Radio Volga")
    pool, line = pooled(member, f"{LEDE}\n\n{DEEP}", f"{again}\n\n{OTHER}")
    assert pool.again[line[LEDE], line[again]]
    assert pool.again[line[again], line[LEDE]]
    assert not pool.same[line[again], line[LEDE]]
    assert not pool.again[line[LEDE], line[OTHER]]


def test_an_opening_without_a_name_or_figure_of_its_own_has_nothing_to_add(member):
    pool, line = pooled(member, f"{LEDE}\n\n{DEEP}", f"{AGAIN}\n\n{OTHER}")
    assert pool.same[line[AGAIN], line[LEDE]]


def test_the_same_words_deep_in_a_text_do_not(member):
    pool, line = pooled(member, f"{DEEP}\n\n{LEDE}", f"{OTHER}\n\nDivers will look for the cabs.\n\n{AGAIN}")
    assert not pool.again[line[LEDE], line[AGAIN]]


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
