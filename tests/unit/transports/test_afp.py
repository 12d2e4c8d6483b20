"""AFP's API against a server on loopback that speaks it: paging, tokens that end, 429, a 500 in the middle, wrong passwords."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.integration.afp_server import CLIENT, USER, AfpApi, doc
from tests.integration.servers import canary, hang, reply
from wirefeed.errors import Missing, RateLimited, Refused, TransportError, Unauthorized, Unreachable, Unusable
from wirefeed.model.credentials import Grant, OAuth2, Secret
from wirefeed.model.delivery import Deferred, Fetched, NotModified, Outcome
from wirefeed.model.feed import Agency, Cursor, Feed
from wirefeed.transports import HttpSettings, build_transports
from wirefeed.transports.search import read_page

NOW = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)
AFP = Agency(key="afp", name="AFP", quoted_as="Agence France-Presse")
BY_PASSWORD = OAuth2(
    grant=Grant.PASSWORD,
    client_id=Secret(CLIENT[0]),
    client_secret=Secret(CLIENT[1]),
    username=Secret(USER[0]),
    password=Secret(USER[1]),
)
AS_CLIENT = OAuth2(grant=Grant.CLIENT_CREDENTIALS, client_id=Secret(CLIENT[0]), client_secret=Secret(CLIENT[1]))
Between = Callable[[AfpApi], None]


def poll(
    api: AfpApi,
    *cursors: Cursor | None,
    credentials: OAuth2 | None = BY_PASSWORD,
    between: Between = lambda _: None,
    at: datetime = NOW,
    query: str = "?rows=2",
    **changes: object,
) -> list[Outcome | TransportError]:
    """Polls with one transport, each with the cursor of the one before where None is given; errors are values here."""

    async def run(place: str) -> list[Outcome | TransportError]:
        transport = build_transports(HttpSettings(allow=(place,), per_host_gap_seconds=0, timeout_seconds=5))
        feed = replace(Feed(name="afp", agency=AFP, url=f"afp-api+http://{place}/{query}", credentials=credentials), **changes)
        found: list[Outcome | TransportError] = []
        for number, cursor in enumerate(cursors):
            if number:
                between(api)
            try:
                found.append(await transport.fetch(feed, cursor or found[-1].cursor, at + timedelta(minutes=number)))
            except TransportError as error:
                found.append(error)
        await transport.close()
        return found

    with api.serve() as server:
        return asyncio.run(run(server.place))


def unos(outcome: Outcome | TransportError) -> list[str]:
    """The documents a poll delivered, in order."""
    assert isinstance(outcome, Fetched), outcome
    return [one["afpshortid"] for delivery in outcome.deliveries for one in json.loads(delivery.body)["response"]["docs"]]


def docs(*numbers: int) -> list[dict[str, object]]:
    return [doc(number) for number in numbers]


def test_pages_are_read_to_the_end_and_the_next_poll_goes_on_from_there():
    api = AfpApi(docs=docs(1, 2, 3, 4, 5))
    first, second = poll(api, Cursor(), None, between=lambda api: api.docs.append(doc(30)))
    assert set(unos(first)) == {f"{number:07}" for number in range(1, 6)}
    assert first.cursor.marks == {"published|2026-11-25T08:05:00Z"}
    assert "0000030" in unos(second)
    assert "0000001" in unos(first)
    assert api.searches[-2]["dateRange"]["from"] >= "2026-11-25T08:00:00Z"
    assert all(delivery.url.endswith("/v1/api/search?wt=json") for delivery in first.deliveries)


def test_a_poll_that_finds_only_what_was_read_before_is_not_modified():
    api = AfpApi(docs=docs(1, 2, 3))
    (first,) = poll(api, Cursor())
    digests = frozenset(mark for delivery in first.deliveries for mark in read_page(delivery.body).marks)
    (again,) = poll(api, replace(first.cursor, digests=digests))
    assert isinstance(again, NotModified)
    assert again.cursor == replace(first.cursor, digests=digests)


def test_many_documents_of_one_second_lose_none():
    api = AfpApi(docs=[{**doc(number), "published": "2026-11-25T09:00:00Z"} for number in range(9)])
    (found,) = poll(api, Cursor())
    assert set(unos(found)) == {f"{number:07}" for number in range(9)}


def test_a_500_in_the_middle_keeps_what_came_and_the_next_poll_brings_the_rest():
    api = AfpApi(docs=docs(1, 2, 3, 4, 5), faults=[None, reply(b"<html>", status=500)])
    first, second = poll(api, Cursor(), None)
    assert unos(first) == ["0000001", "0000002"]
    assert first.cursor.marks == {"published|2026-11-25T08:02:00Z"}
    assert "page 2" in first.problems[0]
    assert "500" in first.problems[0]
    assert set(unos(second)) == {f"{number:07}" for number in range(1, 6)}


@pytest.mark.parametrize("body", [b"{", b"<html>sorry</html>", b"[]", b'{"response": {"docs": 7}}'])
def test_a_page_that_is_none_keeps_the_pages_before_it(body):
    api = AfpApi(docs=docs(1, 2, 3), faults=[None, reply(body)])
    (found,) = poll(api, Cursor())
    assert unos(found) == ["0000001", "0000002"]
    assert "the rest follows" in found.problems[0]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (reply(b"", status=500), Unreachable),
        (reply(b"", status=403), Unauthorized),
        (reply(b"", status=404), Missing),
        (reply(b"{", status=200), Unusable),
        (reply(b"", status=302, Location="/elsewhere"), Refused),
        (b"", Unreachable),
    ],
)
def test_a_first_page_that_fails_is_a_failed_poll(fault, kind):
    (found,) = poll(AfpApi(docs=docs(1), faults=[fault]), Cursor())
    assert type(found) is kind


def test_after_a_429_nothing_is_asked_until_its_time():
    api = AfpApi(docs=docs(1), faults=[reply(b"", status=429, Retry_After="3600")])
    first, second = poll(api, Cursor(), Cursor())
    assert isinstance(first, RateLimited)
    assert first.retry_after >= NOW + timedelta(hours=1)
    assert isinstance(second, Deferred)
    assert len(api.searches) == 1


def test_a_429_in_the_middle_keeps_what_came():
    api = AfpApi(docs=docs(1, 2, 3), faults=[None, reply(b"", status=429, Retry_After="3600")])
    first, second = poll(api, Cursor(), None)
    assert unos(first) == ["0000001", "0000002"]
    assert isinstance(second, Deferred)
    assert len(api.searches) == 2


def test_a_429_of_the_token_endpoint_is_kept_too():
    api = AfpApi(token_faults=[reply(b"", status=429, Retry_After="60")])
    first, second = poll(api, Cursor(), Cursor())
    assert isinstance(first, RateLimited)
    assert isinstance(second, Deferred)


def test_one_token_serves_until_it_ends_and_is_then_renewed():
    api = AfpApi(docs=docs(1), expires_in=100)
    poll(api, Cursor(), None, None)
    assert api.granted == ["password", "refresh_token"]


def test_a_token_revoked_before_its_end_is_renewed_once_in_the_middle_of_a_poll():
    api = AfpApi(docs=docs(1, 2, 3))
    first, second = poll(api, Cursor(), None, between=AfpApi.revoke)
    assert isinstance(first, Fetched)
    assert isinstance(second, NotModified)
    assert api.granted == ["password", "password"]


def test_a_server_that_refuses_its_own_tokens_is_asked_twice_and_no_more():
    class Forgetful(AfpApi):
        def _grant(self, asked):
            granted = super()._grant(asked)
            self.valid.clear()
            return granted

    api = Forgetful(docs=docs(1))
    (found,) = poll(api, Cursor())
    assert isinstance(found, Unauthorized)
    assert api.granted == ["password", "password"]


def test_feeds_of_one_account_share_its_token():
    async def run(place: str) -> None:
        transport = build_transports(HttpSettings(allow=(place,), per_host_gap_seconds=0, per_host_connections=8))
        feeds = [
            Feed(name=lang, agency=AFP, url=f"afp-api+http://{place}/?lang={lang}", credentials=BY_PASSWORD) for lang in ("en", "fr", "ar")
        ]
        await asyncio.gather(*(transport.fetch(feed, Cursor(), NOW) for feed in feeds))
        api.revoke()
        await asyncio.gather(*(transport.fetch(feed, Cursor(), NOW) for feed in feeds))
        await transport.close()

    api = AfpApi(docs=docs(1))
    with api.serve() as server:
        asyncio.run(run(server.place))
    assert api.granted == ["password", "password"]


def test_client_credentials_need_no_user():
    api = AfpApi(docs=docs(1))
    (found,) = poll(api, Cursor(), credentials=AS_CLIENT)
    assert unos(found)
    assert api.granted == ["client_credentials"]


@pytest.mark.parametrize("wrong", [{"password": Secret("wrong-canary")}, {"client_secret": Secret("wrong-canary")}])
def test_a_wrong_password_says_where_to_look_and_repeats_nothing(wrong):
    api = AfpApi(docs=docs(1))
    (found,) = poll(api, Cursor(), credentials=replace(BY_PASSWORD, **wrong))
    assert isinstance(found, Unauthorized)
    assert "[credentials]" in str(found)
    assert "canary" not in str(found)
    assert api.searches == []


@pytest.mark.parametrize("body", [b"{}", b"token-canary", b'{"access_token": "x", "token_type": "mac"}'])
def test_a_token_endpoint_that_gives_no_token_is_said_so(body):
    (found,) = poll(AfpApi(token_faults=[reply(body)]), Cursor())
    assert isinstance(found, Unusable)
    assert "gave no token" in str(found)
    assert "canary" not in str(found)


def test_neither_password_nor_token_follows_a_redirect():
    with canary() as trap:
        for status in (301, 302, 303, 307, 308):
            away = reply(b"", status=status, Location=trap.url("/oauth/token"))
            for api in (AfpApi(token_faults=[away]), AfpApi(docs=docs(1), faults=[away])):
                (found,) = poll(api, Cursor())
                assert isinstance(found, Refused)
        assert trap.connections == 0


def test_a_redirect_to_another_allowed_host_gets_no_password_either():
    other = AfpApi(docs=docs(1))
    with other.serve() as server:
        away = reply(b"", status=307, Location=server.url("/oauth/token"))

        async def run(place: str) -> None:
            transport = build_transports(HttpSettings(allow=(place, server.place), per_host_gap_seconds=0))
            try:
                await transport.fetch(Feed(name="afp", agency=AFP, url=f"afp-api+http://{place}/", credentials=BY_PASSWORD), Cursor(), NOW)
            finally:
                await transport.close()

        with AfpApi(token_faults=[away]).serve() as first, pytest.raises(Refused, match="first address alone"):
            asyncio.run(run(first.place))
        assert server.asked == []


def test_a_redirect_within_the_same_host_keeps_the_question():
    api = AfpApi(docs=docs(1), token_faults=[reply(b"", status=308, Location="/oauth/token?again=1")])
    (found,) = poll(api, Cursor())
    assert unos(found)


def test_credentials_do_not_go_over_http_to_a_place_nobody_vouches_for():
    (found,) = poll(AfpApi(), Cursor(), url="afp-api+http://api.example/")
    assert isinstance(found, Refused)
    assert "https only" in str(found)


@pytest.mark.parametrize("url", ["afp-api://127.0.0.2/", "afp-api://[::1]/", "afp-api://169.254.169.254/"])
def test_the_guard_stands_before_the_api_too(url):
    (found,) = poll(AfpApi(), Cursor(), url=url)
    assert isinstance(found, Refused)
    assert "network.allow" in str(found)


@pytest.mark.parametrize("query", ["?rows=0", "?hours=x"])
def test_an_address_that_makes_no_sense_is_refused(query):
    (found,) = poll(AfpApi(), Cursor(), query=query)
    assert isinstance(found, Refused)


def test_a_feed_without_credentials_is_refused():
    (found,) = poll(AfpApi(), Cursor(), credentials=None)
    assert isinstance(found, Refused)


def test_withdrawals_that_cannot_be_asked_for_cost_no_document():
    api = AfpApi(docs=docs(1), faults=[None, reply(b"", status=500)])
    (found,) = poll(api, Cursor())
    assert unos(found) == ["0000001"]
    assert found.problems[0].startswith("withdrawals:")


def test_a_page_held_back_for_good_ends_at_the_time_limit():
    async def run(place: str) -> None:
        transport = build_transports(HttpSettings(allow=(place,), per_host_gap_seconds=0, timeout_seconds=0.5))
        feed = Feed(name="afp", agency=AFP, url=f"afp-api+http://{place}/", credentials=BY_PASSWORD)
        try:
            await transport.fetch(feed, Cursor(), NOW)
        finally:
            await transport.close()

    api = AfpApi(docs=docs(1))
    with api.serve() as server:
        server.pages["/v1/api/search"] = hang(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        with pytest.raises(Unreachable, match=r"no whole answer within 0\.5 s"):
            asyncio.run(run(server.place))
