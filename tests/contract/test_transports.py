"""What every transport owes the pipeline, run over each adapter."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.integration.afp_server import CLIENT
from tests.integration.servers import Asked, Loopback, answer, document, reply
from wirefeed.errors import Missing, TransportError
from wirefeed.model.credentials import Credentials, Grant, OAuth2, Secret
from wirefeed.model.delivery import Delivery, Fetched, NotModified, Outcome
from wirefeed.model.feed import After, Agency, Cursor, Feed
from wirefeed.transports import HttpSettings, SftpKeys, SftpSettings, build_transports

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
AGENCY = Agency(key="tass", name="TASS", quoted_as="Tass news agency")


@dataclass(frozen=True)
class Source:
    """Somewhere documents are published: ``publish`` replaces the document, None takes the whole source away.

    ``documents`` are two that this kind of source may hold, ``ends`` how the address of a delivery ends.
    """

    url: str
    allow: tuple[str, ...]
    publish: Callable[[bytes | None], None]
    documents: tuple[bytes, bytes] = ("<rss>\r\n<title>Новости\u00a0</title></rss>".encode(), b"<rss><item/></rss>")
    ends: str = "feed.xml"
    credentials: Credentials | None = None
    after: After = After.KEEP
    sftp: SftpSettings | None = None

    def feed(self) -> Feed:
        """The feed that reads it."""
        return Feed(name="wire", agency=AGENCY, url=self.url, credentials=self.credentials, after=self.after)

    def poll(self, cursor: Cursor) -> Outcome:
        """One poll by a fresh transport."""

        async def run() -> Outcome:
            transport = build_transports(HttpSettings(allow=self.allow, per_host_gap_seconds=0, timeout_seconds=5), sftp=self.sftp)
            try:
                return await transport.fetch(self.feed(), cursor, NOW)
            finally:
                await transport.close()

        return asyncio.run(run())


@pytest.fixture
def over_http() -> Iterator[Source]:
    with Loopback() as server:

        def publish(body: bytes | None) -> None:
            async def serve(asked: Asked, writer: asyncio.StreamWriter) -> None:
                writer.write(document(asked, body or b""))

            server.pages = {} if body is None else {"/feed.xml": serve}

        yield Source(url=server.url(), allow=(server.place,), publish=publish)


@pytest.fixture
def in_a_folder(tmp_path: Path) -> Source:
    folder = tmp_path / "drop"
    folder.mkdir()

    def publish(body: bytes | None) -> None:
        if body is None:
            folder.rename(tmp_path / "away")
        else:
            (folder / "feed.xml").write_bytes(body)

    return Source(url=f"file://{folder}/*.xml", allow=(), publish=publish)


@pytest.fixture
def in_a_folder_whose_files_move(in_a_folder: Source) -> Source:
    return replace(in_a_folder, after=After.MOVE)


@pytest.fixture
def over_sftp(tmp_path: Path) -> Iterator[Source]:
    pytest.importorskip("asyncssh", reason="the extra wirefeed[sftp] is not installed")
    from tests.integration.sftp_server import PASSWORD, SftpServer  # noqa: PLC0415 - only where asyncssh is there

    root = tmp_path / "server"
    folder = root / "drop"
    folder.mkdir(parents=True)

    def publish(body: bytes | None) -> None:
        if body is None:
            folder.rename(root / "away")
        else:
            (folder / "feed.xml").write_bytes(body)

    with SftpServer(root) as server:
        known = str(server.known_hosts(tmp_path / "known_hosts"))
        sftp = SftpSettings(known_hosts=known, keys=lambda _: SftpKeys(password=Secret(PASSWORD)), allow=(server.place,))
        yield Source(url=server.url(), allow=(), publish=publish, sftp=sftp)


@pytest.fixture
def over_sftp_where_files_move(over_sftp: Source) -> Source:
    return replace(over_sftp, after=After.MOVE)


@pytest.fixture
def from_afp() -> Iterator[Source]:
    """AFP's API, whatever is asked of it; its documents are answers of its search."""
    page = '{{"response": {{"docs": [{{"uno": "u{0}", "published": "2026-11-23T11:5{0}:00Z", "news": ["Новости"]}}],\r\n "numFound": 1}}}}'
    account = OAuth2(grant=Grant.CLIENT_CREDENTIALS, client_id=Secret(CLIENT[0]), client_secret=Secret(CLIENT[1]))
    with Loopback() as server:

        def publish(body: bytes | None) -> None:
            token = answer(reply(b'{"access_token": "t"}'))
            server.pages = {} if body is None else {"/oauth/token": token, "/v1/api/search": answer(reply(body))}

        yield Source(
            url=f"afp-api+http://{server.place}/",
            allow=(server.place,),
            publish=publish,
            documents=(page.format(1).encode(), page.format(2).encode()),
            ends="/v1/api/search?wt=json",
            credentials=account,
        )


@pytest.fixture(params=["over_http", "in_a_folder", "in_a_folder_whose_files_move", "over_sftp", "over_sftp_where_files_move", "from_afp"])
def source(request: pytest.FixtureRequest) -> Source:
    return request.getfixturevalue(request.param)


def deliveries(outcome: Outcome) -> tuple[Delivery, ...]:
    assert isinstance(outcome, Fetched)
    return outcome.deliveries


def test_a_document_arrives_byte_for_byte_with_its_feed_its_address_and_a_utc_time(source):
    body = source.documents[0]
    source.publish(body)
    delivery, *_ = deliveries(source.poll(Cursor()))
    assert delivery.body == body
    assert delivery.feed == "wire"
    assert delivery.url.endswith(source.ends)
    assert NOW <= delivery.fetched_at < NOW + timedelta(seconds=5)
    assert delivery.fetched_at.tzinfo is UTC


def test_what_has_not_changed_is_not_delivered_again(source):
    source.publish(source.documents[0])
    first = source.poll(Cursor())
    again = source.poll(first.cursor)
    assert isinstance(again, NotModified)
    assert isinstance(source.poll(again.cursor), NotModified)


def test_a_change_is_delivered_and_then_it_is_known(source):
    source.publish(source.documents[0])
    first = source.poll(Cursor())
    source.publish(source.documents[1])
    second = source.poll(first.cursor)
    assert {delivery.body for delivery in deliveries(second)} == {source.documents[1]}
    assert isinstance(source.poll(second.cursor), NotModified)


def test_a_cursor_that_was_not_saved_brings_the_document_again(source):
    """A crash between fetching and storing loses nothing."""
    source.publish(source.documents[0])
    first, second = source.poll(Cursor()), source.poll(Cursor())
    assert [delivery.body for delivery in deliveries(first)] == [delivery.body for delivery in deliveries(second)]


def test_what_the_cursor_keeps_for_others_comes_back_untouched(source):
    digests = frozenset({b"0123456789abcdef"})
    source.publish(source.documents[0])
    first = source.poll(Cursor(digests=digests))
    assert first.cursor.digests == digests
    assert source.poll(first.cursor).cursor.digests == digests


def test_a_source_that_is_gone_is_missing_says_so_and_may_come_back(source):
    source.publish(None)
    with pytest.raises(Missing) as caught:
        source.poll(Cursor())
    assert isinstance(caught.value, TransportError)
    assert caught.value.feed == "wire"
    assert caught.value.retryable
    assert "`url`" in str(caught.value)


def test_a_document_of_nothing_changes_nothing(source):
    source.publish(source.documents[0])
    known = source.poll(Cursor()).cursor
    source.publish(b"")
    try:
        outcome = source.poll(known)
    except TransportError:
        return
    assert isinstance(outcome, NotModified) or outcome.deliveries == ()
