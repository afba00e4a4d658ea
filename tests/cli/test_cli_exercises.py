"""`grader exercises` lists, shows, proves and begins exercises."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_the_list_has_every_exercise_in_teaching_order(terminal) -> None:
    listed = terminal("exercises", "list", "--json")
    assert listed.status == 0
    ids = [exercise["id"] for exercise in listed.json]
    assert ids[0] == "partial/quadratic"
    assert {"graph/linear", "graph/deep", "graph/two-paths", "sigmoid/derivative", "backprop/linear"} <= set(ids)


def test_an_exercise_is_shown_without_latex_in_the_language_asked_for(terminal) -> None:
    shown = terminal("exercises", "show", "graph/linear", "--lang", "ko")
    assert shown.status == 0
    assert "∂f/∂W" in shown.out
    assert "\\frac" not in shown.out
    assert "[[" not in shown.out
    assert "구하세요" in shown.out


def test_a_variant_shows_its_own_numbers(terminal) -> None:
    assert (
        terminal("exercises", "show", "graph/linear", "--seed", "5").out
        != terminal("exercises", "show", "graph/linear").out
    )


@pytest.mark.slow
def test_the_shipped_exercises_are_sound(terminal) -> None:
    linted = terminal("exercises", "lint", "graph/linear", "backprop/linear")
    assert linted.status == 0, linted.out
    assert "✓ graph/linear" in linted.out


@pytest.mark.slow
def test_a_new_exercise_is_begun_found_and_sound(terminal, tmp_path: Path) -> None:
    assert terminal("exercises", "new", "graph/mine", "--into", "own").status == 0
    assert (tmp_path / "own" / "graph" / "mine" / "exercise.toml").exists()
    linted = terminal("exercises", "lint", "graph/mine", "--exercises", "own")
    assert linted.status == 0, linted.out
    again = terminal("exercises", "new", "graph/mine", "--into", "own")
    assert again.status == 2


def test_a_broken_exercise_is_told_with_file_and_line_and_the_others_go_on(terminal, tmp_path: Path) -> None:
    terminal("exercises", "new", "graph/mine", "--into", "own")
    toml = tmp_path / "own" / "graph" / "mine" / "exercise.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + "\nnonsense = 1\n", encoding="utf-8")
    printed = terminal("check", "--exercises", "own", "--exercise", "graph/mine", "--answer", "a=1")
    assert printed.status == 2
    assert "exercise.toml" in printed.err
    listed = terminal("exercises", "list", "--exercises", "own")
    assert "graph/linear" in listed.out
    assert "nonsense" in listed.err


def test_an_id_that_leaves_the_folder_is_refused(terminal, tmp_path: Path) -> None:
    printed = terminal("exercises", "new", "../evil", "--into", "own")
    assert printed.status == 2
    assert not (tmp_path / "evil").exists()
