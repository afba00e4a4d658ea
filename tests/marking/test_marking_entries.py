"""One entry of the result that is nothing to compare costs its own part, and no other."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from proof_styles import NETWORK
from verdict_views import outcomes, part

from grader.messages import finding_message
from grader.verdict import Verdict

HandsIn = Callable[..., Verdict]

W1 = "X.T @ d1"
ODD = {
    "matrix": f"np.matrix({W1})",
    "MaskedArray": f"np.ma.asarray({W1})",
    "ndarray": f"({W1}).astype(object)",
    "generator": f"(row for row in {W1})",
    "Own": "type('Own', (float,), {})(0.5)",
}


def handed_in(entry: str) -> str:
    code = NETWORK["matrices"]
    assert code.count(f"'W1': {W1}") == 1
    return code.replace(f"'W1': {W1}", f"'W1': {entry}")


@pytest.mark.parametrize("kind", ODD)
def test_an_entry_that_is_no_plain_array_costs_what_none_there_costs(hands_in: HandsIn, kind: str) -> None:
    verdict, nothing = (hands_in("backprop/xor", handed_in(entry)) for entry in (ODD[kind], "None"))
    assert outcomes(verdict) == outcomes(nothing)
    assert {"W1"} <= {name for name, outcome in outcomes(verdict).items() if outcome != "correct"} <= {"W1", "shape"}
    finding = part(verdict, "W1").finding
    assert finding is not None
    assert (finding.code, finding.params["got"]["type"]) == ("wrong_type", kind)
    english, korean = (finding_message(finding, lang) for lang in ("en", "ko"))
    assert kind in english
    assert kind in korean
    assert not re.findall("[a-z]{2,} [a-z]{2,}", korean)


def test_no_entry_is_right_because_it_says_that_it_is_none(hands_in: HandsIn) -> None:
    code = handed_in(ODD["matrix"])
    for name in ("b1", "W2", "b2"):
        code = re.sub(f"'{name}': ([^,}}]+)", f"'{name}': np.ma.asarray(\\1)", code)
    assert hands_in("backprop/xor", code).points == 0
