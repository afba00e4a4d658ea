"""One's own scores: the best of each exercise counts, and every attempt is listed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from web_actor import Actor

from grader.web.service import Service
from grader.work import Worker

RIGHT: dict[str, Any] = {
    "value__g": "-10", "value__f": "-7", "grad__g": "1", "grad__W": "5", "grad__x": "-2", "grad__b": "1",
}  # fmt: skip


def test_the_best_attempt_counts_and_all_are_listed(student: Actor, worker: Worker) -> None:
    paths = [
        student.submit("graph/linear", value__g="-10"),
        student.submit("graph/linear", **RIGHT),
        student.submit("graph/linear", value__g="1"),
    ]
    while worker.work_once():
        pass
    page = student.get("/scores").text
    assert all(f'href="{path}"' in page for path in paths)
    assert re.search(r"<b>6</b> of 6", page)
    assert "Altogether 6 of" in page
    assert re.findall(r"(\d) / 6</td>", page) == ["0", "6", "1"]


def test_an_attempt_that_waits_is_listed_without_points(student: Actor) -> None:
    student.submit("graph/linear", value__g="-10")
    page = student.get("/scores").text
    assert "Being marked" in page
    assert "Altogether 0 of" in page


@pytest.mark.slow
def test_nobody_sees_anothers_scores(student: Actor, classmate: Actor, worker: Worker) -> None:
    path = student.submit("graph/linear", **RIGHT)
    worker.work_once()
    assert path not in classmate.get("/scores").text
    assert "Nothing handed in yet" in classmate.get("/scores").text


def test_scores_ask_who_is_not_signed_in_to_sign_in(visitor: Actor) -> None:
    response = visitor.get("/scores")
    assert (response.status_code, response.location) == (303, "/signin?next=/scores")


def test_the_list_of_exercises_and_the_first_page_show_how_far_one_is(
    student: Actor, worker: Worker, service: Service
) -> None:
    student.submit("graph/linear", **RIGHT)
    worker.work_once()
    assert "done" in student.get("/exercises").text
    all_points = sum(exercise.points for exercise in service.catalogue if exercise.id.startswith("graph/"))
    assert f"6 of {all_points:g}" in student.get("/").text
    assert "Go on with exercise 1" in student.get("/").text
    assert "Best so far" in student.get("/exercises/graph/linear").text
