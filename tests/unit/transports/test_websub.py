"""The subscriber's side of WebSub, without a network."""

import hmac
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirefeed.model.subscription import Announcement, Subscription, SubscriptionState
from wirefeed.testing import NOON
from wirefeed.transports import websub
from wirefeed.transports.websub import Confirmed, Denied, Disowned, Mode, Signature

BASE = "https://wire.example/feed.xml"
HUB = "https://hub.example/"
A_SECRET = "s" * 64
WANTED = Subscription(feed="wire", hub=HUB, topic=BASE, callback="https://news.example/push/token", secret=A_SECRET)
ASKED = websub.asking(WANTED, NOON)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def query(mode="subscribe", topic=BASE, **more):
    return {"hub.mode": mode, "hub.topic": topic, **{f"hub.{name}": value for name, value in more.items()}}


def active(lease=86400):
    confirmed = websub.confirm(ASKED, query(challenge="c", lease_seconds=str(lease)), NOON)
    assert isinstance(confirmed, Confirmed)
    return confirmed.after


# --- discovery


@pytest.mark.parametrize(
    "links",
    [
        [f'<{HUB}>; rel="hub"', f'<{BASE}>; rel="self"'],
        [f"<{HUB}>; rel=hub, <{BASE}>; rel=self"],
        [f'<{HUB}>; title="a, b"; rel="HUB preload", <{BASE}>; rel="self canonical"'],
        [f'</other>; rel="next", <{HUB}>;rel="hub" , </feed.xml>; rel="self"'],
    ],
)
def test_link_headers_name_hub_and_topic(links):
    assert websub.announced(links, b"", "https://wire.example/asked.xml").hub == HUB
    assert websub.announced(links, b"", "https://wire.example/asked.xml").topic == BASE


@pytest.mark.parametrize(
    "body",
    [
        f"<rss><channel><atom:link rel='hub' href='{HUB}'/><atom:link href=\"{BASE}\" rel=\"self\" type='x'/><item>",
        f"<feed><link rel='self' href='/feed.xml'/>\n<link\n  href = '{HUB}' rel = 'hub' /><entry><link rel='self' href='/entry'/>",
        f"<feed><link rel='hub' href='{HUB}'/><entry><link rel='self' href='/entry'/></entry></feed>",
    ],
)
def test_a_document_names_hub_and_topic_before_its_first_entry(body):
    assert websub.announced((), body.encode(), BASE) == Announcement(hub=HUB, topic=BASE)


def test_headers_go_before_the_document_and_entities_are_resolved():
    body = b"<feed><link rel='hub' href='https://hub.example/?a=1&amp;b=2'/>"
    assert websub.announced((), body, BASE).hub == "https://hub.example/?a=1&b=2"
    assert websub.announced([f"<{HUB}>; rel=hub"], body, BASE).hub == HUB


@pytest.mark.parametrize(
    ("links", "body"),
    [
        ((), b""),
        (("<https://hub.example/>; rel=next",), b"<rss></rss>"),
        (("<javascript:alert(1)>; rel=hub", "<file:///etc/passwd>; rel=hub"), b"<link rel='hub' href='ftp://hub.example/'/>"),
        ((), b"<feed><entry><link rel='hub' href='https://hub.example/'/></entry>"),
        ((), b"<feed><link rel='hub'/><link href='https://hub.example/'/>"),
        ((), b" " * websub.HEAD_BYTES + b"<link rel='hub' href='https://hub.example/'/>"),
    ],
)
def test_what_names_no_hub_names_none(links, body):
    assert websub.announced(links, body, BASE) is None


@given(st.lists(st.text(max_size=200), max_size=3), st.binary(max_size=300))
def test_discovery_never_fails(links, body):
    found = websub.announced(links, b"<link " + body, BASE)
    assert found is None or found.hub.startswith(("http://", "https://"))


# --- asking and being confirmed


def test_a_request_names_callback_topic_lease_and_secret_and_leaving_sends_no_secret():
    assert websub.request(WANTED, Mode.SUBSCRIBE) == {
        "hub.callback": WANTED.callback,
        "hub.mode": "subscribe",
        "hub.topic": BASE,
        "hub.lease_seconds": "864000",
        "hub.secret": A_SECRET,
    }
    assert "hub.secret" not in websub.request(WANTED, Mode.UNSUBSCRIBE)
    assert A_SECRET not in repr(WANTED)


def test_a_confirmed_request_is_active_until_its_lease_ends_and_is_renewed_before():
    one = active(lease=4000)
    assert one.state is SubscriptionState.ACTIVE
    assert (one.renew_at, one.lease_until) == (NOON + timedelta(seconds=3000), NOON + timedelta(seconds=4000))
    assert websub.to_ask(one, NOON + timedelta(seconds=2999)) is None
    assert websub.to_ask(one, NOON + timedelta(seconds=3000)) is Mode.SUBSCRIBE
    renewing = websub.asking(one, NOON + timedelta(seconds=3000))
    assert renewing.state is SubscriptionState.ACTIVE
    renewed = websub.confirm(renewing, query(challenge="c", lease_seconds="4000"), NOON + timedelta(seconds=3001)).after
    assert renewed.lease_until == NOON + timedelta(seconds=7001)


@pytest.mark.parametrize(("lease", "days"), [("", 10), ("0", 10), ("-5", 10), ("soon", 10), ("99999999999", 10), ("9999999999", 365)])
def test_a_lease_nobody_can_read_is_what_was_asked_for_and_none_is_longer_than_a_year(lease, days):
    assert websub.confirm(ASKED, query(challenge="c", lease_seconds=lease), NOON).after.lease_until == NOON + timedelta(days=days)


