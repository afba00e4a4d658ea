"""Read what `exercise.toml` says: the program, what is asked of it, its inputs, the points of the parts."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from reference.errors import EngineError
from reference.graph import Graph
from reference.program import parse_program

from .asked import check_asked, read_asked
from .code_section import is_name, part_names, read_code
from .conventions import read_conventions
from .engine_section import abilities, read_engine
from .fields import Fields
from .kinds import OWN, OwnKind
from .model import KINDS, REPEAT_PENALTY, Definition, Kind
from .ranges import Range
from .shapes_section import Arrays, read_arrays
from .specs import CodeSpec

KEYS = (
    *("kind", "points", "teaches", "step", "program", "output", "ask", "inputs", "vary", "parts", "code", "engine"),
    *(own.section for own in OWN.values()),
    *("undecided_points", "repeat_penalty", "conventions"),
)
# The tables that belong to one kind alone.
_OWNERS: dict[str, Kind] = {"code": "code", "engine": "engine", **{own.section: kind for kind, own in OWN.items()}}
# An engine is tried on graphs of its own: no program is written for it.
_EVERY_KIND = ("kind", "points", "teaches", "step", "parts", "undecided_points", "conventions")


@dataclass(frozen=True)
class _Head:
    """The fields of a `Definition` that every kind has."""

    kind: Kind
    teaches: str
    step: int | None
    undecided_points: float | None
    repeat_penalty: float
    conventions: dict[str, float]


def read_definition(fields: Fields) -> Definition | None:
    """The definition in that table; None where its program cannot be read. Problems are noted in `fields`."""
    fields.only(*KEYS)
    head = _Head(
        cast("Kind", fields.choice("kind", KINDS)),
        fields.text("teaches", default="", longest=200),
        fields.whole("step", None, 1, 99),
        fields.number("undecided_points", None, least=0),
        _penalty(fields),
        read_conventions(fields),
    )
    if head.kind in OWN:
        return _of_own(fields, head, OWN[head.kind])
    return _of_engine(fields, head) if head.kind == "engine" else _of_program(fields, head)


def _of_own(fields: Fields, head: _Head, own: OwnKind) -> Definition | None:
    """A kind with a table of its own, which says what is special about it."""
    _refuse(fields, head.kind, ("program", "output", own.section, *own.keys))
    program = fields.text("program")
    graph = _graph(fields, program, Arrays()) if program else None
    lacking = own.section not in fields and not own.optional
    if lacking:
        fields.problem(f"an exercise of kind {head.kind!r} needs a table [{own.section}]")
    if graph is None or lacking:
        return None
    ask = read_asked(fields, head.kind, graph) if "ask" in own.keys else ()
    spec = own.read(fields.inner(fields.table(own.section), own.section), graph, ask)
    found = _with_program(fields, head, graph, ask, spec.parts(ask))
    if wrong := spec.misweighed(found.parts):
        fields.problem(wrong, *(("parts",) if "parts" in fields else ()))
    return replace(found, spec=spec)


def _refuse(fields: Fields, kind: Kind, keys: tuple[str, ...]) -> None:
    """Note every known key that the kind has no use for."""
    for key in KEYS:
        if key in fields and key not in (*_EVERY_KIND, *keys):
            owner = _OWNERS.get(key)
            told = f"[{key}] belongs to the kind {owner!r}, not to" if owner else f"{key!r} does not belong to the kind"
            fields.problem(f"{told} {kind!r}", key)


def _of_program(fields: Fields, head: _Head) -> Definition | None:
    kind, program = head.kind, fields.text("program")
    arrays = read_arrays(fields.inner(fields.table("code"), "code")) if kind == "code" else Arrays()
    graph = _graph(fields, program, arrays) if program else None
    for section, owner in _OWNERS.items():
        if section in fields and owner != kind:
            fields.problem(f"[{section}] belongs to the kind {owner!r}, not to {kind!r}", section)
    if graph is None:
        return None
    code = _code(fields, kind, graph, arrays)
    ask = _ask(fields, kind, code, graph)
    found = _with_program(fields, head, graph, ask, part_names(code) if code else ask)
    return replace(found, code=code, shapes=arrays.program_shapes)


def _with_program(fields: Fields, head: _Head, graph: Graph, ask: tuple[str, ...], names: Iterable[str]) -> Definition:
    """What every kind with a program has."""
    parts = _parts(fields, names)
    return Definition(
        **vars(head),
        points=math.fsum(parts.values()),
        program=fields.text("program").strip("\n"),
        output=graph.outputs[0],
        ask=ask,
        inputs=_inputs(fields, head.kind, graph),
        vary=_vary(fields, graph),
        parts=parts,
    )


def _of_engine(fields: Fields, head: _Head) -> Definition | None:
    _refuse(fields, head.kind, ("engine",))
    if "engine" not in fields:
        fields.problem("an exercise of kind 'engine' needs an [engine] table")
        return None
    engine = read_engine(fields.inner(fields.table("engine"), "engine"))
    parts = _parts(fields, abilities(engine))
    return Definition(
        **vars(head),
        points=math.fsum(parts.values()),
        program="",
        output="",
        ask=(),
        inputs={},
        vary={},
        parts=parts,
        engine=engine,
    )


def _penalty(fields: Fields) -> float:
    penalty = fields.number("repeat_penalty", None, least=0)
    if penalty is not None and penalty > 1:
        fields.problem("'repeat_penalty' is a share of a part's points, from 0 to 1", "repeat_penalty")
    return REPEAT_PENALTY if penalty is None else penalty


def _graph(fields: Fields, program: str, arrays: Arrays) -> Graph | None:
    output = fields.text("output", default="") or None
    try:
        graph = parse_program(program, output=output, shapes=arrays.program_shapes)
        if graph.node(graph.outputs[0]).shape != ():
            fields.problem("what is differentiated must be a number, not an array", "program")
    except EngineError as error:
        line = error.place.line if error.place else None
        if line is None:
            fields.problem(error.message, "output" if output else "program")
        else:
            column = f" (column {error.place.column})" if error.place and error.place.column else ""
            fields.problem_in_text(f"program: {error.message}{column}", "program", line)
        return None
    return graph


def _code(fields: Fields, kind: Kind, graph: Graph, arrays: Arrays) -> CodeSpec | None:
    if kind == "code":
        if "code" not in fields:
            fields.problem("an exercise of kind 'code' needs a [code] table")
            return None
        if odd := [name for name in graph.inputs if not is_name(name)]:
            fields.problem(f"{odd[0]!r} cannot be an argument of a Python function", "program")
        return read_code(fields.inner(fields.table("code"), "code"), graph.inputs, arrays)
    return None


def _ask(fields: Fields, kind: Kind, code: CodeSpec | None, graph: Graph) -> tuple[str, ...]:
    if code is None:
        return read_asked(fields, kind, graph)
    if "ask" in fields:
        fields.problem("for code, what is asked stands in 'returns' of [code]", "ask")
    asked = (code.returns,) if isinstance(code.returns, str) else tuple(code.returns.values())
    check_asked(fields, kind, graph, asked, "code", "returns")
    return asked


def _inputs(fields: Fields, kind: Kind, graph: Graph) -> dict[str, float]:
    given = fields.table("inputs")
    numbers = fields.numbers("inputs")
    for name in given:
        if name not in graph.inputs:
            fields.problem(f"the program has no input {name!r}; it has {', '.join(graph.inputs)}", "inputs", name)
    missing = [name for name in graph.inputs if name not in given]
    if missing and (given or kind == "values" or "vary" in fields):
        fields.problem(f"'inputs' gives no number for {', '.join(missing)}", *(("inputs",) if given else ()))
    return {name: numbers.get(name, 0.0) for name in graph.inputs if name in given}


def _vary(fields: Fields, graph: Graph) -> dict[str, str]:
    vary = {}
    for name, text in fields.table("vary").items():
        if name not in graph.inputs:
            fields.problem(f"the program has no input {name!r} to vary", "vary", name)
            continue
        try:
            Range.parse(text if isinstance(text, str) else repr(text))
        except ValueError as error:
            fields.problem(f"{name!r}: {error}", "vary", name)
        else:
            vary[name] = text
    return vary


def _parts(fields: Fields, names: Iterable[str]) -> dict[str, float]:
    """Points of every part: as `[parts]` says, else an equal share of `points` (by default one each)."""
    names = tuple(dict.fromkeys(names))
    total = fields.number("points", None, least=0)
    if "parts" not in fields:
        share = 1.0 if total is None else total / max(len(names), 1)
        return dict.fromkeys(names, share)
    given = fields.numbers("parts")
    for name in [*fields.table("parts"), *names]:
        if name not in names:
            fields.problem(f"there is no part {name!r}; the parts are {', '.join(names)}", "parts", name)
        elif name not in fields.table("parts"):
            fields.problem(f"[parts] gives no points to {name!r}", "parts")
        elif given.get(name, 0.0) < 0:
            fields.problem(f"{name!r} in [parts] must be at least 0", "parts", name)
    if total is not None and not math.isclose(total, math.fsum(given.values()), rel_tol=1e-9):
        fields.problem(f"'points' is {total:g}, but [parts] sums to {math.fsum(given.values()):g}", "points")
    return {name: given.get(name, 0.0) for name in names}
