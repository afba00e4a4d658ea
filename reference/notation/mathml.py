"""MathML Core, made on the server: it needs no JavaScript, and a screen reader reads it as mathematics."""

from __future__ import annotations

from html import escape

from ..formula.names import ACCENTS
from .names import parts
from .pieces import POWER, SIGN, Notation, Piece

_ACCENTS = dict(zip(ACCENTS, ("^", "¯", "~", "˙", "→"), strict=True))
_FUNCTIONS = {"sigmoid": "σ", "arcsinh": "arsinh", "arccosh": "arcosh", "arctanh": "artanh"}
_APPLIED = "<mo>&#x2061;</mo>"
_TIMES_INVISIBLE = "<mo>&#x2062;</mo>"


def document(inside: str, *, display: bool) -> str:
    """The `<math>` element around a formula."""
    block = ' display="block"' if display else ""
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML"{block}>{inside}</math>'


class MathML(Notation):
    """Factors stand side by side where that cannot be misread, else with a dot between."""

    def number(self, digits: str) -> str:
        return f"<mn>{escape(digits)}</mn>"

    def name(self, name: str) -> str:
        letter, accent, subscript, version = parts(name)
        text = f"<mi>{escape(letter)}</mi>"
        if accent:
            text = f'<mover accent="true">{text}<mo>{_ACCENTS[accent]}</mo></mover>'
        if subscript:
            tag = "mn" if subscript.isdecimal() else "mi"
            text = f"<msub>{text}<{tag}>{escape(subscript)}</{tag}></msub>"
        if version:
            text = f"<msup>{text}{self.group(self.number(version))}</msup>"
        return text

    def group(self, text: str) -> str:
        return _row(f"<mo>(</mo>{text}<mo>)</mo>")

    def infix(self, left: str, sign: str, right: str) -> str:
        return _row(f"{left}<mo>{escape('−' if sign == '-' else sign)}</mo>{right}")

    def product(self, left: Piece, right: Piece) -> str:
        apart = right.lead == "digit" or left.word or right.word or (right.lead == left.lead == "fraction")
        mixed = left.lead == "digit" and right.lead == "fraction"
        return _row(left.text + ("<mo>·</mo>" if apart or mixed else _TIMES_INVISIBLE) + right.text)

    def quotient(self, above: Piece, below: Piece) -> Piece:
        return Piece(f"<mfrac>{above.text}{below.text}</mfrac>", SIGN, "fraction")

    def negative(self, text: str) -> str:
        return _row(f"<mo>−</mo>{text}")

    def power(self, base: str, exponent: Piece) -> str:
        return f"<msup>{base}{exponent.text}</msup>"

    def exponential(self, exponent: Piece) -> Piece:
        return Piece(f"<msup><mi>e</mi>{exponent.text}</msup>", POWER, "letter")

    def root(self, inside: str) -> str:
        return f"<msqrt>{inside}</msqrt>"

    def bars(self, inside: str) -> str:
        return _row(f"<mo>|</mo>{inside}<mo>|</mo>")

    def call(self, function: str, arguments: list[str]) -> str:
        name = f"<mi>{escape(_FUNCTIONS.get(function, function))}</mi>"
        return _row(name + _APPLIED + self.group("<mo>,</mo>".join(arguments)))


def _row(inside: str) -> str:
    """Several elements as one, which every other method gives."""
    return f"<mrow>{inside}</mrow>"
