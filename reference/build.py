"""Build nodes one by one: an input, a constant, a primitive applied to nodes. Nothing is simplified here.

x = variable("x")
apply("multiply", constant(2), x)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import EngineError, ShapeError
from .graph import CONSTANT, INPUT, Node, Shape
from .primitive import PRIMITIVES

Array = npt.NDArray[np.float64]
Number = int | float | Fraction


def variable(name: str, shape: Shape = ()) -> Node:
    """An input of the graph; `shape` is a tuple of lengths, `()` for a scalar."""
    return Node(INPUT, (), name, tuple(shape))


def constant(value: Number | npt.ArrayLike) -> Node:
    """A constant: an int, a Fraction or a float as it is, all else as a read-only float64 array."""
    if isinstance(value, bool):
        return Node(CONSTANT, (), int(value))
    if isinstance(value, int | Fraction):
        return Node(CONSTANT, (), value)
    if isinstance(value, float):
        return Node(CONSTANT, (), float(value))
    array: Array = np.array(value, dtype=np.float64)
    if array.shape == ():
        return Node(CONSTANT, (), float(array))
    array.flags.writeable = False
    return Node(CONSTANT, (), array, array.shape)


def apply(op: str, *args: Node, **attrs: Any) -> Node:
    """The primitive `op` applied to the nodes, with its shape worked out.

    Raises `EngineError` for an unknown primitive or a wrong number of arguments and `ShapeError` for shapes
    that do not fit.
    """
    row = PRIMITIVES.get(op)
    if row is None:
        raise EngineError("unknown_primitive", f"there is no primitive {op!r}", op=op)
    if row.arity is not None and len(args) != row.arity:
        message = f"{op} takes {row.arity} argument{'s' * (row.arity != 1)}, not {len(args)}"
        raise EngineError("wrong_arguments", message, op=op, wanted=row.arity, found=len(args))
    shapes = [arg.shape for arg in args]
    try:
        shape, settings = row.shape(*shapes, **attrs)
    except (ValueError, TypeError, IndexError) as error:
        listed = ", ".join(map(str, shapes))
        raise ShapeError("wrong_shapes", f"{op} of {listed}: {error}", op=op, shapes=shapes) from None
    return Node(op, args, settings, shape)
