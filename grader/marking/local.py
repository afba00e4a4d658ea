"""Mark answers on one's own machine, storing nothing: for `grader check`, `grader grade` and the pytest plug-in."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from grader.diagnosis import make_variant
from grader.exercises import Answer, Catalogue, Exercise, Instance, load_catalogue
from grader.sandbox import Sandbox, SandboxBroken, missing_locks
from grader.verdict import Verdict

from . import mark

# Hidden inputs are keyed by a secret; on one's own machine it is a constant, so that a verdict can be repeated.
LOCAL_SECRET = b"local"
# What one's own code can do without: the other locks stop all that it stops, and the canary has to find so there, too.
SPARED = ("landlock",)
HINT = "`grader doctor` says what to do about it; --trusted-code runs your own code without locks."


class LocalMarker:
    """Marks answers one after another; starts its sandbox when the first code comes, and closes it at the end.

    Code runs without locks only where it is trusted, or is the user's `own` and the system has no locks: then it runs
    in a plain limited process, and every verdict says so.
    """

    def __init__(
        self,
        folders: Iterable[Path] = (),
        *,
        trusted_code: bool = False,
        own_code: bool = False,
        show_answers: bool = False,
    ) -> None:
        self.catalogue: Catalogue = load_catalogue(*folders)
        self._trusted = trusted_code
        self._own = own_code
        self._show_answers = show_answers
        self._sandbox: Sandbox | None = None
        self._open = ExitStack()

    def mark(self, exercise: Exercise, seed: int | None, answer: Answer) -> Verdict:
        """The verdict on one answer. Raises `SandboxBroken` when the grader itself failed, so that there is none."""
        return self.mark_instance(exercise, self.instance(exercise, seed), answer)

    def instance(self, exercise: Exercise, seed: int | None) -> Instance:
        """What a student is shown for a seed."""
        return make_variant(exercise, seed)

    def mark_instance(self, exercise: Exercise, instance: Instance, answer: Answer) -> Verdict:
        """The same for an instance that is there already."""
        runner = self.sandbox if exercise.answered_with_code else None
        return mark(exercise, instance, answer, runner, secret=LOCAL_SECRET, show_answers=self._show_answers)

    @property
    def sandbox(self) -> Sandbox:
        """The one sandbox of this marker. Raises `SandboxBroken` where strangers' code must not be run."""
        if self._sandbox is None:
            self._sandbox = self._open.enter_context(self._make_sandbox())
        return self._sandbox

    @cached_property
    def missing_locks(self) -> tuple[str, ...]:
        """The locks that the system does not have and the code would need: none for code that is trusted anyway."""
        return () if self._trusted else missing_locks()

    @property
    def runs_unlocked(self) -> bool:
        """Whether code is run without locks here."""
        return self._trusted or (self._own and self.missing_locks not in ((), SPARED))

    def _make_sandbox(self) -> Sandbox:
        missing = self.missing_locks
        if missing and not self._own:
            raise SandboxBroken(f"This system has no locks for strangers' code (it lacks {', '.join(missing)}).", HINT)
        return Sandbox(trusted=True) if self.runs_unlocked else Sandbox(without=missing)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
