"""A worker that is killed at any stage loses nothing: its submission is marked once, by itself or by the next one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.waiting import wait_until
from fixtures.working import marking_of, points_of, submit, verdicts, worker

from grader.scores import Database, markings
from grader.work.names import release_dead

pytestmark = pytest.mark.slow

TESTS = Path(__file__).parents[1]


def kill_at(stage: str, database: Database, flag: Path) -> None:
    """Let a worker process of its own come to a stage, and kill it there."""
    url = database.url.render_as_string(hide_password=False)
    process = subprocess.Popen(
        [sys.executable, "-m", "fixtures.killable", url, stage, str(flag)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])},
    )
    try:
        wait_until(lambda: flag.exists() or process.poll() is not None)
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize(
    ("stage", "state", "tries"),
    [("claiming", "waiting", 1), ("claimed", "claimed", 2), ("marking", "claimed", 2), ("recording", "claimed", 2)],
)
def test_a_submission_outlives_its_worker_and_is_marked_once(
    database: Database, tmp_path: Path, stage: str, state: str, tries: int
) -> None:
    number = submit(database)
    kill_at(stage, database, tmp_path / "flag")
    assert marking_of(database, number).state == state
    assert points_of(database, number) is None

    release_dead(database)
    assert worker(database).work_once()
    assert points_of(database, number) == 2.0
    assert marking_of(database, number).tries == tries
    assert not worker(database).work_once()
    with database.reading() as session:
        assert len(verdicts(session)) == 1


def test_a_verdict_that_was_stored_outlives_its_worker(database: Database, tmp_path: Path) -> None:
    number = submit(database)
    kill_at("recorded", database, tmp_path / "flag")
    assert points_of(database, number) == 2.0
    assert not worker(database).work_once()


@pytest.mark.parametrize("name", [f"{socket.gethostname()}/{os.getppid()}/", "another-machine/1/"])
def test_the_claims_of_workers_that_may_be_alive_are_left_to_them(database: Database, name: str) -> None:
    number = submit(database)
    with database.session() as session:
        markings.claim(session, name)
    release_dead(database)
    assert marking_of(database, number).state == "claimed"
