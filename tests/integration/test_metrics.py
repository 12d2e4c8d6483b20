"""Figures for Prometheus, scraped over a real port."""

import re
import urllib.request
from datetime import timedelta

import pytest

from tests.contract.wire import apply, compose, composite, place, ready
from wirefeed.app import running
from wirefeed.config.settings import DatabaseSettings, MetricsSettings, Settings
from wirefeed.daemon import metrics
from wirefeed.errors import ConfigError
from wirefeed.model.delivery import Fault, FaultKind
from wirefeed.pipeline.ports import FetchRecord
from wirefeed.testing import NOON, FixedClock, an_item

pytest.importorskip("prometheus_client", reason="the extra metrics is not installed")


@pytest.fixture
def settings(tmp_path):
    """Any free port: no configuration can say so, the system can."""
    anywhere = MetricsSettings.model_construct(listen="127.0.0.1:0")
    return Settings(database=DatabaseSettings(url=f"sqlite:///{tmp_path}/wirefeed.db")).model_copy(update={"metrics": anywhere})


def scrape(port):
    """Every figure by its name and labels."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    return {
        name: float(value) for name, value in (re.fullmatch(r"(.+) (\S+)", line).groups() for line in lines if not line.startswith("#"))
    }


def test_what_happens_is_counted_from_the_start_on(settings):

    with running(settings, FixedClock(NOON + timedelta(minutes=1))) as app:
        store = ready(app.store)
        apply(store, an_item("before"))
        with metrics.serving(app) as port:
            assert scrape(port)["wirefeed_db_up"] == 1
            first, second = an_item("g1"), an_item("g2", feed="afp-en")
            apply(store, first, second)
            (story,) = place(store, [first, second])
            compose(store, composite(story, first, second), now=NOON + timedelta(seconds=4))
            with store.write() as unit:
                unit.record_fetch(FetchRecord(feed="tass-en", at=NOON, outcome="changed", status=200, items=2, error=None, seconds=0.3))
                unit.drop("tass-en", None, (Fault(kind=FaultKind.BAD_ENTRY, where="x", message="y", lost=True),), NOON)
            found = scrape(port)
            again = scrape(port)
    assert found['wirefeed_polls_total{outcome="changed"}'] == 1
    assert found['wirefeed_items_total{verdict="new"}'] == 2
    assert found['wirefeed_dropped_total{reason="bad_entry"}'] == 1
    assert found['wirefeed_stories{status="usable"}'] == 1
    assert found['wirefeed_poll_duration_seconds_bucket{le="0.25"}'] == 0
    assert found['wirefeed_poll_duration_seconds_bucket{le="0.5"}'] == 1
    assert found['wirefeed_merge_latency_seconds_bucket{le="5.0"}'] == found["wirefeed_merge_latency_seconds_count"] == 1
    assert found["wirefeed_merge_latency_seconds_sum"] == pytest.approx(4)
    assert again == found


def test_a_database_that_is_away_is_a_figure_too(settings):
    with running(settings) as app, metrics.serving(app) as port:
        with app.store.write() as unit:
            unit.connection.exec_driver_sql("ALTER TABLE poll RENAME TO gone")
        assert scrape(port) == {"wirefeed_db_up": 0.0}


def test_no_port_is_opened_unless_asked_for(settings):
    with running(settings.model_copy(update={"metrics": MetricsSettings()})) as app, metrics.serving(app) as port:
        assert port is None


def test_a_port_that_is_taken_is_a_matter_of_configuration(settings):
    with running(settings) as app, metrics.serving(app) as port:
        app.settings = settings.model_copy(update={"metrics": MetricsSettings(listen=f"127.0.0.1:{port}")})
        with pytest.raises(ConfigError, match=r"metrics\.listen.*cannot be listened on"), metrics.serving(app):
            pass
