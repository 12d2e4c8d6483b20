"""Fingerprints of runs of five words, by which copies of a text are found. It compares nothing.

Shingles after Broder, "On the resemblance and containment of documents" (1997); a text is represented by those of its shingles
whose hash is a multiple of four, so that copies share about as large a part of their samples as of their texts.
"""

from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from wirefeed.text.body import Body, lift
from wirefeed.text.words import WESTERN, WESTERN_WORDS, tokens

Hashes = npt.NDArray[np.uint64]

WORDS: Final = 5
"""Words in a shingle."""
RATE: Final = 4
"""One in so many shingles of a longer text is kept."""
SHORT: Final = 60
"""Texts of up to so many words keep every shingle."""
MOST: Final = 1024
"""No text keeps more shingles: of longer ones those with the smallest hashes, the same in every copy."""
_LONGEST: Final = 400_000
_CACHED: Final = 300_000
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_63_BITS: Final = np.uint64((1 << 63) - 1)


class _Ids(dict[bytes, int]):
    """Word in Windows-1252 -> a number that is the same on every machine; forgets everything when full."""

    def __missing__(self, word: bytes) -> int:
        if len(self) >= _CACHED:
            self.clear()
        self[word] = found = crc32(word if word.isascii() else word.decode(WESTERN).encode())
        return found


_IDS: Final = _Ids()


def full(text: str, language: str = "und") -> frozenset[int]:
    """Every shingle of a text, dateline and boilerplate lifted off."""
    return frozenset(shingle(_ids(plain(text, lift(text, language)))).tolist())


def fingerprint(headline: str, text: str, language: str, body: Body | None = None) -> tuple[int, ...]:
    """The sampled shingles of an item, ascending, unsigned 63-bit: of its text, of the headline where it has none.

    ``body`` is ``lift(text)`` where the caller has it at hand; dateline and boilerplate make no shingles.
    """
    ids = _ids(plain(text, body or lift(text, language)) if text.strip() else headline)
    hashes = shingle(ids)
    if len(ids) > SHORT:
        hashes = hashes[hashes & np.uint64(RATE - 1) == 0]
    return tuple(sorted(set(hashes.tolist()))[:MOST])


def plain(text: str, body: Body) -> str:
    """The paragraphs of a body as one run of words; of a text that is all boilerplate the text."""
    return "\n".join([text[span.start : span.end] for span in body.paragraphs]) or text


def shingle(ids: Hashes) -> Hashes:
    """Unsigned 63-bit hashes of all runs of five word ids, in order; of fewer words the hash of them all; of none none.

    Ids combined as a polynomial, then mixed by the finaliser of SplitMix64 (Steele, Lea, Flood 2014).
    """
    width = min(WORDS, len(ids))
    if not width:
        return ids
    count = len(ids) - width + 1
    mixed = ids[:count].copy()
    for offset in range(1, width):
        mixed *= _MULTIPLIER
        mixed += ids[offset : offset + count]
    mixed ^= mixed >> np.uint64(30)
    mixed *= _FIRST
    mixed ^= mixed >> np.uint64(27)
    mixed *= _SECOND
    mixed ^= mixed >> np.uint64(31)
    mixed &= _63_BITS
    return mixed


def _ids(text: str) -> Hashes:
    """The word ids of a text. Western text is cut up as bytes, at half the cost; the words are those of ``tokens`` either way."""
    try:
        text = text[:_LONGEST]
        words = text.encode("ascii" if text.isascii() else WESTERN).translate(WESTERN_WORDS).split()
    except UnicodeEncodeError:
        found = tokens(text)
        return np.fromiter((crc32(word.encode()) for word in found), np.uint64, len(found))
    return np.fromiter(map(_IDS.__getitem__, words), np.uint64, len(words))
