"""What is wrong with a newsroom and what to do about it, in words: pure judgements on facts somebody else has gathered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from wirefeed.model.delivery import FaultKind
from wirefeed.model.feed import Feed, FeedState, FeedStatus
from wirefeed.pipeline import pace

OVERDUE = timedelta(minutes=15)
BACKUP_AGE = timedelta(hours=50)
AHEAD = timedelta(minutes=5)
LEDGER_PEAK = 20
"""Entries of one kind lost by one feed in a day that are worth a word."""
DISK_TIGHT, DISK_FULL = 0.10, 0.02
LEAST_FREE = 1 << 30

_ADVICE: Mapping[str, str] = {
    FaultKind.UNREADABLE: "`wirefeed parse` on the archived document says why; if the supplier changed its format, tell us",
    FaultKind.BAD_ENTRY: "the supplier sends broken entries; `SELECT * FROM dropped` names them",
    FaultKind.EXCLUDED: "your include / exclude rules leave these out; nothing to do if that is meant",
    FaultKind.NOT_AN_ARTICLE: "planning notes and the like; nothing to do",
    FaultKind.TOO_MANY: "longer than one pass reads; the rest follows with the next polls",
    FaultKind.GAP: "items may be missing: lower the feed's interval_max, or ask for a longer feed",
    FaultKind.STORE: "the database refused items: see the messages, and run `wirefeed db check`",
}


class Severity(StrEnum):
    """Error: news is being lost or the newsroom stands still. Warning: somebody should look. Note: so that you know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong: where, what, and what to do."""

    severity: Severity
    where: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What there is to judge. ``disabled``: why feeds disable themselves, by name; ``set_aside`` as of the last day.

    ``free`` and ``size`` of the disk in bytes; None: does not apply.
    """

    now: datetime
    feeds: Mapping[str, Feed]
    disabled: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, FeedState] = field(default_factory=dict)
    arrivals: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
    set_aside: Mapping[tuple[str, str, bool], int] = field(default_factory=dict)
    stories: Mapping[str, int] = field(default_factory=dict)
    held: int = 0
    received: datetime | None = None
    free: int | None = None
    size: int | None = None
    backup_wanted: bool = False
    backup_at: datetime | None = None
    unsound: tuple[str, ...] = ()
    contact: str | None = None


def diagnose(facts: Facts) -> tuple[Finding, ...]:
    """Everything worth a word, the worst first."""
    parts = (_database, _disk, _backup, _clock, _dispatcher, _feeds, _ledger, _stories, _manners)
    findings = [finding for part in parts for finding in part(facts)]
    return tuple(sorted(findings, key=lambda finding: list(Severity).index(finding.severity)))


def _database(facts: Facts) -> Iterator[Finding]:
    for problem in facts.unsound[:10]:
        advice = "stop the daemon, keep a copy of the database, restore the newest backup that `wirefeed db check` passes, start again"
        yield Finding(severity=Severity.ERROR, where="database", message=problem, advice=advice)


def _disk(facts: Facts) -> Iterator[Finding]:
    if facts.free is None or not facts.size:
        return
    share, left = facts.free / facts.size, f"{facts.free / 1e9:.1f} GB of {facts.size / 1e9:.1f} GB are free"
    if share < DISK_FULL:
        yield Finding(
            severity=Severity.ERROR, where="disk", message=left, advice="free some space: at nothing left, polling pauses until there is"
        )
    elif share < DISK_TIGHT and facts.free < 10 * LEAST_FREE:
        yield Finding(severity=Severity.WARNING, where="disk", message=left, advice="free some space, or move the backups elsewhere")


def _backup(facts: Facts) -> Iterator[Finding]:
    if not facts.backup_wanted:
        return
    advice = "enable wirefeed-maintain.timer, or run `wirefeed maintain` from cron every night"
    if facts.backup_at is None:
        yield Finding(severity=Severity.WARNING, where="backup", message="there is no backup yet", advice=advice)
    elif facts.now - facts.backup_at > BACKUP_AGE:
        message = f"the newest backup is of {facts.backup_at:%Y-%m-%d %H:%M} UTC"
        yield Finding(severity=Severity.WARNING, where="backup", message=message, advice=advice)


def _clock(facts: Facts) -> Iterator[Finding]:
    polled = [state.last_polled_at for state in facts.states.values() if state.last_polled_at]
    latest = max((moment for moment in (*polled, facts.received) if moment), default=None)
    if latest and latest - facts.now > AHEAD:
        message = f"the database knows of {latest:%Y-%m-%d %H:%M} UTC, and this machine's clock says {facts.now:%Y-%m-%d %H:%M}"
        yield Finding(severity=Severity.ERROR, where="clock", message=message, advice="set the clock, and let chrony or timesyncd keep it")


