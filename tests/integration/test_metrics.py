"""Figures for Prometheus, scraped over a real port."""

import json
import re
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract.wire import apply, compose, composite, place, ready
from wirefeed.app import running
from wirefeed.config.settings import DatabaseSettings, MetricsSettings, Settings
from wirefeed.daemon import metrics
from wirefeed.daemon.observed import Observed
from wirefeed.errors import ConfigError
from wirefeed.model.delivery import Fault, FaultKind
from wirefeed.model.feed import FeedState
from wirefeed.pipeline.ports import Applied, FetchRecord
from wirefeed.testing import NOON, FixedClock, an_item

ROOT = Path(__file__).resolve().parents[2]
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


def happen(store, observed):
    """A bit of everything that is counted."""
    first, second = an_item("g1"), an_item("g2", feed="afp-en")
    apply(store, first, second)
    (story,) = place(store, [first, second])
    compose(store, composite(story, first, second), now=NOON + timedelta(seconds=4))
    with store.write() as unit:
        unit.record_fetch(FetchRecord(feed="tass-en", at=NOON, outcome="changed", status=200, items=2, error=None, seconds=0.3))
        unit.save_feed("tass-en", FeedState(last_success_at=NOON))
        unit.drop("tass-en", None, (Fault(kind=FaultKind.BAD_ENTRY, where="x", message="y", lost=True),), NOON)
    observed.note(Applied(repeat=3))
    observed.composing.take((0.002, 0.4))


def test_what_happens_is_counted_from_the_start_on(settings):
    observed = Observed()
    with running(settings, FixedClock(NOON + timedelta(minutes=1))) as app:
        store = ready(app.store)
        apply(store, an_item("before"))
        with metrics.serving(app, observed) as port:
            assert scrape(port)["wirefeed_db_up"] == 1
            happen(store, observed)
            found = scrape(port)
            again = scrape(port)
    assert found['wirefeed_polls_total{outcome="changed"}'] == 1
    assert found['wirefeed_items_total{verdict="new"}'] == 2
    assert found['wirefeed_items_total{verdict="repeat"}'] == 3
    assert found['wirefeed_compose_duration_seconds_bucket{le="0.25"}'] == 1
    assert found["wirefeed_compose_duration_seconds_count"] == 2
    assert found['wirefeed_dropped_total{reason="bad_entry"}'] == 1
    assert found['wirefeed_stories{status="usable"}'] == 1
    assert found['wirefeed_poll_duration_seconds_bucket{le="0.25"}'] == 0
    assert found['wirefeed_poll_duration_seconds_bucket{le="0.5"}'] == 1
    assert found['wirefeed_merge_latency_seconds_bucket{le="5.0"}'] == found["wirefeed_merge_latency_seconds_count"] == 1
    assert found["wirefeed_merge_latency_seconds_sum"] == pytest.approx(4)
    assert again == found


def test_the_dashboard_and_the_manual_name_the_figures_that_there_are(settings):
    """An expression that asks for a figure or a label nobody serves would show an empty panel for ever."""
    observed = Observed()
    with running(settings, FixedClock(NOON + timedelta(minutes=1))) as app, metrics.serving(app, observed) as port:
        happen(ready(app.store), observed)
        served = {}
        for sample in scrape(port):
            name, _, labels = sample.partition("{")
            served.setdefault(name, {"job"}).update(re.findall(r'(\w+)="', labels))
    dashboard = json.loads((ROOT / "docs/grafana/wirefeed.json").read_text(encoding="utf-8"))
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    asked = [found for expression in expressions for found in re.findall(r"(wirefeed_\w+)\{([^}]*)\}", expression)]
    assert len(asked) >= len(expressions)
    assert {name for name, _ in asked} <= set(served)
    assert [(name, labels) for name, labels in asked if not set(re.findall(r"(\w+)[=!]", labels)) <= served[name]] == []
    assert [(name, label) for panel in dashboard["panels"] for name, label in grouped(panel) if label not in served[name]] == []

    manual = set(re.findall(r"`(wirefeed_\w+)", (ROOT / "docs/operations.md").read_text(encoding="utf-8").partition("| figure |")[2]))
    families = {re.sub("_(bucket|sum|count)$", "", name) for name in served}
    assert families <= manual
    assert {re.sub("_(bucket|sum|count)$", "", name) for name in manual} <= families


def grouped(panel):
    """(figure, label) for every label a panel groups or names its lines by; ``le`` is the bucket's own."""
    for target in panel["targets"]:
        (name, *_) = re.findall(r"wirefeed_\w+", target["expr"])
        labels = re.findall(r"by \((\w+)\)", target["expr"]) + re.findall(r"\{\{(\w+)\}\}", target["legendFormat"])
        yield from ((name, label) for label in labels)


def test_a_database_that_is_away_is_a_figure_too(settings):
    with running(settings) as app, metrics.serving(app, Observed()) as port:
        with app.store.write() as unit:
            unit.connection.exec_driver_sql("ALTER TABLE poll RENAME TO gone")
        assert scrape(port) == {"wirefeed_db_up": 0.0}


def test_no_port_is_opened_unless_asked_for(settings):
    with running(settings.model_copy(update={"metrics": MetricsSettings()})) as app, metrics.serving(app, Observed()) as port:
        assert port is None


def test_a_port_that_is_taken_is_a_matter_of_configuration(settings):
    with running(settings) as app, metrics.serving(app, Observed()) as port:
        app.settings = settings.model_copy(update={"metrics": MetricsSettings(listen=f"127.0.0.1:{port}")})
        with pytest.raises(ConfigError, match=r"metrics\.listen.*cannot be listened on"), metrics.serving(app, Observed()):
            pass
