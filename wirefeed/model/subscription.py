"""A subscription to a hub (WebSub): what was announced, what was agreed, what came of it. The protocol stands in transports.websub."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a feed says of itself: the ``hub`` that pushes it, and the ``topic`` (its own address) to name there."""

    hub: str
    topic: str


class SubscriptionState(StrEnum):
    """How a subscription stands.

    wanted (the hub is to be asked), asked (it has not confirmed yet), active (until the lease ends), denied (by the hub), leaving (the
    hub is to be told, or has not confirmed yet, that it may stop).
    """

    WANTED = "wanted"
    ASKED = "asked"
    ACTIVE = "active"
    DENIED = "denied"
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One feed's subscription at one hub.

    ``callback`` is the public address the hub pushes to; its last part is the ``token``, which nobody can guess. ``asked_at`` is set
    while a request waits for the hub's confirmation. ``pushed_at`` is the last genuine push; None while pushes are not relied on.
    ``refused`` counts pushes that were not genuine, ``failures`` requests the hub did not take, in a row.
    """

    feed: str
    hub: str
    topic: str
    callback: str = field(repr=False)
    secret: str = field(repr=False)
    state: SubscriptionState = SubscriptionState.WANTED
    asked_at: datetime | None = None
    next_try_at: datetime | None = None
    renew_at: datetime | None = None
    lease_until: datetime | None = None
    pushed_at: datetime | None = None
    pushes: int = 0
    refused: int = 0
    failures: int = 0
    last_error: str | None = None

    @property
    def token(self) -> str:
        """The unguessable part of the callback."""
        return self.callback.rpartition("/")[2]
