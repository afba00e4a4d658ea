"""What a formula's text is cut into."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


class Token(NamedTuple):
    """`kind` is number, name, constant, function, operator, open, close, bar, fraction, root or end.

    `value` is a Fraction for a number and else a text; a bar's is `(` or `)` where LaTeX tells the side; a
    logarithm's `base` is the text of its subscript. `text[start:end]` is where it stands.
    """

    kind: str
    value: str | Fraction
    start: int
    end: int
    base: str | None = None

    @property
    def variable(self) -> str | None:
        """The name that stands here, also as the base of a logarithm."""
        if self.kind == "name":
            return str(self.value)
        return None if self.base is None or self.base == "e" or self.base.isdecimal() else self.base
