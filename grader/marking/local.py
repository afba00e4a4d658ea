"""Mark answers on one's own machine, storing nothing: for `grader check`, `grader grade` and the pytest plug-in."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from grader.diagnosis import make_variant
from grader.exercises import Answer, Catalogue, Exercise, Instance, load_catalogue
from grader.sandbox import Sandbox
from grader.verdict import Verdict

from . import mark

# Hidden inputs are keyed by a secret; on one's own machine it is a constant, so that a verdict can be repeated.
LOCAL_SECRET = b"local"


class LocalMarker:
    """Marks answers one after another; starts its sandbox when the first code comes, and closes it at the end."""

    def __init__(self, folders: Iterable[Path] = (), *, trusted_code: bool = False, show_answers: bool = False) -> None:
        self.catalogue: Catalogue = load_catalogue(*folders)
        # Only Linux has the locks. Elsewhere one's own code runs in a plain limited process.
        self._trusted = trusted_code or sys.platform != "linux"
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
        """The one sandbox of this marker."""
        if self._sandbox is None:
            self._sandbox = self._open.enter_context(Sandbox(trusted=self._trusted))
        return self._sandbox

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
