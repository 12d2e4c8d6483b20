"""Look-alikes, written for this suite: another event in the same words is another story; the same event in other words is not."""

from datetime import timedelta

import pytest

from tests.unit.cluster.conftest import lesson
from wirefeed.cluster import ClusterRules, LiveIndex, shipped
from wirefeed.model.cluster import Join
from wirefeed.testing import NOON

HOUR = timedelta(hours=1)
APART = {
    "two earthquakes an hour apart": (
        (
            "Magnitude 5.4 earthquake hits Kars",
            """An earthquake of magnitude 5.4 struck near Kars in eastern Turkey on Wednesday, the seismological institute said. Its
centre lay 10 kilometres deep. No casualties were reported.""",
        ),
        (
            "Magnitude 6.1 earthquake hits Ambon",
            """An earthquake of magnitude 6.1 struck near Ambon in eastern Indonesia on Wednesday, the geological agency said. Its
centre lay 30 kilometres deep. No casualties were reported.""",
        ),
    ),
    "two market reports from two exchanges": (
        (
            "Lisbon shares close 0.8% higher",
            """Shares in Lisbon closed 0.8 percent higher on Wednesday, the main index at 6,412 points, with banks in the lead. Trade
was thin.""",
        ),
        (
            "Athens shares close 1.3% lower",
            """Shares in Athens closed 1.3 percent lower on Wednesday, the main index at 1,377 points, with banks in the lead. Trade
was thin.""",
        ),
    ),
    "two bus crashes on one day": (
        (
            "Nine killed in bus crash near Cusco",
            """Nine people were killed when a bus left the road near Cusco in Peru on Wednesday, police said. Twenty passengers were
taken to hospital. The driver was questioned.""",
        ),
        (
            "Six killed in bus crash near Sucre",
            """Six people were killed when a bus left the road near Sucre in Bolivia on Wednesday, police said. Thirty passengers
were taken to hospital. The driver was questioned.""",
        ),
    ),
    "two elections": (
        (
            "Marta Solis elected mayor of Granada",
            """Marta Solis was elected mayor of Granada on Wednesday with 53 percent of the vote, the electoral board said. Turnout
was 61 percent. Solis promised more buses.""",
        ),
        (
            "Henrik Vold elected mayor of Bergen",
            """Henrik Vold was elected mayor of Bergen on Wednesday with 49 percent of the vote, the electoral board said. Turnout
was 72 percent. Vold promised more trams.""",
        ),
    ),
    "two companies' results": (
        (
            "Altura Cement profit up 12%",
            """Altura Cement reported a second-quarter profit of 84 million euros on Wednesday, up 12 percent. Chief executive Rita
Lopo confirmed the outlook for the year.""",
        ),
        (
            "Norrsken Paper profit up 7%",
            """Norrsken Paper reported a second-quarter profit of 131 million euros on Wednesday, up 7 percent. Chief executive Nils
Ek confirmed the outlook for the year.""",
        ),
    ),
    "two storms on two coasts": (
        (
            "Storm Ada cuts power in Galicia",
            """Storm Ada swept over Galicia in Spain on Wednesday with gusts of 140 kilometres an hour. Some 30,000 homes were
without power and ferries stayed in port.""",
        ),
        (
            "Storm Bruno cuts power in Jutland",
            """Storm Bruno swept over Jutland in Denmark on Wednesday with gusts of 155 kilometres an hour. Some 12,000 homes were
without power and ferries stayed in port.""",
        ),
    ),
    "the same ministers on another matter in another city": (
        (
            "Ilves, Moreno agree fishing quotas in Tallinn",
            """Fisheries ministers Karl Ilves and Pilar Moreno agreed on Wednesday on quotas for Baltic herring after talks in
Tallinn. The quotas fall by a tenth and hold for two years.""",
        ),
        (
            "Ilves, Moreno visit shipyard in Vigo",
            """Karl Ilves and Pilar Moreno met the heads of a shipyard in Vigo on Wednesday evening to look at a research vessel that
is to be launched in spring. The hull is finished, the yard said.""",
        ),
    ),
}
TOGETHER = {
    "an earthquake told twice": (
        APART["two earthquakes an hour apart"][0],
        (
            "Strong quake shakes Turkey's Kars province",
            """Kars in eastern Turkey was shaken on Wednesday by a quake measured at 5.4, the seismological institute said; it put
the centre at a depth of 10 kilometres. Nobody was hurt.""",
        ),
    ),
    "an election told twice": (
        APART["two elections"][0],
        (
            "Solis wins Granada vote",
            """Voters in Granada chose Marta Solis as mayor on Wednesday. She took 53 percent, the electoral board said after a
turnout of 61 percent.""",
        ),
    ),
    "a storm told twice": (
        APART["two storms on two coasts"][0],
        (
            "30,000 homes dark in Galicia after storm",
            """About 30,000 households in Galicia lost electricity on Wednesday when storm Ada hit the coast of Spain with gusts of
up to 140 km/h. Ferry traffic was suspended.""",
        ),
    ),
}


def placed(first, second):
    """Where the second report goes when the first is all there is, an hour before it."""
    index = LiveIndex(ClusterRules(), shipped())
    one, other = lesson(1, "a", *first, NOON), lesson(2, "b", *second, NOON + HOUR)
    index.add("first", 1, NOON, one.features, "tass")
    index.add(
        "third", 3, NOON, lesson(3, "c", "Museum reopens", "The maritime museum of Oporto opens again in May.", NOON).features, "tass"
    )
    return index.place(other.features, NOON + HOUR, (), "tass")


MISSED = {
    "two storms on two coasts": "both name a storm; nothing else tells them apart before a third report is there",
}
"""What is known to go wrong; a fix must say so here."""


def cases(pairs):
    return [
        pytest.param(pair, id=name, marks=[pytest.mark.xfail(reason=MISSED[name])] if name in MISSED else [])
        for name, pair in pairs.items()
    ]


@pytest.mark.parametrize("pair", cases(APART))
def test_another_event_is_another_story(pair):
    assert not isinstance(placed(*pair), Join)
    assert not isinstance(placed(*pair[::-1]), Join)


@pytest.mark.parametrize("pair", cases(TOGETHER))
def test_the_same_event_in_other_words_is_one_story(pair):
    placement = placed(*pair)
    assert isinstance(placement, Join)
    assert placement.cluster == "first"
