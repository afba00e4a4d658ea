"""Stop Python code that runs too long: `Alarm().limited(seconds, function, *args)` raises OutOfTime.

A courtesy, so that the next call can still be made: code that swallows the exception, or sits in a long C
function, is killed from outside. Where there is no interval timer (Windows) only the outside limit holds.
"""

from __future__ import annotations

import math
import signal
import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

TICK_SECONDS = 0.05
Result = TypeVar("Result")


class OutOfTime(BaseException):
    """The time for this call is over. Not an Exception, so that a student's `except Exception` lets it pass."""


class Alarm:
    """Looks at the clock twenty times a second and interrupts what has passed its deadline."""

    def __init__(self) -> None:
        self._deadline = math.inf
        if sys.platform != "win32":
            signal.signal(signal.SIGALRM, self._ring)

    def start(self) -> None:
        """Begin to tick; must be called before the process is locked."""
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, TICK_SECONDS, TICK_SECONDS)

    def limited(self, seconds: float, function: Callable[..., Result], *args: Any) -> Result:
        """The function's result; raises OutOfTime once `seconds` have passed, as often as it is swallowed."""
        self._deadline = time.monotonic() + seconds
        try:
            return function(*args)
        finally:
            self._deadline = math.inf

    def _ring(self, *_: object) -> None:
        if time.monotonic() > self._deadline:
            raise OutOfTime
