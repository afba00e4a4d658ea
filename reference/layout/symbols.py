"""What is written inside an operation: × and +, or the whole step where numbers take part: +1, ( )², 1/( ).

Lectures do not draw a node for the 1 of 1 + x; they write "+1" into the operation. So do we: a number that an operation
takes is folded into its symbol, and the parentheses ( ) hold the place of what comes in along the edge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..graph import CONSTANT, Node
from .model import Run
from .wording import MINUS, number_text, shortened

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
    "transpose": "T",
}
# Their arguments may be exchanged, so an edge may enter on whichever side it comes from.
COMMUTATIVE = frozenset({"add", "multiply", "maximum", "minimum"})
HOLE = "( )"
LONGEST = 9


def symbol(node: Node, drawn: Sequence[int]) -> tuple[Run, ...]:
    """The symbol of an operation of which only the arguments at the indices `drawn` come in along edges."""
    if len(node.args) == 2 and len(drawn) == 1:
        return _with_constant(node, number_text(node.args[1 - drawn[0]].attrs), first=drawn[0] == 1)
    if node.op == "power":
        return Run("( )"), Run("( )", "sup")
    sign = SIGNS.get(node.op, node.op)
    axis = dict(node.attrs).get("axis")
    return (Run(sign),) if axis is None else (Run(sign), Run(number_text(str(axis)), "sub"))


def _with_constant(node: Node, number: str, *, first: bool) -> tuple[Run, ...]:
    """A binary operation with its first or its second argument folded in."""
    guarded = f"({number})" if number.startswith(MINUS) else number
    match node.op:
        case "add":
            return (Run(f"+{guarded}"),)
        case "multiply":
            return (Run(f"×{number}"),)
        case "subtract":
            return (Run(f"{number}{MINUS}{HOLE}" if first else f"{MINUS}{guarded}"),)
        case "divide":
            return (Run(f"{number}/{HOLE}" if first else f"÷{number}"),)
        case "power":
            return (Run(guarded), Run(HOLE, "sup")) if first else (Run(HOLE), Run(number, "sup"))
        case "maximum" | "minimum":
            return (Run(f"{SIGNS[node.op]}({number}, )"),)
    sign = SIGNS.get(node.op, node.op)
    return (Run(f"{number} {sign}" if first else f"{sign} {number}"),)


def foldable(argument: Node, user: Node) -> bool:
    """Whether this argument is written into its user's symbol: a plain short number of a two-place operation."""
    if argument.op != CONSTANT or argument.shape or len(user.args) != 2:
        return False
    return len(number_text(argument.attrs)) <= LONGEST


def constant_text(node: Node) -> str:
    """What stands in the box of a constant that is drawn as a node of its own."""
    return shortened(number_text(node.attrs), LONGEST)
