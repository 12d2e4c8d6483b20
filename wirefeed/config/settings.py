"""Every option wirefeed has, once. The configuration reference in docs/ is generated from here. It reads no file; config.load does."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from wirefeed.config.secrets import Absent, Vault, Wanted, variable
from wirefeed.model.credentials import Basic, Credentials, Grant
from wirefeed.model.feed import After, Agency, Feed, FullText, PageRules

HOURLY_ITEMS = 2000
_PORTS = range(1, 65536)
_BCP_47 = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
API_SCHEMES = ("afp-api://", "afp-api+http://")
"""Addresses of transports that speak an agency's own API, and so need its credentials."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"no such time zone; use an IANA name such as Europe/Moscow, not {name!r}") from error
    return name


def _host_port(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or int(port) not in _PORTS:
        raise ValueError(f"give host:port, such as 127.0.0.1:8801, not {value!r}")
    return value


def _selector(value: str) -> str:
    from cssselect import SelectorError, parse  # noqa: PLC0415 - only a configuration with selectors needs it

    try:
        parse(value)
    except SelectorError as error:
        raise ValueError(f"no CSS selector: {error}") from error
    return value


def _feed_url(value: str) -> str:
    if not value.startswith(("https://", "http://", "file:", "sftp://", *API_SCHEMES)):
        raise ValueError(f"a feed address begins with https://, http://, file:, sftp:// or afp-api://, not {value[:40]!r}")
    return value if value.startswith("file:") else _with_host(value)


def _token_url(value: str) -> str:
    if not value.startswith(("https://", "http://")) or "@" in value.partition("?")[0]:
        raise ValueError("give the https:// address where tokens are obtained, without a user name")
    return value


def _language(value: str) -> str:
    if not _BCP_47.fullmatch(value):
        raise ValueError(f"give a BCP 47 tag, such as en or pt-BR, not {value!r}")
    return value


def _proxy(value: str) -> str:
    if not value.startswith("http://"):
        raise ValueError("give the address of an HTTP proxy, http://host:port")
    return _with_host(value)


def _with_host(value: str) -> str:
    """An address that names a server. Whether it may be reached is asked when it is fetched."""
    try:
        parts = urlsplit(value)
        server, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError("this is no address: its host or port cannot be read") from error
    if not server or any(char.isspace() or not char.isprintable() for char in parts.netloc):
        raise ValueError("this is no address: it names no host, as in https://news.example.org/feed.xml")
    return value


def _one_line(value: str) -> str:
    if not value.isprintable():
        raise ValueError("a header is one line without control characters")
    return value


Selector = Annotated[str, AfterValidator(_selector)]
Zone = Annotated[str, AfterValidator(_zone)]
HostPort = Annotated[str, AfterValidator(_host_port)]
FeedUrl = Annotated[str, AfterValidator(_feed_url)]
TokenUrl = Annotated[str, AfterValidator(_token_url)]
Proxy = Annotated[str, AfterValidator(_proxy)]
HeaderValue = Annotated[str, AfterValidator(_one_line)]
HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,80}$")]
Language = Annotated[str, Field(max_length=35), AfterValidator(_language)]
Tag = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Seconds = Annotated[float, Field(ge=0, le=30 * 86400)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True)


class DatabaseSettings(_Section):
    """Where items and stories are kept."""

    url: str | None = None
    """SQLAlchemy address: `sqlite:///var/wirefeed.db` (a relative path counts from the working directory) or `postgresql+psycopg://user@host/name`.
    Without it: `wirefeed.db` in the state directory (systemd's `$STATE_DIRECTORY`, else `~/.local/state/wirefeed`). A password is
    better kept out of the file: set `WIREFEED_DATABASE_PASSWORD`."""


class NetworkSettings(_Section):
    """How wirefeed behaves towards the servers it reads."""

    user_agent: HeaderValue = "wirefeed/0.1"
    """First part of the User-Agent header."""
    contact: HeaderValue | None = None
    """An address where a publisher can reach you; sent in the User-Agent."""
    allow: tuple[HostPort, ...] = ()
    """host:port pairs in private networks that feeds may reach; every other private address is refused."""
    per_host_connections: int = Field(default=2, ge=1, le=64)
    """Connections at once to one host."""
    per_host_gap_seconds: Seconds = 5.0
    """Least time between the starts of two requests to one host."""
    timeout_seconds: float = Field(default=30.0, gt=0, le=600)
    """Whole exchange for one feed document, redirects included."""
    concurrency: int = Field(default=64, ge=1, le=1024)
    """Requests in flight over all hosts."""