def _dispatcher(facts: Facts) -> Iterator[Finding]:
    active = (FeedStatus.NEW, FeedStatus.OK, FeedStatus.FAILING)
    states = [state for name, state in facts.states.items() if name in facts.feeds and state.status in active]
    late = [state for state in states if state.next_due_at and facts.now - state.next_due_at > OVERDUE]
    if late and len(late) == len(states):
        message = f"every feed is overdue by more than {OVERDUE.seconds // 60} minutes"
        advice = "the daemon is not running or stands still: `systemctl status wirefeed`, then its journal"
        yield Finding(severity=Severity.ERROR, where="daemon", message=message, advice=advice)
    elif late:
        message = f"{len(late)} of {len(states)} feeds are overdue by more than {OVERDUE.seconds // 60} minutes"
        advice = "many feeds on one host wait for one another (network.per_host_gap_seconds), or network.concurrency is low"
        yield Finding(severity=Severity.WARNING, where="daemon", message=message, advice=advice)


def _feeds(facts: Facts) -> Iterator[Finding]:
    if not facts.feeds and not facts.disabled:
        yield Finding(
            severity=Severity.ERROR, where="feeds", message="no feed is configured", advice="see config/wirefeed.toml for an example"
        )
    for name, why in facts.disabled.items():
        advice = 'see "Secrets and credentials" in docs/operations.md; `enabled = false` if it is meant to be off'
        yield Finding(severity=Severity.WARNING, where=name, message=f"disabled: {why}", advice=advice)
    for name, feed in facts.feeds.items():
        state = facts.states.get(name)
        if state is None or state.status is FeedStatus.NEW:
            yield Finding(severity=Severity.NOTE, where=name, message="never polled", advice="`wirefeed fetch --once` or start the daemon")
        elif message := pace.alarm(feed, state, facts.now, facts.arrivals.get(name, ())):
            yield Finding(severity=Severity.WARNING, where=name, message=message, advice=_feed_advice(feed, state))
        elif state.failures and state.last_success_at is None:
            never = f"has never been read: {state.last_error}"
            yield Finding(severity=Severity.WARNING, where=name, message=never, advice=_feed_advice(feed, state))
        elif state.moved_to and state.moved_to != feed.url:
            moved = f"has moved for good to {state.moved_to}"
            yield Finding(severity=Severity.NOTE, where=name, message=moved, advice="put the new address into the configuration")


def _feed_advice(feed: Feed, state: FeedState) -> str:
    if state.status is FeedStatus.RETIRED:
        return "look for a new address on the supplier's pages; remove the feed otherwise"
    if state.failures >= pace.ALARM_FAILURES or state.last_success_at is None:
        return f"try `wirefeed fetch --once --force --feed {feed.name}`; it is asked again at {_time(state.next_due_at)} in any case"
    if state.empty_streak >= pace.ALARM_EMPTY:
        return "open the address in a browser: the supplier may have changed its format, or stopped"
    return "open the address in a browser; if this pause is usual, set the feed's idle_alarm"


def _ledger(facts: Facts) -> Iterator[Finding]:
    for (feed, kind, lost), times in sorted(facts.set_aside.items()):
        if kind == FaultKind.GAP or (lost and times >= LEDGER_PEAK) or kind == FaultKind.STORE:
            advice = _ADVICE.get(kind, "`SELECT * FROM dropped` has each with its reason")
            quiet = kind in (FaultKind.EXCLUDED, FaultKind.NOT_AN_ARTICLE)
            message = f"{_counted(times, 'time')} {kind} {'(entries lost)' if lost else '(a warning)'} among what was met in the last day"
            yield Finding(severity=Severity.NOTE if quiet else Severity.WARNING, where=feed, message=message, advice=advice)


def _stories(facts: Facts) -> Iterator[Finding]:
    if facts.held:
        message = f"{_counted(facts.held, 'item')} under embargo"
        yield Finding(severity=Severity.NOTE, where="stories", message=message, advice="nothing to do: they come out at their time")
    if withheld := facts.stories.get("withheld", 0):
        advice = "fewer agencies than merge.min_agencies, or a composite that could not be traced: the journal says `story withheld`"
        yield Finding(severity=Severity.NOTE, where="stories", message=f"{_counted(withheld, 'story', 'stories')} withheld", advice=advice)


def _manners(facts: Facts) -> Iterator[Finding]:
    if facts.contact is None and any(feed.url.startswith("http") for feed in facts.feeds.values()):
        advice = "set network.contact to an address where a publisher can reach you: it keeps you from being blocked"
        yield Finding(severity=Severity.NOTE, where="configuration", message="no contact is sent to publishers", advice=advice)


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "no set time"
