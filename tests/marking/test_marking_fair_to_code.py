"""Right code is not refused for what nobody asked of it, and one fault costs one part."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.verdict import Verdict

HandsIn = Callable[..., Verdict]
SIGMOID, NETWORK = "sigmoid/derivative", "backprop/xor"
HEAD = "import math\nimport numpy as np\n\n"


def lost(verdict: Verdict) -> set[str]:
    return {part.name for part in verdict.parts if part.outcome != "correct"}


MASKS = """def sigmoid_derivative(x):
    x = np.asarray(x)
    out = np.zeros_like(x)
    m = x >= 0
    out[m] = np.exp(-x[m]) / (1 + np.exp(-x[m])) ** 2
    out[~m] = np.exp(x[~m]) / (1 + np.exp(x[~m])) ** 2
    return out
"""


def test_an_array_like_a_whole_number_costs_nothing_and_is_noted(hands_in: HandsIn) -> None:
    verdict = hands_in(SIGMOID, HEAD + MASKS)
    assert lost(verdict) == set()
    note = next(part.note for part in verdict.parts if part.name == "values")
    assert note is not None
    assert (note.code, note.params["case"]) == ("precision", "cut")
    assert note.evidence is not None
    assert type(note.evidence.inputs["x"]) is int


def test_whole_numbers_that_get_something_else_cost_their_part(hands_in: HandsIn) -> None:
    code = "def sigmoid_derivative(x):\n    s = 1/(1 + np.exp(-x))\n    return 0.1 if type(x) is int else s*(1 - s)\n"
    assert "values" in lost(hands_in(SIGMOID, HEAD + code))


ROUGH = {
    "a rounded e": "s = 1/(1 + 2.718281828459**(-x))\n    return s*(1 - s)",
    "a rounded result": "s = 1/(1 + np.exp(-x))\n    return np.round(s*(1 - s), 12)",
    "a factor near 1": "s = 1/(1 + np.exp(-x))\n    return s*(1 - s)*(1 + 1e-10)",
}
STABLE = "e = np.exp(-np.abs(x))\n    return e/(1 + e)**2{}"


def test_a_formula_that_is_right_to_what_is_asked_keeps_the_part_for_the_method(hands_in: HandsIn) -> None:
    for name, body in {**ROUGH, "stable": STABLE.format(" + 0*1e-11"), "nudged": STABLE.format("*(1 - 3e-11)")}.items():
        assert "method" not in lost(hands_in(SIGMOID, HEAD + f"def sigmoid_derivative(x):\n    {body}\n")), name


DIFFERENCES = {
    "central": "h = 1e-5\n    return (f(x + h) - f(x - h))/(2*h)",
    "forward": "h = 1e-7\n    return (f(x + h) - f(x))/h",
    "Richardson": "d = lambda h: (f(x + h) - f(x - h))/(2*h)\n    return (4*d(5e-3) - d(1e-2))/3",
    "five points": "h = 2e-3\n    return (f(x - 2*h) - 8*f(x - h) + 8*f(x + h) - f(x + 2*h))/(12*h)",
    "Richardson twice": "d = lambda h: (f(x + h) - f(x - h))/(2*h)\n    e = lambda h: (4*d(h/2) - d(h))/3\n"
    "    return (16*e(0.02) - e(0.04))/15",
    "Richardson from six steps": "t = [(f(x + h) - f(x - h))/(2*h) for h in (2.0**-i for i in range(6))]\n"
    "    for k in range(1, 6):\n        t = [(4**k*b - a)/(4**k - 1) for a, b in zip(t, t[1:])]\n    return t[0]",
    "nine points": "h = 0.05\n    w = [4/5, -1/5, 4/105, -1/280]\n"
    "    return sum(c*(f(x + k*h) - f(x - k*h)) for k, c in enumerate(w, 1))/h",
}


@pytest.mark.parametrize("way", DIFFERENCES)
def test_differences_are_never_fully_right(hands_in: HandsIn, way: str) -> None:
    head = "def f(x):\n    e = np.exp(-np.abs(x))\n    return np.where(np.asarray(x) >= 0, 1/(1 + e), e/(1 + e))\n"
    verdict = hands_in(SIGMOID, HEAD + head + f"def sigmoid_derivative(x):\n    {DIFFERENCES[way]}\n")
    assert "method" in lost(verdict)


def test_a_changed_input_costs_one_part(hands_in: HandsIn) -> None:
    code = "def sigmoid_derivative(x):\n    x *= -1\n    s = 1/(1 + np.exp(x))\n    return s*(1 - s)\n"
    assert lost(hands_in(SIGMOID, HEAD + code)) & {"arrays", "shape"} == {"arrays"}


@pytest.mark.slow
def test_arrays_that_never_end_cost_the_parts_about_arrays(hands_in: HandsIn) -> None:
    code = "def sigmoid_derivative(x):\n    while np.ndim(x):\n        pass\n"
    code += "    s = 1/(1 + math.exp(-x)) if x > -700 else 0\n    return s*(1 - s)\n"
    verdict = hands_in(SIGMOID, HEAD + code)
    assert {"values"} & lost(verdict) == set()


BEYOND = {
    "entries far behind": "y = s*(1 - s)\n    y[50:] = 0\n    return y",
    "one length": "return s*(1 - s)*(1 - 0.0**((np.size(x) - 37)**2))",
    "a name": "LIMIT = 70\n    y = s*(1 - s)\n    y[LIMIT:] = 0\n    return y",
    "very far": "y = s*(1 - s)\n    y[300:] = 0\n    return y",
}


@pytest.mark.parametrize("name", BEYOND)
def test_what_long_arrays_get_is_looked_at_too(hands_in: HandsIn, name: str) -> None:
    code = "def sigmoid_derivative(x):\n    s = 1/(1 + np.exp(-x))\n    if np.ndim(x) != 1:\n        return s*(1 - s)\n"
    verdict = hands_in(SIGMOID, HEAD + code + f"    {BEYOND[name]}\n")
    assert "arrays" in lost(verdict)
    assert verdict.shown_by != "proof"


GRADIENTS = """def sigmoid(z):
    return 1/(1 + np.exp(-z))

