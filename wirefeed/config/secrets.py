"""Where secrets come from: the environment, files it names, systemd credentials. Never from a configuration file, and never into a log.

For the key ``password`` of ``[credentials.afp]`` these are asked, in this order::

    WIREFEED_AFP_PASSWORD                     the value
    WIREFEED_AFP_PASSWORD_FILE                the path of a file that holds it
    $CREDENTIALS_DIRECTORY/afp.password       LoadCredential=afp.password:/path in the unit
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from wirefeed.errors import ConfigError
from wirefeed.model.credentials import Basic, Bearer, Credentials, Grant, Headers, OAuth2, Secret

LITERALS: Final = ("username", "password", "client_id", "client_secret", "token", "secret", "api_key", "key", "value", "access_token")
"""Keys under which somebody may have put a secret into the file."""
_SECRET_HEADER: Final = re.compile(r"auth|cookie|key|token|secret|passw|session|signature", re.IGNORECASE)
_USER_IN_URL: Final = re.compile(r"^[^/?#]*//[^/?#]*@")
_SFTP_USER: Final = re.compile(r"^sftp://[^/?#@:]+@[^/?#@]*(/|$)")
"""The user name of an SFTP address is no secret; a password in it is."""
_LONGEST: Final = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a block of credentials needs: its name, kind, the keys of its secrets, and what of it may stand in the file."""

    name: str
    kind: str
    keys: tuple[str, ...]
    grant: Grant = Grant.PASSWORD
    token_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """Credentials of which secrets are missing: the variables that were looked for, or why one of them cannot be read."""

    missing: tuple[str, ...] = ()
    trouble: str | None = None

    @property
    def why(self) -> str:
        """Why they are absent, in the operator's words."""
        return self.trouble or f"no credentials: {', '.join(self.missing)} not set"


Vault = Mapping[str, Credentials | Absent]


def variable(block: str, key: str) -> str:
    """The environment variable of a secret: WIREFEED_AFP_PASSWORD."""
    return re.sub(r"[^A-Z0-9]", "_", f"WIREFEED_{block}_{key}".upper())


def unlock(wanted: Wanted, environ: Mapping[str, str]) -> Credentials | Absent:
    """The credentials, or why they are absent: a secret that cannot be read costs the feeds that need it, and no other."""
    try:
        found = {key: find(wanted.name, key, environ) for key in wanted.keys}
    except ConfigError as error:
        return Absent(trouble=str(error))
    have = {key: secret for key, secret in found.items() if secret is not None}
    if len(have) < len(found):
        return Absent(missing=tuple(variable(wanted.name, key) for key in found if key not in have))
    match wanted.kind:
        case "basic":
            return Basic(username=have["username"], password=have["password"])
        case "bearer":
            return Bearer(token=have["token"])
        case "headers":
            return Headers(headers=tuple(have.items()))
        case _:
            return OAuth2(
                grant=wanted.grant,
                client_id=have["client_id"],
                client_secret=have["client_secret"],
                username=have.get("username"),
                password=have.get("password"),
                token_url=wanted.token_url,
            )


def find(block: str, key: str, environ: Mapping[str, str], *, lines: bool = False) -> Secret | None:
    """One secret; None where nobody has set it. Raises ConfigError, which names the variable or file and never its content.

    ``lines``: it may have several, as a private key does.
    """
    name = variable(block, key)
    value, file = environ.get(name), environ.get(f"{name}_FILE")
    if value and file:
        raise ConfigError(f"{name} and {name}_FILE are both set; keep one of them", key=f"credentials.{block}")
    if value:
        return _sound(value, name, block, lines=lines)
    if file:
        return _sound(_read(Path(file), f"{name}_FILE", block), f"the file of {name}_FILE", block, lines=lines)
    folder = environ.get("CREDENTIALS_DIRECTORY")
    credential = Path(folder) / f"{block}.{key}" if folder else None
    if credential is None or not _is_there(credential):
        return None
    return _sound(_read(credential, "systemd's credential", block), f"systemd's credential {block}.{key}", block, lines=lines)


def _is_there(path: Path) -> bool:
    """Whether there is a file, or something that hides whether there is one: then reading it says what is wrong."""
    try:
        return path.exists()
    except OSError:
        return True


def _read(path: Path, what: str, block: str) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST + 1)
        if len(content) > _LONGEST:
            raise ConfigError(f"{path} ({what}) is too long for a secret", key=f"credentials.{block}")
        return content.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except OSError as error:
        raise ConfigError(f"{path} ({what}) cannot be read: {error.strerror}", key=f"credentials.{block}") from error
    except UnicodeDecodeError:
        # The cause is not chained: it carries the bytes.
        raise ConfigError(f"{path} ({what}) is no UTF-8 text", key=f"credentials.{block}") from None


def _sound(value: str, where: str, block: str, *, lines: bool) -> Secret | None:
    """The secret, fit for a header: a line break or control character in it would never be meant. Empty is not set."""
    if any(not char.isprintable() and not (lines and char in "\r\n") for char in value):
        raise ConfigError(f"{where} holds a line break or control character; a secret is one line", key=f"credentials.{block}")
    return Secret(value) if value else None


def refuse_literals(tree: Mapping[str, Any], path: Path | None) -> None:
    """Raise ConfigError where the configuration file itself holds a secret. The message names the place, never the value."""
    where = str(path) if path else None
    blocks = tree.get("credentials")
    for name, block in blocks.items() if isinstance(blocks, Mapping) else ():
        for key in LITERALS:
            if isinstance(block, Mapping) and key in block:
                raise ConfigError(
                    f"a secret does not stand in the file; take it out and set {variable(name, key)} (or {variable(name, key)}_FILE)",
                    path=where,
                    key=f"credentials.{name}.{key}",
                )
    feeds = tree.get("feed")
    for number, feed in enumerate(feeds if isinstance(feeds, list) else (), 1):
        if isinstance(feed, Mapping) and (found := _literal(feed)):
            raise ConfigError(found[1], path=where, key=f"feed.{number}.{found[0]}")


def _literal(feed: Mapping[str, Any]) -> tuple[str, str] | None:
    """The key of a feed that holds a secret, and what to do instead."""
    block = "name a [credentials.NAME] block"
    if _USER_IN_URL.match(str(feed.get("url"))) and not _SFTP_USER.match(str(feed.get("url"))):
        return "url", f"a user name or password does not stand in an address; {block} of kind basic with the feed's `credentials`"
    if _USER_IN_URL.match(str(feed.get("proxy"))):
        return "proxy", f"a user name or password does not stand in an address; {block} of kind basic with the feed's `proxy_credentials`"
    headers = feed.get("headers")
    secret = next((name for name in headers if _SECRET_HEADER.search(name)), None) if isinstance(headers, Mapping) else None
    if secret:
        return f"headers.{secret}", f"a secret does not stand in the file; {block} (kind bearer or headers) with the feed's `credentials`"
    return None
