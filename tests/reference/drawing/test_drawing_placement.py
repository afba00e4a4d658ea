"""The least-squares step of placing: in order, far enough apart, as near as can be."""

from __future__ import annotations

from itertools import pairwise
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from reference.layout.place import nearest_apart

NUMBERS = st.floats(-500, 500)
ROWS = st.lists(st.tuples(NUMBERS, st.floats(0.1, 50), st.floats(0, 100)), min_size=1, max_size=8)


def apart(values: list[float], gaps: list[float]) -> bool:
    return all(after - before >= gap - 1e-9 for (before, after), gap in zip(pairwise(values), gaps, strict=True))


@given(ROWS, st.lists(NUMBERS, min_size=8, max_size=8), st.floats(0, 1))
def test_no_other_row_that_keeps_its_gaps_is_nearer(
    row: list[tuple[float, float, float]], other: list[float], share: float
) -> None:
    wanted, weights, gaps = [part[0] for part in row], [part[1] for part in row], [part[2] for part in row[1:]]
    found = nearest_apart(wanted, weights, gaps, (-inf, inf))
    assert apart(found, gaps)

    def cost(values: list[float]) -> float:
        return sum(weight * (value - want) ** 2 for value, want, weight in zip(values, wanted, weights, strict=True))

    rival = [other[0]]
    for gap, more in zip(gaps, other[1:], strict=False):
        rival.append(rival[-1] + gap + abs(more))
    between = [share * a + (1 - share) * b for a, b in zip(found, rival, strict=True)]
    assert cost(found) <= cost(between) + 1e-6 * (1 + cost(between))


@given(ROWS)
def test_within_borders_nothing_leaves_them(row: list[tuple[float, float, float]]) -> None:
    gaps = [part[2] for part in row[1:]]
    room = 50.0
    found = nearest_apart([part[0] for part in row], [part[1] for part in row], gaps, (0.0, room))
    assert apart(found, gaps)
    assert found[0] >= -1e-9
    assert found[-1] <= sum(gaps) + room + 1e-9
