"""OAuth2 tokens as pure state (RFC 6749): which token a request uses, when one is obtained, renewed or given up. It sends nothing.

::

    sign() ─> Obtain(form) ── Token ──> Use(token) ── accepted ──> token
                   └ Denied ──> Denied       └ 401, once ──> Obtain ──> Use ── 401 ──> Denied
"""

import json
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from wirefeed.model.credentials import Grant, OAuth2, Secret

_MARGIN: Final = timedelta(seconds=60)
_LONGEST_LIFE: Final = 366 * 86400.0
_SHORTEST: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An access token. ``renew_at`` is a little before its end (None: it lives until a server says 401)."""

    access: Secret
    renew_at: datetime | None = None
    refresh: Secret | None = None

    def fresh(self, now: datetime) -> bool:
        """Whether it may be used without asking for another first."""
        return self.renew_at is None or now < self.renew_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Obtain:
    """Ask the token endpoint with this form; answer with a Token, or Denied."""

    form: tuple[tuple[str, Secret], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Send the request with this token; answer with whether the server took it (False: 401)."""

    token: Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """The server refuses these credentials. ``status`` is what it answered, ``where`` the endpoint that did."""

    status: int
    where: str


Step = Obtain | Use
Reply = Token | Denied | bool
Signing = Generator[Step, Reply, Token | Denied]


def sign(credentials: OAuth2, held: Token | None, now: datetime) -> Signing:
    """The steps by which one request is made with a valid token: at most one renewal after a 401. Returns the token that worked."""
    token: Token | Denied
    if held is not None and held.fresh(now):
        token = held
    else:
        token = yield from _obtain(credentials, held.refresh if held else None)
    for last in (False, True):
        if isinstance(token, Denied):
            return token
        if (yield Use(token=token)) is True:
            return token
        if not last:
            token = yield from _obtain(credentials, None)
    return Denied(status=401, where="the API, with a new token")


def _obtain(credentials: OAuth2, refresh: Secret | None) -> Signing:
    """By the refresh token where there is one; by the grant where there is none, or it has ended too."""
    if refresh is not None:
        renewed = yield Obtain(form=(("grant_type", Secret("refresh_token")), ("refresh_token", refresh)))
        if isinstance(renewed, Token):
            return renewed
    answer = yield Obtain(form=grant_form(credentials))
    return answer if isinstance(answer, Token | Denied) else Denied(status=401, where="the token endpoint")


def grant_form(credentials: OAuth2) -> tuple[tuple[str, Secret], ...]:
    """The form of a first token request; the client itself is named in the Authorization header."""
    grant = ("grant_type", Secret(credentials.grant.value))
    if credentials.grant is Grant.CLIENT_CREDENTIALS or credentials.username is None or credentials.password is None:
        return (grant,)
    return grant, ("username", credentials.username), ("password", credentials.password)


def read_token(body: bytes, now: datetime) -> Token:
    """The answer of a token endpoint. Raises ValueError with a reason that repeats nothing of it."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise ValueError("its answer is no JSON") from None
    access = answer.get("access_token") if isinstance(answer, dict) else None
    if not isinstance(access, str) or not access or not (access.isascii() and access.isprintable()):
        raise ValueError("its answer holds no access_token")
    if str(answer.get("token_type") or "bearer").lower() != "bearer":
        raise ValueError("it gives tokens of another type than bearer")
    refresh = answer.get("refresh_token")
    return Token(
        access=Secret(access),
        renew_at=_renew_at(answer.get("expires_in"), now),
        refresh=Secret(refresh) if isinstance(refresh, str) and refresh else None,
    )


def _renew_at(expires_in: object, now: datetime) -> datetime | None:
    """A minute before its end, or a tenth of its life where that is shorter; None where the server does not say."""
    try:
        life = float(expires_in) if isinstance(expires_in, int | float | str) and not isinstance(expires_in, bool) else None
    except ValueError:
        return None
    if life is None or not life >= _SHORTEST:  # so that not-a-number is none either
        return None
    life = min(life, _LONGEST_LIFE)
    return now + timedelta(seconds=life) - min(_MARGIN, timedelta(seconds=life / 10))
