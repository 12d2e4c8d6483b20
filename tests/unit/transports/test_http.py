"""The HTTP transport against real servers on loopback, most of them broken or hostile."""

import asyncio
import gzip
import re
import resource
import ssl
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from tests.integration.servers import Answering, Asked, Loopback, answer, canary, document, drip, hang, reply, reset
from wirefeed.errors import Gone, Missing, RateLimited, Refused, TransportError, Unauthorized, Unreachable, Unusable
from wirefeed.model.credentials import Basic, Bearer, Headers, Secret
from wirefeed.model.delivery import Deferred, Fetched, NotModified, Outcome
from wirefeed.model.feed import Agency, Cursor, Feed
from wirefeed.transports import HttpSettings, HttpTransport
from wirefeed.transports.dial import Lookup, look_up

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
AGENCY = Agency(key="tass", name="TASS", quoted_as="Tass news agency")
RSS = b"<?xml version='1.0'?><rss version='2.0'><channel><title>wire</title></channel></rss>"
SETTINGS = HttpSettings(user_agent="wirefeed/test", contact="https://example.org/bot", per_host_gap_seconds=0, timeout_seconds=1.0)


def a_feed(url: str, **changes: object) -> Feed:
    return replace(Feed(name="tass-en", agency=AGENCY, url=url), **changes)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


def fetch_all(
    settings: HttpSettings, *polls: tuple[Feed, Cursor], lookup: Lookup = look_up, at_once: bool = False
) -> list[Outcome | TransportError]:
    """What a transport makes of these polls, one after the other or all at once; errors are values here."""

    async def run() -> list[Outcome | TransportError]:
        transport = HttpTransport(settings, lookup=lookup)

        async def one(feed: Feed, cursor: Cursor) -> Outcome | TransportError:
            try:
                return await transport.fetch(feed, cursor, NOW)
            except TransportError as error:
                return error

        try:
            if at_once:
                return list(await asyncio.gather(*(one(feed, cursor) for feed, cursor in polls)))
            return [await one(feed, cursor) for feed, cursor in polls]
        finally:
            await transport.close()

    return asyncio.run(run())


def fetch(server: Loopback, page: Answering, **changes: object) -> Outcome | TransportError:
    """One poll of a server that answers like this."""
    server.pages["/feed.xml"] = page
    settings = replace(SETTINGS, allow=(server.place,), **changes)
    return fetch_all(settings, (a_feed(server.url()), Cursor()))[0]


# --- what works -----------------------------------------------------------------------------------------------------------


def test_a_document_is_fetched_with_manners(server):
    found = fetch(server, answer(reply(RSS, ETag='"a"', Content_Type="text/xml; charset=utf-8", Cache_Control="max-age=600")))
    assert isinstance(found, Fetched)
    assert found.deliveries[0].body == RSS
    assert found.deliveries[0].url == server.url()
    assert found.deliveries[0].content_type == "text/xml; charset=utf-8"
    assert (found.status, found.max_age, found.moved_to, found.cursor.etag) == (200, 600, None, '"a"')
    sent = server.asked[0].headers
    assert sent["user-agent"] == "wirefeed/test (+https://example.org/bot)"
    assert sent["accept-encoding"] == "gzip"
    assert sent["accept"].startswith("application/rss+xml")
    assert "if-none-match" not in sent
    assert "cookie" not in sent


def test_a_gzip_document_is_inflated(server):
    found = fetch(server, answer(reply(gzip.compress(RSS), Content_Encoding="gzip")))
    assert isinstance(found, Fetched)
    assert found.deliveries[0].body == RSS


def test_validators_go_back_as_they_came_and_304_is_not_modified(server):
    server.pages["/feed.xml"] = answer(reply(status=304))
    known = Cursor(etag='W/"odd, tag"', last_modified="Mon, 23 Nov 2026 11:00:00 +0000", body_sha256="x")
    (found,) = fetch_all(replace(SETTINGS, allow=(server.place,)), (a_feed(server.url()), known))
    assert found == NotModified(cursor=known, status=304)
    assert server.asked[0].headers["if-none-match"] == 'W/"odd, tag"'
    assert server.asked[0].headers["if-modified-since"] == "Mon, 23 Nov 2026 11:00:00 +0000"


