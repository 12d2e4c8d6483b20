"""Which addresses wirefeed may reach: pure decisions on URLs and IP addresses. It opens no socket; dial.py enforces them."""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from yarl import URL

from wirefeed.text.redact import redact

__all__ = ["Allow", "allow_list", "check_address", "check_redirect", "check_url", "may_carry_secrets", "read_url", "redact", "same_origin"]

Allow = frozenset[tuple[str, int]]
"""host:port pairs the operator vouches for, hosts in lower case and without brackets."""

_SCHEMES = ("http", "https")
_HOST_NAME = re.compile(r"[a-z0-9_.-]{1,253}")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

_V4_DENIED = tuple(
    IPv4Network(block)
    for block in (
        "192.0.0.0/24",  # IETF protocol assignments; Python calls .9, .10 and (in 3.11) .192 global
        "192.88.99.0/24",  # 6to4 relays, whose answer may come from anywhere
    )
)
_V6_UNICAST = IPv6Network("2000::/3")
"""All that has been handed out as public IPv6; Python calls much of the rest global, NAT64 and IPv4-compatible addresses included."""

_V6_DENIED = tuple(
    IPv6Network(block)
    for block in (
        "2001::/32",  # Teredo: an IPv4 address in disguise
        "2002::/16",  # 6to4: the same
    )
)


def allow_list(entries: Iterable[str]) -> Allow:
    """``host:port`` entries as the configuration has them, ready for the checks. Raises ValueError on anything else."""
    pairs = set()
    for entry in entries:
        host, _, port = entry.rpartition(":")
        bare_v6 = ":" in host and not host.startswith("[")
        url = URL(f"http://[{host}]:{port}" if bare_v6 else f"http://{entry}")
        if not url.raw_host or not url.explicit_port:
            raise ValueError(f"give host:port, such as 127.0.0.1:8801, not {entry!r}")
        pairs.add((_plain(url.raw_host), url.explicit_port))
    return frozenset(pairs)


def read_url(text: str, base: URL | None = None) -> URL:
    """The one reading of an address (relative to ``base``) for checking and for dialling: two parsers may see two hosts in one text.

    Raises ValueError with the reason.
    """
    if _CONTROL.search(text) or "\\" in text:
        raise ValueError("it holds a character no web address has")
    try:
        url = URL(text)
        return base.join(url) if base else url
    except ValueError as error:
        raise ValueError("it is no web address") from error


def check_url(url: str | URL, allow: Allow) -> str | None:
    """Why this address may not be asked at all, in the operator's words; None when it may be dialled.

    Names pass here and are checked again when they have been resolved (check_address).
    """
    if isinstance(url, str):
        try:
            url = read_url(url)
        except ValueError as error:
            return str(error)
    if url.scheme not in _SCHEMES:
        return f"only http and https are fetched, not {url.scheme[:20] or 'an address without a scheme'}"
    if url.user is not None or url.password is not None:
        return "it carries a user name or password"
    if not url.raw_host or not url.port:
        return "it names no host and port"
    return _check_host(_plain(url.raw_host), url.port, allow)


def check_redirect(source: URL, target: URL, allow: Allow) -> str | None:
    """Why a redirect may not be followed: everything check_url refuses, and leaving https for http."""
    reason = check_url(target, allow)
    if reason is None and source.scheme == "https" and target.scheme != "https":
        return "it leads from https to http"
    return reason


def check_address(address: str, port: int, allow: Allow, host: str | None = None) -> str | None:
    """Why this IP address may not be dialled for ``host`` (None: the address itself was asked for); None when it may be.

    Only the host as it stands in the URL is looked up in the allow-list: a strange name that resolves to an allowed address is refused.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return f"{address[:50]!r} is no IP address"
    kind = _denied(parsed)
    if kind is None or (_plain(host if host is not None else address), port) in allow:
        return None
    return f"{address} is {kind}; if this feed is yours, add {host or address}:{port} to network.allow"


def may_carry_secrets(url: URL, allow: Allow) -> str | None:
    """Why credentials may not be sent there: in clear over a network, unless the operator vouches for the place. None when they may."""
    if url.scheme == "https" or (_plain(url.raw_host or ""), url.port) in allow:
        return None
    return "credentials are sent over https only; give an https:// address, or add the host and port to network.allow"


def same_origin(left: URL, right: URL) -> bool:
    """Whether credentials meant for ``left`` may be sent to ``right``: same host and port, or the same host moved up to https."""
    if left.raw_host != right.raw_host:
        return False
    upgraded = (left.scheme, left.port, right.scheme, right.port) == ("http", 80, "https", 443)
    return upgraded or (left.scheme, left.port) == (right.scheme, right.port)


def _check_host(host: str, port: int, allow: Allow) -> str | None:
    if (host, port) in allow:
        return None
    if ":" in host:
        return check_address(host, port, allow)
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return _check_number(host, port, allow)
    if host == "localhost" or host.endswith(".localhost"):
        return f"{host} is this machine; if this feed is yours, add {host}:{port} to network.allow"
    return None if _HOST_NAME.fullmatch(host) else "its host is no host name"


def _check_number(host: str, port: int, allow: Allow) -> str | None:
    """A host that ends in a number is an IPv4 address to browsers (WHATWG) and to inet_aton: 127.1, 0x7f000001, 2130706433."""
    try:
        return check_address(str(IPv4Address(host)), port, allow)
    except ValueError:
        return "its host is a number in disguise"


def _plain(host: str) -> str:
    """A host for comparison: lower case, no brackets, no final dot."""
    return host.strip("[]").rstrip(".").lower()


def _denied(address: IPv4Address | IPv6Address) -> str | None:
    """What kind of forbidden address this is. ``is_global`` alone lets NAT64, 6to4, multicast and more through."""
    if address.is_loopback or address.is_unspecified:
        return "this machine"
    if address.is_link_local:
        return "link-local"
    if address.is_multicast:
        return "multicast"
    if not address.is_global or not _handed_out(address):
        return "in a private or reserved network"
    return None


def _handed_out(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _V4_DENIED)
    return address in _V6_UNICAST and not any(address in block for block in _V6_DENIED)
