"""The attacks of `attacks/*.toml`, one row each, as files that a student might hand in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("attacks")
HARM = "HARM"
# What a row says of running it without locks: it does its harm, it never ends, it floods its output, or it fools a
# grader in its own process; anything else is the reason why that cannot be shown.
SHOWN = ("harm", "runs on", "prints", "fools")


@dataclass(frozen=True)
class Attack:
    """One attack. Its function `f` returns HARM where it did what it wanted, and never the right answer, x * x."""

    room: str
    name: str
    code: str
    unlocked: str

    @property
    def id(self) -> str:
        """How tests and tables call it."""
        return f"{self.room}: {self.name}"

    def aimed(self, places: dict[str, str]) -> str:
        """The file with its targets filled in: FILE, FOLDER, PORT, SOCKET."""
        code = self.code
        for word, place in places.items():
            code = code.replace(word, place)
        return code


def attacks() -> list[Attack]:
    """All of them, in the order of the files."""
    return [
        Attack(path.stem, row["name"], _code(row), row.get("unlocked", "harm"))
        for path in sorted(FOLDER.glob("*.toml"))
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["attack"]
    ]


def _code(row: dict[str, str]) -> str:
    if "whole" in row:
        return row["whole"]
    body = row["body"] if row["body"].startswith(" ") else f"    {row['body']}\n"
    return f'def attack():\n{body}\ndef f(x):\n    return "{HARM}" if attack() else x + 1\n'
