"""The weights a configuration names: found beside it, and refused with file and key when they are none."""

import pytest

from wirefeed.app import weights_of
from wirefeed.config import load
from wirefeed.errors import ConfigError


def settings_with(tmp_path, weights):
    (tmp_path / "wirefeed.toml").write_text('[merge]\nweights = "mine.json"\n', encoding="utf-8")
    if weights is not None:
        (tmp_path / "mine.json").write_text(weights, encoding="utf-8")
    return load(tmp_path / "wirefeed.toml", environ={"STATE_DIRECTORY": str(tmp_path)})


def test_a_relative_path_counts_from_the_configuration_file(tmp_path):
    settings = settings_with(tmp_path, '{"format": 2, "join": [[0, 0.5, -1.0, 1.0]], "merge": [], "kin": []}')
    assert settings.merge.weights == str(tmp_path / "mine.json")
    assert weights_of(settings).join is not None


WRONG = (
    None,
    "",
    "{}",
    '{"format": 1, "join": [], "merge": []}',
    '{"format": 2, "join": [], "merge": []}',
    '{"format": 2, "join": 3, "merge": [], "kin": []}',
    '{"format": 2, "join": [[4000, 0.5, -1.0, 1.0]], "merge": [], "kin": []}',
    '{"format": 2, "join": [], "merge": [], "kin": [[4000, 0.5, -1.0, 1.0]]}',
)


@pytest.mark.parametrize("wrong", WRONG)
def test_a_file_that_holds_no_weights_is_a_configuration_error(tmp_path, wrong):
    settings = settings_with(tmp_path, wrong)
    with pytest.raises(ConfigError, match=r"merge\.weights") as raised:
        weights_of(settings)
    assert raised.value.key == "merge.weights"


def test_without_a_name_the_shipped_weights_hold(tmp_path):
    assert weights_of(load(None, environ={"STATE_DIRECTORY": str(tmp_path)})).merge is not None
