"""Turn a small program into a graph, its gradient into another, and either into numbers, source or a drawing.

    from reference import parse_program, gradient, evaluate

    graph = parse_program("g = W*x; f = g + b")
    evaluate(gradient(graph, ["W", "x", "b"]), {"W": -2, "x": 5, "b": 3})
    # {"f": -7.0, "grad.W": 5.0, "grad.x": -2.0, "grad.b": 1.0}

Every name is loaded when it is first used: importing `reference` loads neither SymPy nor python-flint.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from . import primitives as _primitives  # noqa: F401  (the table, which building a node needs)

# A submodule takes its own name in the package when it is first loaded. Where a function bears the same name,
# both are loaded here and now, so that `from reference import evaluate` means the function, whoever loaded
# what before.
from .evaluate import evaluate, evaluate_nodes
from .gradient import gradient
from .trace import trace

_HOME = {
    "Comparison": "equivalence",
    "EngineError": "errors",
    "EvaluationError": "errors",
    "FormulaError": "errors",
    "GradientError": "errors",
    "Graph": "graph",
    "Node": "graph",
    "Place": "errors",
    "ProgramError": "errors",
    "ShapeError": "errors",
    "TraceError": "errors",
    "UnknownName": "errors",
    "apply": "build",
    "compare": "equivalence",
    "compile_graph": "compile",
    "constant": "build",
    "draw_svg": "draw",
    "draw_text": "draw",
    "from_sympy": "symbolic",
    "parse_formula": "formula",
    "parse_program": "program",
    "to_sympy": "symbolic",
    "variable": "build",
}

__all__ = ["evaluate", "evaluate_nodes", "gradient", "trace"]
__all__ += list(_HOME)


def __getattr__(name: str) -> Any:
    """Load the module that has the name, and keep what it gives."""
    if name not in _HOME:
        raise AttributeError(f"module 'reference' has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
