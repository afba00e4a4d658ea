"""The form of a formula, where an exercise asks for one: a smaller part that earns only beside an equal formula."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from verdict_views import outcomes, part

import reference
from grader.exercises import Exercise
from grader.exercises.kinds.formula import FORMS as KNOWN
from grader.messages import LANGUAGES, finding_message, finding_title, part_label
from grader.verdict import Finding, Verdict
from reference.equivalence import forms

Types = Callable[..., Verdict]
WritesExercise = Callable[[str], Exercise]
ASKED = """
kind = "formula"
program = "f = x**3/3 - x + 7"
[form]
df_dx = {{ is = "{form}", model = "1" }}
[parts]
df_dx = 2
df_dx-form = 1
"""


@pytest.fixture
def form_of(types: Types, write_exercise: WritesExercise) -> Callable[[str, str], Verdict]:
    """The verdict on a formula for x² − 1 where that form is asked for."""
    return lambda form, typed: types(write_exercise(ASKED.format(form=form)), {"df_dx": typed})


def finding_of(verdict: Verdict) -> Finding:
    found = part(verdict, "df_dx-form").finding
    assert found is not None
    return found


def test_the_forms_that_may_be_asked_for_are_those_that_can_be_told() -> None:
    assert tuple(KNOWN) == forms.FORMS


@pytest.mark.parametrize(
    ("form", "typed"),
    [("factored", "(x+1)(x-1)"), ("factored", "-(1-x)(1+x)"), ("expanded", "x^2 - 1"), ("exact", "2(x^2-1)/2")],
)
def test_an_equal_formula_in_the_form_earns_all(form_of: Callable[..., Verdict], form: str, typed: str) -> None:
    verdict = form_of(form, typed)
    assert (verdict.outcome, verdict.points, verdict.shown_by) == ("correct", 3.0, "proof")


@pytest.mark.parametrize(
    ("form", "typed", "case", "found"),
    [
        ("factored", "x^2 - 1", "not_factored", "x^2 - 1"),
        ("factored", "(2x+2)(x-1)/2", "not_factored", "2x+2"),
        ("expanded", "(x+1)(x-1)", "not_expanded", "(x+1)(x-1)"),
        ("exact", "x^2 - 1.0", "decimals", "1.0"),
    ],
)
def test_an_equal_formula_in_another_form_loses_the_smaller_part(
    form_of: Callable[..., Verdict], form: str, typed: str, case: str, found: str
) -> None:
    verdict = form_of(form, typed)
    assert outcomes(verdict) == {"df_dx": "correct", "df_dx-form": "incorrect"}
    assert (verdict.outcome, verdict.points) == ("partial", 2.0)
    finding = finding_of(verdict)
    assert (finding.code, finding.params["case"]) == ("value_wrong", case)
    for lang in LANGUAGES:
        assert found in finding_message(finding, lang)
        assert "value_wrong" not in finding_title(finding, lang)


def test_a_form_earns_nothing_beside_a_formula_that_is_not_equal(form_of: Callable[..., Verdict]) -> None:
    verdict = form_of("factored", "(x+1)(x+1)")
    assert outcomes(verdict) == {"df_dx": "incorrect", "df_dx-form": "incorrect"}
    assert verdict.points == 0
    assert "counts as soon as the formula is equal" in finding_message(finding_of(verdict), "en")


@pytest.mark.parametrize(("typed", "outcome"), [("", "skipped"), ("(x+1", "error")])
def test_without_a_formula_there_is_no_form(form_of: Callable[..., Verdict], typed: str, outcome: str) -> None:
    assert set(outcomes(form_of("factored", typed)).values()) == {outcome}


def test_beside_an_undecided_formula_the_form_waits_too(
    form_of: Callable[..., Verdict], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "compare", lambda *_: reference.Comparison("undecided"))
    assert outcomes(form_of("factored", "(x+1)(x-1)")) == {"df_dx": "undecided", "df_dx-form": "undecided"}


def test_the_part_is_called_after_its_formula(form_of: Callable[..., Verdict]) -> None:
    parts = form_of("factored", "x^2 - 1").parts
    assert [part_label(each, "en") for each in parts] == ["df/dx", "df/dx: the form"]
    assert [part_label(each, "ko") for each in parts] == ["df/dx", "df/dx: 식의 모양"]
