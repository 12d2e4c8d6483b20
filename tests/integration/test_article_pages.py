"""A feed whose text is on its pages: each page is asked for once, robots.txt is kept to, and no page costs the feed its poll."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from html import escape

import pytest

from tests.integration.servers import Loopback, answer, canary, hang, reply
from wirefeed.app import App, rules_of
from wirefeed.config.load import load
from wirefeed.pipeline import pages as pages_module
from wirefeed.pipeline.round import run_round
from wirefeed.store import open_store
from wirefeed.store.compare import compare
from wirefeed.transports import Transports

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
LEDES = {
    "crane": "A crane fell onto the main quay of Port Vell on Wednesday and closed the harbour, the port authority said.",
    "ferry": "The ferry to Isla Grande will not sail before Friday because its engine needs a part from abroad, the company said.",
}
MORE = (
    "Nobody was hurt, but two warehouses were damaged and a freighter had to be towed away from the pier.",
    "Divers began to look for the crane's boom in the afternoon; the authority hopes to open one berth by the weekend.",
    "The crane was built in 1974 and had been inspected in November, according to the harbour master, Ana Lim.",
    "Shipping companies said that fourteen vessels were waiting outside the breakwater when night fell.",
)


def rss(server: Loopback, *names: str, title: str = "News of {}") -> bytes:
    items = "".join(
        f"<item><guid>{name}</guid><title>{title.format(name)}</title><link>{server.url(f'/news/{name}')}</link>"
        f"<description>{escape(LEDES[name])}</description><pubDate>Wed, 04 Mar 2026 10:00:00 GMT</pubDate></item>"
        for name in names
    )
    return f"<rss version='2.0'><channel><title>Harbour wire</title>{items}</channel></rss>".encode()


def page(name: str, *paragraphs: str) -> bytes:
    text = "".join(f"<p>{one}</p>" for one in (LEDES[name], *(paragraphs or MORE)))
    return f"""<!DOCTYPE html><html lang="en"><head><title>News of {name} | Harbour</title>
    <meta property="og:title" content="News of {name}">
    <meta property="og:image" content="https://img.example/AFP__2026{name}.jpg"></head><body><nav><a href="/">Home</a></nav>
    <article><h1>News of {name}</h1><figure><img src="https://img.example/AFP__2026{name}.jpg">
    <figcaption>The quay of Port Vell on March 4, 2026. (Ana LIM / AFP)</figcaption></figure><div class="story">{text}</div></article>
    <footer>All rights reserved.</footer></body></html>""".encode()


def html(body: bytes, **how):
    return answer(reply(body, Content_Type="text/html; charset=utf-8", **how))


def documents(server: Loopback, *names: str, **how):
    return answer(reply(rss(server, *names, **how), Content_Type="application/rss+xml"))


@pytest.fixture
def server():
    with Loopback() as running:
        running.pages["/robots.txt"] = answer(reply(b"User-agent: *\nDisallow: /private/\n"))
        yield running


class Desk:
    """One database and configuration, and a clock that is moved by hand."""

    def __init__(self, folder, server):
        self.file = folder / "wirefeed.toml"
        self.database = folder / "a.db"
        self.file.write_text(
            f"""[database]
url = "sqlite:///{self.database}"
[network]
allow = ["{server.place}"]
per_host_gap_seconds = 0.0
user_agent = "wirefeed/1.0"
[[agency]]
key = "harbour"
name = "Harbour"
[[feed]]
name = "wire"
agency = "harbour"
url = "{server.url()}"
full_text = "page"
language = "en"
[work]
parse_workers = 0
"""
        )
        self.now = NOW

    def round(self):
        """Everything that is due, once."""
        settings = load(self.file, environ={})
        app = App(settings=settings, rules=rules_of(settings), clock=lambda: self.now)
        try:
            return asyncio.run(self._round(app))
        finally:
            app.close()

    async def _round(self, app):
        async with app.desk() as desk:
            return await run_round(desk, app.seating, app.settings.feeds(), force=True)

    def rows(self, query):
        """What the database answers."""
        with closing(sqlite3.connect(self.database)) as connection, connection:
            found = connection.execute(query).fetchall()
        connection.close()
        return found

    def text(self, guid):
        """An item's text as it stands."""
        ((found,),) = self.rows(f"SELECT text FROM items WHERE guid = '{guid}'")
        return found


