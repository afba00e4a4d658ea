"""Wrong answers that people wrote by a known mistake, and wrong ones of no known mistake, for any exercise.

The known ones come from tests/data/wrong_*.toml, written by hand. Nothing here asks the grader which mistake an
answer shows.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from grader.exercises import Answer, Catalogue, Exercise, Instance, load_catalogue
from grader.verdict import Finding, Verdict
from reference import evaluate, parse_formula, parse_program
from reference.notation import to_text

DATA = Path(__file__).parent.parent / "data"
UNNAMED = frozenset({"value_wrong", "precision", "not_finite", "name_missing", "unreadable"})


@dataclass(frozen=True)
class Wrong:
    """A wrong answer to an instance, and the mistake that it shows; `form` says how it is written."""

    exercise: Exercise
    instance: Instance
    answer: Answer
    mistake: str
    form: str


class Exercises:
    """The shipped exercises by name, and those of the data files' own, made from a program in a folder."""

    def __init__(self, shipped: Catalogue, folder: Path) -> None:
        self.shipped, self.folder = shipped, folder
        self.count = 0

    def of(self, entry: Mapping[str, Any], kind: str) -> Exercise:
        if "name" in entry:
            return self.shipped.get(entry["name"])
        if "toml" in entry:
            return self._written(entry["toml"])
        lines = [f'kind = "{kind}"', f"program = {json.dumps(entry['program'])}"]
        if kind == "code":
            return self._written("\n".join([*lines, *_code_table(entry)]))
        ask = entry.get("ask") or [name for name, each in entry.items() if isinstance(each, dict)]
        lines.append(f"ask = {json.dumps(ask)}")
        for table in ("inputs", "vary"):
            if table in entry:
                lines.append(f"[{table}]")
                lines += [f"{name} = {json.dumps(value)}" for name, value in entry[table].items()]
        return self._written("\n".join(lines))

    def _written(self, toml: str) -> Exercise:
        self.count += 1
        folder = self.folder / "own" / f"exercise-{self.count}"
        folder.mkdir(parents=True)
        (folder / "exercise.toml").write_text(toml, encoding="utf-8")
        for lang in ("en", "ko"):
            (folder / f"statement.{lang}.md").write_text("# Title\n\nWork it out.\n", encoding="utf-8")
        return load_catalogue(self.folder).get(f"own/exercise-{self.count}")


def _code_table(entry: Mapping[str, Any]) -> list[str]:
    inputs = parse_program(entry["program"]).inputs
    low = entry.get("from", 0.3)
    returns = ", ".join(f'{name} = "grad.{name}"' for name in entry["returns"])
    ranges = ", ".join(f'{name} = "{low}..2.5 real"' for name in inputs)
    return [
        "[code]",
        'function = "slopes"',
        f"arguments = {json.dumps(inputs)}",
        f"returns = {{ {returns} }}",
        "[[code.trials]]",
        f"ranges = {{ {ranges} }}",
    ]


# Three ways of writing a function that gives the gradients as a dict.
_WAYS = (
    """\
from numpy import abs, cos, cosh, exp, heaviside, log, maximum, power, sin, tanh, where


def slopes({arguments}):
    return {result}
""",
    """\
import numpy as np
from numpy import abs, cos, cosh, exp, heaviside, log, maximum, power, sin, tanh, where


def slopes({arguments}):
    found = {result}
    return {{name: np.float64(slope) for name, slope in found.items()}}
""",
    """\
from numpy import abs, cos, cosh, exp, heaviside, log, maximum, power, sin, tanh, where


class Backward:
    def __init__(self, {arguments}):
        self.slopes = {result}


def slopes(*inputs):
    return Backward(*inputs).slopes
""",
)


def coded(entry: Mapping[str, Any], forms: Any) -> Iterator[str]:
    """The files that people write by a mistake: one form in each of the entry's own styles, or a form for each way."""
    if "styles" in entry and not isinstance(forms, list):
        for style in entry["styles"]:
            yield style.format(**forms) if isinstance(forms, Mapping) else style.format(forms)
        return
    if "styles" in entry:
        for style, slots in zip(entry["styles"], forms, strict=True):
            yield style.format(**{**entry["right"], **slots})
        return
    arguments = ", ".join(parse_program(entry["program"]).inputs)
    for way, form in zip(_WAYS, forms, strict=True):
        texts = form if isinstance(form, Mapping) else {entry["returns"][0]: form}
        result = ", ".join(f"'{name}': {text}" for name, text in texts.items())
        yield way.format(arguments=arguments, result=f"{{{result}}}")


