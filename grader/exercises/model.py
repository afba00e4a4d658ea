"""Hold an exercise, the instance a student sees and the answer that comes back, as plain data.

The graph and its gradient are made when first asked for, so that a catalogue loads quickly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from reference.evaluate import evaluate
from reference.gradient import gradient
from reference.graph import Graph, Shape
from reference.program import parse_program

from .specs import CodeSpec, EngineSpec

if TYPE_CHECKING:
    from .kinds import Spec

Kind = Literal["formula", "values", "code", "engine", "choice", "derivation", "program", "mutants"]
KINDS: tuple[Kind, ...] = get_args(Kind)
# Kinds that are answered with a file of Python; the others with something typed.
CODE_KINDS: tuple[Kind, ...] = ("code", "engine")
# Kinds that ask for derivatives as functions (`dy_dx`); the others for numbers at a node (`value.g`, `grad.g`).
DERIVATIVE_KINDS: tuple[Kind, ...] = ("formula", "derivation", "program")
# Kinds with one answer, which bears the kind's name; the others have one for each quantity that is asked for.
_ONE_ANSWER: tuple[Kind, ...] = ("choice", "derivation", "program")
MAX_SEED = 2**63 - 1
REPEAT_PENALTY = 0.5


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


Shapes = tuple[tuple[str, Shape], ...]


@lru_cache(maxsize=1024)
def _graph(program: str, output: str, shapes: Shapes) -> Graph:
    return parse_program(program, output=output, shapes=dict(shapes))


@lru_cache(maxsize=1024)
def _gradient(program: str, output: str, shapes: Shapes) -> Graph:
    return gradient(_graph(program, output, shapes), wrt="nodes")


@lru_cache(maxsize=1024)
def _quantities(program: str, output: str, shapes: Shapes) -> Graph:
    graph, slopes = _graph(program, output, shapes), _gradient(program, output, shapes)
    values = {f"value.{name}": node for name, node in graph.named.items()}
    gradients = {f"grad.{name}": slopes.node(f"grad.{name}") for name in graph.named}
    return Graph(map(graph.node, graph.inputs), {**values, **gradients})


@lru_cache(maxsize=1024)
def _asked(program: str, output: str, shapes: Shapes, asks: tuple[Ask, ...]) -> Graph:
    graph = _graph(program, output, shapes)
    wanted: dict[str, list[str]] = {}
    for ask in asks:
        if ask.what == "gradient":
            wanted.setdefault(ask.of, []).append(ask.node)
    slopes = {of: gradient(graph, wrt=nodes, of=of) for of, nodes in wanted.items()}
    outputs = {
        ask.name: slopes[ask.of].node(f"grad.{ask.node}") if ask.what == "gradient" else graph.node(ask.node)
        for ask in asks
    }
    return Graph(map(graph.node, graph.inputs), outputs, graph.named)


class _Program:
    """What an exercise and its instances share: a program, read and differentiated when first needed."""

    kind: Kind
    program: str
    output: str
    ask: tuple[str, ...]
    shapes: Mapping[str, Shape]

    @property
    def answered_with_code(self) -> bool:
        """Whether the answer is a file of Python, rather than something typed."""
        return self.kind in CODE_KINDS

    @cached_property
    def answers(self) -> tuple[str, ...]:
        """The names of what is typed: those asked for, unless the kind says otherwise."""
        if self.kind in _ONE_ANSWER:
            return (self.kind,)
        return self.graph.inputs if self.kind == "mutants" else self.ask

    @cached_property
    def graph(self) -> Graph:
        """The program as a graph with the one output. An exercise of kind `engine` has no program."""
        return _graph(self.program, self.output, self._shapes)

    @property
    def _shapes(self) -> Shapes:
        return tuple(self.shapes.items())

    @cached_property
    def gradient(self) -> Graph:
        """∂output/∂node for every named node and input: outputs `grad.NAME`, and the output itself."""
        return _gradient(self.program, self.output, self._shapes)

    @cached_property
    def quantities(self) -> Graph:
        """All that can be asked of a node: outputs `value.NAME` and `grad.NAME` for every named node."""
        return _quantities(self.program, self.output, self._shapes)

    @cached_property
    def asks(self) -> Mapping[str, Ask]:
        """Every asked name with what it means."""
        one_variable = self.kind in DERIVATIVE_KINDS and len(self.graph.inputs) == 1
        sign: Literal["∂", "d"] = "d" if one_variable else "∂"
        asks = (Ask.parse(name, self.graph.named, self.output) for name in self.ask)
        return {ask.name: replace(ask, sign=sign) for ask in asks}

    def asked_graph(self, *names: str) -> Graph:
        """The asked quantities as a graph of the inputs, whose outputs bear the asked names: the same one each time."""
        return _asked(self.program, self.output, self._shapes, tuple(self.asks[name] for name in names))


@dataclass(frozen=True, kw_only=True)
class Definition(_Program):
    """What `exercise.toml` says, checked. See docs/exercises.md for the meaning of every field.

    `parts` maps each part's name to its points, in the order asked; `step` is the lesson's step (1 to 8) and
    gives the teaching order; `vary` says where other seeds draw their inputs from; `shapes` has those of the
    program's inputs that are arrays, at the sizes that are tried first; `repeat_penalty` is the share of a box's
    points that a mistake costs when it was made at another box before, `conventions` the share that another
    convention costs; `spec` is what the table of a kind of its own says, see `kinds`.
    """

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
    undecided_points: float | None
    repeat_penalty: float
    conventions: Mapping[str, float]
    code: CodeSpec | None = None
    engine: EngineSpec | None = None
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    spec: Spec | None = None


@dataclass(frozen=True, kw_only=True)
class Exercise(Definition):
    """An exercise as its author wrote it: its definition, and titles and statements (the text below the title) by
    language."""

    id: str
    titles: Mapping[str, str]
    statements: Mapping[str, str]
    digest: str
    folder: Path = field(compare=False)

    @classmethod
    def of(cls, definition: Definition, **own: Any) -> Exercise:
        """The exercise with that definition."""
        return cls(**{each.name: getattr(definition, each.name) for each in fields(definition)}, **own)


@dataclass(frozen=True)
class Option:
    """One option of a choice as it is shown: the id to answer with, and its number where it is one."""

    id: str
    value: float | None = None


@dataclass(frozen=True)
class Instance(_Program):
    """What one student is shown: the program with these inputs. Stored whole, so that it never changes.

    `options` are those of a choice in the order in which they are shown.
    """

    exercise: str
    digest: str
    seed: int | None
    kind: Kind
    program: str
    output: str
    inputs: Mapping[str, float]
    ask: tuple[str, ...]
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    options: tuple[Option, ...] = ()

    @cached_property
    def shown_values(self) -> Mapping[str, float]:
        """The forward values that are given: all, or the inputs only where some value is asked for."""
        if self.kind != "values" or any(ask.what == "value" for ask in self.asks.values()):
            return dict(self.inputs)
        values = evaluate(self.quantities, self.inputs)
        return {name: float(values[f"value.{name}"]) for name in self.graph.named}

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data, which `from_dict` reads back."""
        shapes = {name: list(shape) for name, shape in self.shapes.items()}
        lists = {"ask": list(self.ask), "shapes": shapes, "options": list(map(asdict, self.options))}
        return {**asdict(self), "inputs": dict(self.inputs), **lists}

    def with_shapes(self, shapes: Mapping[str, Shape]) -> Instance:
        """The same with arrays of other sizes."""
        other = replace(self, shapes=shapes)
        vars(other).update(asks=self.asks)  # what is asked for does not depend on sizes, and takes a while to read
        return other

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Instance:
        """The instance that `to_dict` wrote."""
        shapes = {name: tuple(shape) for name, shape in data.get("shapes", {}).items()}
        options = tuple(Option(**option) for option in data.get("options", ()))
        plain = {"inputs": dict(data["inputs"]), "ask": tuple(data["ask"]), "shapes": shapes, "options": options}
        return cls(**{**data, **plain})


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
