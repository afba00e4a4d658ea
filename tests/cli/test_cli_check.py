"""`grader check` marks typed answers and files, and says with its status how it went."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

QUADRATIC = ("check", "--exercise", "partial/quadratic")
LINEAR = {"value.g": "-10", "value.f": "-7", "grad.g": "1", "grad.W": "5", "grad.x": "-2", "grad.b": "1"}


def typed(answers: dict[str, str]) -> list[str]:
    return [word for name, text in answers.items() for word in ("--answer", f"{name}={text}")]


def codes(part: dict) -> set[str]:
    return {part["finding"]["code"], *part["finding"]["also"]}


def test_a_right_formula_is_correct_however_it_is_written(terminal) -> None:
    printed = terminal(*QUADRATIC, "--answer", "dz_dx=y + 2x", "--answer", "dz_dy=x+1", "--json")
    assert printed.status == 0
    assert printed.json["outcome"] == "correct"
    assert printed.json["points"] == printed.json["max_points"] == 2


def test_forgetting_the_product_term_is_named_as_a_mistake(terminal) -> None:
    printed = terminal(*QUADRATIC, "--answer", "dz_dx=2x", "--answer", "dz_dy=x+1", "--json")
    assert printed.status == 1
    assert printed.json["outcome"] == "partial"
    wrong, right = printed.json["parts"]
    assert right["outcome"] == "correct"
    assert "other_var_as_zero" in codes(wrong)


def test_exchanged_gradients_of_a_product_are_named_at_both_parts(terminal) -> None:
    exchanged = {**LINEAR, "grad.W": "-2", "grad.x": "5"}
    printed = terminal("check", "--exercise", "graph/linear", *typed(exchanged), "--json")
    assert printed.status == 1
    assert printed.json["outcome"] == "partial"
    wrong = [part for part in printed.json["parts"] if part["outcome"] == "incorrect"]
    assert {part["name"] for part in wrong} == {"grad.W", "grad.x"}
    assert all("mul_own_input" in codes(part) for part in wrong)


def test_the_verdict_has_exactly_the_keys_that_are_promised(terminal) -> None:
    verdict = terminal("check", "--exercise", "graph/linear", *typed({**LINEAR, "grad.b": "3"}), "--json").json
    assert list(verdict) == [
        "exercise",
        "exercise_digest",
        "grader_version",
        "seed",
        "lang",
        "outcome",
        "points",
        "max_points",
        "parts",
        "shown_by",
        "elapsed_ms",
    ]
    wrong = verdict["parts"][-1]
    assert set(wrong) == {"name", "label", "outcome", "points", "max_points", "finding"}
    assert set(wrong["finding"]) == {"code", "also", "node", "message", "evidence"}
    assert set(wrong["finding"]["evidence"]) == {"inputs", "got", "expected"}


def test_an_expected_number_is_shown_only_when_answers_are_asked_for(terminal) -> None:
    wrong = ("check", "--exercise", "graph/linear", *typed({**LINEAR, "grad.W": "17"}), "--json")
    [hidden] = [p for p in terminal(*wrong).json["parts"] if p["name"] == "grad.W"]
    [shown] = [p for p in terminal(*wrong, "--show-answers").json["parts"] if p["name"] == "grad.W"]
    assert hidden["finding"]["evidence"]["expected"] is None
    assert shown["finding"]["evidence"]["expected"] == 5


def test_a_missing_answer_is_skipped_and_the_rest_counts(terminal) -> None:
    verdict = terminal(*QUADRATIC, "--answer", "dz_dy=x+1", "--json").json
    assert [part["outcome"] for part in verdict["parts"]] == ["skipped", "correct"]
    assert verdict["parts"][0]["finding"]["code"] == "name_missing"


def test_a_typo_in_a_formula_costs_its_part_only_and_names_the_column(terminal) -> None:
    printed = terminal(*QUADRATIC, "--answer", "dz_dx=2x + ", "--answer", "dz_dy=x+1", "--json")
    broken, right = printed.json["parts"]
    assert (broken["outcome"], broken["finding"]["code"]) == ("error", "unreadable")
    assert right["outcome"] == "correct"
    assert "column 6" in broken["finding"]["message"]
    assert printed.status == 1


def test_people_see_the_score_the_node_and_the_reason(terminal) -> None:
    printed = terminal("check", "--exercise", "graph/linear", *typed({**LINEAR, "grad.W": "-2", "grad.x": "5"}))
    assert printed.status == 1
    assert "4.5 of 6" in printed.out
    assert "∂f/∂W" in printed.out
    assert "\x1b" not in printed.out


def test_korean_is_spoken_when_asked_for(terminal) -> None:
    printed = terminal("check", "--exercise", "graph/linear", *typed({**LINEAR, "grad.W": "-2"}), "--lang", "ko")
    assert "6점 중 5점" in printed.out


@pytest.mark.slow
def test_a_file_of_code_is_marked(terminal, tmp_path: Path) -> None:
    (tmp_path / "solution.py").write_text(
        "# exercise: backprop/linear\ndef backward(W, x, b):\n    return {'W': x, 'x': W, 'b': 1.0}\n"
    )
    printed = terminal("check", "solution.py", "--json")
    assert printed.status == 0, printed.out
    assert [part["name"] for part in printed.json["parts"]] == ["W", "x", "b"]


@pytest.mark.slow
def test_a_syntax_error_is_told_with_line_and_column(terminal, tmp_path: Path) -> None:
    (tmp_path / "solution.py").write_text("# exercise: backprop/linear\ndef backward(W, x, b)\n    return {}\n")
    printed = terminal("check", "solution.py", "--json")
    assert printed.status == 1
    assert printed.json["outcome"] == "error"
    finding = printed.json["parts"][0]["finding"]
    assert finding["code"] == "syntax_error"
    assert "2" in finding["message"]
    assert "Traceback" not in printed.err


@pytest.mark.slow
def test_code_without_a_result_was_read_all_the_same(terminal, tmp_path: Path) -> None:
    (tmp_path / "solution.py").write_text("# exercise: backprop/linear\ndef backward(W, x, b):\n    return nothing\n")
    printed = terminal("check", "solution.py")
    assert "Gave no result · 0 of 3 points" in printed.out
    assert "결과가 나오지 않음 · 3점 중 0점" in terminal("check", "solution.py", "--lang", "ko").out


@pytest.mark.slow
def test_an_endless_loop_is_stopped_and_said(terminal, tmp_path: Path) -> None:
    (tmp_path / "solution.py").write_text(
        "# exercise: backprop/linear\ndef backward(W, x, b):\n    while True:\n        pass\n"
    )
    printed = terminal("check", "solution.py", "--json")
    assert printed.status == 1
    assert {part["finding"]["code"] for part in printed.json["parts"]} == {"time_limit"}


def test_options_win_over_the_files_own_lines_with_a_warning(terminal, tmp_path: Path) -> None:
    (tmp_path / "answers.toml").write_text(
        '# exercise: graph/linear\n# seed: 3\n[answers]\n"dz_dx" = "2x + y"\n"dz_dy" = "x + 1"\n'
    )
    printed = terminal("check", "answers.toml", "--exercise", "partial/quadratic", "--seed", "4", "--json")
    assert printed.status == 0, printed.err
    assert printed.json["seed"] == 4
    assert "partial/quadratic wins" in printed.err
    assert "seed 4 wins" in printed.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "missing.py"), "missing.py"),
        (("check",), "FILE or --answer"),
        (("check", "--answer", "dz_dx=1"), "--exercise"),
        ((*QUADRATIC, "--answer", "dz_dx"), "NAME=TEXT"),
        ((*QUADRATIC, "--answer", "dz_dw=1"), "dz_dx"),
        (("check", "--exercise", "partial/quadratc", "--answer", "a=1"), "partial/quadratic"),
        (("check", "--exercise", "../../etc/passwd", "--answer", "a=1"), "exercises list"),
        (("check", "--exercise", "sigmoid/derivative", "--answer", "a=1"), "file of Python"),
        ((*QUADRATIC, "--answer", "dz_dx=1", "--seed", "-1"), "--seed"),
        (("check", "--nonsense"), "--nonsense"),
        (("chekc",), "chekc"),
    ],
)
def test_a_wrong_command_says_what_to_do_and_ends_with_status_2(terminal, words, said) -> None:
    printed = terminal(*words)
    assert printed.status == 2
    assert said in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""


def test_a_file_without_an_exercise_line_asks_for_one(terminal, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("def f(x):\n    return x\n")
    printed = terminal("check", "mine.py")
    assert printed.status == 2
    assert "# exercise:" in printed.err


def test_how_a_formula_was_read_stands_beside_it(terminal) -> None:
    printed = terminal(*QUADRATIC, "--answer", "dz_dx=x·2+y", "--answer", "dz_dy=1/2x")
    assert "read as x*2 + y" in printed.out
    assert "read as 1/2*x; if you mean 1/(2x), use parentheses" in printed.out
    korean = terminal(*QUADRATIC, "--answer", "dz_dy=1/2x", "--lang", "ko")
    assert "이렇게 읽음: 1/2*x; 다음을 뜻했다면 괄호를 쓰세요: 1/(2x)" in korean.out


def test_a_name_of_the_program_stays_a_name_in_how_it_was_read(terminal) -> None:
    printed = terminal("check", "--exercise", "chain/power", "--answer", "dy_dt=t")
    assert re.search(r"read as t *\n", printed.out)


def test_a_wrong_formula_is_told_with_a_point_that_anyone_can_check(terminal) -> None:
    words = " ".join(terminal(*QUADRATIC, "--answer", "dz_dx=2x + 3y").out.split())
    assert re.search(r"At x = \S+, y = \S+ your answer gives \S+; it should be \S+\.", words)


def test_a_gap_in_a_right_formula_is_told(terminal) -> None:
    printed = terminal(*QUADRATIC, "--answer", "dz_dx=(2x^2+x y)/x", "--answer", "dz_dy=x+1")
    assert printed.status == 0
    assert "it has no value at x = 0." in printed.out
