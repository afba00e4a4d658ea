"""A sandbox for all tests of this room, and a short way to run a file in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from sandbox_running import Run, job

from grader.sandbox import Report, Sandbox


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    if sys.platform != "linux":
        pytest.skip("students' code can be locked up on Linux only")
    with Sandbox() as made:
        yield made


@pytest.fixture(scope="session")
def run(sandbox: Sandbox) -> Run:
    def run_it(source: str, *args: Any, name: str = "f", **limits: Any) -> Report:
        return sandbox.run(job(source, *args, name=name, **limits))

    return run_it
