"""The composite as a whole: what is printed, what never is, and what a later pass changes."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from wirefeed.compose import compose
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.source import Annotations, sources_of
from wirefeed.errors import ProvenanceError
from wirefeed.model.item import Kind, PubStatus
from wirefeed.model.story import Story, Unchanged, plain

NOW = datetime(2022, 2, 1, tzinfo=UTC)
TASS = (
    "SARATOV, January 19. /TASS/. A bridge over the Volga fell into the river on Wednesday, the regional governor said.\n\n"
    '"Nobody was on the bridge when it fell," Governor Roman Belov said.\n\n'
    "The bridge was closed to lorries two years ago because of cracks in its piers."
)
AFP = (
    "SARATOV, Jan 19, 2022 (AFP) - A bridge over the Volga collapsed in the city of Saratov on Wednesday and cut the town in two.\n\n"
    "Ferries will carry people across the river from Friday, the port said.\n\n"
    "However, ice on the Volga may stop the ferries in February."
)


def article(*members, previous=None, rules=None, now=NOW):
    return compose("s1", tuple(members), previous, rules or ComposeRules(), now)


def test_a_story_of_one_agency_is_its_text_without_what_is_no_report(member):
    made = article(member(text=f"{TASS}\n\nJoin our Community", headline="Bridge falls in Saratov"))
    assert made.body == (
        "A bridge over the Volga fell into the river on Wednesday (Jan. 19), the regional governor said.\n\n"
        '"Nobody was on the bridge when it fell," Governor Roman Belov said. '
        "The bridge was closed to lorries two years ago because of cracks in its piers."
    )
    assert (plain(made.headline), made.reporting_line, made.voices) == ("Bridge falls in Saratov", "With reporting by TASS", 1)


def test_two_agencies_make_one_article(member):
    made = article(member(guid="t", text=TASS), member("afp", guid="a", text=AFP))
    assert made.body.count("(Jan. 19)") == 1
    assert "Tass news agency quoted Governor Roman Belov as saying" in made.body
    assert made.body.endswith(
        "Ferries will carry people across the river from Friday (Jan. 21), the port said. However, ice on the Volga may stop the ferries "
        "in February, Agence France-Presse reported."
    )
    assert made.reporting_line == "With reporting by TASS, AFP"
    assert made.agencies == ("TASS", "AFP")
    assert made.voices == 2


def test_a_sentence_whose_predecessor_is_left_out_loses_its_connective(member):
    afp = member("afp", guid="a", text=AFP.replace("Ferries will carry people across the river from Friday, the port said.", "Ferries."))
    made = article(member(guid="t", text=TASS), afp)
    assert "However" not in made.body
    assert "Ice on the Volga may stop the ferries in February, Agence France-Presse reported." in made.body


def test_the_order_members_arrive_in_does_not_matter(member):
    members = (member(guid="t", text=TASS), member("afp", guid="a", text=AFP, hours=1), member("toi", guid="i", text=TASS[29:], hours=2))
    stories = {article(*order) for order in permutations(members)}
    assert len(stories) == 1


def test_the_same_members_again_leave_a_story_unchanged(member):
    members = (member(guid="t", text=TASS), member("afp", guid="a", text=AFP))
    first = article(*members)
    again = article(*members, previous=first)
    assert isinstance(again, Unchanged)
    assert again.story is first


def test_a_new_member_makes_the_next_version(member):
    first = article(member(guid="t", text=TASS))
    second = article(member(guid="t", text=TASS), member("afp", guid="a", text=AFP), previous=first)
    assert isinstance(second, Story)
    assert (first.version, second.version) == (1, 2)


def test_a_kept_cache_changes_nothing(member):
    members = (member(guid="t", text=TASS), member("afp", guid="a", text=AFP))
    kept = Annotations(most=1)
    assert [compose("s1", members, None, ComposeRules(), NOW, kept) for _ in range(3)] == [article(*members)] * 3


@pytest.mark.parametrize(
    "hidden",
    [
        {"withdrawn": True},
        {"pubstatus": PubStatus.WITHHELD},
        {"pubstatus": PubStatus.CANCELED},
        {"kind": Kind.KILL},
        {"kind": Kind.ADVISORY},
    ],
)
def test_what_is_killed_held_or_meant_for_editors_is_never_printed(member, hidden):
    made = article(member(guid="t", text=TASS), member("afp", guid="a", text=AFP, headline="Ferries in Saratov", **hidden))
    assert "ferries" not in made.body.casefold()
    assert plain(made.headline) != "Ferries in Saratov"
    assert (made.agencies, made.voices) == (("TASS",), 1)


def test_an_embargo_holds_until_its_hour(member):
    held = member("afp", guid="a", text=AFP, embargoed_until=NOW + timedelta(hours=1))
    assert article(member(guid="t", text=TASS), held).agencies == ("TASS",)
    assert article(member(guid="t", text=TASS), held, now=NOW + timedelta(hours=1)).agencies == ("TASS", "AFP")


def test_a_story_with_nothing_left_is_canceled_and_one_only_held_is_withheld(member):
    killed = article(member(text=TASS, withdrawn=True))
    assert (killed.status, killed.body, killed.reporting_line) == (PubStatus.CANCELED, "", "")
    assert article().status is PubStatus.CANCELED
    assert article(member(text=TASS, embargoed_until=NOW + timedelta(hours=1))).status is PubStatus.WITHHELD


def test_a_kill_takes_every_span_of_the_killed_item_away(member):
    tass, afp = member(guid="t", text=TASS), member("afp", guid="a", text=AFP)
    first = article(tass, afp)
    second = article(tass, replace(afp, withdrawn=True), previous=first)
    assert {citation.item for citation in second.printed()} == {tass.ref}
    assert second.version == 2


def test_a_correction_is_woven_in_and_the_rest_stays(member):
    tass, afp = member(guid="t", text=TASS), member("afp", guid="a", text=AFP)
    first = article(tass, afp)
    corrected = member("afp", guid="a", version=2, text=AFP.replace("from Friday", "from Saturday"))
    second = article(tass, corrected, previous=first)
    assert "from Saturday (Jan. 22)" in second.body
    assert "Friday" not in second.body
    assert second.body.split("\n\n")[:-1] == first.body.split("\n\n")[:-1]


def test_a_reprint_is_one_voice_and_both_its_agencies_are_named(member):
    made = article(member("toi", text=AFP, origin="afp"))
    assert (made.voices, made.reporting_line) == (1, "With reporting by AFP, The Times of Israel")


def test_an_original_is_not_printed_twice_beside_its_reprint(member):
    original = member("afp", guid="a", text=AFP)
    reprint = member("toi", guid="i", text=AFP.replace("(AFP) -", "(AFP) —"), origin="afp", duplicate_of=original.ref)
    made = article(original, reprint)
    assert {citation.item for citation in made.printed() if citation.field.value == "text"} == {original.ref}
    assert (made.voices, made.reporting_line) == (1, "With reporting by AFP")


def test_a_story_has_one_language(member):
    french = member("afp", guid="f", language="fr", text="Un pont sur la Volga est tombé mercredi dans le fleuve, selon le gouverneur.")
    made = article(member(guid="t", text=TASS), member("tass", guid="t2", text=TASS.replace("closed", "shut"), hours=1), french)
    assert made.language == "en"
    assert made.agencies == ("TASS",)


def test_a_french_story_has_french_words_around_it(member):
    text = "MOSCOU, 19 jan 2022 (AFP) - Un pont sur la Volga est tombé mercredi dans le fleuve, selon le gouverneur de Saratov."
    made = article(member("afp", language="fr", text=text))
    assert made.body == "Un pont sur la Volga est tombé mercredi (19 janvier) dans le fleuve, selon le gouverneur de Saratov."
    assert made.reporting_line == "Avec AFP"


def test_a_headline_alone_is_a_story(member):
    made = article(member(text="", headline="Bridge falls in Saratov"))
    assert (plain(made.headline), made.body, made.status) == ("Bridge falls in Saratov", "", PubStatus.USABLE)


def test_a_summary_without_a_full_stop_is_printed(member):
    assert article(member(text="The Iranian president handed Moscow a draft")).body == "The Iranian president handed Moscow a draft"


@pytest.mark.parametrize("words", [40, 60, 90])
def test_a_composite_keeps_to_its_length(member, words):
    made = article(member(guid="t", text=TASS), member("afp", guid="a", text=AFP), rules=ComposeRules(max_words=words))
    assert 0 < len(made.body.split()) <= words


def test_conflicting_figures_are_a_note_and_no_text(member):
    made = article(
        member(guid="t", text="An earthquake killed 22 people in the Qadis district of Badghis Province on Monday, a spokesman said."),
        member("afp", guid="a", text="An earthquake killed 26 people in the Qadis district of Badghis Province on Monday, officials said."),
    )
    (note,) = made.notes
    assert note.message in {"TASS: 22 people; AFP: 26 people", "AFP: 26 people; TASS: 22 people"}
    assert ("22" in made.body) is not ("26" in made.body)


def test_a_single_sentence_gets_one_of_another_agency_beside_it(member):
    lede = "Four years after the first skater knelt during the anthem, the league of Norvia says it was wrong to forbid it."
    other = "Commissioner Ana Lund has apologised for how the league handled protests of its skaters against violence of the police."
    made = article(
        member(guid="t", headline="League was wrong", text=lede),
        member("afp", guid="a", headline="Apology over protests", text=other),
    )
    assert lede in made.body
    assert "Commissioner Ana Lund has apologised" in made.body
    again = lede.replace("Four years", "Years").replace("the league of Norvia", "the league")
    assert len(article(member(guid="t", text=lede), member("afp", guid="a", text=again)).paragraphs) == 1


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("The quake left 28 dead in Badghis, the worst for a decade.", "AFP: 28 dead; TASS: 26"),
        ("The quake left at least 24 dead in Badghis, the worst for a decade.", ""),  # 26 are at least 24
        ("The quake left 280 dead in the province since 1990.", ""),  # another count
        ("The quake left 28 dead in Badghis, after a first count of 26 dead.", ""),  # it knows of both
        ("A mother of 28 killed in the quake was found on Monday.", ""),  # her children
    ],
)
def test_tolls_of_two_headlines_or_openings_that_differ_are_a_note(member, told, message):
    made = article(
        member(guid="t", headline="Badghis earthquake kills 26", text="Houses of mud brick fell in dozens of villages on Monday."),
        member("afp", guid="a", headline="Quake in the west", text=told),
    )
    assert ", ".join("; ".join(sorted(note.message.split("; "))) for note in made.notes if note.kind == "figures") == message


def test_what_a_market_calls_a_company_is_not_printed(member):
    text = "Lim & Lie (LIM.OL) closed its plant on Monday.\n\nShares of Odd Steel (NYSE: ODD) rose by a tenth (of a krone)."
    made = article(member(text=text))
    assert "Lim & Lie closed its plant" in made.body
    assert "Odd Steel rose by a tenth (of a krone)." in made.body


def test_a_live_blog_brings_only_what_belongs_to_the_story(member):
    blog = member(
        "toi",
        guid="b",
        kind=Kind.LIVE_BLOG,
        text="The Volga bridge that fell on Wednesday was closed to lorries.\n\nThe finance panel approved the budget of school buses.",
    )
    made = article(member(guid="t", text=TASS), member("afp", guid="a", text=AFP), blog)
    assert "school buses" not in made.body


def test_a_composite_that_does_not_rebuild_is_not_returned(member, monkeypatch):
    # the package's name `compose` is the function; the module stands in sys.modules
    module = sys.modules["wirefeed.compose.compose"]
    honest = module.write

    def forge(*arguments):
        made = honest(*arguments)
        first = made.paragraphs[0][-1]
        return replace(made, paragraphs=((*made.paragraphs[0][:-1], replace(first, text="All is well.")),))

    monkeypatch.setattr(module, "write", forge)
    with pytest.raises(ProvenanceError):
        article(member(text=TASS))


SCRIPT = """
from conftest import make_member
from test_compose import AFP, NOW, TASS
from wirefeed.compose import compose
from wirefeed.compose.rules import ComposeRules
members = (make_member(guid="t", text=TASS), make_member("afp", guid="a", text=AFP))
print(compose("s1", members, None, ComposeRules(), NOW))
"""


def test_the_hash_seed_of_the_process_does_not_matter(request):
    told = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": f"{request.path.parent}:{request.config.rootpath}"},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1


def test_of_very_many_members_each_agencys_latest_are_read(member):
    """A story that never ends costs no more than one of forty members, and no agency crowds another out."""
    tass = [member(guid=f"t{hour}", text=TASS.replace("Belov", f"Belov{hour}"), hours=-hour) for hour in range(60)]
    afp = [member("afp", guid=f"a{hour}", text=AFP, hours=-90 - hour) for hour in range(2)]
    read = {one.member.ref.guid for one in sources_of([*tass, *afp], Annotations(), ComposeRules())}
    assert read == {"a0", "a1", *(f"t{hour}" for hour in range(38))}


def test_a_lede_names_whom_the_sources_name(member):
    dozen = "A dozen workers told reporters that the captain was sent home after the girl spoke to her parents about it."
    told = "Captain Odd Lie was sent home from Harstad after the girl told her parents, the owners of the ferry said."
    first = member("afp", guid="a", text=f"{dozen}\n\nThen Odd Lie left Harstad on foot, and his ferry stayed there.")
    made = article(first, member(guid="t", text=f"{told}\n\nNobody in Harstad has seen Odd Lie since, and the ferry has a new captain."))
    assert plain(made.paragraphs[0]).startswith("Captain Odd Lie was sent home")


def test_what_two_agencies_tell_in_nearly_the_same_words_is_told_once(member):
    one = "A coalition of ferry owners in Harstad and Narvik challenged the latest extension of the port's order."
    other = "The order of the port, whose latest extension ran out, was challenged by owners from Harstad and Narvik."
    made = article(
        member(guid="t", text=f"The port of Harstad closed its northern quay on Wednesday.\n\n{one}"),
        member("afp", guid="a", text=f"Two ships waited off the coast for a berth in the storm.\n\n{other}"),
    )
    assert (one in made.body) + (other in made.body) == 1


def test_what_an_early_text_announced_is_left_out_once_its_day_is_over(member):
    early = member(guid="t", text=f"{TASS}\n\nDivers are expected to look for the wreck on Thursday, the governor said.")
    late = {"text": AFP.replace("Wednesday", "Jan. 19"), "guid": "a"}
    assert "Divers are expected" in article(early, member("afp", hours=1, **late)).body
    assert "Divers are expected" not in article(early, member("afp", hours=72, **late)).body


def test_a_lede_is_not_a_part_of_what_nobody_was_told_of(member):
    afp = AFP.replace(
        "A bridge over the Volga collapsed", "Some of the piers of a bridge over the Volga that the governor had closed collapsed"
    )
    made = article(member(guid="t", text=TASS), member("afp", guid="a", text=afp))
    assert made.body.startswith("A bridge over the Volga fell")


def test_a_long_text_that_is_hardly_near_to_any_other_is_no_source(member):
    def text(of, count):
        return " ".join(f"Pier{of}{n} of{of}{n} rested upon shelf{of}{n}." for n in range(count))

    tass = member(guid="t", text=f"{TASS} {text('b', 60)}")
    agencies = [
        article(
            tass, member("afp", guid="a", text=AFP), member("toi", guid="x", text=f"The bridge is far away. {text('a', count)}")
        ).agencies
        for count in (10, 40)
    ]
    assert ["The Times of Israel" in printed for printed in agencies] == [True, False]


def test_a_sentence_read_in_the_wrong_encoding_is_not_printed(member):
    torn = "The bridge at QuÃ©nas over the Volga is of the same age."
    made = article(member(guid="t", text=f"{TASS}\n\n{torn}"), member("afp", guid="a", text=AFP))
    assert "nas over" not in made.body


def test_lines_of_a_transcript_are_not_printed(member):
    talk = "\n\n".join(
        f"{name}: The piers of the bridge were old, said the plan of {year}." for name, year in (("BELOV", 1990), ("ANA LIM", 2001))
    )
    made = article(
        member(guid="t", text=TASS), member("afp", guid="a", text=f"{AFP}\n\n{talk}\n\nBELOV: Nobody looked at the bridge in the frost.")
    )
    assert "BELOV" not in made.body
    assert "LIM" not in made.body


def test_an_office_in_small_letters_that_comes_with_a_name_opens_its_sentence_with_a_capital(member):
    quoted = '"Nobody was on the bridge when it fell," Governor Roman Belov said.'
    tass = TASS.replace(quoted, "Belov closed the road to the bridge and asked the army for a bridge of boats.")
    afp = f"{AFP}\n\n{quoted.replace('Governor Roman Belov said', 'governor Roman Belov of the region said later')}"
    made = article(member(guid="t", text=tass), member("afp", guid="a", text=afp))
    assert "Governor Roman Belov closed the road" in made.body


def test_an_agency_is_named_where_what_it_tells_begins(member):
    afp = f"{AFP}\n\nTraders in the covered market of Saratov expect empty stalls until the summer."
    made = article(member(guid="t", text=TASS), member("afp", guid="a", text=afp))
    assert made.body.count("Agence France-Presse") == 1
    assert "in February, Agence France-Presse reported." in made.body  # not behind "the port said."
    assert "stalls until the summer." in made.body


def test_a_paragraph_that_quotes_names_the_agency_once_though_it_was_named_before(member):
    more = "Traders in the covered market of Saratov expect empty stalls until the summer, and the mayor has asked three towns for flour."
    quoted = '"We heard it fall in the night," fisherman Oleg Kim said. "It was loud as a train," he added.'
    made = article(member(guid="t", text=TASS), member("afp", guid="a", text=f"{AFP}\n\n{more}\n\n{quoted}"))
    assert "in February, Agence France-Presse reported." in made.body
    assert "Agence France-Presse quoted fisherman Oleg Kim as saying" in made.body
    assert made.body.count("Agence France-Presse") == 2


def test_where_nothing_fits_the_lede_is_printed_all_the_same(member):
    made = article(member(guid="t", text=TASS), member("afp", guid="a", text=AFP), rules=ComposeRules(max_words=5))
    assert made.body == "A bridge over the Volga fell into the river on Wednesday (Jan. 19), the regional governor said."
