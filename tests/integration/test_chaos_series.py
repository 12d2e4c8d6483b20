"""What the chaos series reads and tells: its seeds, and the hostile feeds beside the agencies'."""

import argparse
import urllib.request

import pytest

from benchmarks.chaos import seeds_of
from benchmarks.chaos_adapter import as_known, with_hostile
from benchmarks.hostile_wire import chosen, hostile_wire
from tests.hostile.documents import documents


@pytest.mark.parametrize(
    ("words", "seeds"),
    [
        ("9-10,1-8", [9, 10, 1, 2, 3, 4, 5, 6, 7, 8]),
        ("1-3,7", [1, 2, 3, 7]),
        ("4", [4]),
        ("2-2", [2]),
        ("3,1-3", [3, 1, 2]),
        (" 1 - 2, 5", [1, 2, 5]),
    ],
)
def test_seeds_are_read_in_order_and_each_once(words, seeds):
    assert seeds_of(words) == seeds


@pytest.mark.parametrize("words", ["", "1-", "-3", "3-1", "1,,2", "a", "1-2-3", "²"])
def test_what_is_no_seed_is_refused_and_named(words):
    with pytest.raises(argparse.ArgumentTypeError, match="neither a seed nor a range"):
        seeds_of(words)


def test_every_hostile_document_has_its_turn_over_the_seeds():
    names = [one.name for number in range(9) for one in chosen(number, 42)]
    assert set(names) == {one.name for one in documents()}


def test_a_hostile_document_is_served_as_it_is():
    corpus = chosen(0, 3)
    with hostile_wire(corpus) as wire:
        bodies = [urllib.request.urlopen(url).read() for url in wire.feeds.values()]  # noqa: S310 - our own server
    assert bodies == [one.body for one in corpus]
    assert wire.served == {one.name for one in corpus}


def test_hostile_feeds_stand_in_the_configuration_beside_the_others():
    text = with_hostile(
        '[network]\nallow = ["127.0.0.1:1"]\n', {"allow": "127.0.0.1:2", "feeds": {"hostile-000": "http://127.0.0.1:2/000"}}
    )
    assert 'allow = ["127.0.0.1:2", "127.0.0.1:1"]' in text
    assert 'name = "hostile-000"\nagency = "hostile"\nurl = "http://127.0.0.1:2/000"' in text


def _story(items, paragraphs):
    return {"id": "s", "item_ids": items, "independent_sources": 2, "paragraphs": paragraphs}


def test_the_newswire_is_told_of_a_story_without_what_hostile_feeds_brought():
    story = _story(
        ["f1|a", "hostile-000|x"],
        [{"text": "A.", "source_item_ids": ["f1|a"]}, {"text": "X.", "source_item_ids": ["hostile-000|x"]}],
    )
    told = as_known(story)
    assert told["item_ids"] == ["f1|a"]
    assert told["paragraphs"] == [{"text": "A.", "source_item_ids": ["f1|a"]}]
    assert told["independent_sources"] == 1
    assert as_known(_story(["hostile-000|x"], [])) is None


def test_a_paragraph_of_a_hostile_item_that_is_no_member_is_left_for_the_checker_to_find():
    story = _story(["f1|a", "hostile-000|x"], [{"text": "Y.", "source_item_ids": ["hostile-001|y"]}, {"text": "Z.", "source_item_ids": []}])
    assert [part["source_item_ids"] for part in as_known(story)["paragraphs"]] == [["hostile-001|y"], []]
