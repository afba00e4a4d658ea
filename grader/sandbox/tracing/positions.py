"""Note which places of a student's file are executed, to the column: the same by numbers and by traced numbers?"""

from __future__ import annotations

import opcode
import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

Places = set[tuple[str, Any]]

# Where a jump stands depends on what it is that decides it, and instrumenting changes that.
_JUMPS = frozenset((*opcode.hasjrel, *opcode.hasjabs))


class Executed:
    """`call(function, *args)` is the function's result; `places` are what of the file was executed meanwhile."""

    def __init__(self, filename: str) -> None:
        self._filename = filename
        self._offsets: dict[CodeType, set[int]] = {}

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        """Call the function under watch."""
        before = sys.gettrace()
        sys.settrace(self._enter)
        try:
            return function(*args)
        finally:
            sys.settrace(before)

    @property
    def places(self) -> Places:
        """Function and source position of everything executed."""
        found: Places = set()
        for code, offsets in self._offsets.items():
            positions = list(code.co_positions())
            plain = (offset for offset in offsets if code.co_code[offset] not in _JUMPS)
            found.update((code.co_qualname, positions[offset // 2]) for offset in plain)
        return found

    def _enter(self, frame: FrameType, _event: str, _arg: Any) -> Any:
        if frame.f_code.co_filename != self._filename:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        offsets = self._offsets.setdefault(frame.f_code, set())

        def step(inner: FrameType, event: str, _arg: Any) -> Any:
            if event == "opcode":
                offsets.add(inner.f_lasti)
            return step

        return step