@pytest.mark.parametrize(
    ("one", "asks"),
    [
        (WANTED, query(challenge="c")),
        (ASKED, query(challenge="")),
        (ASKED, query(topic="https://other.example/", challenge="c")),
        (ASKED, query("unsubscribe", challenge="c")),
        (ASKED, query("publish", challenge="c")),
        (ASKED, {}),
        (websub.leave(ASKED), query("unsubscribe", challenge="c")),
        (websub.asking(websub.leave(ASKED), NOON), query(challenge="c")),
        (websub.asking(websub.leave(ASKED), NOON), query("denied")),
    ],
)
def test_what_was_not_asked_for_is_disowned(one, asks):
    assert isinstance(websub.confirm(one, asks, NOON), Disowned)


def test_a_confirmed_leave_is_over_and_an_unconfirmed_one_when_the_lease_ends():
    leaving = websub.asking(websub.leave(active()), NOON)
    assert websub.confirm(leaving, query("unsubscribe", challenge="c"), NOON) == Confirmed(challenge="c", after=None)
    assert websub.lapsed(leaving, NOON + DAY - MINUTE) == leaving
    assert websub.lapsed(leaving, NOON + DAY) is None
    assert websub.lapsed(websub.leave(WANTED), NOON) is None


def test_a_denial_is_told_and_asked_again_in_a_day():
    denied = websub.confirm(ASKED, query("denied", reason="not\nhere"), NOON)
    assert isinstance(denied, Denied)
    assert denied.after.state is SubscriptionState.DENIED
    assert denied.after.last_error == "the hub denied it: not here"
    assert websub.to_ask(denied.after, NOON + DAY - MINUTE) is None
    assert websub.to_ask(denied.after, NOON + DAY) is Mode.SUBSCRIBE
    assert websub.asking(denied.after, NOON + DAY).state is SubscriptionState.ASKED


def test_a_hub_that_is_down_is_asked_later_and_later_and_never_given_up():
    one, now, waits = WANTED, NOON, []
    for _ in range(12):
        one = websub.refused(websub.asking(one, now), "the hub answered 503", now)
        waits.append((one.next_try_at - now) / MINUTE)
        now = one.next_try_at
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]
    assert (one.state, one.failures) == (SubscriptionState.WANTED, 12)
    assert websub.confirm(websub.asking(one, now), query(challenge="c"), now).after.failures == 0


def test_a_request_nobody_confirms_is_made_again():
    assert websub.lapsed(ASKED, NOON + 9 * MINUTE) == ASKED
    again = websub.lapsed(ASKED, NOON + 10 * MINUTE)
    assert again.state is SubscriptionState.WANTED
    assert "did not call back" in again.last_error
    assert websub.to_ask(again, NOON + 12 * MINUTE) is Mode.SUBSCRIBE


def test_a_renewal_that_fails_leaves_it_active_until_the_lease_ends():
    late = websub.refused(websub.asking(active(), NOON + DAY * 3 / 4), "down", NOON + DAY * 3 / 4)
    assert late.state is SubscriptionState.ACTIVE
    assert websub.lapsed(late, NOON + DAY - MINUTE).state is SubscriptionState.ACTIVE
    over = websub.lapsed(replace(late, pushed_at=NOON), NOON + DAY)
    assert (over.state, over.pushed_at) == (SubscriptionState.WANTED, None)
    assert websub.to_ask(over, NOON + DAY) is Mode.SUBSCRIBE


# --- pushes


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signature_of_each_kind_is_known(method):
    digest = hmac.new(A_SECRET.encode(), b"body", method).hexdigest()
    assert websub.check_signature(A_SECRET, f"{method}={digest}", b"body") is Signature.GENUINE
    assert websub.check_signature(A_SECRET, f" {method.upper()}={digest.upper()} ", b"body") is Signature.GENUINE
    assert websub.check_signature(A_SECRET, f"{method}={digest}", b"body ") is Signature.WRONG
    assert websub.check_signature("other", f"{method}={digest}", b"body") is Signature.WRONG
    assert websub.check_signature(A_SECRET, f"{method}={digest[:-2]}", b"body") is Signature.WRONG


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (None, Signature.MISSING),
        ("", Signature.MISSING),
        ("md5=0", Signature.UNKNOWN),
        ("abc", Signature.UNKNOWN),
        ("sha256=", Signature.WRONG),
        ("sha256=é", Signature.WRONG),
    ],
)
def test_a_signature_that_is_none_is_never_genuine(header, says):
    assert websub.check_signature(A_SECRET, header, b"body") is says


def test_pushes_are_relied_on_while_the_lease_runs_and_one_has_come_until_a_poll_knew_more():
    one = active()
    assert not websub.relied_on(one, NOON)
    pushed = websub.pushed(one, NOON)
    assert websub.relied_on(pushed, NOON)
    assert not websub.relied_on(pushed, NOON + DAY)
    assert not websub.relied_on(websub.leave(pushed), NOON)
    assert not websub.relied_on(websub.doubted(pushed), NOON)
    assert websub.relied_on(websub.pushed(websub.doubted(pushed), NOON), NOON)


def test_a_forged_push_is_counted_and_nothing_else():
    one = websub.forged(active(), Signature.WRONG)
    assert (one.refused, one.pushes, one.pushed_at) == (1, 0, None)
    assert one.last_error == "a push with a wrong signature was ignored"
