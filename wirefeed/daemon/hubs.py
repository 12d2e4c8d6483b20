"""Subscriptions of the running daemon: asks hubs, answers their calls, takes in what they push. What to ask and whom to believe: websub.

::

    poll ─ announced ──> note ──> WANTED row ── tend (every few seconds) ──> HubClient.ask
    hub ─ GET ──> verify ──> ACTIVE row, the feed is polled once          hub ─ POST ──> take ──> signature? ──> pipeline.push
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

import structlog

from wirefeed.daemon.callback import CallbackServer, Push, Reply
from wirefeed.errors import ConfigError, InputError, StoreError
from wirefeed.model.feed import Feed, FeedState
from wirefeed.model.subscription import Announcement, Subscription, SubscriptionState
from wirefeed.pipeline.poll import Desk, Polled
from wirefeed.text.redact import redact
from wirefeed.transports import websub
from wirefeed.transports.hub import HubClient
from wirefeed.transports.websub import Confirmed, Denied, Disowned, Signature

log = structlog.get_logger(module=__name__)
AT_ONCE = 8
"""Hubs asked at once: one that is slow holds up few."""
LOOKS = 200
"""Archived documents looked at for a hub each time: ten thousand at once would hold up the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """What the subscriptions need of the daemon: its feeds, and to have one of them pushed to or polled at once."""

    feeds: Callable[[], Mapping[str, Feed]]
    receive: Callable[[Feed, Push], Awaitable[None]]
    hurry: Callable[[str], None]


