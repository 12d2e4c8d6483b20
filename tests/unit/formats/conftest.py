"""Builders for documents."""

from datetime import UTC, datetime

import pytest

from wirefeed.formats import parse
from wirefeed.model.delivery import Delivery

NOW = datetime(2026, 10, 7, 12, tzinfo=UTC)


def delivery_of(body, content_type=None, url="https://feeds.example/dir/feed.xml"):
    """A delivery of these bytes."""
    body = body if isinstance(body, bytes) else body.encode()
    return Delivery(feed="test", url=url, body=body, fetched_at=NOW, content_type=content_type)


@pytest.fixture
def deliver():
    """Make a delivery of bytes or text."""
    return delivery_of


@pytest.fixture
def parsed():
    """Parse bytes or text."""

    def read(body, seen=frozenset(), **about):
        return parse(delivery_of(body, **about), seen)

    return read


@pytest.fixture
def rss():
    """An RSS document of these items, each given as the inside of its element."""

    def build(*items, head=""):
        inside = "".join(f"<item>{item}</item>" for item in items)
        return f"<?xml version='1.0'?>\n<rss version='2.0'><channel><title>T</title>{head}{inside}</channel></rss>"

    return build
