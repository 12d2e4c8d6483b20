"""OAuth2 as pure state: no server, no clock."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from wirefeed.model.credentials import Grant, OAuth2, Secret
from wirefeed.transports.oauth2 import Denied, Obtain, Token, Use, grant_form, read_token, sign

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
USER = OAuth2(
    grant=Grant.PASSWORD, client_id=Secret("c"), client_secret=Secret("cs"), username=Secret("desk"), password=Secret("canary-password")
)
CLIENT = OAuth2(grant=Grant.CLIENT_CREDENTIALS, client_id=Secret("c"), client_secret=Secret("cs"))
TAKEN, TURNED_AWAY = True, False
FIRST, SECOND = Token(access=Secret("one")), Token(access=Secret("two"))
REFUSED = Denied(status=400, where="https://api.example/oauth/token")


def told(form):
    return {name: value.reveal() for name, value in form}


def run(credentials, held, *replies):
    """The steps a conversation takes when it hears these replies, and what it returns."""
    conversation, steps = sign(credentials, held, NOW), []
    try:
        steps.append(next(conversation))
        for reply in replies:
            steps.append(conversation.send(reply))  # noqa: PERF401 - map() would swallow the StopIteration that carries the result
    except StopIteration as end:
        return steps, end.value
    return steps, None


def test_without_a_token_one_is_obtained_by_the_grant_and_used():
    steps, kept = run(USER, None, FIRST, TAKEN)
    assert told(steps[0].form) == {"grant_type": "password", "username": "desk", "password": "canary-password"}
    assert steps[1:] == [Use(token=FIRST)]
    assert kept == FIRST


def test_client_credentials_send_no_user():
    assert told(grant_form(CLIENT)) == {"grant_type": "client_credentials"}


def test_a_fresh_token_is_used_as_it_is():
    assert run(USER, FIRST, TAKEN) == ([Use(token=FIRST)], FIRST)


def test_an_ending_token_is_renewed_by_its_refresh_token():
    old = Token(access=Secret("old"), renew_at=NOW, refresh=Secret("again"))
    steps, kept = run(USER, old, FIRST, TAKEN)
    assert told(steps[0].form) == {"grant_type": "refresh_token", "refresh_token": "again"}
    assert kept == FIRST


def test_a_refresh_token_that_has_ended_too_falls_back_to_the_grant():
    old = Token(access=Secret("old"), renew_at=NOW - timedelta(days=1), refresh=Secret("again"))
    steps, kept = run(USER, old, REFUSED, FIRST, TAKEN)
    assert [told(step.form)["grant_type"] for step in steps if isinstance(step, Obtain)] == ["refresh_token", "password"]
    assert kept == FIRST


def test_a_401_renews_once_and_asks_again():
    steps, kept = run(USER, FIRST, TURNED_AWAY, SECOND, TAKEN)
    assert [type(step) for step in steps] == [Use, Obtain, Use]
    assert kept == SECOND


def test_a_401_after_the_renewal_is_final():
    steps, kept = run(USER, FIRST, TURNED_AWAY, SECOND, TURNED_AWAY)
    assert [type(step) for step in steps] == [Use, Obtain, Use]
    assert isinstance(kept, Denied)


def test_refused_credentials_are_not_tried_again():
    steps, kept = run(USER, None, REFUSED)
    assert [type(step) for step in steps] == [Obtain]
    assert kept == REFUSED


@pytest.mark.parametrize(("expires_in", "after"), [(3600, 3540), ("3600", 3540), (100, 90), (1, 0.9), (1e300, 366 * 86400 - 60)], ids=str)
def test_a_token_is_renewed_a_little_before_its_end(expires_in, after):
    token = read_token(json.dumps({"access_token": "t", "expires_in": expires_in}).encode(), NOW)
    assert token.renew_at == NOW + timedelta(seconds=after)
    assert token.fresh(NOW)
    assert not token.fresh(token.renew_at)


@pytest.mark.parametrize("expires_in", [None, "soon", True, -5, 0, [], "NaN"])
def test_a_token_without_a_sound_end_lives_until_a_server_refuses_it(expires_in):
    token = read_token(json.dumps({"access_token": "t", "expires_in": expires_in}).encode(), NOW)
    assert token.renew_at is None
    assert token.fresh(NOW + timedelta(days=999))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>canary</html>",
        b"[]",
        b'"canary"',
        b'{"access_token": 7}',
        b'{"access_token": ""}',
        b'{"access_token": "a\\r\\ncanary"}',
        b'{"access_token": "canary", "token_type": "mac"}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_an_answer_that_is_no_token_is_refused_and_not_repeated(body):
    with pytest.raises(ValueError, match=r"answer|tokens") as caught:
        read_token(body, NOW)
    assert "canary" not in str(caught.value)


def test_secrets_show_themselves_nowhere():
    for thing in (USER, Token(access=Secret("canary")), Obtain(form=grant_form(USER)), Use(token=Token(access=Secret("canary")))):
        assert "canary" not in f"{thing} {thing!r}"
