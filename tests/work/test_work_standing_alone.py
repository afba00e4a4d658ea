"""A worker that is a process of its own, as `grader worker` runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.waiting import wait_until
from fixtures.working import points_of, submit

from grader.scores import Database, StorageError
from grader.work import Settings, run_worker

pytestmark = pytest.mark.slow

ALONE = "from grader.work import Settings, run_worker; run_worker(Settings.from_environment())"
# Marking that never ends, in a worker whose lease is so short that it ends itself soon.
HANGING = """
import time
from datetime import timedelta
from fixtures.working import worker
from grader.scores import Database
from grader.work import Bell
import sys
def mark(*given, secret):
    time.sleep(3600)
worker(Database(sys.argv[1]), mark, ends_itself=True, lease=timedelta(seconds=1)).run(Bell())
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_stops_cleanly_at_a_signal(database: Database, tmp_path: Path, number: int) -> None:
    url = database.url.render_as_string(hide_password=False)
    process = subprocess.Popen(
        [sys.executable, "-c", ALONE],
        env={**os.environ, "GRADER_DATABASE_URL": url, "GRADER_DATA": str(tmp_path / "data")},
    )
    try:
        marked = submit(database)
        wait_until(lambda: points_of(database, marked) is not None)
        process.send_signal(number)
        assert process.wait(60) == 0
    finally:
        process.kill()


def test_a_worker_refuses_a_database_without_tables(empty_url: str, tmp_path: Path) -> None:
    settings = Settings.from_environment({"GRADER_DATABASE_URL": empty_url}, data=tmp_path / "data")
    with pytest.raises(StorageError, match="grader migrate"):
        run_worker(settings)


def test_a_marking_that_hangs_ends_its_worker_with_a_traceback(database: Database) -> None:
    submit(database)
    tests = Path(__file__).parents[1]
    ended = subprocess.run(
        [sys.executable, "-c", HANGING, database.url.render_as_string(hide_password=False)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tests), os.environ.get("PYTHONPATH", "")])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "Timeout" in ended.stderr
    assert "in mark" in ended.stderr
