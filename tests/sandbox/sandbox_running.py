"""Short ways to say what is run in the sandbox."""

from __future__ import annotations

from typing import Any, Protocol

from grader.sandbox import Call, Job, Limits, Report


class Run(Protocol):
    """`run(source, 1.0, 2.0)` calls `f` once with each argument; a tuple is several arguments."""

    def __call__(self, source: str, *args: Any, name: str = "f", **limits: Any) -> Report: ...


def job(source: str, *args: Any, name: str = "f", **limits: Any) -> Job:
    """A job that calls one function with each of the arguments in turn."""
    calls = tuple(Call(name, arg if isinstance(arg, tuple) else (arg,)) for arg in args)
    return Job(source, calls, limits=Limits(**limits))
