"""Files are read as students hand them in, notebooks too; what cannot be read is told with its place and what to do."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

RIGHT = "def backward(W, x, b):\n    return {'W': x, 'x': W, 'b': 1.0}\n"
EXERCISE = ("--exercise", "backprop/linear")


def notebook(*cells: str) -> bytes:
    made = [{"cell_type": "code", "source": cell, "outputs": ["A" * 200_000]} for cell in cells]
    return json.dumps({"cells": made, "nbformat": 4}).encode()


@pytest.mark.slow
def test_a_notebook_is_checked_and_what_was_left_out_is_told(terminal, tmp_path: Path) -> None:
    (tmp_path / "hw.ipynb").write_bytes(notebook("%matplotlib inline\nimport numpy as np", RIGHT))
    printed = terminal("check", "hw.ipynb", *EXERCISE)
    assert printed.status == 0
    assert "code cell 1, line 1 `%matplotlib inline`" in printed.out
    (tmp_path / "hw.ipynb").write_bytes(notebook("# exercise: backprop/linear", "", RIGHT.replace("1.0", "1.0 +")))
    printed = terminal("check", "hw.ipynb")
    assert printed.status == 1
    assert "stops reading at code cell 3, line 2, column" in printed.out


@pytest.mark.slow
def test_a_folder_of_all_kinds_of_files_is_marked(terminal, tmp_path: Path) -> None:
    folder = tmp_path / "handed-in"
    files = {
        "kim/hw.ipynb": notebook(RIGHT),
        "kim/.ipynb_checkpoints/hw-checkpoint.ipynb": notebook(RIGHT),
        "__MACOSX/kim/._hw.py": b"\0\5\26\7",
        "lee.PY": ("# 역전파\r\n" + RIGHT).encode("cp949"),
        "park.py": ("\ufeff" + RIGHT).encode("utf-16-le"),
        "choi.py": b"\x89PNG\0",
        "jung.ipynb": b"not a notebook",
        "notes.txt": b"nothing to mark",
    }
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    printed = terminal("grade", "handed-in", *EXERCISE)
    assert printed.status == 2
    found = {
        row["id"]: row["verdict"]["outcome"] if "verdict" in row else row["error"]["code"] for row in printed.lines
    }
    assert found == {
        "kim/hw.ipynb": "correct", "lee.PY": "correct", "park.py": "correct",
        "choi.py": "unreadable", "jung.ipynb": "unreadable",
    }  # fmt: skip


@pytest.mark.slow
def test_code_in_a_line_of_json_may_be_a_notebook_and_no_zero_bytes(terminal) -> None:
    rows = [{"id": 1, "code": notebook(RIGHT).decode()}, {"id": 2, "code": RIGHT + "# \0"}, {"id": 3, "code": RIGHT}]
    stdin = "".join(json.dumps({"exercise": "backprop/linear", **row}) + "\n" for row in rows)
    printed = terminal("grade", "-", stdin=stdin)
    assert printed.status == 2
    first, second, third = printed.lines
    assert [row["verdict"]["outcome"] for row in (first, third)] == ["correct", "correct"]
    assert second["error"] == {
        "code": "unreadable",
        "message": "line 3: there is a zero byte, so this is no text; save it as UTF-8",
    }


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            b"x = 1\ny = '\xff\xff'\n",
            "line 2: the byte 0xff belongs to no character in utf-8 or cp949; save it as",
        ),
        (b"x = 1\n\0", "line 2: there is a zero byte"),
        (b"#" * 300_000, "longer than 256 kB"),
        (b"#" * 5_000_000, "larger than 4 MB"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_do(terminal, tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "hw.py").write_bytes(data)
    printed = terminal("check", "hw.py", *EXERCISE)
    assert printed.status == 2
    assert printed.err.startswith("grader: hw.py: ")
    assert said in printed.err


def test_in_a_folder_only_its_own_files_are_read(terminal, tmp_path: Path) -> None:
    folder = tmp_path / "handed-in"
    (folder / "kim.py").mkdir(parents=True)
    (tmp_path / "secret.py").write_text("password = 'swordfish'\nstop here\n")
    (folder / "kim.py" / "own.py").write_text("# exercise: backprop/linear\n")
    targets = {"linked": "kim.py/own.py", "nowhere": "none.py", "out": "../secret.py", "round": "round.py"}
    for name, target in {**targets, "zero": "/dev/zero"}.items():
        (folder / f"{name}.py").symlink_to(target)
    os.mkfifo(folder / "pipe.py")
    printed = terminal("grade", "handed-in")
    assert printed.status == 2
    assert {row["id"]: row.get("error", {}).get("code") for row in printed.lines} == {
        "kim.py/own.py": None, "linked.py": None,
        **dict.fromkeys(("nowhere.py", "out.py", "pipe.py", "round.py", "zero.py"), "unreadable"),
    }  # fmt: skip
    assert "swordfish" not in printed.out
    assert "leads out of the folder" in printed.out
