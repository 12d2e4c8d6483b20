"""Headline and slug come out of the members' titles."""

from datetime import UTC, datetime

import pytest

from wirefeed.compose import compose
from wirefeed.compose.headline import headline_of, is_foreign
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.source import Annotations, sources_of
from wirefeed.compose.untitled import headline_from
from wirefeed.compose.verify import verify
from wirefeed.compose.weigh import weigh
from wirefeed.model.story import plain

TEXT = (
    "The old bridge over the Volga fell into the river in the night, the mayor said.\n\nNobody was hurt when the bridge fell, police said."
)


def sources(member, *titles):
    members = [member("afp" if n % 2 else "tass", f"g{n}", text=TEXT, headline=title, hours=n) for n, title in enumerate(titles)]
    return sources_of(members, Annotations(), ComposeRules())


def headline(member, *titles):
    chosen = sources(member, *titles)
    return plain(headline_of(chosen, weigh(chosen), "en"))


@pytest.mark.parametrize(
    "unfit",
    [
        "Why did the old bridge over the Volga fall?",
        "Opinion: the old bridge over the Volga fell for a reason",
        "LIVE: old bridge over the Volga fell into the river",
        "Watch the old bridge over the Volga fall into the river",
        'The old bridge over the Volga "fell" into the river',
        "The old bridge over the Volga fell into the river on Wednesday",
        "Old bridge " * 12,
        "The Volga Bridge > Log In",
        "The Volga bridge fell. Here's what fell with it",
        "Volga Journal: old bridge fell into the river",
        "The old Volga bridge web site",
        "Volga bridge",
    ],
)
def test_a_clean_title_is_preferred(member, unfit):
    assert headline(member, unfit, "Bridge in Saratov collapses") == "Bridge in Saratov collapses"


@pytest.mark.parametrize("other", ["Bridge in Saratov collapses", "Bridge in Saratov " + "that nobody closed " * 5 + "collapses"])
def test_a_title_that_judges_gives_way_even_to_a_long_one(member, other):
    assert headline(member, "The old Volga bridge fell into the river. Stop blaming the frost", other) == other


@pytest.mark.parametrize("title", ["Saratov Should Build a New Bridge at Once", "Bridge in Saratov Collapsed Last Week"])
def test_advice_and_days_of_the_reader_are_no_clean_title(member, title):
    assert headline(member, title, "Bridge in Saratov collapses") == "Bridge in Saratov collapses"


@pytest.mark.parametrize(
    "page",
    [
        "404 Not Found",
        "Error 404",
        "Page not found | Saratov Daily",
        "The page you requested could not be found",
        "Log in",
        "Saratov Daily - Sign in",
        "Access Denied",
        "Just a moment...",
        "Saratov Daily: Breaking News",
        "The Norvik Times Online",
        "Norvik Online",
        "The Norvik Herald Home Page",
    ],
)
def test_the_name_of_a_page_or_of_a_site_is_never_a_headline(member, page):
    assert headline(member, page, page) == ""
    assert headline(member, page, "Why did the old bridge over the Volga fall?") == "Why did the old bridge over the Volga fall?"


def test_the_title_of_a_gallery_stands_only_where_no_other_does(member):
    assert headline(member, "Fall of the bridge in pictures", "Old bridge over the Volga falls") == "Old bridge over the Volga falls"
    assert headline(member, "Fall of the bridge in pictures") == "Fall of the bridge in pictures"


@pytest.mark.parametrize("own", ["TASS News", "TASS", "www.TASS.com", "Tass news agency - Home"])
def test_the_agencys_own_name_is_never_a_headline(member, own):
    assert headline(member, own) == ""


@pytest.mark.parametrize(
    "news",
    [
        "500 dead after earthquake",
        "Wreck of the Solvi not found",
        "Terror group recruits online",
        "Hackers shut down the bank's website",
        "Thousands cannot log in at Norvik bank",
        "Norvik Times: old bridge fell into the river",
        "Bridge over the Volga: search goes on",
        "TASS correspondent held in Norvia",
    ],
)
def test_a_title_that_only_sounds_like_a_page_stands_where_no_other_does(member, news):
    assert headline(member, news) == news


