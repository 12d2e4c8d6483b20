"""Members of a story, made of a few words each."""

from datetime import UTC, datetime, timedelta

import pytest

from wirefeed.model.feed import Agency
from wirefeed.model.story import Member
from wirefeed.testing import an_item

AGENCIES = {
    "tass": Agency(key="tass", name="TASS", quoted_as="Tass news agency", timezone="Europe/Moscow"),
    "afp": Agency(key="afp", name="AFP", quoted_as="Agence France-Presse", timezone="Europe/Paris"),
    "toi": Agency(key="toi", name="The Times of Israel", quoted_as="The Times of Israel", timezone="Asia/Jerusalem"),
}
WEDNESDAY = datetime(2022, 1, 19, 12, tzinfo=UTC)


def make_member(agency: str = "tass", guid: str = "g1", *, origin: str | None = None, hours: float = 0, **fields) -> Member:
    """A member of an agency, published on Wednesday, 19 January 2022 (``hours`` later)."""
    beside = {name: fields.pop(name) for name in ("version", "duplicate_of", "withdrawn") if name in fields}
    published = WEDNESDAY + timedelta(hours=hours)
    item = an_item(guid, feed=f"{agency}-en", published_at=published, received_at=published, origin=origin, **fields)
    return Member(item=item, agency=AGENCIES[agency], origin=origin or agency, **{"version": 1, **beside})


@pytest.fixture
def member():
    """``member(agency, guid, text=...)``."""
    return make_member
