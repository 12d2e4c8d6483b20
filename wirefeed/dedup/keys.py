"""The names an item can be found by: what the store indexes, and what the judge asks it for. It compares no texts and decides nothing.

Every key is a pair ``(kind, hash)`` and counts only inside one feed; the hash is 64 hex digits.

============  ==========================================================================================================
kind          what is hashed
============  ==========================================================================================================
``guid``      the guid; every guid the item ever arrived under leads to it
``url``       the canonical link; every link the item ever had
``content``   the content hash of every version
``headline``  the headline without revision words (``CORRECTED-``, ``UPDATE 2-``, ``KILL:``) and punctuation
``kill``      only notices: the guids, links and headline they withdraw, so that a report arriving after its kill is caught
============  ==========================================================================================================
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from wirefeed.model.ids import key_hash
from wirefeed.model.item import Item, Kind, PubStatus
from wirefeed.text.urls import safe_url, url_key
from wirefeed.text.words import tokens

Key = tuple[str, str]

GUID: Final = "guid"
URL: Final = "url"
CONTENT: Final = "content"
HEADLINE: Final = "headline"
KILL: Final = "kill"

_MOST_NAMES: Final = 40
_LONGEST_NAME: Final = 2000
_REVISION_WORDS: Final = re.compile(
    r"\W*(?:\(?(?:kill(?:ed)?|withdraw[ns]?|withdrawal|retract(?:ed|ion)|cancell?ed|correct(?:ed|ion|s|ing)|clarification|refile|repeat|rpt"
    r"|updated?|wrapup|urgent|alert|flash|breaking(?: news)?|advisory|lead|snap|embargoed)\)?\s{0,3}\d{0,3}\s{0,3}(?:[:\-–—/|]+|\)\s)\s*)+",
    re.IGNORECASE,
)
_SHOUTED: Final = re.compile(r"\W*(?:KILL|WITHDRAWN|RETRACTED|CORRECTION|CORRECTED|REFILE)\s+")
_NAMELIKE: Final = re.compile(r"[^\s\"'“”‘’«»()<>\[\]]{5,2000}")
_ARTICLE_PATH: Final = re.compile(r"/[^/?]*(?:\d|[-_][^/?]*[-_])[^?]*|[?].*\d")
_PUNCTUATED: Final = re.compile(r"\w[:/._-]\w|^/\w")


def keys(item: Item) -> tuple[Key, ...]:
    """The keys this version of an item is to be found by from now on, without duplicates, in a stable order."""
    found = [*_own(item), *_headline(item)]
    if is_notice(item):
        found += [(KILL, name) for _, name in (*_named(item), *_headline(item))]
    return tuple(dict.fromkeys(found))


def asked(item: Item) -> tuple[Key, ...]:
    """The keys the store is to look up, in the item's own feed, before the item is judged."""
    found = [*_own(item), *((GUID, key_hash(guid)) for guid in item.refers_to)]
    if is_notice(item):
        found += [*_named(item), *_headline(item)]
    else:
        found += [(KILL, name) for kind, name in (*_own(item), *_headline(item)) if kind != CONTENT]
        if item.kind is Kind.CORRECTION:
            found += _headline(item)
    return tuple(dict.fromkeys(found))


def is_notice(item: Item) -> bool:
    """Whether the item says that something is withdrawn: itself (pubstatus canceled) or another report (a kill)."""
    return item.kind is Kind.KILL or item.pubstatus is PubStatus.CANCELED


def is_article_link(url_key: str) -> bool:
    """Whether a link looks like one article's address (a number or a slug in it), not a home page's or a section's."""
    _, slashes, rest = url_key.partition("//")
    _, slash, path = (rest if slashes else url_key).partition("/")
    return bool(_ARTICLE_PATH.search(slash + path))


def bare_headline(headline: str) -> str:
    """A headline as written, without the revision words in front; whole where nothing else is in it."""
    head = headline[:_LONGEST_NAME]
    marked = _REVISION_WORDS.match(head) or _SHOUTED.match(head)
    return head[marked.end() :].strip() or head if marked else head


@lru_cache(maxsize=1024)
def plain_headline(headline: str) -> str:
    """The words of a bare headline in lower case, parted by single spaces."""
    return " ".join(tokens(bare_headline(headline)))


def named(item: Item) -> frozenset[Key]:
    """What a notice names outright: ``refers_to``, and the guids and links that stand in its text."""
    return frozenset(_named(item))


def _own(item: Item) -> Iterator[Key]:
    yield GUID, key_hash(item.guid)
    if item.url_key:
        yield URL, key_hash(item.url_key)
    yield CONTENT, item.content_hash


def _headline(item: Item) -> tuple[Key, ...]:
    plain = plain_headline(item.headline)
    return ((HEADLINE, key_hash(plain)),) if plain else ()


def _named(item: Item) -> Iterator[Key]:
    for guid in item.refers_to:
        yield GUID, key_hash(guid)
    for name in _names_in(item.text):
        yield GUID, key_hash(name)
        link = url_key(safe_url(name, item.url)) if name.startswith(("/", "http://", "https://")) else None
        if link and is_article_link(link):
            yield URL, key_hash(link)


def _names_in(text: str) -> Iterator[str]:
    """Words of a notice that may be a guid, a link or the path of one: they carry punctuation inside, as no plain word does."""
    found = (match[0].rstrip(".,;:!?") for match in _NAMELIKE.finditer(text[:20_000]))
    for count, name in enumerate(name for name in found if _PUNCTUATED.search(name)):
        if count >= _MOST_NAMES:
            return
        yield name
