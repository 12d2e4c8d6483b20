"""What the doctor says: each ailment by its name, with a remedy, and silence where nothing ails."""

from dataclasses import replace
from datetime import timedelta

import pytest

from wirefeed.model.feed import FeedState, FeedStatus
from wirefeed.pipeline.diagnose import Facts, Severity, diagnose
from wirefeed.testing import NOON, a_feed

FEED = a_feed()
WELL = FeedState(
    status=FeedStatus.OK,
    last_polled_at=NOON,
    last_success_at=NOON,
    last_item_at=NOON,
    next_due_at=NOON + timedelta(minutes=5),
    interval=300.0,
    polls=10,
)


def facts(state=WELL, **changes):
    """A newsroom of one feed in which all is well but for what is said."""
    return Facts(now=NOON, feeds={FEED.name: FEED}, states={FEED.name: state}, contact="https://desk.example", **changes)


def test_nothing_is_said_where_nothing_ails():
    assert diagnose(facts(free=50 << 30, size=100 << 30, backup_wanted=True, backup_at=NOON - timedelta(hours=20))) == ()


@pytest.mark.parametrize(
    ("change", "severity", "where", "words"),
    [
        ({"unsound": ("row 1 of item refers to nothing",)}, Severity.ERROR, "database", "refers to nothing"),
        ({"free": 1 << 30, "size": 100 << 30}, Severity.ERROR, "disk", "free"),
        ({"free": 5 << 30, "size": 100 << 30}, Severity.WARNING, "disk", "free"),
        ({"backup_wanted": True}, Severity.WARNING, "backup", "no backup yet"),
        ({"backup_wanted": True, "backup_at": NOON - timedelta(days=3)}, Severity.WARNING, "backup", "newest backup"),
        ({"received": NOON + timedelta(hours=1)}, Severity.ERROR, "clock", "clock"),
        ({"state": replace(WELL, next_due_at=NOON - timedelta(hours=1))}, Severity.ERROR, "daemon", "every feed is overdue"),
        (
            {"state": replace(WELL, failures=4, status=FeedStatus.FAILING, last_error="no answer")},
            Severity.WARNING,
            "tass-en",
            "failed 4 times",
        ),
        ({"state": replace(WELL, status=FeedStatus.RETIRED)}, Severity.WARNING, "tass-en", "gone for good"),
        (
            {"disabled": {"afp-api": "no credentials: WIREFEED_AFP_TOKEN not set"}},
            Severity.WARNING,
            "afp-api",
            "WIREFEED_AFP_TOKEN not set",
        ),
        (
            {"state": FeedState(status=FeedStatus.FAILING, failures=1, polls=1, last_error="the name does not resolve")},
            Severity.WARNING,
            "tass-en",
            "has never been read: the name does not resolve",
        ),
        ({"state": replace(WELL, empty_streak=3)}, Severity.WARNING, "tass-en", "without an item"),
        ({"state": replace(WELL, last_item_at=NOON - timedelta(days=2))}, Severity.WARNING, "tass-en", "silent since"),
        ({"state": FeedState()}, Severity.NOTE, "tass-en", "never polled"),
        ({"state": replace(WELL, moved_to="https://new.example/")}, Severity.NOTE, "tass-en", "moved for good"),
        ({"set_aside": {("tass-en", "bad_entry", True): 40}}, Severity.WARNING, "tass-en", "40 times bad_entry"),
        ({"set_aside": {("tass-en", "gap", False): 1}}, Severity.WARNING, "tass-en", "1 time gap"),
        ({"set_aside": {("tass-en", "excluded", True): 40}}, Severity.NOTE, "tass-en", "excluded"),
        ({"held": 2}, Severity.NOTE, "stories", "embargo"),
        ({"stories": {"withheld": 3}}, Severity.NOTE, "stories", "withheld"),
    ],
)
def test_an_ailment_is_named_with_a_remedy(change, severity, where, words):
    (found,) = diagnose(facts(**change))
    assert (found.severity, found.where) == (severity, where)
    assert words in found.message
    assert len(found.advice) > 10


def test_one_late_feed_of_two_is_no_dead_daemon():
    other = a_feed("afp-en")
    late = replace(WELL, next_due_at=NOON - timedelta(hours=1))
    newsroom = Facts(now=NOON, feeds={FEED.name: FEED, other.name: other}, states={FEED.name: WELL, other.name: late}, contact="x")
    (found,) = diagnose(newsroom)
    assert found.severity is Severity.WARNING


def test_the_worst_stands_first():
    found = diagnose(facts(held=1, backup_wanted=True, unsound=("torn",)))
    assert [one.severity for one in found] == [Severity.ERROR, Severity.WARNING, Severity.NOTE]


def test_a_newsroom_without_feeds_or_manners_is_told_so():
    assert [one.where for one in diagnose(Facts(now=NOON, feeds={}))] == ["feeds"]
    (found,) = diagnose(replace(facts(), contact=None))
    assert found.where == "configuration"
