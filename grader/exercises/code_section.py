"""Read the `[code]` table of an exercise: the function asked for, and the trials that decide its parts."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping
from typing import Any, cast, get_args

from .fields import Fields, as_number
from .ranges import Range
from .shapes_section import Arrays, read_sizes
from .specs import Checks, CodeSpec, Trial

CODE_KEYS = ("function", "arguments", "returns", "trials", "shapes", "fresh_calls")
TRIAL_KEYS = ("part", "checks", "ranges", "at", "shapes", "sizes", "count", "relative", "absolute")
_MOST_TRIES = 1_000
_MOST_ELEMENTS = 10_000


def read_code(fields: Fields, inputs: tuple[str, ...], arrays: Arrays) -> CodeSpec:
    """The spec in that table, for a program with these inputs. Problems are noted in `fields`."""
    fields.only(*CODE_KEYS)
    function = fields.text("function", longest=100)
    if function and not is_name(function):
        fields.problem(f"{function!r} is not a name for a Python function", "function")
    arguments = fields.texts("arguments") or inputs
    for name in (*(set(arguments) - set(inputs)), *(set(inputs) - set(arguments))):
        fields.problem(f"the arguments and the program's inputs must be the same names; see {name!r}", "arguments")
    trials = [_trial(fields.inner(table, "trials", index), arguments, arrays) for index, table in _tables(fields)]
    fresh = fields.truth("fresh_calls", False)
    spec = CodeSpec(function, arguments, _returns(fields), tuple(trials), arrays.shapes, fresh)
    _check_parts(fields, spec)
    return spec


def is_name(text: str) -> bool:
    """Whether the text can name a function or an argument in a student's file."""
    return text.isidentifier() and not keyword.iskeyword(text) and not text.startswith("__")


def part_names(spec: CodeSpec) -> tuple[str, ...]:
    """The parts of a code exercise: the keys of the dict asked for, then those that trials name."""
    keys = spec.returns if isinstance(spec.returns, Mapping) else ()
    return tuple(dict.fromkeys([*keys, *(trial.part for trial in spec.trials if trial.part)]))


def _tables(fields: Fields) -> Iterable[tuple[int, Mapping[str, Any]]]:
    trials = fields.items("trials")
    if not trials:
        fields.problem("there is no [[code.trials]]: say on which inputs the function is tried")
    for index, table in enumerate(trials):
        if isinstance(table, dict):
            yield index, table
        else:
            fields.problem("each of 'trials' must be a table: write [[code.trials]]", "trials")


def _returns(fields: Fields) -> str | dict[str, str]:
    if isinstance(fields.value("returns"), str):
        return fields.text("returns")
    table = fields.table("returns")
    if not table:
        fields.problem('"returns" is missing: "grad.x", or { W = "grad.W", … } for a dict', "returns")
    for key, ask in table.items():
        if not isinstance(ask, str):
            fields.problem(f'{key!r} in "returns" must be a text such as "grad.{key}"', "returns")
    return {key: str(ask) for key, ask in table.items()}


def _trial(fields: Fields, arguments: tuple[str, ...], arrays: Arrays) -> Trial:
    fields.only(*TRIAL_KEYS)
    ranges = _ranges(fields, arguments)
    at = _points(fields, arguments)
    if arrays.shapes and ("at" in fields or "shapes" in fields):
        fields.problem("where [code] declares shapes, a trial has 'ranges' and 'sizes' only")
    if not ranges and not at:
        fields.problem("a trial needs 'ranges', 'at', or both")
    return Trial(
        part=fields.text("part", default="", longest=100) or None,
        checks=cast(Checks, fields.choice("checks", get_args(Checks), default="values")),
        ranges=ranges,
        at=at,
        shapes=_shapes(fields),
        count=fields.whole("count", 20, 1, _MOST_TRIES) or 0 if ranges else 0,
        relative=fields.number("relative", 1e-9, least=0) or 0.0,
        absolute=fields.number("absolute", 1e-12, least=0) or 0.0,
        sizes=read_sizes(fields, arrays),
    )


def _ranges(fields: Fields, arguments: tuple[str, ...]) -> dict[str, tuple[Range, ...]]:
    ranges = {}
    for name, given in fields.table("ranges").items():
        texts = given if isinstance(given, list) and given else [given]
        try:
            ranges[name] = tuple(Range.parse(str(text)) for text in texts)
        except ValueError as error:
            fields.problem(f"{name!r}: {error}", "ranges", name)
    if "ranges" in fields:
        _same_names(fields, "ranges", fields.table("ranges"), arguments)
    return ranges


def _points(fields: Fields, arguments: tuple[str, ...]) -> tuple[dict[str, float], ...]:
    points = []
    for point in fields.items("at", most=_MOST_TRIES):
        numbers = {name: as_number(value) for name, value in point.items()} if isinstance(point, dict) else {}
        _same_names(fields, "at", numbers, arguments)
        if None in numbers.values():
            fields.problem(f"{point!r} in 'at' must hold finite numbers only", "at")
        points.append({name: number for name, number in numbers.items() if number is not None})
    return tuple(points)


def _same_names(fields: Fields, key: str, names: Iterable[str], arguments: tuple[str, ...]) -> None:
    if set(names) != set(arguments):
        fields.problem(f"{key!r} must give every argument and nothing else: {', '.join(arguments)}", key)


def _shapes(fields: Fields) -> tuple[tuple[int, ...], ...]:
    shapes = []
    for shape in fields.items("shapes"):
        sizes = shape if isinstance(shape, list) else [-1]
        elements = 1
        for size in sizes:
            elements = elements * size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else -1
            if not 0 <= elements <= _MOST_ELEMENTS:
                fields.problem(
                    f"{shape!r} is not a shape of at most {_MOST_ELEMENTS} numbers; write [] or [2, 3]",
                    "shapes",
                )
                break
        else:
            shapes.append(tuple(sizes))
    return tuple(shapes) or ((),)


def _check_parts(fields: Fields, spec: CodeSpec) -> None:
    nameless = [trial for trial in spec.trials if trial.part is None]
    if isinstance(spec.returns, str) and nameless:
        fields.problem("a trial needs a 'part' where the function returns one value", "trials")
    if isinstance(spec.returns, Mapping) and not any(trial.checks == "values" for trial in nameless):
        fields.problem("no trial without a 'part' checks the values of the dict's keys", "trials")
    if not any(trial.checks == "values" for trial in spec.trials):
        fields.problem("no trial checks values", "trials")
