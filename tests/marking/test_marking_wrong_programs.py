"""Inputs that expose wrong programs: the score is the share of those that show, each of them a part."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from verdict_views import codes, outcomes, part

from grader.messages import LANGUAGES, part_label, to_json
from grader.verdict import Verdict

Types = Callable[..., Verdict]
LINEAR, SWITCHES = "graph/wrong-programs", "graph/wrong-switches"
BOTH = {"W": "3, -3", "x": "2, 2", "v": "5, 5", "c": "4, -4"}


def hidden(verdict: Verdict) -> set[str]:
    return {name for name, outcome in outcomes(verdict).items() if outcome == "incorrect"}


@pytest.mark.parametrize(
    ("test", "not_shown"),
    [
        (("3", "-4", "7"), set()),
        (("2/3", "0.25", "-1.5e1"), set()),
        (("3", "3", "7"), {"mul_own_input"}),
        (("2", "2", "1"), {"mul_own_input", "value_for_gradient"}),
        (("1", "1", "1"), {"mul_own_input", "upstream_without_local", "value_for_gradient", "derivative_inverted"}),
        (("1", "1", "2"), {"mul_own_input", "upstream_without_local", "derivative_inverted"}),
    ],
)
def test_the_score_is_the_share_of_wrong_programs_that_show(
    types: Types, test: tuple[str, str, str], not_shown: set[str]
) -> None:
    verdict = types(LINEAR, dict(zip("Wxb", test, strict=True)))
    assert hidden(verdict) - {"add_sends_values", "product_sum"} == not_shown
    assert verdict.points == 6 - len(hidden(verdict))


def test_what_does_not_show_comes_with_the_gradients_that_both_programs_give(types: Types) -> None:
    finding = part(types(LINEAR, {"W": "3", "x": "3", "b": "7"}), "mul_own_input").finding
    assert finding is not None
    assert (finding.code, finding.params) == ("value_wrong", {"case": "mutant"})
    assert finding.evidence is not None
    assert finding.evidence.inputs == {"W": 3.0, "x": 3.0, "b": 7.0}
    assert finding.evidence.got == {"∂f/∂W": 3.0, "∂f/∂x": 3.0, "∂f/∂b": 1.0}


def test_a_part_is_called_by_the_mistake(types: Types) -> None:
    (first, *_) = types(LINEAR, {"W": "3", "x": "-4", "b": "7"}).parts
    assert (first.name, first.label) == ("mul_own_input", None)
    assert part_label(first, "en") == "A product handed each input its own value"
    assert part_label(first, "ko") == "곱셈에서 자기 값을 돌려줌"


def test_each_test_shows_what_it_can_and_together_they_count(types: Types) -> None:
    assert types(SWITCHES, BOTH).outcome == "correct"
    first = types(SWITCHES, {name: text.split(",")[0] for name, text in BOTH.items()})
    second = types(SWITCHES, {name: text.split(",")[1] for name, text in BOTH.items()})
    assert "relu_negative_pass" in hidden(first)
    assert "relu_returns_value" in hidden(second)
    assert not hidden(first) & hidden(second)


def test_a_test_that_is_left_empty_is_none(types: Types) -> None:
    assert types(SWITCHES, {name: text.split(",")[0] + ", " for name, text in BOTH.items()}).points > 0
    verdict = types(SWITCHES, dict.fromkeys(BOTH, " , "))
    assert set(outcomes(verdict).values()) == {"skipped"}
    assert set(outcomes(types(SWITCHES, {})).values()) == {"skipped"}


@pytest.mark.parametrize("broken", ["2, foo", "2, ", "2", "2, 1e400", "2, nan", "2, x"])
def test_a_test_that_cannot_be_used_makes_an_error_of_what_the_others_hide(types: Types, broken: str) -> None:
    verdict = types(SWITCHES, {**BOTH, "x": broken})
    assert outcomes(verdict) == {
        "relu_negative_pass": "error", "relu_returns_value": "correct", "relu_gate_on_gradient": "error",
        "max_both": "correct", "max_loser": "correct",
    }  # fmt: skip
    finding = part(verdict, "relu_negative_pass").finding
    assert finding is not None
    assert (finding.code, finding.params["test"], finding.params["name"]) == ("unreadable", 2, "x")


def test_more_tests_than_allowed_are_not_read(types: Types) -> None:
    verdict = types(LINEAR, {"W": "3, 3", "x": "-4, 2", "b": "7, 1"})
    assert verdict.outcome == "error"
    finding = part(verdict, "product_sum").finding
    assert finding is not None
    assert finding.params == {"case": "tests", "most": 1, "count": 2}


@pytest.mark.parametrize("point", [("0", "2", "5", "-4"), ("3", "2", "5", "30")])
def test_a_kink_exposes_nothing(types: Types, point: tuple[str, ...]) -> None:
    verdict = types(SWITCHES, dict(zip("Wxvc", point, strict=True)))
    assert verdict.points == 0
    assert set(outcomes(verdict).values()) == {"incorrect"}
    finding = part(verdict, "max_both").finding
    assert finding is not None
    assert finding.params == {"case": "kink", "test": 1}


ROOT = """\
kind = "mutants"
program = "f = sqrt(x)"
[mutants]
mistakes = ["value_for_gradient", "local_at_output"]
model = [{ x = 4 }]
"""


def test_where_there_is_no_gradient_nothing_is_exposed(types: Types, write_exercise: Callable[..., object]) -> None:
    exercise = write_exercise(ROOT)
    for x in ("-1", "0"):
        verdict = types(exercise, {"x": x})
        assert (verdict.points, codes(verdict, "local_at_output")) == (0, ["not_finite"])
    assert types(exercise, {"x": "4"}).points == 2
    assert hidden(types(exercise, {"x": "1"})) == {"local_at_output"}


SHARED = """\
kind = "mutants"
program = "a = x*y\\nb = x*z\\nf = a + b"
[mutants]
mistakes = ["branch_overwrite"]
model = [{ x = 2, y = 3, z = 5 }]
"""


def test_of_several_ways_to_make_a_mistake_each_earns_its_share(
    types: Types, write_exercise: Callable[..., object]
) -> None:
    exercise = write_exercise(SHARED)
    assert types(exercise, {"x": "2", "y": "3", "z": "5"}).points == 1
    assert 0 < types(exercise, {"x": "2", "y": "3", "z": "0"}).points < 1


@pytest.mark.parametrize(
    "text", ["9" * 10_000, "1e999999999", "," * 100_000, "(" * 1_000, "\x00", "\x1b[2J", "{W}", "exp(exp(exp(9)))", "½"]
)
def test_any_text_gets_a_verdict(types: Types, text: str) -> None:
    verdict = types(LINEAR, dict.fromkeys("Wxb", text))
    assert verdict.outcome != "correct"
    for lang in LANGUAGES:
        data = json.dumps(to_json(verdict, lang), allow_nan=False)
        assert "\\u001b" not in data
        assert len(data) < 12_000


@pytest.mark.parametrize("filled", ["0", "1", "-1", "1e-300", "1e9"])
def test_the_same_number_everywhere_does_not_expose_all(types: Types, filled: str) -> None:
    assert types(LINEAR, dict.fromkeys("Wxb", filled)).outcome != "correct"
