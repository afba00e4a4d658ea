"""Read the `[engine]` table of an exercise: the class asked for, and what its objects must be able to do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .code_section import is_name
from .fields import Fields
from .specs import EngineSpec

ENGINE_KEYS = ("class", "operations", "graphs", "depth")
# Each ability of an engine's operations, with the primitives that it stands for.
OPERATIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "addition": ("add",),
        "subtraction": ("subtract",),
        "multiplication": ("multiply",),
        "division": ("divide",),
        "power": ("power",),
        "negation": ("negate",),
        "functions": ("exp", "log", "tanh", "sigmoid", "relu", "sin", "cos", "sqrt"),
    }
)
BINARY = ("add", "subtract", "multiply", "divide")
_GRAPHS = 200
_MOST_GRAPHS = 1_000
_MOST_DEPTH = 15_000


def read_engine(fields: Fields) -> EngineSpec:
    """The spec in that table. Problems are noted in `fields`."""
    fields.only(*ENGINE_KEYS)
    name = fields.text("class", longest=100)
    if name and not is_name(name):
        fields.problem(f"{name!r} is not a name for a Python class", "class")
    known = [operation for operations in OPERATIONS.values() for operation in operations]
    wanted = fields.texts("operations")
    for operation in wanted:
        if operation not in known:
            fields.problem(f"{operation!r} is no operation for an engine; there are: {', '.join(known)}", "operations")
    if not set(wanted) & set(BINARY):
        fields.problem(f"'operations' needs one of {', '.join(BINARY)}: without it no two paths meet", "operations")
    return EngineSpec(
        name=name,
        operations=tuple(operation for operation in known if operation in wanted),
        graphs=fields.whole("graphs", _GRAPHS, 1, _MOST_GRAPHS) or _GRAPHS,
        depth=fields.whole("depth", 0, 1, _MOST_DEPTH) or 0,
    )


def abilities(spec: EngineSpec) -> tuple[str, ...]:
    """The parts of an engine exercise: what the operations are for, then how graphs are put together."""
    own = [part for part, operations in OPERATIONS.items() if set(operations) & set(spec.operations)]
    deep = ["depth"] if spec.depth else []
    return (*own, "numbers", "reflected", "accumulation", "order", *deep)
