"""A worker works until it is told to stop, and a database that is away for a while does not end it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fixtures.databases import verdict
from fixtures.waiting import wait_until
from fixtures.working import points_of, submit, worker
from sqlalchemy import text

from grader.scores import Database, upgrade
from grader.verdict import Verdict
from grader.work import Bell, Worker


@contextmanager
def running(marker: Worker) -> Iterator[Bell]:
    """The worker at work in a thread, until the end of the block."""
    bell = Bell()
    thread = threading.Thread(target=marker.run, args=(bell,))
    thread.start()
    try:
        yield bell
    finally:
        bell.stop()
        thread.join(30)
        assert not thread.is_alive()


def test_a_worker_marks_what_is_there_and_what_comes(database: Database) -> None:
    first = submit(database, key="a")
    with running(worker(database)) as bell:
        wait_until(lambda: points_of(database, first) == 2.0)
        second = submit(database, key="b")
        bell.ring()
        wait_until(lambda: points_of(database, second) == 2.0)


def test_a_worker_that_is_told_to_stop_finishes_what_it_has_begun_and_begins_nothing(database: Database) -> None:
    first, second = submit(database, key="a"), submit(database, key="b")
    begun, go_on = threading.Event(), threading.Event()

    def mark(*given: Any, secret: bytes) -> Verdict:
        begun.set()
        assert go_on.wait(30)
        return verdict()

    with running(worker(database, mark)) as bell:
        assert begun.wait(30)
        bell.stop()
        go_on.set()
    assert points_of(database, first) == 2.0
    assert points_of(database, second) is None


@pytest.mark.postgres
def test_a_worker_outlives_a_restart_of_the_server(postgres_url: str) -> None:
    upgrade(postgres_url)
    database, other = Database(postgres_url), Database(postgres_url)
    number = submit(database)

    def mark(*given: Any, secret: bytes) -> Verdict:
        with other.session() as session:  # what a restart does to every connection
            session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
            )
        return verdict()

    assert worker(database, mark).work_once()
    assert points_of(other, number) == 2.0
    database.close()
    other.close()


def test_a_worker_waits_for_a_database_that_is_away(
    migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("grader.work.worker.STORAGE_PAUSE", 0.01)
    folder, away = tmp_path / "mounted", tmp_path / "away"
    folder.mkdir()
    database = Database(f"sqlite:///{shutil.copy(migrated_sqlite, folder)}")
    number = submit(database)
    database.close()
    folder.rename(away)
    said: Callable[[], bool] = lambda: "cannot be opened" in caplog.text  # noqa: E731
    with running(worker(database)):
        wait_until(said)
        away.rename(folder)
        wait_until(lambda: points_of(database, number) == 2.0)
    database.close()
