"""Turn a text into a graph, and keep what else can be said of it: another reading, and its form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..build import variable
from ..errors import FormulaError
from ..graph import INPUT, Graph, Node
from .kinds import Token
from .names import Lexicon
from .parser import DEEPEST, Parser
from .slips import slip
from .tokens import tokenize

Definition = Graph | str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it was understood.

    `alternative` is the graph of the other reading where a product without a sign follows a division, or a bracket a
    function's argument that has none: 1/2x is read as (1/2)·x, cos x(x+1) as cos(x)·(x+1), and 1/(2x) and cos(x(x+1))
    are the alternatives; `ambiguous` are the places [start, end), and `writings` the text with parentheses that leave
    but this reading, or but the alternative: (1/2)x, 1/(2x). `decimals` tells whether a number was typed with a
    decimal point, and `used` which of the definitions were.
    """

    text: str
    graph: Graph
    alternative: Graph | None
    ambiguous: tuple[tuple[int, int], ...]
    writings: tuple[str, ...]
    decimals: bool
    used: tuple[str, ...]


def parse_formula(
    text: str,
    names: Iterable[str] | None = None,
    *,
    definitions: Mapping[str, Definition] | None = None,
    undeclared: bool | None = None,
) -> Graph:
    """The graph of a formula; its inputs are the declared names, then the others that occur.

    With `names` given, other names are errors unless `undeclared` is true. `definitions` are names with a
    meaning of their own, a formula or a graph (its node of that name, else its output), which may use the
    names and the definitions before. Raises `FormulaError` with the column.
    """
    return read_formula(text, names, definitions=definitions, undeclared=undeclared).graph


def read_formula(
    text: str,
    names: Iterable[str] | None = None,
    *,
    definitions: Mapping[str, Definition] | None = None,
    undeclared: bool | None = None,
) -> Reading:
    """The same with all that can be said about the text; see `Reading`."""
    declared = tuple(names or ())
    closed = names is not None and not undeclared
    inputs = {name: variable(name) for name in declared}
    meanings = _meanings(definitions or {}, inputs, closed=closed)
    lexicon = Lexicon((*declared, *meanings), closed=closed)
    known = {**meanings, **inputs}
    tokens = tokenize(text, lexicon)
    first = _parse(text, tokens, known, tight=False)
    alternative = None
    writings: tuple[str, ...] = ()
    if first[0].ambiguous:
        second = _parse(text, tokens, known, tight=True)
        alternative = _graph(*second, inputs)
        writings = tuple(_enclosed(text, parser.grouped) for parser, _ in (first, second))
    graph = _graph(*first, inputs)
    return Reading(
        text=text,
        graph=graph,
        alternative=alternative,
        ambiguous=tuple(first[0].ambiguous),
        writings=writings,
        decimals=any(_is_decimal(token, text) for token in tokens),
        used=tuple(name for name in meanings if name in first[0].found),
    )


def _parse(text: str, tokens: list[Token], known: dict[str, Node], *, tight: bool) -> tuple[Parser, Node]:
    for token in tokens:
        if token.variable is not None:
            known.setdefault(token.variable, variable(token.variable))
    parser = Parser(text, tokens, known, tight=tight)
    try:
        return parser, parser.formula()
    except RecursionError:  # the caller's own stack was nearly full
        raise slip("too_deep", 0, len(tokens), limit=DEEPEST) from None


def _graph(parser: Parser, node: Node, inputs: Mapping[str, Node]) -> Graph:
    """The graph of a reading; its output bears a name that no input has."""
    others = [found for found in parser.found.values() if found.op == INPUT and found not in inputs.values()]
    output = "formula"
    while output in parser.names:
        output += "_"
    named = {name: found for name, found in parser.found.items() if found.op != INPUT}
    return Graph([*inputs.values(), *others], {output: node}, named=named, spans=parser.spans)


def _enclosed(text: str, places: list[tuple[int, int]]) -> str:
    """The text with parentheses around those places."""
    added = [""] * (len(text) + 1)
    for start, end in places:
        added[start] += "("
        added[end] = ")" + added[end]
    return "".join(both for pair in zip(added, [*text, ""], strict=True) for both in pair)


def _is_decimal(token: Token, text: str) -> bool:
    return token.kind == "number" and any(mark in text[token.start : token.end] for mark in ".eE")


def _meanings(definitions: Mapping[str, Definition], inputs: Mapping[str, Node], *, closed: bool) -> dict[str, Node]:
    """The node of each definition, over our own inputs."""
    known: dict[str, Node] = dict(inputs)
    meanings: dict[str, Node] = {}
    for name, definition in definitions.items():
        if name in inputs:
            continue
        if isinstance(definition, str):
            tokens = tokenize(definition, Lexicon(known, closed=closed))
            node = _parse(definition, tokens, known, tight=False)[1]
        else:
            node = substituted(definition, name, known)
        known[name] = meanings[name] = node
    return meanings


def substituted(graph: Graph, name: str, known: Mapping[str, Node]) -> Node:
    """The graph's node of that name (else its output), with `known` in place of the inputs.

    Raises `FormulaError` where the graph has an input that is not known.
    """
    root = graph.named.get(name) or graph.node(graph.outputs[0])
    copies: dict[Node, Node] = {}
    for node in Graph([], {"root": root}).order:
        if node.op == INPUT:
            if node.attrs not in known:
                message = f"the definition of {name!r} uses {node.attrs!r}"
                raise FormulaError("unknown_name", message, found=node.attrs)
            copies[node] = known[node.attrs]
        elif all(copies[arg] is arg for arg in node.args):
            copies[node] = node
        else:
            copies[node] = Node(node.op, tuple(copies[arg] for arg in node.args), node.attrs, node.shape)
    return copies[root]
