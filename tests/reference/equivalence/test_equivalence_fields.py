"""A field in which squares stand for positive numbers keeps the laws of roots, angles, exponentials and logarithms."""

from __future__ import annotations

from fractions import Fraction

import pytest
from terms import known, term

from reference.equivalence import derivatives, field_proof
from reference.equivalence.fields import HALF_TURN, NotInFieldError, random_field
from reference.equivalence.tape import Tape

FIELDS = [random_field(seed, index) for seed in (0, 1) for index in range(2)]


def test_minus_one_is_no_square_and_small_primes_are() -> None:
    for f in FIELDS:
        assert f.sign(f.p - 1) == -1
        assert all(f.sign(prime) == 1 for prime in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43))


def test_positive_roots_behave_as_real_ones_do() -> None:
    for f in FIELDS:
        a, b = 4 * 1234567**2 % f.p, 98765**2 % f.p
        half, third = Fraction(1, 2), Fraction(1, 3)
        assert f.power(a, half) * f.power(b, half) % f.p == f.power(a * b % f.p, half)
        assert f.power(f.power(a, half), half) == f.power(a, Fraction(1, 4))
        assert f.power(f.power(a, third), Fraction(3)) == a
        assert f.power(a, Fraction(-1, 2)) * f.power(a, half) % f.p == 1
        assert f.sign(f.power(a, Fraction(1, 6))) == 1
        with pytest.raises(NotInFieldError):
            f.power(f.p - a, half)


def test_angles_of_pi_are_where_they_belong() -> None:
    for f in FIELDS:
        at = {n: f.multiple(f.half_turn_part(), HALF_TURN // n) for n in (1, 2, 3, 4, 5)}
        root2, root3, root5 = (f.power(n, Fraction(1, 2)) for n in (2, 3, 5))
        assert at[1] == (f.p - 1, 0)
        assert at[2] == (0, 1)
        assert (2 * at[3][0] % f.p, 2 * at[3][1] % f.p) == (1, root3)
        assert (2 * at[4][0] % f.p, 2 * at[4][1] % f.p) == (root2, root2)
        assert 4 * at[5][0] % f.p == (1 + root5) % f.p


@pytest.mark.parametrize(
    "text",
    [
        "exp(x+y) - exp(x)exp(y)",
        "exp(2x) - exp(x)^2",
        "exp(x/3)^3 - exp(x)",
        "sin(x)^2 + cos(x)^2 - 1",
        "sin(x+y) - sin(x)cos(y) - cos(x)sin(y)",
        "cos(x/2)^2 - (1+cos(x))/2",
        "sin(x/7+x*6/7) - sin(x)",
        "cos(pi/5) - (1+sqrt(5))/4",
        "sin(pi/12) - (sqrt(6)-sqrt(2))/4",
        "tanh(x) - (e^(2x)-1)/(e^(2x)+1)",
        "cosh(x)^2 - sinh(x)^2 - 1",
        "log(x y) - log(x) - log(y)",
        "log(8) - 3log(2)",
        "log(x^2-1) - log(x-1) - log(x+1)",
        "log(1+e^x) - x - log(1+e^-x)",
        "log(4x+12) - 2log(2) - log(x+3)",
        "log(sqrt(x)) - log(x)/2",
        "x^n x^m - x^(n+m)",
        "(x^n)^2 - x^(2n)",
        "2^x 3^x - 6^x",
        "x^(log y) - y^(log x)",
        "sqrt(x)sqrt(x) - x",
        "sqrt(sqrt(x)) - x^(1/4)",
        "sqrt(12) - 2sqrt(3)",
        "|x|^2 - x^2",
        "sqrt(x^2) - |x|",
        "|x y| - |x||y|",
        "x sign(x) - |x|",
        "max(x,y) + min(x,y) - x - y",
        "relu(x) - relu(-x) - x",
        "arctan(-x) + arctan(x)",
        "arcsin(x) + arccos(x) - pi/2",
        "cos(arcsin x) - sqrt(1-x^2)",
        "sin(2arctan x) - 2x/(1+x^2)",
        "sinh(arsinh x) - x",
        "4arctan(1) - pi",
        "arcsin(1/2) - pi/6",
    ],
)
def test_identities_are_proved(text: str) -> None:
    tape = Tape()
    assert field_proof.is_zero(term(tape, text), known(tape), 0)


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(x^2) - x",
        "sqrt(x^2) + x",
        "|x| - x",
        "sqrt((x-y)^2) - (x-y)",
        "sqrt(x y)/x - sqrt(y/x)",
        "log(x^2)/2 - log(-x)*0 - log(|x|) + 1",
        "(x^2)^(1/2) (y^2)^(1/2) - x y",
        "max(x,y) - x",
        "sign(x) - 1",
        "sign(x)sign(y) - 1",
        "sign(x)sign(y)sign(x+y) - 1",
        "relu(|x|)^0.5 - relu(x)^0.5",
        "log(1+sqrt(relu(x))) - log(1+sqrt(|x|))",
        "log(1+sqrt(relu(x))) + x*0 - log(1+sqrt(relu(-x)))",
        "cos(arcsin(sign x)) - sign(x) + 1 + cos(x)",
        "sqrt(1-sin(x)^2) - cos(x)",
        "sqrt((1+cos(x))/2) - cos(x/2)",
        "sqrt(cosh(x)^2-1) - sinh(x)",
        "sqrt(cosh(x/2)^2-1) - sinh(x/2)",
        "sqrt(e^(2x)-2e^x+1) - (e^x-1)",
        "sqrt(x-2sqrt(x)+1) - (sqrt(x)-1)",
        "sqrt(x^(2n)-2x^n+1) - (x^n-1)",
        "sqrt((1-sin(x)^2)(cosh(y)^2-1)) - cos(x)sinh(y)",
        "sqrt(sigma(x)^2-sigma(x)+1/4) - (sigma(x)-1/2)",
        "sqrt((log x+log y)^2) - log(x y)",
        "|sin 2x| - 2sin(x)cos(x)",
        "|x| + x + 0*log(47x)",
        "|x| + x + 0*log(97.31x)",
        "sqrt(3-2sqrt(2)) - (1-sqrt(2))",
        "|pi-4| - (pi-4)",
        "exp(x) - exp(1.000000001x)",
        "arctan(x) + arctan(1/x) - pi/2",
        "x^n - x^m",
        "sin(x) - x",
    ],
)
def test_what_holds_for_some_signs_only_is_not_proved(text: str) -> None:
    for seed in range(12):
        tape = Tape()
        assert not field_proof.is_zero(term(tape, text), known(tape), seed)


