r"""LaTeX, as a textbook sets it: \frac{1}{1 + e^{-x}}, W x + b, \hat{y}."""

from __future__ import annotations

from ..formula.names import GREEK
from ..primitives import PRIMITIVES
from .names import parts
from .pieces import POWER, SIGN, Notation, Piece

_COMMANDS = {letter: f"\\{name}" for name, letter in reversed(GREEK.items()) if name.islower()} | {"π": r"\pi"}
_SIGNS = {"≥": r"\ge", "≤": r"\le", "≠": r"\ne"}
_ESCAPES = str.maketrans({character: f"\\{character}" for character in "#$%&_{}"} | {"\\": "", "^": "", "~": ""})


class Latex(Notation):
    """Factors stand side by side where that cannot be misread, else with a dot between."""

    def number(self, digits: str) -> str:
        return digits

    def name(self, name: str) -> str:
        letter, accent, subscript, version = parts(name)
        text = _word(letter)
        if accent:
            text = f"\\{accent}{{{text}}}"
        if subscript:
            text += f"_{{{_word(subscript)}}}"
        return text + (f"^{{({version.translate(_ESCAPES)})}}" if version else "")

    def group(self, text: str) -> str:
        return rf"\left({text}\right)"

    def infix(self, left: str, sign: str, right: str) -> str:
        return f"{left} {_SIGNS.get(sign, sign)} {right}"

    def product(self, left: Piece, right: Piece) -> str:
        apart = right.lead == "digit" or left.word or right.word or (right.lead == left.lead == "fraction")
        mixed = left.lead == "digit" and right.lead == "fraction"
        return left.text + (r" \cdot " if apart or mixed else " ") + right.text

    def quotient(self, above: Piece, below: Piece) -> Piece:
        return Piece(rf"\frac{{{above.text}}}{{{below.text}}}", SIGN, "fraction")

    def negative(self, text: str) -> str:
        return f"-{text}"

    def power(self, base: str, exponent: Piece) -> str:
        return f"{{{base}}}^{{{exponent.text}}}"

    def exponential(self, exponent: Piece) -> Piece:
        return Piece(f"e^{{{exponent.text}}}", POWER, "letter")

    def root(self, inside: str) -> str:
        return rf"\sqrt{{{inside}}}"

    def bars(self, inside: str) -> str:
        return rf"\left|{inside}\right|"

    def call(self, function: str, arguments: list[str]) -> str:
        name = PRIMITIVES[function].latex or rf"\operatorname{{{function.translate(_ESCAPES)}}}"
        return name + self.group(", ".join(arguments))


def _word(letters: str) -> str:
    """A letter in italics, a word upright."""
    if letters in _COMMANDS:
        return _COMMANDS[letters]
    plain = letters.translate(_ESCAPES)
    return plain if len(letters) == 1 or letters.isdecimal() or letters.endswith("'") else rf"\mathrm{{{plain}}}"
