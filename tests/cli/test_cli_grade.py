"""`grader grade` answers every line in order, whatever some of them hold, and goes on where it was interrupted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

RIGHT = {"id": "a", "exercise": "partial/quadratic", "answer": {"dz_dx": "2x + y", "dz_dy": "x + 1"}}
WRONG = {"id": "b", "exercise": "graph/linear", "answer": {"grad.W": -2, "value.g": "-10"}}
CODE = {
    "id": 3,
    "exercise": "backprop/linear",
    "code": "def backward(W, x, b):\n    return {'W': x, 'x': W, 'b': 1.0}\n",
}


def jsonl(*rows: object) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


@pytest.mark.slow
def test_every_line_is_answered_in_order(terminal) -> None:
    printed = terminal("grade", "-", stdin=jsonl(RIGHT, WRONG, CODE))
    assert printed.status == 0
    assert [row["id"] for row in printed.lines] == ["a", "b", 3]
    assert [row["verdict"]["outcome"] for row in printed.lines] == ["correct", "partial", "correct"]
    assert "elapsed_ms" not in printed.out


def test_a_malformed_line_is_told_and_the_rest_goes_on(terminal) -> None:
    broken = [
        "{not json",
        "[]",
        jsonl({"id": 5, "exercise": "no/such", "code": ""}).strip(),
        jsonl({"id": 6, "exercise": "partial/quadratic", "answer": {"dq_dx": "1"}}).strip(),
        jsonl({"id": 7, "exercise": "partial/quadratic"}).strip(),
        jsonl({"id": 8, "exercise": "graph/linear", "seed": -1, "answer": {}}).strip(),
        "[" * 100_000,
    ]
    printed = terminal("grade", "-", stdin=jsonl(*broken, RIGHT))
    assert printed.status == 2
    *errors, last = printed.lines
    assert [row["line"] for row in errors] == [1, 2, 3, 4, 5, 6, 7]
    assert [row["id"] for row in errors] == [None, None, 5, 6, 7, 8, None]
    assert [row["error"]["code"] for row in errors][2:4] == ["unknown_exercise", "unknown_answer"]
    assert last["verdict"]["outcome"] == "correct"


@pytest.mark.parametrize("identity", ["NaN", "-Infinity", "1e999", '"\\ud800"', '{"a": [NaN]}'])
def test_an_id_that_cannot_be_given_back_stops_nothing(terminal, identity: str) -> None:
    line = jsonl(RIGHT).replace('"a"', identity)
    printed = terminal("grade", "-", stdin=line + jsonl(RIGHT))
    assert printed.status == 2
    refused, last = printed.lines
    assert (refused["id"], refused["line"], refused["error"]["code"]) == (None, 1, "malformed")
    assert last["verdict"]["outcome"] == "correct"


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_with_any_number_of_jobs(terminal) -> None:
    text = jsonl(*[RIGHT, WRONG, CODE] * 4)
    assert terminal("grade", "-", stdin=text).out == terminal("grade", "-", "--jobs", "3", stdin=text).out


@pytest.mark.slow
def test_an_interrupted_run_goes_on_where_it_stopped(terminal, tmp_path: Path) -> None:
    (tmp_path / "answers.jsonl").write_text(jsonl(RIGHT, WRONG, CODE))
    terminal("grade", "answers.jsonl", "--out", "whole.jsonl")
    whole = (tmp_path / "whole.jsonl").read_text()
    cut = whole[: whole.index("\n") + 40]
    (tmp_path / "cut.jsonl").write_text(cut)
    printed = terminal("grade", "answers.jsonl", "--out", "cut.jsonl")
    assert printed.status == 0
    assert "1 results already" in printed.err
    assert (tmp_path / "cut.jsonl").read_text() == whole


def test_csv_neutralises_cells_that_a_spreadsheet_would_run(terminal) -> None:
    printed = terminal("grade", "-", "--format", "csv", stdin=jsonl({**RIGHT, "id": "=cmd()"}))
    header, row = printed.out.splitlines()
    assert header == "id,exercise,seed,outcome,points,max_points,findings,error"
    assert row.startswith("'=cmd(),partial/quadratic,,correct,2")


@pytest.mark.slow
def test_a_folder_of_files_is_marked(terminal, tmp_path: Path) -> None:
    folder = tmp_path / "handed-in"
    (folder / "kim").mkdir(parents=True)
    (folder / "kim" / "solution.py").write_text("# exercise: backprop/linear\n" + CODE["code"])
    (folder / "lee.py").write_text(CODE["code"])
    printed = terminal("grade", "handed-in")
    assert printed.status == 2
    assert [row["id"] for row in printed.lines] == ["kim/solution.py", "lee.py"]
    assert printed.lines[0]["verdict"]["outcome"] == "correct"
    assert terminal("grade", "handed-in", "--exercise", "backprop/linear").status == 0


def test_a_file_that_is_not_there_is_said(terminal) -> None:
    printed = terminal("grade", "nowhere.jsonl")
    assert printed.status == 2
    assert "nowhere.jsonl" in printed.err
