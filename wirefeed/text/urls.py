"""Links: which may be kept, and which two are the same page. It resolves no name and fetches nothing."""

import re
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from wirefeed.text.clean import clean_text

_LONGEST: Final = 4000
_SCHEMES: Final = ("http://", "https://")
_EDGES: Final = " \t\r\n\f"
_REFUSED: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\\\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_ESCAPED: Final = str.maketrans({" ": "%20", '"': "%22", "<": "%3C", ">": "%3E", "`": "%60", "\u00a0": "%C2%A0"})
_HOST: Final = re.compile(r"[^\s<>\"'`@/?#\[\]%]+|\[[0-9a-fA-F:.]+\]")

# Addresses that are safe, and written as they are to be kept: nearly all.
_PLAIN_URL: Final = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9.-]*+(?:/[A-Za-z0-9._~!$'()*+,;=:@%/&-]*+)?(?:\?[A-Za-z0-9._~!$'()*+,;=:@%/?&-]*+)?"
)
_DEFAULT_PORTS: Final = {"80", "443", ""}
_PLAIN_PATH: Final = re.compile(r"(?:/[A-Za-z0-9_~!$&'()*+,;=:@-][A-Za-z0-9._~!$&'()*+,;=:@-]*+)*/?")
_ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT_IN_PATH: Final = "/%!$&'()*+,;=:@~"

# Parameters that say where a reader came from, not what is read, in lower case.
_TRACKING_PREFIXES: Final = ("utm_", "at_", "ns_", "wt_mc", "wt.", "mc_", "hsa_", "ga_", "_ga", "vero_", "pk_", "piwik_", "mtm_")
_TRACKING_NAMES: Final = """
fbclid gclid gclsrc dclid msclkid yclid twclid ttclid igshid igsh wickedid oly_anon_id oly_enc_id mkt_tok s_cid ncid ocid cmpid cmp
icmp intcmp maca xtor xtref xtcr ito taid spref ref_src ref_url smid smtyp emc partner eref wprss ftag feedtype feedname
feed_item_type rpc .tsrc tsrc soc_src soc_trk guccounter guce_referrer guce_referrer_sig sr_share cn-reloaded _r rss
__twitter_impression
"""
_TRACKING: Final = frozenset(_TRACKING_NAMES.split())
_RSS_VALUES: Final = frozenset({"rss", "rssfeed", "rss_feed", "feed", "atom", "xml"})
_RSS_NAMES: Final = frozenset({"ref", "referrer", "source", "src", "from", "mod", "via", "origin", "campaign", "output", "medium"})


def safe_url(url: str | None, base: str | None = None) -> str | None:
    """An absolute http or https address, relative ones counted from ``base``; None for whatever else was given.

    Refused: other schemes, control and invisible characters, noncharacters, names and passwords in the address, more than 4,000 characters.
    """
    if url and len(url) <= _LONGEST and _PLAIN_URL.fullmatch(url):
        return url
    found = (url or "").strip(_EDGES)
    if not found or len(found) > _LONGEST or _REFUSED.search(found) or clean_text(found) != found:
        return None
    try:
        absolute = found if found[:8].lower().startswith(_SCHEMES) else urljoin(base or "", found)
        parts = urlsplit(absolute)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or port == 0 or not _HOST.fullmatch(_host(parts)):
        return None
    return absolute.translate(_ESCAPED)


def url_key(url: str | None) -> str | None:
    """The canonical form of a link, equal for addresses of one page; None where ``safe_url`` refuses it.

    Folded: http and https, ``www.``, letter case of the host, default ports, ``.`` and ``..``, a trailing slash, the order of
    parameters; dropped: the fragment and parameters that only track readers.
    """
    safe = safe_url(url)
    if safe is None:
        return None
    parts = urlsplit(safe)
    host = parts.netloc.lower()
    name, colon, port = host.rpartition(":")
    if colon and port in _DEFAULT_PORTS:
        host = name
    host = host.removeprefix("www.").rstrip(".")
    if not host:
        return None
    query = _query(parts.query) if parts.query else ""
    return f"https://{host}{_path(parts.path)}{query}"


def _host(parts: SplitResult) -> str:
    host, colon, port = parts.netloc.rpartition(":")
    return host if colon and port.isdigit() else parts.netloc.removesuffix(":")


def _path(path: str) -> str:
    """A path without dot segments, double or trailing slashes; escapes in one spelling."""
    if _PLAIN_PATH.fullmatch(path):
        return path.rstrip("/")
    kept: list[str] = []
    for segment in _ESCAPE.sub(_unescape, quote(path, safe=_KEPT_IN_PATH)).split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in ("", "."):
            kept.append(segment)
    return "".join(f"/{segment}" for segment in kept)


def _unescape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _query(query: str) -> str:
    kept = sorted(pair for pair in query.replace("&amp;", "&").split("&") if pair and not _tracks(pair))
    return f"?{quote(_ESCAPE.sub(_unescape, '&'.join(kept)), safe=_KEPT_IN_PATH + '?')}" if kept else ""


def _tracks(pair: str) -> bool:
    name, _, value = pair.lower().partition("=")
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES) or (value in _RSS_VALUES and name in _RSS_NAMES)
