"""Mark a program of the student's own: it is read, never run, and its gradient compared with the one that is wanted."""

from __future__ import annotations

from collections.abc import Mapping

from grader.exercises import Instance, ProgramSpec
from grader.exercises.kinds.program import ANSWER, OPERATIONS, OPERATIONS_PART
from grader.messages import plain
from grader.verdict import Evidence, Finding, Part
from reference import EngineError, UnknownName, gradient, parse_program
from reference.build import variable
from reference.graph import CONSTANT, INPUT, Graph

from .agreement import agreement
from .answers import missing, typed_texts
from .marks import Marks, Task

_LONGEST = 5_000
_MOST_NODES = 300
# Signs that a hand writes, and a keyboard may type; none of them means anything else in a program.
_SIGNS = str.maketrans({"·": "*", "⋅": "*", "×": "*", "÷": "/", "−": "-", "–": "-", "^": "**"})
# Slips that have words of their own; every other one is simply no assignment of a formula.
_SLIPS = ("too_long", "too_deep", "input_assigned", "reserved_name", "unknown_function", "not_an_assignment")


def mark_program(task: Task) -> Marks:
    """One part per wanted derivative; one more where operations are limited."""
    text = typed_texts(task.instance, task.answer).get(ANSWER, "")
    if not text.strip():
        return task.nothing(missing(), "skipped")
    program = read_program(task.instance, text)
    if isinstance(program, Finding):
        return task.nothing(program, "skipped" if program.code == "name_missing" else "error")
    slopes = gradient(program, list(task.instance.graph.inputs), of=task.instance.output)
    parts = [_part(task, name, program, slopes) for name in task.instance.ask]
    proved = all(part.outcome == "correct" for part in parts)
    if OPERATIONS_PART in task.exercise.parts:
        parts.append(_operations(task, program, any(part.outcome in ("correct", "undecided") for part in parts)))
    return Marks(tuple(parts), "proof" if proved else None)


def read_program(instance: Instance, text: str) -> Graph | Finding:
    """The program as a graph of all the inputs there are, whether it uses them or not; or why it cannot be read."""
    if len(text) > _LONGEST:
        return _unreadable("too_long", text)
    try:
        graph = parse_program(text.translate(_SIGNS), output=instance.output)
    except UnknownName:
        return Finding("name_missing", params={"case": "output", "name": instance.output})
    except EngineError as error:
        return _slip(error, text)
    inputs = [graph.named[name] if name in graph.inputs else variable(name) for name in instance.graph.inputs]
    return _foreign(instance, graph, text) or Graph(
        inputs, {instance.output: graph.node(instance.output)}, graph.named, graph.spans
    )


def _foreign(instance: Instance, graph: Graph, text: str) -> Finding | None:
    """What a program holds that it may not: other inputs, operations of another kind, too much of everything."""
    for name in graph.inputs:
        if name not in instance.graph.inputs:
            given = ", ".join(instance.graph.inputs)
            return _unreadable("foreign_input", text, name=plain(name, 40), given=given)
    for name in instance.graph.inputs:
        if name in graph.named and name not in graph.inputs:
            return _unreadable("input_assigned", text, found=name)
    for node in graph.order:
        if node.op not in (INPUT, CONSTANT, *OPERATIONS) or node.shape != ():
            return _unreadable("foreign_operation", text, operation=node.op)
    return _unreadable("too_long", text) if len(graph) > _MOST_NODES else None


def _slip(error: EngineError, text: str) -> Finding:
    """A program that cannot be read, with the line and what stands there."""
    code = error.code if error.code in _SLIPS else "syntax"
    found = error.parameters.get("name") or error.parameters.get("found") or ""
    return _unreadable(code, text, error.place.line if error.place else None, found=plain(str(found), 60))


def _unreadable(code: str, text: str, line: int | None = None, **params: object) -> Finding:
    where = {"case": "program"} if line is None else {"case": "program_line", "line": line}
    more = [{"words": f"program.{code}", **params}]
    return Finding("unreadable", params={**where, "more": more}, evidence=Evidence(got=plain(text)))


def _part(task: Task, name: str, program: Graph, slopes: Graph) -> Part:
    ask = task.instance.asks[name]
    own = Graph(map(slopes.node, slopes.inputs), {name: slopes.node(f"grad.{ask.node}")})
    wanted = task.instance.asked_graph(name)
    found = agreement(own, wanted)
    if found.outcome == "correct":
        return task.part(name, "correct", None, ask.label)
    if found.finding is not None:
        return task.part(name, found.outcome, found.finding, ask.label)
    # Who writes the derivative down has not yet written something that has it.
    case = "program_is_gradient" if agreement(program, wanted).outcome == "correct" else "program"
    params = {"case": case, "output": task.instance.output, "node": ask.node}
    return task.part(name, "incorrect", Finding("value_wrong", params=params, evidence=found.evidence), ask.label)


def _operations(task: Task, program: Graph, some_right: bool) -> Part:
    """The part about what the program is built of. It earns only where some derivative is the wanted one."""
    spec = task.spec(ProgramSpec)
    foreign, surplus = spec.foreign(program), spec.too_many(program)
    params: Mapping[str, object]
    if foreign:
        params = {"case": "operations", "found": ", ".join(foreign), "allowed": ", ".join(_signs(spec))}
    elif surplus:
        params = {"case": "too_many_operations", "most": spec.most, "count": spec.most + surplus}
    elif not some_right:
        params = {"case": "form_first_right"}
    else:
        return task.part(OPERATIONS_PART, "correct")
    return task.part(OPERATIONS_PART, "incorrect", Finding("value_wrong", params=params))


def _signs(spec: ProgramSpec) -> list[str]:
    return list(dict.fromkeys(OPERATIONS[each] for each in spec.operations))
