"""The contract of the store: what comes in while a story is composed wins, whoever composes it."""

from datetime import timedelta

from tests.contract.wire import apply, kill, place, ready, revision
from wirefeed.cluster.rules import ClusterRules
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.source import Annotations
from wirefeed.dedup.rules import DedupRules
from wirefeed.model.item import Kind, PubStatus
from wirefeed.model.story import plain
from wirefeed.pipeline.merge import merge
from wirefeed.pipeline.rules import Rules
from wirefeed.pipeline.weave import weave
from wirefeed.testing import NOON, an_item

RULES = Rules(dedup=DedupRules(), cluster=ClusterRules(), compose=ComposeRules())
LATER = NOON + timedelta(hours=1)


class Meanwhile:
    """Composes in this process, and lets something happen before the first batch can be stored."""

    def __init__(self, happens):
        self.happens = [happens]

    def is_worth(self, stories):
        """Any number is."""
        return stories > 0

    def weave(self, batches, rules, now):
        """Batch by batch."""
        for batch in batches:
            woven = [weave(members, rules, now, Annotations()) for members in batch]
            if self.happens:
                self.happens.pop()()
            yield woven


def seated(store, *items):
    apply(ready(store), *items)
    return place(store, *items)


def story_of(store):
    with store.read() as unit:
        (story,) = unit.story_ids()
        return unit.get_story(story)


def dirty(store):
    with store.read() as unit:
        return unit.dirty(9)


def test_a_kill_that_comes_while_a_story_is_composed_wins_in_the_same_pass(store):
    item, dead = an_item("a"), an_item("a", pubstatus=PubStatus.CANCELED, kind=Kind.KILL, headline="KILL", text="Kill this.")
    seated(store, item)
    merged = merge(store, RULES, LATER, composer=Meanwhile(lambda: apply(store, kill(dead, item.ref(1)))))
    assert story_of(store).status is PubStatus.CANCELED
    assert story_of(store).body == ""
    assert not merged.new
    assert len(merged.canceled) == 1
    assert not dirty(store)


def test_a_revision_that_comes_while_a_story_is_composed_is_what_is_printed(store):
    item = an_item("a")
    seated(store, item)
    later = an_item("a", headline="Crane stands in harbour again", text="The crane was put up again on Wednesday evening, the port said.")
    merge(store, RULES, LATER, composer=Meanwhile(lambda: apply(store, revision(later, item.ref(1)))))
    assert plain(story_of(store).headline) == later.headline
    assert story_of(store).version == 1
    assert not dirty(store)


def test_a_story_that_another_process_composed_meanwhile_is_not_stored_twice(store):
    item = an_item("a")
    seated(store, item)
    merge(store, RULES, LATER, composer=Meanwhile(lambda: merge(store, RULES, LATER)))
    assert story_of(store).version == 1
    assert not dirty(store)
