"""The agencies' own feeds, rebuilt as the documents they came from, through the whole program."""

import csv
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import groupby
from xml.sax.saxutils import escape

import pytest

from wirefeed import app as wirefeed
from wirefeed.config import load

pytestmark = pytest.mark.shared


def rss(entries):
    """An RSS document of (title, link, published, description, image) as WordPress and TASS write it."""
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{escape(link)}</link><guid>{escape(link)}</guid><pubDate>{format_datetime(at)}</pubDate>"
        f"<description><![CDATA[{text}]]></description>"
        + (f'<media:content url="{escape(image)}" medium="image"/>' if image else "")
        + "</item>"
        for title, link, at, text, image in entries
    )
    return f'<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>feed</title><link>https://example.org/</link><description>.</description>{items}</channel></rss>'


def fetched(tmp_path, documents, agency):
    """Drop the documents one by one into a folder and fetch after each; the database they leave."""
    folder = tmp_path / "wires"
    folder.mkdir()
    config = tmp_path / "wirefeed.toml"
    config.write_text(
        f'[database]\nurl = "sqlite:///{tmp_path}/feeds.db"\n[work]\nparse_workers = 0\n[[agency]]\nkey = "a"\nname = "{agency}"\n'
        '[[feed]]\nname = "wire"\nagency = "a"\nurl = "file:wires/*.xml"\nlanguage = "en"\n',
        encoding="utf-8",
    )
    clock = iter(range(10**6))
    with wirefeed.running(load(config), clock=lambda: documents[-1][0] + timedelta(seconds=next(clock))) as app:
        for number, (_, body) in enumerate(documents):
            (folder / f"{number:04}.xml").write_text(body, encoding="utf-8")
        done = wirefeed.fetch_once(app, force=True)
    assert [polled.outcome for polled in done.polls] == ["changed"]
    return tmp_path / "feeds.db"


def values(database, query):
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def is_sponsored(event):
    """What the publisher itself marks as paid for: by its section, or at the end of its title."""
    return "/spotlight/" in event["link"] or event["title"].endswith("Sponsored Content")


def test_the_times_of_israel_over_140_polls_loses_and_doubles_nothing(tmp_path, shared):
    source = next((shared / "data/feeds/toi").glob("*/toi_feed_events*.jsonl"))
    events = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    assert len(events) == 762
    documents = []
    for at, group in groupby(events, key=lambda event: event["at"]):
        entries = [
            (e["title"], e["link"], datetime.fromisoformat(e["published"]).astimezone(UTC), e["summary"], (e["images"] or [None])[0])
            for e in group
        ]
        documents.append((datetime.fromisoformat(at), rss(entries)))
    database = fetched(tmp_path, documents, "The Times of Israel")
    links = {event["link"] for event in events if not is_sponsored(event)}
    stored = {url for (url,) in values(database, "SELECT url FROM items")}
    assert stored == links
    assert values(database, "SELECT count(*) FROM items")[0][0] == len(links)
    titles = {(event["link"], " ".join(event["title"].split())) for event in events if event["link"] in links}
    kept = {(url, " ".join(headline.split())) for url, headline in values(database, "SELECT url, headline FROM item_versions")}
    assert titles == kept
    sponsored = {event["link"] for event in events} - links
    assert {where for (where,) in values(database, "SELECT DISTINCT location FROM dropped WHERE kind = 'not_an_article'")} == sponsored
    assert values(database, "SELECT count(*) FROM merged_story_items")[0][0] == len(links)
    assert values(database, "SELECT count(*) FROM merged_stories WHERE body LIKE '%appeared first on%'") == [(0,)]


def test_a_page_of_tass_headlines_becomes_items_with_moscow_times(tmp_path, shared):
    source = next((shared / "data/feeds/tass").glob("*/tass_com_rss_v2_excerpt*.tsv"))
    rows = list(csv.DictReader(source.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    moscow = "+0300"
    entries = [
        (
            row["title"],
            f"https://tass.com/{row['path']}",
            datetime.strptime(f"2026-10-07 {row['time_+0300']} {moscow}", "%Y-%m-%d %H:%M:%S %z"),
            row["summary"],
            None,
        )
        for row in rows
    ]
    database = fetched(tmp_path, [(datetime(2026, 10, 7, 16, 18, tzinfo=UTC), rss(entries))], "TASS")
    stored = dict(values(database, "SELECT url, published_at FROM items"))
    assert set(stored) == {link for _, link, _, _, _ in entries}
    for _, link, at, _, _ in entries:
        assert datetime.fromisoformat(stored[link]) == at
