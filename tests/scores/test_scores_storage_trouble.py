"""When the storage cannot be used, the operator hears what is wrong and what to do, and nothing is half stored."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.databases import ANSWER, add_person, add_submission, instance
from fixtures.permissions import obey_permissions
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url

from grader.exercises import Answer
from grader.scores import Database, StorageError, submissions, upgrade
from grader.scores.tables import Submission

STORE_SOMETHING = """
import sys
from grader.scores import Database, StorageError, people
try:
    with Database(sys.argv[1]).session() as session:
        people.create(session, login="lee", name="Lee", password_hash="h")
except StorageError as error:
    sys.exit(f"{error.code}: {error}")
"""


@pytest.fixture
def sqlite(migrated_sqlite: Path, tmp_path: Path) -> Database:
    return Database(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path)}")


def code_of(url: str) -> str:
    with pytest.raises(StorageError) as caught, Database(url).session() as session:
        add_person(session)
    return caught.value.code


def test_a_full_disk_is_called_one_and_what_was_stored_before_is_kept(sqlite: Database) -> None:
    with sqlite.session() as session:
        kim = add_person(session)
        add_submission(session, kim)
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(
            text(f"PRAGMA max_page_count = {pages}")
        )  # what SQLite says then is what a full disk makes it say
    with pytest.raises(StorageError, match="make room") as caught, sqlite.session() as session:
        submissions.submit(session, kim.id, instance(), Answer.of_code("#" * 1_000_000), key="large")
    assert caught.value.code == "full"
    with sqlite.reading() as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == 1
        stored = submissions.submission_of(session, kim.id, 1)
    assert stored is not None
    assert stored.answer == ANSWER.to_dict()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_a_database_without_write_permission_is_called_that(sqlite: Database, tmp_path: Path) -> None:
    path = Path(str(sqlite.url.database))
    path.chmod(0o444)
    said = subprocess.run(
        [sys.executable, "-c", STORE_SOMETHING, str(sqlite.url)],
        preexec_fn=obey_permissions,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1, said.stderr
    assert said.stderr.startswith(("read_only: ", "cannot_open: ")), said.stderr
    assert str(path) in said.stderr


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "grader.sqlite3"
    path.write_bytes(b"Dear diary, " * 1000)
    with pytest.raises(StorageError) as caught:
        upgrade(f"sqlite:///{path}")
    assert caught.value.code == "corrupt"
    assert path.read_bytes() == b"Dear diary, " * 1000


def test_a_missing_folder_is_called_that(tmp_path: Path) -> None:
    assert code_of(f"sqlite:///{tmp_path / 'nowhere' / 'grader.sqlite3'}") == "cannot_open"


def test_a_database_without_tables_says_to_migrate(empty_url: str) -> None:
    with pytest.raises(StorageError, match="grader migrate"), Database(empty_url).session() as session:
        add_person(session)


def test_a_database_that_another_program_holds_is_busy_in_the_end(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.scores.database.BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(str(sqlite.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError) as caught, Database(str(sqlite.url)).session() as session:
        add_person(session)
    assert caught.value.code == "busy"
    with sqlite.reading() as session:  # readers do not wait for a writer
        assert session.scalar(select(func.count()).select_from(Submission)) == 0
    holder.close()


@pytest.mark.parametrize("url", ["", "scores.db", "mysql://root:geheim@db/grader", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_cannot_hold_scores_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(StorageError, match="Examples: ") as caught:
        Database(url)
    assert caught.value.code == "bad_url"
    assert "geheim" not in str(caught.value)


@pytest.mark.postgres
def test_a_server_that_cannot_be_used_says_why(postgres_url: str) -> None:
    right = make_url(postgres_url)
    wrong = {
        "password authentication failed": right.set(password="geheim"),
        '"nowhere" does not exist': right.set(database="nowhere"),
        "refused": right.set(query={}, host="127.0.0.1", port=1),
    }
    for reason, url in wrong.items():
        address = url.render_as_string(hide_password=False)
        assert code_of(address) == "unreachable"
        with pytest.raises(StorageError) as caught:
            Database(address).check()
        assert reason in str(caught.value)
        assert str(url.password) not in str(caught.value)


@pytest.mark.postgres
def test_a_server_that_was_restarted_is_used_again(postgres_url: str) -> None:
    upgrade(postgres_url)
    database, other = Database(postgres_url), Database(postgres_url)
    with database.session() as session:
        add_person(session)
    with other.session() as session:  # what a restart does to every connection
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        )
    with database.session() as session:
        add_person(session, "lee")
    database.close()
    other.close()
