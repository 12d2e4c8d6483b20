"""Short ways to a stream of labelled items. No test stands here."""

from datetime import datetime

import pytest

from benchmarks.lookalikes import records
from wirefeed.cluster import encode
from wirefeed.cluster.stream import Lesson
from wirefeed.testing import an_item


def lesson(number: int, story: str, headline: str, text: str, at: datetime) -> Lesson:
    """One labelled item; line breaks in the text are those of the test's source."""
    item = an_item(f"{story} {number}", headline=headline, text=" ".join(text.split()), published_at=at, received_at=at)
    return Lesson(number=number, story=story, published_at=at, features=encode(item), key=item.guid)


def lessons_of(seed: int, days: int) -> list[Lesson]:
    """A stream of look-alike bulletins (benchmarks/lookalikes.py)."""
    return [
        lesson(number, record["story"], record["title"], record["text"], datetime.fromisoformat(record["published"]))
        for number, record in enumerate(records(seed, days))
    ]


@pytest.fixture(scope="session")
def bulletins() -> list[Lesson]:
    """About 300 items of a week."""
    return lessons_of(seed=5, days=7)
