"""Formulas: read as a person writes them, proved equal, or refuted at a point and diagnosed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from verdict_views import codes, outcomes, part

import reference
from grader.exercises import Exercise
from grader.marking import AnswerError
from grader.verdict import Verdict

Types = Callable[..., Verdict]
QUADRATIC = "partial/quadratic"


@pytest.mark.parametrize(
    ("dz_dx", "dz_dy"),
    [("y + 2x", "x+1"), ("2·x+y", "1 + x"), ("x + x + y", "(x²+x)/x"), ("2(x+y) − y", r"\frac{x^2-1}{x-1}")],
)
def test_a_right_formula_in_any_form_is_right_and_proved(types: Types, dz_dx: str, dz_dy: str) -> None:
    verdict = types(QUADRATIC, {"dz_dx": dz_dx, "dz_dy": dz_dy})
    assert verdict.outcome == "correct"
    assert verdict.points == verdict.max_points == 2
    assert verdict.shown_by == "proof"
    assert all(each.finding is None for each in verdict.parts)


def test_a_wrong_formula_costs_its_own_part_and_names_the_mistake(types: Types) -> None:
    verdict = types(QUADRATIC, {"dz_dx": "2x", "dz_dy": "x + 1"})
    assert (verdict.outcome, verdict.points) == ("partial", 1.0)
    assert outcomes(verdict) == {"dz_dx": "incorrect", "dz_dy": "correct"}
    assert "other_var_as_zero" in codes(verdict, "dz_dx")
    assert verdict.shown_by is None


def test_the_evidence_is_a_point_that_anyone_can_check(types: Types) -> None:
    finding = part(types(QUADRATIC, {"dz_dx": "2x"}), "dz_dx").finding
    assert finding is not None
    assert finding.evidence is not None
    x, y = finding.evidence.inputs["x"], finding.evidence.inputs["y"]
    assert finding.evidence.got == pytest.approx(2 * x)
    assert finding.evidence.expected == pytest.approx(2 * x + y)


def test_exchanged_answers_are_seen_as_such(types: Types) -> None:
    verdict = types(QUADRATIC, {"dz_dx": "x + 1", "dz_dy": "2x + y"})
    assert verdict.outcome == "incorrect"
    for name in ("dz_dx", "dz_dy"):
        assert "partials_swapped" in codes(verdict, name)


def test_a_formula_that_follows_no_known_mistake_is_simply_different(types: Types) -> None:
    finding = part(types(QUADRATIC, {"dz_dx": "2x + 3y"}), "dz_dx").finding
    assert finding is not None
    assert (finding.code, finding.params["case"]) == ("value_wrong", "formula")


def test_a_formula_without_a_value_where_the_derivative_has_one_is_told_so(types: Types) -> None:
    finding = part(types(QUADRATIC, {"dz_dx": "2x + y + sqrt(x) - sqrt(x)"}), "dz_dx").finding
    assert finding is not None
    assert (finding.code, finding.params["case"]) == ("value_wrong", "domain")
    assert finding.evidence is not None
    assert finding.evidence.got is None


def test_an_unreadable_formula_is_an_error_of_its_part_with_the_column(types: Types) -> None:
    verdict = types(QUADRATIC, {"dz_dx": "2x + $", "dz_dy": "x + 1"})
    assert outcomes(verdict) == {"dz_dx": "error", "dz_dy": "correct"}
    finding = part(verdict, "dz_dx").finding
    assert finding is not None
    assert (finding.code, finding.params["column"]) == ("unreadable", 6)


@pytest.mark.parametrize("empty", ["", "   ", "\n"])
def test_an_empty_or_missing_answer_is_skipped(types: Types, empty: str) -> None:
    verdict = types(QUADRATIC, {"dz_dx": empty})
    assert outcomes(verdict) == {"dz_dx": "skipped", "dz_dy": "skipped"}
    assert verdict.outcome == "error"
    assert [codes(verdict, name) for name in ("dz_dx", "dz_dy")] == [["name_missing"], ["name_missing"]]


def test_a_name_that_is_not_asked_for_is_the_callers_error(types: Types) -> None:
    with pytest.raises(AnswerError, match=r"does not ask for 'dz_dw'; it asks for: dz_dx, dz_dy"):
        types(QUADRATIC, {"dz_dw": "1"})


def test_a_formula_may_use_the_names_of_nodes_between(types: Types) -> None:
    verdict = types("chain/power", {"dy_dt": "2t", "dt_dx": "3", "dy_dx": "6t"})
    assert verdict.outcome == "correct"
    assert [each.label for each in verdict.parts] == ["dy/dt", "dt/dx", "dy/dx"]


def test_a_missing_inner_derivative_is_named_at_its_node(types: Types) -> None:
    verdict = types("chain/power", {"dy_dt": "2t", "dt_dx": "3", "dy_dx": "2(3x+1)"})
    assert "chain_inner_missing" in codes(verdict, "dy_dx")
    finding = part(verdict, "dy_dx").finding
    assert finding is not None
    assert finding.node in ("y", "t")


def test_labels_are_mathematics(types: Types) -> None:
    assert [each.label for each in types(QUADRATIC, {}).parts] == ["∂z/∂x", "∂z/∂y"]


UNDECIDABLE = """
kind = "formula"
points = 2
teaches = "what cannot be decided"
program = "z = x"
ask = ["dz_dx"]
inputs = { x = 1 }
"""
# Right to some hundred digits and no more: neither a point nor a proof is to be had.
NEARLY_ONE = "exp(pi*sqrt(163))/exp(pi*sqrt(163)) + 0*x"


@pytest.mark.parametrize(("more", "points"), [("", 2.0), ("undecided_points = 0.5\n", 0.5)])
def test_an_undecided_part_earns_what_the_exercise_says(
    types: Types, write_exercise: Callable[[str], Exercise], monkeypatch: pytest.MonkeyPatch, more: str, points: float
) -> None:
    """Formulas that cannot be decided are rare and may be decided tomorrow, so the comparison is told to give up."""
    monkeypatch.setattr(reference, "compare", lambda *_: reference.Comparison("undecided"))
    verdict = types(write_exercise(UNDECIDABLE.replace("teaches", more + "teaches")), {"dz_dx": NEARLY_ONE})
    assert verdict.outcome == "undecided"
    assert verdict.points == points
    assert codes(verdict, "dz_dx") == ["undecided"]
