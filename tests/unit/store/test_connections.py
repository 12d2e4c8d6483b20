"""Which of a SQLite file's connections is taken: each has a page cache of its own, which others' commits empty."""

from contextlib import ExitStack

from wirefeed.store import open_store


def driver(unit):
    return unit.connection.connection.dbapi_connection


def test_a_writer_keeps_to_the_connection_it_wrote_with_last(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/wirefeed.db")
    with ExitStack() as stack:
        [stack.enter_context(store.read()) for _ in range(4)]
    used = set()
    for _ in range(3):
        with store.write() as unit:
            unit.count("probe", 1)
            used.add(id(driver(unit)))
    store.close()
    assert len(used) == 1


def test_a_page_cache_is_small(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/wirefeed.db")
    with store.read() as unit:
        (kibibytes,) = driver(unit).execute("PRAGMA cache_size").fetchone()
    store.close()
    assert -8192 <= kibibytes < 0