class SftpSection(_Section):
    """Folder drops on other machines (`sftp://`, with the extra `wirefeed[sftp]`).

    What a feed logs in with stands outside the file: `WIREFEED_SFTP_FEED_PASSWORD`, or `WIREFEED_SFTP_FEED_KEY` (a private key) with
    `WIREFEED_SFTP_FEED_PASSPHRASE`; each also with `_FILE` for a file that holds it, or as the systemd credential `sftp-feed.password`,
    `sftp-feed.key`, `sftp-feed.passphrase`. `FEED` is the feed's name in capitals, `_` for everything but letters and digits.
    """

    known_hosts: str | None = None
    """A file of host keys as OpenSSH has it. Without it no host is asked: there is no way to skip the check."""


class WebsubSettings(_Section):
    """Hubs that push feeds to `wirefeed run` (WebSub). Off without `listen`.

    Feeds are polled all the same, more rarely while pushes come.
    """

    listen: HostPort | None = None
    """host:port to listen on for hubs, such as 127.0.0.1:8811; a reverse proxy in front of it speaks TLS."""
    callback_url: str | None = Field(default=None, pattern=r"^https?://[^\s/@?#]+(/[^\s@?#]*)?$")
    """The public address that leads to `listen`, such as `https://news.example.org/websub`; each subscription adds a part of its own
    that nobody can guess."""

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.listen is None) != (self.callback_url is None):
            raise ValueError("listen and callback_url go together: where hubs are heard, and the address they are told")
        return self


class PageSettings(_Section):
    """Where an agency's article pages have what: CSS selectors, the first that finds something counts. General rules do without."""

    headline: tuple[Selector, ...] = ()
    """The headline."""
    standfirst: tuple[Selector, ...] = ()
    """The sentence between headline and text."""
    body: tuple[Selector, ...] = ()
    """What holds the text."""
    byline: tuple[Selector, ...] = ()
    """The reporters."""
    date: tuple[Selector, ...] = ()
    """When it was published; without a zone it is read in the agency's."""
    caption: tuple[Selector, ...] = ()
    """What the main picture shows."""
    credit: tuple[Selector, ...] = ()
    """Who took the main picture."""
    strip: tuple[Selector, ...] = ()
    """What is cut away before anything is read; all that every selector finds."""

    def model(self) -> PageRules:
        """The noun for this section."""
        return PageRules(**{name: getattr(self, name) for name in type(self).model_fields})


class AgencySettings(_Section):
    """One agency that supplies news."""

    key: Key
    """Short name that feeds refer to."""
    name: str = Field(min_length=1, max_length=80)
    """As it stands in the reporting line."""
    quoted_as: str | None = Field(default=None, max_length=80)
    """As it stands in attributions; the name where not given."""
    timezone: Zone = "UTC"
    """For times that come without a zone, and for the day an article's "today" was; that of an agency left at UTC is told by the
    clock its items give their times by."""
    parents: tuple[Key, ...] = ()
    """Keys of agencies whose copy it reprints: such text is not an independent voice, and theirs also where it bears the earlier time."""
    page: PageSettings = PageSettings()
    """Where its article pages have what: `[agency.page]` with lists of CSS selectors for `headline`, `standfirst`, `body`, `byline`,
    `date`, `caption`, `credit` and `strip`. Pages are read by general rules where nothing is said."""

    def model(self) -> Agency:
        """The noun for this section."""
        return Agency(key=self.key, name=self.name, quoted_as=self.quoted_as or self.name, timezone=self.timezone, parents=self.parents)


class CredentialsSettings(_Section):
    """Who wirefeed is towards an agency. The block says what kind of credentials these are; their values never stand in the file.

    Each value comes from the environment variable `WIREFEED_NAME_KEY` (for `[credentials.afp]`: `WIREFEED_AFP_PASSWORD`), from the file
    that `WIREFEED_NAME_KEY_FILE` names, or from the systemd credential `NAME.KEY` (`LoadCredential=afp.password:/path`). A feed whose
    credentials are missing disables itself and says so.
    """

    kind: Literal["basic", "bearer", "headers", "oauth2"]
    """`basic` (KEYs USERNAME, PASSWORD), `bearer` (TOKEN), `headers` (one KEY a header) or `oauth2` (CLIENT_ID, CLIENT_SECRET, and with
    the grant `password` USERNAME, PASSWORD)."""
    headers: tuple[HeaderName, ...] = ()
    """For `headers`: their names. `X-Api-Key` of `[credentials.wire]` is read from `WIREFEED_WIRE_X_API_KEY`."""
    grant: Grant = Grant.PASSWORD
    """For `oauth2`: `password` or `client_credentials`."""
    token_url: TokenUrl | None = None
    """For `oauth2`: where tokens are obtained; `/oauth/token` at the feed's host where not given."""

    def wanted(self, name: str) -> Wanted:
        """The secrets this block needs."""
        keys: tuple[str, ...]
        match self.kind:
            case "basic":
                keys = ("username", "password")
            case "bearer":
                keys = ("token",)
            case "headers":
                keys = self.headers
            case "oauth2":
                keys = ("client_id", "client_secret", *(("username", "password") if self.grant is Grant.PASSWORD else ()))
        return Wanted(name=name, kind=self.kind, keys=keys, grant=self.grant, token_url=self.token_url)


