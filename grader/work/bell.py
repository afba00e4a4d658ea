"""Wake a worker that waits for something to do, or tell it to stop."""

from __future__ import annotations

from threading import Event
from types import FrameType


class Bell:
    """Rung from any thread; waited for in one."""

    def __init__(self) -> None:
        self.stopped = False
        self._rung = Event()

    def ring(self) -> None:
        """There may be something to do."""
        self._rung.set()

    def stop(self) -> None:
        """It is time to stop: what has been begun is finished, nothing new is."""
        self.stopped = True
        self._rung.set()

    def stop_at_signal(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  (of `signal`)
        """To be a signal's handler. It takes no lock: the signal may have come while the waiter held it."""
        self.stopped = True

    def wait(self, seconds: float) -> None:
        """Return when rung, but after these seconds at the latest."""
        if not self.stopped:
            self._rung.wait(seconds)
            self._rung.clear()
