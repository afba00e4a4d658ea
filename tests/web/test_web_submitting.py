"""An answer is stored before anything else, once, with the variant it answers; then its page waits for the verdict."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from web_actor import Actor

from grader.exercises import Instance
from grader.scores import people, submissions
from grader.scores.tables import Submission
from grader.web import submissions as submissions_page
from grader.web.service import Service
from grader.work import Worker

PATH = "/exercises/graph/linear"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody marks while these pages are fetched: waiting would only take time."""
    monkeypatch.setattr(submissions_page, "WAIT_SECONDS", 0)


def stored(service: Service, exercise: str = "graph/linear", login: str = "minji") -> list[Submission]:
    with service.database.reading() as session:
        person = people.by_login(session, login)
        assert person is not None
        return list(submissions.submissions_to(session, person.id, exercise))


def test_an_answer_is_stored_and_leads_to_its_page(student: Actor, service: Service) -> None:
    path = student.submit("graph/linear", value__g="-10", grad__W="5")
    assert re.fullmatch(r"/submissions/\d+", path)
    [submission] = stored(service)
    assert submission.answer["typed"]["value.g"] == "-10"
    assert submission.answer["typed"]["grad.b"] == ""
    assert Instance.from_dict(submission.instance).inputs == {"W": -2, "x": 5, "b": 3}


def test_the_page_says_that_marking_is_under_way_and_looks_again_by_itself(student: Actor) -> None:
    page = student.get(student.submit("graph/linear", value__g="-10"))
    assert page.status_code == 200
    assert "Your answer is being marked" in page.text
    assert '<meta http-equiv="refresh"' in page.text


def test_after_marking_the_page_shows_the_score(student: Actor, worker: Worker) -> None:
    path = student.submit("graph/linear", value__g="-10", value__f="-7")
    assert worker.work_once()
    page = student.get(path).text
    assert 'http-equiv="refresh"' not in page
    assert re.search(r'class="score"[^>]*>2 <small>/ 6</small>', page)


def test_a_verdict_that_comes_while_the_page_waits_is_shown_at_once(
    student: Actor, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = student.submit("graph/linear", value__g="-10", value__f="-7")
    monkeypatch.setattr(submissions_page, "WAIT_SECONDS", 30)
    monkeypatch.setattr("time.sleep", lambda _: worker.work_once())
    assert 'class="score"' in student.get(path).text


def test_a_marking_that_keeps_failing_is_said_to_be_the_graders_fault(student: Actor, worker: Worker) -> None:
    path = student.submit("graph/linear", value__g="-10")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    worker.mark = broken  # type: ignore[assignment]
    with worker.database.session() as session:
        from sqlalchemy import update  # noqa: PLC0415

        from grader.scores.tables import Marking  # noqa: PLC0415

        session.execute(update(Marking).values(tries=10))
    assert worker.work_once()
    page = student.get(path).text
    assert "This could not be marked yet" in page
    assert "The fault is on our side" in page


def test_a_double_click_counts_once_and_a_changed_answer_anew(student: Actor, service: Service) -> None:
    form = student.hidden(PATH)
    first, again, changed = (
        student.client.post(f"{PATH}/submissions", data={**form, "value.g": value}) for value in ("-10", "-10", "-9")
    )
    assert first.location == again.location != changed.location
    assert len(stored(service)) == 2


def test_a_submission_answers_the_variant_that_was_shown(student: Actor, service: Service) -> None:
    student.submit("graph/linear", seed=7, value__g="1")
    [submission] = stored(service)
    assert submission.seed == 7
    assert Instance.from_dict(submission.instance).inputs != {"W": -2, "x": 5, "b": 3}


def test_an_empty_answer_is_not_stored(student: Actor, service: Service) -> None:
    response = student.post(f"{PATH}/submissions", {"value.g": "  "}, PATH)
    assert response.status_code == 400
    assert "Nothing is filled in yet" in response.text
    assert stored(service) == []


def test_fields_that_nobody_asked_for_are_left_out(student: Actor, service: Service, worker: Worker) -> None:
    path = student.submit("graph/linear", value__g="-10", value__z="3", outcome="correct", points="6")
    assert set(stored(service)[0].answer["typed"]) == {
        "value.g", "value.f", "grad.g", "grad.W", "grad.x", "grad.b",
    }  # fmt: skip
    worker.work_once()
    assert student.get(path).status_code == 200


def test_code_typed_on_windows_is_stored_with_plain_line_ends(student: Actor, service: Service) -> None:
    student.submit("backprop/linear", code="def backward(W, x, b):\r\n    return {}\r\n")
    [submission] = stored(service, "backprop/linear")
    assert submission.answer["code"] == "def backward(W, x, b):\n    return {}\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_an_uploaded_file_counts_in_any_encoding_that_files_come_in(
    student: Actor, service: Service, encoding: str
) -> None:
    code = "# 역전파\ndef backward(W, x, b):\n    return {'W': x, 'x': W, 'b': 1}\n"
    page = "/exercises/backprop/linear"
    upload = (io.BytesIO(code.encode(encoding)), "../../내 답.py")
    assert student.post(f"{page}/submissions", {"code": "x", "file": upload}, page).status_code == 303
    [submission] = stored(service, "backprop/linear")
    assert submission.answer == {"typed": None, "code": code, "filename": "내 답.py"}


