"""Who we are towards a server: the kinds of credentials a feed may have, secrets masked. Where they come from is config.secrets' work."""

from dataclasses import dataclass
from enum import StrEnum

MASK = "********"


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A text that shows itself nowhere by accident: not in ``repr``, ``str``, f-strings or tracebacks, only to who calls ``reveal``."""

    _text: str

    def reveal(self) -> str:
        """The text itself, at the moment it is sent."""
        return self._text

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK


@dataclass(frozen=True, slots=True, kw_only=True)
class Basic:
    """A user name and a password (RFC 7617)."""

    username: Secret
    password: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """A token that never changes (RFC 6750)."""

    token: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """Request headers the agency asks for, by name."""

    headers: tuple[tuple[str, Secret], ...]


class Grant(StrEnum):
    """How an OAuth2 token is obtained (RFC 6749, 4.3 and 4.4)."""

    PASSWORD = "password"  # noqa: S105 - the name of a grant
    CLIENT_CREDENTIALS = "client_credentials"


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth2:
    """A client, and with the password grant a user, that obtain tokens at ``token_url`` (None: where the feed's host has it)."""

    grant: Grant
    client_id: Secret
    client_secret: Secret
    username: Secret | None = None
    password: Secret | None = None
    token_url: str | None = None


Credentials = Basic | Bearer | Headers | OAuth2
