"""What the daemon asks every few seconds is answered from an index, however much is stored."""

from contextlib import closing

import pytest
from sqlalchemy import event

from wirefeed.store import open_store
from wirefeed.testing import NOON


@pytest.fixture
def plans(tmp_path):
    """A store, and a call that says how SQLite goes about the statements of some work on it."""
    with closing(open_store(f"sqlite:///{tmp_path}/a.db")) as store:

        def explain(work) -> list[str]:
            told = []

            def note(connection, _cursor, sql, values, _context, _many):
                told.extend(row[3] for row in connection.connection.driver_connection.execute(f"EXPLAIN QUERY PLAN {sql}", values))

            event.listen(store._engine, "before_cursor_execute", note)
            with store.write() as unit:
                work(unit)
            event.remove(store._engine, "before_cursor_execute", note)
            return told

        yield explain


@pytest.mark.parametrize(
    ("work", "index"),
    [
        (lambda unit: unit.unplaced(500), "ix_item_unplaced"),
        (lambda unit: unit.release_embargoes(NOON), "ix_item_version_held"),
        (lambda unit: unit.held_count(), "ix_item_version_held"),
        (lambda unit: unit.forget(NOON, 500), "ix_item_fingerprinted"),
        (lambda unit: unit.dirty(60), "ix_story_dirty"),
    ],
)
def test_a_flag_is_looked_up_in_its_index(plans, work, index):
    """SQLite knows a partial index by the very words of its condition: ``WHERE held`` is not ``WHERE held = 1``."""
    told = plans(work)
    assert any(index in line for line in told)
    assert [line for line in told if line in ("SCAN item", "SCAN item_version", "SCAN story")] == []


@pytest.mark.parametrize("view", ["items", "item_versions", "item_revisions", "merged_story_items"])
def test_who_asks_a_view_by_feed_and_guid_is_answered_from_an_index(plans, view):
    told = plans(lambda unit: unit.connection.exec_driver_sql(f"SELECT * FROM {view} WHERE feed = 'wire' AND guid = 'g1'"))
    assert any("ix_item_guid" in line for line in told)
    assert [line for line in told if line.startswith("SCAN")] == []
