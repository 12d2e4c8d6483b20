"""What SFTP feeds log in with: secrets as config.secrets finds them, under the feed's own name. It keeps none."""

from collections.abc import Mapping

from wirefeed.config.secrets import find
from wirefeed.model.credentials import Secret


def sftp_secrets(feed: str, environ: Mapping[str, str]) -> dict[str, Secret]:
    """What is set of ``password``, ``key`` (of several lines) and ``passphrase`` for one feed. Raises ConfigError."""
    found = {key: find(f"sftp-{feed}", key, environ, lines=key == "key") for key in ("password", "key", "passphrase")}
    return {key: secret for key, secret in found.items() if secret is not None}
