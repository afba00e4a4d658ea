"""What docs/formulas.md says of the notation and of equality is so."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from written import read

from reference import compare
from reference.formula import parse_formula

PAGE = Path(__file__).parents[3] / "docs" / "formulas.md"
TEXT = PAGE.read_text(encoding="utf-8").replace(r"\|", "|")
NOTATION, EQUALITY = (
    re.findall(r"^\| (`.*?) \| (.*) \|$", part, re.MULTILINE) for part in TEXT.split("## What *equal*")
)

# How the right-hand column of the table would be typed.
MEANINGS = {
    "2·x + y": "2*x + y",
    "2·(x + 1)": "2*(x+1)",
    "x·y": "x*y",
    "x to the power 2": "x^(2)",
    "−(x²)": "-(x^2)",
    "2 to the power 3²": "2^(3^2)",
    "e to the power −x": "exp(-x)",
    "(1/2)·x; before it is submitted you are asked whether you mean that or 1/(2x)": "(1/2)*x",
    "(x²/y)·z": "((x^2)/y)*z",
    "the square root": "sqrt(x)",
    "the cube root": "x^(1/3)",
    "(√2)·x": "sqrt(2)*x",
    "the absolute value": "abs(x)",
    "sin(2·x)": "sin(2*x)",
    "2·sin(x)·cos(x)": "2*sin(x)*cos(x)",
    "(cos x)²": "(cos(x))^2",
    "arcsin x": "arcsin(x)",
    "1/(1 + e⁻ˣ)": "sigmoid(x)",
    "the natural logarithm": "log(x)",
    "the logarithm to base 2": "log(x)/log(2)",
    "3.14159…": "%pi",
    "2.71828…": "%e",
}


@pytest.mark.parametrize(("typed", "meaning"), NOTATION)
def test_the_table_of_notation_is_right(typed: str, meaning: str) -> None:
    for text in re.findall(r"`([^`]*)`", typed):
        if meaning in MEANINGS:
            assert read(text) == read(MEANINGS[meaning]), text
        else:
            parse_formula(text)


def test_the_examples_of_equality_are_right() -> None:
    rows = [(re.findall(r"`([^`]+)`", left + "|" + rest), rest) for left, rest in EQUALITY]
    checked = [(texts, rest) for texts, rest in rows if len(texts) == 2]
    assert len(checked) >= 7
    for (left, right), rest in checked:
        wanted = rest.split(" | ")[-1].split(",", maxsplit=1)[0].split(":", maxsplit=1)[0]
        assert compare(left, right).relation == wanted, (left, right)


def test_the_examples_in_python_are_right() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert tried > 5
    assert failed == 0
