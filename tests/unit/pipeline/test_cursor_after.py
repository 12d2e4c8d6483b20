"""Where a feed is read on after a document that held more than one pass may read."""

from wirefeed.model.delivery import Fault, FaultKind
from wirefeed.model.feed import Cursor
from wirefeed.pipeline.ingest import _cursor_after
from wirefeed.pipeline.ports import Reading

BEFORE = Cursor(marks=frozenset({"published|2026-11-25T08:00:00Z"}))
AFTER = Cursor(etag='"2"', body_sha256="b", marks=frozenset({"published|2026-11-25T09:00:00Z"}))
READ = Reading(format="afp-json", items=(), digests=frozenset({b"read"}))


def test_what_was_read_whole_moves_the_reading_on():
    after = _cursor_after(AFTER, BEFORE, [READ], stale=False, waiting=False)
    assert (after.marks, after.etag, after.digests) == (AFTER.marks, '"2"', frozenset({b"read"}))


def test_what_was_left_for_the_next_pass_is_asked_for_again():
    """Otherwise the rest of a long file or page would never be read: it is known by its mark."""
    left = Fault(kind=FaultKind.TOO_MANY, where="document", message="7 entries are left for the next pass")
    rest = Reading(format="afp-json", items=(), faults=(left,), digests=frozenset({b"half"}))
    after = _cursor_after(AFTER, BEFORE, [READ, rest], stale=False, waiting=False)
    assert after.marks == BEFORE.marks
    assert after.digests == {b"read", b"half"}
    assert after.etag is None


def test_what_waits_for_the_next_hour_is_asked_for_again():
    """A file whose items are over the feed's budget is not done with: it must neither be known nor moved."""
    after = _cursor_after(AFTER, BEFORE, [READ], stale=False, waiting=True)
    assert (after.marks, after.etag, after.digests) == (BEFORE.marks, None, frozenset())
