"""Say why the engine cannot go on: a code, a place and parameters, put into words where people read them.

EngineError
├── ProgramError      a program that cannot be read: line and column
├── FormulaError      a formula that cannot be read: column
├── TraceError        a Python function that cannot be traced: its line
├── UnknownName       a name that the graph does not have
├── ShapeError        shapes that do not fit an operation
├── GradientError     a gradient that does not exist, such as that of an array output without a seed
└── EvaluationError   an input that is missing or of the wrong shape
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where in a text an error lies. Lines and columns count from 1; `end` is the column after it."""

    line: int | None = None
    column: int | None = None
    end: int | None = None

    def __str__(self) -> str:
        parts = [f"line {self.line}" if self.line else "", f"column {self.column}" if self.column else ""]
        return ", ".join(part for part in parts if part)


class EngineError(Exception):
    """Base of every error that `reference` raises on purpose.

    `code` is stable and fit for a message catalogue, `parameters` fills the message in, and `str(error)` is a
    plain English sentence for whoever calls the engine from Python.
    """

    def __init__(self, code: str, message: str, place: Place | None = None, **parameters: object) -> None:
        super().__init__(f"{place}: {message}" if place and str(place) else message)
        self.code = code
        self.message = message
        self.place = place
        self.parameters = parameters


class ProgramError(EngineError):
    """A program that cannot be read."""


class FormulaError(EngineError):
    """A formula that cannot be read."""


class TraceError(EngineError):
    """A Python function that cannot be traced to one graph."""


class UnknownName(EngineError):  # noqa: N818  (reads as what it is, like KeyError)
    """A name that the graph does not have."""


class ShapeError(EngineError):
    """Shapes that do not fit an operation."""


class GradientError(EngineError):
    """A gradient that does not exist or was not asked for completely."""


class EvaluationError(EngineError):
    """An input that is missing, unknown or of the wrong shape."""
