"""Code: run in the sandbox, compared outside it, each part lost singly, the mistake named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from verdict_views import codes, outcomes, part

from grader.verdict import Verdict

HandsIn = Callable[..., Verdict]
SIGMOID = "sigmoid/derivative"
LINEAR = "backprop/linear"

HEAD = "import math\nimport numpy as np\ndef f(x):\n    return 1 / (1 + np.exp(-x))\n"
RIGHT = {
    "s(1-s)": "s = f(x)\n    return s * (1 - s)",
    "closed": "return np.exp(-x) / (1 + np.exp(-x)) ** 2",
    "stable": "e = np.exp(-np.abs(x))\n    return e / (1 + e) ** 2",
    "tanh": "return 0.25 * (1 - np.tanh(x / 2) ** 2)",
    "0-d array": "x = np.asarray(x)\n    return np.array(f(x) * f(-x))",
    "where": "e = np.exp(-abs(x))\n    return np.where(np.asarray(x) >= 0, e / (1 + e) ** 2, e / (1 + e) / (1 + e))",
    "vectorized": "return np.vectorize(lambda t: math.exp(-abs(t)) / (1 + math.exp(-abs(t))) ** 2, otypes=[float])(x)",
}


def sigmoid(body: str) -> str:
    return f"{HEAD}\n\ndef sigmoid_derivative(x):\n    {body}\n"


@pytest.mark.parametrize("body", RIGHT.values(), ids=RIGHT)
def test_right_code_in_any_style_is_right(hands_in: HandsIn, body: str) -> None:
    verdict = hands_in(SIGMOID, sigmoid(body))
    assert outcomes(verdict) == dict.fromkeys(outcomes(verdict), "correct")
    assert (verdict.outcome, verdict.points) == ("correct", 3.0)
    assert verdict.shown_by in ("proof", "points")


def lost(verdict: Verdict) -> set[str]:
    return {each.name for each in verdict.parts if each.points < each.max_points}


def test_code_for_single_numbers_loses_the_arrays_and_keeps_the_rest(hands_in: HandsIn) -> None:
    verdict = hands_in(SIGMOID, sigmoid("s = 1 / (1 + math.exp(-x))\n    return s * (1 - s)"))
    assert lost(verdict) == {"arrays"}
    finding = part(verdict, "arrays").finding
    assert finding is not None
    assert (finding.code, finding.params["line"]) == ("raised", 8)
    assert "TypeError" in finding.params["error"]
    assert "s = 1 / (1 + math.exp(-x))" in finding.params["traceback"]


def test_code_that_overflows_loses_the_large_inputs_and_keeps_the_rest(hands_in: HandsIn) -> None:
    body = "if np.ndim(x): return np.array([sigmoid_derivative(t) for t in np.ravel(x)]).reshape(np.shape(x))\n"
    verdict = hands_in(SIGMOID, sigmoid(body + "    return math.exp(-x) / (1 + math.exp(-x)) ** 2"))
    assert lost(verdict) == {"large-inputs"}
    assert "OverflowError" in str(part(verdict, "large-inputs").finding)


@pytest.mark.parametrize("shaped", ["np.ravel", "np.squeeze", "np.atleast_1d", "np.atleast_2d"])
def test_the_wrong_shape_loses_the_shape_alone(hands_in: HandsIn, shaped: str) -> None:
    """`squeeze` leaves out what others put in: a length of 1."""
    verdict = hands_in(SIGMOID, sigmoid(f"s = f({shaped}(x))\n    return s * (1 - s)"))
    assert lost(verdict) == {"shape"}
    assert codes(verdict, "shape") == ["wrong_shape"]


@pytest.mark.parametrize("h", ["1e-4", "1e-5", "1e-6", "1e-7"])
def test_a_derivative_by_differences_is_never_fully_right(hands_in: HandsIn, h: str) -> None:
    verdict = hands_in(SIGMOID, sigmoid(f"h = {h}\n    return (f(x + h) - f(x - h)) / (2 * h)"))
    assert "method" in lost(verdict)
    assert codes(verdict, "method") == ["sig_central_difference"]


def test_differences_as_good_as_the_formula_lose_the_method_alone(hands_in: HandsIn) -> None:
    assert lost(hands_in(SIGMOID, sigmoid("h = 1e-5\n    return (f(x + h) - f(x - h)) / (2 * h)"))) == {"method"}


def test_a_difference_to_one_side_is_named(hands_in: HandsIn) -> None:
    verdict = hands_in(SIGMOID, sigmoid("h = 1e-7\n    return (f(x + h) - f(x)) / h"))
    assert {"values", "method"} <= lost(verdict)
    assert codes(verdict, "values") == ["forward_difference"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("return x * (1 - x)", "sig_x_times_1_minus_x"),
        ("return f(x)", "sig_returns_sigmoid"),
        ("return f(x) ** 2", "sig_s_squared"),
        ("s = f(f(x))\n    return s * (1 - s)", "sig_double"),
        ("return 1 - f(x)", "sig_only_1_minus_s"),
        ("return f(x) * (f(x) - 1)", "sig_sign_flip"),
        ("return f(x) * (1 - x)", "sig_s_times_1_minus_x"),
    ],
)
def test_a_wrong_formula_is_named_and_earns_nothing(hands_in: HandsIn, body: str, code: str) -> None:
    verdict = hands_in(SIGMOID, sigmoid(body))
    assert (verdict.outcome, verdict.points, verdict.shown_by) == ("incorrect", 0.0, None)
    assert code in codes(verdict, "values")


@pytest.mark.parametrize("body", ["return 0 * x", "return np.zeros(np.shape(x))", "return x", "return 0.25 + 0 * x"])
def test_form_alone_earns_nothing(hands_in: HandsIn, body: str) -> None:
    """Zeros have the right shape, and are near enough to the truth far out; they are right nowhere."""
    assert hands_in(SIGMOID, sigmoid(body)).points == 0


@pytest.mark.parametrize(
    "condition", ["x > 30", "x == 3", "-0.5 < x < 0.5", "2.0 < x < 2.4"], ids=["far", "one point", "middle", "strip"]
)
def test_code_that_is_wrong_on_a_part_of_the_line_is_not_fully_right(hands_in: HandsIn, condition: str) -> None:
    lines = f"if {condition}: return 0.1\n    s = 1 / (1 + math.exp(-x))\n    return s * (1 - s)"
    each = (
        f"{HEAD}\n\ndef one(x):\n    {lines}\n\ndef sigmoid_derivative(x):\n    return np.vectorize(one, [float])(x)\n"
    )
    assert hands_in(SIGMOID, each).outcome != "correct"


def test_single_precision_is_not_precise_enough(hands_in: HandsIn) -> None:
    verdict = hands_in(SIGMOID, sigmoid("s = f(np.asarray(x, dtype=np.float32))\n    return s * (1 - s)"))
    finding = part(verdict, "values").finding
    assert finding is not None
    assert finding.code == "precision"
    assert 5 <= finding.params["digits"] <= 8


def test_changing_the_arguments_costs_the_parts_that_give_arrays(hands_in: HandsIn) -> None:
    body = "if isinstance(x, np.ndarray):\n        x *= -1\n        return f(x) * f(-x)\n    return f(x) * f(-x)"
    verdict = hands_in(SIGMOID, sigmoid(body))
    assert codes(verdict, "arrays") == ["inputs_changed"]
    assert outcomes(verdict)["values"] == "correct"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("pass", "wrong_type"),
        ("return 'a quarter'", "wrong_type"),
        ("return True", "wrong_type"),
        ("return {'x': 1}", "wrong_type"),
        ("return [f(x), f(x)]", "wrong_type"),
        ("return float('nan')", "not_finite"),
        ("return np.inf + 0 * x", "not_finite"),
        ("return lambda: 1", "wrong_type"),
        ("return 1j * x", "wrong_type"),
    ],
)
def test_something_other_than_a_number_is_told_so(hands_in: HandsIn, body: str, code: str) -> None:
    verdict = hands_in(SIGMOID, sigmoid(body))
    assert codes(verdict, "values") == [code]
    assert verdict.points == 0


def test_a_syntax_error_has_its_line_and_column(hands_in: HandsIn) -> None:
    verdict = hands_in(SIGMOID, "def sigmoid_derivative(x):\n    return (1 + 2\n")
    assert verdict.outcome == "error"
    assert set(outcomes(verdict).values()) == {"error"}
    finding = part(verdict, "values").finding
    assert finding is not None
    assert finding.code == "syntax_error"
    assert finding.params["line"] == 2
    assert finding.params["column"] >= 1


@pytest.mark.parametrize("code", ["", "x = 1\n", "def sigmoid_derivatve(x):\n    return x\n"])
def test_a_missing_function_skips_every_part(hands_in: HandsIn, code: str) -> None:
    verdict = hands_in(SIGMOID, code)
    assert verdict.outcome == "error"
    assert set(outcomes(verdict).values()) == {"skipped"}
    finding = part(verdict, "values").finding
    assert finding is not None
    assert finding.code == "name_missing"
    assert finding.params["near"] == (["sigmoid_derivatve"] if "def" in code else [])


def test_an_error_while_running_tells_the_students_own_line(hands_in: HandsIn) -> None:
    verdict = hands_in(SIGMOID, "def sigmoid_derivative(x):\n    y = 1\n    return undefined * y\n")
    assert verdict.outcome == "error"
    finding = part(verdict, "values").finding
    assert finding is not None
    assert (finding.code, finding.params["line"]) == ("raised", 3)
    assert "NameError" in finding.params["error"]


@pytest.mark.slow
def test_an_endless_loop_runs_into_the_time_limit(hands_in: HandsIn) -> None:
    verdict = hands_in(SIGMOID, "def sigmoid_derivative(x):\n    while True:\n        pass\n")
    assert verdict.outcome == "error"
    findings = [each.finding for each in verdict.parts if each.finding]
    assert {each.code for each in findings} == {"time_limit"}
    assert {each.params["seconds"] for each in findings} == {2.0}, "no part waited for all the time there is"


@pytest.mark.slow
def test_too_much_memory_is_told_so(hands_in: HandsIn) -> None:
    verdict = hands_in(SIGMOID, "def sigmoid_derivative(x):\n    return [0] * 10**10\n")
    assert verdict.points == 0
    assert {each.finding.code for each in verdict.parts if each.finding} == {"memory_limit"}


@pytest.mark.parametrize("body", ["return float(open('/etc/passwd').read())", "import os\n    return os.fork()"])
def test_what_is_forbidden_is_told_so_for_every_part(hands_in: HandsIn, body: str) -> None:
    verdict = hands_in(SIGMOID, sigmoid(body))
    assert verdict.outcome == "error"
    assert {each.finding.code for each in verdict.parts if each.finding} == {"forbidden"}


def test_leaving_python_is_no_answer(hands_in: HandsIn) -> None:
    verdict = hands_in(SIGMOID, "import os\n\ndef sigmoid_derivative(x):\n    os._exit(0)\n")
    assert verdict.points == 0
    assert verdict.outcome == "error"


def test_what_was_printed_is_kept_without_control_characters(hands_in: HandsIn) -> None:
    verdict = hands_in(SIGMOID, sigmoid("return f(x) * f(-x)") + "print('one\\x1b[31m\\ntwo')\n")
    assert verdict.outcome == "correct"
    assert verdict.printed.splitlines() == ["one␛[31m", "two"]


def backward(values: str) -> str:
    return f"def backward(W, x, b):\n    return {values}\n"


def test_all_gradients_of_the_linear_graph(hands_in: HandsIn) -> None:
    verdict = hands_in(LINEAR, backward("{'W': x, 'x': W, 'b': 1}"))
    assert (verdict.outcome, verdict.points) == ("correct", 3.0)
    assert [each.label for each in verdict.parts] == ["∂f/∂W", "∂f/∂x", "∂f/∂b"]


def test_exchanged_gradients_are_named_in_code_as_well(hands_in: HandsIn) -> None:
    verdict = hands_in(LINEAR, backward("{'W': W, 'x': x, 'b': 1.0}"))
    assert outcomes(verdict) == {"W": "incorrect", "x": "incorrect", "b": "correct"}
    for name in ("W", "x"):
        assert {"mul_own_input", "w_x_swapped"} <= set(codes(verdict, name))
        finding = part(verdict, name).finding
        assert finding is not None
        assert finding.node == "g"


def test_a_missing_key_is_skipped_and_costs_its_part_alone(hands_in: HandsIn) -> None:
    verdict = hands_in(LINEAR, backward("{'W': x, 'b': 1.0}"))
    assert outcomes(verdict) == {"W": "correct", "x": "skipped", "b": "correct"}
    assert codes(verdict, "x") == ["name_missing"]


def test_a_wrong_key_alone_is_wrong(hands_in: HandsIn) -> None:
    verdict = hands_in(LINEAR, backward("{'W': x, 'x': W, 'b': b}"))
    assert outcomes(verdict) == {"W": "correct", "x": "correct", "b": "incorrect"}
    assert "bias_gradient_value" in codes(verdict, "b")


@pytest.mark.parametrize("values", ["(x, W, 1.0)", "None", "x", "[x, W, 1.0]"])
def test_something_other_than_a_dict_is_told_so(hands_in: HandsIn, values: str) -> None:
    verdict = hands_in(LINEAR, backward(values))
    assert codes(verdict, "W") == ["wrong_type"]
    assert verdict.points == 0


def test_a_second_result_in_the_place_of_a_number_is_told_so(hands_in: HandsIn) -> None:
    verdict = hands_in(LINEAR, backward("{'W': [x], 'x': W, 'b': 1}"))
    assert outcomes(verdict) == {"W": "incorrect", "x": "correct", "b": "correct"}
    assert codes(verdict, "W")[0] in ("wrong_shape", "wrong_type")