def test_where_only_pages_have_titles_the_lede_is_the_headline(member):
    text = "The old bridge over the Volga fell."
    made = compose("s1", (member(text=text, headline="404 Not Found"),), None, ComposeRules(), datetime(2022, 2, 1, tzinfo=UTC))
    assert plain(made.headline) == "Old bridge over Volga fell"


def test_among_clean_titles_the_one_that_shares_most_with_the_story_stands(member):
    assert headline(member, "Mayor speaks in Saratov", "Old bridge over the Volga falls") == "Old bridge over the Volga falls"


@pytest.mark.parametrize(
    ("lede", "printed"),
    [
        ("At least seven people were killed when the old bridge over the Volga fell.", "Bridge over Volga falls, seven dead"),
        ("Five people were killed when the old bridge over the Volga fell.", "Old bridge over the Volga fell in the night: five dead"),
        ("", "Old bridge over the Volga fell in the night: five dead"),
    ],
)
def test_a_title_whose_toll_is_not_the_ledes_gives_way(member, lede, printed):
    chosen = sources(member, "Old bridge over the Volga fell in the night: five dead", "Bridge over Volga falls, seven dead")
    assert plain(headline_of(chosen, weigh(chosen), "en", lede)) == printed


@pytest.mark.parametrize(
    ("lede", "printed"),
    [
        ("Five people were killed when the old bridge over the Volga fell in the night.", "Bridge over Volga falls, five dead"),
        ("The old bridge over the Volga fell in the night on five people.", "Bridge over Volga falls in night"),
    ],
)
def test_of_titles_about_as_good_the_one_that_counts_the_dead_of_the_lede_stands(member, lede, printed):
    chosen = sources(member, "Bridge over Volga falls, five dead", "Bridge over Volga falls in night")
    assert plain(headline_of(chosen, weigh(chosen), "en", lede, lede)) == printed


def test_a_title_that_ends_on_its_speaker_is_kept_whole_and_comes_second(member):
    assert (
        headline(member, "The old bridge over the Volga fell by itself — Petrov") == "The old bridge over the Volga fell by itself — Petrov"
    )
    assert (
        headline(member, "The old bridge over the Volga fell — Petrov", "The old bridge over the Volga fell")
        == "The old bridge over the Volga fell"
    )


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("Old bridge falls - TASS", "Old bridge falls"),
        ("Old bridge falls | TASS", "Old bridge falls"),
        ("CORRECTED: Old bridge falls", "Old bridge falls"),
        ("UPDATE 2 - Old bridge falls", "Old bridge falls"),
        ("Old bridge falls - Moscow", "Old bridge falls - Moscow"),
        ("  Old bridge falls ", "Old bridge falls"),
    ],
)
def test_a_desks_label_and_the_agencys_own_name_are_dropped(member, title, printed):
    assert headline(member, title) == printed


def test_without_a_title_a_short_lede_is_its_own_headline(member):
    one = member(text="The old bridge over the Volga fell.", headline="")
    assert cut(one) == "Old bridge over Volga fell"
    long = member(text="The old bridge " + "over the Volga " * 12 + "fell.", headline="")
    assert cut(long) == ""


def cut(member):
    """The headline of a member's whole text."""
    return plain(headline_from(member, 0, len(member.item.text), "en"))


COUNCIL = (
    "The city council approved a new bridge over the Volga, a move that its opponents called too dear for a town whose schools had no"
    " heating in the coldest weeks of the winter."
)
FISHERMAN = (
    "A fisherman who was pulled from the river by two schoolboys on their way home, including his own nephew, will be given a medal by the"
    " mayor of the town."
)
MARKS = (
    'The mayor said "the bridge, which my father built and his father planned, will stand for another hundred years if it is painted in'
    ' every spring by somebody who can see from one end of it to the other".'
)
BEAR = (
    "Rangers caught a bear that had been seen in the market three times since the spring after it walked into the bakery beside the town"
    " hall at dawn."
)


