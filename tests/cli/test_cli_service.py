"""Starting the service where it cannot run says why, with status 2, and leaves nothing half done."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from grader.exercises import Answer, load_catalogue, make_instance
from grader.scores import Database, people, submissions
from grader.work import Settings, Worker


def test_a_port_in_use_is_said_with_another_to_take(terminal, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        printed = terminal("serve", "--port", port, "--data", str(tmp_path / "data"))
    assert printed.status == 2
    assert port in printed.err
    assert "--port" in printed.err


def test_a_data_folder_that_is_a_file_is_said(terminal, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    printed = terminal("serve", "--port", "0", "--data", str(tmp_path / "data" / "inside"))
    assert printed.status == 2
    assert "data" in printed.err
    assert "Traceback" not in printed.err


def test_a_database_address_that_is_none_is_said(terminal, monkeypatch) -> None:
    monkeypatch.setenv("GRADER_DATABASE_URL", "mysql://root@localhost/grades")
    for command in ("migrate", "worker"):
        printed = terminal(command)
        assert printed.status == 2
        assert "PostgreSQL" in printed.err


@pytest.mark.slow
def test_doctor_looks_at_every_layer_and_says_what_to_do(terminal) -> None:
    report = terminal("doctor", "--json").json
    areas = {finding["area"] for finding in report["findings"]}
    assert {"Python", "Exercises", "Isolation of student code", "Optional parts"} <= areas
    assert all(finding["hint"] for finding in report["findings"] if not finding["works"])


@pytest.mark.slow
def test_doctor_shows_what_cannot_be_marked_and_retry_makes_it_due(terminal, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("GRADER_DATA", str(tmp_path / "data"))
    database_findings = [f for f in terminal("doctor", "--json").json["findings"] if f["area"] == "Database"]
    assert [(f["name"], f["works"]) for f in database_findings][1:] == [("tables of this release", False)]
    assert terminal("migrate").status == 0
    database = Database(Settings.from_environment().database_url)
    instance = make_instance(load_catalogue().get("graph/linear"))
    with database.session() as session:
        person = people.create(session, login="kim", name="Kim", password_hash="x", language="ko")
        submissions.submit(session, person.id, instance, Answer.of_typed({"value.q": "1"}), key="k")
    worker = Worker(database, load_catalogue(), b"secret")
    assert worker.work_once()
    printed = terminal("doctor", "--json")
    assert printed.status in (0, 1)
    [shown] = [f for f in printed.json["findings"] if f["name"] == "every submission could be marked"]
    assert not shown["works"]
    assert "submission 1 (AnswerError: graph/linear does not ask for 'value.q'" in shown["hint"]
    assert "again: 1." in terminal("retry").out
    assert worker.work_once()
    database.close()


@pytest.mark.slow
def test_doctor_finds_a_package_that_shadows_ours(terminal, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    printed = terminal("doctor", "--json")
    [shadowed] = [f for f in printed.json["findings"] if f["name"] == "package reference"]
    assert not shadowed["works"]
    assert str(tmp_path) in shadowed["hint"]
    assert printed.status == 1
