"""Names by which things are known for life. No database key appears here."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b, sha256

from wirefeed.model.portable import portable


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ItemKey:
    """One news item: a guid means something only inside its feed (two feeds may both say ``1``)."""

    feed: str
    guid: str


@portable
@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ItemRef:
    """One version of one item; versions count from 1 in the order wirefeed stored them."""

    feed: str
    guid: str
    version: int

    @property
    def key(self) -> ItemKey:
        """The item this is a version of."""
        return ItemKey(feed=self.feed, guid=self.guid)


@lru_cache(maxsize=1024)
def key_hash(text: str) -> str:
    """64 hex digits that stand for a guid, link or text of any length in a unique index (guids of 10 kB exist)."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest(content: bytes) -> bytes:
    """The fingerprint of one entry's bytes: blake2b, 16 bytes, no salt, so that it means the same after a restart."""
    return blake2b(content, digest_size=16).digest()


def story_id(founder: ItemKey, attempt: int = 0) -> str:
    """The id a story founded by this item carries for life.

    A pure function of the founder, so that a replay of the archive arrives at the same ids;
    ``attempt`` counts up when a split founds a second story on an item that already named one.
    """
    seed = f"{founder.feed}\0{founder.guid}" + (f"\0{attempt}" if attempt else "")
    return "s" + key_hash(seed)[:16]
