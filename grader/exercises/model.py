"""Hold an exercise, the instance a student sees and the answer that comes back, as plain data.

The graph and its gradient are made when first asked for, so that a catalogue loads quickly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from reference.evaluate import evaluate
from reference.gradient import gradient
from reference.graph import Graph
from reference.program import parse_program

from .ranges import Range

Kind = Literal["formula", "values", "code"]
KINDS: tuple[Kind, ...] = ("formula", "values", "code")
MAX_SEED = 2**63 - 1


@dataclass(frozen=True)
class Ask:
    """One quantity asked for, as `Ask.parse` reads its name.

    `value.g` is the value of node g; `grad.g` is ∂output/∂g; `dy_dt` (formulas) is ∂y/∂t: `of` is y,
    `node` is t.
    """

    name: str
    what: Literal["value", "gradient"]
    node: str
    of: str
    sign: Literal["∂", "d"] = "∂"

    @classmethod
    def parse(cls, name: str, names: Iterable[str], output: str) -> Ask:
        """Read a name against those of a program. Raises ValueError that says what is unknown."""
        known = set(names)
        what, dot, node = name.partition(".")
        if dot and what in ("value", "grad"):
            if node not in known:
                raise ValueError(f"{name!r} asks for {node!r}, which the program does not have")
            return cls(name, "value" if what == "value" else "gradient", node, output)
        if name.startswith("d"):
            for split in re.finditer("_d", name):
                of, wrt = name[1 : split.start()], name[split.end() :]
                if of in known and wrt in known:
                    return cls(name, "gradient", wrt, of)
        raise ValueError(f"{name!r} is neither value.NODE, grad.NODE nor dNODE_dNODE with nodes of the program")

    @property
    def label(self) -> str:
        """The quantity in mathematics: `g`, `∂f/∂W`, and `dy/dx` where there is but one input."""
        return self.node if self.what == "value" else f"{self.sign}{self.of}/{self.sign}{self.node}"


@dataclass(frozen=True)
class Trial:
    """Inputs on which code is tried, and what is checked there.

    `part` is the part that the trial decides; None: every part named after a result's key, each by its own
    result. `checks` is `values` (agrees with the gradient), `shape` (gives the same shape back), or `method`
    (agrees so closely that differences cannot; earns only where values do). For each of `shapes`, where `()`
    is a plain float, `count` inputs are drawn from `ranges` (each element by itself, each range as likely), and
    the points of `at` are tried (an array holds them in turn). A number is right within `relative` of the true one, or
    within `absolute` of it.
    """

    part: str | None
    checks: Literal["values", "shape", "method"]
    ranges: Mapping[str, tuple[Range, ...]]
    at: tuple[Mapping[str, float], ...]
    shapes: tuple[tuple[int, ...], ...]
    count: int
    relative: float
    absolute: float


@dataclass(frozen=True)
class CodeSpec:
    """The function that a student writes, and how it is tried.

    `returns` is the ask whose value the function gives back (`"grad.x"`), or maps the keys of the dict that
    it gives back to asks. Where some trial checks `shape`, right values in a wrong shape cost that part only.
    """

    function: str
    arguments: tuple[str, ...]
    returns: str | Mapping[str, str]
    trials: tuple[Trial, ...]

    @property
    def signature(self) -> str:
        """As a student reads it: `backward(W, x, b)`."""
        return f"{self.function}({', '.join(self.arguments)})"

    @property
    def takes_arrays(self) -> bool:
        """Whether arguments may be arrays (of any one shape) besides floats."""
        return any(shape for trial in self.trials for shape in trial.shapes)


@lru_cache(maxsize=1024)
def _graph(program: str, output: str) -> Graph:
    return parse_program(program, output=output)


@lru_cache(maxsize=1024)
def _gradient(program: str, output: str) -> Graph:
    return gradient(_graph(program, output), wrt="nodes")


@lru_cache(maxsize=1024)
def _quantities(program: str, output: str) -> Graph:
    graph, slopes = _graph(program, output), _gradient(program, output)
    values = {f"value.{name}": node for name, node in graph.named.items()}
    gradients = {f"grad.{name}": slopes.node(f"grad.{name}") for name in graph.named}
    return Graph(map(graph.node, graph.inputs), {**values, **gradients})


class _Program:
    """What an exercise and its instances share: a program, read and differentiated when first needed."""

    kind: Kind
    program: str
    output: str
    ask: tuple[str, ...]

    @cached_property
    def graph(self) -> Graph:
        """The program as a graph with the one output."""
        return _graph(self.program, self.output)

    @cached_property
    def gradient(self) -> Graph:
        """∂output/∂node for every named node and input: outputs `grad.NAME`, and the output itself."""
        return _gradient(self.program, self.output)

    @cached_property
    def quantities(self) -> Graph:
        """All that can be asked of a node: outputs `value.NAME` and `grad.NAME` for every named node."""
        return _quantities(self.program, self.output)

    @cached_property
    def asks(self) -> Mapping[str, Ask]:
        """Every asked name with what it means."""
        sign: Literal["∂", "d"] = "d" if self.kind == "formula" and len(self.graph.inputs) == 1 else "∂"
        asks = (Ask.parse(name, self.graph.named, self.output) for name in self.ask)
        return {ask.name: replace(ask, sign=sign) for ask in asks}

    def asked_graph(self, name: str) -> Graph:
        """The asked quantity as a graph of the inputs, with one output that bears the asked name."""
        ask = self.asks[name]
        source, node = self.graph, ask.node
        if ask.what == "gradient":
            source, node = gradient(self.graph, wrt=[ask.node], of=ask.of), f"grad.{ask.node}"
        return Graph(map(source.node, source.inputs), {name: source.node(node)}, self.graph.named)


@dataclass(frozen=True)
class Exercise(_Program):
    """An exercise as its author wrote it, checked. See docs/exercises.md for the meaning of every field.

    `parts` maps each part's name to its points, in the order asked; `step` is the lesson's step (1 to 8) and
    gives the teaching order; `vary` says where other seeds draw their inputs from; `titles` and `statements`
    (the text below the title) are by language.
    """

    id: str
    kind: Kind
    points: float
    teaches: str
    step: int | None
    program: str
    output: str
    ask: tuple[str, ...]
    inputs: Mapping[str, float]
    vary: Mapping[str, str]
    parts: Mapping[str, float]
    code: CodeSpec | None
    undecided_points: float | None
    titles: Mapping[str, str]
    statements: Mapping[str, str]
    digest: str
    folder: Path = field(compare=False)


@dataclass(frozen=True)
class Instance(_Program):
    """What one student is shown: the program with these inputs. Stored whole, so that it never changes."""

    exercise: str
    digest: str
    seed: int | None
    kind: Kind
    program: str
    output: str
    inputs: Mapping[str, float]
    ask: tuple[str, ...]

    @cached_property
    def shown_values(self) -> Mapping[str, float]:
        """The forward values that are given: all, or the inputs only where some value is asked for."""
        if self.kind != "values" or any(ask.what == "value" for ask in self.asks.values()):
            return dict(self.inputs)
        values = evaluate(self.quantities, self.inputs)
        return {name: float(values[f"value.{name}"]) for name in self.graph.named}

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data, which `from_dict` reads back."""
        return {**asdict(self), "inputs": dict(self.inputs), "ask": list(self.ask)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Instance:
        """The instance that `to_dict` wrote."""
        return cls(**{**data, "inputs": dict(data["inputs"]), "ask": tuple(data["ask"])})


@dataclass(frozen=True)
class Answer:
    """What a student gives: texts by asked name, or code. The other one is None."""

    typed: Mapping[str, str] | None = None
    code: str | None = None
    filename: str = ""

    @classmethod
    def of_typed(cls, typed: Mapping[str, object], filename: str = "answers.toml") -> Answer:
        """Typed answers; a number is kept as the text that Python writes for it."""
        return cls(
            typed={name: text if isinstance(text, str) else repr(text) for name, text in typed.items()},
            filename=filename,
        )

    @classmethod
    def of_code(cls, code: str, filename: str = "solution.py") -> Answer:
        """One file of Python code."""
        return cls(code=code, filename=filename)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data, which `from_dict` reads back."""
        return {
            "typed": None if self.typed is None else dict(self.typed),
            "code": self.code,
            "filename": self.filename,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Answer:
        """The answer that `to_dict` wrote."""
        return cls(**data)
