"""Bound work by counting steps, so that the same comparison ends the same way on every machine."""

from __future__ import annotations


class OutOfBudgetError(Exception):
    """More steps than were allowed."""


class Budget:
    """So many steps and no more."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Take some steps away. Raises `OutOfBudgetError` when there are none left."""
        self.left -= steps
        if self.left < 0:
            raise OutOfBudgetError
