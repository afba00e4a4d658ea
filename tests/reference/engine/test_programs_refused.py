"""What is not allowed in a program is refused with its place, and nothing is ever executed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import EngineError, ProgramError, ShapeError, UnknownName, parse_program


def refusal(text, kind=ProgramError, **options):
    with pytest.raises(kind) as caught:
        parse_program(text, **options)
    return caught.value


def outcome(text):
    """The code of the error that a text gives, or that it was read."""
    try:
        parse_program(text)
    except EngineError as error:
        return error.code
    return "read"


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("f = ", "syntax", 1, 5),
        ("g = x\nf = g +* 2", "syntax", 2, 8),
        ("f = (x", "syntax", 1, 5),
        ("f = x\n  g = f", "syntax", 2, 2),
        ("import os", "not_an_assignment", 1, 1),
        ("f = x; f", "not_an_assignment", 1, 8),
        ("a, b = x", "not_an_assignment", 1, 1),
        ("a[0] = x", "not_an_assignment", 1, 1),
        ("a = b = x", "not_an_assignment", 1, 1),
        ("f: float = x", "not_an_assignment", 1, 1),
        ("f = x.real", "not_allowed", 1, 5),
        ("f = x.__class__", "not_allowed", 1, 5),
        ("f = 'a'", "not_allowed", 1, 5),
        ("f = 1j", "not_allowed", 1, 5),
        ("f = True", "not_allowed", 1, 5),
        ("f = a if b else c", "not_allowed", 1, 5),
        ("f = a < b < c", "not_allowed", 1, 5),
        ("f = a and b", "not_allowed", 1, 5),
        ("f = not a", "not_allowed", 1, 5),
        ("f = a % b", "not_allowed", 1, 5),
        ("f = [y for y in x]", "not_allowed", 1, 5),
        ("f = (lambda: 0)()", "not_allowed", 1, 6),
        ("f = x[y]", "not_allowed", 1, 7),
        ("f = x[open('a')]", "not_allowed", 1, 7),
        ("f = sum(*x)", "not_allowed", 1, 9),
        ("f = sum(**x)", "not_allowed", 1, 11),
        ("f = x, y", "not_allowed", 1, 5),
        ("f = 2 * foo(x)", "unknown_function", 1, 9),
        ("f = np.linalg.svd(x)", "unknown_function", 1, 5),
        ("f = x.tofile(y)", "unknown_function", 1, 5),
        ("f = exp(x, y)", "wrong_arguments", 1, 5),
        ("f = sum(x, axis=y)", "wrong_arguments", 1, 5),
        ("f = sum(x, axes=0)", "wrong_arguments", 1, 5),
        ("f = 1e999999999", "number_too_large", 1, 5),
        ("exp = x", "reserved_name", 1, 1),
        ("f = np", "reserved_name", 1, 5),
        ("f = x + 1; x = 2", "input_assigned", 1, 12),
        ("x += 1", "input_assigned", 1, 1),
    ],
)
def test_a_program_is_refused_with_line_and_column(text, code, line, column):
    error = refusal(text)
    assert (error.code, error.place.line, error.place.column) == (code, line, column)
    assert str(error).startswith(f"line {line}, column {column}: ")


def test_columns_count_characters_and_the_indentation():
    error = refusal("\n    é = x\n    f = é * foo(é)\n")
    assert (error.place.line, error.place.column, error.place.end) == (3, 13, 16)


def test_the_message_says_what_was_found_and_what_is_allowed():
    error = refusal("f = x % 2")
    assert error.parameters["found"] == "x % 2"
    assert "allowed are numbers, names" in error.message


@pytest.mark.parametrize("text", ["", "  \n", "# only a comment"])
def test_an_empty_program_is_refused_with_an_example(text):
    assert "f = W*x + b" in refusal(text).message


@pytest.mark.parametrize(
    "text",
    [
        "f = " + "(" * 5000 + "x" + ")" * 5000,
        "f = " + "-" * 50_000 + "x",
        "f = " + "x**" * 20_000 + "x",
        "f = " + "x+" * 20_000 + "x",
        "f = " + "exp(" * 150 + "x" + ")" * 150,
        "f = x" + ".T" * 20_000,
    ],
)
def test_deep_nesting_gives_an_error_and_not_a_crash(text):
    assert outcome(text) in ("read", "too_deep")


def test_a_long_program_is_refused_before_it_is_read():
    assert refusal("f = x\n" * 100_000).code == "too_long"


def test_shapes_that_do_not_fit_are_refused_with_their_place():
    error = refusal("g = x\nf = g @ W", ShapeError, shapes={"x": (2, 3), "W": (4, 1)})
    assert (error.place.line, error.place.column) == (2, 5)
    assert "inner lengths 3 and 4" in error.message


def test_an_output_or_a_shape_of_no_name_is_an_unknown_name():
    assert refusal("f = x", UnknownName, output="g").parameters["name"] == "g"
    assert refusal("f = x", UnknownName, shapes={"y": (2,)}).parameters["name"] == "y"


def test_a_null_byte_is_refused():
    assert refusal("f = x\0").code in ("syntax", "unreadable")


@given(st.text(alphabet="fxy0129.+-*/()[]=;:,@ \n'\"eE_σ\t\\#", max_size=60))
def test_any_text_is_read_or_refused_and_nothing_else(text):
    assert outcome("f = x\n" + text)
