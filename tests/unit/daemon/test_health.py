"""How the daemon is."""

from wirefeed.daemon.health import PROBES, Health
from wirefeed.errors import StoreUnavailable


class Clock:
    """Seconds that go on when told."""

    now = 0.0

    def __call__(self) -> float:
        """The seconds."""
        return self.now


def test_a_dispatcher_that_does_not_run_is_noticed():
    clock = Clock()
    health = Health(clock=clock)
    clock.now = 4.0
    assert not health.stalled
    clock.now = 6.0
    assert health.stalled
    health.move()
    assert not health.stalled


def test_a_store_that_failed_is_looked_at_ever_more_rarely_until_it_answers():
    clock = Clock()
    health, error = Health(clock=clock), StoreUnavailable("the disk is full")
    assert health.fail(error)
    assert not health.fail(error)
    for wait in (*PROBES, PROBES[-1]):
        assert not health.wants_probe
        clock.now += wait
        health.fail(error)
        assert health.wants_probe
        health.probed(error)
    assert health.line(200, 3, 0) == "paused, 200 feeds wait: the disk is full"
    clock.now += PROBES[-1]
    health.probed(None)
    assert health.line(200, 3, 5) == "200 feeds, 3 failing, 5 being polled"
    assert not health.wants_probe
