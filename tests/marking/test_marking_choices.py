"""Choices: +1/k for a right option, −1/m for a wrong one, not below 0, and a reason for every wrong one."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from verdict_views import part

from grader.exercises import Answer, Catalogue, Exercise, Instance, make_instance
from grader.marking import AnswerError, mark
from grader.messages import LANGUAGES, Lang, finding_message, to_json
from grader.verdict import Finding, Verdict

Types = Callable[..., Verdict]
PATHS = "graph/where-paths-meet"  # x and q are right; w, v, p, a and b are not


def finding(verdict: Verdict) -> Finding:
    found = part(verdict, "choice").finding
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("choice", "points"),
    [
        ("x,q", 2.0),
        ("q, x", 2.0),
        ("x q", 2.0),
        (" x ; q ; x ", 2.0),
        ("X，Q", 2.0),
        ("x", 1.0),
        ("x,w", 0.6),
        ("x,q,w", 1.6),
        ("x,q,w,v,p,a,b", 0.0),
        ("w", 0.0),
        ("w,v,p", 0.0),
    ],
)
def test_right_options_earn_and_wrong_ones_cost(types: Types, choice: str, points: float) -> None:
    verdict = types(PATHS, {"choice": choice})
    assert verdict.points == pytest.approx(points)
    assert verdict.max_points == 2
    assert verdict.outcome == {2.0: "correct", 0.0: "incorrect"}.get(points, "partial")
    assert [each.name for each in verdict.parts] == ["choice"]
    assert (part(verdict, "choice").finding is None) == (points == 2)


@pytest.mark.parametrize("empty", [{}, {"choice": ""}, {"choice": " , "}])
def test_nothing_chosen_is_skipped(types: Types, empty: dict[str, str]) -> None:
    verdict = types(PATHS, empty)
    assert (verdict.outcome, part(verdict, "choice").outcome) == ("error", "skipped")
    assert finding(verdict).code == "name_missing"


@pytest.mark.parametrize(("choice", "column"), [("x,zz", 3), ("q!", 1), ("{x}", 1), ("x,\x1b[2J", 3)])
def test_what_is_no_option_is_unreadable_with_its_column(types: Types, choice: str, column: int) -> None:
    verdict = types(PATHS, {"choice": choice})
    assert (verdict.outcome, part(verdict, "choice").outcome) == ("error", "error")
    assert (finding(verdict).code, finding(verdict).params["column"]) == ("unreadable", column)
    text = json.dumps(to_json(verdict, "en"))
    assert "\\u001b" not in text
    assert "w, x" not in text or "none of the options" in text


def test_a_very_long_answer_is_not_read(types: Types) -> None:
    assert finding(types(PATHS, {"choice": "x," * 100_000})).code == "unreadable"


def test_an_option_by_another_name_is_the_callers_error(types: Types) -> None:
    with pytest.raises(AnswerError, match="it asks for: choice"):
        types(PATHS, {"x": "1"})


def test_the_sign_of_an_influence_is_named_as_the_mistake(types: Types) -> None:
    verdict = types("graph/most-influence", {"choice": "W"})
    assert (finding(verdict).code, finding(verdict).node) == ("influence_sign_ignored", "W")
    assert "largest in size" in finding_message(finding(verdict), "en")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (19, "influence_added_not_scaled"),
        (31, "linear_taken_as_exact"),
        (22, "value_for_gradient"),
        (16, "value_wrong"),
    ],
)
def test_a_number_that_a_mistake_predicts_names_it(types: Types, catalogue: Catalogue, value: float, code: str) -> None:
    options = make_instance(catalogue.get("graph/moving-far")).options
    letter = next(option.id for option in options if option.value == value)
    assert finding(types("graph/moving-far", {"choice": letter})).code == code


@pytest.mark.parametrize("seed", [None, 1, 2, 3, 2**63 - 1])
def test_the_right_number_is_right_whatever_its_letter(types: Types, catalogue: Catalogue, seed: int | None) -> None:
    instance = make_instance(catalogue.get("graph/moving-far"), seed)
    right = (instance.inputs["x"] + 3) ** 2 + instance.inputs["b"]
    letter = next(option.id for option in instance.options if option.value == right)
    assert types("graph/moving-far", {"choice": letter}, seed).outcome == "correct"


def test_an_author_gives_a_reason_in_both_languages(types: Types) -> None:
    found = finding(types("graph/why-backwards", {"choice": "inputs-first"}))
    assert "other way round" in finding_message(found, "en")
    assert "반대입니다" in finding_message(found, "ko")


def test_an_option_may_name_a_known_mistake(types: Types) -> None:
    assert finding(types("graph/why-backwards", {"choice": "last-path"})).code == "branch_overwrite"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_wrong_option_gets_its_reason(types: Types, lang: Lang) -> None:
    found = finding(types(PATHS, {"choice": "w,v,x"}))
    assert set(found.params["wrong"]) == {"w", "v"}
    message = finding_message(found, lang)
    reason = {"en": "Only one node uses this one", "ko": "노드는 하나뿐이어서"}[lang]
    assert message.count(reason) == 2
    assert {"en": "not everything", "ko": "더 있습니다"}[lang] in message


def test_the_right_options_are_told_only_where_answers_may_be_shown(types: Types) -> None:
    hidden, shown = (types(PATHS, {"choice": "w"}, show_answers=show) for show in (False, True))
    for verdict, expected in ((hidden, None), (shown, {"x", "q"})):
        evidence = finding(verdict).evidence
        assert evidence is not None
        assert evidence.got == "w"
        assert (set(evidence.expected.split(", ")) if evidence.expected else None) == expected


CHANGED = """\
kind = "choice"
program = "f = x"
[[choice.options]]
id = "one"
en = "One."
ko = "하나."
right = true
[[choice.options]]
id = "two"
en = "Two."
ko = "둘."
why = { en = "No.", ko = "아니요." }
"""


def test_a_corrected_key_counts_for_what_was_shown_before(write_exercise: Callable[[str], Exercise]) -> None:
    """Who is marked again is marked by the exercise as it stands, on the options that were shown."""
    exercise = write_exercise(CHANGED)
    shown = make_instance(exercise).to_dict()
    shown["options"].append({"id": "gone", "value": None})
    instance = Instance.from_dict(shown)
    assert mark(exercise, instance, Answer.of_typed({"choice": "one"})).outcome == "correct"
    assert mark(exercise, instance, Answer.of_typed({"choice": "one,gone"})).outcome == "correct"
    assert mark(exercise, instance, Answer.of_typed({"choice": "two"})).points == 0


def test_a_reason_with_braces_is_no_format(write_exercise: Callable[[str], Exercise]) -> None:
    exercise = write_exercise(CHANGED.replace('en = "No."', 'en = "No: {W} {0.__class__}"'))
    verdict = mark(exercise, make_instance(exercise), Answer.of_typed({"choice": "two"}))
    assert "No: {W} {0.__class__}" in finding_message(finding(verdict), "en")
