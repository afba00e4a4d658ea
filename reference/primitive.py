"""What the engine must know of one operation to evaluate, differentiate, compile and print it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from .graph import Node
from .shapes import Shaped
from .sources import Template

# rule(g, y, *args, **attrs): from the upstream gradient g, the node y itself and its arguments to the
# gradient for one argument. None where the derivative is 0 almost everywhere.
Rule = Callable[..., Node]


@dataclass(frozen=True, slots=True, kw_only=True)
class Primitive:
    """A row of the table.

    `math` evaluates Python floats, and may raise where IEEE arithmetic gives infinity or NaN; `numpy` evaluates
    float64 arrays and never raises; `shape` is a rule of `shapes.py`; `rules` has one gradient rule per argument,
    or one for all of any number of arguments; `sympy` is the name of a SymPy function, or a function of the module
    and of expressions; `latex` is the command that a function is called by, None standing for its name in upright
    letters; `source` has templates for Python source on scalars and on arrays, None standing for a plain call of
    `math` or `numpy`.
    """

    name: str
    arity: int | None  # None: any number of arguments
    math: Callable[..., Any] | None
    numpy: Callable[..., Any]
    shape: Callable[..., Shaped]
    rules: tuple[Rule | None, ...]
    sympy: str | Callable[..., Any]
    latex: str | None = None
    source: tuple[Template | None, Template | None] = (None, None)
    elementwise: bool = True


_rows: dict[str, Primitive] = {}

# The table by name. `primitives.py` fills it when the package is imported; it stands here because the rules
# in its rows build nodes, and building a node looks the primitive up.
PRIMITIVES: Mapping[str, Primitive] = MappingProxyType(_rows)


def register(rows: Iterable[Primitive]) -> None:
    """Put rows into the table."""
    _rows.update((row.name, row) for row in rows)
