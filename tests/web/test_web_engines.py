"""An engine is handed in as a file of code; where it fails, the smallest such graph is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from web_actor import Actor

from grader.verdict import Evidence, Finding
from grader.web.counterexample import counterexample
from grader.work import Worker

ENGINE = "engine/value"
RIGHT = (Path(__file__).parents[1] / "marking" / "engine" / "right" / "counting.py").read_text(encoding="utf-8")
WRONG = RIGHT.replace("(self, o.data), (o, self.data))", "(self, self.data), (o, o.data))")


def test_the_question_has_a_box_for_code_with_the_class_begun(visitor: Actor) -> None:
    page = visitor.get(f"/exercises/{ENGINE}").text
    assert "class Value:" in page
    assert 'enctype="multipart/form-data"' in page
    assert "a Python class" in page


@pytest.mark.slow
def test_a_wrong_product_is_drawn_with_the_gradients_it_held(student: Actor, worker: Worker) -> None:
    path = student.submit(ENGINE, code=WRONG)
    while worker.work_once():
        pass
    page = student.get(path).text
    assert "11 of 12 parts are right." in page
    assert "11 of 12 parts are right." in page
    assert "A product handed each input its own value" in page
    assert "c = a * b; c.backward()" in page
    assert 'aria-label="Computation graph' in page
    korean = student.get(f"{path}?lang=ko").text
    assert "곱셈에서 자기 값을 돌려줌" in korean


def test_a_finding_that_shows_no_graph_is_not_drawn(visitor: Actor) -> None:
    del visitor
    for recipe in (None, [], "x", [["value"]], [["value", [2.5]], ["teleport", 0]], [["add", 0, 1]], [[1, 2]]):
        assert counterexample(Finding("value_wrong", params={"recipe": recipe}, evidence=Evidence())) is None
