"""Whatever a file of code gives back or does to the grader, it is not marked right, and the next one is."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hostile_code import HOSTILE, RIGHT

from grader.messages import LANGUAGES, to_json
from grader.verdict import Verdict

HandsIn = Callable[..., Verdict]
SIGMOID = "sigmoid/derivative"


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_hostile_code_earns_no_full_marks_and_leaves_nothing(hands_in: HandsIn, source: str) -> None:
    verdict = hands_in(SIGMOID, source)
    assert verdict.outcome != "correct"
    assert verdict.shown_by != "proof"
    for lang in LANGUAGES:
        shown = json.dumps(to_json(verdict, lang), allow_nan=False, ensure_ascii=False)
        assert len(shown) < 30_000
        assert not any(control in shown for control in ("\x1b", "\u202e"))
    assert hands_in(SIGMOID, RIGHT).outcome == "correct"
