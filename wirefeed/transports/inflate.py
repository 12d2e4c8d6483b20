"""Bodies out of their one gzip layer, bounded before and after. It reads no network and knows no second encoding.

The stock clients accept a cut gzip stream in silence and inflate without a bound; here the end of the stream is checked and the
decompressor is never asked for more than the room left.
"""

import zlib

_GZIP_WINDOW = 31
_GZIP_MAGIC = b"\x1f\x8b"
_MEMBERS = 64
"""A gzip body may be several streams on end (RFC 1952, 2.2); thousands of tiny ones are an attack on our time."""

_STEP = 1 << 20
"""Bytes inflated in one go: a chunk off the wire may hold a thousand times its size, and zlib joins what it inflated from a second copy."""


class Overflow(Exception):
    """The body is larger than allowed; the message says which limit was passed."""


class Cut(Exception):
    """The compressed stream is damaged, or ends before its end."""


class Plain:
    """Collects a body that came without encoding. ``room`` and ``size``, what came so far, in bytes."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._parts: list[bytes] = []
        self.size = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes. Raises Overflow."""
        self.size += len(chunk)
        if self.size > self._room:
            raise Overflow("the document is larger than allowed")
        self._parts.append(chunk)

    def finish(self) -> bytes:
        """The whole body."""
        return b"".join(self._parts)


class Gunzip:
    """Collects a gzip body. ``raw`` and ``room`` bound it in bytes before and after inflation."""

    def __init__(self, raw: int, room: int) -> None:
        self._raw = raw
        self._plain = Plain(room)
        self._room = room
        self._stream = zlib.decompressobj(_GZIP_WINDOW)
        self._members = 1
        self._rubbish = False

    @property
    def size(self) -> int:
        """Bytes inflated so far."""
        return self._plain.size

    def feed(self, chunk: bytes) -> None:
        """Inflate the next bytes. Raises Overflow or Cut."""
        self._raw -= len(chunk)
        if self._raw < 0:
            raise Overflow("the compressed document is larger than allowed")
        while chunk and not self._rubbish:
            if self._stream.eof:
                chunk = self._next_member(chunk)
                continue
            chunk = self._inflate(chunk)

    def finish(self) -> bytes:
        """The whole body. Raises Cut when the stream has not come to its end."""
        if not self._stream.eof:
            raise Cut("the compressed document ends before its end")
        body = self._plain.finish()
        if body.startswith(_GZIP_MAGIC):
            raise Cut("the document is compressed more than once")
        return body

    def _inflate(self, chunk: bytes) -> bytes:
        try:
            out = self._stream.decompress(chunk, min(self._room + 1, _STEP))
        except zlib.error as error:
            raise Cut(f"the compressed document is damaged ({error})") from error
        self._room -= len(out)
        self._plain.feed(out)
        return self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail

    def _next_member(self, chunk: bytes) -> bytes:
        """Begin another stream; whatever follows the last one without a gzip head is no part of the document."""
        self._members += 1
        if not chunk.startswith(_GZIP_MAGIC[: len(chunk)]):
            self._rubbish = True
            return b""
        if self._members > _MEMBERS:
            raise Cut("the compressed document is cut into too many streams")
        self._stream = zlib.decompressobj(_GZIP_WINDOW)
        return chunk


Body = Plain | Gunzip


def body_for(content_encoding: str, *, raw: int, room: int) -> Body:
    """What to collect a body with, by its Content-Encoding header. Raises Cut on any encoding that was not asked for."""
    layers = [layer.strip().lower() for layer in content_encoding.split(",")]
    layers = [layer for layer in layers if layer not in ("", "identity")]
    if not layers:
        return Plain(min(raw, room))
    if layers in (["gzip"], ["x-gzip"]):
        return Gunzip(raw, room)
    raise Cut(f"the document came encoded as {content_encoding[:50]!r}, where only gzip was offered")
