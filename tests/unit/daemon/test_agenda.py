"""Which feed is due when."""

from hypothesis import given
from hypothesis import strategies as st

from wirefeed.daemon.agenda import RAMP, Agenda


def test_feeds_come_out_when_they_are_due_the_soonest_first_and_once():
    agenda = Agenda()
    for name, at in (("late", 30.0), ("soon", 10.0), ("sooner", 5.0)):
        agenda.put(name, at)
    assert agenda.pop(4.9) == []
    assert agenda.pop(10.0) == ["sooner", "soon"]
    assert agenda.pop(10.0) == []
    assert len(agenda) == 1


def test_a_feed_put_again_is_due_at_the_new_time_alone():
    agenda = Agenda()
    agenda.put("a", 5.0)
    agenda.put("a", 50.0)
    assert agenda.pop(49.0) == []
    assert agenda.pop(50.0) == ["a"]


def test_overdue_feeds_come_in_one_after_the_other_and_the_others_when_they_are_due():
    agenda = Agenda()
    agenda.ramp([("tomorrow", 86400.0), *((f"overdue {number:03}", -float(number)) for number in range(100))], now=1000.0)
    first = agenda.pop(1000.0)
    assert first == ["overdue 099"]
    assert len(agenda.pop(1001.0)) == int(RAMP)
    assert len(agenda.pop(1000.0 + 100 / RAMP)) == 79
    assert agenda.pop(87400.0) == ["tomorrow"]


@given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.floats(0, 100)), max_size=60))
def test_whatever_is_put_each_feed_comes_out_once_at_its_last_time(puts):
    agenda, last = Agenda(), {}
    for name, at in puts:
        agenda.put(name, at)
        last[name] = at
    assert agenda.pop(100.0) == sorted(last, key=lambda name: (last[name], name))
