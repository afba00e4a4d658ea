"""What is asked: two terms of one tape, and what may be assumed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from .balls import Unvalued, Value, holds_zero
from .tape import Tape


@dataclass(frozen=True, slots=True)
class Assumption:
    """`term` OP 0, with OP one of > >= !=."""

    term: int
    operator: str

    def holds(self, value: Value) -> bool:
        """Whether it certainly holds for this value of the term."""
        if isinstance(value, Unvalued):
            return False
        if self.operator == "!=":
            return not holds_zero(value)
        return bool(value > 0 or (self.operator == ">=" and value >= 0))


@dataclass(frozen=True, slots=True)
class Question:
    """Is `left` equal to `right` wherever `right` is defined and the assumptions hold?"""

    tape: Tape
    left: int
    right: int
    assumptions: tuple[Assumption, ...] = ()

    def seed(self, given: int) -> int:
        """A number that depends on the given one and on every detail of the question (SHA-256)."""
        tape = self.tape
        text = repr((given, tape.ops, tape.args, [str(value) for value in tape.values], self.left, self.right))
        text += repr([(assumption.term, assumption.operator) for assumption in self.assumptions])
        return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8])
