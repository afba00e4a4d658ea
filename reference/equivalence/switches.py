"""Functions that change from one formula to another where something changes its sign: |u|, max(u, v), sign u."""

from __future__ import annotations

from collections.abc import Mapping

from .tape import Tape

# They may be 0, or anything else, on a whole region without being so everywhere.
SWITCHES = frozenset({"abs", "sign", "relu", "maximum", "minimum", "is_zero", "is_positive"})
CONTINUOUS = frozenset({"abs", "relu", "maximum", "minimum"})


def turn(tape: Tape, switch: int) -> int:
    """The term with whose sign the switch changes."""
    args = tape.args[switch]
    return tape.apply("subtract", *args) if tape.ops[switch] in {"maximum", "minimum"} else args[0]


def chosen(tape: Tape, root: int, choices: Mapping[int, bool]) -> int:
    """The term with each of these switches replaced by what it is where its `turn` is positive, or is negative."""
    new: dict[int, int] = {}
    for term in tape.needed([root]):
        args = [new[arg] for arg in tape.args[term]]
        if term in choices:
            new[term] = _side(tape, tape.ops[term], args, choices[term])
        else:
            new[term] = tape.apply(tape.ops[term], *args) if args else term
    return new[root]


def _side(tape: Tape, op: str, args: list[int], upper: bool) -> int:
    if op in {"maximum", "minimum"}:
        return args[0] if upper == (op == "maximum") else args[1]
    if op == "abs":
        return args[0] if upper else tape.apply("negate", args[0])
    if op == "relu":
        return args[0] if upper else tape.number(0)
    if op == "sign":
        return tape.number(1 if upper else -1)
    return tape.number(1 if upper and op == "is_positive" else 0)
