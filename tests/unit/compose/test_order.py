"""In which order an article tells what was chosen: source by source, the source of the lede first, background behind."""

from wirefeed.compose.order import arrange, runs_of
from wirefeed.compose.pool import gather
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.source import Annotations, sources_of
from wirefeed.compose.weigh import weigh

FELL = "A bridge over the Volga in Saratov fell into the river in heavy frost."
TASS = (
    f"{FELL}\n\nTwo lorries were on the way to Engels.\n\nFiremen brought a crane from Samara.\n\n"
    "Saratov built the bridge in 1965 for nine million roubles."
)
AFP = "Saratov has lost its bridge.\n\nTraders in the market expect empty stalls.\n\nSchools on the left bank sent pupils home at noon."


def told(member, lede, last=()):
    rules = ComposeRules()
    members = [member("afp", guid="a", text=AFP), member("tass", guid="t", text=TASS, hours=1)]
    sources = sources_of(members, Annotations(), rules)
    pool = gather(sources, weigh(sources), rules)
    line = {pool.text(i): i for i in range(len(pool.lines))}
    runs = arrange(pool, runs_of(pool, range(len(pool.lines))), line[lede], frozenset(line[text] for text in last))
    return [pool.text(i) for run in runs for i in run]


def test_the_source_of_the_lede_goes_on_and_the_others_follow_each_in_its_own_order(member):
    assert told(member, FELL) == [
        FELL,
        "Two lorries were on the way to Engels.",
        "Firemen brought a crane from Samara.",
        "Saratov has lost its bridge.",
        "Traders in the market expect empty stalls.",
        "Schools on the left bank sent pupils home at noon.",
        "Saratov built the bridge in 1965 for nine million roubles.",
    ]


def test_what_comes_next_stands_last_with_what_follows_it(member):
    assert told(member, FELL, last=["Traders in the market expect empty stalls."])[-2:] == [
        "Traders in the market expect empty stalls.",
        "Schools on the left bank sent pupils home at noon.",
    ]
