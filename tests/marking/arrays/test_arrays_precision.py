"""A gradient that is right but for its last digits lacks precision; it fits every mistake that changes nothing here."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from network_answers import HEAD, PLAIN
from verdict_views import codes, outcomes

from grader.verdict import Verdict

HandsIn = Callable[..., Verdict]
XOR = "backprop/xor"
DIFFERENCES = (
    HEAD
    + """
def loss(X, Y, W1, b1, W2, b2):
    P = sigmoid(sigmoid(X @ W1 + b1) @ W2 + b2)
    return -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))


def gradients(X, Y, W1, b1, W2, b2):
    own = {"W1": W1.copy(), "b1": b1.copy(), "W2": W2.copy(), "b2": b2.copy()}
    found = {name: np.zeros_like(array) for name, array in own.items()}
    for name, array in own.items():
        for place in np.ndindex(array.shape):
            here, sides = array[place], []
            for step in (1e-5, -1e-5):
                array[place] = here + step
                sides.append(loss(X, Y, **own))
            array[place] = here
            found[name][place] = (sides[0] - sides[1]) / 2e-5
    return found
"""
)


@pytest.mark.slow
def test_differences_are_named_as_no_mistake_and_nothing_follows_from_them(hands_in: HandsIn) -> None:
    verdict = hands_in(XOR, DIFFERENCES)
    assert verdict.outcome == "partial"
    assert "follow-through" not in outcomes(verdict).values()
    assert {each.finding.code for each in verdict.parts if each.finding} == {"precision"}


@pytest.mark.parametrize("factor", ["(1 + 1e-6)", "(1 - 1e-8)", "(1 + 2e-4)"])
def test_a_factor_near_one_is_no_constant(hands_in: HandsIn, factor: str) -> None:
    assert PLAIN.count("h.T @ d2") == 1
    verdict = hands_in(XOR, PLAIN.replace("h.T @ d2", f"h.T @ d2 * {factor}"))
    assert [name for name, outcome in outcomes(verdict).items() if outcome != "correct"] == ["W2"]
    assert codes(verdict, "W2") == ["precision"]
