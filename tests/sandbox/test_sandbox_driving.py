"""A student's class is driven: a graph built step by step, `backward` called, and what the objects hold read off."""

from __future__ import annotations

from typing import Any

from grader.sandbox import Call, CallReport, Job, Sandbox

ENGINE = """
import sys
sys.setrecursionlimit(10**6)

class Value:
    def __init__(self, data):
        self.data, self.grad = data, 0.0

    def __add__(self, other):
        return Value(self.data + getattr(other, "data", other))

    def __rmul__(self, number):
        return Value(number * self.data)

    def exp(self):
        return Value(self.data + 1000)

    def tanh(self):
        return self

    def sin(self):
        self.data = self
        return self

    def sqrt(self):
        return 2.5

    def cos(self):
        return Value(len(str(deep(int(self.data)))))

    def backward(self):
        self.grad = 7.0

def deep(levels):
    return 1 + deep(levels - 1) if levels else 0
"""
START = ["value", [2.5]]


def driven(sandbox: Sandbox, *graphs: list[Any]) -> tuple[CallReport, ...]:
    report = sandbox.run(Job(ENGINE, tuple(Call("Value", tuple(steps), drive=True) for steps in graphs)))
    assert report.status == "ran"
    return report.calls


def test_a_graph_is_built_step_by_step_and_read_off(sandbox: Sandbox) -> None:
    (call,) = driven(sandbox, [START, ["multiply", [3], 0], ["add", 1, 0], ["add", 2, [0.5]], ["exp", 3]])
    assert call.value == {"data": [2.5, 7.5, 10.0, 10.5, 1010.5], "grad": [0.0, 0.0, 0.0, 0.0, 7.0]}
    assert not call.inputs_changed


def test_an_operation_that_gives_its_operand_back_shares_its_gradient(sandbox: Sandbox) -> None:
    (call,) = driven(sandbox, [START, ["tanh", 0]])
    assert call.value == {"data": [2.5, 2.5], "grad": [7.0, None]}


def test_what_the_class_cannot_do_is_reported_and_the_next_graph_is_built(sandbox: Sandbox) -> None:
    calls = driven(sandbox, [START, ["divide", 0, [2]]], [START, ["relu", 0]], [START, ["exp", 0]])
    assert [call.status for call in calls] == ["raised", "raised", "returned"]
    assert [call.failure.type for call in calls if call.failure] == ["TypeError", "AttributeError"]


def test_what_is_no_object_of_the_class_is_reported(sandbox: Sandbox) -> None:
    calls = driven(sandbox, [START, ["sqrt", 0]], [START, ["sin", 0]])
    assert [call.status for call in calls] == ["raised", "wrong_type"]


def test_the_usual_limit_of_recursion_holds_whatever_the_file_says(sandbox: Sandbox) -> None:
    calls = driven(sandbox, [["value", [500.0]], ["cos", 0]], [["value", [5000.0]], ["cos", 0]])
    assert [call.status for call in calls] == ["returned", "raised"]
    assert calls[1].failure is not None
    assert calls[1].failure.type == "RecursionError"


def test_a_class_that_is_not_there_is_missing(sandbox: Sandbox) -> None:
    report = sandbox.run(Job("x = 1\n", (Call("Value", (START,), drive=True),)))
    assert [call.status for call in report.calls] == ["missing"]
