"""The live stories in memory reach as far as the items placed need them to, and the store is read for no more than is missing."""

import json
from datetime import timedelta

import pytest

from wirefeed.app import rules_of
from wirefeed.cluster import shipped
from wirefeed.config.settings import Settings
from wirefeed.pipeline.imports import import_lines, read_lines
from wirefeed.pipeline.place import SLACK, Seating
from wirefeed.store.seats import Seats
from wirefeed.testing import NOON, memory_store

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULES = rules_of(Settings())
TOWNS = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Iris", "Juniper", "Kale", "Larch", "Maple", "Nettle")


@pytest.fixture
def asked(monkeypatch):
    """The stretches whose members the store was asked for."""
    stretches, seated = [], Seats.seated

    def noted(unit, since, until):
        stretches.append((since, until))
        return seated(unit, since, until)

    monkeypatch.setattr(Seats, "seated", noted)
    return stretches


@pytest.fixture
def desk():
    """A store and its live stories."""
    store = memory_store()
    yield store, Seating(rules=RULES.cluster, weights=shipped())
    store.close()


def come_in(desk, number, at):
    """An item of its own story."""
    store, seating = desk
    town = TOWNS[number]
    text = f"Fire broke out in the mill of {town} at {number} o'clock, said Anna {town}ham, who keeps the keys. Nobody was hurt in {town}."
    line = {"id": f"item-{number}", "source": "Alder Wire", "published": at.isoformat(), "lang": "en", "title": f"Mill of {town} burns"}
    import_lines(store, seating, read_lines([json.dumps({**line, "text": text}).encode()], {}, "texts"), rules=RULES, now=NOON)


def held(desk, since=NOON - 99 * DAY):
    """How many items published since then the live stories hold."""
    return sum(member.at >= since.timestamp() for story in desk[1].index.stories.values() for member in story.members)


def test_an_item_a_little_late_is_placed_without_the_store_being_read_again(desk, asked):
    come_in(desk, 0, NOON)
    before = list(asked)
    for number, hours in enumerate((-5, 3, -8, 4, -11, 1), 1):
        come_in(desk, number, NOON + hours * HOUR)
    assert asked == before


def test_of_an_item_days_late_only_what_is_missing_is_read(desk, asked):
    come_in(desk, 0, NOON)
    asked.clear()
    come_in(desk, 1, NOON - 3 * DAY)
    assert asked == [(NOON - 10 * DAY - SLACK, NOON - 7 * DAY - SLACK)]


def test_an_item_of_the_week_before_last_does_not_take_todays_stories_away(desk, monkeypatch):
    monkeypatch.setattr("wirefeed.pipeline.place.RECENT", 0)
    for number in range(3):
        come_in(desk, number, NOON + number * HOUR)
    come_in(desk, 3, NOON - 10 * DAY)
    assert held(desk) == 4


def test_stories_left_behind_for_an_archive_are_there_again_when_news_comes_in(desk, monkeypatch):
    monkeypatch.setattr("wirefeed.pipeline.place.RECENT", 0)
    come_in(desk, 0, NOON)
    for number in range(1, 5):
        come_in(desk, number, NOON - number * 8 * DAY)
    assert held(desk, NOON) == 0
    come_in(desk, 5, NOON + HOUR)
    assert held(desk, NOON) == 2


def test_what_is_older_than_the_window_is_let_go(desk, monkeypatch):
    monkeypatch.setattr("wirefeed.pipeline.place.RECENT", 0)
    for number in range(12):
        come_in(desk, number, NOON + number * 3 * DAY)
    assert held(desk) <= 4
