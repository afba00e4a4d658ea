"""Read the shapes that an exercise declares for the arrays its function takes: `X = ["n", 2]`, with sizes to try.

A letter stands for a length that varies from try to try. The program is read once before anything else with the
first sizes given, and the other sizes are checked against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any

from reference.graph import Shape

from .fields import Fields
from .specs import Declared, sized

_MOST_DIMENSIONS = 4
_LONGEST = 1_000
_MOST_ENTRIES = 2_000


@dataclass(frozen=True)
class Arrays:
    """The declared shapes, and the sizes that stand first: with those the program is read."""

    shapes: Mapping[str, Declared] = field(default_factory=dict)
    first: Mapping[str, int] = field(default_factory=dict)

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters in the declared shapes, in order of appearance."""
        lengths = (length for shape in self.shapes.values() for length in shape)
        return tuple(dict.fromkeys(length for length in lengths if isinstance(length, str)))

    @property
    def program_shapes(self) -> dict[str, Shape]:
        """The shapes at the first sizes."""
        return sized(self.shapes, self.first)


def read_arrays(fields: Fields) -> Arrays:
    """What `shapes` of that `[code]` table declares. Problems are noted in `fields`."""
    shapes = {}
    for name, given in fields.table("shapes").items():
        if _is_shape(given):
            shapes[name] = tuple(given)
        else:
            fields.problem(f"{name!r} in 'shapes' must be a list of lengths and letters such as [\"n\", 2]", "shapes")
    arrays = Arrays(shapes)
    if not arrays.shapes:
        return arrays
    tables = [table for table in fields.items("trials") if isinstance(table, dict)]
    sizes = next((size for table in tables for size in table.get("sizes", ()) if _fits(size, arrays)), None)
    if sizes is None and arrays.letters:
        fields.problem(f"no trial gives 'sizes' such as {_example(arrays)}", "shapes")
    return Arrays(shapes, sizes or dict.fromkeys(arrays.letters, 1))


def read_sizes(fields: Fields, arrays: Arrays) -> tuple[Mapping[str, int], ...]:
    """The sizes that one trial is tried with."""
    given = fields.items("sizes")
    if given and not arrays.shapes:
        fields.problem("'sizes' needs 'shapes' in [code]", "sizes")
    elif arrays.letters and not given:
        fields.problem(f"the trial gives no 'sizes' such as {_example(arrays)}")
    sizes = []
    for each in given:
        if _fits(each, arrays):
            sizes.append({letter: each[letter] for letter in arrays.letters})
        else:
            fields.problem(f"{each!r} in 'sizes' must be like {_example(arrays)}, and small", "sizes")
    return tuple(sizes) if sizes or not arrays.shapes else ({},)


def _example(arrays: Arrays) -> str:
    return "{ " + ", ".join(f"{letter} = 3" for letter in arrays.letters) + " }"


def _is_shape(given: Any) -> bool:
    """Whether it is a short list of lengths and of letters for lengths."""
    return (
        isinstance(given, list)
        and len(given) <= _MOST_DIMENSIONS
        and all(_is_length(each) or (isinstance(each, str) and each.isidentifier()) for each in given)
    )


def _is_length(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= _LONGEST


def _fits(given: Any, arrays: Arrays) -> bool:
    """Whether it gives a length for every letter and nothing else, and the arrays stay small."""
    if not isinstance(given, dict) or set(given) != set(arrays.letters) or not all(map(_is_length, given.values())):
        return False
    return sum(prod(shape) for shape in sized(arrays.shapes, given).values()) <= _MOST_ENTRIES
