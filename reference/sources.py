"""Write operations with attributes as Python: templates in which `{0}` stands for the first argument."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .graph import Node

Template = str | Callable[[Node], str]

# On scalars, and on arrays.
SIGMOID = ("1 / (1 + exp(-{0}))", "1 / (1 + np.exp(-{0}))")
RELU = ("max({0}, 0.0)", "np.maximum({0}, 0.0)")
ABS = ("abs({0})", None)
SIGN = ("float(({0} > 0) - ({0} < 0))", None)
MAXIMUM = ("max({0}, {1})", None)
MINIMUM = ("min({0}, {1})", None)
WHERE = ("({1} if {0} else {2})", "np.where({0}, {1}, {2})")


def settings(node: Node) -> dict[str, Any]:
    """The attributes of an operation by name."""
    return dict(node.attrs)


def method(name: str) -> Callable[[Node], str]:
    """A reduction as a method: `{0}.sum(axis=0)`; of a scalar, which has no methods, as a function."""

    def template(node: Node) -> str:
        inside = ", ".join(axis_arguments(node))
        return f"{{0}}.{name}({inside})" if node.args[0].shape else f"np.{name}({{0}})"

    return template


def helper(name: str) -> Callable[[Node], str]:
    """A function that the source defines itself: `softmax({0}, axis=1)`."""

    def template(node: Node) -> str:
        axis = settings(node)["axis"]
        written = axis[0] if len(axis) == 1 else axis
        keep = ", keepdims=True" if settings(node).get("keepdims") else ""
        return f"{name}({{0}}, axis={written}{keep})"

    return template


def axis_arguments(node: Node) -> list[str]:
    """`axis=` and `keepdims=` where they are not what NumPy takes without them."""
    chosen = settings(node)
    axis = chosen["axis"]
    every = len(axis) == len(node.args[0].shape)
    written = [] if every else [f"axis={axis[0] if len(axis) == 1 else axis}"]
    return [*written, "keepdims=True"] if chosen["keepdims"] else written


def transpose(node: Node) -> str:
    """`.T` where the axes are reversed."""
    axes = settings(node)["axes"]
    if not axes:
        return "np.transpose({0})"
    return "{0}.T" if axes == tuple(reversed(range(len(axes)))) else f"{{0}}.transpose({axes})"


def reshape(node: Node) -> str:
    """`.reshape(2, 3)`."""
    shape = settings(node)["shape"]
    written = ", ".join(map(str, shape)) or "()"
    return f"{{0}}.reshape({written})" if node.args[0].shape else f"np.reshape({{0}}, {shape})"


def broadcast_to(node: Node) -> str:
    """`np.broadcast_to(x, (2, 3))`."""
    return f"np.broadcast_to({{0}}, {settings(node)['shape']})"


def joined(name: str) -> Callable[[Node], str]:
    """`np.concatenate([a, b], axis=1)`."""

    def template(node: Node) -> str:
        listed = ", ".join(f"{{{i}}}" for i in range(len(node.args)))
        axis = settings(node)["axis"]
        return f"np.{name}([{listed}], axis={axis})" if axis else f"np.{name}([{listed}])"

    return template


def index(node: Node) -> str:
    """`{0}[1:, [0, 2]]`."""
    if not node.args[0].shape:
        return f"np.asarray({{0}})[{key(node)}]"
    return f"{{0}}[{key(node)}]"


def scatter(node: Node) -> str:
    """`scatter({0}, np.s_[1:, [0, 2]], (3, 4))`."""
    return f"scatter({{0}}, np.s_[{key(node)}], {settings(node)['shape']})"


def key(node: Node) -> str:
    """What stands in the brackets of an index."""
    parts = settings(node)["key"]
    written = ", ".join(_part(part) for part in parts)
    return written or "()"


def _part(part: Any) -> str:
    if isinstance(part, slice):
        start, stop = ("" if end is None else str(end) for end in (part.start, part.stop))
        return f"{start}:{stop}" if part.step is None else f"{start}:{stop}:{part.step}"
    if part is Ellipsis:
        return "..."
    return (
        str(list(part)).replace("(", "[").replace(",)", "]").replace(")", "]") if isinstance(part, tuple) else str(part)
    )


def clip(node: Node) -> str:
    """`np.clip({0}, 0, 1)`."""
    chosen = settings(node)
    return f"np.clip({{0}}, {chosen['low']}, {chosen['high']})"
