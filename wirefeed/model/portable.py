"""Makes values that travel between processes by the thousand quick to pickle. It decides nothing about what they hold.

A frozen dataclass with slots is pickled by functions of Python's own that look its fields up anew for every object.
"""

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

C = TypeVar("C", bound=type)


def portable(kind: C) -> C:
    """The dataclass (frozen, with slots, of two fields or more), its objects pickled as tuples of their fields in order.

    They are put together again as they were: ``__post_init__`` looked at them before.
    """
    names = [field.name for field in fields(kind)]
    values_of = attrgetter(*names)
    setters = [getattr(kind, name).__set__ for name in names]  # the slots' own, which know nothing of frozen

    def state(self: object) -> object:
        return values_of(self)

    def set_state(self: object, values: Sequence[Any]) -> None:
        for put, value in zip(setters, values, strict=True):
            put(self, value)

    for name, method in (("__getstate__", state), ("__setstate__", set_state)):
        setattr(kind, name, method)
    return kind
