"""`grader start` writes a folder to work in, and never over somebody's work."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.exercises import load_catalogue


@pytest.mark.slow
@pytest.mark.parametrize("exercise", [exercise.id for exercise in load_catalogue()])
def test_every_exercise_can_be_started_and_its_untouched_starter_is_marked(
    terminal, tmp_path: Path, exercise: str
) -> None:
    assert terminal("start", exercise).status == 0
    folder = tmp_path / exercise.replace("/", "-")
    assert {"statement.en.md", "statement.ko.md"} < {file.name for file in folder.iterdir()}
    [answer] = [file for file in folder.iterdir() if not file.name.startswith("statement")]
    assert answer.read_text(encoding="utf-8").startswith(f"# exercise: {exercise}\n")
    printed = terminal("check", str(answer))
    assert printed.status == 1
    assert "Traceback" not in printed.out + printed.err


def test_a_seed_is_written_into_the_file(terminal, tmp_path: Path) -> None:
    terminal("start", "graph/linear", "mine", "--seed", "7")
    assert "# seed: 7" in (tmp_path / "mine" / "answers.toml").read_text(encoding="utf-8").splitlines()
    assert terminal("check", "mine/answers.toml", "--json").json["seed"] == 7


def test_nothing_is_overwritten(terminal, tmp_path: Path) -> None:
    terminal("start", "graph/linear")
    answers = tmp_path / "graph-linear" / "answers.toml"
    answers.write_text("my work")
    printed = terminal("start", "graph/linear")
    assert printed.status == 2
    assert "nothing was written" in printed.err
    assert answers.read_text() == "my work"


def test_an_unknown_exercise_names_its_neighbours(terminal) -> None:
    printed = terminal("start", "graph/liner")
    assert printed.status == 2
    assert "graph/linear" in printed.err


def test_a_place_that_cannot_be_written_is_said(terminal, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    printed = terminal("start", "graph/linear", "file/inside")
    assert printed.status == 2
    assert "file/inside" in printed.err
