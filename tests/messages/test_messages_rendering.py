"""A verdict is put into words when it is read: in either language, from codes, with a student's text made harmless."""

from __future__ import annotations

import json

import pytest

from grader.messages import (
    LANGUAGES,
    Lang,
    finding_message,
    finding_title,
    part_label,
    plain,
    point_text,
    rounded_number,
    to_json,
    told_apart,
)
from grader.verdict import Evidence, Finding, Part, Verdict, plain_value


def verdict(*parts: Part) -> Verdict:
    return Verdict("graph/linear", "d1", "0.1", 7, "partial", 1.0, 2.0, parts, None, 3.14)


def test_the_json_form_has_the_contracts_keys_and_no_others() -> None:
    finding = Finding("mul_own_input", ("w_x_swapped",), "g", {}, Evidence({"W": -2}, -2.0))
    part = Part("grad.W", "incorrect", 0.0, 1.0, finding, "∂f/∂W")
    data = to_json(verdict(part), "en")
    assert list(data) == [
        "exercise", "exercise_digest", "grader_version", "seed", "lang", "outcome", "points", "max_points", "parts",
        "shown_by", "elapsed_ms",
    ]  # fmt: skip
    assert list(data["parts"][0]) == ["name", "label", "outcome", "points", "max_points", "finding"]
    assert list(data["parts"][0]["finding"]) == ["code", "also", "node", "message", "evidence"]
    assert data["parts"][0]["finding"]["evidence"] == {"inputs": {"W": -2}, "got": -2.0, "expected": None}
    assert data["lang"] == "en"
    json.dumps(data, allow_nan=False)


def test_a_right_part_has_no_finding() -> None:
    data = to_json(verdict(Part("grad.W", "correct", 1.0, 1.0, None, "∂f/∂W")), "en")
    assert data["parts"][0]["finding"] is None


def test_a_stored_verdict_can_be_read_in_the_other_language() -> None:
    part = Part("grad.W", "incorrect", 0.0, 1.0, Finding("mul_own_input", (), "g"), "∂f/∂W")
    stored = json.loads(json.dumps(verdict(part).to_dict()))
    again = Verdict.from_dict(stored)
    english, korean = (to_json(again, lang)["parts"][0]["finding"]["message"] for lang in LANGUAGES)
    assert "multiplication" in english
    assert "곱셈" in korean


def test_the_message_names_the_node_the_alternatives_and_the_lessons_step() -> None:
    message = finding_message(Finding("mul_own_input", ("value_for_gradient",), "g"), "en")
    assert message.startswith("At the node g: ")
    assert "The value of the node, not its gradient" in message
    assert message.endswith("See the lesson, step 4: local derivatives in a graph.")


def test_a_likely_mistake_is_worded_as_a_perhaps() -> None:
    assert "Perhaps:" in finding_message(Finding("mul_own_input", params={"tentative": True}), "en")
    assert "아마도:" in finding_message(Finding("mul_own_input", params={"tentative": True}), "ko")


def test_a_part_without_mathematics_is_named_in_words() -> None:
    part = Part("large-inputs", "correct", 1.0, 1.0)
    assert [part_label(part, lang) for lang in LANGUAGES] == ["Large inputs", "큰 입력"]
    assert part_label(Part("of-its-author", "correct", 1.0, 1.0), "ko") == "of-its-author"


def test_a_case_of_a_code_has_words_of_its_own() -> None:
    finding = Finding("raised", params={"case": "line", "line": 3, "error": "TypeError: no"})
    assert "line 3 with TypeError: no" in finding_message(finding, "en")
    near = Finding("name_missing", params={"case": "near", "name": "sigmoid", "near": ["sigmod"]})
    assert "There is sigmod" in finding_message(near, "en")


def test_an_old_verdict_with_unknown_codes_and_missing_parameters_can_still_be_read() -> None:
    assert finding_title(Finding("of_a_later_version"), "en") == "This does not agree"
    assert "…" in finding_message(Finding("syntax_error"), "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_student_wrote_is_made_harmless(lang: Lang) -> None:
    nasty = "\x1b[31mred\x1b[0m \u202eevil\u202c \x9b2J\nline {__class__} %s [bold]" + "x" * 100_000
    message = finding_message(Finding("syntax_error", params={"line": 1, "column": 2, "detail": nasty}), lang)
    assert not any(ord(letter) < 32 or 0x7F <= ord(letter) <= 0x9F or letter in "\u202e\u202c" for letter in message)
    assert "{__class__}" in message
    assert len(message) < 1000


def test_numbers_are_short_with_a_real_minus() -> None:
    assert rounded_number(-0.123456) == "−0.1235"
    assert rounded_number(5) == "5"
    assert rounded_number(float("-inf")) == "−∞"
    assert rounded_number(10**400) == "∞"
    assert plain("a\tb\x00c") == "a bc"


def test_numbers_that_differ_are_seen_to_differ() -> None:
    assert told_apart(-0.83332, -2.5 / 3) == ("−0.83332", "−0.83333")
    assert told_apart(0.25, 3.5) == ("0.25", "3.5")
    assert told_apart(0.1, 0.1) == ("0.1", "0.1")
    assert told_apart([0.1], "no value") == ("0.1", "no value")


def test_evidence_is_strict_json() -> None:
    nan, inf = float("nan"), float("inf")
    assert plain_value([nan, inf, -inf, 1, True, None, "x"]) == ["nan", "inf", "-inf", 1, True, None, "x"]
    assert plain_value(10**400) == "inf"
    assert plain_value({"a": [1.5]}) == {"a": [1.5]}
    assert len(plain_value("y" * 10_000)) == 200
    assert len(str(plain_value([[[[1.5] * 50] * 50] * 50] * 50))) < 10_000
    assert plain_value([[1.5] * 60, [2.5]]) == [[1.5] * 50, [2.5]]


def test_beside_a_mistake_in_a_formula_stand_mistakes_in_formulas_only() -> None:
    also = ("const_term_to_one", "branch_overwrite", "chain_stops_early")
    message = finding_message(Finding("other_var_as_zero", also), "en")
    assert "A term without the variable was counted as 1 / The chain" in message
    assert "path" not in message


def test_beside_a_mistake_in_a_graph_stand_mistakes_in_graphs_only() -> None:
    message = finding_message(Finding("mul_own_input", ("product_sum", "value_for_gradient", "w_x_swapped")), "en")
    assert "sum" not in message
    assert "The same comes out of: " in message
    assert message.count(" / ") == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2, "2"),
        (0.5, "0.5"),
        (1 / 3, "1/3"),
        (-2 / 7, "−2/7"),
        (-123.1 / 997, "−0.1235"),
        (1e-9, "1e−09"),
        (True, "True"),
    ],
)
def test_a_point_is_told_so_that_one_can_go_there(value: object, text: str) -> None:
    assert point_text({"x": value, "y": 1}) == f"x = {text}, y = 1"
