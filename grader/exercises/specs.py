"""Say what a student's code must offer and how it is tried: a function (`CodeSpec`), or an engine (`EngineSpec`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from reference.graph import Shape

from .ranges import Range

Checks = Literal["values", "shape", "method", "inputs"]
# A shape as an author declares it: lengths, or letters for lengths that vary from try to try.
Declared = tuple[int | str, ...]


@dataclass(frozen=True)
class Trial:
    """Inputs on which code is tried, and what is checked there.

    `part` is the part that the trial decides; None: every part named after a result's key, each by its own
    result. `checks` is `values` (agrees with the gradient), `shape` (gives the right shape back), `method`
    (agrees so closely that differences cannot; earns only where values do) or `inputs` (leaves the arguments
    as they were). For each of `shapes`, where `()` is a plain float, `count` inputs are drawn from `ranges`
    (each element by itself, each range as likely), and the points of `at` are tried (an array holds them in
    turn). Where the exercise declares the shapes of its arguments, `sizes` takes the place of `shapes`: what
    each letter stands for. A number is right within `relative` of the true one, or within `absolute` of it.
    """

    part: str | None
    checks: Checks
    ranges: Mapping[str, tuple[Range, ...]]
    at: tuple[Mapping[str, float], ...]
    shapes: tuple[tuple[int, ...], ...]
    count: int
    relative: float
    absolute: float
    sizes: tuple[Mapping[str, int], ...] = ()


@dataclass(frozen=True)
class CodeSpec:
    """The function that a student writes, and how it is tried.

    `returns` is the ask whose value the function gives back (`"grad.x"`), or maps the keys of the dict that
    it gives back to asks. Where some trial checks `shape`, right values in a wrong shape cost that part only;
    where some checks `inputs`, so do changed arguments. `shapes` declares arguments that are arrays of their
    own shapes, such as `{"X": ("n", 2)}`; without it they all have one shape and are taken element by element.
    With `fresh_calls` the file is run anew for each call, so that nothing is kept from one to the next.
    """

    function: str
    arguments: tuple[str, ...]
    returns: str | Mapping[str, str]
    trials: tuple[Trial, ...]
    shapes: Mapping[str, Declared] = field(default_factory=dict)
    fresh_calls: bool = False

    @property
    def signature(self) -> str:
        """As a student reads it: `backward(W, x, b)`."""
        return f"{self.function}({', '.join(self.arguments)})"

    @property
    def takes_arrays(self) -> bool:
        """Whether arguments may be arrays (of any one shape) besides floats."""
        return any(shape for trial in self.trials for shape in trial.shapes)

    def checks(self, what: Checks) -> bool:
        """Whether some trial checks that."""
        return any(trial.checks == what for trial in self.trials)

    def sized(self, sizes: Mapping[str, int]) -> dict[str, Shape]:
        """The shapes of the declared arguments, with numbers for their letters."""
        return sized(self.shapes, sizes)


def sized(shapes: Mapping[str, Declared], sizes: Mapping[str, int]) -> dict[str, Shape]:
    """Declared shapes with numbers for their letters."""
    return {
        name: tuple(length if isinstance(length, int) else sizes[length] for length in shape)
        for name, shape in shapes.items()
    }


@dataclass(frozen=True)
class EngineSpec:
    """The class that a student writes, and what its objects must be able to do.

    `operations` are names of primitives in the order of the table of `engine_section.py`; `graphs` says how
    many random graphs are built for each ability, `depth` how many nodes the deepest has (0: none is built).
    """

    name: str
    operations: tuple[str, ...]
    graphs: int
    depth: int
