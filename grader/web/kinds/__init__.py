"""The pages of every kind of question: adding a kind is adding a row, a module, and two templates."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from grader.exercises import Kind
from grader.web.kinds.choice import CHOICE
from grader.web.kinds.code import CODE
from grader.web.kinds.derivation import DERIVATION
from grader.web.kinds.formula import FORMULA
from grader.web.kinds.mutants import MUTANTS
from grader.web.kinds.page import Answered, Asking, Page
from grader.web.kinds.program import PROGRAM
from grader.web.kinds.values import VALUES

__all__ = ["PAGES", "Answered", "Asking", "Page"]

PAGES: Mapping[Kind, Page] = MappingProxyType(
    {
        "formula": FORMULA,
        "values": VALUES,
        "code": CODE,
        "engine": CODE,
        "choice": CHOICE,
        "derivation": DERIVATION,
        "program": PROGRAM,
        "mutants": MUTANTS,
    }
)
