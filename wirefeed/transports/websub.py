"""The subscriber's side of WebSub (W3C Recommendation, 2018) as pure state: what to ask a hub, whom to believe. It sends nothing.

::

    announced ─> WANTED ─ask─> ASKED ─the hub calls back, we answer its challenge─> ACTIVE ─renew_at─> asked again, still ACTIVE
                    ^             └ no answer ┘                                        └ lease ends ─> WANTED
                    └─ a day ── DENIED <─ the hub says no
    feed removed ─> LEAVING ─ask─> (confirmed, or the lease ends) ─> forgotten
"""

import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, StrEnum
from html import unescape
from urllib.parse import urljoin

from wirefeed.model.subscription import Announcement, Subscription, SubscriptionState

LEASE_SECONDS = 10 * 86400
"""What is asked for; the hub decides."""
ANSWER_WITHIN = timedelta(minutes=10)
"""A request not confirmed by then counts as failed, and is made again."""
FIRST_RETRY, LAST_RETRY = timedelta(minutes=1), timedelta(hours=6)
DENIED_FOR = timedelta(days=1)
LONGEST_LEASE = timedelta(days=365)
HEAD_BYTES = 64 * 1024
"""A feed's own links stand at its beginning, before the first entry (which may have a ``rel="self"`` of its own)."""

