"""Secrets come from the environment, from files it names and from systemd; never from the configuration, and they are shown nowhere."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from wirefeed.config import load
from wirefeed.config.secrets import find, variable
from wirefeed.errors import ConfigError
from wirefeed.model.credentials import Basic, Bearer, Grant, Headers, OAuth2

AGENCY = '[[agency]]\nkey = "afp"\nname = "AFP"\n'
CANARY = "canary-4c1b"


def feed(*lines, url="https://wire.example/feed"):
    return "\n".join(['[[feed]]\nname = "wire"\nagency = "afp"', f'url = "{url}"', *lines, ""])


def block(kind, *lines, name="afp"):
    return "\n".join([f'[credentials.{name}]\nkind = "{kind}"', *lines, ""])


def read(tmp_path, *parts, **environ):
    path = tmp_path / "wirefeed.toml"
    path.write_text(AGENCY + "".join(parts), encoding="utf-8")
    return load(path, environ=environ)


USES = 'credentials = "afp"'
API = "afp-api://api.example/?lang=en"


def test_the_environment_gives_the_value(tmp_path):
    held = read(tmp_path, feed(USES), block("bearer"), WIREFEED_AFP_TOKEN=CANARY).feeds()["wire"].credentials
    assert isinstance(held, Bearer)
    assert held.token.reveal() == CANARY


def test_a_file_gives_the_value_without_its_line_end(tmp_path):
    (tmp_path / "token").write_text(f"{CANARY} with space\n", encoding="utf-8")
    held = read(tmp_path, feed(USES), block("bearer"), WIREFEED_AFP_TOKEN_FILE=str(tmp_path / "token")).feeds()["wire"].credentials
    assert held.token.reveal() == f"{CANARY} with space"


def test_systemd_gives_the_value_and_the_environment_goes_before_it(tmp_path):
    (tmp_path / "afp.username").write_text("desk", encoding="utf-8")
    (tmp_path / "afp.password").write_text("of systemd", encoding="utf-8")
    folder = str(tmp_path)
    held = read(tmp_path, feed(USES), block("basic"), CREDENTIALS_DIRECTORY=folder).feeds()["wire"].credentials
    assert isinstance(held, Basic)
    assert (held.username.reveal(), held.password.reveal()) == ("desk", "of systemd")
    environ = {"CREDENTIALS_DIRECTORY": folder, "WIREFEED_AFP_PASSWORD": "mine"}
    held = read(tmp_path, feed(USES), block("basic"), **environ).feeds()["wire"].credentials
    assert held.password.reveal() == "mine"


def test_a_credential_nobody_may_look_at_is_told(tmp_path):
    """The superuser may look at everything: a folder that cannot be named stands in for one that is locked."""
    with pytest.raises(ConfigError, match=r"systemd's credential\) cannot be read: File name too long"):
        find("afp", "token", {"CREDENTIALS_DIRECTORY": str(tmp_path / ("x" * 300))})


def test_each_header_is_a_secret_of_its_own(tmp_path):
    parts = feed(USES), block("headers", 'headers = ["X-Api-Key", "X-Desk"]')
    held = read(tmp_path, *parts, WIREFEED_AFP_X_API_KEY=CANARY, WIREFEED_AFP_X_DESK="foreign").feeds()["wire"].credentials
    assert isinstance(held, Headers)
    assert [(name, secret.reveal()) for name, secret in held.headers] == [("X-Api-Key", CANARY), ("X-Desk", "foreign")]


def test_the_client_credentials_grant_needs_no_user(tmp_path):
    parts = feed(USES, url=API), block("oauth2", 'grant = "client_credentials"', 'token_url = "https://login.example/token"')
    held = read(tmp_path, *parts, WIREFEED_AFP_CLIENT_ID="c", WIREFEED_AFP_CLIENT_SECRET=CANARY).feeds()["wire"].credentials
    assert isinstance(held, OAuth2)
    assert (held.grant, held.username, held.token_url) == (Grant.CLIENT_CREDENTIALS, None, "https://login.example/token")


def test_a_feed_without_all_its_secrets_is_disabled_and_says_which_are_missing(tmp_path):
    settings = read(tmp_path, feed(USES), block("basic"), WIREFEED_AFP_USERNAME="desk", WIREFEED_AFP_PASSWORD="")
    assert settings.feeds() == {}
    assert settings.disabled() == {"wire": "no credentials: WIREFEED_AFP_PASSWORD not set"}


def test_a_feed_switched_off_says_nothing_of_its_credentials(tmp_path):
    assert read(tmp_path, feed(USES, "enabled = false"), block("basic")).disabled() == {}


def test_proxy_credentials_are_needed_as_well(tmp_path):
    parts = feed('proxy = "http://proxy.example:3128"', 'proxy_credentials = "gate"'), block("basic", name="gate")
    assert "WIREFEED_GATE_USERNAME" in read(tmp_path, *parts).disabled()["wire"]
    found = read(tmp_path, *parts, WIREFEED_GATE_USERNAME="u", WIREFEED_GATE_PASSWORD=CANARY).feeds()["wire"]
    assert found.credentials is None
    assert found.proxy_credentials.password.reveal() == CANARY


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            block("basic", f'password = "{CANARY}"'),
            r"credentials\.afp\.password: a secret does not stand in the file.*WIREFEED_AFP_PASSWORD",
        ),
        (block("oauth2", f'client_secret = "{CANARY}"'), r"WIREFEED_AFP_CLIENT_SECRET_FILE"),
        (block("bearer", f'token = "{CANARY}"'), r"WIREFEED_AFP_TOKEN"),
        (feed(url=f"https://me:{CANARY}@wire.example/"), r"feed\.1\.url: a user name or password does not stand in an address"),
        (feed(url=f"ftp://me:{CANARY}@wire.example/"), r"feed\.1\.url"),
        (feed(f'proxy = "http://me:{CANARY}@proxy.example"'), r"feed\.1\.proxy: .*`proxy_credentials`"),
        (
            feed(f'headers = {{ Authorization = "Bearer {CANARY}" }}'),
            r"feed\.1\.headers\.Authorization: a secret does not stand in the file",
        ),
        (feed(f'headers = {{ X-Api-Key = "{CANARY}" }}'), r"headers\.X-Api-Key"),
        (feed(USES), r"names credentials 'afp', which are not configured; add \[credentials\.afp\]"),
        (feed('credentials = "apf"') + block("basic"), r'did you mean "afp"'),
        (feed(url=API), r"needs `credentials`"),
        (feed(USES, url=API) + block("basic"), r"needs credentials of kind oauth2"),
        (feed(USES) + block("oauth2"), r"needs credentials of kind basic or bearer or headers"),
        (feed('proxy_credentials = "afp"') + block("bearer"), r"needs credentials of kind basic"),
        (block("headers"), r"credentials\.afp\.headers: name the headers"),
        (block("headers", 'headers = ["X Api"]'), r"credentials\.afp\.headers"),
        (block("oauth2", f'token_url = "https://me:{CANARY}@x/"'), r"without a user name"),
        (block("oauth2", "grnt = 'password'"), r'unknown key; did you mean "grant"'),
        (block("magic"), r"credentials\.afp\.kind"),
    ],
)
def test_what_is_wrong_is_named_and_no_secret_repeated(tmp_path, text, message):
    with pytest.raises(ConfigError, match=message) as caught:
        read(tmp_path, text)
    assert CANARY not in f"{caught.value} {caught.value!r} {caught.value.__cause__}"


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"two\nlines\n", "one line"), (b"bell\x07", "one line"), (b"\xff\xfe\x00", "no UTF-8"), (b"x" * 70_000, "too long")],
)
def test_a_file_that_holds_no_secret_of_one_line_is_refused(tmp_path, content, message):
    file = tmp_path / "secret"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=message):
        find("afp", "password", {"WIREFEED_AFP_PASSWORD_FILE": str(file)})


def test_a_file_that_is_not_there_is_an_error_not_a_missing_secret(tmp_path):
    with pytest.raises(ConfigError, match=r"WIREFEED_AFP_PASSWORD_FILE\) cannot be read: No such file"):
        find("afp", "password", {"WIREFEED_AFP_PASSWORD_FILE": str(tmp_path / "nothing")})


def test_a_secret_that_cannot_be_read_disables_its_feed_and_no_other(tmp_path):
    other = '[[feed]]\nname = "open"\nagency = "afp"\nurl = "https://open.example/"\n'
    settings = read(tmp_path, feed(USES), other, block("bearer"), WIREFEED_AFP_TOKEN_FILE=str(tmp_path / "nothing"))
    assert set(settings.feeds()) == {"open"}
    assert settings.disabled()["wire"].endswith("(WIREFEED_AFP_TOKEN_FILE) cannot be read: No such file or directory")


def test_a_value_and_a_file_at_once_are_refused():
    with pytest.raises(ConfigError, match="both set"):
        find("afp", "password", {"WIREFEED_AFP_PASSWORD": "a", "WIREFEED_AFP_PASSWORD_FILE": "b"})


def test_the_database_address_may_come_from_a_file(tmp_path):
    (tmp_path / "dsn").write_text("postgresql+psycopg://me:pw@db/wire\n", encoding="utf-8")
    assert read(tmp_path, WIREFEED_DATABASE_URL_FILE=str(tmp_path / "dsn")).database.url == "postgresql+psycopg://me:pw@db/wire"


def test_the_password_of_the_database_may_stand_alone_in_a_file(tmp_path):
    (tmp_path / "password").write_text("p@ss/w:rd% +\n", encoding="utf-8")
    told = {"WIREFEED_DATABASE_URL": "postgresql+psycopg://me@db/wire", "WIREFEED_DATABASE_PASSWORD_FILE": str(tmp_path / "password")}
    address = make_url(read(tmp_path, **told).database.url)
    assert (address.username, address.password, address.host, address.database) == ("me", "p@ss/w:rd% +", "db", "wire")


@pytest.mark.parametrize("url", ["postgresql+psycopg://me:own@db/wire", "postgresql+psycopg://me:@db/wire", "sqlite:///wire@home.db"])
def test_an_address_keeps_its_own_password_and_a_file_has_none(tmp_path, url):
    told = {"WIREFEED_DATABASE_URL": url, "WIREFEED_DATABASE_PASSWORD": "pw"}
    assert read(tmp_path, **told).database.url == url


def test_a_password_without_a_user_is_told_without_it(tmp_path):
    told = {"WIREFEED_DATABASE_URL": "postgresql+psycopg://db/wire", "WIREFEED_DATABASE_PASSWORD": "canary-31"}
    with pytest.raises(ConfigError, match=r"database\.url.*USER@SERVER") as raised:
        read(tmp_path, **told)
    assert "canary-31" not in str(raised.value)


def test_names_of_variables():
    assert variable("afp-wire.2", "X-Api-Key") == "WIREFEED_AFP_WIRE_2_X_API_KEY"


def test_included_files_add_credentials(tmp_path):
    (tmp_path / "afp.toml").write_text(block("bearer"), encoding="utf-8")
    path = tmp_path / "wirefeed.toml"
    path.write_text('include = ["afp.toml"]\n' + AGENCY + feed(USES) + block("basic", name="other"), encoding="utf-8")
    settings = load(path, environ={"WIREFEED_AFP_TOKEN": CANARY})
    assert set(settings.credentials) == {"afp", "other"}
    assert "wire" in settings.feeds()


def test_no_dump_of_settings_or_feeds_shows_a_secret(tmp_path):
    settings = read(tmp_path, feed(USES), block("bearer"), WIREFEED_AFP_TOKEN=CANARY)
    for shown in (repr(settings), str(settings), settings.model_dump_json(), repr(settings.feeds()), f"{settings.feeds()['wire']}"):
        assert CANARY not in shown


def test_the_configuration_that_is_shipped_waits_for_the_credentials_of_afp():
    path = Path(__file__).resolve().parents[3] / "config" / "wirefeed.toml"
    waiting = load(path, environ={})
    assert set(waiting.feeds()) == {"tass-en", "toi"}
    assert set(waiting.disabled()) == {"afp-api"}
    names = ("CLIENT_ID", "CLIENT_SECRET", "USERNAME", "PASSWORD")
    ready = load(path, environ={f"WIREFEED_AFP_{name}": CANARY for name in names})
    assert isinstance(ready.feeds()["afp-api"].credentials, OAuth2)
    assert ready.disabled() == {}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://desk:@/wire?host=/run/postgresql",
        "postgresql://db:5432/wire",
        "sqlite:///a:b@c.db",
        f"postgresql://d:{CANARY}@db/wire",
    ],
)
def test_a_database_address_in_the_file_is_taken_as_it_is(tmp_path, url):
    assert read(tmp_path, f'[database]\nurl = "{url}"\n').database.url == url
