"""Where SFTP feeds get what they log in with."""

import pytest

from wirefeed.config.sftp_keys import sftp_secrets
from wirefeed.errors import ConfigError


def shown(feed, environ):
    return {key: secret.reveal() for key, secret in sftp_secrets(feed, environ).items()}


def test_each_of_the_three_places_is_asked_in_order(tmp_path):
    (tmp_path / "sftp-afp.wire.password").write_text("from systemd\n")
    (tmp_path / "file").write_text("from a file\n")
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert shown("afp.wire", environ) == {"password": "from systemd"}
    environ["WIREFEED_SFTP_AFP_WIRE_PASSWORD_FILE"] = str(tmp_path / "file")
    assert shown("afp.wire", environ) == {"password": "from a file"}
    environ = {"WIREFEED_SFTP_AFP_WIRE_PASSWORD": "from the environment"}
    assert shown("afp.wire", environ) == {"password": "from the environment"}


def test_a_private_key_keeps_its_lines(tmp_path):
    (tmp_path / "key").write_text("-----BEGIN\nabc\n-----END\n")
    environ = {"WIREFEED_SFTP_AFP_KEY_FILE": str(tmp_path / "key"), "WIREFEED_SFTP_AFP_PASSPHRASE": "p"}
    assert shown("afp", environ) == {"key": "-----BEGIN\nabc\n-----END", "passphrase": "p"}


def test_nothing_set_is_nothing():
    assert shown("afp", {}) == {}


def test_a_file_that_cannot_be_read_is_named_with_its_variable(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere .WIREFEED_SFTP_AFP_PASSWORD_FILE. cannot be read"):
        sftp_secrets("afp", {"WIREFEED_SFTP_AFP_PASSWORD_FILE": str(tmp_path / "nowhere")})
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(ConfigError, match="is no UTF-8 text"):
        sftp_secrets("afp", {"WIREFEED_SFTP_AFP_PASSWORD_FILE": str(tmp_path / "bytes")})
