"""What is written inside an operation: × and +, or the whole step where numbers take part: +1, ( )², 1/( ).

Lectures do not draw a node for the 1 of 1 + x; they write "+1" into the operation. So do we: a number that an operation
takes is folded into its symbol, and the parentheses ( ) hold the place of what comes in along the edge.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ..graph import CONSTANT, INPUT, Node
from ..notation import to_text
from .model import Run
from .wording import MINUS, exact_text, shortened

SIGNS: Mapping[str, str] = {
    "add": "+",
    "subtract": MINUS,
    "multiply": "×",
    "divide": "÷",
    "power": "^",
    "maximum": "max",
    "minimum": "min",
    "negate": f"{MINUS}( )",
    "sqrt": "√",
    "abs": "|( )|",
    "sigmoid": "σ",
    "matmul": "@",
    "sum": "Σ",
    "sign": "sgn",
    "greater": ">",
    "greater_equal": "≥",
    "less": "<",
    "less_equal": "≤",
    "equal": "=",
    "not_equal": "≠",
}
# Their arguments may be exchanged, so an edge may enter on whichever side it comes from.
COMMUTATIVE = frozenset({"add", "multiply", "maximum", "minimum"})
HOLE = "( )"
LONGEST = 9


def symbol(node: Node, drawn: Sequence[int]) -> tuple[Run, ...]:
    """The symbol of an operation of which only the arguments at the indices `drawn` come in along edges."""
    if len(node.args) == 2 and len(drawn) == 1:
        number = fixed_text(node.args[1 - drawn[0]])
        return _number_first(node.op, number) if drawn[0] else _number_last(node.op, number)
    if node.op == "power":
        return Run(HOLE), Run(HOLE, "sup")
    if node.op == "transpose":
        return Run(HOLE), Run("T", "sup")
    attrs = dict(node.attrs)
    if node.op == "index":
        key = attrs["key"]
        return (Run(f"[{', '.join(map(str, key))}]" if all(isinstance(at, int) for at in key) else "[…]"),)
    axis = attrs.get("axis")
    axes = (axis,) if isinstance(axis, int) else axis or ()
    whole = len(axes) in {0, len(node.args[0].shape)}
    return (Run(SIGNS.get(node.op, node.op)), *(() if whole else (Run(", ".join(map(str, axes)), "sub"),)))


def _number_last(op: str, number: str) -> tuple[Run, ...]:
    """An operation whose second argument is a number: +1, −3, ×2, ÷2, ( )²."""
    match op:
        case "power":
            return Run(HOLE), Run(number, "sup")
        case "maximum" | "minimum":
            return (Run(f"{SIGNS[op]}( , {number})"),)
        case "multiply":
            return (Run(f"×{_guarded(number, signed=True)}"),)
    return (Run(f"{SIGNS.get(op, f'{op} ')}{_guarded(number)}"),)


def _number_first(op: str, number: str) -> tuple[Run, ...]:
    """An operation whose first argument is a number: 1−( ), 1/( ), 2 to the ( ); +1 and ×2 as if it came last."""
    match op:
        case "power":
            return Run(_guarded(number)), Run(HOLE, "sup")
        case "maximum" | "minimum":
            return (Run(f"{SIGNS[op]}({number}, )"),)
        case "subtract" | "divide":
            return (Run(f"{number}{'/' if op == 'divide' else MINUS}{HOLE}"),)
        case "add" | "multiply":
            return _number_last(op, number)
    return (Run(f"{_guarded(number)} {SIGNS.get(op, op)}"),)


def _guarded(number: str, *, signed: bool = False) -> str:
    """The number in parentheses if it has a sign, unless `signed`, or is itself a formula."""
    inner = number[1:] if number.startswith(MINUS) else number
    simple = inner.replace(".", "").isalnum() and (signed or inner == number)
    return number if simple else f"({number})"


def is_fixed(node: Node, fixed: Collection[Node]) -> bool:
    """Whether a node is a number in the program: a constant, or computed from nodes that are `fixed`, such as −1."""
    return node.op == CONSTANT or (node.op != INPUT and all(arg in fixed for arg in node.args))


def fixed_text(node: Node) -> str:
    """What is written for a number of the program: −1, 1/2, e."""
    if node.op == CONSTANT:
        return exact_text(node.attrs)
    return to_text(node).replace("-", MINUS).replace("*", "·")


def foldable(argument: Node, user: Node) -> bool:
    """Whether a fixed argument is written into its user's symbol: a short number of an operation that takes two."""
    return not argument.shape and len(user.args) == 2 and len(fixed_text(argument)) <= LONGEST


def constant_text(node: Node) -> str:
    """What stands in the box of a constant that is drawn as a node of its own."""
    return shortened(exact_text(node.attrs), LONGEST)
