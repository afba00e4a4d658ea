"""Right code in many styles: all of it earns full marks, and most of it is proved right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from proof_styles import LINEAR, NETWORK, POINTS_ONLY, SIGMOID

from grader.verdict import Verdict

HandsIn = Callable[..., Verdict]


@pytest.mark.parametrize("style", SIGMOID)
def test_a_right_sigmoid_derivative_earns_everything(hands_in: HandsIn, style: str) -> None:
    verdict = hands_in("sigmoid/derivative", SIGMOID[style])
    assert (verdict.outcome, verdict.points) == ("correct", 3.0)
    assert verdict.shown_by == ("points" if style in POINTS_ONLY else "proof")


@pytest.mark.parametrize("style", LINEAR)
def test_right_gradients_of_the_linear_graph_are_proved(hands_in: HandsIn, style: str) -> None:
    verdict = hands_in("backprop/linear", LINEAR[style])
    assert (verdict.outcome, verdict.points, verdict.shown_by) == ("correct", 3.0, "proof")


@pytest.mark.parametrize("style", NETWORK)
def test_right_gradients_of_a_network_are_proved(hands_in: HandsIn, style: str) -> None:
    verdict = hands_in("backprop/xor", NETWORK[style])
    assert (verdict.outcome, verdict.points, verdict.shown_by) == ("correct", 5.0, "proof")


def test_there_are_forty_styles_and_six_in_ten_are_proved() -> None:
    assert len(SIGMOID) >= 40
    assert len(SIGMOID) - len(POINTS_ONLY) >= 0.6 * len(SIGMOID)


def test_a_proof_earns_no_points_by_itself(hands_in: HandsIn) -> None:
    tried, proved = (hands_in("sigmoid/derivative", SIGMOID[style]) for style in ("isinstance", "s(1 - s)"))
    assert (tried.shown_by, proved.shown_by) == ("points", "proof")
    assert tried.points == proved.points


def test_the_same_code_is_shown_in_the_same_way_again(hands_in: HandsIn) -> None:
    first, second = (hands_in("sigmoid/derivative", SIGMOID["masks"]) for _ in range(2))
    assert (first.shown_by, first.parts) == (second.shown_by, second.parts)
