"""Say what a kind of question with a table of its own needs: everything about it that exercises have to know.

Each such kind is one module beside this one: a subclass of `Spec`, which holds what the table says, and a row of
`OWN` in `__init__.py`, which says how the table is read.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from reference.graph import Graph

from ..fields import Fields
from ..model import Instance, Option

Texts = Mapping[str, str]
# What a mistake is called, by its code and the language: words that a layer above this one brings along.
Called = Callable[[str, str], str]


def by_code(code: str, _lang: str) -> str:
    """A mistake called by its code, where nobody brings words along."""
    return f"`{code}`"


@dataclass(frozen=True)
class Entry:
    """One name to answer in a starter file: what it stands for, and whether several lines are wanted."""

    name: str
    meaning: str
    lines: bool = False


@dataclass(frozen=True)
class WrongAnswer:
    """An answer that must lose points, and the mistake that its finding must name, if it is a known one."""

    typed: Texts
    code: str | None = None


class Spec(ABC):
    """What the table of such a kind says."""

    # How to answer, in a starter file.
    how: ClassVar[str]

    @abstractmethod
    def parts(self, ask: tuple[str, ...]) -> tuple[str, ...]:
        """The names of the parts, in order."""

    @abstractmethod
    def entries(self, instance: Instance) -> Iterable[Entry]:
        """What there is to fill in."""

    @abstractmethod
    def model_answer(self, instance: Instance) -> Texts:
        """An answer that must get full marks."""

    def options(self, instance: Instance) -> tuple[Option, ...]:
        """What there is to choose from, in the order in which it is shown."""
        return ()

    def objection(self, instance: Instance) -> str | None:
        """Why the numbers of an instance make no fair question, or None."""
        return None

    def misweighed(self, parts: Mapping[str, float]) -> str | None:
        """Why the points of the parts are not fair, or None."""
        return None

    def below(self, instance: Instance, lang: str, called: Called = by_code) -> str:
        """Markdown that stands below the statement where there is no form."""
        return ""

    def wrong_answers(self, instance: Instance) -> Iterator[WrongAnswer]:
        """Answers that lint hands in to see that they lose points."""
        yield from ()

    def marked(self) -> Mapping[str, Any]:
        """What matters for marking, as plain data for the digest: no words."""
        return asdict(self)  # type: ignore[call-overload,no-any-return]  # every Spec is a dataclass


@dataclass(frozen=True)
class OwnKind:
    """A row of `OWN`: the kind's table, the keys of exercise.toml that it has besides, and how the table is read.

    `read` takes the table, the program and what is asked; `optional` tells that the table may be left out.
    """

    section: str
    keys: tuple[str, ...]
    read: Callable[[Fields, Graph, tuple[str, ...]], Spec]
    optional: bool = False