def gradients(X, Y, W1, b1, W2, b2):
    H = sigmoid(X @ W1 + b1)
    P = sigmoid(H @ W2 + b2)
    d2 = (P - Y)/len(X)
    d1 = d2 @ W2.T * H * (1 - H)
    {}
    return {{"W1": X.T @ d1, "b1": d1.sum(0), "W2": H.T @ d2, "b2": d2.sum(0)}}
"""


@pytest.mark.parametrize(
    "line",
    [
        "d1 = np.where(X[:, :1] == 1.25, 0, d1)",
        "d1[20:] = 0",
        "d1 = d1*(len(X) != 33)",
        "d1 = np.where(b1 == 0.375, 0, d1)",
    ],
)
def test_a_networks_own_numbers_are_tried_in_its_arrays(hands_in: HandsIn, line: str) -> None:
    verdict = hands_in(NETWORK, HEAD + GRADIENTS.format(line))
    assert {"W1", "b1"} <= lost(verdict)
    assert verdict.shown_by != "proof"


def test_code_that_fails_for_a_batch_of_one_keeps_what_it_has_right(hands_in: HandsIn) -> None:
    verdict = hands_in(NETWORK, HEAD + GRADIENTS.format("X[1]"))
    assert lost(verdict) == {"shape"}


@pytest.mark.slow
def test_training_that_gives_its_result_a_name_is_not_run_again_to_follow_the_function(hands_in: HandsIn) -> None:
    function = "def sigmoid_derivative(x):\n    s = 1/(1 + np.exp(-x))\n    return s*(1 - s)\n\n"
    training = "def train():\n    while True: pass\n\nweights = train()\nprint(weights)\n"
    verdict = hands_in(SIGMOID, HEAD + function + training)
    assert (verdict.outcome, verdict.shown_by) == ("correct", "proof")
