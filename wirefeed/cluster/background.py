"""How common a term is in the language at large, for an index that has seen little yet. It learns nothing from the wire."""

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wirefeed.errors import InputError

DOCUMENTS: Final = 1000
"""The size of the imagined collection behind the frequencies."""
LANGUAGES: Final = ("en", "ru", "fr", "he", "ar", "vi")
_MAGIC: Final = b"wfbg1"
_ENTRY: Final = 5
_LEVELS: Final = 16.0
"""Frequencies are kept as round(16 x log2(df + 1)): within 2 %."""


class Background:
    """Term id -> documents of DOCUMENTS that hold it."""

    def __init__(self, ids: NDArray[np.uint32], levels: NDArray[np.uint8]) -> None:
        """``ids`` ascending."""
        self._ids = ids
        self._df = (np.exp2(levels / _LEVELS) - 1).astype(np.float32)

    def frequency(self, terms: NDArray[np.uint32]) -> NDArray[np.float32]:
        """The document frequency of each term; 0 where it is not known."""
        if not len(self._ids):
            return np.zeros(len(terms), np.float32)
        at = np.minimum(np.searchsorted(self._ids, terms), len(self._ids) - 1)
        return np.where(self._ids[at] == terms, self._df[at], np.float32(0.0))


def pack(found: Mapping[int, float]) -> bytes:
    """The bytes of a background file."""
    ids = sorted(found)
    levels = bytes(min(255, round(_LEVELS * math.log2(found[term] + 1))) for term in ids)
    return _MAGIC + np.array(ids, "<u4").tobytes() + levels


def unpack(data: bytes) -> Background:
    """A background from the bytes of its file. Raises InputError."""
    size = (len(data) - len(_MAGIC)) // _ENTRY
    if not data.startswith(_MAGIC) or len(data) != len(_MAGIC) + size * _ENTRY:
        raise InputError("not a file of background frequencies")
    return Background(np.frombuffer(data, "<u4", size, len(_MAGIC)), np.frombuffer(data, np.uint8, size, len(_MAGIC) + 4 * size))


@cache
def shipped() -> Background:
    """The background wirefeed comes with; docs/training.md says where it is from."""
    return unpack(files("wirefeed.cluster").joinpath("background.bin").read_bytes())
