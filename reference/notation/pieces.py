"""Decide what every notation must decide: where parentheses are needed, what a constant looks like.

A notation is written bottom up, node by node in topological order, so that a graph of any depth can be
written.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..errors import EngineError
from ..graph import CONSTANT, INPUT, Node, topological_order
from .names import parts

# How tightly a piece holds together.
COMPARISON, SUM, PRODUCT, SIGN, POWER, ATOM = range(6)

LONGEST = 20_000

_CALLS = {"maximum": "max", "minimum": "min"}
_COMPARISONS = {
    "greater": ">",
    "less": "<",
    "greater_equal": "≥",
    "less_equal": "≤",
    "equal": "=",
    "not_equal": "≠",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A written node: its text, how tightly it holds together, and what it begins with.

    `lead` is `digit`, `letter`, `sign`, `bracket` or `fraction`; `word` tells that it is a name of several
    letters.
    """

    text: str
    level: int
    lead: str
    word: bool = False


class Notation(ABC):
    """A way of writing. Subclasses say how the parts look; this class says which parts there are."""

    # -- how it looks

    @abstractmethod
    def number(self, digits: str) -> str: ...

    @abstractmethod
    def name(self, name: str) -> str: ...

    @abstractmethod
    def group(self, text: str) -> str:
        """The text in parentheses."""

    @abstractmethod
    def infix(self, left: str, sign: str, right: str) -> str:
        """A sum, difference or comparison."""

    @abstractmethod
    def product(self, left: Piece, right: Piece) -> str: ...

    @abstractmethod
    def quotient(self, above: Piece, below: Piece) -> Piece: ...

    @abstractmethod
    def negative(self, text: str) -> str: ...

    @abstractmethod
    def power(self, base: str, exponent: Piece) -> str: ...

    @abstractmethod
    def exponential(self, exponent: Piece) -> Piece: ...

    @abstractmethod
    def root(self, inside: str) -> str: ...

    @abstractmethod
    def bars(self, inside: str) -> str: ...

    @abstractmethod
    def call(self, function: str, arguments: list[str]) -> str: ...

    # -- what there is

    def write(self, root: Node, names: Mapping[Node, str]) -> str:
        """The node as a formula; nodes in `names` are written as their names."""
        pieces: dict[Node, Piece] = {}
        for node in topological_order([root]):
            if node in names:
                pieces[node] = self._named(names[node])
            else:
                pieces[node] = self._piece(node, [pieces[arg] for arg in node.args])
            if len(pieces[node].text) > LONGEST:
                raise EngineError("too_long", f"the formula is longer than {LONGEST} characters", limit=LONGEST)
        return pieces[root].text

    def _named(self, name: str) -> Piece:
        return Piece(self.name(name), ATOM, "letter", word=len(parts(name).letter) > 1)

    def _piece(self, node: Node, args: list[Piece]) -> Piece:
        if node.op == INPUT:
            return self._named(node.attrs)
        if node.op == CONSTANT:
            return self._constant(node)
        known = _known_constant(node)
        if known is not None:
            return self._named(known)
        writer = getattr(self, f"_{node.op}", None)
        if writer is not None:
            piece: Piece = writer(*args)
            return piece
        if node.op in _COMPARISONS:
            left, right = (self._at_least(arg, SUM) for arg in args)
            return Piece(self.infix(left, _COMPARISONS[node.op], right), COMPARISON, args[0].lead)
        texts = [arg.text for arg in args]
        return Piece(self.call(_CALLS.get(node.op, node.op), texts), ATOM, "letter")

    def _at_least(self, piece: Piece, level: int, *, signed: bool = True) -> str:
        """The piece, in parentheses where it is too loose, or has a sign where none may stand."""
        loose = piece.level < level or (piece.lead == "sign" and not signed)
        return self.group(piece.text) if loose else piece.text

    def _constant(self, node: Node) -> Piece:
        value = node.attrs
        if isinstance(value, float):
            digits = repr(value).removesuffix(".0")
        elif isinstance(value, int | Fraction):
            digits = decimal(Fraction(value)) or ""
        else:
            return Piece(self.number(str(value)), ATOM, "digit")
        if not digits:
            above, below = (Piece(self.number(str(abs(part))), ATOM, "digit") for part in value.as_integer_ratio())
            quotient = self.quotient(above, below)
            return self._negate(quotient) if value < 0 else quotient
        if digits.startswith("-"):
            return Piece(self.negative(self.number(digits[1:])), SIGN, "sign")
        return Piece(self.number(digits), ATOM, "digit")

    def _add(self, left: Piece, right: Piece) -> Piece:
        after = self._at_least(right, PRODUCT, signed=False)
        return Piece(self.infix(self._at_least(left, SUM), "+", after), SUM, left.lead)

    def _subtract(self, left: Piece, right: Piece) -> Piece:
        after = self._at_least(right, PRODUCT, signed=False)
        return Piece(self.infix(self._at_least(left, SUM), "-", after), SUM, left.lead)

    def _multiply(self, left: Piece, right: Piece) -> Piece:
        before = self._grouped(left, PRODUCT, signed=True)
        return Piece(self.product(before, self._grouped(right, SIGN, signed=False)), PRODUCT, before.lead)

    def _divide(self, above: Piece, below: Piece) -> Piece:
        return self.quotient(above, below)

    def _grouped(self, piece: Piece, level: int, *, signed: bool) -> Piece:
        text = self._at_least(piece, level, signed=signed)
        return piece if text == piece.text else Piece(text, ATOM, "bracket")

    def _negate(self, inner: Piece) -> Piece:
        text = self._at_least(inner, PRODUCT, signed=False)
        return Piece(self.negative(text), min(inner.level, SIGN) if text == inner.text else SIGN, "sign")

    def _power(self, base: Piece, exponent: Piece) -> Piece:
        return Piece(
            self.power(self._at_least(base, ATOM), exponent),
            POWER,
            self._grouped(base, ATOM, signed=True).lead,
        )

    def _exp(self, exponent: Piece) -> Piece:
        return self.exponential(exponent)

    def _sqrt(self, inside: Piece) -> Piece:
        return Piece(self.root(inside.text), ATOM, "letter")

    def _abs(self, inside: Piece) -> Piece:
        return Piece(self.bars(inside.text), ATOM, "bracket")


def _known_constant(node: Node) -> str | None:
    """e and π, which are nodes on a constant each."""
    if node.op in {"exp", "arccos"} and node.args[0].op == CONSTANT:
        return {("exp", 1): "e", ("arccos", -1): "π"}.get((node.op, node.args[0].attrs))
    return None


def decimal(value: Fraction) -> str | None:
    """The number with a decimal point, where it ends after at most 30 digits: 1/8 is 0.125, 1/3 is None."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > LONGEST // 2:
        raise EngineError("too_long", "a number is too long to be written", limit=LONGEST)
    if value.denominator == 1:
        return str(value.numerator)
    for places in range(1, 31):
        if 10**places % value.denominator == 0:
            digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
            return "-" * (value < 0) + f"{digits[:-places]}.{digits[-places:]}"
    return None
