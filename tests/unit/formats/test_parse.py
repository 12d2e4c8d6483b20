"""Promises of ``parse``: typed errors only, and nothing but memory is touched."""

import random
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wirefeed.errors import FormatError, Malformed, UnknownFormat
from wirefeed.formats import FORMATS, parse
from wirefeed.formats.document import Format

CORPUS = sorted(path for path in (Path(__file__).resolve().parents[2] / "corpus").rglob("*") if path.is_file())
BODIES = [path.read_bytes() for path in CORPUS]
PIECES = (
    "<rss version='2.0'>", "</rss>", "<channel>", "</channel>", "<item>", "</item>", "<title>", "</title>", "<guid>", "</guid>", "<link>",
    "</link>", "<link rel='alternate' href='x'/>", "<description>", "</description>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml?>",
    "<!DOCTYPE rss [", "<!ENTITY a 'b'>", "]>", "&a;", "&nbsp;", "&#xD800;", "&", "<feed xmlns='http://www.w3.org/2005/Atom'>", "</feed>",
    "<entry>", "</entry>", "<author>", "</author>", "<pubDate>Wed, 07 Oct 2026 18:50:25 BST</pubDate>", "<source url='x'>", "</source>",
    "<media:group>", "<media:content url='u'/>", "</media:group>", "<georss:where>", "<gml:Point>", "</georss:where>", "<tags a='b'/>",
    "<authors a='b'/>", "<links/>", "<content type='x/y'>", "</content>", "<image>", "</image>", "a@b.news (c)", "\0", "é", "x" * 50,
)  # fmt: skip


def read(deliver, body, **about):
    """Parse; a typed error that names its delivery is a fine answer."""
    delivery = deliver(body, **about)
    error = None
    try:
        assert parse(delivery).format
    except FormatError as caught:
        error = caught
    assert error is None or (type(error) in (UnknownFormat, Malformed) and error.delivery == delivery.sha256)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=40), wrapped=st.booleans())
def test_no_arrangement_of_mark_up_brings_another_error(deliver, pieces, wrapped):
    body = "".join(pieces)
    read(deliver, f"<rss><channel><item>{body}</item></channel></rss>" if wrapped else body)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=400), kind=st.sampled_from([None, "text/xml; charset=utf-16", "application/json", "text/html; charset=zlib"])
)
def test_no_bytes_bring_another_error(deliver, body, kind):
    read(deliver, body, content_type=kind)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, len(BODIES) - 1), seed=st.integers(0, 2**32))
def test_no_damage_to_a_document_brings_another_error(deliver, which, seed):
    chance = random.Random(seed)  # noqa: S311 - damage, no secret
    body = bytearray(BODIES[which])
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(body) + 1)
        match chance.randrange(4):
            case 0:
                del body[at : at + chance.randrange(40)]
            case 1:
                body[at:at] = chance.choice(PIECES).encode()
            case 2:
                body[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                other = chance.choice(BODIES)
                start = chance.randrange(len(other) + 1)
                body[at:at] = other[start : start + 60]
    read(deliver, bytes(body))


def test_an_error_nobody_thought_of_is_malformed(deliver, monkeypatch):
    def surprise(document, _seen):
        raise LookupError(document.root)

    monkeypatch.setattr("wirefeed.formats.FORMATS", (Format(name="odd", recognises=lambda _: True, read=surprise),))
    with pytest.raises(Malformed, match="LookupError: rss"):
        parse(deliver("<rss/>"))


def test_nothing_is_opened_or_connected_while_a_document_is_parsed(deliver):
    """Every document once to load what is loaded late; then again under Python's own audit hook."""
    touched, listening = [], []

    def listen(event, arguments):
        if listening and event in ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "urllib.Request"):
            touched.append((event, arguments))

    sys.addaudithook(listen)
    bodies = [*BODIES, b"/etc/hostname", b"file:///etc/hostname", b"https://example.org/feed", b"<rss>/etc/hostname</rss>"]
    for _ in range(2):
        for body in bodies:
            read(deliver, body)
        listening.append(True)
    listening.clear()
    assert len(bodies) > 20
    assert touched == []


def test_the_table_names_every_format_once():
    assert len({format_.name for format_ in FORMATS}) == len(FORMATS)
