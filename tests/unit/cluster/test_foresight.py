"""Items looked at together are placed as if each were looked at when its turn comes."""

from datetime import timedelta

import pytest

from tests.unit.cluster.conftest import lesson
from wirefeed.cluster import ClusterRules, LiveIndex, shipped
from wirefeed.cluster.stream import Stream
from wirefeed.errors import InputError
from wirefeed.model.cluster import Join, Open
from wirefeed.testing import NOON

MINUTE = timedelta(minutes=1)
FERRY = (
    "Ferry runs aground off Kelmouth",
    """A ferry with 212 passengers ran aground off Kelmouth in fog on Monday morning, harbour master Edda Lorne said. Two tugs were
on their way. Nobody was hurt when the Northern Star struck a sandbank at six o'clock.""",
)
FERRY_AGAIN = (
    "Tugs reach ferry stranded off Kelmouth",
    """Tugs have reached the ferry that ran aground in fog off Kelmouth on Monday with 212 passengers aboard. The Northern Star struck
a sandbank early in the morning, harbour master Edda Lorne told reporters; nobody was hurt.""",
)
HARVEST = (
    "Growers expect a poor apple harvest",
    """Fruit growers in the Brennic valley expect a third fewer apples than last year after frost in April, their association said.
Prices will rise, its chairman Olaf Penn predicted. Cider makers have begun to buy abroad.""",
)


@pytest.fixture
def index():
    return LiveIndex(ClusterRules(), shipped())


def coming(*told):
    return [lesson(number, f"story {number}", *each, NOON + number * MINUTE) for number, each in enumerate(told)]


def seat(index, story, item):
    index.add(story, item.number, item.published_at, item.features)


def test_an_item_joins_a_story_opened_after_both_were_looked_at(index):
    ferry, harvest, again = items = coming(FERRY, HARVEST, FERRY_AGAIN)
    index.expect((item.features, item.published_at) for item in items)
    for item in (ferry, harvest):
        assert isinstance(index.place(item.features, item.published_at), Open)
        seat(index, item.story, item)
    joined = index.place(again.features, again.published_at)
    assert isinstance(joined, Join)
    assert joined.cluster == ferry.story


def test_an_item_sees_what_was_seated_without_being_expected(index):
    ferry, again = coming(FERRY, FERRY_AGAIN)
    assert isinstance(index.place(again.features, again.published_at), Open)
    seat(index, "ferry", ferry)
    assert isinstance(index.place(again.features, again.published_at), Join)


def test_an_item_does_not_join_what_is_gone_since(index):
    ferry, again = coming(FERRY, FERRY_AGAIN)
    seat(index, "ferry", ferry)
    index.expect([(again.features, again.published_at)])
    assert isinstance(index.place(again.features, again.published_at), Join)
    index.remove(ferry.number)
    assert isinstance(index.place(again.features, again.published_at), Open)


def test_two_items_alike_to_the_letter_are_both_seated(index):
    one, other = coming(FERRY, FERRY)
    at = one.published_at
    index.expect([(one.features, at), (other.features, at)])
    index.add("one", one.number, at, one.features)
    assert isinstance(index.place(one.features, at), Join)
    index.add("one", other.number, at, one.features)
    assert len(index.stories["one"].members) == 2


def test_expected_items_that_never_come_leave_nothing_behind(index):
    ferry, harvest, again = coming(FERRY, HARVEST, FERRY_AGAIN)
    seat(index, "ferry", ferry)
    for number in range(600):
        index.expect([(harvest.features, NOON + number * MINUTE), (again.features, NOON + number * MINUTE)])
    index.repairs([], NOON)
    assert len(index) == 1
    assert isinstance(index.place(harvest.features, NOON), Open)
    assert isinstance(index.place(again.features, NOON), Join)


def test_bytes_of_no_item_are_refused_before_anything_is_expected(index):
    with pytest.raises(InputError, match="cut short"):
        index.expect([(b"\x01", NOON)])
    assert len(index) == 0


def test_a_stream_ends_alike_whether_its_items_are_looked_at_together_or_not(bulletins, monkeypatch):
    together = Stream(bulletins, ClusterRules(), lambda _: WEIGHTS).run()
    monkeypatch.setattr(LiveIndex, "expect", lambda _, items: list(items))
    alone = Stream(bulletins, ClusterRules(), lambda _: WEIGHTS).run()
    assert sum(together[number] != alone[number] for number in alone) <= len(alone) // 50


WEIGHTS = shipped()
