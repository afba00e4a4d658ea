"""Read a program, such as `g = W*x; f = g + b`, as a graph. The text is parsed, never executed.

A program is assignments on lines of their own or separated by `;`. On the right: numbers, names, `+ - * / **
@`, comparisons, `.T`, indexing with constants, and calls of known functions, with or without `np.` or
`math.`. Names that are used without being assigned are the inputs, in order of appearance. Where a name is
assigned more than once the last assignment has the plain name and the earlier ones are `c.1`, `c.2`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .build import variable
from .calls import FUNCTIONS
from .errors import Place, ProgramError, UnknownName
from .expressions import MODULES, read_expression
from .graph import Graph, Node, Shape
from .source_text import SourceText

MAX_LENGTH = 100_000  # characters
RESERVED = frozenset({*FUNCTIONS, *MODULES})


def parse_program(
    text: str, output: str | Iterable[str] | None = None, shapes: Mapping[str, Shape] | None = None
) -> Graph:
    """The graph of the program; `output` names one output or several; without it, the last assigned name.

    `shapes` gives the shapes of inputs that are no scalars. Every assigned name is in `graph.named`, and
    `graph.spans` says where in the text a node was written. Raises `ProgramError` with line and column, what
    was found and what is allowed, `ShapeError` where shapes do not fit, and `UnknownName` for an output that
    is not there.
    """
    if len(text) > MAX_LENGTH:
        message = f"the program has {len(text)} characters; at most {MAX_LENGTH} are read"
        raise ProgramError("too_long", message, found=len(text), allowed=MAX_LENGTH)
    source = SourceText(text)
    reader = _Reader(source, dict(shapes or {}))
    for statement in _statements(source):
        reader.read(statement)
    return reader.graph(output)


def _statements(source: SourceText) -> list[ast.stmt]:
    """The statements of the text, parsed by Python's own parser."""
    try:
        statements = ast.parse(source.parsed).body
    except SyntaxError as error:
        raise _syntax_error(error, source) from None
    except (RecursionError, MemoryError):
        raise ProgramError("too_deep", "the program is nested too deeply") from None
    except ValueError as error:
        raise ProgramError("unreadable", f"this is no program: {error}") from None
    if not statements:
        raise ProgramError("empty", "the program is empty: write an assignment such as f = W*x + b")
    return statements


def _syntax_error(error: SyntaxError, source: SourceText) -> ProgramError:
    """Python's complaint, with the column in the text as it was given."""
    place = Place(error.lineno, (error.offset or 1) + source.margin)
    deep = "too many nested" in (error.msg or "")
    found = (error.text or "").strip()
    return ProgramError("too_deep" if deep else "syntax", error.msg or "invalid syntax", place, found=found)


@dataclass
class _Reader:
    """The names so far: what each stands for now, and in which order they came."""

    source: SourceText
    shapes: dict[str, Shape]
    inputs: dict[str, Node] = field(default_factory=dict)
    current: dict[str, Node] = field(default_factory=dict)
    assigned: dict[str, list[Node]] = field(default_factory=dict)
    last: str = ""

    def read(self, statement: ast.stmt) -> None:
        """Read one assignment."""
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target, value = statement.targets[0], statement.value
        elif isinstance(statement, ast.AugAssign):
            target = statement.target
            value = ast.BinOp(ast.Name(getattr(target, "id", "")), statement.op, statement.value)
            ast.copy_location(value, statement)
            ast.copy_location(value.left, target)
        else:
            raise self._not_an_assignment(statement)
        if not isinstance(target, ast.Name):
            raise self._not_an_assignment(target)
        node = read_expression(value, self.source, self.lookup)
        self.assign(target, node)

    def lookup(self, name: ast.Name) -> Node:
        """What the name stands for here; a name not assigned yet is an input."""
        known = self.current.get(name.id)
        if known is not None:
            return known
        self._refuse_reserved(name)
        node = variable(name.id, self.shapes.get(name.id, ()))
        self.source.mark(node, name)
        self.inputs[name.id] = self.current[name.id] = node
        return node

    def assign(self, target: ast.Name, node: Node) -> None:
        """Let the name stand for the node from here on."""
        self._refuse_reserved(target)
        name = target.id
        if name in self.inputs:
            message = f"{name!r} is used above as an input: give the new value another name"
            raise ProgramError("input_assigned", message, self.source.place(target), name=name)
        self.current[name] = node
        self.assigned.setdefault(name, []).append(node)
        self.last = name

    def graph(self, output: str | Iterable[str] | None) -> Graph:
        """The graph of all that was read."""
        named: dict[str, Node] = dict(self.inputs)
        for name, nodes in self.assigned.items():
            named.update((f"{name}.{i}", node) for i, node in enumerate(nodes[:-1], start=1))
            named[name] = nodes[-1]
        surplus = self.shapes.keys() - self.inputs.keys()
        if surplus:
            name = min(surplus)
            raise UnknownName("unknown_name", f"a shape is given for {name!r}, which is not an input", name=name)
        names = [self.last] if output is None else [output] if isinstance(output, str) else list(output)
        for name in names:
            if name not in named:
                listed = ", ".join(named)
                raise UnknownName("unknown_output", f"nothing is named {name!r}; there are: {listed}", name=name)
        return Graph(self.inputs.values(), {name: named[name] for name in names}, named, self.source.spans)

    def _refuse_reserved(self, name: ast.Name) -> None:
        if name.id in RESERVED:
            message = f"{name.id!r} is the name of a function or a module here: choose another"
            raise ProgramError("reserved_name", message, self.source.place(name), name=name.id)

    def _not_an_assignment(self, found: ast.AST) -> ProgramError:
        text = self.source.quote(found)
        message = f"expected an assignment of one name, such as f = W*x + b, but found {text!r}"
        return ProgramError("not_an_assignment", message, self.source.place(found), found=text)
