"""Turn a small program into a graph, its gradient into another, and either into numbers, source or a drawing.

    from reference import parse_program, gradient, evaluate

    graph = parse_program("g = W*x; f = g + b")
    evaluate(gradient(graph, ["W", "x", "b"]), {"W": -2, "x": 5, "b": 3})
    # {"f": -7.0, "grad.W": 5.0, "grad.x": -2.0, "grad.b": 1.0}

What needs SymPy or python-flint, and what draws, is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from . import primitives as _primitives  # noqa: F401  (the table, which building a node needs)
from .build import apply, constant, variable
from .compile import compile_graph
from .errors import (
    EngineError,
    EvaluationError,
    FormulaError,
    GradientError,
    Place,
    ProgramError,
    ShapeError,
    TraceError,
    UnknownName,
)

# Three of these are modules as well. A submodule takes its own name in the package when it is first loaded, so it is
# loaded here: `from reference import evaluate` means the function, whoever loaded what before.
from .evaluate import evaluate, evaluate_nodes
from .gradient import gradient
from .graph import Graph, Node
from .program import parse_program
from .trace import trace

if TYPE_CHECKING:
    from .draw import draw_svg, draw_text
    from .equivalence import Comparison, compare
    from .formula import parse_formula
    from .symbolic import from_sympy, to_sympy

__all__ = [
    "Comparison",
    "EngineError",
    "EvaluationError",
    "FormulaError",
    "GradientError",
    "Graph",
    "Node",
    "Place",
    "ProgramError",
    "ShapeError",
    "TraceError",
    "UnknownName",
    "apply",
    "compare",
    "compile_graph",
    "constant",
    "draw_svg",
    "draw_text",
    "evaluate",
    "evaluate_nodes",
    "from_sympy",
    "gradient",
    "parse_formula",
    "parse_program",
    "to_sympy",
    "trace",
    "variable",
]

_LATER = {
    "Comparison": "equivalence",
    "compare": "equivalence",
    "draw_svg": "draw",
    "draw_text": "draw",
    "from_sympy": "symbolic",
    "parse_formula": "formula",
    "to_sympy": "symbolic",
}


def __getattr__(name: str) -> Any:
    """Load the module that has the name, and keep what it gives."""
    if name not in _LATER:
        raise AttributeError(f"module 'reference' has no attribute {name!r}")
    value = getattr(import_module(f".{_LATER[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})
