"""What a site's robots.txt allows (RFC 9309), remembered for a day. It fetches nothing: the bytes are handed in."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from protego import Protego

KEPT: Final = timedelta(hours=24)
KEPT_AWAY: Final = timedelta(minutes=30)
"""How long a site whose robots.txt could not be had is left alone."""
BYTES: Final = 512 * 1024
"""Of a robots.txt that are read (RFC 9309 asks for 500 KiB at least)."""
_MOST_SITES: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """The rules of one site. ``rules`` None: ``allowed`` says whether everything or nothing may be asked for."""

    rules: Protego | None
    allowed: bool
    until: datetime

    def allow(self, url: str, agent: str) -> bool:
        """Whether ``agent`` (the product name of the User-Agent) may ask for ``url``."""
        return self.allowed if self.rules is None else bool(self.rules.can_fetch(url, agent))

    def pause(self, agent: str) -> float:
        """The seconds ``agent`` is asked to let pass between two requests (Crawl-delay); 0 where nothing sensible is asked."""
        return (self.rules.crawl_delay(agent) if self.rules is not None else None) or 0.0


def read_robots(body: bytes, now: datetime) -> Robots:
    """The rules of a robots.txt; one that cannot be read forbids nothing."""
    text = body[:BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    return Robots(rules=Protego.parse(text), allowed=True, until=now + KEPT)


def without_robots(now: datetime, *, reachable: bool) -> Robots:
    """A site that has no robots.txt allows everything (4xx); one whose server fails allows nothing until it answers (5xx, no answer)."""
    return Robots(rules=None, allowed=reachable, until=now + (KEPT if reachable else KEPT_AWAY))


class RobotsShelf:
    """The rules of the sites met last, by origin."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Robots] = OrderedDict()

    def get(self, origin: str, now: datetime) -> Robots | None:
        """The rules of a site while they hold."""
        found = self._known.get(origin)
        if found is None or found.until <= now:
            return None
        self._known.move_to_end(origin)
        return found

    def put(self, origin: str, robots: Robots) -> None:
        """Remember a site's rules; the site met longest ago is forgotten."""
        self._known[origin] = robots
        self._known.move_to_end(origin)
        while len(self._known) > _MOST_SITES:
            self._known.popitem(last=False)
