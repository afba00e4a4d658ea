"""The gradients of a two-layer network: right in any style, each mistake named, one slip charged once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from network_answers import PLAIN, RIGHT, WRONG, wrong
from verdict_views import codes, outcomes, part

from grader.messages import LANGUAGES, finding_message
from grader.verdict import Verdict

HandsIn = Callable[..., Verdict]
XOR = "backprop/xor"
KEYS = ("W1", "b1", "W2", "b2")
# Such a gradient has its own part right, in another shape.
OF_SHAPE = ("transposed",)


def lost(verdict: Verdict) -> set[str]:
    return {each.name for each in verdict.parts if each.points < each.max_points}


def changed(*edits: tuple[str, str]) -> str:
    source = PLAIN
    for old, new in edits:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


@pytest.mark.parametrize("source", RIGHT.values(), ids=RIGHT)
def test_right_code_in_any_style_is_right(hands_in: HandsIn, source: str) -> None:
    verdict = hands_in(XOR, source)
    assert set(outcomes(verdict).values()) == {"correct"}
    assert (verdict.outcome, verdict.points) == ("correct", 5.0)
    assert [each.label for each in verdict.parts[:4]] == ["∂L/∂W1", "∂L/∂b1", "∂L/∂W2", "∂L/∂b2"]


@pytest.mark.slow
@pytest.mark.parametrize("name", WRONG)
def test_every_mistake_is_named(hands_in: HandsIn, name: str) -> None:
    verdict = hands_in(XOR, wrong(name))
    assert verdict.outcome in ("partial", "incorrect")
    where = ["shape"] if name in OF_SHAPE else [key for key in KEYS if key in lost(verdict)]
    assert where
    for key in where:
        assert WRONG[name][0] in codes(verdict, key), codes(verdict, key)
        finding = part(verdict, key).finding
        assert finding is not None
        assert all(len(finding_message(finding, lang)) > 40 for lang in LANGUAGES)


@pytest.mark.parametrize("axis", ["axis=0, keepdims=True", "axis=0"])
def test_the_wrong_shape_costs_the_shape_alone(hands_in: HandsIn, axis: str) -> None:
    verdict = hands_in(XOR, changed(("d1.sum(axis=0)", f"d1.sum({axis})")))
    assert lost(verdict) == ({"shape"} if "keepdims" in axis else set())


def test_a_number_for_a_single_bias_costs_the_shape_alone(hands_in: HandsIn) -> None:
    verdict = hands_in(XOR, changed(("d2.sum(axis=0)", "np.sum(d2)")))
    assert lost(verdict) == {"shape"}
    finding = part(verdict, "shape").finding
    assert finding is not None
    assert (finding.code, finding.params["name"], finding.params["wanted"]) == ("wrong_shape", "b2", "(1,)")


def test_transposed_weights_cost_the_shape_alone(hands_in: HandsIn) -> None:
    verdict = hands_in(XOR, changed(("h.T @ d2", "d2.T @ h"), ("X.T @ d1", "d1.T @ X")))
    assert lost(verdict) == {"shape"}


@pytest.mark.parametrize("size", ["len(X) == 1", "len(b1) == 1"])
def test_a_batch_of_one_and_a_single_hidden_unit_are_tried(hands_in: HandsIn, size: str) -> None:
    """There `squeeze` leaves out what a matrix product needs."""
    narrow = ("    n = len(X)\n", f"    n = len(X)\n    W2 = W2.squeeze() if {size} else W2\n")
    assert hands_in(XOR, changed(narrow)).outcome != "correct"


def test_lists_are_no_arrays_and_cost_the_shape_alone(hands_in: HandsIn) -> None:
    assert lost(hands_in(XOR, changed(('"W1": dW1', '"W1": dW1.tolist()')))) == {"shape"}


def test_updating_in_place_costs_its_own_part_alone(hands_in: HandsIn) -> None:
    verdict = hands_in(XOR, changed(("    return {", "    W2 -= 0.1 * dW2\n    return {")))
    assert lost(verdict) == {"inputs-kept"}
    assert codes(verdict, "inputs-kept") == ["inputs_changed"]


@pytest.mark.parametrize("factor", ["1", "2 / n", "n", "0.25", "-1 / n", "(1 + n) / n"])
def test_one_factor_in_everything_costs_one_part(hands_in: HandsIn, factor: str) -> None:
    verdict = hands_in(XOR, changed(("(p - Y) / n", f"(p - Y) * {factor}")))
    assert outcomes(verdict) == {
        "W1": "follow-through", "b1": "follow-through", "W2": "incorrect", "b2": "follow-through",
        "shape": "correct", "inputs-kept": "correct",
    }  # fmt: skip
    assert verdict.points == 4


def test_a_slip_at_the_hidden_layer_costs_its_weights_and_the_biases_follow(hands_in: HandsIn) -> None:
    verdict = hands_in(XOR, wrong("no hidden derivative"))
    assert (outcomes(verdict)["W1"], outcomes(verdict)["b1"]) == ("incorrect", "follow-through")
    finding = part(verdict, "W1").finding
    assert finding is not None
    assert (finding.code, finding.node) == ("hidden_derivative_missing", "H")


def test_the_same_mistake_made_twice_costs_twice(hands_in: HandsIn) -> None:
    verdict = hands_in(XOR, changed(("d2.sum(axis=0)", "d2"), ("d1.sum(axis=0)", "d1")))
    assert lost(verdict) >= {"b1", "b2"}
    assert codes(verdict, "b1")[0] == codes(verdict, "b2")[0] == "bias_not_summed"


def test_two_mistakes_are_named_each_where_it_is(hands_in: HandsIn) -> None:
    verdict = hands_in(XOR, changed(("h.T @ d2", "z1.T @ d2"), ("d1.sum(axis=0)", "d1.mean(axis=0)")))
    assert codes(verdict, "W2") == ["preactivation_for_dw"]
    assert "bias_mean_for_sum" in codes(verdict, "b1")
    assert lost(verdict) == {"W2", "b1"}


@pytest.mark.parametrize(
    "edit",
    [
        ("dW1 = X.T @ d1", "dW1 = X.T @ d1 + 0.01 * W1"),
        ("h * (1 - h)", "h * (1.1 - h)"),
        ("dW2 = h.T @ d2", "dW2 = h.T @ d2 + 1e-6"),
        ("d2.sum(axis=0)", "d2.max(axis=0)"),
        ("dW1 = X.T @ d1", "dW1 = X.T @ d1 * np.array([[1.0], [2.0]])"),
        ("(d2 @ W2.T)", "(d2 @ abs(W2.T))"),
    ],
)
def test_no_known_mistake_gets_no_name(hands_in: HandsIn, edit: tuple[str, str]) -> None:
    verdict = hands_in(XOR, changed(edit))
    found = {code for key in KEYS for code in codes(verdict, key)}
    assert found
    assert found <= {"value_wrong", "precision"}


@pytest.mark.slow
@pytest.mark.parametrize("body", ["dW1 *= 0; dW2 *= 0; db1 *= 0; db2 *= 0", "dW1, db1, dW2, db2 = W1, b1, W2, b2"])
def test_form_alone_earns_nothing(hands_in: HandsIn, body: str) -> None:
    verdict = hands_in(XOR, changed(("    return {", f"    {body}\n    return {{")))
    assert (verdict.outcome, verdict.points) == ("incorrect", 0.0)


def test_a_missing_key_is_skipped_and_costs_its_part_alone(hands_in: HandsIn) -> None:
    verdict = hands_in(XOR, changed((', "b2": db2', "")))
    assert lost(verdict) == {"b2"}
    assert (outcomes(verdict)["b2"], codes(verdict, "b2")) == ("skipped", ["name_missing"])


def test_single_precision_is_not_precise_enough(hands_in: HandsIn) -> None:
    verdict = hands_in(XOR, changed(("z1 = X @ W1 + b1", "z1 = (X @ W1 + b1).astype(np.float32)")))
    assert codes(verdict, "W2") == ["precision"]


WRONG_SHAPES = [
    ("weight_not_transposed", ("d2 @ W2.T", "d2 @ W2")),
    ("weight_not_transposed", ("(d2 @ W2.T)", "np.dot(d2, W2)")),
    ("weight_not_transposed", ("(d2 @ W2.T)", "d2.dot(W2)")),
    ("broadcast_outer", ("(p - Y) / n", "(p.ravel() - Y) / n")),
    ("broadcast_outer", ("(p - Y) / n", "(p - Y[:, 0]) / n")),
]


@pytest.mark.parametrize(("mistake", "edit"), WRONG_SHAPES)
def test_an_error_that_one_mistake_explains_is_named_by_it(
    hands_in: HandsIn, mistake: str, edit: tuple[str, str]
) -> None:
    verdict = hands_in(XOR, changed(edit))
    assert verdict.outcome == "error"
    finding = part(verdict, "W1").finding
    assert finding is not None
    assert finding.code == mistake
    assert "d2 @ W2.T" in finding.params["text"] if mistake == "broadcast_outer" else "W2" in finding.params["text"]
    for lang in LANGUAGES:
        message = finding_message(finding, lang)
        assert "ValueError" in message
        assert str(finding.params["line"]) in message


@pytest.mark.parametrize(
    "edits",
    [
        [("d2 @ W2.T", "d2 @ W2"), ("h.T @ d2", "z1.T @ d2")],
        [("d2 @ W2.T", "d2 @ W2.T.T")],
        [("h.T @ d2", "h @ d2")],
        [("X @ W1 + b1", "X @ W1.T + b1")],
        [("(p - Y) / n", "(p.ravel() - Y.ravel()) / n")],
        [("    n = len(X)", "    raise ValueError('no')\n    n = len(X)")],
    ],
)
def test_an_error_that_no_one_mistake_explains_stays_an_error(hands_in: HandsIn, edits: list[tuple[str, str]]) -> None:
    finding = part(hands_in(XOR, changed(*edits)), "W1").finding
    assert finding is not None
    assert finding.code == "raised"
