"""Every option wirefeed has, once. The configuration reference in docs/ is generated from here. It reads no file; config.load does."""

from collections.abc import Sequence
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from wirefeed.model.feed import Agency, Feed, FullText

_PORTS = range(1, 65536)


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


def _feed_url(value: str) -> str:
    if not value.startswith(("https://", "http://", "file:")):
        raise ValueError(f"a feed address begins with https://, http:// or file:, not {value[:40]!r}")
    return value


Zone = Annotated[str, AfterValidator(_zone)]
HostPort = Annotated[str, AfterValidator(_host_port)]
FeedUrl = Annotated[str, AfterValidator(_feed_url)]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Seconds = Annotated[float, Field(ge=0, le=30 * 86400)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class DatabaseSettings(_Section):
    """Where items and stories are kept."""

    url: str | None = None
    """SQLAlchemy address: `sqlite:///var/wirefeed.db` (a relative path counts from the working directory) or `postgresql+psycopg://user@host/name`.
    Without it: `wirefeed.db` in the state directory."""


class NetworkSettings(_Section):
    """How wirefeed behaves towards the servers it reads."""

    user_agent: str = "wirefeed/0.1"
    """First part of the User-Agent header."""
    contact: str | None = None
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


class AgencySettings(_Section):
    """One agency that supplies news."""

    key: Key
    """Short name that feeds refer to."""
    name: str = Field(min_length=1, max_length=80)
    """As it stands in the reporting line."""
    quoted_as: str | None = Field(default=None, max_length=80)
    """As it stands in attributions; the name where not given."""
    timezone: Zone = "UTC"
    """For times that come without a zone."""
    parents: tuple[Key, ...] = ()
    """Agencies whose copy it reprints: such text is not an independent voice."""

    def model(self) -> Agency:
        """The noun for this section."""
        return Agency(key=self.key, name=self.name, quoted_as=self.quoted_as or self.name, timezone=self.timezone, parents=self.parents)


class FeedSettings(_Section):
    """One subscription to a feed of an agency."""

    name: Key
    """Name of the feed in commands, views and logs."""
    agency: Key
    """Key of the agency that supplies it."""
    url: FeedUrl
    """`https://`, `http://` or `file:///folder/*.xml` (a folder drop; `file:relative/*.xml` counts from the configuration file)."""
    full_text: FullText = FullText.FEED
    """`feed` (what the document carries) or `page` (fetch the article page)."""
    language: str | None = Field(default=None, max_length=35)
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
    headers: dict[str, str] = Field(default_factory=dict)
    """Extra request headers."""
    proxy: str | None = None
    """HTTP proxy for this feed."""
    enabled: bool = True
    """`false` keeps the feed's items and stops polling it."""

    def model(self, agency: Agency) -> Feed:
        """The noun for this section."""
        return Feed(
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
            proxy=self.proxy,
        )


class MergeSettings(_Section):
    """How stories are made."""

    max_words: int = Field(default=450, ge=40, le=5000)
    """Longest composite, in words, the reporting line aside."""
    languages: Literal["separate"] = "separate"
    """`separate`: a story has one language."""
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


class Settings(_Section):
    """The whole configuration."""

    include: tuple[str, ...] = ()
    """Further files to read, such as `agencies/*.toml`, relative to this one."""
    database: DatabaseSettings = DatabaseSettings()
    network: NetworkSettings = NetworkSettings()
    agency: tuple[AgencySettings, ...] = ()
    feed: tuple[FeedSettings, ...] = ()
    merge: MergeSettings = MergeSettings()
    log: LogSettings = LogSettings()
    work: WorkSettings = WorkSettings()

    def agencies(self) -> dict[str, Agency]:
        """The agencies by key."""
        return {section.key: section.model() for section in self.agency}

    def feeds(self) -> dict[str, Feed]:
        """The enabled feeds by name."""
        agencies = self.agencies()
        return {section.name: section.model(agencies[section.agency]) for section in self.feed if section.enabled}


def duplicates(names: Sequence[str]) -> tuple[str, ...]:
    """The names that stand more than once, in order."""
    return tuple(dict.fromkeys(name for name in names if names.count(name) > 1))
