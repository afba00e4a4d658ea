"""Begin an exercise of one's own: files that load and lint, to be changed."""

from __future__ import annotations

from .reader import is_exercise_id

_TOML = """\
# What every key means: docs/exercises.md
kind = "values"                         # or "formula", "code", "choice", …
teaches = "local derivatives"
program = \"\"\"
p = x * y
f = p + z
\"\"\"
ask = ["value.p", "value.f", "grad.p", "grad.z", "grad.x", "grad.y"]
inputs = { x = 3, y = -4, z = 7 }       # what is shown without a seed
vary = { x = "-5..5", y = "-5..5", z = "-9..9" }
"""
_ENGLISH = """\
# A title

At $x = [[x]]$, $y = [[y]]$ and $z = [[z]]$, find the values that are missing, forwards and backwards.

[[graph]]
"""
_KOREAN = """\
# 제목

다음 입력에서 비어 있는 값을 순전파와 역전파로 구하세요: $x = [[x]]$, $y = [[y]]$, $z = [[z]]$.

[[graph]]
"""


def template(exercise: str) -> dict[str, str]:
    """The files of a new exercise, by name. Raises ValueError where the ID is not `topic/name`."""
    if not is_exercise_id(exercise):
        raise ValueError(f"{exercise!r} is no ID: write topic/name in small letters, digits and hyphens")
    return {"exercise.toml": _TOML, "statement.en.md": _ENGLISH, "statement.ko.md": _KOREAN}
