"""What placing needs of an item, as arrays and as the bytes the store keeps. It weighs no term: that is the index's to do."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.errors import InputError

VERSION: Final = 1
_HEAD: Final = struct.Struct("<BBIHBBBBBBB")
_DATED, _LIVE = 1, 2
_U1: Final = np.dtype("u1")
_U4: Final = np.dtype("<u4")
_HEADS: Final = np.dtype(
    [("version", "u1"), ("flags", "u1"), ("language", "<u4"), ("length", "<u2"), ("weekdays", "u1"), ("sizes", "u1", (6,))]
)
SETS: Final = 4
"""How many packed sets an item has."""
TERMS: Final = 80
NAMES: Final = 24
TITLE_MOST: Final = 3
LEAD_MOST: Final = 3
BODY_MOST: Final = 15

Ids = NDArray[np.uint32]
Counts = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheaf:
    """Encoded items side by side, one row each. Ids are 32-bit hashes salted by language, so items of two languages share none.

    ``terms`` (items x 80) and ``names`` (items x 24) are padded with 0. ``counts`` packs how often each term stands in body (4 bits),
    lead (2) and title (2); ``name_counts`` holds how often a name is met, plus 64 where it stands in the lead. ``weekdays`` are bit
    sets, Monday lowest; ``length`` counts tokens; ``sets`` hold how many numbers, quotes, shingles and
    places there are, a byte each, and then these.
    """

    language: Ids
    length: NDArray[np.uint16]
    weekdays: Counts
    dated: NDArray[np.bool_]
    live: NDArray[np.bool_]
    terms: Ids
    names: Ids
    counts: Counts
    name_counts: Counts
    sets: tuple[bytes, ...]

    def __len__(self) -> int:
        """How many items."""
        return len(self.language)


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


def unpack(blobs: Sequence[bytes]) -> Sheaf:
    """The items behind bytes of ``pack``. Raises InputError for bytes that are cut short or of another version."""
    heads = np.frombuffer(b"".join(blob[: _HEAD.size] for blob in blobs if len(blob) >= _HEAD.size), _HEADS)
    sizes = heads["sizes"].astype(np.intp)
    due = _HEAD.size + 4 * sizes.sum(axis=1) + sizes[:, 0] + sizes[:, 1]
    if len(heads) < len(blobs) or (heads["version"] != VERSION).any() or due.tolist() != [len(blob) for blob in blobs]:
        _refuse(blobs)
    cuts = (_HEAD.size + 4 * np.cumsum(sizes, axis=1)).tolist()
    return Sheaf(
        language=heads["language"],
        length=heads["length"],
        weekdays=heads["weekdays"],
        dated=(heads["flags"] & _DATED) > 0,
        live=(heads["flags"] & _LIVE) > 0,
        terms=_padded([blob[_HEAD.size : cut[0]] for blob, cut in zip(blobs, cuts, strict=True)], TERMS, _U4),
        names=_padded([blob[cut[0] : cut[1]] for blob, cut in zip(blobs, cuts, strict=True)], NAMES, _U4),
        counts=_padded([blob[cut[-1] : cut[-1] + (cut[0] - _HEAD.size) // 4] for blob, cut in zip(blobs, cuts, strict=True)], TERMS, _U1),
        name_counts=_padded([blob[len(blob) - (cut[1] - cut[0]) // 4 :] for blob, cut in zip(blobs, cuts, strict=True)], NAMES, _U1),
        sets=tuple(blob[_HEAD.size - SETS : _HEAD.size] + blob[cut[1] : cut[-1]] for blob, cut in zip(blobs, cuts, strict=True)),
    )


def _padded(parts: list[bytes], width: int, kind: np.dtype[Any]) -> Any:  # noqa: ANN401 - an array of ``kind``
    """Lists of different lengths as rows of one matrix, the rest zero; what goes beyond ``width`` is left out."""
    most = width * kind.itemsize
    sizes = np.array([min(len(part), most) for part in parts]) // kind.itemsize
    found = np.zeros((len(parts), width), kind)
    found[np.arange(width) < sizes[:, None]] = np.frombuffer(b"".join(part[:most] for part in parts), kind)
    return found


def _refuse(blobs: Sequence[bytes]) -> None:
    """Say what is wrong with the first bytes that are not those of ``pack``."""
    for blob in blobs:
        if len(blob) < _HEAD.size:
            raise InputError(f"features of an item are cut short: {len(blob)} bytes")
        version, _, _, _, _, *sizes = _HEAD.unpack_from(blob)
        if version != VERSION or len(blob) != _HEAD.size + 4 * sum(sizes) + sizes[0] + sizes[1]:
            raise InputError(f"features of an item in version {version}, {len(blob)} bytes: not readable here; replay the archive")
