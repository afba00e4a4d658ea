"""Whoever hands in the file as it was given is told so kindly, and shown no error."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.exercises import Catalogue, make_instance, starter
from grader.verdict import Verdict


@pytest.mark.parametrize("name", ["sigmoid/derivative", "backprop/linear", "backprop/xor"])
def test_an_untouched_file_has_no_traceback(catalogue: Catalogue, hands_in: Callable[..., Verdict], name: str) -> None:
    exercise = catalogue.get(name)
    verdict = hands_in(exercise, starter(exercise, make_instance(exercise))["solution.py"])
    assert verdict.outcome == "error"
    for part in verdict.parts:
        assert part.finding is not None
        assert part.finding.params["case"] == "unwritten"
        assert "traceback" not in part.finding.params
