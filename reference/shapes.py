"""Work out the shape of an operation from the shapes of its arguments, before any number is known.

Each rule takes the shapes and the operation's attributes and gives the new shape with the attributes in their
one normal form: an axis is counted from the front, `None` means every axis. What does not fit raises
`ValueError`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .graph import Shape

Attributes = tuple[tuple[str, Any], ...]
Shaped = tuple[Shape, Attributes]
Axis = int | tuple[int, ...] | None


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


def along(shape: Shape, axis: Axis = None) -> Shaped:
    """An operation that looks along axes and keeps the shape."""
    return shape, (("axis", axes(axis, len(shape))),)


def reduced(shape: Shape, axis: Axis = None, keepdims: bool = False) -> Shaped:
    """An operation that leaves one number for all along the axes; `keepdims` leaves lengths of 1."""
    gone = axes(axis, len(shape))
    lengths = [1 if i in gone else length for i, length in enumerate(shape) if keepdims or i not in gone]
    return tuple(lengths), (("axis", gone), ("keepdims", bool(keepdims)))


def extreme(shape: Shape, axis: Axis = None, keepdims: bool = False) -> Shaped:
    """The same for the largest or smallest, which nothing has none of."""
    result = reduced(shape, axis, keepdims)
    if any(shape[i] == 0 for i in axes(axis, len(shape))):
        raise ValueError("there is nothing along this axis")
    return result


def axes(axis: Axis, dimensions: int) -> tuple[int, ...]:
    """The axes counted from the front, in order, each once."""
    if axis is None:
        return tuple(range(dimensions))
    listed = (axis,) if isinstance(axis, int) else tuple(axis)
    for i in listed:
        if not -dimensions <= i < dimensions:
            raise ValueError(f"there is no axis {i}")
    counted = sorted({i % dimensions for i in listed})
    if len(counted) != len(listed):
        raise ValueError(f"an axis is named twice in {listed}")
    return tuple(counted)


def clipped(shape: Shape, low: float | None = None, high: float | None = None) -> Shaped:
    """Entries held between two numbers, either of which may be left out."""
    if low is None and high is None:
        raise ValueError("neither bound is given")
    return shape, (("low", low), ("high", high))


def matmul(left: Shape, right: Shape) -> Shaped:
    """A matrix product as NumPy has it, where leading axes are broadcast.

    A vector counts as a row on the left and as a column on the right.
    """
    if not left or not right:
        raise ValueError("a scalar is not a matrix: write * instead of @")
    inner = right[-2] if len(right) > 1 else right[0]
    if left[-1] != inner:
        raise ValueError(f"the inner lengths {left[-1]} and {inner} differ")
    return broadcast(left[:-2], right[:-2]) + left[-2:-1] + (right[-1:] if len(right) > 1 else ()), ()


def transposed(shape: Shape, axes: tuple[int, ...] | None = None) -> Shaped:
    """The axes in another order, the reverse order unless told."""
    count = len(shape)
    order = tuple(reversed(range(count))) if axes is None else tuple(i % count if -count <= i else i for i in axes)
    if sorted(order) != list(range(count)):
        raise ValueError(f"{order} is no order of {count} axes")
    return tuple(shape[i] for i in order), (("axes", order),)


def reshaped(old: Shape, shape: int | Shape) -> Shaped:
    """The same entries in another shape; one length may be −1, to be worked out."""
    lengths = (shape,) if isinstance(shape, int) else tuple(shape)
    new = np.broadcast_to(np.bool_(False), old).reshape(lengths).shape
    return new, (("shape", new),)


def stretched(old: Shape, shape: int | Shape) -> Shaped:
    """An array repeated along new axes or axes of length 1."""
    new = (shape,) if isinstance(shape, int) else tuple(shape)
    if any(length < 0 for length in new) or broadcast(old, new) != new:
        raise ValueError(f"cannot be broadcast to {new}")
    return new, (("shape", new),)


def concatenated(*shapes: Shape, axis: int = 0) -> Shaped:
    """Arrays joined along an axis they have."""
    (place,) = axes(axis, len(shapes[0]))
    rest = [shape[:place] + shape[place + 1 :] for shape in shapes]
    if any(other != rest[0] or len(shape) != len(shapes[0]) for other, shape in zip(rest, shapes, strict=True)):
        raise ValueError("the lengths along the other axes differ")
    joined = sum(shape[place] for shape in shapes)
    return (*rest[0][:place], joined, *rest[0][place:]), (("axis", place),)


def stacked(*shapes: Shape, axis: int = 0) -> Shaped:
    """Arrays of one shape joined along a new axis."""
    (place,) = axes(axis, len(shapes[0]) + 1)
    if any(shape != shapes[0] for shape in shapes):
        raise ValueError("the shapes differ")
    return (*shapes[0][:place], len(shapes), *shapes[0][place:]), (("axis", place),)


def indexed(shape: Shape, key: Any) -> Shaped:
    """What constants in brackets pick out: whole numbers, slices, None, ... and lists of whole numbers."""
    parts = key if isinstance(key, tuple) else (key,)
    picked = np.broadcast_to(np.bool_(False), shape)[numpy_key(parts)]
    return picked.shape, (("key", parts),)


def scattered(old: Shape, key: Any, shape: Shape) -> Shaped:
    """Entries put back to where an index picked them from, in zeros of that shape."""
    picked, settings = indexed(shape, key)
    if picked != old:
        raise ValueError(f"the index picks {picked}")
    return tuple(shape), (*settings, ("shape", tuple(shape)))


def numpy_key(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    """The index as NumPy takes it: in a node's attributes a list of whole numbers is a tuple."""
    return tuple(np.array(part, dtype=np.intp) if isinstance(part, tuple) else part for part in parts)