@pytest.fixture
def desk(tmp_path, server):
    return Desk(tmp_path, server)


def asked_for(server: Loopback, path: str) -> int:
    return sum(one.path == path for one in server.asked)


def test_a_new_item_gets_its_pages_text_in_the_same_round(server, desk):
    server.pages |= {"/feed.xml": documents(server, "crane"), "/news/crane": html(page("crane"))}
    done = desk.round()
    assert (done.pages.fetched, done.pages.failed) == (1, 0)
    text = desk.text("crane")
    assert text.split("\n\n") == [LEDES["crane"], *MORE]
    assert desk.rows("SELECT version, headline, summary, caption, credit FROM items") == [
        (2, "News of crane", LEDES["crane"], "The quay of Port Vell on March 4, 2026.", "Ana LIM / AFP")
    ]
    ((body,),) = desk.rows("SELECT body FROM merged_stories")
    assert "1974" in body


def test_a_page_is_asked_for_once_and_again_only_when_the_feed_changes_the_item(server, desk):
    server.pages |= {"/feed.xml": documents(server, "crane"), "/news/crane": html(page("crane"))}
    for _ in range(3):
        desk.round()
        desk.now += timedelta(hours=1)
    assert asked_for(server, "/news/crane") == 1
    assert asked_for(server, "/robots.txt") == 1
    server.pages["/feed.xml"] = documents(server, "crane", title="Port Vell: news of {}")
    desk.round()
    assert asked_for(server, "/news/crane") == 2
    assert "1974" in desk.text("crane")


def test_what_robots_txt_forbids_is_not_asked_for_and_the_ledger_says_so(server, desk):
    server.pages |= {
        "/robots.txt": answer(reply(b"User-agent: wirefeed\nDisallow: /news/\n")),
        "/feed.xml": documents(server, "crane"),
        "/news/crane": html(page("crane")),
    }
    done = desk.round()
    assert [polled.outcome for polled in done.polls] == ["changed"]
    assert asked_for(server, "/news/crane") == 0
    assert desk.text("crane") == LEDES["crane"]
    ((message,),) = desk.rows("SELECT message FROM dropped WHERE kind = 'no_page'")
    assert "robots.txt asks wirefeed" in message
    desk.round()
    assert asked_for(server, "/news/crane") == 0


def test_a_site_whose_robots_txt_fails_is_left_alone_until_it_answers(server, desk):
    server.pages |= {
        "/robots.txt": answer(reply(b"down", status=503)),
        "/feed.xml": documents(server, "crane"),
        "/news/crane": html(page("crane")),
    }
    desk.round()
    assert asked_for(server, "/news/crane") == 0
    server.pages["/robots.txt"] = answer(reply(b"gone", status=404))
    desk.now += timedelta(minutes=31)
    desk.round()
    assert "1974" in desk.text("crane")


def test_a_browser_check_keeps_the_feeds_text_and_is_not_asked_again(server, desk):
    check = reply(b"<html><title>Just a moment...</title><p>Checking your browser</p></html>", status=403)
    server.pages |= {"/feed.xml": documents(server, "crane", "ferry"), "/news/crane": answer(check), "/news/ferry": html(page("ferry"))}
    done = desk.round()
    assert (done.pages.fetched, done.pages.failed) == (1, 1)
    assert desk.text("crane") == LEDES["crane"]
    desk.now += timedelta(days=2)
    desk.round()
    assert asked_for(server, "/news/crane") == 1
    ((message,),) = desk.rows("SELECT message FROM dropped WHERE kind = 'no_page'")
    assert "403" in message


