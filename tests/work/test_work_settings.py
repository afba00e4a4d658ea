"""Settings come from the environment, and what is wrong with them is said before anything starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from fixtures.permissions import obey_permissions
from sqlalchemy.engine import make_url

from grader.work import Settings, SettingsError

READ_SETTINGS = """
import sys
from grader.work import Settings, SettingsError
try:
    Settings.from_environment()
except SettingsError as error:
    sys.exit(str(error))
"""


def problem(environ: dict[str, str]) -> str:
    """What a process that has no more rights than its user says of these settings."""
    said = subprocess.run(
        [sys.executable, "-c", READ_SETTINGS],
        env={**os.environ, **environ},
        preexec_fn=obey_permissions,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1, said.stderr
    assert "Traceback" not in said.stderr
    return said.stderr


def test_without_settings_everything_is_kept_in_the_data_folder(tmp_path: Path) -> None:
    data = tmp_path / "deep" / "data"
    settings = Settings.from_environment({"GRADER_DATA": str(data)})
    assert settings.data == data
    assert make_url(settings.database_url).database == str(data / "grader.sqlite3")
    assert (data / "secret.key").is_file()
    assert 1 <= settings.workers <= 4


def test_a_folder_given_on_the_command_line_goes_before_the_environment(tmp_path: Path) -> None:
    settings = Settings.from_environment({"GRADER_DATA": str(tmp_path / "a")}, data=tmp_path / "b")
    assert settings.data == tmp_path / "b"
    assert not (tmp_path / "a").exists()


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_the_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = Settings.from_environment({}, data=tmp_path / "data")
    again = Settings.from_environment({}, data=tmp_path / "data")
    assert first.secret == again.secret
    assert len(first.secret) == 64
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret.key"]


def test_processes_that_make_the_secret_at_once_end_with_the_same_one(tmp_path: Path) -> None:
    def secret(_: int) -> bytes:
        return Settings.from_environment({}, data=tmp_path).secret

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(secret, range(32)))) == 1


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_a_secret_that_others_may_read_is_refused(tmp_path: Path) -> None:
    Settings.from_environment({}, data=tmp_path)
    (tmp_path / "secret.key").chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        Settings.from_environment({}, data=tmp_path)


@pytest.mark.parametrize("content", [b"", b"short\n", b"  \n"])
def test_a_secret_that_is_too_short_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(SettingsError, match="openssl rand"):
        Settings.from_environment({"GRADER_SECRET_KEY_FILE": str(tmp_path / "key")}, data=tmp_path)


def test_keys_for_different_purposes_differ_and_show_nothing_of_the_secret(tmp_path: Path) -> None:
    settings = Settings.from_environment({}, data=tmp_path)
    assert settings.key("sessions") != settings.key("marking")
    assert settings.key("marking") == Settings.from_environment({}, data=tmp_path).key("marking")
    assert len(settings.key("marking")) == 32
    assert settings.secret.decode() not in repr(settings)


def test_secrets_from_files_need_no_data_folder(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 32 + "\n")
    (tmp_path / "password").write_text("p@ss:w/rd\n")
    settings = Settings.from_environment(
        {
            "GRADER_DATA": str(tmp_path / "data"),
            "GRADER_DATABASE_URL": "postgresql://grader@db:5433/grader",
            "GRADER_DATABASE_PASSWORD_FILE": str(tmp_path / "password"),
            "GRADER_SECRET_KEY_FILE": str(tmp_path / "key"),
        }
    )
    url = make_url(settings.database_url)
    assert (url.password, url.host, url.port, url.drivername) == ("p@ss:w/rd", "db", 5433, "postgresql+psycopg")
    assert settings.secret == b"k" * 32
    assert not (tmp_path / "data").exists()
    assert "p@ss" not in repr(settings)


WRONG = {
    "GRADER_DATABASE_URL": "mysql://root:geheim@db/grader",
    "GRADER_DATABASE_PASSWORD_FILE": "/nowhere/password",
    "GRADER_SECRET_KEY_FILE": "/nowhere/key",
    "GRADER_WORKERS": "many",
    "GRADER_EXERCISES": "/nowhere/exercises",
    "GRADER_PROOF": "perhaps",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str) -> None:
    environ = {"GRADER_DATABASE_URL": "postgresql://db/grader", name: WRONG[name]}
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(environ, data=tmp_path)
    assert name in str(caught.value) or WRONG[name] in str(caught.value)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(("text", "workers"), [("0", 0), ("3", 3), ("64", 64)])
def test_the_number_of_workers_can_be_set(tmp_path: Path, text: str, workers: int) -> None:
    assert Settings.from_environment({"GRADER_WORKERS": text}, data=tmp_path).workers == workers


@pytest.mark.parametrize(
    ("stated", "prove"), [({}, True), ({"GRADER_PROOF": "on"}, True), ({"GRADER_PROOF": "off"}, False)]
)
def test_code_is_proved_right_unless_that_is_switched_off(tmp_path: Path, stated: dict[str, str], prove: bool) -> None:
    assert Settings.from_environment(stated, data=tmp_path).prove is prove


def test_more_folders_of_exercises_can_be_named(tmp_path: Path) -> None:
    folders = [tmp_path / "한글", tmp_path / "b c"]
    for folder in folders:
        folder.mkdir()
    stated = os.pathsep.join(str(folder) for folder in folders)
    assert Settings.from_environment({"GRADER_EXERCISES": stated}, data=tmp_path).exercises == tuple(folders)


def test_a_file_in_the_place_of_the_data_folder_is_called_that(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for data in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(SettingsError, match="is a file: move that away, or name another one"):
            Settings.from_environment({}, data=data)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_a_data_folder_without_write_permission_is_called_that(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    said = problem({"GRADER_DATA": str(tmp_path)})
    assert f"The data folder {tmp_path} cannot be used: this user may not write there" in said
    said = problem({"GRADER_DATA": str(tmp_path / "new")})
    assert "this user may not write there" in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_called_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def on_a_full_disk(dir: Path) -> Iterator[IO[bytes]]:
        with Path("/dev/full").open("wb") as file:
            yield file

    monkeypatch.setattr("tempfile.TemporaryFile", on_a_full_disk)
    with pytest.raises(SettingsError, match="the disk is full: make room"):
        Settings.from_environment({}, data=tmp_path)


def test_settings_go_to_a_worker_as_they_are(tmp_path: Path) -> None:
    from grader.work.processes import _decoded, _encoded  # noqa: PLC0415

    settings = Settings.from_environment({}, data=tmp_path)
    line = _encoded(settings, trusted=True)
    assert json.loads(line)["trusted"] is True
    assert _decoded(line) == (settings, True)
