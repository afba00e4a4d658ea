"""`np.einsum` of two arrays, each axis named once: `ni,nj->ij`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np

from . import arrays, operations
from .tape import TAPE, Untraceable
from .values import nodes, plain

_SPEC = re.compile("([a-z]+),([a-z]+)->([a-z]*)")


def einsum(spec: Any, *operands: Any) -> Any:
    """The products over the axes that the result keeps, summed over those that it does not."""
    found = _SPEC.fullmatch(spec.replace(" ", "")) if type(spec) is str else None
    if found is None or any(len(set(names)) != len(names) for names in found.groups()):
        raise Untraceable("np.einsum of another kind")
    if any(type(each) is not arrays.Numbers for each in operands):
        raise Untraceable("np.einsum of other than arrays")
    *names, kept = found.groups()
    values = np.einsum(spec, *map(arrays.settled, operands))
    sizes = _sizes(names, operands)
    summed = [name for name in sizes if name not in kept]
    left, right = (dict(np.ndenumerate(nodes(each))) for each in operands)

    def terms(place: Mapping[str, int]) -> Iterator[int]:
        for more in product(*(range(sizes[name]) for name in summed)):
            at = {**place, **dict(zip(summed, more, strict=True))}
            first, second = (tuple(at[name] for name in each) for each in names)
            yield TAPE.record("multiply", int(left[first]), int(right[second]))

    places = (dict(zip(kept, place, strict=True)) for place in product(*(range(sizes[name]) for name in kept)))
    traced = [TAPE.record("sum", *terms(place)) if summed else next(terms(place)) for place in places]
    return operations.wrapped(values, np.array(traced, dtype=np.intp).reshape(np.shape(values)))


def _sizes(names: list[str], operands: Any) -> dict[str, int]:
    """How long each axis is; NumPy would stretch one of length 1."""
    sizes: dict[str, int] = {}
    for each, operand in zip(names, operands, strict=True):
        for name, size in zip(each, np.shape(plain(operand)), strict=True):
            if sizes.setdefault(name, size) != size:
                raise Untraceable("np.einsum of another kind")
    return sizes