def test_a_consent_wall_is_not_taken_for_the_article(server, desk):
    wall = "".join(
        f"<p>We and our {number} partners store cookies on your device to measure advertising; you may withdraw consent.</p>"
        for number in range(400, 412)
    )
    server.pages |= {
        "/feed.xml": documents(server, "crane"),
        "/news/crane": html(f"<html><body><h1>Before you continue</h1>{wall}</body></html>".encode()),
    }
    desk.round()
    assert desk.text("crane") == LEDES["crane"]
    ((message,),) = desk.rows("SELECT message FROM dropped WHERE kind = 'poor_page'")
    assert "consent wall" in message


def test_a_page_poorer_than_the_feed_changes_nothing(server, desk):
    server.pages |= {"/feed.xml": documents(server, "crane"), "/news/crane": html(b"<html><body><p>A crane fell.</p></body></html>")}
    desk.round()
    assert desk.text("crane") == LEDES["crane"]
    assert desk.rows("SELECT version FROM items") == [(1,)]
    ((message,),) = desk.rows("SELECT message FROM dropped WHERE kind = 'poor_page'")
    assert "says less than the feed" in message


def test_a_page_that_cannot_be_had_now_is_asked_for_later_and_at_last_given_up(server, desk):
    server.pages |= {"/feed.xml": documents(server, "crane"), "/news/crane": answer(reply(b"busy", status=500))}
    for _ in range(12):
        desk.round()
        desk.now += timedelta(hours=25)
    assert asked_for(server, "/news/crane") == pages_module.ATTEMPTS
    ((message,),) = desk.rows("SELECT message FROM dropped WHERE kind = 'no_page'")
    assert "given up after 6 attempts" in message
    assert desk.rows("SELECT count(*) FROM owed_page") == [(0,)]


def test_a_page_that_ends_in_a_way_nobody_thought_of_costs_no_other_and_is_not_asked_for_without_end(server, desk, monkeypatch):
    server.pages |= {
        "/feed.xml": documents(server, "crane", "ferry"),
        "/news/crane": html(page("crane")),
        "/news/ferry": html(page("ferry")),
    }
    fetch = Transports.fetch_page

    async def cracked(self, feed, url, now):
        if url.endswith("ferry"):
            raise KeyError(url)
        return await fetch(self, feed, url, now)

    monkeypatch.setattr(Transports, "fetch_page", cracked)
    desk.round()
    assert MORE[0] in desk.text("crane")
    assert desk.rows("SELECT attempts FROM owed_page") == [(1,)]
    desk.now += timedelta(minutes=2)
    desk.round()
    assert desk.rows("SELECT attempts FROM owed_page") == [(1,)], "it is not due yet"


def test_a_crash_between_poll_and_page_loses_no_page(server, desk, monkeypatch):
    server.pages |= {"/feed.xml": documents(server, "crane"), "/news/crane": html(page("crane"))}

    def crash(*_args, **_how):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(pages_module, "store_page", crash)
        with pytest.raises(KeyboardInterrupt):
            desk.round()
    assert desk.rows("SELECT count(*) FROM owed_page") == [(1,)]
    server.pages["/feed.xml"] = answer(reply(status=304))
    desk.round()
    assert "1974" in desk.text("crane")
    assert desk.rows("SELECT count(*) FROM owed_page") == [(0,)]


def test_a_redirect_to_another_site_asks_that_sites_robots_txt(server, desk):
    with Loopback() as other:
        desk.file.write_text(desk.file.read_text().replace(f'"{server.place}"', f'"{server.place}", "{other.place}"'))
        other.pages |= {"/robots.txt": answer(reply(b"User-agent: *\nDisallow: /\n")), "/crane": html(page("crane"))}
        server.pages |= {
            "/feed.xml": documents(server, "crane"),
            "/news/crane": answer(reply(status=302, Location=other.url("/crane"))),
        }
        desk.round()
        assert [one.path for one in other.asked] == ["/robots.txt"]


def test_a_page_that_leads_into_a_private_network_is_refused(server, desk):
    with canary() as private:
        server.pages |= {
            "/feed.xml": documents(server, "crane"),
            "/news/crane": answer(reply(status=302, Location=private.url("/crane"))),
        }
        desk.round()
        assert private.connections == 0
    assert desk.text("crane") == LEDES["crane"]


