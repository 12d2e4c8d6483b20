"""The one way an address is shown: in logs, errors, tables and exports. It does not decide whether an address may be fetched."""

import re
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_SECRET_NAME: Final = re.compile(r"(?i)key|token|secret|pass|pwd|auth|sig|session|credential|ticket|code")
_URL_CAP: Final = 300


def redact(url: str) -> str:
    """The address for logs, errors and the database: no user name, no password, no secret in the query, no control characters."""
    url = masked(url)
    return url if len(url) <= _URL_CAP else url[:_URL_CAP] + "…"


def masked(url: str) -> str:
    """The same at its full length, for the database, where two addresses must not become one."""
    url = _CONTROL.sub(" ", url).encode("utf-8", "replace").decode()
    url = re.sub(r"^([^/?#]*//)[^/?#]*@", r"\1***@", url)
    return re.sub(r"([?&#;])([^=&#;?]{1,80})=([^&#;]*)", _hide, url)


def _hide(parameter: re.Match[str]) -> str:
    start, name, _ = parameter.groups()
    return f"{start}{name}=***" if _SECRET_NAME.search(name) else parameter.group()
