"""Work out the shape of an operation from the shapes of its arguments, before any number is known.

Each rule takes the shapes and the operation's attributes and gives the new shape with the attributes in their one
normal form: an axis is counted from the front, `None` means every axis. What does not fit raises `ValueError`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .graph import Shape

Attributes = tuple[tuple[str, Any], ...]
Shaped = tuple[Shape, Attributes]


def elementwise(*shapes: Shape) -> Shaped:
    """Shapes are broadcast as NumPy does: aligned at the last axis, a length of 1 stretched."""
    return broadcast(*shapes), ()


def broadcast(*shapes: Shape) -> Shape:
    """The common shape of all; the usual case of equal shapes is answered without asking NumPy."""
    first = shapes[0]
    for shape in shapes:
        if shape != first:
            return np.broadcast_shapes(*shapes)
    return first
