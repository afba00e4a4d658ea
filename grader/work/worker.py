"""Turn stored submissions into stored verdicts, one at a time, whatever happens in between.

    claim (a short transaction) → mark (no transaction open) → record (a short transaction)

Killed at any point, a worker leaves a submission either unmarked, to be claimed again, or marked once.
"""

from __future__ import annotations

import faulthandler
import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from types import TracebackType
from typing import Protocol, Self

from grader.exercises import Answer, Catalogue, Exercise, Instance
from grader.marking import AnswerError, Runner, mark
from grader.sandbox import Sandbox, SandboxBroken
from grader.scores import Database, LostLeaseError, StorageError, markings
from grader.scores.markings import Claim
from grader.verdict import Verdict
from grader.work.bell import Bell
from grader.work.names import worker_name

log = logging.getLogger("grader.work")

SHORTEST_PAUSE = 0.2
LONGEST_PAUSE = 1.0
STORAGE_PAUSE = 2.0
RECORD_PAUSES = (0.5, 1.0, 2.0, 4.0)
# A process that marks for longer than this share of its lease ends before another takes the marking over.
OVERDUE = 0.9

EXERCISE_CHANGED = "exercise_changed"


class Mark(Protocol):
    """The one function of `grader.marking` that a worker needs."""

    def __call__(
        self, exercise: Exercise, instance: Instance, answer: Answer, runner: Runner | None, *, secret: bytes
    ) -> Verdict: ...


@dataclass
class Worker:
    """Claims markings, marks them and records the verdicts, until the bell says stop.

    A sandbox is started for the first code that comes, and closed at the end of the context. With `ends_itself`,
    for a process that does nothing else, a marking that hangs ends the process, with a traceback on standard error.
    """

    database: Database
    catalogue: Catalogue
    secret: bytes
    make_sandbox: Callable[[], AbstractContextManager[Runner]] = Sandbox
    mark: Mark = mark
    name: str = field(default_factory=worker_name)
    lease: timedelta = markings.LEASE
    ends_itself: bool = False
    _sandbox: Runner | None = field(default=None, init=False)
    _open: ExitStack = field(default_factory=ExitStack, init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close_sandbox()

    def run(self, bell: Bell) -> None:
        """Work until the bell says stop; a database that is away for a while is waited for."""
        pause = SHORTEST_PAUSE
        with self:
            while not bell.stopped:
                try:
                    found = self.work_once()
                except StorageError as error:
                    log.error("%s", error)
                    bell.wait(STORAGE_PAUSE)
                    continue
                pause = SHORTEST_PAUSE if found else min(pause * 1.5, LONGEST_PAUSE)
                if not found:
                    bell.wait(pause)

    def work_once(self) -> bool:
        """Claim one marking and bring it to its verdict, or to its next try; False when none is due."""
        with self.database.session() as session:
            claim = markings.claim(session, self.name, lease=self.lease)
        if claim is None:
            return False
        try:
            exercise = self.catalogue.get(claim.exercise)
            self._record(claim, exercise.digest, self._judge(claim, exercise))
        except LostLeaseError as error:
            log.warning("submission %d: %s", claim.submission, error)
        except StorageError:
            # Nothing can be written down now: the lease runs out, and the submission is marked then.
            raise
        except AnswerError as error:
            self._fail(claim, error, for_good=True)
        except Exception as error:  # noqa: BLE001  (whatever failed here, it was the grader, and the rest goes on)
            self._fail(claim, error)
        return True

    def _judge(self, claim: Claim, exercise: Exercise) -> Verdict:
        """The verdict on what was pinned and handed in, by the exercise as it stands today."""
        instance = Instance.from_dict(claim.instance)
        answer = Answer.from_dict(claim.answer)
        if self.ends_itself:
            faulthandler.dump_traceback_later(self.lease.total_seconds() * OVERDUE, exit=True)
        try:
            runner = self._runner() if exercise.answered_with_code else None
            return self.mark(exercise, instance, answer, runner, secret=self.secret)
        finally:
            if self.ends_itself:
                faulthandler.cancel_dump_traceback_later()

    def _runner(self) -> Runner:
        if self._sandbox is None:
            self._sandbox = self._open.enter_context(self.make_sandbox())
        return self._sandbox

    def _close_sandbox(self) -> None:
        self._sandbox = None
        self._open.close()

    def _record(self, claim: Claim, digest: str, verdict: Verdict) -> None:
        """Store the verdict; a database that is away for a moment does not cost the work that was done."""
        note = None if digest == claim.instance["digest"] else EXERCISE_CHANGED
        for pause in (*RECORD_PAUSES, None):
            try:
                with self.database.session() as session:
                    markings.record(session, claim, verdict, exercise_digest=digest, note=note)
                break
            except StorageError as error:
                if pause is None:
                    raise
                log.error("submission %d: %s", claim.submission, error)
                time.sleep(pause)
        log.info("submission %d: %s, %g/%g", claim.submission, verdict.outcome, verdict.points, verdict.max_points)

    def _fail(self, claim: Claim, error: Exception, *, for_good: bool = False) -> None:
        """Write down that the grader itself failed; the submission is marked again later, or when somebody asks."""
        log.error("submission %d could not be marked (try %d)", claim.submission, claim.tries, exc_info=error)
        if isinstance(error, SandboxBroken):
            self._close_sandbox()
        try:
            with self.database.session() as session:
                markings.fail(session, claim, f"{type(error).__name__}: {error}", for_good=for_good)
        except LostLeaseError as lost:
            log.warning("submission %d: %s", claim.submission, lost)
