"""Ask for a derivation, line by line, from a derivative to the form that it is to end in.

    kind = "derivation"
    ask = ["ds_dx"]

    [derivation]
    lines = 3
    ends_in = ["s"]                    # the last line is built of s and numbers alone
    model = ["exp(-x)/(1 + exp(-x))^2", "…", "s (1 - s)"]

Any chain of lines that are equal is a derivation; the model is only there to prove that there is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from reference.errors import FormulaError
from reference.formula import parse_formula
from reference.graph import Graph

from ..fields import Fields
from ..model import Instance
from .spec import Entry, OwnKind, Spec, Texts

DERIVATION_KEYS = ("lines", "ends_in", "model")
FIRST, STEPS, LAST = "first-line", "steps", "last-line"
ANSWER = "derivation"
# A derivation has a line that begins, one that ends, and something between.
_FEWEST_LINES = 3
MOST_LINES = 20


@dataclass(frozen=True)
class DerivationSpec(Spec):
    """At least so many lines, the last of which is built of the pieces `ends_in` and of numbers; a model answer."""

    lines: int
    ends_in: tuple[str, ...]
    model: tuple[str, ...]
    how: ClassVar[str] = "a formula on each line, each equal to the one before; begin with the derivative"

    def parts(self, ask: tuple[str, ...]) -> tuple[str, ...]:
        return (FIRST, STEPS, LAST)

    def entries(self, instance: Instance) -> Iterator[Entry]:
        labels = ", ".join(ask.label for ask in instance.asks.values())
        yield Entry(ANSWER, f"from {labels} to a formula of {', '.join(self.ends_in)}", lines=True)

    def marked(self) -> dict[str, Any]:
        return {"lines": self.lines, "ends_in": self.ends_in}

    def model_answer(self, instance: Instance) -> Texts:
        return {ANSWER: "\n".join(self.model)}


def read_derivation(fields: Fields, graph: Graph, ask: tuple[str, ...]) -> DerivationSpec:
    """The spec in that table. Problems are noted in `fields`."""
    fields.only(*DERIVATION_KEYS)
    spec = DerivationSpec(
        lines=fields.whole("lines", _FEWEST_LINES, _FEWEST_LINES, MOST_LINES) or _FEWEST_LINES,
        ends_in=fields.texts("ends_in"),
        model=tuple(map(str, fields.items("model", most=MOST_LINES))),
    )
    for key, formulas in (("ends_in", spec.ends_in), ("model", spec.model)):
        if not formulas:
            fields.problem(f"{key!r} is missing: a list of formulas", *((key,) if key in fields else ()))
        for formula in formulas:
            try:
                parse_formula(formula, [name for name in graph.named if name.isidentifier()])
            except FormulaError as error:
                fields.problem(f"{formula!r} in {key!r} cannot be read: {error.message}", key)
    if spec.model and len(spec.model) < spec.lines:
        fields.problem(f"'model' has {len(spec.model)} lines, and {spec.lines} are asked for", "model")
    if len(ask) != 1:
        fields.problem(f"a derivation begins with one derivative; 'ask' names {len(ask)}")
    return spec


DERIVATION = OwnKind("derivation", ("ask",), read_derivation)
