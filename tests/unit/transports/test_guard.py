"""The guard's decisions, without a network."""

import socket
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from wirefeed.transports.guard import allow_list, check_address, check_redirect, check_url, read_url, redact, same_origin

NOBODY = allow_list(())

DENIED = {
    "loopback": "127.0.0.1",
    "the rest of 127/8": "127.255.255.254",
    "unspecified": "0.0.0.0",  # noqa: S104 - an address to refuse, not to bind
    "this network": "0.1.2.3",
    "private 10/8": "10.0.0.1",
    "private 172.16/12": "172.31.255.255",
    "private 192.168/16": "192.168.1.1",
    "carrier-grade NAT": "100.64.0.1",
    "link-local, the clouds' metadata": "169.254.169.254",
    "protocol assignments": "192.0.0.192",
    "an anycast address inside them": "192.0.0.9",
    "6to4 relay": "192.88.99.1",
    "benchmarking": "198.18.0.1",
    "documentation": "203.0.113.5",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "loopback, v6": "::1",
    "unspecified, v6": "::",
    "IPv4-mapped": "::ffff:127.0.0.1",
    "IPv4-mapped, of a public address": "::ffff:8.8.8.8",
    "IPv4-compatible": "::127.0.0.1",
    "NAT64": "64:ff9b::7f00:1",
    "NAT64, local use": "64:ff9b:1::7f00:1",
    "6to4": "2002:7f00:1::",
    "Teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "unique local": "fd00:ec2::254",
    "link-local, v6": "fe80::1",
    "link-local with its interface": "fe80::1%eth0",
    "site-local": "fec0::1",
    "multicast, v6": "ff02::1",
    "documentation, v6": "2001:db8::1",
    "no address at all": "example.org",
}


@pytest.mark.parametrize("address", DENIED.values(), ids=DENIED.keys())
def test_an_address_that_is_not_public_is_refused(address):
    assert check_address(address, 80, NOBODY)


