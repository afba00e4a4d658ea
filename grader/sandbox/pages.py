"""Keep a process's memory in huge pages: `gather()` makes forking it, and ending what was forked, cheaper.

A fork copies an entry for each page, and the end of a child takes each back; of a huge page's 512 entries the
kernel does all at once. Only how memory is kept changes, never what is in it or who may do what with it. Linux
only, and worth nothing but time: where the kernel does not do it (before 6.1), nothing happens.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator

_HUGE = 2 * 2**20
_MADV_COLLAPSE = 25


def gather() -> int:
    """Move what lies in whole stretches of 2 MiB to huge pages; how many there are now."""
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return sum(madvise(start, _HUGE, _MADV_COLLAPSE) == 0 for start in _stretches())


def _stretches() -> Iterator[int]:
    """Where the whole aligned stretches of the process's own memory begin."""
    with io.FileIO("/proc/self/maps") as maps:  # not `open`, which the warm process has given up
        lines = maps.readall().decode("utf-8", "replace").splitlines()
    for line in lines:
        span, rights, _, _, _, *name = line.split(None, 5)
        if rights == "rw-p" and name in ([], ["[heap]"]):
            first, end = (int(number, 16) for number in span.split("-"))
            yield from range(-(-first // _HUGE) * _HUGE, end // _HUGE * _HUGE, _HUGE)
