"""Each known mistake is recognised in a formula that somebody wrote by it; the wrong answers are written by hand."""

from __future__ import annotations

import pytest

from grader.diagnosis import ORDER, Named, Question, generic_points, name_result, results
from reference import parse_formula, parse_program

# the program, the variable, what somebody answered, and the mistake that it shows
WRONG = [
    ("z = x**2 + x*y + y", "x", "2x", "other_var_as_zero"),
    ("z = x*y", "x", "0", "other_var_as_zero"),
    ("z = x**2 + x*y + y", "x", "2x + y + y", "const_term_kept"),
    ("z = x**2 + x*y + y", "x", "2x + y + 1", "const_term_to_one"),
    ("z = x**2 + x*y + y", "x", "3x + y + 1", "total_instead_of_partial"),
    ("z = x**2 + x*y + y", "x", "x + 1", "wrong_variable"),
    ("z = x*y", "x", "x + y", "product_sum"),
    ("z = x**2 * exp(x)", "x", "2x e^x", "product_derivs_multiplied"),
    ("z = x**2 / (x + 1)", "x", "2x/1", "quotient_derivs_divided"),
    ("z = x / (1 + x)", "x", "-1/(1+x)^2", "quotient_sign_order"),
    ("z = x / (1 + x)", "x", "1/(1+x)", "quotient_denominator_not_squared"),
    ("z = x / (1 + x)", "x", "(1+x) - x", "quotient_denominator_not_squared"),
    ("z = x**2", "x", "2x^2", "power_exponent_kept"),
    ("z = x**3", "x", "x^2", "power_coeff_dropped"),
    ("z = x**2", "x", "x^3/3", "power_divides_like_integral"),
    ("z = exp(x)", "x", "x e^(x-1)", "exp_power_rule"),
    ("z = exp(x)", "x", "x", "exp_local_is_input"),
    ("z = exp(-x)", "x", "e^(-x)", "exp_inner_missing"),
    ("z = sin(x**2)", "x", "cos(x^2)", "chain_inner_missing"),
    ("z = (3*x + 1)**2", "x", "2(3x+1)", "chain_inner_missing"),
    ("z = (1 - exp(x))**3", "x", "3(1-e^x)^2 (1-e^x)", "chain_inner_undifferentiated"),
    ("z = sin(x**2)", "x", "cos(2x)", "chain_outer_at_derivative"),
    ("q = x + y\nf = q*z", "x", "1 + z", "chain_added"),
    ("z = 1/x", "x", "1/x^2", "recip_minus_missing"),
    ("z = x**(-1)", "x", "x^-2", "recip_minus_missing"),
    ("z = 1/x", "x", "ln|x|", "recip_log"),
    ("z = log(x)", "x", "x", "log_derivative_inverted"),
    ("z = log(x)", "x", "e^x", "log_derivative_inverted"),
    ("z = cos(x)", "x", "sin x", "cos_sign"),
    ("z = sin(x)", "x", "-cos x", "cos_sign"),
    ("L = (y - o)**2", "o", "2(y - o)", "minus_sign_dropped"),
    ("L = (w*x - y)**2", "w", "(w x - y) x", "square_factor2"),
    ("L = (w*x - y)**2 / 2", "w", "2 (w x - y) x", "square_factor2"),
    ("s = sigmoid(x)", "x", "sigma(x)(1-x)", "sig_s_times_1_minus_x"),
    ("s = 1/(1 + exp(-x))", "x", "x(1-x)", "sig_x_times_1_minus_x"),
    ("s = sigmoid(x)", "x", "sigma(sigma(x))(1-sigma(sigma(x)))", "sig_double"),
    ("s = 1/(1 + exp(-x))", "x", "1/(1+e^-x)", "sig_returns_sigmoid"),
    ("s = sigmoid(x)", "x", "sigma(x)^2", "sig_s_squared"),
    ("s = sigmoid(x)", "x", "sigma(x)(1+sigma(x))", "sig_one_plus"),
    ("s = sigmoid(x)", "x", "sigma(x)/(1-sigma(x))", "sig_s_over_1_minus_s"),
    ("s = sigmoid(x)", "x", "sigma(x) - (1-sigma(x))", "sig_minus_for_times"),
    ("s = sigmoid(x)", "x", "sigma(x)(sigma(x)-1)", "sig_sign_flip"),
    ("s = sigmoid(x)", "x", "1 - sigma(x)", "sig_only_1_minus_s"),
    ("s = 1/(1 + exp(-x))", "x", "e^-x/(1+e^-x)", "sig_square_missing"),
    ("s = 1/(1 + exp(-x))", "x", "1/(1+e^-x)^2", "sig_numerator_one"),
    ("s = 1/(1 + exp(-x))", "x", "-e^-x/(1+e^-x)^2", "sig_negative_closed_form"),
    ("s = 1/(1 + exp(-x))", "x", "e^-1/(1+e^-x)^2", "sig_exp_const_typo"),
    ("s = sigmoid(x)", "x", "1 - sigma(x)^2", "sig_tanh_formula"),
    ("t = tanh(x)", "x", "tanh(x)(1 - tanh(x))", "tanh_sigmoid_formula"),
    ("s = 1/(1 + exp(-b*x))", "x", "sigma(b x)(1 - sigma(b x))", "chain_inner_missing"),
    ("s = sigmoid(b*x)", "x", "sigma(b x)(1 - sigma(b x))", "sig_slope_ignored"),
    ("f = x*y", "x", "x", "mul_own_input"),
    ("q = x + y\nf = q*z", "x", "1", "mul_local_missing_upstream"),
    ("q = x + y\nf = q*z", "z", "1", "upstream_without_local"),
    ("q = x + y", "x", "y", "add_sends_values"),
    ("a = u + v\nc = v + 1\nf = a*c", "v", "v + 1", "branch_overwrite"),
    ("a = u + v\nc = v + 1\nf = a*c", "v", "u + v", "branch_last_path_only"),
    ("f = max(x, y)*z", "x", "z", "max_both"),
    ("f = relu(x)", "x", "1", "relu_negative_pass"),
    ("f = relu(x)", "x", "relu(x)", "relu_returns_value"),
    ("q = x + y\nf = q*z", "q", "x + y", "value_for_gradient"),
    ("q = x*y\nf = q*z", "x", "z", "intermediate_not_input"),
    ("f = w*x + b", "b", "b", "bias_gradient_value"),
    ("d = y - o\nf = d**2", "o", "2(y-o)", "sign_yhat_minus_y"),
    ("z = sin(x**2)", "x", "cos(x) 2x", "chain_outer_at_x"),
    ("z = sin(x**2)", "x", "x^2 cos x + 2x sin x", "composition_as_product"),
    ("z = sin(3*x)**2", "x", "2 sin(3x) cos(3x)", "chain_stops_early"),
    ("a = u + v\nc = v + 1\nf = a*c", "v", "(v+1)(u+v)", "paths_multiplied"),
    ("q = x + y\nf = q*z", "x", "z + 1", "upstream_added_at_node"),
    ("z = x**2", "x", "0", "evaluate_then_differentiate"),
    ("f = 5*x", "x", "1/5", "derivative_inverted"),
    ("f = 1/x", "x", "-x^2", "local_at_output"),
    ("n = -d\ne = exp(n)", "d", "e^(-d)", "neg_local_missing"),
]  # fmt: skip


