"""The self-test leaves nothing behind, and takes away what a grader that was killed in its midst has left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from grader.sandbox import Call, CallReport, Job, Report
from grader.sandbox.selftest import LEFT_SECONDS, PREFIX, forbidden_things_that_work

KILLED = """
import os, signal
from grader.sandbox.selftest import forbidden_things_that_work
forbidden_things_that_work(lambda job: os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def caged(job: Job) -> Report:
    """A sandbox out of which no canary gets anything."""
    assert isinstance(job.calls[0], Call)
    return Report("ran", (CallReport("returned", []),))


def old(folder: Path) -> Path:
    past = time.time() - LEFT_SECONDS - 60
    os.utime(folder, (past, past), follow_symlinks=False)
    return folder


def test_nothing_is_left_behind(temporary: Path) -> None:
    assert forbidden_things_that_work(caged) == []
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is there on POSIX only")
def test_what_a_killed_grader_left_is_taken_away_later(temporary: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(temporary)}
    killed = subprocess.run([sys.executable, "-c", KILLED], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    (left,) = temporary.iterdir()
    forbidden_things_that_work(caged)
    assert left.exists(), "it may still be in use"
    old(left)
    forbidden_things_that_work(caged)
    assert not left.exists()


def test_nothing_else_is_taken_away(temporary: Path) -> None:
    kept = [temporary / "other", temporary / f"{PREFIX}file", temporary / f"{PREFIX}link", temporary / "target"]
    kept[0].mkdir()
    kept[3].mkdir()
    kept[1].write_text("")
    kept[2].symlink_to(kept[3])
    for path in kept:
        old(path)
    forbidden_things_that_work(caged)
    assert all(path.exists() for path in kept)
