"""What somebody hears of a formula besides right and wrong: gaps, rounded decimals, what is known of the undecided."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from verdict_views import codes, part

import reference
from grader.exercises import Exercise
from grader.messages import evidence_message, finding_message, finding_title, to_json
from grader.verdict import Finding, Verdict
from reference.equivalence.comparison import Note

Types = Callable[..., Verdict]
WritesExercise = Callable[[str], Exercise]
QUADRATIC = "partial/quadratic"
THIRDS = """
kind = "formula"
program = '''
t = x / 3
y = t**2
'''
ask = ["dt_dx", "dy_dx"]
"""


def finding_of(verdict: Verdict, name: str) -> Finding:
    found = part(verdict, name).finding
    assert found is not None
    return found


def test_a_gap_at_a_single_point_is_told_and_costs_nothing(types: Types) -> None:
    verdict = types(QUADRATIC, {"dz_dx": "(2x^2 + x y)/x", "dz_dy": "x + 1"})
    right = part(verdict, "dz_dx")
    assert (right.outcome, right.finding) == ("correct", None)
    assert right.note is not None
    assert right.note.code == "undefined_at_points"
    assert "it has no value at x = 0." in finding_message(right.note, "en")
    assert "다음 점에서는 값이 없습니다: x = 0." in finding_message(right.note, "ko")
    assert part(verdict, "dz_dy").note is None


def test_a_note_stands_in_the_json_only_where_there_is_one(types: Types) -> None:
    noted, other = to_json(types(QUADRATIC, {"dz_dx": "(2x^2 + x y)/x", "dz_dy": "x + 1"}), "en")["parts"]
    assert noted["note"]["code"] == "undefined_at_points"
    assert "note" not in other


def test_a_note_is_stored_with_the_verdict(types: Types) -> None:
    verdict = types(QUADRATIC, {"dz_dx": "(2x^2 + x y)/x", "dz_dy": "x + 1"})
    assert Verdict.from_dict(verdict.to_dict()) == verdict


def test_a_verdict_stored_before_there_were_notes_is_read(types: Types) -> None:
    verdict = types(QUADRATIC, {"dz_dx": "2x"})
    stored = {**verdict.to_dict(), "notes": []}
    for each in stored["parts"]:
        del each["note"]
    assert Verdict.from_dict(stored) == verdict


@pytest.mark.parametrize(("typed", "digits"), [("0.222x", 3), ("0.2222x", 4)])
def test_rounded_decimals_are_told_in_how_many_digits_they_agree(
    types: Types, write_exercise: WritesExercise, typed: str, digits: int
) -> None:
    finding = finding_of(types(write_exercise(THIRDS), {"dy_dx": typed}), "dy_dx")
    assert (finding.code, finding.params["case"]) == ("precision", "formula")
    assert f"agrees with the derivative in {digits} significant digits" in finding_message(finding, "en")
    assert f"유효숫자 {digits}자리까지만" in finding_message(finding, "ko")
    assert finding_title(finding, "en") == "Rounded decimals"


def test_a_known_mistake_goes_before_rounded_decimals(types: Types) -> None:
    assert "other_var_as_zero" in codes(types(QUADRATIC, {"dz_dx": "2.0x"}), "dz_dx")


def test_a_point_is_told_with_both_values(types: Types) -> None:
    finding = finding_of(types(QUADRATIC, {"dz_dx": "2x + 3y"}), "dz_dx")
    english, korean = (evidence_message(finding, lang) for lang in ("en", "ko"))
    assert english.startswith("At x = ")
    assert "your answer gives" in english
    assert "it should be" in english
    assert korean.startswith("확인한 점: x = ")


def test_where_the_formula_has_no_value_that_is_said(types: Types) -> None:
    finding = finding_of(types(QUADRATIC, {"dz_dx": "2x + y + sqrt(x) - sqrt(x)"}), "dz_dx")
    assert "your answer gives no value; it should be" in evidence_message(finding, "en")


@pytest.mark.parametrize("typed", ["1/4", "3", "x"])
def test_the_value_of_a_constant_derivative_is_the_answer_and_is_not_told(
    types: Types, write_exercise: WritesExercise, typed: str
) -> None:
    finding = finding_of(types(write_exercise(THIRDS), {"dt_dx": typed}), "dt_dx")
    assert finding.evidence is not None
    assert finding.evidence.expected is None
    for lang in ("en", "ko"):
        told = finding_message(finding, lang) + evidence_message(finding, lang)
        assert "0.333" not in told
        assert "1/3" not in told


@pytest.mark.parametrize(
    ("note", "english", "korean"),
    [
        (
            Note("agrees_at_points", {"points": 24, "bits": 256}),
            "agree at 24 points to 256 bits",
            "점 24개에서 256비트",
        ),
        (Note("domain_not_shown"), "could not be shown", "밝히지 못했습니다"),
        (None, "agree at every point that was tried", "시험한 모든 점에서"),
    ],
)
def test_of_the_undecided_it_is_told_what_is_known(
    types: Types, monkeypatch: pytest.MonkeyPatch, note: Note | None, english: str, korean: str
) -> None:
    """What cannot be decided today may be tomorrow, so the comparison is told to give up."""
    monkeypatch.setattr(reference, "compare", lambda *_: reference.Comparison("undecided", note=note))
    verdict = types(QUADRATIC, {"dz_dx": "2x + y", "dz_dy": "x + 1"})
    assert verdict.outcome == "undecided"
    finding = finding_of(verdict, "dz_dx")
    assert english in finding_message(finding, "en")
    assert korean in finding_message(finding, "ko")
