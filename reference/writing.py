"""Put Python expressions together from templates, with the parentheses that are needed and no others."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from .build import Number
from .evaluate import as_float

# How tightly Python's expressions hold together, loosest first.
CHOICE, COMPARISON, SUM, PRODUCT, SIGN, POWER, ATOM = range(7)

_OPERATORS: dict[type[ast.operator], int] = {
    ast.Add: SUM, ast.Sub: SUM, ast.Mult: PRODUCT, ast.Div: PRODUCT, ast.MatMult: PRODUCT, ast.Pow: POWER,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """An expression as Python writes it, and how tightly it holds together."""

    text: str
    binding: int = ATOM

    def within(self, needed: int) -> str:
        """The text, in parentheses where it holds together less tightly than its surroundings need."""
        return self.text if self.binding >= needed else f"({self.text})"


def fill(template: str, parts: list[Written]) -> Written:
    """The template with `{0}`, `{1}`, … replaced."""
    binding, needs = _analysed(template)
    if not needs:  # a function of any number of arguments; each stands between commas
        return Written(template.format(*(part.text for part in parts)), binding)
    return Written(template.format(*(part.within(need) for part, need in zip(parts, needs, strict=True))), binding)


@lru_cache(maxsize=1024)
def _analysed(template: str) -> tuple[int, tuple[int, ...]]:
    """How tightly a template holds together, and how tightly what fills each place must."""
    count = len(set(re.findall(r"\{(\d+)\}", template)))
    names = [f"place{i}" for i in range(count)]
    tree = ast.parse(template.format(*names), mode="eval").body
    needs = dict.fromkeys(names, CHOICE)
    for parent in ast.walk(tree):
        for child, need in _needs(parent):
            if isinstance(child, ast.Name) and child.id in needs:
                needs[child.id] = max(needs[child.id], need)
    return _binding(tree), tuple(needs.values())


def _binding(tree: ast.expr) -> int:
    """How tightly an expression holds together."""
    if isinstance(tree, ast.BinOp):
        return _OPERATORS[type(tree.op)]
    if isinstance(tree, ast.UnaryOp):
        return SIGN
    return COMPARISON if isinstance(tree, ast.Compare) else CHOICE if isinstance(tree, ast.IfExp) else ATOM


def _needs(tree: ast.AST) -> list[tuple[ast.expr, int]]:  # noqa: PLR0911  (a case per kind of expression)
    """How tightly each part of an expression must hold together so as not to fall apart."""
    match tree:
        case ast.BinOp(left, ast.Pow(), right):
            return [(left, ATOM), (right, SIGN)]
        case ast.BinOp(left, op, right):
            own = _OPERATORS[type(op)]
            return [(left, own), (right, own + 1)]
        case ast.UnaryOp(_, operand):
            return [(operand, POWER)]
        case ast.Compare(left, _, others):
            return [(part, SUM) for part in (left, *others)]
        case ast.IfExp(test, body, orelse):
            return [(part, COMPARISON) for part in (test, body, orelse)]
        case ast.Attribute(value) | ast.Subscript(value):
            return [(value, ATOM)]
    return []


def number(value: Number, *, as_decimal: bool = False) -> Written:
    """A constant: whole numbers as such unless a decimal is asked for, fractions exactly where Python can."""
    if isinstance(value, float) or as_decimal or (isinstance(value, int) and abs(value) > 2**53):
        return _decimal(as_float(value))
    if isinstance(value, int) or value.denominator == 1:
        return Written(str(value), SIGN if value < 0 else ATOM)
    nearest = as_float(value)
    if Fraction(repr(nearest)) == value:
        return _decimal(nearest)
    # True division of whole numbers is rounded once, to the float nearest to the fraction.
    return Written(f"{value.numerator} / {value.denominator}", PRODUCT if value > 0 else SIGN)


def _decimal(value: float) -> Written:
    text = repr(value)
    if text.lstrip("-") in ("inf", "nan"):
        return Written(f'float("{text}")')
    return Written(text, SIGN if text.startswith("-") else ATOM)
