"""A sandbox for all tests of this room, a short way to run a file in it, and the control group that is ours."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sandbox_running import Run, job

from grader.sandbox import Report, Sandbox
from grader.sandbox.groups import delegated_group


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


@pytest.fixture
def delegated() -> Path:
    """The group that is delegated to the process of the tests."""
    folder = delegated_group()
    if folder is None:
        pytest.skip("no control group of version 2 is delegated to us here")
    return folder


@pytest.fixture
def unit(delegated: Path) -> Iterator[Path]:
    """A new group like a systemd unit's with `Delegate=yes` and `DelegateSubgroup=main`."""
    folder = delegated / f"test-{os.getpid()}"
    try:
        (folder / "main").mkdir(parents=True)
        os.setxattr(folder, "user.delegate", b"1")  # Linux 5.7
    except OSError as error:
        pytest.skip(f"no group can be made and marked here: {error}")
    yield folder
    (folder / "main").rmdir()
    folder.rmdir()
