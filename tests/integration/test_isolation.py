"""What one feed does stays with it: floods, other feeds' guids and links, and voices it has no right to. Through the whole program."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contract.wire import values
from wirefeed.app import build
from wirefeed.config.settings import Settings
from wirefeed.model.delivery import Fetched
from wirefeed.model.feed import Cursor
from wirefeed.pipeline.round import run_round
from wirefeed.testing import FixedClock, ScriptedTransport, a_delivery

TOWNS = ("Port Vell", "Harrowgate", "Lindmouth", "Ostby", "Karvel", "Tolmere", "Venholm", "Sorwick")


class Newsroom:
    """A program in memory whose feeds say what they are told to."""

    def __init__(self, *feeds: str, hourly_items: int = 2000) -> None:
        agencies = [{"key": name, "name": f"{name.title()} Press"} for name in feeds]
        sections = [
            {"name": name, "agency": name, "url": f"https://{name}.example/", "hourly_items": hourly_items if name == "loud" else 2000}
            for name in feeds
        ]
        self.clock = FixedClock()
        tree = {"database": {"url": "sqlite://"}, "agency": agencies, "feed": sections, "work": {"parse_workers": 0}}
        self.app = build(Settings.model_validate(tree), self.clock)

    def round(self, minutes: float = 10, **said: bytes):
        """Every feed named is polled once and answers with these bytes; the clock moves on afterwards."""
        fetched = {
            name: [Fetched(deliveries=(a_delivery(body, feed=name, fetched_at=self.clock()),), cursor=Cursor(etag='"e"'))]
            for name, body in said.items()
        }

        async def once():
            async with self.app.desk() as desk:
                scripted = replace(desk, transport=ScriptedTransport(fetched))
                return await run_round(scripted, self.app.seating, self.app.settings.feeds(), force=True, only=set(said))

        done = asyncio.run(once())
        self.clock.now += timedelta(minutes=minutes)
        return done

    def ask(self, query: str) -> list:
        """The first column of a query."""
        return values(self.app.store, query)


@pytest.fixture
def newsroom():
    opened = []

    def make(*feeds: str, **how: int) -> Newsroom:
        opened.append(Newsroom(*feeds, **how))
        return opened[-1]

    yield make
    for one in opened:
        one.app.close()


def entry(guid: str, headline: str, text: str, link: str = "", extra: str = "") -> str:
    place = f"<link>{link}</link>" if link else ""
    return f"<item><guid isPermaLink='false'>{guid}</guid><title>{headline}</title><description>{text}</description>{place}{extra}</item>"


def feed(*entries: str) -> bytes:
    return f"<rss version='2.0'><channel><title>W</title>{''.join(entries)}</channel></rss>".encode()


def reports(count: int, said: str = "closed") -> list[str]:
    return [
        entry(
            f"n{number}", f"Shop {number} {said}", f"Shop number {number} in {TOWNS[number % 8]} {said} after {number * 7} years of trade."
        )
        for number in range(count)
    ]


def test_a_flood_waits_in_its_feed_is_told_and_comes_in_as_the_hours_allow(newsroom):
    desk = newsroom("loud", "calm", hourly_items=50)
    desk.round(loud=feed(*reports(30)), calm=feed(entry("c", "Harbour closes", "The harbour of Port Vell closed at noon on Monday.")))
    assert desk.ask("SELECT count(*) FROM items WHERE feed = 'loud'") == [30]
    flood = feed(*reports(30, "reopened"), *reports(200)[30:])
    done = desk.round(loud=flood)
    assert done.polls[0].applied.revised == 30
    assert desk.ask("SELECT count(*) FROM items WHERE feed = 'loud'") == [50]
    assert desk.ask("SELECT status FROM feeds ORDER BY name") == ["ok", "flooding"]
    assert "150 wait" in desk.ask("SELECT last_error FROM feeds WHERE name = 'loud'")[0]
    assert desk.ask("SELECT message FROM dropped WHERE kind = 'flood'") == [
        "new items beyond the budget of 50 an hour wait for a later poll"
    ]
    desk.round(calm=feed(entry("d", "Museum opens", "The museum of Ostby showed its Roman glass for the first time.")))
    assert desk.ask("SELECT count(*) FROM items WHERE feed = 'calm'") == [2]
    for _ in range(4):
        desk.clock.move(hours=1)
        desk.round(loud=flood)
    assert desk.ask("SELECT count(*) FROM items WHERE feed = 'loud'") == [200]
    assert desk.ask("SELECT status FROM feeds ORDER BY name") == ["ok", "ok"]
    assert desk.ask("SELECT count(*) FROM (SELECT guid FROM items WHERE feed = 'loud' GROUP BY guid HAVING count(*) > 1) AS d") == [0]


def test_a_feed_changes_no_item_of_another_whatever_guids_and_links_it_uses(newsroom):
    desk = newsroom("north", "loud")
    link = "https://north.example/harbour-closes-12345"
    desk.round(north=feed(entry("1001", "Harbour closes", "The harbour of Port Vell closed at noon on Monday.", link)))
    before = desk.ask("SELECT text FROM item_versions WHERE feed = 'north'")
    desk.round(
        loud=feed(
            entry("1001", "Replaced text", "This tries to stand in for another agency's report.", link),
            entry("k", "KILL: Harbour closes", f"Editors: withdraw the report headlined Harbour closes. Reference {link} ends."),
            entry("c", "CORRECTION: Harbour closes", "Corrects an earlier version: the harbour never closed.", link),
        )
    )
    assert desk.ask("SELECT text FROM item_versions WHERE feed = 'north'") == before
    assert desk.ask("SELECT pubstatus FROM items WHERE feed = 'north'") == ["usable"]
    assert desk.ask("SELECT relation FROM merged_story_items WHERE feed = 'north'") in (["lead"], ["contributing"])


def test_one_owner_posing_as_every_agency_is_one_voice(newsroom):
    desk = newsroom("loud", *(f"wire{number}" for number in range(6)))
    claims = [
        entry(
            f"p{number}",
            f"Dam at Karvel has collapsed, Wire{number} Press says",
            f"KARVEL, March 4 (Wire{number} Press) - The dam at Karvel has collapsed and the town is flooded, Wire{number} Press reported.",
            extra=f"<source url='https://wire{number}.example/'>Wire{number} Press</source><author>Wire{number} Press</author>",
        )
        for number in range(6)
    ]
    desk.round(loud=feed(*claims))
    assert desk.ask("SELECT max(agency_count) FROM merged_stories") == [1]
    desk.round(
        wire1=feed(entry("w", "Dam at Karvel has collapsed", "The dam at Karvel has collapsed and the town is flooded, police said."))
    )
    assert desk.ask("SELECT max(agency_count) FROM merged_stories")[0] <= 2