@pytest.mark.parametrize(
    ("text", "facts", "proved"),
    [
        ("sqrt(x^2) - x", ["x > 0"], True),
        ("sqrt((x+1)^2) - (x+1)", ["x - 3 > 0"], True),
        ("sqrt((x+1)^2) + (x+1)", ["x - 3 > 0"], False),
        ("|x - y| - x + y", ["x - y > 0"], True),
        ("|x - y| + x - y", ["x - y > 0"], False),
        ("sqrt(x y)/x - sqrt(y/x)", ["x > 0"], True),
        ("|log(x)| - log(x)", ["x - 1 > 0"], True),
    ],
)
def test_known_signs_are_imposed(text: str, facts: list[str], proved: bool) -> None:
    for seed in range(6):
        tape = Tape()
        knowledge = known(tape, *facts)
        assert field_proof.is_zero(term(tape, text), knowledge, seed) is proved


def test_derivatives_prove_what_the_field_does_not_see() -> None:
    tape = Tape()
    left, right = term(tape, "arctan(x) + arctan(1/x)"), term(tape, "pi/2")
    assert not field_proof.is_zero(tape.apply("subtract", left, right), known(tape, "x > 0"), 0)
    assert derivatives.are_equal(left, right, known(tape, "x > 0"), 0)
    assert not derivatives.are_equal(left, right, known(tape), 0)
    assert not derivatives.are_equal(left, term(tape, "1.5"), known(tape, "x > 0"), 0)


@pytest.mark.slow
def test_the_work_of_a_proof_is_bounded() -> None:
    tape = Tape()
    knowledge = known(tape)
    root = term(tape, "exp((x+y+z+u+v+w+1)^12*(x-y+z-u+v-w)^12) - exp(x)")
    assert not field_proof.is_zero(root, knowledge, 0)
    assert knowledge.budget.left <= 100_000
