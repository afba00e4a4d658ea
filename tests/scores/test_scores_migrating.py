"""The tables come from migrations alone, and are those of the models, on both databases."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from fixtures.databases import add_person

from grader.scores import Database, StorageError, check_current, upgrade
from grader.scores.tables import Base


def test_the_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    with database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_database_without_tables_is_not_current_and_says_what_to_run(empty_url: str) -> None:
    with pytest.raises(StorageError, match="grader migrate") as caught:
        check_current(Database(empty_url))
    assert caught.value.code == "not_migrated"


def test_an_upgraded_database_is_current_and_a_second_upgrade_changes_nothing(empty_url: str) -> None:
    upgrade(empty_url)
    upgrade(empty_url)
    check_current(Database(empty_url))


def test_programs_that_upgrade_at_once_wait_for_one_another(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(upgrade, [empty_url] * 4)) == [None] * 4
    check_current(Database(empty_url))


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_an_sqlite_file_is_its_owners_alone_even_in_a_folder_open_to_all(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    url = f"sqlite:///{tmp_path / 'grader.sqlite3'}"
    upgrade(url)
    database = Database(url)
    with database.session() as session:
        add_person(session)
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == dict.fromkeys(["grader.sqlite3", "grader.sqlite3-shm", "grader.sqlite3-wal"], 0o600)
    database.close()


def test_the_migrations_are_beside_the_package_so_that_a_wheel_carries_them() -> None:
    import grader.scores.migrations as migrations  # noqa: PLC0415

    folder = Path(migrations.__path__[0])
    assert (folder / "env.py").is_file()
    assert list((folder / "versions").glob("0001_*.py"))
