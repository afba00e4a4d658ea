"""Plain text that can be typed, and that `parse_formula` reads back as the same formula: `1/(1+exp(-x))`."""

from __future__ import annotations

from .pieces import ATOM, POWER, PRODUCT, Notation, Piece


class Text(Notation):
    """`*` stands between all factors but a number and what follows it."""

    def number(self, digits: str) -> str:
        return digits

    def name(self, name: str) -> str:
        return name

    def group(self, text: str) -> str:
        return f"({text})"

    def infix(self, left: str, sign: str, right: str) -> str:
        return f"{left} {sign} {right}"

    def product(self, left: Piece, right: Piece) -> str:
        # 2e… might be read as the number 2e3, and nothing but a number is written without a sign.
        bare = left.text.replace(".", "", 1).lstrip("-").isdecimal() and right.text[0] not in "eE0123456789."
        return left.text + ("" if bare else "*") + right.text

    def quotient(self, above: Piece, below: Piece) -> Piece:
        over = self._grouped(above, PRODUCT, signed=True)
        return Piece(f"{over.text}/{self._at_least(below, POWER, signed=False)}", PRODUCT, over.lead)

    def negative(self, text: str) -> str:
        return f"-{text}"

    def power(self, base: str, exponent: Piece) -> str:
        return f"{base}^{self._at_least(exponent, POWER, signed=False)}"

    def exponential(self, exponent: Piece) -> Piece:
        return Piece(f"exp({exponent.text})", ATOM, "letter")

    def root(self, inside: str) -> str:
        return f"sqrt({inside})"

    def bars(self, inside: str) -> str:
        return f"abs({inside})"

    def call(self, function: str, arguments: list[str]) -> str:
        return f"{function}({', '.join(arguments)})"
