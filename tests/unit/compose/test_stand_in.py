"""What may stand behind another agency's words, because they tell what it leans on."""

import numpy as np
import pytest

from wirefeed.compose.order import runs_of
from wirefeed.compose.pool import gather
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.source import Annotations, sources_of
from wirefeed.compose.weigh import weigh

THEIRS = "Norvia's largest grain trader, Solvi Korn, will close its three silos in the port of Harstad by the end of June."
MINE = "Solvi Korn will close its three silos in the port of Harstad, Norvia's largest grain trader said in a letter."


def pooled(member, *texts):
    rules = ComposeRules()
    members = [member(agency, guid=agency, text=text) for agency, text in zip(("tass", "afp", "toi"), texts, strict=False)]
    sources = sources_of(members, Annotations(), rules)
    pool = gather(sources, weigh(sources), rules)
    return pool, {pool.text(i): i for i in range(len(pool.lines))}


@pytest.mark.parametrize(
    ("follows", "may"),
    [
        ("The company will pay its 240 workers until the end of the year.", True),
        ("The decision was taken last week after a meeting of all owners.", True),
        ("The firm, founded in 1921, had bought the last of them in May.", True),
        ("Solvi Korn also wants to sell two ships that lie in Molde.", True),
        ("The letter did not say what is to become of the buildings.", False),
        ("It will pay its 240 workers until the end of the year.", False),
        ("This will cost 240 workers their place, the union said at noon.", False),
    ],
)
def test_a_noun_may_point_to_what_another_agency_tells(member, follows, may):
    pool, line = pooled(member, THEIRS, f"{MINE}\n\n{follows}")
    assert pool.same[line[MINE], line[THEIRS]]
    assert pool.behind[line[follows], line[THEIRS]] == may
    assert not pool.behind[line[follows], line[MINE]]


def test_a_judge_needs_a_judge_or_a_name_of_his_own(member):
    mine = "A judge forbade Solvi Korn to close its three silos in the port of Harstad by the end of June."
    theirs = "A court forbade Norvia's grain trader Solvi Korn to close its three silos in the port of Harstad by the end of June."
    unnamed = "The judge wants to hear the owners first, and gave them a week."
    named = "The judge, Odd Berg, wants to hear the owners first, and gave them a week."
    pool, line = pooled(member, theirs, f"{mine}\n\n{unnamed}", f"{mine}\n\n{named}")
    assert not pool.behind[line[unnamed], line[theirs]]
    assert pool.behind[line[named], line[theirs]]


def test_it_stands_right_behind_those_words_and_what_has_one_place_only_comes_first(member):
    follows = "The company will pay its 240 workers until the end of the year."
    pool, line = pooled(member, f"{THEIRS}\n\nShips from Sardia will be unloaded in Molde.", f"{MINE}\n\n{follows}")
    runs = runs_of(pool, sorted((line[THEIRS], line[follows], line["Ships from Sardia will be unloaded in Molde."])))
    assert (line[THEIRS], line[follows]) in runs
    assert (line[MINE], line[follows]) in runs_of(pool, sorted((line[THEIRS], line[MINE], line[follows])))


def test_nothing_stands_behind_a_sentence_of_few_words_or_in_another_language(member):
    short = "Solvi Korn will close its three silos in Harstad."
    follows = "The company will pay its 240 workers until the end of the year."
    pool, line = pooled(member, short, f"{MINE}\n\n{follows}")
    assert line[follows]
    assert not np.any(pool.behind)
