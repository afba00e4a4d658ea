"""Which layers of isolation work here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Layer:
    name: str
    works: bool
    required: bool
    hint: str


def capabilities() -> tuple[Layer, ...]:
    return ()
