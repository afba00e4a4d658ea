"""Write a graph as the body of a Python function: one statement per name, each used once written where it is used."""

from __future__ import annotations

import ast
import inspect
import keyword
import math
import re
import unicodedata
from collections import Counter
from itertools import chain, count
from typing import Any

from . import array_functions
from .algebra import known
from .graph import CONSTANT, INPUT, Graph, Node
from .primitives import PRIMITIVES
from .writing import Written, fill, number

# Functions that the source defines itself, since NumPy has none.
HELPERS = ("logsumexp", "softmax", "log_softmax", "scatter")
LONGEST = 60  # characters of an expression that is written inside another
LARGEST = 64  # entries of an array that is written out
ARITHMETIC = frozenset({"add", "subtract", "multiply", "divide"})
COMPARISONS = frozenset({"greater", "greater_equal", "less", "less_equal", "equal", "not_equal"})
MATH = frozenset(row.math.__name__ for row in PRIMITIVES.values() if row.math and row.math in vars(math).values())
RESERVED = frozenset({*keyword.kwlist, *HELPERS, *MATH, "np", "abs", "max", "min", "float", "_interpreted"})


class SourceCode:
    """The source of a graph: its text, and what it needs in order to run."""

    def __init__(self, graph: Graph, name: str) -> None:
        self.graph = graph
        self.name = name
        self.taken: set[str] = set(RESERVED)
        self.constants: dict[str, Any] = {}
        self.statements: list[str] = []
        self.written: dict[Node, Written] = {}
        self.parameters = [self._fresh(given) for given in graph.inputs]
        self.written.update(
            (graph.named[given], Written(own)) for given, own in zip(graph.inputs, self.parameters, strict=True)
        )
        self.kept = self._names()
        self.uses = Counter(arg for node in graph.order for arg in node.args)
        self.uses.update(graph.named[output] for output in graph.outputs)
        self.temporaries = (name for i in count(1) if (name := f"t{i}") not in graph.named)
        for node in graph.order:
            if node.op != INPUT:
                self._write(node)
        self.statements.append(self._return())
        called = set(re.findall(r"(?<![\w.])[a-z_0-9]+(?=\()", "\n".join(self.statements)))
        self.math_names = sorted(called & MATH)
        self.helpers = sorted(called.intersection(HELPERS))

    @property
    def text(self) -> str:
        """The whole source: imports, helpers and the function."""
        body = "\n".join(f"    {statement}" for statement in self.statements)
        function = f"def {self.name}({', '.join(self.parameters)}):\n{body}"
        constants = "\n".join(_constant_text(name, value) for name, value in self.constants.items())
        code = [constants, *(_plain(getattr(array_functions, helper)) for helper in self.helpers), function]
        imports = [f"from math import {', '.join(self.math_names)}"] if self.math_names else []
        if any("np." in block for block in code):
            imports.append("import numpy as np")
        return "\n\n\n".join(block for block in ("\n".join(imports), *code) if block) + "\n"

    def _fresh(self, wanted: str) -> str:
        """A name for Python that is not taken yet: `c.1` becomes `c_1`, `grad.W` becomes `dW`."""
        while wanted.startswith("grad."):
            wanted = "d" + wanted.removeprefix("grad.")
        plain = re.sub(r"\W", "_", unicodedata.normalize("NFKC", wanted))  # Python reads x² as x2
        plain = plain if plain.isidentifier() else f"_{plain}"
        others = (f"{plain}_{i}" if i > 1 else f"{plain}_" for i in count(1 if plain in RESERVED else 2))
        name = next(name for name in chain([plain], others) if name not in self.taken)
        self.taken.add(name)
        return name

    def _names(self) -> dict[Node, str]:
        """The name that each node is to have: of several an assigned one, else that of an inner node's gradient."""
        names: dict[Node, str] = {}
        inputs = {f"grad.{name}" for name in self.graph.inputs}
        for name, node in sorted(
            self.graph.named.items(), key=lambda pair: (pair[0].startswith("grad."), pair[0] in inputs)
        ):
            if node.op not in (INPUT, CONSTANT):
                names.setdefault(node, name)
        return names

    def _write(self, node: Node) -> None:
        """Write the node: as an expression to stand in another, or as a statement of its own."""
        if node.op == CONSTANT:
            self.written[node] = self._constant(node)
            return
        expression = self._expression(node)
        if self._stands_alone(node, expression):
            name = self._fresh(self.kept.get(node) or next(self.temporaries))
            self.statements.append(f"{name} = {self._as_number(node, expression).text}")
            expression = Written(name)
        self.written[node] = expression

    def _stands_alone(self, node: Node, expression: Written) -> bool:
        """Whether a node is a statement: an assigned name, a value used twice, or one too long to stand elsewhere."""
        name = self.kept.get(node)
        if name is not None and not name.startswith("grad."):
            return True
        if self.uses[node] != 1:
            return node.op != "transpose" or len(expression.text) > LONGEST
        return len(expression.text) > LONGEST or (name in self.graph.outputs and node.shape != ())

    def _expression(self, node: Node) -> Written:
        """The operation written with its arguments."""
        row = PRIMITIVES[node.op]
        on_scalars = node.shape == () and row.math is not None
        if on_scalars and node.op == "power" and not _is_whole(node.args[1]):
            template: Any = "pow({0}, {1})"
        else:
            template = row.source[not on_scalars]
        if node.op == "broadcast_to" and node.args[0].op == CONSTANT:
            template = f"np.full({node.shape}, {{0}})"
        if callable(template):
            template = template(node)
        elif template is None:
            function: Any = row.math if on_scalars else row.numpy
            places = ", ".join(f"{{{i}}}" for i in range(len(node.args)))
            template = f"{function.__name__}({places})" if on_scalars else f"np.{function.__name__}({places})"
        return fill(template, [self._argument(node, arg) for arg in node.args])

    def _argument(self, node: Node, arg: Node) -> Written:
        """An argument as it stands in an operation.

        A constant is a decimal where the result could be a whole number for Python, and a comparison is a truth value
        only where that does no harm.
        """
        chosen = node.op in ("where", "maximum", "minimum") or all(other.op == CONSTANT for other in node.args)
        if arg.op == CONSTANT and arg.shape == () and chosen:
            return number(arg.attrs, as_decimal=True)
        if node.op == "where":
            harmless = arg is node.args[0] and arg not in node.args[1:]
        else:
            harmless = node.op in ARITHMETIC and sum(other.op in COMPARISONS for other in node.args) == 1
        return self.written[arg] if harmless else self._as_number(arg, self.written[arg])

    def _as_number(self, node: Node, expression: Written) -> Written:
        """The expression, with the truth value of a comparison as 1.0 or 0.0."""
        if node.op not in COMPARISONS or expression.text.isidentifier():
            return expression
        return Written(f"({expression.text}).astype(float)" if node.shape else f"float({expression.text})")

    def _constant(self, node: Node) -> Written:
        if node.shape == ():
            return number(node.attrs)
        name = self._fresh(next(name for i in count() if (name := "C" * (i + 1)) not in self.graph.named))
        self.constants[name] = node.attrs
        return Written(name)

    def _return(self) -> str:
        """The last statement: a tuple of the outputs."""
        nodes = [self.graph.named[output] for output in self.graph.outputs]
        texts = [self._output(node).text for node in nodes]
        return f"return {', '.join(texts)}" + ("," if len(texts) == 1 else "")

    def _output(self, node: Node) -> Written:
        if node.op == CONSTANT and node.shape == ():
            return number(node.attrs, as_decimal=True)
        return self._as_number(node, self.written[node])


def _constant_text(name: str, value: Any) -> str:
    """A constant array, written out unless it is large."""
    if value.size > LARGEST:
        return f"# {name} is a constant array of shape {value.shape}"
    return f"{name} = np.array({value.tolist()})"


def _is_whole(node: Node) -> bool:
    """Whether the node is a constant whole number, so that Python's ** stays among real numbers."""
    value = known(node)
    return value is not None and float(value).is_integer()


def _plain(function: Any) -> str:
    """The source of a function without annotations and docstring, as one would write it in a notebook."""
    tree = ast.parse(inspect.getsource(function))
    definition: Any = tree.body[0]
    definition.body = definition.body[1:]
    definition.returns = None
    for argument in definition.args.args:
        argument.annotation = None
    return ast.unparse(definition)