@pytest.mark.slow
def test_a_notebook_counts_as_its_code(student: Actor, service: Service, worker: Worker) -> None:
    code = "def backward(W, x, b):\n    return {'W': x, 'x': W, 'b': 1 / (x - x)}\n"
    cells = [
        {"cell_type": "code", "source": ["%matplotlib inline\n", "import numpy as np"], "outputs": ["A" * 10**6]},
        {"cell_type": "code", "source": code},
    ]
    page = "/exercises/backprop/linear"
    upload = (io.BytesIO(json.dumps({"cells": cells, "nbformat": 4}).encode()), "hw.ipynb")
    response = student.post(f"{page}/submissions", {"file": upload}, page)
    [submission] = stored(service, "backprop/linear")
    assert submission.answer["code"].endswith("import numpy as np\n# --- code cell 2 ---\n" + code + "\n")
    worker.work_once()
    text = unescape(student.get(response.location).text)
    assert "code cell 2, line 2" in text
    assert "%matplotlib inline" in text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"file": (b"\x89PNG\r\n\x1a\n\x00\xff\xfe\x81\xff", "answer.py")}, "cannot be read as text"),
        ({"file": (b"x = 1\ny = '\xff\xff'\n", "answer.py")}, "in line 2"),
        ({"file": (b"x = 1\n", "answer.ipynb")}, "not a notebook"),
        ({"file": (b"#" * 300_000, "answer.py")}, "may have 256 kB"),
        ({"code": "x = 1\nprint('\0')\n"}, "in line 2"),
    ],
)
def test_code_that_cannot_be_read_is_refused_with_the_way_back(
    student: Actor, service: Service, sent: dict[str, Any], said: str
) -> None:
    page = "/exercises/backprop/linear"
    data = {name: (io.BytesIO(item[0]), item[1]) if name == "file" else item for name, item in sent.items()}
    response = student.post(f"{page}/submissions", data, page)
    assert response.status_code == 400
    assert said in response.text
    assert f'href="{page}"' in response.text
    assert stored(service, "backprop/linear") == []


def test_who_is_not_signed_in_is_asked_to_and_finds_the_answer_again(visitor: Actor) -> None:
    response = visitor.post(f"{PATH}/submissions", {"value.g": "-10"}, f"{PATH}?seed=7")
    assert response.status_code == 303
    assert response.location == "/signin?next=/exercises/graph/linear?seed%3D7"
    assert "It is kept" in visitor.get(response.location).text
    signed_up = visitor.sign_up(next_page=f"{PATH}?seed=7")
    assert 'name="value.g" value="-10"' in visitor.get(signed_up.location).text
    assert 'name="value.g" value=""' in visitor.get(signed_up.location).text, "it is given back once"


def test_an_answer_too_long_to_be_kept_is_said_to_be(visitor: Actor) -> None:
    page = "/exercises/backprop/linear"
    response = visitor.post(f"{page}/submissions", {"code": "# " + "x" * 3000}, page)
    assert "too long to be kept" in visitor.get(response.location).text


def test_a_page_that_became_too_old_gives_the_answer_back(student: Actor, service: Service, app: Flask) -> None:
    data = {"csrf_token": "from another session", "value.g": "-10", "seed": "7"}
    response = student.client.post(f"{PATH}/submissions", data=data)
    assert response.status_code == 400
    assert "Please send this once more" in response.text
    assert 'name="value.g" value="-10"' in response.text
    assert 'name="seed" value="7"' in response.text
    assert stored(service) == []


def test_one_goes_on_with_what_was_handed_in(student: Actor, classmate: Actor, worker: Worker) -> None:
    path = student.submit("backprop/linear", code="def backward(W, x, b):\n    return 1\n")
    worker.work_once()
    number = path.rpartition("/")[2]
    assert f"/exercises/backprop/linear?begun={number}" in student.get(path).text
    page = f"/exercises/backprop/linear?begun={number}"
    assert "return 1" in student.get(page).text
    assert "return 1" not in classmate.get(page).text
    assert "NotImplementedError" in student.get("/exercises/backprop/linear?begun=x").text
