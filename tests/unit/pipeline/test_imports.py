"""Whose feed an imported record belongs to."""

import pytest

from wirefeed.model.feed import Agency
from wirefeed.pipeline.imports import feed_of


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Norvik Post (Online News)", "Norvik Post"),
        ("Norvik Post (News)", "Norvik Post"),
        ("Norvik Post (Opinion)", "Norvik Post (Opinion)"),
        ("Norvik Post (NP)", "Norvik Post (NP)"),
        ("(News)", "(News)"),
    ],
)
def test_the_section_a_collection_names_an_agency_by_is_not_printed(source, name):
    agency = feed_of({"source": source}, {}).agency
    assert (agency.name, agency.quoted_as) == (name, name)


def test_two_sections_of_an_agency_stay_two_feeds():
    keys = {feed_of({"source": source}, {}).agency.key for source in ("Norvik Post (News)", "Norvik Post (Online News)", "Norvik Post")}
    assert len(keys) == 3


def test_a_configured_agency_keeps_the_name_it_was_given():
    agency = Agency(key="np", name="Norvik Post (News)", quoted_as="the Post")
    assert feed_of({"source": "Norvik Post (News)"}, {"np": agency}).agency is agency
