"""A real WebSub hub on loopback, in threads of its own: takes requests, calls back, pushes what is published. It tests nothing."""

import hmac
import queue
import secrets
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlencode

PATIENCE = 60.0


@dataclass(frozen=True)
class Subscriber:
    """Whom the hub pushes to."""

    callback: str
    secret: str


@dataclass
class Hub:
    """``behaviour`` is confirm, deny, silent (takes requests, never calls back) or down; ``lease`` is what it grants, in seconds."""

    behaviour: str = "confirm"
    lease: int = 86400
    port: int = 0
    subscribers: dict[str, Subscriber] = field(default_factory=dict)
    asked: "queue.Queue[dict[str, str]]" = field(default_factory=queue.Queue)
    verified: "queue.Queue[tuple[str, int, str]]" = field(default_factory=queue.Queue)

    def __enter__(self) -> Self:
        hub = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                asked = {name: values[0] for name, values in form.items()}
                behaviour = hub.behaviour  # once a request: the test may change it as soon as it has the answer
                hub.asked.put(asked)
                self.send_response(503 if behaviour == "down" else 202)
                self.send_header("Content-Length", "0")
                self.end_headers()
                hub._take(asked, behaviour)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Door)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, name="hub", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(PATIENCE)

    @property
    def place(self) -> str:
        """``host:port``, as the allow-list wants it."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The hub's own address."""
        return f"http://{self.place}/"

    def wait_asked(self, mode: str) -> dict[str, str]:
        """The next request of this mode."""
        while (form := self.asked.get(timeout=PATIENCE))["hub.mode"] != mode:
            pass
        return form

    def wait_verified(self) -> tuple[str, int, str]:
        """The next answer to a call back: mode, status, whether the challenge came back."""
        return self.verified.get(timeout=PATIENCE)

    def call_back(self, callback: str, **query: str) -> tuple[int, str]:
        """GET a callback; status and body."""
        return _call(f"{callback}?{urlencode(query)}")

    def publish(self, topic: str, body: bytes, *, method: str = "sha256", secret: str | None = None, signature: str | None = None) -> int:
        """Push to the topic's subscriber; its answer. ``secret`` and ``signature`` override what a true hub would use."""
        one = self.subscribers[topic]
        headers = {"Content-Type": "application/rss+xml", "Link": f'<{self.url}>; rel="hub", <{topic}>; rel="self"'}
        signed = f"{method}={hmac.new((secret or one.secret).encode(), body, method).hexdigest()}" if signature is None else signature
        if signed:
            headers["X-Hub-Signature"] = signed
        return _call(one.callback, body, headers)[0]

    def _take(self, form: dict[str, str], behaviour: str) -> None:
        callback, topic, mode = form["hub.callback"], form["hub.topic"], form["hub.mode"]
        if behaviour == "deny":
            self.call_back(callback, **{"hub.mode": "denied", "hub.topic": topic, "hub.reason": "not here"})
        if behaviour != "confirm":
            return
        challenge = secrets.token_hex(8)
        query = {"hub.mode": mode, "hub.topic": topic, "hub.challenge": challenge, "hub.lease_seconds": str(self.lease)}
        if mode == "subscribe":
            self.subscribers[topic] = Subscriber(callback=callback, secret=form["hub.secret"])
        status, body = self.call_back(callback, **query)
        agreed = status == 200 and body == challenge
        if agreed and mode == "unsubscribe":
            self.subscribers.pop(topic, None)
        self.verified.put((mode, status, "echoed" if agreed else "not echoed"))


def _call(url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
    request = urllib.request.Request(url, data=body, headers=dict(headers or {}))  # noqa: S310 - a callback on loopback
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=PATIENCE) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
