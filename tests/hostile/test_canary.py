"""Nobody on this machine is ever reached by a feed's doing: every disguise of a private address, as a feed, as a redirect, as a name.

A server listens on all of loopback and must see no connection at all; the resolver is the worst there is.
"""

import asyncio
import socket
from contextlib import suppress
from itertools import count, cycle

import pytest

from tests.integration.servers import Loopback, answer, canary, reply
from wirefeed.errors import TransportError
from wirefeed.model.feed import Cursor
from wirefeed.testing import NOON, a_feed
from wirefeed.transports import HttpSettings, HttpTransport

FORMS = (
    *("127.0.0.1", "127.0.0.2", "127.1", "0177.0.0.1", "2130706433", "017700000001", "0x7f000001", "0x7f.1", "127.0.0.1.", "0", "0.0.0.0"),  # noqa: S104
    *(
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ),
    *("localhost", "localhost.", "LOCALHOST", "a.localhost", "ⓛocalhost", "127。0。0。1", "１２７.0.0.1", "127.0.0.1.nip.example"),
    *("user@127.0.0.1", "a.example#@127.0.0.1", "a.example\\@127.0.0.1", "127.0.0.1%00.a.example", "[::1]%25lo"),
)
"""Thirty-two ways to write this machine."""
CLASSES = (
    *("10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "169.254.169.254", "192.0.0.192", "192.88.99.1", "198.18.0.1", "224.0.0.1"),
    *("240.0.0.1", "255.255.255.255", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "64:ff9b:1::1", "2001::1", "2001:db8::1"),
)
SETTINGS = HttpSettings(user_agent="wirefeed/test", per_host_gap_seconds=0, timeout_seconds=3.0)


def info(address, port):
    """One answer of a name server."""
    kind = socket.AF_INET6 if ":" in address else socket.AF_INET
    rest = (0, 0) if ":" in address else ()
    return (kind, socket.SOCK_STREAM, 6, "", (address, port, *rest))


def fetch(url, lookup, **settings):
    """One poll; what it raised, or None."""

    async def run():
        transport = HttpTransport(
            HttpSettings(**{**{name: getattr(SETTINGS, name) for name in SETTINGS.__slots__}, **settings}), lookup=lookup
        )
        try:
            await transport.fetch(a_feed(url=url), Cursor(), NOON)
        except TransportError as error:
            return error
        finally:
            await transport.close()
        return None

    return asyncio.run(run())


async def everything_is_here(_host, port, _family):
    """Every name leads to this machine."""
    return [info("127.0.0.2", port)]


@pytest.fixture
def bait():
    """A server nobody may reach. Whatever got a connection to it is counted before a byte is read."""
    with canary() as server:
        yield server
        assert server.connections == 0


@pytest.mark.parametrize("form", FORMS)
def test_no_disguise_of_this_machine_is_reached_as_a_feed(form, bait):
    assert fetch(f"http://{form}:{bait.port}/", everything_is_here)


def test_no_disguise_of_this_machine_is_reached_by_a_redirect(bait):
    with Loopback() as door:
        for status, form in zip(cycle((301, 302, 303, 307, 308)), FORMS):
            location = f"http://{form}:{bait.port}/"
            with suppress(UnicodeEncodeError):
                door.pages["/feed.xml"] = answer(reply(status=status, Location=location.encode().decode("latin-1")))
            assert fetch(door.url(), everything_is_here, allow=(door.place,)), form


@pytest.mark.parametrize("address", CLASSES)
def test_no_private_class_of_address_is_dialled_whoever_names_it(address, monkeypatch):
    dialled = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, where: dialled.append(where))

    async def lookup(_host, port, _family):
        return [info("93.184.215.14", port), info(address, port)]

    error = fetch("http://mixed.example/", lookup)
    assert "mixed.example" in str(error) or "is not fetched" in str(error)
    assert dialled == []


def test_a_name_that_changes_its_mind_between_check_and_dial_is_dialled_at_the_checked_address(bait):
    """A rebinding resolver: public for the first question, this machine for every later one."""
    asked = count()

    async def rebinding(_host, port, _family):
        return [info("203.0.112.1" if next(asked) % 2 == 0 else "127.0.0.2", port)]

    for _ in range(6):
        assert fetch(f"http://rebind.example:{bait.port}/", rebinding, timeout_seconds=0.3)
    assert next(asked) == 6, "one question a poll: what was checked is what was dialled"


def test_a_rebinding_name_is_no_better_at_the_end_of_a_redirect(bait):
    answers = cycle(["203.0.112.1", "127.0.0.2"])

    async def rebinding(_host, port, _family):
        return [info(next(answers), port)]

    with Loopback() as door:
        door.pages["/feed.xml"] = answer(reply(status=302, Location=f"http://rebind.example:{bait.port}/"))
        for _ in range(4):
            assert fetch(door.url(), rebinding, allow=(door.place,), timeout_seconds=0.3)


def test_the_allow_list_of_one_port_opens_no_other(bait):
    with Loopback(host="127.0.0.2") as door:
        door.pages["/feed.xml"] = answer(reply(status=302, Location=f"http://127.0.0.2:{bait.port}/"))
        assert "is not fetched" in str(fetch(door.url(), everything_is_here, allow=(door.place,)))


def test_the_bait_would_have_told():
    with canary() as server:
        fetch(server.url(), everything_is_here, allow=(server.place,))
        assert server.connections == 1