@pytest.mark.parametrize("address", ["8.8.8.8", "151.101.0.81", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001::200e"])
def test_a_public_address_may_be_dialled(address):
    assert check_address(address, 443, NOBODY) is None


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_never_let_through_in_an_ipv6_disguise(address: IPv4Address):
    number = int(address)
    disguises = (IPv6Address(number), IPv6Address(0xFFFF << 32 | number), IPv6Address((0x64FF9B << 96) | number))
    assert all(check_address(str(disguise), 80, NOBODY) for disguise in disguises)


@given(st.ip_addresses())
def test_nothing_python_calls_local_is_let_through(address):
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast or address.is_reserved:
        assert check_address(str(address), 80, NOBODY)


def test_the_allow_list_lets_one_host_and_port_through_and_no_other():
    allow = allow_list(["127.0.0.1:8801", "[::1]:8802", "Intranet.example:80"])
    assert check_url("http://127.0.0.1:8801/feed.xml", allow) is None
    assert check_url("http://[::1]:8802/", allow) is None
    assert check_url("http://INTRANET.example/", allow) is None
    assert check_address("10.1.2.3", 80, allow, "intranet.example") is None
    assert check_url("http://127.0.0.1:8802/", allow)
    assert check_url("http://127.0.0.2:8801/", allow)
    assert check_url("http://[::ffff:127.0.0.1]:8801/", allow)


def test_a_strange_name_that_resolves_to_an_allowed_address_is_refused():
    allow = allow_list(["127.0.0.1:8801"])
    assert check_address("127.0.0.1", 8801, allow, "rebind.example")


def test_one_host_is_one_entry_however_it_is_written():
    assert allow_list(["[0:0:0:0:0:0:0:1]:80", "::1:80", "[::1]:80"]) == {("::1", 80)}
    assert check_url("http://пример.example:81/", allow_list(["Пример.example:81"])) is None
    assert check_address("10.0.0.1", 81, allow_list(["Пример.example:81"]), "xn--e1afmkfd.example") is None


@pytest.mark.parametrize("entry", ["127.0.0.1", "localhost", ":80", "host:", "host:x", "host:99999", ""])
def test_an_entry_that_is_no_host_and_port_is_an_error(entry):
    with pytest.raises(ValueError, match=r".+"):
        allow_list([entry])


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "gopher://127.0.0.1:1/_x",
        "ftp://example.org/",
        "//example.org/feed.xml",
        "feed.xml",
        "",
        "http://",
        "http:///feed.xml",
        "http://example.org:99999/",
        "http://example.org:0/",
        "http://user:secret@example.org/",
        "http://user@example.org/",
        "http://a.example\\@b.example/",
        "http://example.org/\r\nX-Injected: 1",
        "http://exa mple.org/",
        "http://example.org%2f/",
        "http://sub.localhost/",
        "http://1.2.3/",
        "http://1.2.3.4.5/",
        "http://0x7f.1/",
        "http://host.0x/",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url):
    assert check_url(url, NOBODY)


@pytest.mark.parametrize("url", ["https://example.org/feed.xml?a=1&b=2#top", "http://example.org:8080/", "https://пример.example/рсс"])
def test_a_plain_web_address_passes(url):
    assert check_url(url, NOBODY) is None


def _everything_is_here(host: str) -> list[str]:
    """The worst resolver there is: names lead to loopback, and numbers in disguise to what inet_aton makes of them."""
    try:
        return [socket.inet_ntoa(socket.inet_aton(host))]
    except OSError:
        return ["127.0.0.1"]


@pytest.mark.shared
def test_none_of_the_forms_of_a_private_address_gets_past_both_checks(shared):
    urls = (shared / "data/ssrf_urls.txt").read_text(encoding="utf-8").splitlines()
    assert len(urls) == 31
    for url in urls:
        if check_url(url, NOBODY) is None:
            target = read_url(url)
            assert all(check_address(found, 80, NOBODY, target.host) for found in _everything_is_here(str(target.host))), url


def test_a_redirect_may_not_leave_https():
    secure, plain = URL("https://example.org/a"), URL("http://example.org/a")
    assert check_redirect(secure, plain, NOBODY) == "it leads from https to http"
    assert check_redirect(plain, secure, NOBODY) is None
    assert check_redirect(secure, URL("https://other.example/"), NOBODY) is None
    assert check_redirect(secure, URL("https://10.0.0.1/"), NOBODY)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("https://a.example/x", "https://a.example/y", True),
        ("http://a.example/", "https://a.example/", True),
        ("https://a.example/", "http://a.example/", False),
        ("https://a.example/", "https://a.example:8443/", False),
        ("http://a.example:8080/", "https://a.example/", False),
        ("https://a.example/", "https://b.a.example/", False),
    ],
)
def test_credentials_stay_with_their_origin(left, right, same):
    assert same_origin(URL(left), URL(right)) is same


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:pw@example.org/feed", "https://***@example.org/feed"),
        ("https://a:b@c:d@example.org/feed", "https://***@example.org/feed"),
        ("https://example.org/feed?api_key=abc&page=2", "https://example.org/feed?api_key=***&page=2"),
        ("https://example.org/feed?page=2&access_token=abc#x", "https://example.org/feed?page=2&access_token=***#x"),
        ("https://example.org/#id_token=abc", "https://example.org/#id_token=***"),
        ("https://example.org/feed?q=a@b", "https://example.org/feed?q=a@b"),
        ("https://example.org/\x1b[31mred\n", "https://example.org/ [31mred "),
        ("not a url at all", "not a url at all"),
    ],
)
def test_no_secret_of_an_address_is_shown(url, shown):
    assert redact(url) == shown


@given(st.text(alphabet="abz?&=#/@:;.\\\n\udc80é", max_size=60))
def test_redacting_never_fails_and_a_password_never_survives(rubbish):
    shown = redact(f"https://me:canary@{rubbish}")
    assert "canary" not in shown
    assert shown.encode("utf-8")
    assert shown == redact(shown)
