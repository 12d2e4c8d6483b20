"""Compose workers: as good as composing in this process, and a story that costs a worker its life is withheld alone."""

import os
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from wirefeed.cluster.rules import ClusterRules
from wirefeed.compose.rules import ComposeRules
from wirefeed.compose.source import Annotations
from wirefeed.dedup.rules import DedupRules
from wirefeed.model.item import PubStatus
from wirefeed.model.story import Member
from wirefeed.pipeline.ports import StoryMembers
from wirefeed.pipeline.rules import Rules
from wirefeed.pipeline.weave import weave
from wirefeed.testing import NOON, an_agency, an_item
from wirefeed.work.composing import ComposingPool

RULES = Rules(dedup=DedupRules(), cluster=ClusterRules(), compose=ComposeRules())
DEADLY = "deadly"
# Imported before everything else in a worker: composing one story there ends the process, as the kernel would.
TRAP = f"""
import os, sys
if any("work.composer" in word for word in sys.orig_argv):
    from wirefeed.pipeline import weave as module
    compose = module.compose
    def trapped(story, *rest, **more):
        if story == "{DEADLY}":
            os.abort()
        return compose(story, *rest, **more)
    module.compose = trapped
"""


def members(story):
    item = an_item(story, headline=f"Crane {story} falls in harbour")
    return StoryMembers(story=story, members=(Member(item=item, version=1, agency=an_agency(), origin="tass"),), previous=None)


def batches(*names, size=3):
    return [[members(name) for name in names[at : at + size]] for at in range(0, len(names), size)]


def names(number):
    return [f"s{n}" for n in range(number)]


def alone(batch):
    annotations = Annotations()
    return [weave(one, RULES, NOON, annotations) for one in batch]


def test_workers_compose_what_this_process_would_in_the_order_they_were_asked():
    asked = batches(*names(20))
    assert list(ComposingPool(workers=2).weave(asked, RULES, NOON)) == [alone(batch) for batch in asked]


def test_few_stories_are_not_worth_a_process():
    pool = ComposingPool(least=10)
    assert not pool.is_worth(9)
    assert pool.is_worth(10)


def test_a_story_that_kills_its_worker_is_withheld_alone_and_says_why(tmp_path, monkeypatch):
    (Path(tmp_path) / "sitecustomize.py").write_text(TRAP)
    monkeypatch.syspath_prepend(str(tmp_path))
    asked = batches(*names(4), DEADLY, *(f"t{n}" for n in range(4)))
    told = [woven for batch in ComposingPool(workers=2).weave(asked, RULES, NOON) for woven in batch]
    assert [woven.story for woven in told] == [one.story for batch in asked for one in batch]
    assert [woven.story for woven in told if woven.fault] == [DEADLY]
    (held,) = [woven for woven in told if woven.fault]
    assert held.made.status is PubStatus.WITHHELD
    assert "SIGABRT" in held.fault
    assert [woven for woven in told if not woven.fault] == [woven for batch in asked for woven in alone(batch) if woven.story != DEADLY]


def test_where_no_worker_can_be_started_this_process_composes(tmp_path, monkeypatch):
    monkeypatch.setattr("wirefeed.work.composing.environment", lambda: {"PYTHONPATH": str(tmp_path), "PYTHONSAFEPATH": "1"})
    (Path(tmp_path) / "wirefeed.py").write_text("raise ImportError('half an installation')")
    asked = batches(*names(2))
    assert list(ComposingPool().weave(asked, RULES, NOON)) == [alone(batch) for batch in asked]


def test_closing_ends_the_workers_and_reads_no_more():
    read = count()

    def endless():
        for number in read:
            yield [members(f"s{number}")]

    woven = ComposingPool(workers=2).weave(endless(), RULES, NOON)
    next(woven)
    woven.close()
    asked = next(read)
    assert asked <= 10
    assert not [child for child in children() if b"work.composer" in child]


def children():
    """The command lines of this process's children."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"PPid:\t{os.getpid()}\n" in (folder / "status").read_text():
                found.append((folder / "cmdline").read_bytes())
        except OSError:
            continue
    return found


@pytest.mark.parametrize("change", ["version", "withdrawn", "gone"])
def test_what_was_composed_says_what_it_was_made_of(change):
    before = members("a")
    other = {
        "version": (replace(before.members[0], version=2),),
        "withdrawn": (replace(before.members[0], withdrawn=True),),
        "gone": (),
    }[change]
    assert weave(before, RULES, NOON, Annotations()).seats != replace(before, members=other).seats
