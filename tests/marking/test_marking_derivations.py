"""Derivations: each line judged against the one before, the first bad one named, a wrong line paid for once."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from verdict_views import codes, outcomes, part

import reference
from grader.messages import LANGUAGES, finding_message, to_json
from grader.verdict import Finding, Verdict

Types = Callable[..., Verdict]
SIGMOID = "sigmoid/line-by-line"
FIRST, STEP, LAST = "e^-x/(1+e^-x)^2", "1/(1+e^-x) (1 - 1/(1+e^-x))", "s (1 - s)"


@pytest.fixture
def derives(types: Types) -> Callable[..., Verdict]:
    """`derives(line, line, …)` gives the verdict on a derivation of σ′."""

    def answer(*lines: str) -> Verdict:
        return types(SIGMOID, {"derivation": "\n".join(lines)})

    return answer


Derives = Callable[..., Verdict]


def found(verdict: Verdict, name: str) -> Finding:
    finding = part(verdict, name).finding
    assert finding is not None
    return finding


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}\n{STEP}\n{LAST}",
        f"\n  {FIRST}\n\n{STEP}  \n{LAST}\n\n",
        f"{FIRST} = {STEP} = {LAST}",
        f"ds/dx = {FIRST}\n = {STEP}\n = {LAST}",
        f"s' = {FIRST}\r\n= {STEP}\r\n= {LAST}",
        f"σ'(x) = {FIRST} = {STEP} = s - s^2",
        rf"\frac{{ds}}{{dx}} = \frac{{e^{{-x}}}}{{(1+e^{{-x}})^2}} = {STEP} = {LAST}",
        rf"\sigma'(x) = {FIRST} = s(1 - 1/(1+e^-x)) = \sigma(x)(1-\sigma(x))",
        f"ds/dx = {FIRST}\nds/dx = {STEP}\nds/dx = {LAST}",
        f"dσ(x)/dx = {FIRST}\n= {STEP}\n= {LAST}",
        f"d/dx σ(x) = {FIRST}\n= {STEP}\n= {LAST}",
        f"(d/dx) s = {FIRST}\n= {STEP}\n= {LAST}",
        rf"\frac{{d}}{{dx}} s = {FIRST} = {STEP} = {LAST}",
        f"=> {FIRST}\n=> {STEP}\n=> {LAST}",
        f"{FIRST}\n⇒ {STEP}\n∴ {LAST}",
        f"1. {FIRST}\n2. {STEP}\n3. {LAST}",
        f"(1) s' = {FIRST}\n(2) s' = {STEP}\n\n(3) s' = {LAST}",
        f"-1/(1+e^-x)^2 * -e^-x\n{FIRST}\n{STEP}\n(1/(1+e^-x)) (e^-x/(1+e^-x))\n1/4 - (s - 1/2)^2",
    ],
)
def test_a_chain_of_equal_lines_is_right_and_proved(types: Types, text: str) -> None:
    verdict = types(SIGMOID, {"derivation": text})
    assert outcomes(verdict) == dict.fromkeys(("first-line", "steps", "last-line"), "correct")
    assert (verdict.points, verdict.shown_by) == (3.0, "proof")


def test_a_wrong_line_costs_once_and_what_follows_keeps_its_points(derives: Derives) -> None:
    verdict = derives(FIRST, "s (1 + s)", "s + s^2")
    assert outcomes(verdict) == {"first-line": "correct", "steps": "incorrect", "last-line": "follow-through"}
    assert verdict.points == 2


def test_the_first_bad_line_is_named_with_a_point_and_both_values(derives: Derives) -> None:
    finding = found(derives(FIRST, STEP, "s (1 + s)", "s + 2 s^2", "s + 2 s^2 + 0"), "steps")
    assert (finding.code, finding.params["case"], finding.params["line"]) == ("value_wrong", "beside_line", 3)
    assert finding.params["wrong_lines"] == [3, 4]
    assert finding.evidence is not None
    assert set(finding.evidence.inputs) == {"x"}
    for lang in LANGUAGES:
        message = finding_message(finding, lang)
        assert "3" in message
        assert "x = " in message


def test_a_mistake_in_the_first_line_is_named_and_the_rest_follows(derives: Derives) -> None:
    verdict = derives("-" + FIRST, "-" + STEP, "-" + LAST)
    assert outcomes(verdict) == {
        "first-line": "incorrect", "steps": "follow-through", "last-line": "follow-through",
    }  # fmt: skip
    assert "sig_negative_closed_form" in codes(verdict, "first-line")
    assert verdict.points == 2


def test_a_line_that_returns_to_the_derivative_is_right(derives: Derives) -> None:
    verdict = derives("e^-x/(1+e^-x)", STEP, LAST)
    assert outcomes(verdict) == {"first-line": "incorrect", "steps": "correct", "last-line": "correct"}


def test_the_last_line_must_have_the_form_asked_for(derives: Derives) -> None:
    verdict = derives(FIRST, STEP, "1/(1+e^-x) - 1/(1+e^-x)^2")
    assert outcomes(verdict)["last-line"] == "incorrect"
    assert found(verdict, "last-line").params == {"case": "form", "pieces": "s, sigmoid(x)"}
    assert derives(FIRST, STEP, "s (1 - s) + x - x").points == 2
    assert derives(FIRST, STEP, "s (1 - s) e^0").points == 2


def test_a_wrong_last_line_costs_the_last_line_only(derives: Derives) -> None:
    verdict = derives(FIRST, STEP, "s (1 + s)")
    assert outcomes(verdict) == {"first-line": "correct", "steps": "correct", "last-line": "incorrect"}
    assert found(verdict, "last-line").params["line"] == 3


def test_the_bare_result_is_no_derivation(derives: Derives) -> None:
    verdict = derives(LAST)
    assert outcomes(verdict) == {"first-line": "correct", "steps": "skipped", "last-line": "skipped"}
    assert {codes(verdict, "steps")[0], codes(verdict, "last-line")[0]} == {"name_missing"}


def test_a_line_that_repeats_the_one_before_is_no_step(derives: Derives) -> None:
    assert outcomes(derives(FIRST, FIRST, LAST))["steps"] == "skipped"
    assert outcomes(derives(FIRST, "e^(-x) / (1 + e^(-x))^2", LAST))["steps"] == "skipped"


@pytest.mark.parametrize("same", ["(1 - s) s", "s (1 - s)·1", "1·s·(1 - s + 0)", "0 + s (1 - s)"])
def test_another_order_and_ones_that_change_nothing_are_no_step(derives: Derives, same: str) -> None:
    assert outcomes(derives(LAST, same, LAST)) == {"first-line": "correct", "steps": "skipped", "last-line": "correct"}


@pytest.mark.parametrize("step", ["s - s^2", "s·1 - s·s", "s/1 (1 - s)", "(1 - s)/(1/s)"])
def test_what_is_worked_out_is_a_step(derives: Derives, step: str) -> None:
    assert outcomes(derives(LAST, step, "s (1 - s) + 0"))["steps"] == "correct"


def test_one_bad_line_of_four_costs_a_quarter_of_the_steps(derives: Derives) -> None:
    good = ["s - s^2", "s (1 - s)", "1/4 - (1/2 - s)^2"]
    verdict = derives(FIRST, *good[:2], "s (2 - s)", "2 s - s^2 + 1 - 1", LAST)
    assert part(verdict, "steps").points == 0.75
    assert part(verdict, "steps").outcome == "incorrect"


@pytest.mark.parametrize(
    "lines",
    [
        ("s", "s·1", "s"),
        ("0", "0·1", "0 + 0"),
        ("1", "2 - 1", "1"),
        ("s + s", "2s", "s·2"),
        ("s", "1/(1+e^-x)", "s"),
        ("10^9", "10^9 + 0", "10^9"),
    ],
)
def test_filling_lines_in_earns_nothing(derives: Derives, lines: tuple[str, ...]) -> None:
    assert derives(*lines).points == 0


def test_a_line_that_cannot_be_read_is_told_with_its_line_and_column(derives: Derives) -> None:
    verdict = derives(FIRST, "2x + * 3", LAST)
    assert outcomes(verdict) == {"first-line": "correct", "steps": "incorrect", "last-line": "correct"}
    finding = found(verdict, "steps")
    assert (finding.code, finding.params["line"], finding.params["column"]) == ("unreadable", 2, 6)
    verdict = derives("(", STEP, "s (")
    assert outcomes(verdict) == {"first-line": "error", "steps": "correct", "last-line": "error"}
    assert verdict.outcome == "partial"


@pytest.mark.parametrize("empty", ["", "\n\n", " = = "])
def test_nothing_written_is_skipped(types: Types, empty: str) -> None:
    verdict = types(SIGMOID, {"derivation": empty})
    assert verdict.outcome == "error"
    assert set(outcomes(verdict).values()) == {"skipped"}


def test_a_line_that_cannot_be_decided_is_undecided(derives: Derives, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "compare", lambda *_: reference.Comparison("undecided"))
    verdict = derives(FIRST, STEP, LAST)
    assert verdict.outcome == "undecided"
    assert verdict.points == 3
    assert codes(verdict, "steps") == ["undecided"]


def test_no_more_than_three_comparisons_are_waited_for(derives: Derives, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def gives_up(*pair: object) -> reference.Comparison:
        asked.append(pair)
        return reference.Comparison("undecided")

    monkeypatch.setattr(reference, "compare", gives_up)
    assert derives(*(f"s + {number}" for number in range(20))).outcome == "undecided"
    assert len(asked) == 3


@pytest.mark.parametrize(
    "text",
    ["x\n" * 5_000, "=" * 50_000, "(" * 2_000, "x" * 2_000, "9" * 100_000, "\x00\n\x1b[2J\n\u202e",
     "{W}\n%s\n{0.__class__}", "lambda: 1\n__import__('os')\nx", "\n".join(["9^9^9^9"] * 20),
     "\n".join(f"exp(exp(exp(x)))^{k} - 2^2^x" for k in range(20)), "<script>\n</script>\n<b>"],
    ids=range(11),
)  # fmt: skip
def test_any_text_gets_a_verdict(types: Types, text: str) -> None:
    verdict = types(SIGMOID, {"derivation": text})
    assert verdict.points == 0
    for lang in LANGUAGES:
        data = json.dumps(to_json(verdict, lang), allow_nan=False)
        assert "\\u001b" not in data
        assert len(data) < 8_000


TWICE = """\
kind = "derivation"
program = "t = 3*x + 1\\ny = t**2"
ask = ["dy_dx"]
[derivation]
lines = 4
ends_in = ["t"]
model = ["2(3x+1)·3", "6(3x+1)", "6(t)", "6t"]
"""


def test_missing_lines_cost_as_wrong_ones_do(types: Types, write_exercise: Callable[..., object]) -> None:
    exercise = write_exercise(TWICE)
    assert types(exercise, {"derivation": "2(3x+1)·3\n18x + 6\n6(3x + 1)\n6t"}).points == 3
    verdict = types(exercise, {"derivation": "2(3x+1)·3\n18x + 6\n6t"})
    assert part(verdict, "steps").points == 0.5
    assert codes(verdict, "steps") == ["name_missing"]
    verdict = types(exercise, {"derivation": "2(3x+1)\n6x + 2\n2t + 0\n2t"})
    assert "chain_inner_missing" in codes(verdict, "first-line")
    assert verdict.points == 2
