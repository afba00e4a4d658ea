"""Know how a command ended: the exit statuses, the same for every command, and the error that a person can mend."""

from __future__ import annotations

from enum import IntEnum

import click

from grader.verdict import Outcome


class Status(IntEnum):
    """Exit statuses, as the user's documentation promises them."""

    YES = 0
    NO = 1
    USAGE = 2
    UNDECIDED = 3
    FAILED = 4


OF_OUTCOME: dict[Outcome, Status] = {
    "correct": Status.YES,
    "partial": Status.NO,
    "incorrect": Status.NO,
    "error": Status.NO,
    "undecided": Status.UNDECIDED,
}


class CommandError(Exception):
    """The command or its input was wrong, so that there is no verdict. Says what is wrong, then what to do."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy

    def show(self) -> None:
        """Print to standard error; what a file's name or text in it would do to a terminal is left out."""
        from grader.messages import plain_lines  # noqa: PLC0415  (it loads a lot, and most commands end well)

        click.echo(plain_lines(f"grader: {self.problem}"), err=True)
        if self.remedy:
            click.echo(plain_lines(self.remedy), err=True)
