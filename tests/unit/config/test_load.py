"""The configuration tells a newcomer exactly what is wrong and where."""

import pytest

from wirefeed.config import load
from wirefeed.config.load import find
from wirefeed.errors import ConfigError

AGENCY = '[[agency]]\nkey = "tass"\nname = "TASS"\n'


def write(tmp_path, text, name="wirefeed.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_at_all_gives_the_defaults_and_a_database_in_the_state_directory(tmp_path):
    settings = load(None, environ={"STATE_DIRECTORY": str(tmp_path)})
    assert settings.database.url == f"sqlite:///{tmp_path}/wirefeed.db"
    assert settings.merge.max_words == 450


def test_the_option_wins_over_the_environment_and_the_environment_over_the_file(tmp_path):
    path = write(tmp_path, '[database]\nurl = "sqlite:///file.db"\n')
    environ = {"WIREFEED_DATABASE_URL": "sqlite:///environment.db"}
    assert load(path, environ={}).database.url == "sqlite:///file.db"
    assert load(path, environ=environ).database.url == "sqlite:///environment.db"
    assert load(path, environ=environ, database_url="sqlite:///option.db").database.url == "sqlite:///option.db"


def test_an_unknown_key_names_file_key_and_nearest_name(tmp_path):
    path = write(tmp_path, AGENCY + 'timezon = "UTC"\n')
    with pytest.raises(ConfigError, match=r'wirefeed\.toml: agency\.1\.timezon: unknown key; did you mean "timezone"\?') as raised:
        load(path)
    assert (raised.value.path, raised.value.key) == (str(path), "agency.1.timezon")


def test_an_unknown_section_names_the_known_ones(tmp_path):
    with pytest.raises(ConfigError, match=r"zebra: unknown key; known here: include, database"):
        load(write(tmp_path, "[zebra]\n"))


def test_broken_toml_names_the_line(tmp_path):
    with pytest.raises(ConfigError, match=r"is not valid TOML: .*line 2"):
        load(write(tmp_path, '[network]\nuser_agent = "\n'))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (AGENCY + 'timezone = "Mars/Base"\n', "no such time zone"),
        ('[network]\nallow = ["localhost"]\n', "give host:port"),
        ("[merge]\nmax_words = 5\n", "greater than or equal to 40"),
        (AGENCY + '[[feed]]\nname = "a"\nagency = "tass"\nurl = "ftp://x/"\n', "a feed address begins with"),
        (AGENCY + '[[feed]]\nname = "a"\nagency = "tas"\nurl = "https://x/"\n', 'not configured; did you mean "tass"'),
        (AGENCY + AGENCY, "two agencies have the key 'tass'"),
        (AGENCY + '[[feed]]\nname = "a"\nagency = "tass"\nurl = "https://x/"\n' * 2, "two feeds have the name 'a'"),
        ('include = ["nothing/*.toml"]\n', "no file matches"),
    ],
)
def test_wrong_values_are_refused_with_what_to_do(tmp_path, text, message):
    with pytest.raises(ConfigError, match=message):
        load(write(tmp_path, text))


def test_included_files_add_agencies_and_a_file_that_includes_itself_is_refused(tmp_path):
    write(tmp_path, AGENCY, "tass.toml")
    main = write(tmp_path, 'include = ["tass.toml"]\n[[agency]]\nkey = "afp"\nname = "AFP"\n')
    assert list(load(main).agencies()) == ["afp", "tass"]
    with pytest.raises(ConfigError, match="includes itself"):
        load(write(tmp_path, 'include = ["loop.toml"]\n', "loop.toml"))


def test_a_relative_folder_counts_from_the_configuration_file(tmp_path):
    path = write(tmp_path, AGENCY + '[[feed]]\nname = "drop"\nagency = "tass"\nurl = "file:wires/*.xml"\n')
    assert load(path).feeds()["drop"].url == f"file://{tmp_path}/wires/*.xml"


def test_a_disabled_feed_is_not_polled(tmp_path):
    path = write(tmp_path, AGENCY + '[[feed]]\nname = "a"\nagency = "tass"\nurl = "https://x/"\nenabled = false\n')
    assert load(path).feeds() == {}


def test_the_configuration_file_is_found_by_option_then_environment(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find(None, {}) is None
    write(tmp_path, "")
    assert str(find(None, {})) == "wirefeed.toml"
    assert str(find(None, {"WIREFEED_CONFIG": "other.toml"})) == "other.toml"