@pytest.mark.parametrize(
    ("lede", "printed"),
    [
        (
            "Two men were arrested for selling tickets of a closed theatre, police said.",
            "Two men were arrested for selling tickets of closed theatre",
        ),
        ("The old bridge may be closed to lorries, a tourist said.", "Old bridge may be closed to lorries, tourist said"),
        (COUNCIL, "City council approved new bridge over Volga"),
        (FISHERMAN, ""),  # its verb comes after the aside
        (MARKS, ""),  # it would be cut inside them
        (BEAR, "Rangers caught bear that had been seen in market three times since spring"),
        ("The ferry leaves at 11:30 P.M.", "Ferry leaves at 11:30 P.M."),
    ],
)
def test_of_a_long_lede_the_main_clause_is_the_headline_where_no_text_has_a_title(member, lede, printed):
    one = member(text=lede, headline="")
    assert cut(one) == printed


APE = 'A few of the men said an ape stole the "key to a house" in The Hague.'
DESIGNER = (
    "Ana Lim, the designer of the bridge over the Volga that fell on her watch in the winter of the great frost, turned to the bishop of"
    " the town to say that she was to blame for it."
)
ROBBER = (
    "A man from the town whom the police believe to have robbed jewellers across the coast, including two in the harbour, may be working"
    " with a brother who lives abroad and whom nobody has seen."
)


@pytest.mark.parametrize(
    ("lede", "printed"),
    [
        (APE, 'A few of men said ape stole "key to a house" in The Hague'),
        (DESIGNER, "Ana Lim turned to bishop of town to say that she was to blame for it"),
        (ROBBER, ""),  # its verb comes after the aside
    ],
)
def test_a_headline_does_without_articles_and_without_what_stands_beside_its_subject(member, lede, printed):
    assert cut(member(text=lede, headline="")) == printed


def test_an_aside_that_is_too_long_with_its_day_stays(member):
    """What may be dropped is judged by the words of the source, not by what was left of them when the day had gone."""
    aside = (
        "the designer of the bridge who was born in the harbour " + "and a friend of the bishop " * 3 + "when she came home on Wednesday"
    )
    lede = f"Ana Lim, {aside}, spoke."
    assert len(aside) < 170
    for length in range(130, 175):
        padded = lede.replace("spoke", "spoke" + " up" * 3).replace("born in", "born" + " " + "x" * max(1, length - len(aside)) + " in")
        assert "Wednesday" not in cut(member(text=padded, headline=""))


def test_the_title_that_says_what_the_lede_says_stands_over_it(member):
    """One that tells another side of the story shares its words with it, too, but not with the lede."""
    lede = "The old bridge over the Volga fell into the river in the night, the mayor said."
    body = f"{lede} Ferries will carry people. The frost was the worst for a decade."
    chosen = sources(member, "Ferries will carry people in frost", "Old Volga bridge fell in the night")
    weights = weigh(chosen)
    assert plain(headline_of(chosen, weights, "en", lede, body)) == "Old Volga bridge fell in the night"


def test_where_every_title_judges_the_lede_is_the_headline(member):
    one = member(guid="t", text=TEXT, headline="Stop blaming the frost for the Volga bridge")
    other = member("afp", guid="a", text=TEXT.replace("Nobody", "Nobody at all"), headline="Council is wrong on the Volga bridge")
    made = compose("s1", (one, other), None, ComposeRules(), datetime(2022, 2, 1, tzinfo=UTC))
    assert plain(made.headline) == "Old bridge over Volga fell into river in night"


def test_of_titles_that_say_the_same_the_one_of_a_printed_text_stands(member):
    chosen = sources(member, "Old bridge over the Volga fell", "Old Bridge Over the Volga Fell")
    weights = weigh(chosen)
    for source in chosen:
        printed = plain(headline_of(chosen, weights, "en", TEXT, TEXT, {source.member.ref}))
        assert printed == source.member.item.headline


