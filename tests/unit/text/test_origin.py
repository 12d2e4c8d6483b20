"""Whose copy a text is by its own word."""

import pytest

from wirefeed.model.feed import Agency
from wirefeed.text.body import lift
from wirefeed.text.origin import find_origin

PAPER = Agency(key="toi", name="The Times of Israel", quoted_as="The Times of Israel")
TASS = Agency(key="tass", name="TASS", quoted_as="Tass news agency")


def origin(agency: Agency, text: str = "The ferry ran aground.", **said: str) -> str | None:
    return find_origin(lift(text), agency, text=text, **said)


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("AFP and TOI STAFF", "AFP"),
        ("By AFP", "AFP"),
        ("Ana Lim, Associated Press", "AP"),
        ("Agence France-Presse", "AFP"),
        ("Jo Ro (Reuters)", "Reuters"),
        ("JTA", "JTA"),
        ("Ana Lim for AFP", "AFP"),
        ("TOI STAFF", None),
        ("Ana Lim", None),
        ("Nina", None),
        ("Agencies", None),
    ],
)
def test_a_byline_names_the_agency_of_the_copy(byline, name):
    assert origin(PAPER, byline=byline) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("WARSAW (AFP) - The ferry ran aground.", "AFP"),
        ("(JTA) -- The ferry ran aground.", "JTA"),
        ("MOSCOW, January 21. /TASS/. The ferry ran aground.", "TASS"),
        ("The ferry ran aground.\nNobody was hurt. (AFP)", "AFP"),
        ("The ferry ran aground.\n(Reporting by Ana Lim; Editing by Jo Ro)", "Reuters"),
        ("The ferry ran aground.\nCopyright 2022 The Associated Press. All rights reserved.", "AP"),
        ("The ferry ran aground.\nAFP contributed to this report.", None),
        ("The ferry ran aground, AFP reported.", None),
        ("Ana Lim / AFP / Getty Images\nThe ferry ran aground.", None),
        ("Agence France-Presse\nLONDON: The ferry ran aground, the port said.\nNobody was hurt.", "AFP"),
        ("The ferry ran aground.\n___\nAssociated Press writers Ana Lim and Jo Ro in Cairo contributed to this report.", "AP"),
        ("The ferry ran aground.\nThe Associated Press contributed to this report.", None),
        ("The ferry ran aground.\nAda Lim and Times writers Ana Lim and Jo Ro contributed to this report.", None),
        ("The ferry ran aground.\nNobody was hurt, the port said.\n(CHANNEL 9 with AFP, AP)", "AFP"),
        ("The ferry ran aground.\nWhat we know\nAFP\nThe port said nothing.\nNobody was hurt.\nThe tug has left.", None),
    ],
)
def test_dateline_and_last_lines_name_it(text, name):
    assert origin(PAPER, text) == name


def test_an_agency_does_not_reprint_itself():
    assert origin(TASS, "MOSCOW, January 21. /TASS/. The ferry ran aground.") is None
    assert origin(TASS, "KIEV, April 7. /ITAR-TASS/. The ferry ran aground.", byline="AFP") is None
    assert origin(TASS, creditline="TASS", source="tass.com") is None


def test_the_documents_own_statement_counts():
    assert origin(PAPER, source="Reuters") == "Reuters"
    assert origin(PAPER, creditline="Ana LIM / AFP") == "AFP"
    assert origin(PAPER, source="The Times of Israel | News") is None
