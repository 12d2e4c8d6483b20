"""What maintenance asks of a store: that it finds what is wrong, gives back space, can be copied, and counts."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.contract.wire import apply, compose, composite, place, ready
from wirefeed.errors import StoreError
from wirefeed.model.delivery import Fault, FaultKind
from wirefeed.pipeline.upkeep import check, forget
from wirefeed.store import open_store
from wirefeed.store.backup import back_up
from wirefeed.store.compare import compare
from wirefeed.testing import NOON, a_delivery, an_item
from wirefeed.text.normalise import content_hash


def sound(guid, **fields):
    """An item whose content hash is the one its words have."""
    item = an_item(guid, **fields)
    return an_item(guid, **fields, content_hash=content_hash(item.headline, item.summary, item.text))


@pytest.fixture
def newsroom(store):
    """A store with one composed story of two items."""
    ready(store)
    first, second = sound("g1"), sound("g2", feed="afp-en")
    apply(store, first, second)
    (story,) = place(store, [first, second])
    compose(store, composite(story, first, second, slug="Crane harbour"))
    return store


def test_a_sound_store_has_no_findings(newsroom):
    assert check(newsroom) == ()
    assert newsroom.compact()
    assert check(newsroom) == ()


def test_words_and_bytes_that_changed_are_found(newsroom):
    with newsroom.write() as unit:
        unit.connection.execute(text("UPDATE item_version SET text = '!' || text WHERE version = 1 AND agency = 'afp'"))
        unit.connection.execute(text("UPDATE delivery SET size = size + 1 WHERE number = (SELECT min(number) FROM delivery)"))
    found = check(newsroom)
    assert [one.rpartition(": ")[2] for one in found][:2] == ["its bytes have changed", "its words have changed"]
    assert any(one.startswith("story ") for one in found), "the composite that printed them no longer rebuilds"


def test_a_member_of_a_merged_story_is_found(newsroom):
    with newsroom.write() as unit:
        story = unit.connection.scalar(text("SELECT id FROM story"))
        unit.connection.execute(
            text("INSERT INTO story (id, first_seen_at, latest_item_at) SELECT 's2', first_seen_at, latest_item_at FROM story")
        )
        unit.connection.execute(text("UPDATE story SET merged_into = 's2' WHERE id = :id"), {"id": story})
    assert f"a member seated in a story that was merged away: {story}" in check(newsroom, composites=False)


def test_forgetting_goes_on_until_nothing_old_is_left_and_touches_no_text(newsroom):
    before = _texts(newsroom)
    forget(newsroom, NOON + timedelta(days=1))
    assert forget(newsroom, NOON + timedelta(days=1)) == 0
    assert _texts(newsroom) == before
    assert check(newsroom) == ()


def test_a_backup_is_the_same_newsroom(newsroom, tmp_path):
    """pg_dump must be as new as its server: where it is older, or not installed, the reason is told and no file is left."""
    file = tmp_path / "newsroom.backup"
    refused = None
    try:
        back_up(newsroom, file)
    except StoreError as error:
        refused = str(error)
    if refused:
        assert list(tmp_path.glob("*.backup*")) == []
        assert newsroom.backend.place.startswith("PostgreSQL")
        pytest.skip(refused)
    if not file.read_bytes().startswith(b"SQLite"):
        assert file.read_bytes().startswith(b"PGDMP")
        return
    copy = open_store(f"sqlite:///{file}")
    assert [one for one in compare(newsroom, copy) if one.only_here or one.only_there] == []
    copy.close()


def test_two_stores_that_differ_are_told_apart_row_by_row(newsroom):
    other = ready(open_store("sqlite://"))
    apply(other, sound("g1"))
    found = {one.view: one for one in compare(newsroom, other)}
    assert (found["item_revisions"].only_here, found["item_revisions"].only_there) == (1, 0)
    assert found["item_revisions"].examples == ("here: afp-en g2 1",)
    assert found["merged_stories"].only_here == 1
    assert found["deliveries"].only_here == 0
    other.close()


def test_deliveries_come_back_in_the_order_they_were_stored(newsroom):
    late = a_delivery(b"<rss>late</rss>", fetched_at=NOON - timedelta(days=1))
    with newsroom.write() as unit:
        unit.keep(late)
    with newsroom.read() as unit:
        received = list(unit.received())
    assert received[-1] == late
    assert len(received) == 4


def test_figures_count_what_happened_between_two_marks(newsroom):
    with newsroom.read() as unit:
        before = unit.mark()
    apply(newsroom, sound("g3"), sound("g4"))
    with newsroom.write() as unit:
        for moment in (NOON - timedelta(minutes=5), NOON):
            unit.drop("tass-en", None, (Fault(kind=FaultKind.GAP, where="document", message="m"),), moment)
    with newsroom.read() as unit:
        since = unit.since(before, unit.mark())
        assert unit.set_aside_counts() == {("tass-en", "gap", False): 2}
        assert unit.set_aside_counts(NOON + timedelta(seconds=1)) == {}
        assert unit.story_counts() == {"usable": 1}
        assert unit.arrivals()["tass-en"] == (NOON,)
        assert unit.latest_reception() == NOON
    assert since.items == {"new": 2, "near_duplicate": 0}
    assert since.latencies == ()


def _texts(store):
    with store.read() as unit:
        return unit.connection.execute(text("SELECT feed, guid, version, text FROM item_versions ORDER BY feed, guid")).all()
