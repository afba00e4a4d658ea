"""Run a student's function on traced arguments, at several points, and write down what was done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from .arrays import Numbers, settled
from .instrument import compiled
from .modules import furnished
from .positions import Executed
from .scalars import Number, Truth
from .tape import TAPE, Untraceable
from .values import nodes, plain
from .world import state

MAX_CHARACTERS = 60_000
MAX_RUNS = 64
MAX_OUTPUTS = 2_000

Run = dict[str, Any]


def trace(
    source: str,
    filename: str,
    failed_lines: Collection[int],
    name: str,
    function: Callable[..., Any],
    *points: Sequence[Any],
) -> dict[str, Any]:
    """What the file's function of that name did at each point, a list of arguments: plain data, as a claim.

    `runs` has one entry for all points at which exactly the same was done: `points` are their places; `operations`,
    lines of `name argument …`; `decisions`, in order; `outputs`, for each key of the result its shape and operations;
    `marks`, what was seen besides. `failed` says of other points why nothing can be said. `function` is the same
    function as it is without tracing, in a file whose `failed_lines` were stepped over.
    """
    namespace: dict[str, Any] = {"__builtins__": furnished(), "__name__": "solution", "__file__": filename}
    runs: dict[Any, Run] = {}
    failed: dict[str, str] = {}
    try:
        exec(compiled(source, filename, failed_lines), namespace)  # noqa: S102  # a student's file, in the sandbox
        before = state(namespace.get(name))
        if before != state(function):
            raise Untraceable("other values at hand than by plain numbers")
        for place, args in enumerate(points):
            try:
                _note(runs, place, args, (namespace[name], function), filename)
            except Untraceable as reason:
                failed[str(place)] = str(reason)
        if state(namespace[name]) != before:
            failed["file"] = "a call left something behind"
    except Untraceable as reason:
        failed["file"] = str(reason)
    return {"runs": list(runs.values()), "failed": failed}


def _note(runs: dict[Any, Run], place: int, args: Sequence[Any], twins: tuple[Any, Any], filename: str) -> None:
    """Trace one point, and keep what was done if it is new; then also see whether plain numbers go the same way."""
    traced, plain = twins
    outputs = _traced(traced, args)
    key = (*TAPE.operations, TAPE.decisions, repr(outputs))
    if key in runs:
        runs[key]["points"].append(place)
        return
    if len(runs) >= MAX_RUNS:
        raise Untraceable("too many ways through the code")
    run = {"operations": _written(TAPE.operations), "decisions": TAPE.decisions, "outputs": outputs}
    marks = set(TAPE.marks)
    by_traced, by_plain = Executed(filename), Executed(filename)
    by_traced.call(_traced, traced, args)
    try:
        by_plain.call(plain, *args)
    except Exception as error:  # noqa: BLE001  # whatever a student's function raises
        raise Untraceable(f"by plain numbers it raised {type(error).__name__}") from None
    if by_plain.places != by_traced.places:
        marks.add("another way by plain numbers")
    runs[key] = run | {"marks": sorted(marks), "points": [place]}


def _traced(function: Any, args: Sequence[Any]) -> dict[str, Any]:
    """Run the function on traced arguments: its outputs; what was done is on the tape."""
    TAPE.clear()
    inputs = [_input(position, arg) for position, arg in enumerate(args)]
    TAPE.active = True
    try:
        with np.errstate(all="ignore"):
            return _outputs(function(*inputs))
    except Exception as error:  # noqa: BLE001  # whatever a student's function raises
        raise Untraceable(f"it raised {type(error).__name__}") from None
    finally:
        TAPE.active = False


def _written(operations: Sequence[tuple[object, ...]]) -> str:
    """The operations as lines of text, `name argument …`."""
    text = "\n".join(" ".join(map(str, operation)) for operation in operations)
    if len(text) > MAX_CHARACTERS:
        raise Untraceable("too many operations")
    return text


def _input(position: int, value: Any) -> Any:
    if isinstance(value, np.ndarray):
        traced = [TAPE.record("input", position, place) for place in range(value.size)]
        return Numbers.of(value, np.array(traced, dtype=np.intp).reshape(value.shape))
    return Number(value, TAPE.record("input", position, 0))


def _outputs(result: Any) -> dict[str, Any]:
    """The shape and the operations of each key of the result; of a result that is no dict, under an empty key."""
    named = result if type(result) is dict else {"": result}
    found = {}
    for key, value in named.items():
        if type(value) is Truth or type(value) in (list, tuple):
            raise Untraceable(f"a result that is a {type(value).__name__}")
        traced = nodes(settled_or_plain(value))
        if traced.size > MAX_OUTPUTS:
            raise Untraceable("too many results")
        found[str(key)] = {"shape": list(traced.shape), "nodes": " ".join(map(str, traced.ravel().tolist()))}
    return found


def settled_or_plain(value: Any) -> Any:
    """The value; Untraceable if it is an array whose length depends on values."""
    if type(value) is Numbers:
        settled(value)
    plain(value)
    return value
