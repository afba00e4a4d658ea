"""Mathematics becomes MathML Core on the server, well spaced, and nothing else gets through."""

from __future__ import annotations

import pytest

from grader.web.mathml import chain, clinging, derivative, from_latex, identifier, polish
from grader.web.statements import opening_formula, render


def test_a_minus_that_begins_a_number_stands_close_to_it() -> None:
    assert '<mo>=</mo><mo form="prefix">−</mo><mn>7</mn>' in from_latex("f = -7")
    assert "<mi>a</mi><mo>−</mo><mi>b</mi>" in from_latex("a - b")


def test_parentheses_stretch_around_fractions_alone() -> None:
    assert '<mo stretchy="false"' in from_latex(r"\sigma(x)")
    tall = polish("<math><mrow><mo>(</mo><mfrac><mn>1</mn><mi>x</mi></mfrac><mo>)</mo></mrow></math>")
    assert tall.count('stretchy="true"') == 2


def test_a_functions_name_stands_apart_from_its_argument() -> None:
    assert "<mi>log</mi><mspace" in from_latex(r"\log x")


def test_only_mathml_gets_through() -> None:
    for evil in ("<math><script>1</script></math>", "<math><a href='x'>y</a></math>", "<math><mi>x", "no markup"):
        with pytest.raises(ValueError, match="MathML"):
            polish(evil)
    assert polish('<math><mi onclick="1" style="x" href="y" mathvariant="normal">x</mi></math>') == (
        '<math><mi mathvariant="normal">x</mi></math>'
    )


def test_latex_that_cannot_be_read_is_shown_as_written() -> None:
    assert from_latex(r"\frac{1}{<b>") == r"<code>\frac{1}{&lt;b&gt;</code>" or "<math" in from_latex(r"\frac{1}{<b>")


def test_what_clings_to_a_formula_stays_on_its_line() -> None:
    math = "<math><mi>g</mi></math>"
    assert clinging(f"{math}와 {math}.") == (
        f'<span class="nb">{math}\u2060와</span> <span class="nb">{math}\u2060.</span>'
    )
    assert clinging(f"{math} and") == f"{math} and"


def test_derivatives_and_the_chain_rule_are_set_from_names() -> None:
    assert derivative("f", "W").count("<mfrac>") == 1
    assert chain("f", "x", ["p", "b"]).count("<mfrac>") == 5
    assert identifier("W1") == "<msub><mi>W</mi><mn>1</mn></msub>"
    assert identifier("<b>") == "<mi>&lt;b&gt;</mi>"


def test_a_statement_has_neither_raw_html_nor_images() -> None:
    html = render("<script>alert(1)</script> ![x](http://evil.example/a.png) **bold** [go](javascript:alert(1))")
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "<strong>bold</strong>" in html


def test_a_formula_that_opens_a_statement_is_set_apart() -> None:
    formula, rest = opening_formula("$z = x^2$\n\nHow much?")
    assert formula is not None
    assert "<msup>" in formula
    assert rest == "How much?"
    assert opening_formula("Let $z = x$ be\n\nso") == (None, "Let $z = x$ be\n\nso")
