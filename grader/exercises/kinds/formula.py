"""Ask for derivatives as formulas and, where the author likes, for the form of some of them: a smaller part beside it.

    kind = "formula"
    ask = ["dz_dx", "dz_dy"]

    [form]
    dz_dx = { is = "factored", model = "2y(x - 2)" }     # or "expanded", or "exact": without decimals

    [parts]
    dz_dx = 2
    dz_dx-form = 1
    dz_dy = 2

The model is only there to prove that there is an answer of that form, which `lint` does: any other one is as good.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from grader.verdict import FORM
from reference.errors import FormulaError
from reference.formula import parse_formula
from reference.graph import Graph
from reference.notation import to_text

from ..fields import Fields
from ..model import Instance
from .spec import Entry, OwnKind, Spec, Texts

FORM_KEYS = ("is", "model")
# The forms that `reference.equivalence.forms` knows, in words.
FORMS = {"exact": "without decimals", "factored": "factored", "expanded": "multiplied out"}


@dataclass(frozen=True)
class Form:
    """The form that is asked for, one of `FORMS`, and a model answer that has it."""

    form: str
    model: str


@dataclass(frozen=True)
class FormulaSpec(Spec):
    """The forms that are asked for, by the names of the formulas."""

    forms: Mapping[str, Form]
    how: ClassVar[str] = 'a formula as you would write it by hand, such as "2(a + b)^3 - a/b"'

    def parts(self, ask: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(part for name in ask for part in (name, f"{name}{FORM}") if part == name or name in self.forms)

    def entries(self, instance: Instance) -> Iterator[Entry]:
        for name, ask in instance.asks.items():
            form = f", {FORMS[self.forms[name].form]}" if name in self.forms else ""
            yield Entry(name, f"{ask.label}{form}")

    def model_answer(self, instance: Instance) -> Texts:
        plain = {name: to_text(instance.asked_graph(name)) for name in instance.ask}
        return plain | {name: form.model for name, form in self.forms.items()}

    def misweighed(self, parts: Mapping[str, float]) -> str | None:
        for name in self.forms:
            if parts[f"{name}{FORM}"] >= parts[name]:
                return f"a form is a smaller part: give '{name}{FORM}' fewer points than {name!r} in [parts]"
        return None

    def marked(self) -> Mapping[str, Any]:
        """Nothing where no form is asked for, so that such an exercise keeps the digest that it always had."""
        return {"forms": {name: form.form for name, form in self.forms.items()}} if self.forms else {}


def read_forms(fields: Fields, graph: Graph, ask: tuple[str, ...]) -> FormulaSpec:
    """The spec in that table. Problems are noted in `fields`."""
    fields.only(*ask)
    return FormulaSpec({name: _form(fields.inner(fields.table(name), name), graph) for name in ask if name in fields})


def _form(fields: Fields, graph: Graph) -> Form:
    fields.only(*FORM_KEYS)
    found = Form(fields.choice("is", FORMS), fields.text("model"))
    try:
        parse_formula(found.model, [name for name in graph.named if name.isidentifier()])
    except FormulaError as error:
        fields.problem(f"the model answer {found.model!r} cannot be read: {error.message}", "model")
    return found


FORMULA = OwnKind("form", ("ask", "inputs", "vary"), read_forms, optional=True)
