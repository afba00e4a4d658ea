"""Explain an error about shapes by the one change that undoes it: `cause(rounds)`.

Arrays that do not fit end a network's backward pass before it gives anything that could be compared with a known
mistake. So the mistake is undone in the student's own text, and the text is run again at a few of the same inputs. Only
where all results are right then is the mistake the cause; else it stays an error and no more.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from grader.diagnosis.networks.layers import layers_of
from grader.sandbox import CallReport, Failure, Job

from .plan import Try
from .reading import syntax_tree
from .results import Result
from .rounds import Rounds

_MOST_TRIES = 3
_MOST_CHANGES = 6
_PRODUCTS = frozenset({"dot", "matmul"})
# What a difference becomes: one of the two is brought into the shape of the other, if only lengths of 1 differ.
_SAME_SHAPE = """

def _difference_(left, right):
    import numpy
    left, right = numpy.asarray(left), numpy.asarray(right)
    if left.size == right.size and left.shape != right.shape:
        shape = max(left.shape, right.shape, key=len)
        left, right = left.reshape(shape), right.reshape(shape)
    return left - right
"""


@dataclass(frozen=True)
class Change:
    """The mistake that is undone, and the text without it."""

    code: str
    source: str


def cause(rounds: Rounds) -> str | None:
    """The code of the known mistake without which all is right; None where no such mistake is found."""
    tries = [made for made in rounds.tries if made.trial.checks == "values"][:_MOST_TRIES]
    failure = next(map(_shape_error, rounds.report.calls), None)
    if not rounds.spec.shapes or failure is None or not all(map(_shape_error, rounds.report.calls[: len(tries)])):
        return None
    for change in _changes(rounds, failure):
        if _is_right(rounds, change.source, tries):
            return change.code
    return None


def _shape_error(call: CallReport) -> Failure | None:
    """What a call ended with, if that is what NumPy says of shapes."""
    return call.failure if call.failure is not None and call.failure.type == "ValueError" else None


def _changes(rounds: Rounds, failure: Failure) -> Iterator[Change]:
    tree = syntax_tree(rounds.source)
    if tree is None:
        return
    weights = {str(layer.weights.attrs) for layer in layers_of(rounds.task.instance.graph)}
    transposed = [node for node in _factors(tree, failure.line) if isinstance(node, ast.Name) and node.id in weights]
    for node in transposed[:_MOST_CHANGES]:
        yield Change("weight_not_transposed", _inserted(rounds.source, node, ".T"))
    if any(isinstance(node, ast.Sub) for node in ast.walk(tree)):
        with suppress(RecursionError):
            changed = ast.unparse(_Differences().visit(ast.parse(rounds.source)))
            yield Change("broadcast_outer", changed + _SAME_SHAPE)


def _factors(tree: ast.Module, line: int | None) -> Iterator[ast.expr]:
    """What is multiplied as matrices in that line."""
    for node in ast.walk(tree):
        if (
            not isinstance(node, ast.expr)
            or line is None
            or not node.lineno <= line <= (node.end_lineno or node.lineno)
        ):
            continue
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            yield from (node.left, node.right)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _PRODUCTS:
            yield from (node.func.value, *node.args)


def _inserted(source: str, node: ast.expr, text: str) -> str:
    """The source with a text right behind that node."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    row = (node.end_lineno or node.lineno) - 1
    line = lines[row].encode()
    lines[row] = (line[: node.end_col_offset] + text.encode() + line[node.end_col_offset or 0 :]).decode()
    return "\n".join(lines)


class _Differences(ast.NodeTransformer):
    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Sub):
            return node
        return ast.Call(ast.Name("_difference_", ast.Load()), [node.left, node.right], [])


def _is_right(rounds: Rounds, source: str, tries: list[Try]) -> bool:
    """Whether the changed text gives what was asked for at those tries."""
    calls = tuple(made.call(rounds.spec) for made in tries)
    report = rounds.runner.run(Job(source, calls, limits=rounds.limits))
    returns = rounds.spec.returns
    if len(report.calls) < len(tries) or not isinstance(returns, Mapping):
        return False
    return all(
        call.status == "returned"
        and isinstance(call.value, dict)
        and key in call.value
        and Result(made, call.value[key], rounds.truths, asked).value_finding(any_shape=True) is None
        for made, call in zip(tries, report.calls, strict=False)
        for key, asked in returns.items()
    )
