"""Which sentence leads: the event as most texts open with it."""

from datetime import UTC, datetime

import pytest

from wirefeed.compose import compose
from wirefeed.compose.reviews import work_reviewed
from wirefeed.compose.rules import ComposeRules
from wirefeed.model.story import plain

NOW = datetime(2022, 2, 1, tzinfo=UTC)

SANK = "The ferry Solvi sank off the port of Harstad in a storm on Wednesday, the coast guard said."
SAVED = "Fishing boats took all 30 people off the ferry Solvi before it sank off Harstad, the coast guard said."


def lede(*members, previous=None):
    made = compose("s1", members, previous, ComposeRules(), NOW)
    return plain(made.paragraphs[0])


def text(*sentences):
    return "\n\n".join(sentences)


def test_what_most_texts_open_with_leads(member):
    other = "Owner Ana Lund of the ferry Solvi paid a fine of 3,000 crowns in Harstad on Wednesday for an old engine."
    found = lede(
        member(guid="t", headline="Fine for an engine", text=text(other, "The engine of the Solvi was built in 1961.")),
        member("afp", "a", headline="Storm off Harstad", text=text(SANK, "The port is closed for the night.")),
        member("toi", "x", headline="Saved", text=text(SAVED, "Two of them were taken to a hospital.")),
    )
    assert "sank" in found


def test_no_scene_leads_while_an_event_can(member):
    scene = "It was a quiet Wednesday in Harstad when the ferry Solvi left the port for the storm off the coast."
    found = lede(member(guid="t", text=text(scene, "A cook made soup.")), member("afp", "a", text=text(SANK, "The port is closed.")))
    assert found.startswith("The ferry Solvi sank")


def test_years_long_gone_do_not_lead_and_who_speaks_of_them_now_may(member):
    gone = "Ana Lund was three years old when the ferry Solvi took her family out of the port of Harstad in 2007."
    found = "A sailor of the ferry Solvi has been named as the last who saw Ana Lund in the port of Harstad."
    both = (member(guid="t", headline="Ana Lund", text=gone), member("afp", "a", headline="Ana Lund case", text=text(found, gone)))
    assert lede(*both).startswith("A sailor")
    told = gone.replace("2007.", "2007, a report found.")
    assert lede(member(guid="t", headline="Ana Lund", text=told), member("afp", "a", text="The port is closed.")).startswith("Ana Lund was")


def test_where_no_text_opens_with_the_event_it_is_looked_for_further_down(member):
    scene = "There is always a light in the window of the coast guard at Harstad."
    habit = "Captains often ask the port of Harstad for a berth behind the pier."
    found = lede(
        member(guid="t", text=text(scene, habit, habit.replace("berth", "place"), SANK)),
        member("afp", "a", text=text(habit.replace("Captains", "Skippers"), scene.replace("light", "lamp"))),
    )
    assert found.startswith("The ferry Solvi sank")


@pytest.mark.parametrize("counted", ["killed nine people", "killed at least nine people"])
def test_a_toll_that_a_later_text_raised_gives_way(member, counted):
    first = "A landslide killed at least four people in the village of Vik in Norvia on Wednesday, the governor of the region said."
    later = f"A landslide {counted} in the village of Vik, the police said."
    found = lede(
        member(guid="t", headline="Landslide kills four in Vik", text=text(first, "The road to Vik is closed.")),
        member("afp", "a", hours=5, headline="Rescuers dig in Vik", text=text(later, "Soldiers came with dogs.")),
    )
    assert "nine" in found


def test_the_lede_of_the_version_before_stays_where_the_new_one_is_no_better(member):
    members = (member(guid="t", text=text(SANK, "A cook made soup.")), member("afp", "a", text=text(SAVED, "The port is closed.")))
    before = compose("s1", members, None, ComposeRules(), NOW)
    third = member("toi", "x", hours=1, text=text("All 30 people on the ferry Solvi are safe, its owner said in Harstad on Wednesday."))
    assert lede(*members, third, previous=before) == plain(before.paragraphs[0])


FILM = (
    "Gulls drift over a grey bay in this film of fog.\n\n"
    'Ola Brandt plays a keeper in "The Last Keeper," and Ida Dahl the daughter who comes to fetch him from his tower.\n\n'
    "The film stays outside the tower for an hour, and the camera does not move, and no movie was ever as wet as this one is.\n\n"
    "The ending of the film is a letter that nobody opens, and the sea goes on beating on the rocks under the tower as before."
)


