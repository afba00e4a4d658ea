"""A formula that cannot be read says where, what was found, what was expected, and what was probably meant."""

from __future__ import annotations

import pytest

from reference.errors import FormulaError
from reference.formula import parse_formula


def refused(text: str, names: list[str] | None = None) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        parse_formula(text, names)
    return caught.value


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("", "empty", 1),
        ("   ", "empty", 1),
        ("x+", "unexpected_end", 3),
        ("2*", "unexpected_end", 3),
        ("x)", "unexpected_token", 2),
        ("(x", "not_closed", 3),
        ("2(x+1", "not_closed", 6),
        ("|x", "not_closed", 3),
        ("x++", "unexpected_end", 4),
        ("x*/y", "unexpected_token", 3),
        ("()", "unexpected_token", 2),
        ("(x}", "unexpected_token", 3),
        ("x,y", "unexpected_token", 2),
        ("2 3", "unexpected_token", 3),
        ("2.5.1", "unexpected_character", 4),
        ("1..2", "unexpected_character", 3),
        ("x = 2", "unexpected_character", 3),
        ("x < 2", "unexpected_character", 3),
        ("[x]", "unexpected_character", 1),
        ("x; y", "unexpected_character", 2),
        ("'x'", "unexpected_character", 1),
        ('"x"', "unexpected_character", 1),
        ("x : y", "unexpected_character", 3),
        ("x $ y", "unexpected_character", 3),
        ("∂z", "unexpected_character", 1),
        ("max(x)", "wrong_arguments", 1),
        ("cot^-1 x", "unknown_name", 1),
        ("log_(x)", "unexpected_character", 4),
        ("sin(x, y)", "wrong_arguments", 1),
        ("2x + sin", "missing_argument", 6),
        ("sin()", "missing_argument", 1),
        ("sin + 1", "missing_argument", 1),
        ("√", "missing_argument", 1),
    ],
)
def test_the_column_is_where_it_went_wrong(text: str, code: str, column: int) -> None:
    error = refused(text)
    assert (error.code, error.place and error.place.column) == (code, column)
    assert {"found", "expected", "hint", "suggestion"} <= set(error.parameters)


@pytest.mark.parametrize(
    ("text", "names", "hint", "suggestion"),
    [
        ("wx + b", ["W", "x", "b"], "capital", "Wx"),
        ("2Xy", ["x", "y"], "capital", "xy"),
        ("E^x", ["x"], "capital", "e"),
        ("XE^x", ["x"], "capital", "xe"),
        ("Pi x", ["x"], "capital", "pi"),
        ("dz/dx = 2x + y", ["x", "y"], "equation", None),
        ("z = 2x", ["x"], "equation", None),
        ("∂z/∂x", ["x"], "derivative", None),
        ("dx y", ["x", "y"], "derivative", None),
        ("dL/dy", ["x", "y"], "derivative", None),
        ("dz/dx", ["x"], "derivative", None),
        (r"\frac{\partial L}{\partial w}", ["x"], "derivative", None),
        (r"x\le1", ["x"], "comparison", None),
        ("sec^-1(x)", ["x"], "parentheses", "1/sec(x)"),
        ("pow(x,2)", ["x"], "parentheses", "x^2"),
        ("y hat", ["yhat", "y"], "near_name", "yhat"),
        ("\N{MATHEMATICAL BOLD DIGIT TWO}x", ["x"], "near_name", "2"),
        ("inf", ["x"], None, None),
        ("x and 1", ["x"], None, None),
        ("모름", ["x"], None, None),
        ("x의 제곱", ["x"], None, None),
        ("2\N{CYRILLIC SMALL LETTER HA}", ["x"], "near_name", "x"),
        ("\N{CYRILLIC SMALL LETTER IE}^x", ["x"], "near_name", "e"),
        ("2ㅌ", ["x"], "hangul", "x"),
        ("ㅛ+1", ["y"], "hangul", "y"),
        ("ㅈㅌ", ["w", "x"], "hangul", "wx"),
        ("ㅠ", ["b"], "hangul", "b"),
        ("냐ㅜ(x)", ["x"], "hangul", "sin"),
        ("２x", ["x"], "full_width", "2"),
        ("x＋１", ["x"], "full_width", "+1"),
        ("2X", ["x"], "capital", "x"),
        ("w x", ["W", "x"], "capital", "W"),
        ("Sin(x)", ["x"], "capital", "sin"),
        ("Exp(x)", None, "capital", "exp"),
        ("sigmod(x)", ["x"], "near_name", "sigmoid"),
        ("wieght", ["weight"], "near_name", "weight"),
        ("x2", ["x", "y"], "square", "x^2, 2x"),
        ("x'", ["x"], "prime", None),
        ("sigma'(x)", ["x"], "prime", None),
        ("sigma'(x)", None, "prime", None),
        ("σ'(x)", None, "prime", None),
        ("sin", ["x"], "parentheses", "sin(x)"),
        ("exp^(-x)", ["x"], "exp_power", "exp(x)"),
        ("0,5x", ["x"], "decimal_comma", None),
        ("2 3", ["x"], "two_numbers", None),
        ("2½", ["x"], "mixed_number", None),
        ("y=2x", ["x", "y"], "equation", None),
        ("x<2", ["x"], "comparison", None),
        ("[x]", ["x"], "brackets", None),
        (r"\frac{}{x}", ["x"], "empty_box", None),
    ],
)
def test_the_usual_slips_get_a_hint(text: str, names: list[str] | None, hint: str, suggestion: str | None) -> None:
    parameters = refused(text, names).parameters
    assert (parameters["hint"], parameters["suggestion"]) == (hint, suggestion)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x+", ("operand",)),
        ("(x", ("closing",)),
        ("|x", ("bar",)),
        (r"\frac{1}{x", ("brace",)),
        ("x)", ("operator",)),
        ("sin", ("argument",)),
    ],
)
def test_it_is_said_what_was_expected_there(text: str, expected: tuple[str, ...]) -> None:
    assert refused(text).parameters["expected"] == expected


def test_an_unknown_name_lists_the_names_there_are() -> None:
    error = refused("2q + x", ["x", "y"])
    assert (error.code, error.parameters["found"], error.parameters["names"]) == ("unknown_name", "q", ("x", "y"))


def test_what_was_found_is_what_the_person_typed() -> None:
    assert refused("x ** ]").parameters["found"] == "]"
    assert refused("x * ) ").parameters["found"] == ")"
    assert refused("x ×").parameters["found"] == ""
    assert refused("× x").parameters["found"] == "×"
    assert refused("x^³").parameters["found"] == "³"
    assert refused("x\u202ey").parameters["found"] == "U+202E"
    assert str(refused("2ㅌ")) == "column 2: found 'ㅌ' (the keyboard is in Hangul mode; did you mean x?)"