def test_an_unconditional_poll_of_an_equal_body_is_not_modified(server):
    first = fetch(server, answer(reply(RSS, ETag='"1"')))
    server.pages["/feed.xml"] = answer(reply(RSS, ETag='"2"'))
    (second,) = fetch_all(replace(SETTINGS, allow=(server.place,)), (a_feed(server.url()), replace(first.cursor, etag=None)))
    assert isinstance(second, NotModified)
    assert second.cursor.etag == '"2"'


def test_headers_of_the_feed_are_sent_and_may_replace_ours_but_not_the_encoding(server):
    server.pages["/feed.xml"] = answer(reply(RSS))
    feed = a_feed(server.url(), headers=(("user-agent", "AgreedName/2"), ("X-Api-Key", "k"), ("accept-encoding", "br")))
    fetch_all(replace(SETTINGS, allow=(server.place,)), (feed, Cursor()))
    sent = server.asked[0].headers
    assert (sent["user-agent"], sent["x-api-key"], sent["accept-encoding"]) == ("AgreedName/2", "k", "gzip")


def test_a_user_name_in_the_address_becomes_a_header_and_is_shown_nowhere(server):
    server.pages["/feed.xml"] = answer(reply(RSS))
    url = f"http://me:s%C3%A9cret@{server.place}/feed.xml?api_key=canary"
    (found,) = fetch_all(replace(SETTINGS, allow=(server.place,)), (a_feed(url), Cursor()))
    assert server.asked[0].headers["authorization"] == "Basic " + b64encode("me:sécret".encode()).decode()
    assert server.asked[0].path == "/feed.xml?api_key=canary"
    assert found.deliveries[0].url == server.url("/feed.xml?api_key=***")


def test_kept_alive_connections_are_used_again(server):
    async def keep(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(reply(RSS, close=False))
        await writer.drain()
        await asyncio.sleep(0.3)

    server.pages["/feed.xml"] = keep
    found = fetch_all(replace(SETTINGS, allow=(server.place,)), (a_feed(server.url()), Cursor()))
    assert isinstance(found[0], Fetched)


# --- redirects ------------------------------------------------------------------------------------------------------------


def redirect(to: str, status: int = 302) -> Answering:
    return answer(reply(status=status, Location=to))


@pytest.mark.parametrize(
    ("statuses", "moved"), [((301,), True), ((308,), True), ((301, 308), True), ((302,), False), ((301, 302), False), ((307, 301), False)]
)
def test_only_a_chain_that_is_permanent_throughout_moves_the_feed(server, statuses, moved):
    for number, status in enumerate(statuses):
        server.pages[f"/{number}"] = redirect(f"/{number + 1}?page=1", status)
    server.pages[f"/{len(statuses)}"] = answer(reply(RSS))
    (found,) = fetch_all(replace(SETTINGS, allow=(server.place,)), (a_feed(server.url("/0")), Cursor()))
    end = server.url(f"/{len(statuses)}?page=1")
    assert isinstance(found, Fetched)
    assert found.deliveries[0].url == end
    assert found.moved_to == (end if moved else None)


def test_five_redirects_are_followed_and_a_sixth_is_not(server):
    for number in range(6):
        server.pages[f"/{number}"] = redirect(f"/{number + 1}")
    server.pages["/6"] = answer(reply(RSS))
    settings = replace(SETTINGS, allow=(server.place,))
    one, six = fetch_all(settings, (a_feed(server.url("/1")), Cursor()), (a_feed(server.url("/0")), Cursor()))
    assert isinstance(one, Fetched)
    assert isinstance(six, Unusable)
    assert "more than 5 redirects" in str(six)


def test_a_redirect_loop_ends(server):
    found = fetch(server, redirect("/feed.xml"))
    assert isinstance(found, Unusable)
    assert len(server.asked) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "javascript:alert(1)", "gopher://127.0.0.1:1/_x", "http://\\evil", "http://[::1"])
def test_a_redirect_out_of_the_web_is_refused(server, target):
    assert isinstance(fetch(server, redirect(target)), Refused)
    assert len(server.asked) == 1


