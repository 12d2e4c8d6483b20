"""What placing needs of an item, as arrays and as the bytes the store keeps. It weighs no term: that is the index's to do."""

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.errors import InputError

VERSION: Final = 1
_HEAD: Final = struct.Struct("<BBIHBBBBBBB")
_DATED, _LIVE = 1, 2
_U4: Final = np.dtype("<u4")
TITLE_MOST: Final = 3
LEAD_MOST: Final = 3
BODY_MOST: Final = 15

Ids = NDArray[np.uint32]
Counts = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Encoded:
    """One item, ready to be compared. Ids are 32-bit hashes salted by language, so items of two languages share none.

    ``counts`` packs how often each term stands in body (4 bits), lead (2) and title (2); ``name_counts`` holds how often a name is
    met, plus 64 where it stands in the lead. ``weekdays`` is a bit set, Monday lowest. ``length`` counts the tokens of the item.
    """

    language: int
    length: int
    weekdays: int
    dated: bool
    live: bool
    terms: Ids
    names: Ids
    counts: Counts
    name_counts: Counts
    numbers: frozenset[int]
    quotes: frozenset[int]
    shingles: frozenset[int]
    places: frozenset[int]


def pack(
    *,
    language: int,
    length: int,
    weekdays: int,
    dated: bool,
    live: bool,
    terms: list[tuple[int, int]],
    names: list[tuple[int, int]],
    sets: tuple[list[int], list[int], list[int], list[int]],
) -> bytes:
    """The bytes of an encoded item; ``terms`` and ``names`` are (id, packed count), ``sets`` numbers, quotes, shingles, places.

    Each list must hold at most 255 entries.
    """
    head = _HEAD.pack(
        VERSION,
        dated * _DATED | live * _LIVE,
        language,
        min(length, 0xFFFF),
        weekdays,
        len(terms),
        len(names),
        *(len(each) for each in sets),
    )
    ids = [key for key, _ in terms] + [key for key, _ in names] + [key for each in sets for key in each]
    return head + struct.pack(f"<{len(ids)}I", *ids) + bytes([n for _, n in terms]) + bytes([n for _, n in names])


def is_live(blob: bytes) -> bool:
    """Whether the bytes of ``pack`` stand for a live blog. Raises InputError when they are too short to tell."""
    try:
        return bool(_HEAD.unpack_from(blob)[1] & _LIVE)
    except struct.error as error:
        raise InputError(f"features of an item are cut short: {len(blob)} bytes") from error


def language_of(blob: bytes) -> int:
    """The number of the language the item behind the bytes of ``pack`` is in. Raises InputError when they are too short to tell."""
    try:
        return int(_HEAD.unpack_from(blob)[2])
    except struct.error as error:
        raise InputError(f"features of an item are cut short: {len(blob)} bytes") from error


def unpack(blob: bytes) -> Encoded:
    """The item behind the bytes of ``pack``. Raises InputError when they are not, or of another version."""
    try:
        version, flags, language, length, weekdays, *sizes = _HEAD.unpack_from(blob)
        if version != VERSION or len(blob) != _HEAD.size + 4 * sum(sizes) + sizes[0] + sizes[1]:
            raise InputError(f"features of an item in version {version}, {len(blob)} bytes: not readable here; replay the archive")
    except struct.error as error:
        raise InputError(f"features of an item are cut short: {len(blob)} bytes") from error
    ids = np.frombuffer(blob, _U4, sum(sizes), _HEAD.size)
    counts = np.frombuffer(blob, np.uint8, sizes[0] + sizes[1], _HEAD.size + 4 * sum(sizes))
    cuts = [0]
    for size in sizes:
        cuts.append(cuts[-1] + size)
    plain = ids[cuts[2] :].tolist()
    parts = [frozenset(plain[cuts[i] - cuts[2] : cuts[i + 1] - cuts[2]]) for i in range(2, len(sizes))]
    return Encoded(
        language=language,
        length=length,
        weekdays=weekdays,
        dated=bool(flags & _DATED),
        live=bool(flags & _LIVE),
        terms=ids[: cuts[1]],
        names=ids[cuts[1] : cuts[2]],
        counts=counts[: sizes[0]],
        name_counts=counts[sizes[0] :],
        numbers=parts[0],
        quotes=parts[1],
        shingles=parts[2],
        places=parts[3],
    )
