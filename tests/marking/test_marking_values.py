"""Numbers typed into a graph: right to the digits typed, named by node and mistake where they are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from verdict_views import codes, outcomes, part

from grader.exercises import Exercise
from grader.messages import finding_message
from grader.verdict import Verdict

Types = Callable[..., Verdict]
LINEAR = {"value.g": "-10", "value.f": "-7", "grad.g": "1", "grad.W": "5", "grad.x": "-2", "grad.b": "1"}
SIGMOID = {
    "value.n": "-0.5", "value.u": "0.607", "value.d": "1.607", "value.f": "0.622",
    "grad.d": "-0.387", "grad.u": "-0.387", "grad.n": "-0.235", "grad.x": "0.235",
}  # fmt: skip


def test_the_lessons_numbers_are_right(types: Types) -> None:
    verdict = types("graph/linear", LINEAR)
    assert (verdict.outcome, verdict.points, verdict.max_points) == ("correct", 6.0, 6.0)
    assert [each.label for each in verdict.parts] == ["g", "f", "∂f/∂g", "∂f/∂W", "∂f/∂x", "∂f/∂b"]


@pytest.mark.parametrize(
    "typed",
    [
        "-2",
        "−2",
        " -2 ",
        "- 2",
        "-2.0",
        "-2.00",
        "-4/2",
        "-(1+1)",
        "-2e0",
        "-0.02e2",
        "1-3",
        "–2",
        -2,
        -2.0,
        "—2",
        "－２",
        "－２．００",
        "\u3000-2",
    ],
)
def test_a_number_may_be_written_in_any_form(types: Types, typed: object) -> None:
    assert outcomes(types("graph/linear", {**LINEAR, "grad.x": typed}))["grad.x"] == "correct"


def test_exchanged_gradients_are_named_at_the_product(types: Types) -> None:
    verdict = types("graph/linear", {**LINEAR, "grad.W": "-2", "grad.x": "5"})
    assert (verdict.outcome, verdict.points) == ("partial", 4.5)
    assert [name for name, outcome in outcomes(verdict).items() if outcome == "incorrect"] == ["grad.W", "grad.x"]
    for name in ("grad.W", "grad.x"):
        assert "mul_own_input" in codes(verdict, name)
        finding = part(verdict, name).finding
        assert finding is not None
        assert finding.node == "g"


def test_what_is_right_is_not_shown_unless_it_may_be(types: Types) -> None:
    wrong = {**LINEAR, "grad.W": "-2"}
    hidden, shown = (part(types("graph/linear", wrong, show_answers=show), "grad.W").finding for show in (False, True))
    assert hidden is not None
    assert hidden.evidence is not None
    assert hidden.evidence.expected is None
    assert (hidden.evidence.inputs, hidden.evidence.got) == ({"W": -2, "x": 5, "b": 3}, -2.0)
    assert shown is not None
    assert shown.evidence is not None
    assert shown.evidence.expected == 5.0


def test_decimals_are_right_to_the_digits_typed(types: Types) -> None:
    assert types("sigmoid/by-chain-rule", SIGMOID).outcome == "correct"
    exact = {"value.u": "e^(-1/2)", "value.f": "1/(1+e^-0.5)", "value.d": "1.6065306597126334", "grad.x": ".2350037122"}
    assert types("sigmoid/by-chain-rule", {**SIGMOID, **exact}).outcome == "correct"


@pytest.mark.parametrize("typed", ["0.623", "0.61", "0.6224593", "5/8", "0.62246e1"])
def test_decimals_that_are_off_in_their_last_digit_are_wrong(types: Types, typed: str) -> None:
    verdict = types("sigmoid/by-chain-rule", {**SIGMOID, "value.f": typed})
    expected = "correct" if typed == "0.6224593" else "incorrect"
    assert outcomes(verdict)["value.f"] == expected


@pytest.mark.parametrize("typed", ["0.6", ".6", "6e-1", "1"])
def test_one_significant_digit_is_too_few_and_is_told_so(types: Types, typed: str) -> None:
    verdict = types("sigmoid/by-chain-rule", {**SIGMOID, "value.f": typed})
    assert codes(verdict, "value.f") == ["precision"]


@pytest.mark.parametrize(("typed", "told"), [("12", "taken as exact"), ("1e1", "two significant digits")])
def test_a_whole_number_is_exact_and_is_told_so(
    types: Types, write_exercise: Callable[[str], Exercise], typed: str, told: str
) -> None:
    exercise = write_exercise('kind = "values"\nprogram = "f = exp(x)"\nask = ["value.f"]\ninputs = { x = 2.5 }\n')
    finding = part(types(exercise, {"value.f": typed}), "value.f").finding
    assert finding is not None
    assert finding.code == "precision"
    assert told in finding_message(finding, "en")


def test_a_last_digit_that_is_off_is_no_mistake_that_changes_nothing(
    types: Types, write_exercise: Callable[[str], Exercise]
) -> None:
    """A pass without order counts nothing twice here, and differs from what follows by the digits typed above alone."""
    exercise = write_exercise(
        'kind = "values"\nprogram = """\na = x / y\nb = log(a)\nc = sqrt(y)\nf = b * c\n"""\n'
        'ask = ["grad.b", "grad.c", "grad.a", "grad.x", "grad.y"]\ninputs = { x = 6, y = 4 }\n'
    )
    typed = {"grad.b": "2", "grad.c": "0.4055", "grad.a": "4/3", "grad.x": "1/3", "grad.y": "-0.39864"}
    assert codes(types(exercise, typed), "grad.y") == ["value_wrong"]


def test_a_wrong_value_is_about_its_node(types: Types) -> None:
    finding = part(types("graph/linear", {**LINEAR, "value.g": "10"}), "value.g").finding
    assert finding is not None
    assert (finding.code, finding.node, finding.params["case"]) == ("value_wrong", "g", "value")


@pytest.mark.parametrize("typed", ["", "  "])
def test_a_blank_box_is_skipped(types: Types, typed: str) -> None:
    verdict = types("graph/linear", {**LINEAR, "grad.b": typed})
    assert outcomes(verdict)["grad.b"] == "skipped"
    assert codes(verdict, "grad.b") == ["name_missing"]
    assert verdict.points == 5.0


@pytest.mark.parametrize("typed", ["five", "x", "2+", "1,5", "nan", "inf", "--", "1 2", "1/0", "log(0)", "sqrt(-1)"])
def test_what_is_no_number_is_an_error_of_its_box(types: Types, typed: str) -> None:
    verdict = types("graph/linear", {**LINEAR, "grad.b": typed})
    assert outcomes(verdict)["grad.b"] == "error"
    assert codes(verdict, "grad.b") == ["unreadable"]
    assert verdict.outcome == "partial"


@pytest.mark.parametrize(("typed", "told"), [("five", "Type a number"), ("ㅌ", "Hangul mode"), ("1,5", "with a point")])
def test_what_to_type_instead_is_told(types: Types, typed: str, told: str) -> None:
    finding = part(types("graph/linear", {"grad.b": typed}), "grad.b").finding
    assert finding is not None
    assert told in finding_message(finding, "en")


def test_other_seeds_have_other_right_numbers(types: Types) -> None:
    verdict = types("graph/linear", LINEAR, seed=11)
    assert verdict.seed == 11
    assert verdict.outcome != "correct"
