"""The contract of the store when the database is locked, full, read-only, damaged, away, or not ours."""

import contextlib
import random
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.contract.wire import apply, change, ready, values
from wirefeed.errors import ConfigError, Occupied, SchemaMismatch, StoreError, StoreUnavailable
from wirefeed.model.delivery import Fault, FaultKind
from wirefeed.model.feed import Cursor, FeedState
from wirefeed.pipeline.ports import FetchRecord
from wirefeed.store import open_store, schema, upgrade
from wirefeed.testing import NOON, an_item


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request, tmp_path):
    """The address of an empty database of each kind; the PostgreSQL one is dropped afterwards."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/wirefeed.db"
        return
    template = make_url(request.getfixturevalue("postgresql_url"))
    name = f"{template.database}_fresh"
    server = create_engine(template, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield template.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def execute(url, statement):
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


# --- opening


def test_a_database_is_made_where_there_is_none_with_its_folder(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/a/b/wirefeed.db")
    apply(ready(store), an_item())
    store.close()
    assert (tmp_path / "a/b/wirefeed.db").is_file()


def test_what_was_stored_is_there_when_opened_again(url):
    first = open_store(url)
    apply(ready(first), an_item())
    first.close()
    again = open_store(url)
    assert values(again, "SELECT guid FROM items") == ["g1"]
    again.ping()
    again.close()


def test_a_database_of_a_newer_wirefeed_is_left_alone(url):
    open_store(url).close()
    execute(url, "UPDATE alembic_version SET version_num = '9999'")
    for opening in (open_store, upgrade):
        with pytest.raises(SchemaMismatch, match="newer wirefeed"):
            opening(url)


def test_a_database_of_an_older_wirefeed_is_to_be_upgraded(url, monkeypatch):
    open_store(url).close()
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9999"))
    monkeypatch.setattr(schema, "HEAD", "9999")
    with pytest.raises(SchemaMismatch, match="wirefeed db upgrade"):
        open_store(url)


def test_upgrading_makes_a_database_once(url):
    assert upgrade(url) == (None, schema.HEAD)
    assert upgrade(url) == (schema.HEAD, schema.HEAD)
    store = open_store(url)
    apply(ready(store), an_item())
    store.close()


@pytest.mark.parametrize(
    ("path", "words"), [("file/wirefeed.db", "its folder cannot be made"), (".", "cannot be opened"), ("text.txt", "not a sound SQLite")]
)
def test_a_path_that_cannot_be_a_database_is_named_with_what_to_do(tmp_path, path, words):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    (tmp_path / "text.txt").write_text("Not a database, whatever its name may say. " * 40, encoding="utf-8")
    with pytest.raises(StoreError, match=words) as caught:
        open_store(f"sqlite:///{tmp_path}/{path}")
    assert str(tmp_path) in str(caught.value)
    assert caught.value.retryable == (path != "text.txt")


@pytest.mark.parametrize("address", ["", "mysql://server/name", "wirefeed.db", "sqlite+nothing:///x"])
def test_an_address_that_is_none_is_a_mistake_in_the_configuration(address):
    with pytest.raises(ConfigError, match="sqlite:///FILE or postgresql"):
        open_store(address)


@pytest.mark.parametrize(("address", "words"), [("me:can@ary@h/db", "written %40"), ("me:can@h:ary/db", "port is no number")])
def test_a_password_that_breaks_the_address_is_not_repeated(address, words):
    with pytest.raises(ConfigError, match=words) as caught:
        open_store(f"postgresql+psycopg://{address}")
    assert "ary" not in str(caught.value)


@pytest.mark.postgresql
def test_a_server_that_is_away_is_said_so_without_the_password():
    with pytest.raises(StoreUnavailable, match="no connection") as caught:
        open_store("postgresql://wire:secret-word@127.0.0.1:1/wirefeed", patience=2)
    assert "secret-word" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


@pytest.mark.postgresql
def test_a_database_that_does_not_exist_on_the_server_is_to_be_created(postgresql_url):
    with pytest.raises(StoreUnavailable, match=r"no connection.*nobody_made_this"):
        open_store(make_url(postgresql_url).set(database="nobody_made_this").render_as_string(hide_password=False))


# --- working


def test_a_write_waits_for_the_other_and_gives_up_with_a_word(url):
    holder, waiter = open_store(url), open_store(url, patience=0.2)
    ready(holder)
    with holder.write() as unit:
        unit.save_feed("tass-en", FeedState(polls=1))
        with waiter.read() as reading:
            assert reading.feed_states()["tass-en"].polls == 0
        with pytest.raises(StoreUnavailable, match=r"held (its|the write) lock"), waiter.write():
            pass
    with waiter.write() as unit:
        assert unit.feed_states()["tass-en"].polls == 1
    holder.close()
    waiter.close()


def test_writers_on_many_threads_lose_nothing(url):
    store = ready(open_store(url))

    def work(number: int) -> None:
        for turn in range(10):
            apply(store, an_item(f"{number}-{turn}"))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert values(store, "SELECT count(*) FROM items") == [40]
    store.close()


def test_a_reader_sees_one_state_while_others_write(url):
    store = ready(open_store(url))
    with store.read() as unit:
        assert unit.unplaced(10) == ()
        other = open_store(url)
        apply(other, an_item())
        other.close()
        assert unit.unplaced(10) == ()
    with store.read() as unit:
        assert len(unit.unplaced(10)) == 1
    store.close()


def test_a_read_unit_cannot_write(url):
    store = ready(open_store(url))

    def write_anyway():
        with store.read() as unit:
            unit.save_feed("tass-en", FeedState(polls=1))

    with pytest.raises(StoreUnavailable, match="read-only"):
        write_anyway()
    with store.read() as unit:
        assert unit.feed_states()["tass-en"].polls == 0
    store.close()


def test_a_full_disk_fails_the_unit_not_the_item_and_work_goes_on_once_there_is_room(tmp_path):
    store = ready(open_store(f"sqlite:///{tmp_path}/wirefeed.db"))
    with store.write() as unit:
        pages = unit.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        unit.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreUnavailable, match="the disk is full"):
        apply(store, *(an_item(f"g{n}", text="word " * 4000) for n in range(20)))
    assert values(store, "SELECT count(*) FROM item_versions") == [0]
    with store.write() as unit:
        unit.connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert apply(store, an_item()).new == 1
    store.close()


def test_a_damaged_file_is_said_to_be_damaged(tmp_path):
    path = tmp_path / "wirefeed.db"
    store = ready(open_store(f"sqlite:///{path}"))
    apply(store, *(an_item(f"g{n}") for n in range(200)))
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(StoreError, match="restore a backup") as caught:
        values(open_store(f"sqlite:///{path}"), "SELECT count(*) FROM items")
    assert not caught.value.retryable


@pytest.mark.postgresql
def test_connections_a_restart_has_broken_are_replaced_before_they_are_used(postgresql_url):
    store = ready(open_store(postgresql_url))
    with store.read() as unit:
        mine = unit.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    server = create_engine(make_url(postgresql_url), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
    server.dispose()
    store.ping()
    store.close()


def test_synchronous_writes_and_foreign_keys_are_on(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/wirefeed.db")
    with store.write() as unit:
        pragmas = {
            name: unit.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 3_000}
    store.close()


def test_a_file_other_programs_read_is_plain_sqlite(tmp_path: Path):
    path = tmp_path / "wirefeed.db"
    store = ready(open_store(f"sqlite:///{path}"))
    apply(store, an_item())
    reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    assert reader.execute("SELECT guid, headline FROM items").fetchall() == [("g1", "Crane falls in harbour")]
    reader.close()
    store.close()


# --- one daemon a database


def test_one_process_claims_a_database_and_the_next_may_when_it_is_given_up(url):
    first, second = open_store(url), open_store(url)
    first.claim()
    first.claim()
    with pytest.raises(Occupied, match="is the daemon of this database already") as caught:
        second.claim()
    assert not caught.value.retryable
    second.probe()
    first.close()
    _claim_soon(second)
    second.close()


def test_a_claim_ends_with_its_process_however_that_ends(url):
    open_store(url).close()
    program = f"from wirefeed.store import open_store; s = open_store({url!r}); s.claim(); print('claimed', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "claimed\n"
        store = open_store(url)
        with pytest.raises(Occupied):
            store.claim()
        holder.kill()
    _claim_soon(store)
    store.close()


def _claim_soon(store):
    """Claim a database that has just been given up: a server takes a moment to notice."""
    for _ in range(100):
        with contextlib.suppress(Occupied):
            store.claim()
            break
        time.sleep(0.05)
    store.claim()


def test_a_poll_and_what_it_set_aside_are_told_once_however_often_the_work_is_done(url):
    store = ready(open_store(url))
    fault = Fault(kind=FaultKind.BAD_ENTRY, where="entry 3", message="no text")
    for at in (NOON, NOON, NOON + timedelta(minutes=5)):
        with store.write() as unit:
            unit.record_fetch(FetchRecord(feed="tass-en", at=at, outcome="changed", status=200, items=7, error=None, seconds=0.1))
            unit.drop("tass-en", None, (fault,), at)
    assert values(store, "SELECT count(*) FROM fetches") == [2]
    assert values(store, "SELECT times FROM dropped") == [2]
    with store.read() as unit:
        assert unit.items_since("tass-en", NOON - timedelta(hours=1)) == 14
        assert unit.items_since("tass-en", NOON) == 7
        assert unit.items_since("afp-en", NOON - timedelta(hours=1)) == 0
    store.close()


# --- a log torn by a crash


@pytest.mark.parametrize("how", ["cut", "zeroed", "flipped", "garbage after"])
def test_a_torn_log_loses_whole_commits_at_its_end_and_the_cursor_goes_with_its_items(tmp_path, how):
    path, dice = tmp_path / "wirefeed.db", random.Random(how)  # noqa: S311 - a seeded die
    store = ready(open_store(f"sqlite:///{path}"))
    with store.write() as unit:
        unit.connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 0")
    for number in range(1, 13):
        with store.write() as unit:
            unit.apply([change(an_item(f"g{number}", text=f"Report {number}. " * 50))], NOON)
            unit.save_feed("tass-en", FeedState(cursor=Cursor(etag=f'"{number}"'), polls=number))
    main, log = path.read_bytes(), path.with_name("wirefeed.db-wal").read_bytes()
    store.close()
    survived = {commits_after(tmp_path / f"torn-{trial}.db", main, torn(log, how, dice)) for trial in range(20)}
    assert max(survived) <= 12
    assert len(survived) > 1 or how == "garbage after"


def torn(log: bytes, how: str, dice: random.Random) -> bytes:
    at = dice.randrange(32, len(log))
    match how:
        case "cut":
            return log[:at]
        case "zeroed":
            return log[:at] + bytes(len(log) - at)
        case "flipped":
            return log[:at] + bytes([log[at] ^ 0x10]) + log[at + 1 :]
        case _:
            return log + dice.randbytes(4096)


def commits_after(path: Path, main: bytes, log: bytes) -> int:
    """Open a database with a torn log; how many of its commits are there, each of them whole."""
    path.write_bytes(main)
    path.with_name(path.name + "-wal").write_bytes(log)
    store = open_store(f"sqlite:///{path}")
    with store.read() as unit:
        assert unit.connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        assert unit.connection.exec_driver_sql("PRAGMA foreign_key_check").first() is None
    polls = values(store, "SELECT polls FROM feed WHERE name = 'tass-en'") or [0]
    guids = values(store, "SELECT guid FROM items ORDER BY first_seen_at")
    assert sorted(guids) == sorted(f"g{number}" for number in range(1, polls[0] + 1))
    if polls[0]:
        assert values(store, "SELECT etag FROM feeds WHERE name = 'tass-en'") == [f'"{polls[0]}"']
    assert apply(ready(store), an_item("after")).new == 1
    store.close()
    return polls[0]