class FeedSettings(_Section):
    """One subscription to a feed of an agency."""

    name: Key
    """Name of the feed in commands, views and logs."""
    agency: Key
    """Key of the agency that supplies it."""
    url: FeedUrl
    """`https://`, `http://`, `file:///folder/*.xml` (a folder drop; `file:relative/*.xml` counts from the configuration file) or
    `sftp://user@host:port/folder/*.xml` (a folder on another machine), or `afp-api://host/?lang=en` (AFP's API); see docs/operations.md."""
    after: After = After.KEEP
    """What becomes of a file of a drop once its items are stored: `keep` (nothing is touched, a read-only folder will do) or `move`
    (to `done/`, or to `failed/` with the reason in a `.why.json` beside it)."""
    full_text: FullText = FullText.FEED
    """`feed` (what the document carries) or `page` (fetch the article page)."""
    language: Language | None = None
    """BCP 47 tag, where the feed does not say."""
    interval_min: float = Field(default=300.0, ge=1, le=86400)
    """Shortest polling interval in seconds."""
    interval_max: float = Field(default=14400.0, ge=1, le=30 * 86400)
    """Longest polling interval in seconds."""
    idle_alarm: float | None = Field(default=None, gt=0)
    """Seconds without a new item after which `wirefeed feeds` raises an alarm; learned from the feed where not given."""
    include: tuple[str, ...] = ()
    """Only items whose link contains one of these."""
    exclude: tuple[str, ...] = ()
    """No items whose link contains one of these, such as `/spotlight/`."""
    hourly_items: int | None = Field(default=None, ge=0, le=1_000_000)
    """Budget of new items an hour; 0: no limit. Where not given, 2000, and none for folders. What is beyond it waits, and `wirefeed feeds`
    tells."""
    headers: dict[HeaderName, HeaderValue] = Field(default_factory=dict)
    """Extra request headers. Secret ones belong into `credentials`."""
    credentials: Key | None = None
    """Name of the `[credentials.NAME]` block this feed is asked with. They are sent to the feed's own host over https only."""
    proxy: Proxy | None = None
    """HTTP proxy for this feed, `http://host:port`. The proxy resolves names: see docs/operations.md."""
    proxy_credentials: Key | None = None
    """Name of the `[credentials.NAME]` block of kind `basic` for the proxy."""
    push: bool = True
    """`false`: no hub is asked to push this feed, whatever it announces (see `[websub]`)."""
    enabled: bool = True
    """`false` keeps the feed's items and stops polling it."""

    @property
    def blocks(self) -> tuple[str, ...]:
        """The names of the credentials it needs."""
        return tuple(name for name in (self.credentials, self.proxy_credentials) if name)

    def model(self, agency: Agency, secrets: Mapping[str, Credentials], page: PageRules) -> Feed:
        """The noun for this section, with the credentials it needs."""
        proxy = secrets.get(self.proxy_credentials or "")
        return Feed(
            page=page,
            name=self.name,
            agency=agency,
            url=self.url,
            language=self.language,
            full_text=self.full_text,
            interval_min=self.interval_min,
            interval_max=max(self.interval_min, self.interval_max),
            idle_alarm=self.idle_alarm,
            include=self.include,
            exclude=self.exclude,
            headers=tuple(sorted(self.headers.items())),
            credentials=secrets.get(self.credentials or ""),
            proxy=self.proxy,
            proxy_credentials=proxy if isinstance(proxy, Basic) else None,
            hourly_items=self.hourly_items
            if self.hourly_items is not None
            else (0 if self.url.startswith(("file:", "sftp:")) else HOURLY_ITEMS),
            after=self.after,
            push=self.push,
        )

    @model_validator(mode="after")
    def _shortest_before_longest(self) -> Self:
        if {"interval_min", "interval_max"} <= self.model_fields_set and self.interval_min > self.interval_max:
            raise ValueError("interval_min is longer than interval_max")
        return self

    @model_validator(mode="after")
    def _moves_files_only(self) -> Self:
        if self.after is After.MOVE and not self.url.startswith(("file:", "sftp:")):
            raise ValueError("after = move is for files (file:, sftp://); leave it out for feeds that are fetched")
        return self


