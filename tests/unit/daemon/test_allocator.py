"""The allocator's bounds, tried in a process of their own: they hold for the rest of its life."""

import platform
import subprocess
import sys

import pytest

PROGRAM = """
import ctypes, sys
from wirefeed.daemon import allocator

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

if sys.argv[1] == "bounded":
    assert allocator.restrain()
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
library.malloc.argtypes = [ctypes.c_size_t]
library.free.argtypes = [ctypes.c_void_p]
library.memset.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]
begun = resident()
for _ in range(3):
    blocks = []
    for _ in range(16):
        blocks.append(library.malloc(4 << 20))
        library.malloc(100 << 10)  # stays, between two blocks
    for block in blocks:
        library.memset(block, 1, 4 << 20)
    for block in blocks:
        library.free(block)
if sys.argv[1] == "given back":
    assert allocator.give_back()
print(resident() - begun)
"""


def grown(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another allocator")


@glibc
@pytest.mark.parametrize("how", ["bounded", "given back"])
def test_large_blocks_that_were_freed_are_not_kept(how):
    assert grown(how) < 16 << 20


@glibc
def test_left_to_itself_the_allocator_keeps_them():
    assert grown("left alone") > 32 << 20