class Hubs:
    """All subscriptions, in memory as in the store. Belongs to one event loop."""

    def __init__(self, desk: Desk, client: HubClient, callback_url: str, newsroom: Newsroom) -> None:
        self._desk = desk
        self._client = client
        self._base = callback_url.rstrip("/")
        self._newsroom = newsroom
        self._by_token: dict[str, Subscription] = {}
        self._unseen: list[tuple[Feed, FeedState]] = []

    async def listen(self, address: str) -> CallbackServer:
        """Begin to hear hubs. Raises ConfigError when the address cannot be used."""
        server = CallbackServer(address, known=self.known, verify=self.verify, take=self.take)
        try:
            await server.start()
        except OSError as error:
            raise ConfigError(f"nobody can listen on {address}: {error.strerror}", key="websub.listen") from error
        log.info("listening for hubs", listen=address, callback_url=self._base)
        return server

    def refit(self, client: HubClient) -> None:
        """Ask with another client from now on: the network settings changed."""
        self._client = client

    async def take_up(self, states: Mapping[str, FeedState]) -> None:
        """Go on from the store: leave what is no longer wanted; what feeds announced before anybody listened is looked up by and by."""
        for one in await self._desk.write(self._load):
            self._by_token[one.token] = one
        for one in tuple(self._by_token.values()):
            if not self._wanted(one) and one.state is not SubscriptionState.LEAVING:
                await self._save(websub.leave(one))
        wanting = (feed for feed in self._newsroom.feeds().values() if feed.push and feed.url.startswith("http"))
        self._unseen = [(feed, states[feed.name]) for feed in wanting if self.of(feed.name) is None]

    def of(self, feed: str) -> Subscription | None:
        """The feed's subscription, if it has one that it is not leaving."""
        alive = (one for one in self._by_token.values() if one.feed == feed and one.state is not SubscriptionState.LEAVING)
        return next(alive, None)

    def known(self, token: str) -> bool:
        """Whether a hub may call back under this token."""
        return token in self._by_token

    def relied_on(self, feed: str) -> bool:
        """Whether polls of the feed may be rare."""
        one = self.of(feed)
        return one is not None and websub.relied_on(one, self._desk.clock())

    async def note(self, feed: str, announcement: Announcement | None) -> None:
        """A feed names a hub: it is subscribed to, unless it is already; a hub or topic that changed is left for the new one."""
        one = self.of(feed)
        configured = self._newsroom.feeds().get(feed)
        if announcement is None or configured is None or not configured.push:
            return
        if one and (one.hub, one.topic) == (announcement.hub, announcement.topic):
            return
        if one:
            await self._save(websub.leave(one))
        callback = f"{self._base}/{secrets.token_urlsafe(32)}"
        secret = secrets.token_hex(32)
        await self._save(Subscription(feed=feed, hub=announcement.hub, topic=announcement.topic, callback=callback, secret=secret))
        log.info("hub announced", feed=feed, hub=announcement.hub, topic=announcement.topic)

    async def judge(self, polled: Polled) -> None:
        """A poll ended: what it announced is noted; if it found what a push should have brought, pushes are no longer relied on."""
        await self.note(polled.feed, polled.announced)
        one, counts = self.of(polled.feed), polled.applied
        if one and counts.new + counts.near_duplicate + counts.revised and websub.relied_on(one, self._desk.clock()):
            log.warning("pushes are not relied on", feed=polled.feed, why="a poll found items that no push had brought")
            await self._save(websub.doubted(one))

    async def tend(self) -> None:
        """Ask the hubs that are to be asked now, a few at a time; forget what is over."""
        unseen, self._unseen = self._unseen[:LOOKS], self._unseen[LOOKS:]
        for feed, state in unseen:
            if self.of(feed.name) is None:
                await self.note(feed.name, await self._desk.write(partial(self._read, feed, state)))
        tokens = tuple(self._by_token)
        for at in range(0, len(tokens), AT_ONCE):
            await asyncio.gather(*(self._tend_safely(token) for token in tokens[at : at + AT_ONCE]))

    async def verify(self, token: str, query: Mapping[str, str]) -> Reply:
        """A hub asks whether we meant it."""
        one = self._by_token.get(token)
        if one is None:
            return Reply(status=HTTPStatus.NOT_FOUND)
        match websub.confirm(one, query, self._desk.clock()):
            case Confirmed(challenge=challenge, after=after):
                await self._settle(one, after)
                return Reply(status=HTTPStatus.OK, text=challenge)
            case Denied(after=after):
                await self._save(after)
                log.warning("hub denied", feed=one.feed, hub=one.hub, why=after.last_error)
                return Reply(status=HTTPStatus.OK)
            case Disowned(why=why):
                log.warning("hub call ignored", feed=one.feed, hub=one.hub, why=why)
                return Reply(status=HTTPStatus.NOT_FOUND)

    async def take(self, token: str, push: Push) -> Reply:
        """A hub pushes. The answer comes after the bytes and items are stored; what is not genuine is answered alike, and ignored."""
        one = self._by_token.get(token)
        feed = self._newsroom.feeds().get(one.feed) if one else None
        if one is None or feed is None or one.state is SubscriptionState.LEAVING:
            return Reply(status=HTTPStatus.GONE)
        signature = websub.check_signature(one.secret, push.signature, push.body)
        try:
            if signature is not Signature.GENUINE:
                log.warning("push ignored", feed=one.feed, hub=one.hub, why=signature.value, bytes=len(push.body))
                await self._save(websub.forged(one, signature))
                return Reply(status=HTTPStatus.ACCEPTED)
            if push.body.strip():
                await self._newsroom.receive(feed, push)
            else:
                self._newsroom.hurry(feed.name)  # a ping without content: the feed has news
            await self._save(websub.pushed(self._by_token.get(token, one), self._desk.clock()))
        except StoreError as error:
            log.exception("the store failed; the hub may send it again", feed=one.feed, error=str(error))
            return Reply(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return Reply(status=HTTPStatus.OK)

    async def _settle(self, one: Subscription, after: Subscription | None) -> None:
        if after is None:
            await self._forget(one, "the hub confirmed that it stops")
            return
        await self._save(after)
        log.info("hub confirmed", feed=one.feed, hub=one.hub, lease_until=str(after.lease_until))
        if one.state is not SubscriptionState.ACTIVE:
            self._newsroom.hurry(one.feed)  # what was published between the last poll and now, nobody pushes

    async def _tend_safely(self, token: str) -> None:
        one = self._by_token.get(token)
        if one is None:
            return
        try:
            await self._tend(one)
        except StoreError as error:
            log.exception("the store failed; the hub is asked again", feed=one.feed, error=str(error))

    async def _tend(self, one: Subscription) -> None:
        now = self._desk.clock()
        after = websub.lapsed(one, now)
        if after is None:
            await self._forget(one, "it is over")
            return
        if after != one:
            log.warning("subscription", feed=one.feed, hub=one.hub, state=after.state.value, why=after.last_error)
            await self._save(after)
        mode = websub.to_ask(after, now)
        if mode is None:
            return
        await self._save(websub.asking(after, now))
        why = await self._client.ask(after.hub, websub.request(after, mode))
        log.info("hub asked", feed=after.feed, hub=after.hub, mode=mode.value, error=why)
        current = self._by_token.get(after.token)
        if why and current:
            await self._save(websub.refused(current, why, self._desk.clock()))

    def _wanted(self, one: Subscription) -> bool:
        feed = self._newsroom.feeds().get(one.feed)
        return feed is not None and feed.push and one.callback.rpartition("/")[0] == self._base

    async def _save(self, one: Subscription) -> None:
        def save() -> None:
            with self._desk.store.write() as unit:
                unit.save_subscription(one)

        await self._desk.write(save)
        self._by_token[one.token] = one

    async def _forget(self, one: Subscription, why: str) -> None:
        def forget() -> None:
            with self._desk.store.write() as unit:
                unit.forget_subscription(one.token)

        await self._desk.write(forget)
        self._by_token.pop(one.token, None)
        log.info("subscription forgotten", feed=one.feed, hub=one.hub, why=why)

    def _load(self) -> tuple[Subscription, ...]:
        with self._desk.store.read() as unit:
            return unit.subscriptions()

    def _read(self, feed: Feed, state: FeedState) -> Announcement | None:
        """What the last whole document of a feed announced; its archived bytes still say so when the server answers 304 for ever."""
        if state.cursor.body_sha256 is None or redact(feed.url) != feed.url:  # a secret in the address is no hub's business
            return None
        try:
            with self._desk.store.read() as unit:
                return websub.announced((), unit.body(state.cursor.body_sha256), feed.url)
        except InputError:
            return None
