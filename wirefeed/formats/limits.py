"""How large a document and its parts may be; the figures every format keeps to. It enforces nothing itself."""

from typing import Final

BODY: Final = 8 << 20
"""Bytes of one document."""
ITEMS: Final = 2000
"""Entries read from one document in one pass."""
FIELD: Final = 256 << 10
"""Characters of one field."""
DEPTH: Final = 200
"""Elements inside one another."""
ATTRIBUTES: Final = 256
"""Attributes of one element."""
NAMESPACES: Final = 256
"""Different namespaces in one document."""
PERSON: Final = 1024
"""Bytes of an author element: the feed library searches those for addresses in quadratic time."""
ELEMENTS: Final = 10_000
"""Elements inside one entry."""
MEDIA: Final = 100
"""Media RSS elements of one entry that are looked at."""
PASS: Final = 2 << 20
"""Bytes of entries read from one document in one pass."""
SUBJECTS: Final = 200
"""Category elements of one entry: the feed library compares each with all before it."""
PROLOG: Final = 64 << 10
"""Bytes before the root element."""
TAGS: Final = 200_000
"""Elements outside of entries; tags of a document that is not well-formed, which only a slow parser can read."""
EXPANSION: Final = 256 << 10
"""Bytes that a document's own entities may add to it."""
