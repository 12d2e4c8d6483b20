"""Prometheus figures on a port of this machine. They are read from the database when asked for: the daemon's loop is not touched.

Counters begin at nothing when the daemon starts, as Prometheus expects, and take in what was stored since they were last read; so they
count the work of every process on one database. What leaves no row is counted where it happens (observed.py), in this process alone.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import structlog

from wirefeed.app import App
from wirefeed.daemon.observed import Observed, Tally
from wirefeed.errors import ConfigError, StoreError
from wirefeed.store.figures import Mark, Since

if TYPE_CHECKING:
    from prometheus_client.core import Metric

log = structlog.get_logger(module=__name__)
SECONDS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
LATENCIES: Final = (1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)


class Collector:
    """What is told at each scrape. Scrapes wait for one another."""

    def __init__(self, app: App, observed: Observed) -> None:
        self._app = app
        self._observed = observed
        self._lock = threading.Lock()
        self._mark: Mark | None = None
        self._polls: Counter[str] = Counter()
        self._items: Counter[str] = Counter()
        self._poll_seconds = Tally(SECONDS)
        self._latency = Tally(LATENCIES)

    def collect(self) -> Iterator["Metric"]:
        """Every figure; where the database does not answer, that alone."""
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - an extra

        with self._lock:
            try:
                found = list(self._read())
                up = 1.0
            except StoreError as error:
                log.warning("no figures", error=str(error))
                found, up = [], 0.0
        yield GaugeMetricFamily("wirefeed_db_up", "Whether the database answers.", value=up)
        yield from found

    def _read(self) -> Iterator["Metric"]:
        from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily  # noqa: PLC0415 - an extra

        with self._app.store.read() as unit:
            mark = unit.mark()
            if self._mark is not None:
                self._take(unit.since(self._mark, mark))
            self._mark = mark
            states, stories, aside = unit.feed_states(), unit.story_counts(), unit.set_aside_counts()
        dropped: Counter[str] = Counter()
        for (_, kind, lost), times in aside.items():
            dropped[kind if lost else f"warning:{kind}"] += times
        now = self._app.clock()
        fresh = {name: (now - state.last_success_at).total_seconds() for name, state in states.items() if state.last_success_at}
        yield _family(CounterMetricFamily, "wirefeed_polls", "Polls since the start.", "outcome", self._polls)
        yield _family(CounterMetricFamily, "wirefeed_items", "Items since the start.", "verdict", {**self._items, **self._observed.items})
        yield _family(CounterMetricFamily, "wirefeed_dropped", "Entries set aside, ever; see the view dropped.", "reason", dropped)
        yield from _gauges(Counter(state.status.value for state in states.values()), fresh, stories)
        for name, text, tally in (
            ("wirefeed_poll_duration_seconds", "Duration of polls.", self._poll_seconds),
            ("wirefeed_merge_latency_seconds", "From receiving the newest item of a story to its new version.", self._latency),
            ("wirefeed_compose_duration_seconds", "Duration of composing one story, in this process or for it.", self._observed.composing),
        ):
            yield HistogramMetricFamily(name, text, buckets=tally.buckets(), sum_value=tally.sum)

    def _take(self, since: Since) -> None:
        self._polls.update(outcome for outcome, _ in since.polls)
        self._poll_seconds.take(seconds for _, seconds in since.polls)
        self._items.update(since.items)
        self._latency.take(since.latencies)


def _gauges(statuses: Counter[str], fresh: dict[str, float], stories: Any) -> Iterator["Metric"]:  # noqa: ANN401 - a mapping of counts
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - an extra

    yield _family(GaugeMetricFamily, "wirefeed_feeds", "Feeds by how they stand.", "status", statuses)
    yield _family(GaugeMetricFamily, "wirefeed_feed_freshness_seconds", "Time since a feed was last read.", "feed", fresh)
    yield _family(GaugeMetricFamily, "wirefeed_stories", "Current stories by status.", "status", stories)


def _family(kind: Any, name: str, text: str, label: str, values: Any) -> "Metric":  # noqa: ANN401 - prometheus_client's classes
    family: Metric = kind(name, text, labels=[label])
    for value in sorted(values):
        family.add_metric([value], values[value])  # type: ignore[attr-defined]
    return family


@contextmanager
def serving(app: App, observed: Observed) -> Iterator[int | None]:
    """Serve ``/metrics`` while the block runs, where the configuration says so; yields the port.

    Raises ConfigError: the extra is missing, the port is taken.
    """
    listen = app.settings.metrics.listen
    if listen is None:
        yield None
        return
    server = _start(app, observed, listen)
    log.info("figures", listen=listen)
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        server.server_close()


def _start(app: App, observed: Observed, listen: str) -> Any:  # noqa: ANN401 - prometheus_client's own server
    try:
        from prometheus_client import CollectorRegistry, start_http_server  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise ConfigError("figures need prometheus-client: pip install 'wirefeed[metrics]'", key="metrics.listen") from error
    collector, registry = Collector(app, observed), CollectorRegistry(auto_describe=False)
    list(collector.collect())  # the mark from which counters count
    registry.register(collector)
    host, _, port = listen.rpartition(":")
    try:
        server, _ = start_http_server(int(port), addr=host.strip("[]"), registry=registry)
    except OSError as error:
        raise ConfigError(f"{listen} cannot be listened on: {error.strerror or error}", key="metrics.listen") from error
    return server
