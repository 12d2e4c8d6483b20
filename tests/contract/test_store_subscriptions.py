"""Subscriptions and boxes are kept whole; their views show no secret."""

from datetime import timedelta

import pytest

from tests.contract.wire import ready, rows
from wirefeed.errors import InputError
from wirefeed.model.feed import Box, Cursor, FeedState
from wirefeed.model.subscription import Subscription, SubscriptionState
from wirefeed.testing import NOON


def a_subscription(last="t1", **overrides) -> Subscription:
    fields = {
        "feed": "tass-en",
        "hub": "https://hub.example/",
        "topic": "https://tass.example/tass-en.xml",
        "callback": f"https://news.example/push/{last}",
        "secret": "canary",
        **overrides,
    }
    return Subscription(**fields)


FULL = a_subscription(
    state=SubscriptionState.ACTIVE,
    asked_at=NOON,
    next_try_at=NOON + timedelta(minutes=1),
    renew_at=NOON + timedelta(days=7),
    lease_until=NOON + timedelta(days=10),
    pushed_at=NOON + timedelta(seconds=5),
    pushes=3,
    refused=1,
    failures=2,
    last_error="the hub answered 503",
)


def test_a_subscription_comes_back_as_it_was_saved_and_is_replaced_by_its_token(store):
    with ready(store).write() as unit:
        unit.save_subscription(a_subscription())
        unit.save_subscription(FULL)
        unit.save_subscription(a_subscription("t2", feed="afp-en"))
    with store.read() as unit:
        assert unit.subscriptions() == (a_subscription("t2", feed="afp-en"), FULL)


def test_a_feed_may_leave_one_hub_while_it_joins_another(store):
    leaving = a_subscription("t0", hub="https://old.example/", state=SubscriptionState.LEAVING)
    with ready(store).write() as unit:
        unit.save_subscription(leaving)
        unit.save_subscription(FULL)
        assert unit.subscriptions() == (leaving, FULL)
        unit.forget_subscription("t0")
        unit.forget_subscription("never there")
        assert unit.subscriptions() == (FULL,)


def test_a_subscription_of_a_feed_nobody_knows_is_named_in_the_error(store):
    with ready(store).write() as unit, pytest.raises(InputError, match="no feed is named 'nobody'"):
        unit.save_subscription(a_subscription(feed="nobody"))


def test_the_view_shows_how_it_stands_and_neither_secret_nor_callback(store):
    with ready(store).write() as unit:
        unit.save_subscription(FULL)
    (row,) = rows(store, "SELECT * FROM subscriptions")
    assert " ".join(row) == "feed hub topic state lease_until pushed_at pushes refused failures last_error"
    assert (row["feed"], row["state"], row["pushes"]) == ("tass-en", "active", 3)
    assert "canary" not in str(row)
    assert "t1" not in str(row)


def test_a_box_is_kept_with_the_feed_s_state_and_replaced(store):
    with ready(store).write() as unit:
        unit.save_feed("tass-en", FeedState(cursor=Cursor(box=Box(waiting=1, failed=2, stuck=3, why="no right"))))
        unit.save_feed("afp-en", FeedState(cursor=Cursor()))
        assert unit.boxes() == {"tass-en": Box(waiting=1, failed=2, stuck=3, why="no right")}
        unit.save_feed("tass-en", FeedState(cursor=Cursor(box=Box())))
        assert unit.boxes() == {"tass-en": Box()}
    assert rows(store, "SELECT * FROM drops") == [{"feed": "tass-en", "waiting": 0, "failed": 0, "stuck": 0, "why": None}]