def diagnosed(program: str, node: str, formula: str) -> Named | None:
    graph = parse_program(program)
    points = generic_points(graph, program)
    answer = results(parse_formula(formula, graph.inputs), points)
    shape = next(iter(points.values())).shape
    return name_result(Question(graph, node, "formula"), points, answer + 0 * points[graph.inputs[0]].reshape(shape))


@pytest.mark.parametrize(("program", "node", "formula", "code"), WRONG, ids=[f"{row[3]}: {row[2]}" for row in WRONG])
def test_a_mistake_is_named(program: str, node: str, formula: str, code: str) -> None:
    named = diagnosed(program, node, formula)
    assert named is not None
    assert code in (named.code, *named.also)


@pytest.mark.parametrize(
    ("program", "node", "formula"),
    [
        ("z = x**2 + x*y + y", "x", "y + 2x"),
        ("z = sin(x**2)", "x", "2x cos(x^2)"),
        ("s = 1/(1 + exp(-x))", "x", "sigma(x)(1-sigma(x))"),
        ("f = w*x + b", "b", "1"),
        ("f = relu(x)*relu(x)", "x", "2 relu(x)"),
    ],
)
def test_a_right_answer_is_no_mistake(program: str, node: str, formula: str) -> None:
    assert diagnosed(program, node, formula) is None


@pytest.mark.parametrize(
    "formula", ["2x + 3y", "2x - y", "2x + y/3", "3x y", "x^2 + y", "2x + y + 2", "7", "2x + 5", "4x + y", "sin x"]
)
def test_an_answer_that_follows_no_rule_is_given_no_name(formula: str) -> None:
    assert diagnosed("z = x**2 + x*y + y", "x", formula) is None


def test_codes_that_cannot_be_told_apart_come_in_the_librarys_order() -> None:
    named = diagnosed("s = 1/(1 + exp(-x))", "x", "e^-x/(1+e^-x)")
    assert named is not None
    codes = [named.code, *named.also]
    assert {"sig_only_1_minus_s", "sig_square_missing"} <= set(codes)
    assert codes == sorted(codes, key=ORDER.__getitem__)


def test_the_node_is_where_the_rule_was_broken() -> None:
    named = diagnosed("p = w*x\nq = exp(p)\nf = q*x", "w", "e^(w x) w x")
    assert named is not None
    assert (named.code, named.node) == ("mul_own_input", "p")


def test_a_node_without_a_name_goes_by_the_one_that_it_belongs_to() -> None:
    named = diagnosed("z = sin(x**3)", "x", "cos(x^3) x^2")
    assert named is not None
    assert (named.code, named.node) == ("power_coeff_dropped", "z")
