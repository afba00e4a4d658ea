"""Read a formula as a person writes it: `2x + y`, `σ(x)(1-σ(x))`, `e^{-x}`, or a math editor's LaTeX.

    parse_formula("2x + y", names=["x", "y"])          a Graph with one output
    read_formula("1/2x", names=["x"]).alternative      the graph of 1/(2x), which a person might have meant
    read_condition("x > 0")                            an assumption

The notation is described in docs/formulas.md. Nothing of the text is ever executed; its length, depth, digits
and exponents are bounded (2,000 characters, 100 levels, 60 digits, 10⁶). Errors are `FormulaError`s: see
`slips.py`.
"""

from __future__ import annotations

from .condition import Condition, read_condition, read_conditions
from .reading import Reading, parse_formula, read_formula

__all__ = ["Condition", "Reading", "parse_formula", "read_condition", "read_conditions", "read_formula"]
