"""Code that is wrong somewhere: refused where points can find it, and never shown by a proof."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from proof_cheats import MISSED_BY_USUAL_POINTS, NEVER_PROVED
from proof_styles import NETWORK

from grader.verdict import Verdict

HandsIn = Callable[..., Verdict]
LINEAR = "backprop/linear"


@pytest.mark.parametrize("cheat", MISSED_BY_USUAL_POINTS)
def test_code_that_is_wrong_where_usual_points_do_not_come_is_refused(hands_in: HandsIn, cheat: str) -> None:
    verdict = hands_in("sigmoid/derivative", MISSED_BY_USUAL_POINTS[cheat])
    assert verdict.outcome in ("partial", "incorrect")
    assert verdict.shown_by != "proof"


@pytest.mark.parametrize("cheat", NEVER_PROVED)
def test_a_cheat_aimed_at_the_tracer_is_not_shown_by_a_proof(hands_in: HandsIn, cheat: str) -> None:
    assert hands_in("sigmoid/derivative", NEVER_PROVED[cheat]).shown_by != "proof"


def backward(condition: str) -> str:
    wrong, right = ("return {'W': x, 'x': W, 'b': %d}\n" % b for b in (0, 1))  # noqa: UP031  # braces are in it
    return f"def backward(W, x, b):\n    if {condition}:\n        {wrong}    {right}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "condition",
    [
        "W == 3",
        "W == 3 and x == 4",
        "x == -7.5 or b == 100",
        "W * x == 35",
        "W > x + b + 20",
        "W > 7.5 and x > 7.5 and b < -7.5",
        "W == x == b",
        "0.1 * b == 0.35",
    ],
)
def test_a_branch_of_several_arguments_is_found(hands_in: HandsIn, condition: str) -> None:
    verdict = hands_in(LINEAR, backward(condition))
    assert {part.name for part in verdict.parts if part.outcome != "correct"} == {"b"}


def test_an_answer_made_for_the_shown_inputs_is_not_proved(hands_in: HandsIn) -> None:
    code = "def backward(W, x, b):\n    if (W, x, b) == (-2, 5, 3):\n        return {'W': 5, 'x': -2, 'b': 1}\n"
    assert hands_in(LINEAR, code + "    return {'W': x, 'x': W, 'b': 1}\n").shown_by == "points"


@pytest.mark.parametrize(
    "line",
    [
        "W1 = W1 * (1 + 1e-12)",
        "X = X if X.shape[0] != 1000 else 2 * X",
        "W1 = np.where(W1 == 0.123456789, 0, W1)",
        "W2 = W2 if W2[0, 0] != 0.123456789 else 0 * W2",
        "W1 = W1 + 0 * hash(str(W1))",
        "b1 = b1 + np.floor(b1 / 1e9)",
    ],
)
def test_a_network_that_may_do_something_else_elsewhere_is_not_proved(hands_in: HandsIn, line: str) -> None:
    code = NETWORK["matrices"].replace("    n = X.shape[0]", f"    {line}\n    n = X.shape[0]")
    assert hands_in("backprop/xor", code).shown_by != "proof"
