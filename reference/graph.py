"""Build a computation once, as data, and read it in any order: the `Node` and the `Graph` of everything here.

A node is an operation applied to other nodes. It never changes, so nodes are shared freely: a gradient graph
contains the nodes of the graph it was made from. Names belong to the graph, not to its nodes. Nothing here
recurses: a graph of a million nodes is as good as one of three.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from .errors import EngineError, UnknownName

Shape = tuple[int, ...]

INPUT = "input"
CONSTANT = "constant"


class Node:
    """One operation in a graph: a primitive's name, the nodes it is applied to, its attributes, its shape.

    `attrs` is the input's name for `input`, the value for `constant` (an int, a Fraction, a float, or a
    float64 array), and else a tuple of (name, value) pairs such as `(("axis", 0),)`. Nodes compare by
    identity.
    """

    __slots__ = ("args", "attrs", "op", "shape")

    op: str
    args: tuple[Node, ...]
    attrs: Any
    shape: Shape

    def __init__(self, op: str, args: tuple[Node, ...] = (), attrs: Any = (), shape: Shape = ()) -> None:
        put = object.__setattr__
        put(self, "op", op)
        put(self, "args", args)
        put(self, "attrs", attrs)
        put(self, "shape", shape)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a node does not change: cannot set {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a node does not change: cannot delete {name!r}")

    def __repr__(self) -> str:
        inside = ", ".join(arg.attrs if arg.op == INPUT else arg.op for arg in self.args)
        return f"<{self.op}({inside or self.attrs!r}) {self.shape}>"


class Graph:
    """Named outputs, the inputs they need, and every named node between.

    `inputs` and `outputs` are tuples of names in order; `named` maps every name (inputs, assigned names,
    outputs) to its node; `spans` says, for a graph read from a text, which characters [start, end) a node
    came from.
    """

    __slots__ = ("_order", "_users", "inputs", "named", "outputs", "spans")

    def __init__(
        self,
        inputs: Iterable[Node],
        outputs: Mapping[str, Node],
        named: Mapping[str, Node] | None = None,
        spans: Mapping[Node, tuple[int, int]] | None = None,
    ) -> None:
        names: dict[str, Node] = {}
        for node in inputs:
            if node.op != INPUT or names.setdefault(node.attrs, node) is not node:
                raise EngineError("duplicate_input", f"{node.attrs!r} is not an input of its own")
        self.inputs: tuple[str, ...] = tuple(names)
        self.outputs: tuple[str, ...] = tuple(outputs)
        names.update(named or {})
        names.update(outputs)
        self.named: Mapping[str, Node] = MappingProxyType(names)
        self.spans: Mapping[Node, tuple[int, int]] = MappingProxyType(dict(spans or {}))
        self._order: tuple[Node, ...] | None = None
        self._users: dict[Node, tuple[Node, ...]] | None = None

    def node(self, name: str) -> Node:
        """The node of that name. Raises `UnknownName`, which lists the names there are."""
        try:
            return self.named[name]
        except KeyError:
            known = ", ".join(sorted(self.named))
            raise UnknownName("unknown_name", f"no node is named {name!r}; there are: {known}", name=name) from None

    def name_of(self, node: Node) -> str | None:
        """The first name that the node bears in this graph, or None."""
        return next((name for name, named in self.named.items() if named is node), None)

    @property
    def order(self) -> tuple[Node, ...]:
        """All nodes that the outputs need, each after the nodes it uses."""
        if self._order is None:
            self._order = topological_order(self.named[name] for name in self.outputs)
        return self._order

    @property
    def users(self) -> Mapping[Node, tuple[Node, ...]]:
        """For each node the nodes that use it, once per use: `x * x` uses x twice."""
        if self._users is None:
            users: dict[Node, list[Node]] = {node: [] for node in self.order}
            for node in self.order:
                for arg in node.args:
                    users[arg].append(node)
            self._users = {node: tuple(using) for node, using in users.items()}
        return self._users

    def __len__(self) -> int:
        return len(self.order)

    def __repr__(self) -> str:
        return f"<Graph {', '.join(self.inputs)} → {', '.join(self.outputs)}: {len(self)} nodes>"


def topological_order(roots: Iterable[Node]) -> tuple[Node, ...]:
    """Every node that the roots need, arguments before users; depth first, on a stack of its own."""
    order: list[Node] = []
    seen: set[Node] = set()
    for root in roots:
        stack: list[tuple[Node, bool]] = [(root, False)]
        while stack:
            node, ready = stack.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((arg, False) for arg in reversed(node.args) if arg not in seen)
    return tuple(order)
