"""Links: what may be kept of what a feed says, and which links lead to one page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirefeed.text.urls import safe_url, url_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://wire.example/world/ferry-aground", "http://www.Wire.example:80/world/ferry-aground/"),
        ("https://wire.example/a", "https://wire.example/a?utm_source=rss&utm_medium=feed#top"),
        ("https://wire.example/a", "https://wire.example/a?at_medium=RSS&at_campaign=X"),
        ("https://wire.example/a", "https://wire.example/a?maca=en-rss-en-all-1573-rdf"),
        ("https://wire.example/a", "https://wire.example/a?CMP=share&fbclid=1"),
        ("https://wire.example/a?id=1&page=2", "https://wire.example/a?page=2&amp;id=1&partner=rss"),
        ("https://wire.example/b", "https://wire.example/a/../b/./"),
        ("https://wire.example", "https://wire.example/"),
        ("https://wire.example/%D1%82", "https://wire.example/%d1%82"),
        ("https://wire.example/~desk", "https://wire.example/%7Edesk"),
        ("https://wire.example/новости", "https://wire.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"),
    ],
)
def test_addresses_of_one_page_have_one_key(one, other):
    assert url_key(one) == url_key(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://wire.example/a", "https://wire.example/b"),
        ("https://wire.example/a?id=1", "https://wire.example/a?id=2"),
        ("https://wire.example/a?ref=12345", "https://wire.example/a"),
        ("https://wire.example/A", "https://wire.example/a"),
        ("https://wire.example/a%2Fb", "https://wire.example/a/b"),
        ("https://wire.example:8443/a", "https://wire.example/a"),
        ("https://news.wire.example/a", "https://wire.example/a"),
    ],
)
def test_addresses_of_two_pages_have_two_keys(one, other):
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "\x01javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "mailto:desk@wire.example",
        "http:///nowhere",
        "http://user:secret@wire.example/",
        "http://wire.example\\@evil.example/",
        "http://wire.example/\x00",
        "http://wire.example/\u202etxt.exe",
        "http://wire.example:99999/",
        "http://[::1",
        "http://wire.example/" + "a" * 5000,
        "//",
        "",
        None,
    ],
)
def test_nothing_but_absolute_web_addresses_is_kept(url):
    assert safe_url(url, "javascript:x") is None
    assert url_key(url) is None


def test_a_relative_link_counts_from_its_feed():
    base = "https://wire.example/rss/v2.xml"
    assert safe_url("../world/1?a=b", base) == "https://wire.example/world/1?a=b"
    assert safe_url("//cdn.example/p.jpg", base) == "https://cdn.example/p.jpg"
    assert safe_url("world/1") is None


def test_what_could_end_an_attribute_is_escaped():
    assert safe_url(' http://wire.example/a b"><i>\n') == "http://wire.example/a%20b%22%3E%3Ci%3E"


@given(st.one_of(st.text(), st.text().map("https://wire.example/".__add__), st.text().map("http://".__add__)), st.text())
def test_a_key_is_its_own_key_and_no_text_raises(url, base):
    key = url_key(url)
    assert key is None or url_key(key) == key
    kept = safe_url(url, base)
    assert kept is None or kept.lower().startswith(("http://", "https://"))
