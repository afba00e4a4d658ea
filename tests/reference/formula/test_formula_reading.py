"""Plain text is read as a person writes it."""

from __future__ import annotations

import pytest
from written import read


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("2x + y", "(+ (* 2 x) y)"),
        ("x y", "(* x y)"),
        ("2(x+1)", "(* 2 (+ x 1))"),
        ("(x+1)(x-1)", "(* (+ x 1) (- x 1))"),
        ("2·x × y", "(* (* 2 x) y)"),
        ("x*2", "(* x 2)"),
        ("x÷2", "(/ x 2)"),
        ("x−1", "(- x 1)"),
        ("2^3^2", "(^ 2 (^ 3 2))"),
        ("x**2", "(^ x 2)"),
        ("x²y⁻¹", "(* (^ x 2) (^ y (neg 1)))"),
        ("xⁿ⁺¹", "(^ x (+ n 1))"),
        ("e⁻ˣ²", "(exp (neg (^ x 2)))"),
        ("2²ˣ", "(^ 2 (* 2 x))"),
        ("½x", "(* 1/2 x)"),
        ("x-y-z", "(- (- x y) z)"),
        ("x/y/z", "(/ (/ x y) z)"),
        ("x/y*z", "(* (/ x y) z)"),
        ("+x", "x"),
        ("x--y", "(- x (neg y))"),
        ("{x+1}/2", "(/ (+ x 1) 2)"),
    ],
)
def test_arithmetic_is_read_with_its_usual_precedence(text: str, tree: str) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("-x^2", "(neg (^ x 2))"),
        ("-2^2", "(neg (^ 2 2))"),
        ("2^-1", "(^ 2 (neg 1))"),
        ("e^-x", "(exp (neg x))"),
        ("x^-2y", "(* (^ x (neg 2)) y)"),
        ("-x y", "(* (neg x) y)"),
        ("x*-y", "(* x (neg y))"),
    ],
)
def test_a_sign_binds_looser_than_a_power_and_tighter_than_a_product(text: str, tree: str) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("sin 2x", "(sin (* 2 x))"),
        ("2 sin x cos x", "(* (* 2 (sin x)) (cos x))"),
        ("sin 2x cos 3x", "(* (sin (* 2 x)) (cos (* 3 x)))"),
        ("sin x^2", "(sin (^ x 2))"),
        ("sin(x)^2", "(^ (sin x) 2)"),
        ("sin x + 1", "(+ (sin x) 1)"),
        ("sin x*y", "(* (sin x) y)"),
        ("sin x/2", "(/ (sin x) 2)"),
        ("sin -x", "(sin (neg x))"),
        ("cos^2 x", "(^ (cos x) 2)"),
        ("cos^2 3x", "(^ (cos (* 3 x)) 2)"),
        ("sin^-1 2x", "(arcsin (* 2 x))"),
        ("cos x(x+1)", "(* (cos x) (+ x 1))"),
        ("cos^2 x (x+1)", "(* (^ (cos x) 2) (+ x 1))"),
        ("cos 2x(x+1)", "(* (cos (* 2 x)) (+ x 1))"),
        ("cos 2(x+1)", "(cos (* 2 (+ x 1)))"),
        ("cos 2(x+1)(x-1)", "(* (cos (* 2 (+ x 1))) (- x 1))"),
        ("cos(x)(x+1)", "(* (cos x) (+ x 1))"),
        ("cos^2(x)y", "(* (^ (cos x) 2) y)"),
        ("tanh²x", "(^ (tanh x) 2)"),
        ("sin^-1 x", "(arcsin x)"),
        ("tanh^{-1}(x)", "(arctanh x)"),
        ("sin2x", "(sin (* 2 x))"),
        ("sin 2.5x", "(sin (* 5/2 x))"),
        ("exp(-x)", "(exp (neg x))"),
        ("ln x", "(log x)"),
        ("log x", "(log x)"),
        ("log_2 x", "(/ (log x) (log 2))"),
        ("log10(x)", "(/ (log x) (log 10))"),
        ("log_a x", "(/ (log x) (log a))"),
        ("log1p(x)", "(log (+ 1 x))"),
        ("expm1(x)", "(- (exp x) 1)"),
        ("np.exp(-x)", "(exp (neg x))"),
        ("2*np.pi*math.sqrt(x)", "(* (* 2 π) (sqrt x))"),
        ("np.maximum(x, 0)", "(maximum x 0)"),
        ("log 2x", "(log (* 2 x))"),
        ("σ(x)(1-σ(x))", "(* (sigmoid x) (- 1 (sigmoid x)))"),
        ("sigma(x)(1-sigma(x))", "(* (sigmoid x) (- 1 (sigmoid x)))"),
        ("relu(x)", "(relu x)"),
        ("max(0, x)", "(maximum 0 x)"),
        ("min(x,y,z)", "(minimum (minimum x y) z)"),
        ("sec x", "(/ 1 (cos x))"),
        ("cosec(3x)", "(/ 1 (sin (* 3 x)))"),
        ("asinh x", "(arcsinh x)"),
        ("arsinh x", "(arcsinh x)"),
        ("sgn x", "(sign x)"),
    ],
)
def test_functions_need_no_parentheses(text: str, tree: str) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("√x", "(sqrt x)"),
        ("√(x+1)y", "(* (sqrt (+ x 1)) y)"),
        ("√2x", "(* (sqrt 2) x)"),
        ("√x²", "(sqrt (^ x 2))"),
        ("³√x", "(^ x (/ 1 3))"),
        ("2·³√x", "(* 2 (^ x (/ 1 3)))"),
        ("x³√x", "(* (^ x 3) (sqrt x))"),
        ("∣x∣", "(abs x)"),
        ("sqrt(x)", "(sqrt x)"),
        ("|x|", "(abs x)"),
        ("|x||y|", "(* (abs x) (abs y))"),
        ("2|x-1|", "(* 2 (abs (- x 1)))"),
        ("||x|-1|", "(abs (- (abs x) 1))"),
        ("(|x|+1)|y|", "(* (+ (abs x) 1) (abs y))"),
        ("sin|x|", "(sin (abs x))"),
    ],
)
def test_roots_and_bars(text: str, tree: str) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("0.5", "1/2"),
        (".5x", "(* 1/2 x)"),
        ("1e-3", "1/1000"),
        ("1e-3x", "(* 1/1000 x)"),
        ("2E3", "2000"),
        ("0.1", "1/10"),
        ("2e", "(* 2 (exp 1))"),
        ("2e^x", "(* 2 (exp x))"),
        ("e", "(exp 1)"),
        ("π", "π"),
        ("pi x", "(* π x)"),
        ("%pi x", "(* π x)"),
        ("%e^x", "(exp x)"),
    ],
)
def test_decimals_are_exact_and_constants_are_known(text: str, tree: str) -> None:
    assert read(text) == tree


def test_blank_and_invisible_characters_mean_nothing() -> None:
    assert read("\ufeff 2\u00a0x\u200b+ y\u2061 ") == read("2x+y")
    assert read("\u200e2✖\ufe0fx\u00ad+\u2066y\u2069") == read("2x+y")


@pytest.mark.parametrize("text", ["$x^2$", "$$ x^2 $$", r"\(x^2\)", r"\[ x^2 \]"])
def test_what_encloses_a_copied_formula_means_nothing(text: str) -> None:
    assert read(text) == "(^ x 2)"
