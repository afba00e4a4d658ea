"""Starting the service where it cannot run says why, with status 2, and leaves nothing half done."""

from __future__ import annotations

import socket
from pathlib import Path


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


def test_doctor_looks_at_every_layer_and_says_what_to_do(terminal) -> None:
    report = terminal("doctor", "--json").json
    areas = {finding["area"] for finding in report["findings"]}
    assert {"Python", "Exercises", "Isolation of student code", "Optional parts"} <= areas
    assert all(finding["hint"] for finding in report["findings"] if not finding["works"])


def test_doctor_finds_a_package_that_shadows_ours(terminal, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    printed = terminal("doctor", "--json")
    [shadowed] = [f for f in printed.json["findings"] if f["name"] == "package reference"]
    assert not shadowed["works"]
    assert str(tmp_path) in shadowed["hint"]
    assert printed.status == 1
