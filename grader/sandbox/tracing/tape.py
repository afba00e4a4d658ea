"""Write down what is done to traced numbers: a list of operations, in which equal ones occur once, and decisions."""

from __future__ import annotations

MAX_OPERATIONS = 4_000
MAX_DECISIONS = 500
MAX_MARKS = 20


class Untraceable(BaseException):
    """Something was done that cannot be followed. Not an Exception: a student's code does not catch it."""


class Tape:
    """The operations of one run, each a tuple of a name and its arguments; an operation's number is its place.

    While `active`, the student's function runs; before that, the file as a whole is run, and nothing is
    recorded. `marks` are things that were seen and that no list of operations tells.
    """

    def __init__(self) -> None:
        self.active = False
        self.clear()

    def clear(self) -> None:
        """Forget everything, for the next run."""
        self._numbers: dict[tuple[object, ...], int] = {}
        self._decided: dict[int, bool] = {}
        self.operations: list[tuple[object, ...]] = []
        self.marks: set[str] = set()

    def record(self, name: str, *args: object) -> int:
        """The number of the operation; a new one, unless the same was recorded before."""
        key = (name, *args)
        found = self._numbers.get(key)
        if found is None:
            found = len(self.operations)
            if found >= MAX_OPERATIONS:
                raise Untraceable("too many operations")
            self._numbers[key] = found
            self.operations.append(key)
        return found

    def constant(self, number: float) -> int:
        """The operation without arguments that is this number."""
        return self.record("constant", float.__repr__(float.__float__(number)))

    def decide(self, node: int, truth: bool) -> bool:
        """Say that the code went on in the way of `truth` where the operation was asked whether it holds."""
        if node not in self._decided:
            if len(self._decided) >= MAX_DECISIONS:
                raise Untraceable("too many decisions")
            self._decided[node] = truth
        return truth

    def mark(self, word: str) -> None:
        """Remember that this was seen."""
        if len(self.marks) < MAX_MARKS:
            self.marks.add(word)

    @property
    def decisions(self) -> str:
        """The decisions in order: `12+ 15-`."""
        return " ".join(f"{node}{'+' if truth else '-'}" for node, truth in self._decided.items())


TAPE = Tape()