def table(name: str) -> list[dict[str, Any]]:
    """The entries of one of the data files: `numbers`, `formulas`, `code` or `networks`."""
    with (DATA / f"wrong_{name}.toml").open("rb") as file:
        return next(iter(tomllib.load(file).values()))


def right_numbers(instance: Instance) -> dict[str, float]:
    numbers = evaluate(instance.quantities, instance.inputs)
    return {name: float(numbers[name]) for name in instance.ask}


def worked_out(instance: Instance, text: str) -> float:
    """A formula of the data file at the instance's inputs; names of nodes stand for their right values."""
    between = {name: instance.graph for name in instance.graph.named if name not in instance.graph.inputs}
    graph = parse_formula(text, instance.graph.inputs, definitions=between)
    return float(next(iter(evaluate(graph, instance.inputs).values())))


def written(number: float) -> dict[str, str]:
    """A number as people type it: in full, as a fraction or with a few decimals, rounded."""
    if number.is_integer():
        whole = int(number)
        return {"whole": str(whole), "fraction": f"{2 * whole}/2", "decimals": f"{whole}.00"}
    short = f"{number:.2f}" if abs(number) >= 1 else f"{number:#.3g}"
    return {"whole": f"{number:.7g}", "fraction": f"{number:.5g}".replace("-", "−"), "decimals": short}


def differs(typed: Mapping[str, float], right: Mapping[str, float]) -> bool:
    return any(abs(typed[name] - right[name]) > 1e-9 * max(1.0, abs(right[name])) for name in right)


def typed_by_a_mistake(entry: Mapping[str, Any], exercise: Exercise, instance: Instance) -> Iterator[Wrong]:
    """Each mistake of the table's entry on an instance, in each form; not where what comes out is right."""
    right = right_numbers(instance)
    for mistake, ways in entry["wrong"].items():
        for way in ways:
            typed = {**right, **{box: worked_out(instance, text) for box, text in way.items()}}
            if differs(typed, right):
                forms = {box: written(number) for box, number in typed.items()}
                for form in ("whole", "fraction", "decimals"):
                    answer = Answer.of_typed({box: texts[form] for box, texts in forms.items()})
                    yield Wrong(exercise, instance, answer, mistake, form)


def typed_by_chance(random: np.random.Generator, instance: Instance) -> tuple[str, Answer]:
    """One gradient that is wrong for no reason: a small number, a slip of arithmetic, numbers at hand put together."""
    right = right_numbers(instance)
    box = str(random.choice([name for name in right if name.startswith("grad.")]))
    while True:
        number = _chance(random, right[box], list(instance.shown_values.values()))
        if differs({box: number}, {box: right[box]}):
            texts = {name: written(each)["whole"] for name, each in {**right, box: number}.items()}
            return box, Answer.of_typed(texts)


def _chance(random: np.random.Generator, right: float, at_hand: list[float]) -> float:
    kind = random.random()
    if kind < 0.4:
        return float(random.integers(-9, 10))
    if kind < 0.7:
        off = float(random.choice([-10, -3, -2, -1, 1, 2, 3, 10]))
        return float(random.choice([right + off, 10 * right, 2 * right, 3 * right, right / 10]))
    if kind < 0.9:
        one, other = (float(number) for number in random.choice(at_hand, 2))
        return float(random.choice([one + other, one - other, one * other + right]))
    return float(f"{random.normal(0, 5):.2g}")


def formula_by_chance(random: np.random.Generator, instance: Instance, name: str) -> str:
    """The right derivative with a slip: another number in it, a stray term or factor."""
    text = to_text(instance.asked_graph(name))
    numbers = list(re.finditer(r"(?<![\w.^])\d+(?![\w.])", text))
    variable, number = str(random.choice(instance.graph.inputs)), int(random.integers(2, 10))
    if numbers and random.random() < 0.5:
        found = numbers[int(random.integers(len(numbers)))]
        return f"{text[: found.start()]}{int(found[0]) + number}{text[found.end() :]}"
    forms = (
        f"{text} + {number}",
        f"{number + 1} ({text})",
        f"{text} + {number} {variable}",
        f"({text}) / {number + 2}",
        f"{text} - {number} {variable}^2",
        f"({text})^{number % 3 + 2} + {number}",
        f"{number} {variable} - ({text})",
    )
    return forms[int(random.integers(len(forms)))]


def named(verdict: Verdict) -> list[Finding]:
    """The findings that give a mistake a name."""
    return [part.finding for part in verdict.parts if part.finding is not None and part.finding.code not in UNNAMED]


def shows(finding: Finding, mistake: str) -> bool:
    return mistake in (finding.code, *finding.also)
