"""The kinds of question that have a table of their own in exercise.toml: one module each, a row each.

A kind answered with code has its own table, too (`[code]`, `[engine]`); what those say is told in `specs.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..model import Kind
from .choice import CHOICE, ChoiceSpec
from .derivation import DERIVATION, DerivationSpec
from .formula import FORMULA, FormulaSpec
from .mutants import MUTANTS, MutantsSpec
from .program import PROGRAM, ProgramSpec
from .spec import Called, Entry, OwnKind, Spec, WrongAnswer, by_code

__all__ = [
    "OWN",
    "Called",
    "ChoiceSpec",
    "DerivationSpec",
    "Entry",
    "FormulaSpec",
    "MutantsSpec",
    "OwnKind",
    "ProgramSpec",
    "Spec",
    "WrongAnswer",
    "by_code",
]

OWN: Mapping[Kind, OwnKind] = MappingProxyType(
    {"formula": FORMULA, "choice": CHOICE, "derivation": DERIVATION, "program": PROGRAM, "mutants": MUTANTS}
)
