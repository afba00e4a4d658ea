"""Comparisons of formulas, and formulas that cannot be read, in words."""

from __future__ import annotations

import pytest

from grader.messages import LANGUAGES, Lang, comparison_message
from reference import EngineError, compare, parse_formula

UNREADABLE = [
    "", "2x +", "2x + q$", "foo(x)", "[x]", "x = 2", "x < 2", "sin", "max(x)", "((x)", "x)", "ㅌ + 1", "２x", "1,5",
    "3 4", "exp^2",
    "f'(x)", "\\foo{x}", "\\frac{1}{}", "9" * 100, "x^99999999", "(" * 200, "1" + "+1" * 2000, "|x", "2 1/2",
]  # fmt: skip


def test_a_difference_is_told_with_its_point() -> None:
    message = comparison_message(compare("2x", "2x + y"), "en")
    assert message.startswith("The two are different: at x = ")
    assert "y = " in message


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ("0.33333x", "x/3", "0.11111 and the right one 0.111111"),
        ("x+1e-12", "x", "4.000000000001 and the right one 4"),
        ("1/(x-x)", "x", "no value and the right one"),
        ("(x^2-1)/(x-1)", "x+1", "such as x = 1,"),
    ],
)
def test_it_can_be_seen_what_is_different(left: str, right: str, told: str) -> None:
    assert told in comparison_message(compare(left, right), "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_relation_has_words(lang: Lang) -> None:
    for left, right in (("x + x", "2x"), ("sqrt(x)*sqrt(x)", "x"), ("2", "3"), ("log(-1-x^2)", "log(-2-x^2)")):
        assert len(comparison_message(compare(left, right), lang)) > 5


@pytest.mark.parametrize("text", UNREADABLE, ids=lambda text: text[:12])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_a_formula_cannot_be_read_is_told_with_its_column(text: str, lang: Lang) -> None:
    with pytest.raises(EngineError) as caught:
        parse_formula(text, ["x"])
    message = comparison_message(caught.value, lang)
    assert "column" in message or "열" in message
    assert len(message) > 40 if lang == "en" else len(message) > 25
    assert "…" not in message
