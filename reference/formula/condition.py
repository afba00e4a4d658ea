"""Read an assumption such as `x > 0` or `a*b != 1`: two formulas and what is said to hold between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ..graph import Graph
from .reading import parse_formula
from .slips import slip

_OPERATOR = re.compile(r"<=|>=|!=|≤|≥|≠|\\(?:le|leq|ge|geq|ne|neq|lt|gt)(?![A-Za-z])|<|>")
_MEANING = {
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    r"\le": "<=",
    r"\leq": "<=",
    r"\ge": ">=",
    r"\geq": ">=",
    r"\ne": "!=",
    r"\neq": "!=",
    r"\lt": "<",
    r"\gt": ">",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """`left operator right`, the operator one of < <= > >= !=."""

    left: Graph
    operator: str
    right: Graph


_AND = re.compile(r"\s+and\s+")


def read_conditions(
    text: str, names: Iterable[str] | None = None, *, undeclared: bool | None = None
) -> list[Condition]:
    """The conditions that the text states, joined by *and*; the columns of errors are counted in the whole text."""
    ends = [(0, 0), *(joint.span() for joint in _AND.finditer(text)), (len(text), len(text))]
    parts = [" " * start + text[start:end] for (_, start), (end, _) in pairwise(ends)]
    declared = None if names is None else tuple(names)
    return [read_condition(part, declared, undeclared=undeclared) for part in parts]


def read_condition(text: str, names: Iterable[str] | None = None, *, undeclared: bool | None = None) -> Condition:
    """The condition that the text states. Raises `FormulaError`, its column counted in the whole text."""
    found = list(_OPERATOR.finditer(text))
    if len(found) != 1:
        at = found[1].start() if found else max(text.find("="), 0) or len(text)
        raise slip("bad_condition", at, at + 1, found=found[1][0] if found else "", expected=("comparison",))
    start, end = found[0].span()
    declared = None if names is None else tuple(names)
    left = parse_formula(text[:start], declared, undeclared=undeclared)
    right = parse_formula(" " * end + text[end:], declared, undeclared=undeclared)
    operator = found[0][0]
    return Condition(left, _MEANING.get(operator, operator), right)