def test_the_own_headers_of_a_feed_do_not_go_to_another_sites_pages(server, desk):
    with Loopback() as other:
        head = desk.file.read_text().replace(f'"{server.place}"', f'"{server.place}", "{other.place}"')
        desk.file.write_text(head.replace('language = "en"', 'language = "en"\nheaders = { X-Subscriber = "4711" }'))
        other.pages["/news/crane"] = html(page("crane"))
        server.pages["/feed.xml"] = documents(other, "crane")
        desk.round()
        assert server.asked[0].headers["x-subscriber"] == "4711"
        assert all("x-subscriber" not in one.headers for one in other.asked)
        assert "1974" in desk.text("crane")


def test_a_page_that_hangs_delays_no_other(server, desk, monkeypatch):
    monkeypatch.setattr("wirefeed.transports.pages.PAGE_SECONDS", 0.5)
    server.pages |= {"/feed.xml": documents(server, "crane", "ferry"), "/news/crane": hang(), "/news/ferry": html(page("ferry"))}
    done = desk.round()
    assert (done.pages.fetched, done.pages.failed) == (1, 1)
    assert "1974" in desk.text("ferry")
    assert desk.rows("SELECT attempts FROM owed_page") == [(1,)]


def test_a_withdrawn_item_asks_for_no_page(server, desk):
    LEDES["kill"] = "Editors: please disregard the report on the crane."
    server.pages |= {"/feed.xml": documents(server, "kill", title="KILL: {}"), "/news/kill": html(page("kill"))}
    desk.round()
    assert asked_for(server, "/news/kill") == 0


def test_the_bytes_of_a_page_are_archived_under_its_item(server, desk):
    server.pages |= {"/feed.xml": documents(server, "crane"), "/news/crane": html(page("crane"))}
    desk.round()
    assert desk.rows("SELECT i.guid FROM item_page p JOIN item i ON i.number = p.item") == [("crane",)]
    ((url,),) = desk.rows("SELECT url FROM deliveries WHERE content_type LIKE 'text/html%'")
    assert url == server.url("/news/crane")


@pytest.mark.parametrize("readable", [True, False])
def test_a_replay_brings_back_what_pages_brought(server, desk, tmp_path, readable):
    """Also where an item's page was changed, and where an item links to the feed's own document, which is no page."""
    LEDES["self"] = "The harbour wire keeps a list of everything it publishes, the port authority said."
    server.pages |= {"/feed.xml": documents(server, "crane", "ferry"), "/news/ferry": html(page("ferry"))}
    server.pages["/news/crane"] = html(page("crane") if readable else b"")
    desk.round()
    desk.now += timedelta(minutes=30)
    changed = rss(server, "crane", "self", title="More of {}").replace(server.url("/news/self").encode(), server.url().encode())
    server.pages["/feed.xml"] = answer(reply(changed, Content_Type="application/rss+xml"))
    server.pages["/news/crane"] = html(page("crane", *MORE, "The berth was opened again on Thursday, the authority said."))
    desk.round()
    assert "Thursday" in desk.text("crane")

    settings = load(desk.file, environ={})
    app, again = App(settings=settings, rules=rules_of(settings), clock=lambda: desk.now), open_store(f"sqlite:///{tmp_path}/again.db")
    asyncio.run(app.replay(again))
    found = compare(app.store, again)
    with again.read() as unit:
        owed = unit.owed_count()
    app.close()
    again.close()
    assert [(one.view, one.examples) for one in found if one.only_here or one.only_there] == []
    assert {one.view: one.rows for one in found}["item_revisions"] >= 5
    assert owed == 0


def test_the_user_agent_is_the_same_for_pages(server, desk):
    server.pages |= {"/feed.xml": documents(server, "crane"), "/news/crane": html(page("crane"))}
    desk.round()
    assert {one.headers["user-agent"] for one in server.asked} == {"wirefeed/1.0"}
