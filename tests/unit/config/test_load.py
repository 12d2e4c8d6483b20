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


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('url = "https://"', r"feed\.1\.url: this is no address: it names no host"),
        ('url = "https://wire example/"', r"feed\.1\.url: this is no address"),
        ('url = "https://wire.example:99999/"', r"feed\.1\.url: this is no address: its host or port"),
        ('url = "https://x/"\nproxy = "socks5://p:1080"', r"feed\.1\.proxy: give the address of an HTTP proxy"),
        ('url = "https://x/"\nproxy = "http://"', r"feed\.1\.proxy: this is no address"),
        ('url = "https://x/"\nlanguage = "English"', r"feed\.1\.language: give a BCP 47 tag, such as en"),
        ('url = "https://x/"\nheaders = { X = "a\\nb" }', r"feed\.1\.headers\.X: a header is one line"),
        ('url = "https://x/"\nheaders = { "a b" = "c" }', r"feed\.1\.headers\.a b"),
        ('url = "https://x/"\ninterval_min = 600\ninterval_max = 60', r"interval_min is longer than interval_max"),
        ('url = "https://x/"\ninterval_min = "5 min"', r"feed\.1\.interval_min: must be a valid number$"),
    ],
)
def test_a_feed_that_could_never_be_fetched_is_refused_before_it_is_tried(tmp_path, line, message):
    with pytest.raises(ConfigError, match=message):
        load(write(tmp_path, f'{AGENCY}[[feed]]\nname = "a"\nagency = "tass"\n{line}\n'))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('include = "agencies/*.toml"\n', "include: must be a list of file names"),
        ("include = 5\n", "include: must be a list of file names"),
        ('include = [""]\n', "no file matches ''"),
        ('[feed]\nname = "a"\n', r"feed: write \[\[feed\]\], in two brackets"),
        ("network = 3\n", "network: must be a section"),
        ('[[agency]]\nname = "TASS"\n', r"agency\.1\.key: is missing"),
        ('[[agency]]\nkey = "two words"\nname = "TASS"\n', r"agency\.1\.key: must be a name of letters"),
    ],
)
def test_a_file_of_another_shape_is_answered_in_the_words_of_toml(tmp_path, text, message):
    with pytest.raises(ConfigError, match=message) as raised:
        load(write(tmp_path, text))
    assert "tuple" not in str(raised.value)


def test_a_mistake_in_an_included_file_names_that_file_and_the_key_in_it(tmp_path):
    write(tmp_path, AGENCY + '[[agency]]\nkey = "toi"\nname = "TOI"\ntimezon = "UTC"\n', "more.toml")
    main = write(tmp_path, 'include = ["more.toml"]\n[[agency]]\nkey = "afp"\nname = "AFP"\n')
    with pytest.raises(ConfigError) as raised:
        load(main)
    assert (raised.value.path, raised.value.key) == (str(tmp_path / "more.toml"), "agency.2.timezon")
    write(tmp_path, '[[agency]]\nkey = "afp"\nname = "AFP again"\n', "more.toml")
    with pytest.raises(
        ConfigError, match=r"more\.toml: agency\.1\.key: two agencies have the key 'afp': .*wirefeed\.toml agency\.1 is the other"
    ):
        load(main)
    write(tmp_path, '[[feed]]\nname = "a"\nagency = "afp"\nurl = "https://me:hush@x/"\n', "more.toml")
    with pytest.raises(ConfigError, match=r"more\.toml: feed\.1\.url: a user name"):
        load(main)


def test_all_mistakes_are_told_at_once(tmp_path):
    text = '[network]\ntimeout = 5\n[[feed]]\nname = "a"\nagency = "x y"\nurl = "https://x/"\nenabled = "yes please"\n'
    with pytest.raises(ConfigError) as raised:
        load(write(tmp_path, text))
    assert [one.key for one in (raised.value, *raised.value.others)] == ["network.timeout", "feed.1.agency", "feed.1.enabled"]


def test_files_are_included_from_anywhere(tmp_path):
    (tmp_path / "agencies").mkdir()
    write(tmp_path / "agencies", AGENCY, "tass.toml")
    assert list(load(write(tmp_path, f'include = ["{tmp_path}/agencies/*.toml"]\n')).agencies()) == ["tass"]


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
