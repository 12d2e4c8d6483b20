"""Sentences that tell no event do not lead a story; reports that only look like them do."""

import pytest

from wirefeed.compose.eventless import is_eventless


@pytest.mark.parametrize(
    "text",
    [
        "It was a quiet Tuesday in Harstad when the first boats came in from the fishing grounds.",
        "There is a glass case in the Harstad Museum that no child passes in silence.",
        "Twenty years ago, Ana Lund opened a small bakery behind the port of Narvik.",
        "On an August day four years ago, Ana Lund was sent a letter by a stranger.",
        "Captains often recommend Lund's harbour for a rest before the long way north.",
        "Most birds of the marsh call with a closed beak in the weeks before they breed.",
        "The Harstad Museum is a low house of brick behind the port.",
        "Colors show the chance of each branch being a bird that calls with an open beak.",
        "Such is the life of those who go out in small boats.",
        "Large boats need deep harbours, and deep harbours need money.",
        "For the past several years, the mayor Liv Aune has been at odds with the fishermen of Narvik.",
        "From the first days of the port to its last, Harstad lived on herring.",
        "Ana Lund has been a joy to her crew ever since the day she came aboard.",
        "The Harbour Fair was never intended as a market for boats.",
        "Quay fever is caused by a very common kind of mite called the herring mite.",
        "Friends of the old ferry know her as a slow boat with a warm saloon.",
        "Rings around the moon—bright hoops that come with thin clouds—aren’t very rare in Norvia.",
    ],
)
def test_a_scene_a_habit_a_definition_or_a_legend_tells_no_event(text):
    assert is_eventless(text)


@pytest.mark.parametrize(
    "text",
    [
        "The marsh bird is often shown with an open beak, but it never roared, a study of its bones found.",
        "Most passengers of the ferry were asleep when it ran aground, the coast guard said.",
        "Most people in Norvia want a new harbour, according to a poll.",
        "Ana Lund is the first woman to lead the coast guard of Norvia.",
        "The mayor of Harstad is accused of taking money from the port.",
        "A ferry sank off Harstad on Tuesday.",
        "The fall of the bridge is caused by a fault in the steel, the police said.",
        "Ana Lund has been in hospital since Monday.",
        "Rings around the moon are rare in Norvia, the observatory of Vik said.",
        "Lines of cars stood at the border for a second day after the bridge fell.",
    ],
)
def test_news_in_such_a_form_is_news(text):
    assert not is_eventless(text)