_HASHES = ("sha1", "sha256", "sha384", "sha512")
_FIRST_ENTRY = re.compile(rb"<(?:[A-Za-z0-9]{1,20}:)?(?:entry|item)[\s>]")
_LINK_TAG = re.compile(rb"<(?:[A-Za-z0-9]{1,20}:)?link\s([^<>]{1,2000})>")
_ATTRIBUTE = re.compile(r"([A-Za-z]{1,20})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_HEADER = re.compile(r"<([^<>]{1,2000})>((?:\s*;\s*[A-Za-z*]{1,20}\s*=\s*(?:\"[^\"]*\"|[^\",;\s]*))*)")
_PARAMETER = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\",;\s]*))", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,10}")


# --- discovery ---------------------------------------------------------------------------------------------------


def announced(links: Iterable[str], body: bytes, base: str) -> Announcement | None:
    """The hub and the topic a feed names: in Link headers, else in its own ``<link rel="hub">`` and ``rel="self"``.

    ``base`` is the address it was read from, which is the topic where it names none. The first hub that is a web address counts.
    """
    found = [*_in_headers(links), *_in_document(body)]
    hub = next((urljoin(base, href) for rel, href in found if rel == "hub" and _is_web(urljoin(base, href))), None)
    topic = next((urljoin(base, href) for rel, href in found if rel == "self" and _is_web(urljoin(base, href))), base)
    return Announcement(hub=hub, topic=topic) if hub else None


def _in_headers(links: Iterable[str]) -> list[tuple[str, str]]:
    found = []
    for header in links:
        for target, parameters in _HEADER.findall(header[:8000]):
            rel = _PARAMETER.search(parameters)
            found += [(name.lower(), target.strip()) for name in ((rel[1] or rel[2]).split() if rel else ())]
    return found


def _in_document(body: bytes) -> list[tuple[str, str]]:
    found = []
    head = _FIRST_ENTRY.split(body[:HEAD_BYTES], maxsplit=1)[0]
    for tag in _LINK_TAG.findall(head):
        attributes = {name.lower(): unescape(one or two) for name, one, two in _ATTRIBUTE.findall(tag.decode("utf-8", "replace"))}
        found += [(name.lower(), attributes["href"].strip()) for name in attributes.get("rel", "").split() if attributes.get("href")]
    return found


def _is_web(url: str) -> bool:
    return url.lower().startswith(("https://", "http://")) and len(url) <= 2000 and url.isprintable()  # noqa: PLR2004 - as long as any


# --- asking ------------------------------------------------------------------------------------------------------


class Mode(StrEnum):
    """What a hub is asked for; its own words."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"


def to_ask(one: Subscription, now: datetime) -> Mode | None:
    """What the hub is to be asked now, if anything."""
    if one.next_try_at is not None and one.next_try_at > now:
        return None
    match one.state:
        case SubscriptionState.LEAVING:
            return Mode.UNSUBSCRIBE
        case SubscriptionState.ACTIVE:
            return Mode.SUBSCRIBE if one.renew_at is not None and one.renew_at <= now else None
        case _:
            return Mode.SUBSCRIBE


def asking(one: Subscription, now: datetime) -> Subscription:
    """The subscription at the moment its hub is asked; saved before, as a hub may call back before it answers."""
    state = SubscriptionState.ASKED if one.state in (SubscriptionState.WANTED, SubscriptionState.DENIED) else one.state
    return replace(one, state=state, asked_at=now, next_try_at=now + ANSWER_WITHIN + _backoff(one.failures))


def request(one: Subscription, mode: Mode) -> dict[str, str]:
    """The form for the hub."""
    form = {"hub.callback": one.callback, "hub.mode": mode.value, "hub.topic": one.topic}
    if mode is Mode.SUBSCRIBE:
        form |= {"hub.lease_seconds": str(LEASE_SECONDS), "hub.secret": one.secret}
    return form


def refused(one: Subscription, why: str, now: datetime) -> Subscription:
    """The hub could not be asked, or did not take the request: asked again later, the later the more often it failed."""
    state = SubscriptionState.WANTED if one.state is SubscriptionState.ASKED else one.state
    return replace(one, state=state, asked_at=None, next_try_at=now + _backoff(one.failures), failures=one.failures + 1, last_error=why)


def lapsed(one: Subscription, now: datetime) -> Subscription | None:
    """The subscription once time has passed: a lease that ended, a request nobody confirmed. None when it is over for good."""
    over = one.lease_until is not None and one.lease_until <= now
    if one.state is SubscriptionState.LEAVING:
        return None if over or one.lease_until is None else one
    if one.state is SubscriptionState.ACTIVE and over:
        why = "the lease ended before the hub renewed it"
        return replace(
            one, state=SubscriptionState.WANTED, lease_until=None, renew_at=None, pushed_at=None, next_try_at=None, last_error=why
        )
    if one.asked_at is not None and one.asked_at + ANSWER_WITHIN <= now:
        return refused(one, f"the hub did not call back within {ANSWER_WITHIN.total_seconds() / 60:g} minutes", now)
    return one


def leave(one: Subscription) -> Subscription:
    """The feed is no longer wanted: the hub is told as soon as may be."""
    return replace(one, state=SubscriptionState.LEAVING, asked_at=None, next_try_at=None, failures=0)


def _backoff(failures: int) -> timedelta:
    return min(FIRST_RETRY * 2.0 ** min(failures, 16), LAST_RETRY)


# --- being called back -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The hub asked what we did ask it: ``challenge`` is the answer. ``after`` None: the subscription is over."""

    challenge: str
    after: Subscription | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """The hub says no; ``after`` asks again in a day."""

    after: Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Disowned:
    """Nobody here asked for that: the answer is 404, and nothing changes."""

    why: str


def confirm(one: Subscription, query: Mapping[str, str], now: datetime) -> Confirmed | Denied | Disowned:
    """What a hub's verification of intent comes to: mode and topic must be those asked for, while the request is open."""
    mode, topic, challenge = query.get("hub.mode", ""), query.get("hub.topic", ""), query.get("hub.challenge", "")
    if topic != one.topic:
        return Disowned(why="it names another topic")
    if mode == "denied":
        return _deny(one, query.get("hub.reason", ""), now)
    if one.asked_at is None or not challenge:
        return Disowned(why="nothing was asked" if one.asked_at is None else "it brings no challenge")
    leaving = one.state is SubscriptionState.LEAVING
    if mode == Mode.UNSUBSCRIBE and leaving:
        return Confirmed(challenge=challenge, after=None)
    if mode != Mode.SUBSCRIBE or leaving:
        return Disowned(why=f"it asks about {mode[:20]!r}, which was not asked for")
    return Confirmed(challenge=challenge, after=_activate(one, query.get("hub.lease_seconds", ""), now))


def _activate(one: Subscription, lease: str, now: datetime) -> Subscription:
    """Renewed when three quarters of the lease are over."""
    seconds = int(lease) if _SECONDS.fullmatch(lease) and int(lease) else LEASE_SECONDS
    span = min(timedelta(seconds=seconds), LONGEST_LEASE)
    return replace(
        one,
        state=SubscriptionState.ACTIVE,
        asked_at=None,
        next_try_at=None,
        renew_at=now + span * 3 / 4,
        lease_until=now + span,
        failures=0,
        last_error=None,
    )


def _deny(one: Subscription, reason: str, now: datetime) -> Denied | Disowned:
    if one.state is SubscriptionState.LEAVING:
        return Disowned(why="it denies what is being left")
    why = f"the hub denied it: {' '.join(reason.split())[:200] or 'no reason given'}"
    after = replace(
        one, state=SubscriptionState.DENIED, asked_at=None, next_try_at=now + DENIED_FOR, lease_until=None, pushed_at=None, last_error=why
    )
    return Denied(after=after)


# --- being pushed to ---------------------------------------------------------------------------------------------


class Signature(Enum):
    """What a push's signature says."""

    GENUINE = "genuine"
    MISSING = "no signature"
    UNKNOWN = "a signature of a kind nobody here knows"
    WRONG = "a wrong signature"


def check_signature(secret: str, header: str | None, body: bytes) -> Signature:
    """Whether a push comes from the hub: ``X-Hub-Signature: sha256=...`` over the body, compared in constant time."""
    if not header:
        return Signature.MISSING
    method, _, given = header.strip().partition("=")
    if method.lower() not in _HASHES:
        return Signature.UNKNOWN
    expected = hmac.new(secret.encode(), body, method.lower()).hexdigest()
    return Signature.GENUINE if hmac.compare_digest(expected.encode(), given.strip().lower().encode()) else Signature.WRONG


def pushed(one: Subscription, now: datetime) -> Subscription:
    """A genuine push came: polls may slow down."""
    return replace(one, pushed_at=now, pushes=one.pushes + 1)


def forged(one: Subscription, signature: Signature) -> Subscription:
    """A push that is not the hub's is counted and told; it changes nothing else."""
    return replace(one, refused=one.refused + 1, last_error=f"a push with {signature.value} was ignored")


def relied_on(one: Subscription, now: datetime) -> bool:
    """Whether polling may be a mere safety net: the lease runs and pushes come."""
    return one.state is SubscriptionState.ACTIVE and one.pushed_at is not None and one.lease_until is not None and one.lease_until > now


def doubted(one: Subscription) -> Subscription:
    """A poll found what no push had brought: polls are as frequent as before until the next push."""
    return replace(one, pushed_at=None, last_error="a poll found items that no push had brought; polling as before until the next push")
