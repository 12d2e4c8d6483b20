"""Subscriptions to hubs. What a hub may do is decided in ``transports.websub``."""

from typing import Final

from sqlalchemy import bindparam, delete, select

from wirefeed.model.subscription import Subscription, SubscriptionState
from wirefeed.store import tables as t
from wirefeed.store.dialect import replacing
from wirefeed.store.rows import Row, Values, storable_or_none
from wirefeed.store.session import Session


class Subscriptions(Session):
    """The part of a unit that knows hubs."""

    def subscriptions(self) -> tuple[Subscription, ...]:
        """Every subscription, by feed."""
        return tuple(_subscription_of(row) for row in self.connection.execute(_ALL).mappings())

    def save_subscription(self, subscription: Subscription) -> None:
        """Insert or replace one, by its token. Raises InputError when there is no such feed."""
        row = _subscription_row(subscription, self.feed_number(subscription.feed))
        self.connection.execute(replacing(self.backend, t.subscription, *(name for name in row if name != "token")), row)

    def forget_subscription(self, token: str) -> None:
        """Remove one; nothing where there is none."""
        self.connection.execute(_FORGET, {"token_": token})


_ALL: Final = select(t.subscription, t.feed.c.name).join_from(t.subscription, t.feed).order_by(t.feed.c.name, t.subscription.c.token)
_FORGET: Final = delete(t.subscription).where(t.subscription.c.token == bindparam("token_"))


def _subscription_row(one: Subscription, feed: int) -> Values:
    return {
        "token": one.token,
        "feed": feed,
        "hub": one.hub,
        "topic": one.topic,
        "callback": one.callback,
        "secret": one.secret,
        "state": one.state.value,
        "asked_at": one.asked_at,
        "next_try_at": one.next_try_at,
        "renew_at": one.renew_at,
        "lease_until": one.lease_until,
        "pushed_at": one.pushed_at,
        "pushes": one.pushes,
        "refused": one.refused,
        "failures": one.failures,
        "last_error": storable_or_none(one.last_error),
    }


def _subscription_of(row: Row) -> Subscription:
    same = ("hub", "topic", "callback", "secret", "asked_at", "next_try_at", "renew_at", "lease_until", "pushed_at")
    counts = ("pushes", "refused", "failures", "last_error")
    fields = {name: row[name] for name in (*same, *counts)}
    return Subscription(feed=row["name"], state=SubscriptionState(row["state"]), **fields)
