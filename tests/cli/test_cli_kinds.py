"""Choices, derivations, programs and tests of wrong programs at the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


def test_the_options_are_listed_below_the_statement(terminal) -> None:
    shown = terminal("exercises", "show", "graph/why-backwards", "--lang", "en").out
    assert "once: Each gradient is worked out once" in shown
    assert "Asked: choice" in shown
    numbers = terminal("exercises", "show", "graph/moving-far").out
    assert "a: 40" in numbers


def test_the_mistakes_of_wrong_programs_are_listed_by_their_titles(terminal) -> None:
    assert "곱셈에서 자기 값을 돌려줌" in terminal("exercises", "show", "graph/wrong-programs", "--lang", "ko").out
    terminal("start", "graph/wrong-programs", "work")
    statement = Path("work", "statement.en.md").read_text(encoding="utf-8")
    assert "- A product handed each input its own value\n" in statement


def test_several_options_are_given_with_commas_between(terminal) -> None:
    right = terminal("check", "--exercise", "graph/where-paths-meet", "--answer", "choice=x,q", "--json")
    assert (right.status, right.json["points"]) == (0, 2.0)
    wrong = terminal("check", "--exercise", "graph/where-paths-meet", "--answer", "choice=x,w", "--lang", "en")
    assert wrong.status == 1
    assert "0.6 of 2 points" in wrong.out
    assert "Only one node uses this one" in " ".join(wrong.out.split())


def test_an_answer_without_a_name_says_which_names_there_are(terminal) -> None:
    printed = terminal("check", "--exercise", "graph/where-paths-meet", "--answer", "x")
    assert printed.status == 2
    assert "NAME one of: choice" in printed.err


@pytest.mark.parametrize(
    ("exercise", "filled"),
    [
        ("sigmoid/line-by-line", "\\frac{e^{-x}}{(1+e^{-x})^2}\ns (1 - 1/(1+e^-x))\ns (1 - s)\n"),
        ("program/three-operations", "f = x*(x + y) + y\n"),
    ],
)
def test_a_folder_to_work_in_takes_several_lines(terminal, exercise: str, filled: str) -> None:
    assert terminal("start", exercise, "work").status == 0
    file = Path("work", "answers.toml")
    file.write_text(file.read_text(encoding="utf-8").replace("'''\n'''", f"'''\n{filled}'''"), encoding="utf-8")
    checked = terminal("check", str(file), "--json")
    assert (checked.status, checked.json["outcome"]) == (0, "correct")


def test_many_answers_of_these_kinds_are_marked_at_once(terminal) -> None:
    lines = [
        {"id": 1, "exercise": "graph/where-paths-meet", "answer": {"choice": "x,q"}},
        {"id": 2, "exercise": "graph/wrong-programs", "answer": {"W": 3, "x": -4, "b": 7}},
        {"id": 3, "exercise": "program/product", "answer": {"program": "f = x*y*z"}},
        {"id": 4, "exercise": "sigmoid/line-by-line", "answer": {"steps": "s"}},
    ]
    graded = terminal("grade", "-", stdin="\n".join(map(json.dumps, lines)))
    assert [line.get("verdict", {}).get("outcome") for line in graded.lines] == ["correct"] * 3 + [None]
    assert graded.lines[3]["error"]["code"] == "unknown_answer"