def test_of_reviews_the_sentence_leads_that_says_what_the_work_is(member):
    other = FILM.replace("Ola Brandt plays a keeper in", "Nobody leaves before the end of").replace("and Ida Dahl", "and not")
    assert lede(member(guid="t", text=FILM), member("afp", "a", text=other)).startswith("Ola Brandt plays a keeper")


def test_a_report_about_a_film_is_no_review():
    report = FILM.replace("Gulls drift", "Director Ana Lund said gulls drift, and told reporters so. The owner said")
    assert work_reviewed([FILM]) == "The Last Keeper"
    assert work_reviewed([report]) == ""
    assert work_reviewed([FILM, report, report]) == ""


@pytest.mark.parametrize(
    "known",
    [
        "The masked man with a gun in each hand took 3,000 crowns out of the till of the ferry Solvi on Wednesday.",
        "News of the loss of the ferry Solvi emerged in Harstad on Wednesday after the coast guard had called its owner.",
        "The flood was so high in Harstad on Wednesday that the ferry Solvi lay on the quay.",
    ],
)
def test_what_the_reader_cannot_know_yet_does_not_lead(member, known):
    assert "sank" in lede(
        member(guid="t", text=text(known, "A cook made soup.")), member("afp", "a", text=text(SANK, "The port is closed."))
    )


@pytest.mark.parametrize(
    ("later", "first"),
    [
        (
            "The young climber who fell to his death from the mast of the ferry Solvi had taken pictures of the bay, the police said.",
            "A climber from Vik fell to his death from the mast of the ferry Solvi while he took pictures of the bay, the police said.",
        ),
        (
            "Plaintiff Ana Lund, a cook on the ferry Solvi, says in court papers that the owner dismissed her over a song, the court said.",
            "A woman from Vik says the owner of the ferry Solvi dismissed her as its cook over a song, the court said.",
        ),
    ],
)
def test_a_report_that_introduces_its_people_leads_before_one_that_takes_them_for_known(member, later, first):
    for one, other in ((later, first), (first, later)):
        found = lede(
            member(guid="t", text=text(one, "The port of Harstad is open.")), member("afp", "a", text=text(other, "Gulls sat on the mast."))
        )
        assert found == first


def test_a_part_of_something_leads_where_all_open_with_it(member):
    part = "One of the owners of the ferry Solvi was held in Harstad on Wednesday over its old engine, the police said."
    members = (member(guid="t", text=text(part, "A cook made soup.")), member("afp", "a", text=text(part.replace("held", "arrested"))))
    assert lede(*members).startswith("One of the owners")


SCRAPS = ("The page you requested is gone.", "Click here to see the forty fastest ferries.")


def test_what_tells_nothing_any_title_tells_gives_way(member):
    prize = "Ana Lund of Vik was given a medal for her old boat in a hall by the sea on Wednesday, its owner said."
    found = lede(
        member(
            guid="t",
            headline="Mayor resigns",
            text=text("In Harstad the resignation of Liv Aune was read out on Wednesday.", "A cook made soup."),
        ),
        member("afp", "a", headline="Resignation", text=text(prize, "Ana Lund wore the medal in the hall by the sea on Wednesday.")),
    )
    assert "resignation" in found


def test_buttons_at_the_head_of_a_page_do_not_count(member):
    found = lede(
        member(guid="t", text=text(*SCRAPS * 5, SANK, "The port of Harstad is closed.")),
        member("afp", "a", text=text("There is always a light in the window of the coast guard at Harstad.")),
    )
    assert found.startswith("The ferry Solvi sank")


def test_what_a_spokesman_says_of_an_event_does_not_lead_before_the_event(member):
    said = "Coast guard spokesman Odd Lie issued a statement that the ferry off Harstad was lost in the storm of Wednesday."
    went = "The ferry Solvi was lost in a storm off Harstad on Wednesday, a statement of the coast guard says."
    found = lede(
        member(guid="t", text=text(said, "The port is closed for the night.")),
        member("afp", "a", text=text(went, "Two pilots have the key.")),
    )
    assert found.startswith("The ferry Solvi")


def test_what_somebody_thinks_of_an_event_does_not_lead_before_the_event(member):
    thought = "The mayor of Harstad said he regretted that the court struck down the ban on lorries on the old bridge on Wednesday."
    happened = "The court struck down the ban on lorries on the old bridge of Harstad on Wednesday."
    found = lede(
        member(guid="t", text=text(thought, "The mayor of Harstad has fought for the ban on lorries for a year.")),
        member("afp", "a", text=text(happened, "Two drivers had gone to the court.")),
    )
    assert found.startswith("The court")