def test_a_redirect_without_a_target_is_unusable(server):
    assert isinstance(fetch(server, answer(reply(status=302))), Unusable)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_this_machine_is_refused_before_anything_is_dialled(server, status):
    with canary() as trap:
        found = fetch(server, redirect(trap.url("/latest/meta-data/?token=canary"), status))
        assert isinstance(found, Refused)
        assert trap.connections == 0
    assert "network.allow" in str(found)
    assert "token=canary" not in str(found)


def test_a_redirect_with_a_user_name_is_refused(server):
    assert isinstance(fetch(server, redirect(f"http://me:you@{server.place}/other")), Refused)


def test_secrets_of_a_feed_do_not_follow_it_to_another_origin(server):
    with Loopback(pages={"/end": answer(reply(RSS))}) as other:
        server.pages["/feed.xml"] = redirect("/same")
        server.pages["/same"] = redirect(other.url("/end"))
        feed = a_feed(server.url(), headers=(("Authorization", "Bearer x"), ("X-Api-Key", "k"), ("User-Agent", "Agreed/1")))
        fetch_all(replace(SETTINGS, allow=(server.place, other.place)), (feed, Cursor(etag='"e"')))
        assert server.asked[1].headers["x-api-key"] == "k"
        sent = other.asked[0].headers
    assert "authorization" not in sent
    assert "x-api-key" not in sent
    assert (sent["user-agent"], sent["if-none-match"], sent["accept-encoding"]) == ("Agreed/1", '"e"', "gzip")


# --- broken and hostile answers -------------------------------------------------------------------------------------------

