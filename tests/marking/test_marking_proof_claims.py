"""What a process says of its own run is read as hostile input, and believed only as far as it can be done again."""

from __future__ import annotations

import copy
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.exercises import Answer, Catalogue, make_instance
from grader.marking import mark
from grader.marking.code.proof.claim import Asked, ClaimError, read
from grader.marking.code.proof.interned import Interned
from grader.sandbox import Job, Report, Sandbox
from grader.verdict import Verdict

GOOD: dict[str, Any] = {
    "runs": [
        {
            "operations": "input 0 0\nnegate 0\nexp 1\nconstant 1.0\nadd 3 2\ndivide 3 4",
            "decisions": "",
            "outputs": {"": {"shape": [], "nodes": "5"}},
            "marks": [],
            "points": [0, 1],
        }
    ],
    "failed": {},
}
ONE = Asked(("x",), ((1,), (1,)))
RIGHT = "import numpy as np\n\ndef sigmoid_derivative(x):\n    s = 1 / (1 + np.exp(-x))\n    return s * (1 - s)\n"


def changed(field: str, value: object) -> dict[str, Any]:
    claim = copy.deepcopy(GOOD)
    claim["runs"][0][field] = value
    return claim


def test_a_claim_becomes_a_graph() -> None:
    (run,) = read(GOOD, ONE, Interned())
    assert [node.op for node in run.nodes] == ["input", "negate", "exp", "constant", "add", "divide"]
    assert run.points == (0, 1)
    assert run.outputs[""].lines == (5,)


def test_equal_operations_are_one_node_whichever_entry_they_are_about() -> None:
    operations = "input 0 0\ninput 0 1\nexp 0\nexp 1\nadd 2 3"
    claim = changed("operations", operations) | {}
    claim["runs"][0]["outputs"] = {"": {"shape": [2], "nodes": "2 3"}}
    claim["runs"][0]["points"] = [0]
    (run,) = read(claim, Asked(("x",), ((2,),)), Interned())
    assert run.nodes[2] is run.nodes[3]
    assert run.elements == (0, 1, 0, 1, -2)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("operations", ""),
        ("operations", None),
        ("operations", "input 0 0\nexp 1"),
        ("operations", "input 0 0\nexp 0 0"),
        ("operations", "input 0 1"),
        ("operations", "input 1 0"),
        ("operations", "input 0 -1"),
        ("operations", "input 0 0\nsystem 0"),
        ("operations", "input 0 0\nconstant inf"),
        ("operations", "constant 1e999\nexp 0"),
        ("operations", "constant __import__('os')"),
        ("operations", "input 0 0\n" + "exp 0\n" * 5_000),
        ("operations", "x" * 100_000),
        ("operations", "input 0 0\nadd " + "0 " * 3),
        ("operations", "input 0 ٣"),
        ("decisions", "9+"),
        ("decisions", "0"),
        ("decisions", [[0, True]]),
        ("outputs", []),
        ("outputs", {"": {"shape": [2], "nodes": "5"}}),
        ("outputs", {"": {"shape": [-1], "nodes": "5"}}),
        ("outputs", {"": {"shape": [10**9, 10**9], "nodes": ""}}),
        ("outputs", {"": {"shape": [], "nodes": "99"}}),
        ("outputs", {"": "5"}),
        ("marks", ["a test of what is not traced"]),
        ("points", []),
        ("points", [0]),
        ("points", [0, 0]),
        ("points", [0, 7]),
        ("points", [0, True]),
        ("points", "01"),
    ],
)
def test_nonsense_is_refused(field: str, value: object) -> None:
    with pytest.raises(ClaimError):
        read(changed(field, value), ONE, Interned())


@pytest.mark.parametrize("claim", [None, 3, [], {}, {"runs": [], "failed": {}}, GOOD | {"failed": {"0": "hash"}}])
def test_what_is_no_trace_is_refused(claim: object) -> None:
    with pytest.raises(ClaimError):
        read(claim, ONE, Interned())


_WORDS = st.sampled_from(
    ["input", "constant", "exp", "add", "where", "sum", "0", "1", "2", "-1", "1.0", "nan", "", "é"]
)
_TEXTS = st.lists(st.lists(_WORDS, max_size=4).map(" ".join), max_size=8).map("\n".join)
_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats() | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["", "shape", "nodes"]), inner),
    max_leaves=6,
)


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(["operations", "decisions", "outputs", "marks", "points"]), _PLAIN))
def test_anything_at_all_is_read_or_refused(fields: dict[str, Any]) -> None:
    claim = copy.deepcopy(GOOD)
    claim["runs"][0] |= fields
    with suppress(ClaimError):
        assert read(claim, ONE, Interned())


class Forger:
    """A sandbox whose process says something else of its run than what it did."""

    def __init__(self, box: Sandbox, forge: Any) -> None:
        self.box, self.forge = box, forge

    def run(self, job: Job, meanwhile: object = None) -> Report:
        report = self.box.run(job)
        traced = report.calls[-1]
        assert job.calls[-1].trace
        forged = type(traced)(traced.status, self.forge(copy.deepcopy(traced.value)))
        return Report(report.status, (*report.calls[:-1], forged), report.printed, report.skipped)


def verdict(catalogue: Catalogue, runner: Any, code: str) -> Verdict:
    exercise = catalogue.get("sigmoid/derivative")
    return mark(exercise, make_instance(exercise), Answer.of_code(code), runner)


def on_every_run(field: str, change: Any) -> Any:
    def forge(claim: Any) -> Any:
        for run in claim["runs"]:
            run[field] = change(run[field])
        return claim

    return forge


@pytest.mark.parametrize(
    "forge",
    [
        lambda claim: None,
        lambda claim: {"runs": claim["runs"][:1], "failed": {}},
        on_every_run("operations", lambda text: text.replace("exp", "sin")),
        on_every_run("operations", lambda text: text.replace("multiply", "add")),
        on_every_run("operations", lambda text: text.replace("constant 1.0", "constant 1.0000000001")),
        on_every_run("decisions", lambda _: "1+"),
        on_every_run("outputs", lambda _: {"": {"shape": [], "nodes": "0"}}),
        on_every_run("marks", lambda _: ["state"]),
    ],
    ids=["nothing", "half", "another function", "another operation", "another number", "decided", "result", "marked"],
)
def test_a_forged_trace_is_no_proof_and_costs_nothing(catalogue: Catalogue, sandbox: Sandbox, forge: Any) -> None:
    found = verdict(catalogue, Forger(sandbox, forge), RIGHT)
    assert (found.outcome, found.points, found.shown_by) == ("correct", 3.0, "points")


def test_the_trace_of_right_code_does_not_help_other_code(catalogue: Catalogue, sandbox: Sandbox) -> None:
    """Even where the points agree, the trace is done again with the results of this code."""
    calls: list[Any] = []
    verdict(catalogue, Forger(sandbox, lambda claim: calls.append(claim) or claim), RIGHT)
    code = RIGHT.replace("s * (1 - s)", "s * (1 - s) * (1 + 4e-10)")
    found = verdict(catalogue, Forger(sandbox, lambda _: calls[0]), code)
    assert found.shown_by != "proof"


def test_an_honest_trace_is_believed(catalogue: Catalogue, sandbox: Sandbox) -> None:
    assert verdict(catalogue, Forger(sandbox, lambda claim: claim), RIGHT).shown_by == "proof"
