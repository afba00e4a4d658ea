"""Engines in files: right ones in different styles, and broken ones, each a right one with one place changed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
EVERYTHING = "everything"


@dataclass(frozen=True)
class Broken:
    """One broken engine: its source, the mistake in it, and the abilities that are lost by it."""

    name: str
    source: str
    mistake: str
    loses: frozenset[str]


def right(name: str) -> str:
    """The source of a right engine."""
    return (HERE / "right" / f"{name}.py").read_text(encoding="utf-8")


RIGHT = sorted(path.stem for path in (HERE / "right").glob("*.py"))


@cache
def broken() -> dict[str, Broken]:
    """Every broken engine by name; a place that is changed must be there exactly once."""
    data = tomllib.loads((HERE / "broken.toml").read_text(encoding="utf-8"))
    found = {}
    for name, entry in data.items():
        source = right(entry["base"])
        for old, new in entry["edits"]:
            assert source.count(old) == 1, (name, old)
            source = source.replace(old, new)
        loses = entry["loses"]
        found[name] = Broken(name, source, entry["mistake"], frozenset([loses] if isinstance(loses, str) else loses))
    return found
