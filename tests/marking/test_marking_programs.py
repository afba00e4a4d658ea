"""Programs of one's own: read and never run, their gradient compared with the wanted one."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from verdict_views import codes, outcomes, part

import reference
from grader.messages import LANGUAGES, finding_message, to_json
from grader.verdict import Finding, Verdict

Types = Callable[..., Verdict]
PRODUCT, THREE = "program/product", "program/three-operations"


def found(verdict: Verdict, name: str) -> Finding:
    finding = part(verdict, name).finding
    assert finding is not None
    return finding


@pytest.mark.parametrize(
    "program",
    [
        "p = x * y\nf = p * z",
        "f = x*y*z",
        "a = y*z; b = x; f = a*b",
        "f = x*y*z + 5",
        "f = ((x + y)**2 - (x - y)**2) * z / 4",
        "f = x\nf *= y\nf *= z",
        "f = z*(y*x) - 0*x",
        "s = sin(x)**2 + cos(x)**2\nf = x*y*z*s",
        "f = x·y × z",
        "f = ((x + y)^2 − (x − y)^2) ÷ 4 ⋅ z",
    ],
)
def test_any_program_with_the_wanted_gradient_is_right(types: Types, program: str) -> None:
    verdict = types(PRODUCT, {"program": program})
    assert outcomes(verdict) == dict.fromkeys(("df_dx", "df_dy", "df_dz"), "correct")
    assert (verdict.points, verdict.shown_by) == (3.0, "proof")


def test_every_derivative_is_a_part_of_its_own(types: Types) -> None:
    verdict = types(PRODUCT, {"program": "f = x*y*z + y**2"})
    assert outcomes(verdict) == {"df_dx": "correct", "df_dy": "incorrect", "df_dz": "correct"}
    assert [each.label for each in verdict.parts] == ["∂f/∂x", "∂f/∂y", "∂f/∂z"]
    finding = found(verdict, "df_dy")
    assert finding.evidence is not None
    point, got = finding.evidence.inputs, finding.evidence.got
    assert got == pytest.approx(point["x"] * point["z"] + 2 * point["y"])
    assert finding.evidence.expected == pytest.approx(point["x"] * point["z"])


def test_the_derivative_itself_is_told_from_a_program_that_has_it(types: Types) -> None:
    verdict = types(PRODUCT, {"program": "f = y * z"})
    assert found(verdict, "df_dx").params["case"] == "program_is_gradient"
    assert found(verdict, "df_dy").params["case"] == "program"
    assert "∂f/∂x" in finding_message(found(verdict, "df_dx"), "ko")


def test_an_input_that_is_not_used_has_the_gradient_zero(types: Types) -> None:
    assert outcomes(types(PRODUCT, {"program": "f = 3"})) == dict.fromkeys(("df_dx", "df_dy", "df_dz"), "incorrect")


def test_operations_that_are_not_allowed_cost_their_own_part(types: Types) -> None:
    verdict = types(THREE, {"program": "f = x**2 + x*y + y"})
    assert outcomes(verdict) == {"df_dx": "correct", "df_dy": "correct", "operations": "incorrect"}
    assert verdict.points == 2
    params = found(verdict, "operations").params
    assert (params["found"], params["allowed"]) == ("**", "+, *")


def test_too_many_operations_cost_their_own_part(types: Types) -> None:
    verdict = types(THREE, {"program": "f = x*x + x*y + y"})
    assert outcomes(verdict)["operations"] == "incorrect"
    assert found(verdict, "operations").params == {"case": "too_many_operations", "most": 3, "count": 4}
    assert types(THREE, {"program": "f = x*(x + y) + y"}).points == 3


def test_what_it_is_built_of_earns_only_where_some_derivative_is_right(types: Types) -> None:
    assert types(THREE, {"program": "f = x + y"}).points == 0
    assert types(THREE, {"program": "f = x*y"}).points == 0
    assert types(THREE, {"program": "f = x*y + y"}).points == 2


@pytest.mark.parametrize(
    ("program", "line", "words"),
    [
        ("f = x +", 1, "program.syntax"),
        ("p = x\nimport os", 2, "program.not_an_assignment"),
        ("p = x\nx = 3\nf = p", 2, "program.input_assigned"),
        ("x = 3\nf = x", None, "program.input_assigned"),
        ("exp = x\nf = exp", 1, "program.reserved_name"),
        ("f = foo(x)", 1, "program.unknown_function"),
        ("f = x*y*w", None, "program.foreign_input"),
        ("f = (x > 0) * y", None, "program.foreign_operation"),
        ("f = x.T", None, "program.foreign_operation"),
        ("f = x" + "+ x" * 2_000, None, "program.too_long"),
        ("f = " + " + ".join(["x*y"] * 400), None, "program.too_long"),
        ("f = __import__('os').system('true')", 1, "program.unknown_function"),
        ("f = (lambda: x)()", 1, "program.syntax"),
        ("f = [x for x in y]", 1, "program.syntax"),
        ("f = 1e999 * x", 1, "program.syntax"),
    ],
)
def test_a_program_that_cannot_be_read_is_told_where_and_why(
    types: Types, program: str, line: int | None, words: str
) -> None:
    verdict = types(PRODUCT, {"program": program})
    assert verdict.outcome == "error"
    assert set(outcomes(verdict).values()) == {"error"}
    finding = found(verdict, "df_dx")
    assert (finding.code, finding.params.get("line")) == ("unreadable", line)
    assert finding.params["more"][0]["words"] == words
    for lang in LANGUAGES:
        assert len(finding_message(finding, lang)) >= 30


@pytest.mark.parametrize("program", ["g = x*y*z", "h = x\ng = h"])
def test_a_program_without_the_output_is_skipped(types: Types, program: str) -> None:
    verdict = types(PRODUCT, {"program": program})
    assert set(outcomes(verdict).values()) == {"skipped"}
    assert codes(verdict, "df_dx") == ["name_missing"]


@pytest.mark.parametrize("empty", ["", " \n "])
def test_nothing_written_is_skipped(types: Types, empty: str) -> None:
    assert set(outcomes(types(PRODUCT, {"program": empty})).values()) == {"skipped"}


def test_a_gradient_that_cannot_be_decided_is_undecided(types: Types, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "compare", lambda *_: reference.Comparison("undecided"))
    verdict = types(THREE, {"program": "f = x*(x + y) + y"})
    assert outcomes(verdict) == {"df_dx": "undecided", "df_dy": "undecided", "operations": "correct"}
    assert verdict.outcome == "undecided"


def test_a_number_that_is_none_is_never_undecided(types: Types) -> None:
    huge = "*".join(["9" * 60] * 40)
    verdict = types(PRODUCT, {"program": f"f = x*y*z + {huge} - {huge} + 0*x"})
    assert set(outcomes(verdict).values()) <= {"correct", "incorrect"}


@pytest.mark.parametrize(
    "program",
    [
        "a = x*y\n" + "a = a*a + z\n" * 60 + "f = a",
        "a = exp(x)\n" + "a = exp(a)\n" * 60 + "f = a",
        "f = x**y**z**x**y**z",
        "f = " + "(" * 500 + "x" + ")" * 500,
        "f = x ** 1000000",
        "f = 9**9**9**9 * x",
        "\x00", "f = \ud800", "f = \x1b[2J", "f = '{x}'", "f = f", "f: int = x", "f = x if x else y", "f = 1_000_000j",
        "def f(x): return x", "f = x; del x", "f, g = x, y", "f = x = y", "f = (y := x)", "; ; ;", "#" * 4_000,
    ],
    ids=range(21),
)  # fmt: skip
def test_any_text_gets_a_verdict(types: Types, program: str) -> None:
    verdict = types(PRODUCT, {"program": program})
    assert verdict.points == 0
    for lang in LANGUAGES:
        data = json.dumps(to_json(verdict, lang), allow_nan=False)
        assert "\\u001b" not in data
        assert len(data) < 8_000