BROKEN: dict[str, tuple[Answering, type[TransportError]]] = {
    "cut gzip": (answer(reply(gzip.compress(RSS * 50)[:-12], Content_Encoding="gzip")), Unusable),
    "gzip twice, said": (answer(reply(gzip.compress(gzip.compress(RSS)), Content_Encoding="gzip, gzip")), Unusable),
    "gzip twice, in two headers": (answer(reply(gzip.compress(gzip.compress(RSS)), Content_Encoding=["gzip", "gzip"])), Unusable),
    "gzip twice, unsaid": (answer(reply(gzip.compress(gzip.compress(RSS)), Content_Encoding="gzip")), Unusable),
    "plain under a gzip header": (answer(reply(RSS, Content_Encoding="gzip")), Unusable),
    "brotli": (answer(reply(RSS, Content_Encoding="br")), Unusable),
    "shorter than announced": (answer(reply(RSS, length=len(RSS) + 10)), Unusable),
    "longer than announced": (answer(reply(RSS, length=len(RSS)) + b"<item/>"), Unusable),
    "a cut chunked body": (answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n<rss>"), Unusable),
    "reset in the body": (reset(reply(RSS, length=5000)), Unusable),
    "reset at once": (reset(), Unreachable),
    "closed at once": (answer(b""), Unreachable),
    "no HTTP at all": (answer(b"SSH-2.0-OpenSSH_9.2\r\n"), Unusable),
    "huge headers": (answer(reply(RSS, X_Pad=["p" * 8000] * 400)), Unusable),
    "one huge header": (answer(reply(RSS, X_Pad="p" * 200_000)), Unusable),
    "empty": (answer(reply(b"", ETag='"e"')), Unusable),
    "500 with a feed in the body": (answer(reply(RSS, status=500)), Unreachable),
    "503 without a time": (answer(reply(RSS, status=503)), Unreachable),
    "401": (answer(reply(RSS, status=401)), Unauthorized),
    "403": (answer(reply(RSS, status=403)), Unauthorized),
    "404": (answer(reply(RSS, status=404)), Missing),
    "410": (answer(reply(RSS, status=410)), Gone),
    "206": (answer(reply(RSS, status=206)), Unusable),
    "silence": (hang(), Unreachable),
    "silence after the head": (hang(reply(length=5000)), Unreachable),
    "a byte now and then": (drip(RSS), Unreachable),
    "304 to a plain request": (answer(reply(status=304)), Unusable),
}


@pytest.mark.parametrize(("page", "error"), BROKEN.values(), ids=BROKEN.keys())
def test_an_answer_that_is_no_whole_document_is_an_error_that_says_so(server, page, error):
    started = time.monotonic()
    found = fetch(server, page)
    assert type(found) is error
    assert found.feed == "tass-en"
    assert str(found).startswith(server.url())
    assert time.monotonic() - started < 3


def test_a_gzip_bomb_costs_no_memory(server):
    bomb = gzip.compress(b"A" * 100_000_000, 9)
    page = answer(reply(bomb, Content_Encoding="gzip"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert isinstance(fetch(server, page), Unusable)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_an_endless_body_is_stopped_at_the_cap(server):
    async def endless(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(10_000):
            writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            await writer.drain()

    found = fetch(server, endless, raw_bytes=1_000_000, timeout_seconds=10)
    assert isinstance(found, Unusable)
    assert "larger than allowed" in str(found)


def test_a_length_over_the_cap_is_not_even_read(server):
    found = fetch(server, hang(reply(length=9_000_000)))
    assert isinstance(found, Unusable)


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = (
        f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=127.0.0.1 -keyout {key} -out {certificate}"
    )
    try:
        subprocess.run([*command.split(), "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no openssl to make a certificate with")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    with Loopback(pages={"/feed.xml": answer(reply(RSS))}, tls=context) as server:
        url = f"https://{server.place}/feed.xml"
        (found,) = fetch_all(replace(SETTINGS, allow=(server.place,)), (a_feed(url), Cursor()))
        assert server.asked == []
    assert isinstance(found, Unreachable)
    assert "certificate" in str(found)


def test_a_closed_port_is_unreachable():
    with Loopback() as gone:
        place = gone.place
    (found,) = fetch_all(replace(SETTINGS, allow=(place,)), (a_feed(f"http://{place}/feed.xml"), Cursor()))
    assert isinstance(found, Unreachable)
    assert not found.dns


def test_a_feed_header_with_a_line_break_never_reaches_the_wire(server):
    server.pages["/feed.xml"] = answer(reply(RSS))
    feed = a_feed(server.url(), headers=(("X-Team", "a\r\nX-Evil: 1"),))
    (found,) = fetch_all(replace(SETTINGS, allow=(server.place,)), (feed, Cursor()))
    assert isinstance(found, Unusable)
    assert server.asked == []


# --- manners --------------------------------------------------------------------------------------------------------------


def test_after_a_429_the_whole_host_waits_and_others_do_not(server):
    server.pages["/a"] = answer(reply(b"slow down", status=429, Retry_After="120"))
    server.pages["/b"] = answer(reply(RSS))
    with Loopback(pages={"/c": answer(reply(RSS))}) as other:
        settings = replace(SETTINGS, allow=(server.place, other.place))
        polls = [(a_feed(url), Cursor()) for url in (server.url("/a"), server.url("/b"), other.url("/c"))]
        limited, waiting, free = fetch_all(settings, *polls)
    assert isinstance(limited, RateLimited)
    assert timedelta(seconds=120) <= limited.retry_after - NOW < timedelta(seconds=122)
    assert isinstance(waiting, Deferred)
    # Both polls say the same moment is now, to the gate a clock set back by what the first took: its pause is carried along.
    assert timedelta(0) <= limited.retry_after - waiting.until < timedelta(seconds=2)
    assert isinstance(free, Fetched)
    assert [asked.path for asked in server.asked] == ["/a"]


def test_a_redirect_to_a_host_that_asked_for_quiet_is_put_off(server):
    with Loopback(pages={"/busy": answer(reply(status=429, Retry_After="60"))}) as busy:
        server.pages["/feed.xml"] = redirect(busy.url("/busy"))
        settings = replace(SETTINGS, allow=(server.place, busy.place))
        limited, waiting = fetch_all(settings, (a_feed(busy.url("/busy")), Cursor()), (a_feed(server.url()), Cursor()))
        assert isinstance(limited, RateLimited)
        assert isinstance(waiting, Deferred)
        assert len(busy.asked) == 1


def test_a_host_sees_no_more_connections_than_configured(server):
    async def slowly(_: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.05)
        writer.write(reply(RSS))

    for number in range(8):
        server.pages[f"/{number}"] = slowly
    settings = replace(SETTINGS, allow=(server.place,), per_host_connections=3)
    found = fetch_all(settings, *((a_feed(server.url(f"/{number}")), Cursor()) for number in range(8)), at_once=True)
    assert all(isinstance(one, Fetched) for one in found)
    assert server.most_at_once <= 3


def test_a_hung_feed_delays_no_other(server):
    server.pages["/hung"] = hang()
    with Loopback(pages={f"/{number}": answer(reply(RSS)) for number in range(20)}) as other:
        settings = replace(SETTINGS, allow=(server.place, other.place), timeout_seconds=30, per_host_connections=20)

        async def run() -> float:
            transport = HttpTransport(settings)
            hung = asyncio.create_task(transport.fetch(a_feed(server.url("/hung")), Cursor(), NOW))
            await asyncio.sleep(0.05)
            started = time.monotonic()
            await asyncio.gather(*(transport.fetch(a_feed(other.url(f"/{number}")), Cursor(), NOW) for number in range(20)))
            seconds = time.monotonic() - started
            hung.cancel()
            await asyncio.gather(hung, return_exceptions=True)
            await transport.close()
            return seconds

        assert asyncio.run(run()) < 2


def test_a_transport_can_be_used_again_after_it_was_closed(server):
    server.pages["/feed.xml"] = answer(reply(RSS))
    transport = HttpTransport(replace(SETTINGS, allow=(server.place,)))

    async def once() -> Outcome:
        try:
            return await transport.fetch(a_feed(server.url()), Cursor(), NOW)
        finally:
            await transport.close()

    assert isinstance(asyncio.run(once()), Fetched)
    assert isinstance(asyncio.run(once()), Fetched)


def test_a_proxy_of_the_operator_is_used_though_it_stands_in_a_private_network(server):
    server.pages["http://feeds.example/feed.xml"] = answer(reply(RSS))
    (found,) = fetch_all(SETTINGS, (a_feed("http://feeds.example/feed.xml", proxy=f"http://{server.place}"), Cursor()))
    assert isinstance(found, Fetched)
    assert found.deliveries[0].url == "http://feeds.example/feed.xml"


def test_a_proxy_that_is_away_or_unwilling_is_named_without_its_password(server):
    with Loopback() as gone:
        away = f"http://me:canary@{gone.place}"
    unwilling = f"http://me:canary@{server.place}"
    polls = [(a_feed("https://feeds.example/feed.xml", proxy=proxy), Cursor()) for proxy in (away, unwilling)]
    for found in fetch_all(SETTINGS, *polls):
        assert isinstance(found, Unreachable)
        assert "`proxy`" in str(found)
        assert "canary" not in str(found)


def test_behind_a_proxy_a_literal_private_address_is_still_refused(server):
    (found,) = fetch_all(SETTINGS, (a_feed("http://127.0.0.1:9/feed.xml", proxy=f"http://{server.place}"), Cursor()))
    assert isinstance(found, Refused)
    assert server.connections == 0


# --- names ----------------------------------------------------------------------------------------------------------------


def names(*answers: list[str]) -> Lookup:
    """A resolver that gives these answers one lookup after the other, whatever the name."""
    queue = list(answers)

    async def lookup(_: str, port: int, __: int) -> list:
        found = queue.pop(0) if len(queue) > 1 else queue[0]
        return [(10 if ":" in address else 2, 1, 6, "", (address, port)) for address in found]

    return lookup


@pytest.fixture
def dialled(monkeypatch) -> list[str]:
    """Every address a connection was tried to; none is made."""
    tried = []

    async def sock_connect(_: object, __: object, address: tuple) -> None:
        tried.append(address[0])
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(asyncio.selector_events.BaseSelectorEventLoop, "sock_connect", sock_connect)
    return tried


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.2"],
        ["10.0.0.1"],
        ["8.8.8.8", "127.0.0.2"],
        ["2606:4700::1111", "::ffff:127.0.0.2"],
        ["169.254.169.254"],
        ["64:ff9b::7f00:2"],
    ],
)
def test_a_name_with_one_forbidden_answer_is_refused_whole(addresses, dialled):
    (found,) = fetch_all(SETTINGS, (a_feed("http://mixed.example/"), Cursor()), lookup=names(addresses))
    assert isinstance(found, Refused)
    assert "private" in str(found) or "this machine" in str(found) or "link-local" in str(found)
    assert dialled == []


def test_the_address_that_was_checked_is_the_one_that_is_dialled(server):
    """The name turns to the canary after the first lookup; there is no second one between check and connection."""
    server.pages["/feed.xml"] = answer(reply(RSS))
    with canary() as trap:
        settings = replace(SETTINGS, allow=(f"rebind.example:{server.port}",))
        feed = a_feed(f"http://rebind.example:{server.port}/feed.xml")
        (found,) = fetch_all(settings, (feed, Cursor()), lookup=names(["127.0.0.1"], ["127.0.0.2"]))
        assert isinstance(found, Fetched)
        assert trap.connections == 0


def test_a_name_that_flips_to_this_machine_between_two_polls_is_refused(dialled, monkeypatch):
    monkeypatch.setattr("aiohttp.connector._DNSCacheTable.expired", lambda *_: True)
    feed = a_feed("http://rebind.example/")
    first, second = fetch_all(SETTINGS, (feed, Cursor()), (feed, Cursor()), lookup=names(["8.8.8.8"], ["127.0.0.2"]))
    assert isinstance(first, Unreachable)
    assert isinstance(second, Refused)
    assert set(dialled) == {"8.8.8.8"}


def test_the_socket_is_checked_even_where_the_resolver_was_fooled(dialled, monkeypatch):
    async def fooled(_: object, host: str, port: int, family: int) -> list:
        return [{"hostname": host, "host": "127.0.0.2", "port": port, "family": family or 2, "proto": 6, "flags": 0}]

    monkeypatch.setattr("wirefeed.transports.dial.GuardedResolver.resolve", fooled)
    (found,) = fetch_all(SETTINGS, (a_feed("http://fooled.example/"), Cursor()))
    assert isinstance(found, Refused)
    assert dialled == []


def test_a_name_that_does_not_resolve_is_told_as_such():
    (found,) = fetch_all(SETTINGS, (a_feed("http://" + "x" * 64 + ".invalid/"), Cursor()))
    assert isinstance(found, Unreachable)
    assert found.dns
    assert "does not resolve" in str(found)


def test_a_name_server_that_never_answers_costs_the_deadline_and_no_more():
    async def silent(_: str, __: int, ___: int) -> list:
        await asyncio.sleep(600)
        return []

    started = time.monotonic()
    (found,) = fetch_all(replace(SETTINGS, timeout_seconds=0.2), (a_feed("http://slow.example/"), Cursor()), lookup=silent)
    assert isinstance(found, Unreachable)
    assert time.monotonic() - started < 2


def forms(shared, port: int) -> list[str]:
    """Every form in the list as it stands, and aimed at a port."""
    urls = (shared / "data/ssrf_urls.txt").read_text(encoding="utf-8").splitlines()
    assert len(urls) == 31
    aimed = [re.sub(r"^(http://[^/]*?)(:80@a\.example)?/$", rf"\1:{port}\2/", url) for url in urls]
    return [*urls, *aimed]


@pytest.mark.shared
@pytest.mark.parametrize("to_this_machine", [True, False], ids=["names lead here", "names as they resolve"])
def test_no_form_of_a_private_address_is_ever_dialled(shared, dialled, to_this_machine):
    lookup = names(["127.0.0.2"]) if to_this_machine else look_up
    for url in forms(shared, 8801):
        (found,) = fetch_all(replace(SETTINGS, timeout_seconds=0.5), (a_feed(url), Cursor()), lookup=lookup)
        assert isinstance(found, TransportError), url
    assert dialled == []


@pytest.mark.shared
def test_no_form_of_a_private_address_reaches_a_real_server_as_a_feed_or_as_a_redirect(shared, server):
    with canary() as trap:
        lookup, settings = names(["127.0.0.2"]), replace(SETTINGS, allow=(server.place,), timeout_seconds=0.5)
        for number, url in enumerate(forms(shared, trap.port)):
            server.pages[f"/{number}"] = redirect(quote(url, safe=":/@#%[]\\"))
            polls = (a_feed(url), Cursor()), (a_feed(server.url(f"/{number}")), Cursor())
            assert all(isinstance(found, TransportError) for found in fetch_all(settings, *polls, lookup=lookup)), url
        assert trap.connections == 0
        assert len(server.asked) == 62


# --- a well-behaved server, polled for a while -----------------------------------------------------------------------------


def test_polling_on_brings_every_change_once(server):
    current = [b""]

    async def serve(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(document(asked, current[0]))

    server.pages["/feed.xml"] = serve

    async def run() -> list[str]:
        transport, cursor, log = HttpTransport(replace(SETTINGS, allow=(server.place,))), Cursor(), []
        for version in (b"<a/>", b"<a/>", b"<b/>", b"<a/>", b"<a/>"):
            current[0] = version
            outcome = await transport.fetch(a_feed(server.url()), cursor, NOW)
            cursor = outcome.cursor
            log.append(f"{outcome.status} {type(outcome).__name__}")
        await transport.close()
        return log

    changed, same = "200 Fetched", "304 NotModified"
    assert asyncio.run(run()) == [changed, same, changed, changed, same]


# --- credentials ----------------------------------------------------------------------------------------------------------

BASIC = Basic(username=Secret("desk"), password=Secret("pässword-canary"))
HEADERS = Headers(headers=(("X-Api-Key", Secret("key-canary")), ("X-Desk", Secret("foreign"))))


@pytest.mark.parametrize(
    ("credentials", "sent"),
    [
        (BASIC, {"authorization": "Basic " + b64encode("desk:pässword-canary".encode()).decode()}),
        (Bearer(token=Secret("token-canary")), {"authorization": "Bearer token-canary"}),
        (HEADERS, {"x-api-key": "key-canary", "x-desk": "foreign"}),
    ],
)
def test_a_feed_is_asked_with_its_credentials(server, credentials, sent):
    server.pages["/feed.xml"] = answer(reply(RSS))
    feed = a_feed(server.url(), credentials=credentials, headers=(("Authorization", "replaced"),))
    (found,) = fetch_all(replace(SETTINGS, allow=(server.place,)), (feed, Cursor()))
    assert isinstance(found, Fetched)
    asked = server.asked[0].headers
    assert {name: asked[name] for name in sent} == sent


@pytest.mark.parametrize("credentials", [BASIC, Bearer(token=Secret("token-canary")), HEADERS])
def test_credentials_follow_a_redirect_to_no_other_origin(server, credentials):
    with Loopback(pages={"/end": answer(reply(RSS))}) as other:
        server.pages["/feed.xml"] = redirect("/same", 307)
        server.pages["/same"] = redirect(other.url("/end"), 308)
        feed = a_feed(server.url(), credentials=credentials)
        (found,) = fetch_all(replace(SETTINGS, allow=(server.place, other.place)), (feed, Cursor()))
    assert isinstance(found, Fetched)
    assert "canary" in str(server.asked[1].headers) or "Basic" in str(server.asked[1].headers)
    assert not {"authorization", "x-api-key", "x-desk"} & set(other.asked[0].headers)


def test_credentials_are_not_sent_in_clear_to_a_place_nobody_vouches_for(server):
    server.pages["http://feeds.example/feed.xml"] = answer(reply(RSS))
    feed = a_feed("http://feeds.example/feed.xml", credentials=BASIC, proxy=f"http://{server.place}")
    (found,) = fetch_all(SETTINGS, (feed, Cursor()))
    assert isinstance(found, Refused)
    assert "https only" in str(found)
    assert server.connections == 0


def test_a_proxy_gets_its_own_credentials_and_the_feed_does_not(server):
    server.pages["http://feeds.example/feed.xml"] = answer(reply(RSS))
    feed = a_feed("http://feeds.example/feed.xml", proxy=f"http://{server.place}", proxy_credentials=BASIC)
    (found,) = fetch_all(SETTINGS, (feed, Cursor()))
    assert isinstance(found, Fetched)
    asked = server.asked[0].headers
    assert asked["proxy-authorization"] == "Basic " + b64encode("desk:pässword-canary".encode()).decode()
    assert "authorization" not in asked


def test_a_proxy_that_refuses_its_password_is_named_without_it(server):
    server.pages["feeds.example:443"] = answer(reply(status=407))
    feed = a_feed("https://feeds.example/feed.xml", proxy=f"http://{server.place}", proxy_credentials=BASIC)
    (found,) = fetch_all(SETTINGS, (feed, Cursor()))
    assert isinstance(found, Unreachable)
    assert "`proxy` answered 407" in str(found)
    assert "canary" not in f"{found!r} {found.__cause__!r}"
    assert server.asked[0].headers["proxy-authorization"].startswith("Basic ")