class MergeSettings(_Section):
    """How stories are made."""

    max_words: int = Field(default=450, ge=40, le=5000)
    """Longest composite, in words, the reporting line aside."""
    languages: Literal["separate", "together"] = "separate"
    """`separate`: a story has one language. `together`: what two languages tell of one event is one story (the extra `languages`)."""
    written_in: tuple[Tag, ...] = ()
    """The language a story told in several is written in, best first; without one of these the language of most of its items."""
    min_agencies: int = Field(default=1, ge=1, le=20)
    """Stories with fewer independent agencies are kept but withheld from `merged_stories`."""
    weights: str | None = None
    """A file that `wirefeed train` wrote, instead of the shipped weights; a relative path counts from the configuration file."""


class LogSettings(_Section):
    """What wirefeed tells while it works."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """Least severity that is written."""
    format: Literal["auto", "json", "console"] = "auto"
    """`auto`: console on a terminal, JSON elsewhere."""


class WorkSettings(_Section):
    """How the work is shared out on this machine."""

    parse_workers: int = Field(default=2, ge=0, le=32)
    """Processes that parse documents under limits; 0 parses in the main process, without limits (for tests only)."""
    parse_seconds: float = Field(default=10.0, gt=0, le=120)
    """Wall-clock limit for parsing one document."""
    parse_megabytes: int = Field(default=512, ge=128, le=8192)
    """Memory limit of one parse worker."""
    compose_workers: int = Field(default=2, ge=0, le=32)
    """Processes that compose where hundreds of stories wait; 0 composes in the main process, and so does a machine with one core."""
    compose_megabytes: int = Field(default=1024, ge=256, le=8192)
    """Memory limit of one compose worker."""


class MaintenanceSettings(_Section):
    """What `wirefeed maintain` does, every night under systemd."""

    keep_polls_days: int = Field(default=90, ge=7, le=36500)
    """Days for which the history of polls, and the fingerprints copies are found by, are kept. Items, stories and bytes stay for good."""
    backups: int = Field(default=7, ge=0, le=1000)
    """How many backups are kept; 0 makes none."""
    backup_folder: str | None = None
    """Where backups go: `backups` beside an SQLite database where not given. For PostgreSQL there is no backup without a folder."""


class MetricsSettings(_Section):
    """Figures for Prometheus."""

    listen: HostPort | None = None
    """host:port where `/metrics` is served, such as `127.0.0.1:9464`; off where not given. Needs the extra `metrics`."""


class Settings(_Section):
    """The whole configuration."""

    include: tuple[str, ...] = ()
    """Further files to read, such as `agencies/*.toml`, relative to this one. Agencies, feeds and credentials add up; of any other
    section the one in the including file counts, whole."""
    database: DatabaseSettings = DatabaseSettings()
    network: NetworkSettings = NetworkSettings()
    sftp: SftpSection = SftpSection()
    websub: WebsubSettings = WebsubSettings()
    agency: tuple[AgencySettings, ...] = ()
    feed: tuple[FeedSettings, ...] = ()
    credentials: dict[Key, CredentialsSettings] = Field(default_factory=dict)
    merge: MergeSettings = MergeSettings()
    log: LogSettings = LogSettings()
    work: WorkSettings = WorkSettings()
    maintenance: MaintenanceSettings = MaintenanceSettings()
    metrics: MetricsSettings = MetricsSettings()
    _vault: Vault = PrivateAttr(default_factory=dict)

    def unlocked(self, vault: Vault) -> Self:
        """The same settings with their secrets, which no dump of the settings shows."""
        copied = self.model_copy()
        copied._vault = dict(vault)  # noqa: SLF001 - its own
        return copied

    def agencies(self) -> dict[str, Agency]:
        """The agencies by key."""
        return {section.key: section.model() for section in self.agency}

    def pages(self) -> dict[str, PageRules]:
        """What is known of the agencies' article pages, by key."""
        return {section.key: section.page.model() for section in self.agency}

    def feeds(self) -> dict[str, Feed]:
        """The feeds to poll, by name: those that are enabled and have their credentials."""
        agencies, pages, silent = self.agencies(), self.pages(), self.disabled()
        secrets = {name: held for name, held in self._vault.items() if not isinstance(held, Absent)}
        chosen = [section for section in self.feed if section.enabled and section.name not in silent]
        return {section.name: section.model(agencies[section.agency], secrets, pages[section.agency]) for section in chosen}

    def disabled(self) -> dict[str, str]:
        """The enabled feeds that cannot be asked for want of credentials, by name, each with what is missing."""
        waiting = {section.name: [one for name in section.blocks if (one := self.absent(name))] for section in self.feed if section.enabled}
        return {name: "; ".join(one.why for one in absent) for name, absent in waiting.items() if absent}

    def absent(self, block: str) -> Absent | None:
        """What a block of credentials waits for; None when it is complete."""
        held = self._vault.get(block)
        if held is None:
            wanted = self.credentials[block].wanted(block) if block in self.credentials else None
            return Absent(missing=tuple(variable(block, key) for key in wanted.keys) if wanted else (block,))
        return held if isinstance(held, Absent) else None
