"""What travels between processes arrives as it was."""

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, fields, replace

import pytest

from wirefeed.model.item import Item
from wirefeed.model.portable import portable
from wirefeed.model.story import Member
from wirefeed.testing import an_agency, an_item


@portable
@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Two numbers in order."""

    start: int
    end: int = 7

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("backwards")


def test_a_portable_value_is_the_same_after_a_journey_and_stays_frozen():
    """Pickled and loaded it equals itself, and still cannot be changed."""
    span = pickle.loads(pickle.dumps(Span(start=3)))  # noqa: S301 - written a moment ago
    assert span == Span(start=3, end=7) == copy.deepcopy(span)
    with pytest.raises(FrozenInstanceError):
        span.start = 4


def test_a_portable_value_is_built_as_any_other():
    """What may not be built may not be built still."""
    assert replace(Span(start=3), end=9) == Span(start=3, end=9)
    with pytest.raises(ValueError, match="backwards"):
        Span(start=9)


def test_a_member_arrives_with_every_field_of_its_item():
    """Also the name it derives when it is made, which is compared with nothing."""
    member = Member(item=an_item(shingles=(1, 2)), version=2, agency=an_agency(), origin="x")
    arrived = pickle.loads(pickle.dumps(member, pickle.HIGHEST_PROTOCOL))  # noqa: S301 - written a moment ago
    assert arrived == member
    assert arrived.ref == member.ref
    assert [getattr(arrived.item, one.name) for one in fields(Item)] == [getattr(member.item, one.name) for one in fields(Item)]
