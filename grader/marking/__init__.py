"""Mark an answer: `mark(exercise, instance, answer, runner)` gives a `Verdict`, without database or web.

    verdict = mark(exercise, make_instance(exercise), Answer.of_typed({"dz_dx": "2x + y", "dz_dy": "x + 1"}))

One module per kind of question. The same input gives the same verdict, but for its duration.
"""

from __future__ import annotations

from .answers import AnswerError
from .dispatch import mark
from .marks import Runner

__all__ = ["AnswerError", "Runner", "mark"]
