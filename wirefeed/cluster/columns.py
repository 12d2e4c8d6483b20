"""Arrays that grow by half and are cut down again when half of them stands empty. What they hold is not theirs to know.

Room that is not used yet is never written to, so the system gives no memory for it; rows are moved a few at a time, so that no second copy
of a column stands beside it but while it grows.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_AT_ONCE: Final = 4096
_LEAST: Final = 256


def roomy(column: NDArray[Any], rows: int) -> NDArray[Any]:
    """The column with room for so many rows at least; what is new is zero."""
    have = len(column)
    if rows <= have:
        return column
    found = np.zeros((max(rows, have + max(_LEAST, have // 2)), *column.shape[1:]), column.dtype)
    found[:have] = column
    return found


def packed(column: NDArray[Any], kept: NDArray[np.intp]) -> NDArray[Any]:
    """The column with the rows ``kept`` (ascending) at its head, in place where that does not leave more than half of it empty."""
    size = len(kept)
    found = column if len(column) <= max(_LEAST, 2 * size) else np.zeros((size + size // 4 + _LEAST, *column.shape[1:]), column.dtype)
    for part in parts(size):
        found[part] = column[kept[part]]
    return found


def parts(rows: int, at_once: int = _AT_ONCE) -> Iterator[slice]:
    """So many rows, a few at a time."""
    return (slice(start, min(start + at_once, rows)) for start in range(0, rows, at_once))