def test_the_title_of_the_text_that_leads_comes_first_where_another_is_about_as_good(member):
    lede = "The old bridge over the Volga fell into the river in the night, the mayor said."
    chosen = sources(member, "Old bridge over the Volga fell in the night", "Old Volga bridge fell into the river")
    for lead in chosen:
        printed = plain(headline_of(chosen, weigh(chosen), "en", lede, TEXT, {one.member.ref for one in chosen}, lead.member.ref))
        assert printed == lead.member.item.headline
    far = sources(member, "Police: nobody was hurt", "Old bridge over the Volga fell in the night")
    assert plain(headline_of(far, weigh(far), "en", lede, TEXT, (), far[0].member.ref)).startswith("Old bridge")


@pytest.mark.parametrize("flawed", ["OLD BRIDGE OVER THE VOLGA FELL IN THE NIGHT", "The old bridge over the Volga fell in the night."])
def test_a_title_in_capitals_or_with_a_full_stop_gives_way(member, flawed):
    assert headline(member, flawed, "Old bridge over the Volga fell") == "Old bridge over the Volga fell"


def test_a_title_with_advice_stands_before_one_that_judges(member):
    assert headline(member, "Council is wrong on the bridge", "Old Volga bridge should be rebuilt") == "Old Volga bridge should be rebuilt"


@pytest.mark.parametrize(
    ("lede", "printed"),
    [
        ("On Tuesday, the old bridge over the Volga fell into the river.", "Old bridge over Volga fell into river"),
        ("The mayor on Tuesday closed the old bridge over the Volga.", "Mayor closed old bridge over Volga"),
        ("The old bridge over the Volga fell on Tuesday.", "Old bridge over Volga fell"),
        ("The bridge stayed closed until Tuesday.", ""),  # it would say something else
        ("Reddit users posted a letter over the weekend.", ""),
    ],
)
def test_a_headline_cut_from_a_lede_stands_for_its_own_day(member, lede, printed):
    one = member(text=f"{lede}\n\nNobody was hurt, police said.", headline="")
    made = compose("s1", (one,), None, ComposeRules(), datetime(2022, 2, 1, tzinfo=UTC))
    assert plain(made.headline) == printed
    assert verify(made, {one.ref: one.item}.__getitem__) == ()


def test_a_title_that_speaks_of_what_nobody_is_told_gives_way_to_the_lede(member):
    told = member(guid="t", text="The council closed the old bridge over the Volga to lorries.")
    untold = member("afp", "a", headline="Bishop launches petition against drivers", text="The old bridge over the Volga is closed.")
    foreign = headline_of(sources_of([untold], Annotations(), ComposeRules()), {}, "en")
    body = told.item.text
    assert is_foreign(foreign, body, frozenset((told.ref,)), "en")
    assert not is_foreign(foreign, body, frozenset((untold.ref,)), "en")
    assert not is_foreign(foreign, f"{body} A bishop would launch a petition against the drivers.", frozenset((told.ref,)), "en")


def test_a_title_that_gives_another_number_than_the_body_gives_way(member):
    """Years, and numbers in words, are no other number."""
    text = "The old bridge over the Volga is closed to 1,800 lorries a day, the council said, and eleven boats."
    titles = ("Old bridge over Volga closed to 2,000 lorries", "Volga bridge closed to lorries")
    assert _title_over(member, text, *titles) == titles[1]
    same = ("Old bridge over Volga closed to 1,800 lorries and 11 boats in 2026", "Volga bridge closed to lorries")
    assert _title_over(member, text, *same) == same[0]


def _title_over(member, body, *titles):
    """The title of several that stands over a body, all of whose texts are printed."""
    members = [member(("tass", "afp", "toi")[n], f"g{n}", headline=title, text=body) for n, title in enumerate(titles)]
    chosen = sources_of(members, Annotations(), ComposeRules())
    return plain(headline_of(chosen, weigh(chosen), "en", body, body, {one.ref for one in members}))
