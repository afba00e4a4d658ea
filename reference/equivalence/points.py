"""Choose points to try: simple ones first, which a person can check, then random ones of every size. Repeatable."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

Bounds = Mapping[str, tuple[Fraction | None, Fraction | None]]
Draw = Callable[[random.Random], Fraction]

_SIMPLE = [Fraction(n, d) for n, d in [(1, 2), (2, 1), (3, 1), (3, 2), (1, 3), (5, 2), (4, 1), (2, 3), (5, 1), (3, 4)]]


def _simple(rng: random.Random) -> Fraction:
    number = rng.choice(_SIMPLE)
    return number if rng.choice((1, 1, -1)) == 1 else -number


def _between(low: int, high: int) -> Draw:
    """Thousandths between two numbers, and never a number that a condition is likely to be about."""
    return lambda rng: Fraction(rng.randrange(low * 997 + 1, high * 997), 997)


def _scaled(least: int, most: int) -> Draw:
    """Of either sign, between 10^least and 10^most in size, all scales alike."""

    def draw(rng: random.Random) -> Fraction:
        return (
            rng.choice((1, -1)) * Fraction(rng.randrange(1009, 9973), 997) * Fraction(10) ** rng.randrange(least, most)
        )

    return draw


_moderate = _between(-3, 3)
_DRAWS: tuple[Draw, ...] = (
    _simple,
    _between(0, 3),
    _simple,
    _moderate,
    _between(-1, 1),
    _between(0, 12),
    _between(-40, 40),
    _simple,
    _scaled(1, 7),
    _scaled(-5, 0),
)


def generator(seed: int) -> random.Random:
    """A stream that is the same for the same seed, everywhere; nothing here is a secret."""
    return random.Random(seed)  # noqa: S311


def points(names: list[str], bounds: Bounds, seed: int) -> Iterator[dict[str, Fraction]]:
    """Endlessly many points, within the bounds of each variable."""
    rng = generator(seed)
    turn = 0
    while True:
        draw = _DRAWS[turn % len(_DRAWS)]
        # Of many variables at most one is very large, else everything is.
        lone = rng.choice(names) if names and turn % len(_DRAWS) >= 8 else None
        point = {name: (draw if lone is None or lone == name else _moderate)(rng) for name in names}
        yield {name: _fitted(drawn, *bounds[name], rng) if name in bounds else drawn for name, drawn in point.items()}
        turn += 1


def nearby(point: Mapping[str, Fraction], rng: random.Random) -> dict[str, Fraction]:
    """A point so near that only what happens on single points, or lines, changes."""
    return {
        name: value + Fraction(rng.choice((1, -1)) * rng.randrange(100, 999), 10**9) * max(Fraction(1), abs(value))
        for name, value in point.items()
    }


def _fitted(drawn: Fraction, low: Fraction | None, high: Fraction | None, rng: random.Random) -> Fraction:
    """The drawn number, or one like it within the bounds."""
    if (low is None or drawn > low) and (high is None or drawn < high):
        return drawn
    if low is not None and high is not None:
        return low + (high - low) * Fraction(rng.randrange(1, 997), 997)
    return low + abs(drawn) if low is not None else (high or 0) - abs(drawn)
