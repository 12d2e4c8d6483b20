"""Bodies are inflated within bounds, and only when they are whole."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirefeed.transports.inflate import Body, Cut, Overflow, body_for

KIB = 1024


def collect(body: Body, data: bytes, step: int = 100) -> bytes:
    for start in range(0, len(data), step):
        body.feed(data[start : start + step])
    return body.finish()


def gunzip(data: bytes, *, step: int = 100, raw: int = 64 * KIB, room: int = 64 * KIB) -> bytes:
    return collect(body_for("gzip", raw=raw, room=room), data, step)


@given(st.binary(max_size=2000), st.integers(min_value=1, max_value=3000))
def test_a_whole_stream_comes_out_as_it_went_in_however_it_is_cut_into_chunks(data, step):
    if not data.startswith(b"\x1f\x8b"):
        assert gunzip(gzip.compress(data), step=step) == data


@given(st.binary(min_size=1, max_size=500), st.data())
def test_a_stream_cut_anywhere_is_never_a_document(data, draw):
    packed = gzip.compress(data)
    cut = draw.draw(st.integers(min_value=0, max_value=len(packed) - 1))
    with pytest.raises(Cut):
        gunzip(packed[:cut])


def test_a_flipped_bit_is_noticed():
    packed = bytearray(gzip.compress(b"news " * 200))
    packed[-5] ^= 1
    with pytest.raises(Cut, match="damaged"):
        gunzip(bytes(packed))


def test_plain_bytes_under_a_gzip_header_are_refused():
    with pytest.raises(Cut, match="damaged"):
        gunzip(b"<rss></rss>")


def test_a_bomb_is_stopped_at_the_room_it_has():
    bomb = gzip.compress(b"A" * (20 * KIB * KIB))
    body = body_for("gzip", raw=64 * KIB, room=64 * KIB)
    with pytest.raises(Overflow):
        body.feed(bomb)


def test_a_bomb_takes_no_more_memory_than_the_room_it_has_and_a_little():
    bomb, body = gzip.compress(bytes(20_000_000)), body_for("gzip", raw=1 << 20, room=8 << 20)
    tracemalloc.start()
    with pytest.raises(Overflow):
        body.feed(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 12 << 20


def test_a_body_of_exactly_the_room_is_taken():
    assert len(gunzip(gzip.compress(b"A" * 64 * KIB))) == 64 * KIB
    with pytest.raises(Overflow):
        gunzip(gzip.compress(b"A" * (64 * KIB + 1)))


def test_the_compressed_size_is_bounded_too():
    with pytest.raises(Overflow, match="compressed"):
        gunzip(gzip.compress(bytes(range(256)) * 8), raw=100)


def test_a_plain_body_is_bounded():
    with pytest.raises(Overflow):
        collect(body_for("", raw=KIB, room=KIB), b"A" * (KIB + 1))
    assert collect(body_for("identity", raw=KIB, room=KIB), b"A" * KIB) == b"A" * KIB


def test_streams_on_end_are_one_document():
    """RFC 1952, 2.2; some servers write each flush as a stream of its own."""
    assert gunzip(gzip.compress(b"one, ") + gzip.compress(b"two"), step=7) == b"one, two"


def test_rubbish_after_the_last_stream_is_no_part_of_the_document():
    assert gunzip(gzip.compress(b"news") + b"\0" * 500) == b"news"


def test_thousands_of_tiny_streams_are_refused():
    with pytest.raises(Cut, match="too many"):
        gunzip(gzip.compress(b"") * 1000)


def test_a_document_compressed_twice_is_refused():
    with pytest.raises(Cut, match="more than once"):
        gunzip(gzip.compress(gzip.compress(b"news")))


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "deflate", "gzip,br", "x" * 5000])
def test_an_encoding_that_was_not_offered_is_refused(encoding):
    with pytest.raises(Cut, match="only gzip"):
        body_for(encoding, raw=KIB, room=KIB)


def test_the_old_name_and_any_case_of_gzip_are_understood():
    for name in ("GZIP", "x-gzip", " gzip ", "identity, gzip"):
        assert collect(body_for(name, raw=KIB, room=KIB), gzip.compress(b"news")) == b"news"


def test_raw_deflate_is_no_gzip():
    with pytest.raises(Cut):
        gunzip(zlib.compress(b"news"))
