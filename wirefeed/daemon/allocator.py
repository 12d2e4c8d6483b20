"""Keeps the C library's allocator from holding on to memory that nobody uses. It frees nothing itself and does nothing without glibc.

A daemon takes in bodies of up to 8 MiB, some at once, and lets them go again. glibc serves such blocks from its heaps once it has seen one
freed, a heap for each thread, and of a heap it gives back the end alone: what lies between is kept for good.
"""

import ctypes
from typing import Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_ARENA_MAX: Final = -8
LARGE: Final = 1 << 20
"""Bytes from which a block is a mapping of its own, which goes back to the system when it is freed; what placing works with is smaller."""
ARENAS: Final = 2
ROOM: Final = 4 << 20
"""Bytes at the end of a heap that are kept for the next block."""


def restrain() -> bool:
    """Set bounds for the life of this process, before it starts threads; whether there is an allocator that knows them."""
    library = _glibc()
    if library is None:
        return False
    settings = ((_ARENA_MAX, ARENAS), (_MMAP_THRESHOLD, LARGE), (_TRIM_THRESHOLD, ROOM))
    return all(library.mallopt(what, value) for what, value in settings)


def give_back() -> bool:
    """Give unused pages back to the system, from the middle of heaps too; whether there were any. Takes milliseconds."""
    library = _glibc()
    return library is not None and bool(library.malloc_trim(0))


def _glibc() -> ctypes.CDLL | None:
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
