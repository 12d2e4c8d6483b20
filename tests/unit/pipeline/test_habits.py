"""Reports that have nothing in common but what their feed always says are stories of their own."""

import json
from datetime import timedelta

from wirefeed.app import rules_of
from wirefeed.cluster import shipped
from wirefeed.config.settings import Settings
from wirefeed.pipeline.imports import import_lines, read_lines
from wirefeed.pipeline.place import Seating
from wirefeed.testing import NOON, memory_store

RULES = rules_of(Settings())
FOOTER = (
    " - Subscribe to our channel: https://north.example/subscribe - Follow us on Chirper: https://chirper.example/NorthWire"
    " - Find us on Facepage: https://facepage.example/northwire - Check our website: https://north.example/"
)
EVENTS = (
    ("Ferry sinks off Maro", "A ferry sank in the harbour of Maro in the night. Fishermen saved all forty."),
    ("Council of Elm sells the old mill", "The old mill goes to a family of bakers, the council of Elm decided by nine votes to four."),
    ("Orchestra names a conductor", "Ines Kol will conduct the orchestra of the north from autumn. She is the first woman to do so."),
    ("Bridge at Sula closed", "Cracks were found in the bridge over the Sula. Drivers lose an hour, the police warn."),
    ("Striker leaves Brod", "Tom Hale leaves the club of Brod after eleven seasons. He scored more often than anybody before him."),
    ("Wheat price falls again", "Wheat is cheaper than at any time in six years. Millers speak of a harvest beyond all need."),
    ("Volcano on Tarn wakes", "Ash rises over the island of Tarn. Two villages were asked to leave, geologists speak of weeks."),
    ("School of Alder wins prize", "Pupils of Alder built a telescope out of scrap, and won the prize of the academy for it."),
)
COUNTED = ("SELECT count(DISTINCT story_id) FROM merged_story_items", "SELECT count(*) FROM near_duplicates")


def imported(*, footer: str, batch: int) -> tuple[int, int]:
    """(stories, pairs of copies) of the events, imported so many at a time."""
    store, seating = memory_store(), Seating(rules=RULES.cluster, weights=shipped())
    lines = [
        json.dumps(
            {
                "id": f"item-{number}",
                "source": "North Wire",
                "published": (NOON + timedelta(minutes=11 * number)).isoformat(),
                "lang": "en",
                "title": title,
                "text": text + footer,
            }
        ).encode()
        for number, (title, text) in enumerate(EVENTS)
    ]
    for start in range(0, len(lines), batch):
        import_lines(store, seating, read_lines(lines[start : start + batch], {}, "texts"), rules=RULES, now=NOON)
    with store.read() as unit:
        found = [unit.connection.exec_driver_sql(query).scalar_one() for query in COUNTED]
    store.close()
    return found[0], found[1]


def test_a_footer_makes_neither_stories_nor_copies_of_a_first_fetch():
    assert imported(footer=FOOTER, batch=len(EVENTS)) == (len(EVENTS), 0)


def test_a_footer_makes_neither_of_reports_that_come_one_by_one():
    found, copies = imported(footer=FOOTER, batch=1)
    assert (found, copies) >= (len(EVENTS) - 1, 0)
    assert copies <= 1  # of the first two nothing can be known yet


def test_without_a_footer_all_is_the_same():
    assert imported(footer="", batch=1) == imported(footer="", batch=len(EVENTS)) == (len(EVENTS), 0)
