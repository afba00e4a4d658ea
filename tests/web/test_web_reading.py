"""How a text is read: told while one types and on asking, and asked back where it has two readings."""

from __future__ import annotations

import re
from html import unescape

import pytest
from web_actor import Actor
from werkzeug.test import TestResponse

from grader.scores import submissions
from grader.web.service import Service

QUADRATIC = "/exercises/partial/quadratic"
LINES = "/exercises/sigmoid/line-by-line"
GRAPH = "/exercises/graph/linear"


def reading(actor: Actor, exercise: str, **typed: str) -> TestResponse:
    """What the script on the page asks for."""
    return actor.post(f"{exercise}/reading", {name.replace("__", "."): text for name, text in typed.items()}, exercise)


def words(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


def choices(html: str) -> list[tuple[str, str]]:
    """Every choice between two readings: the name of the button, and the text that it stands for."""
    found = re.findall(r'<input type="radio" name="(meant:[^"]+)" value="([^"]*)"', html)
    return [(name, unescape(text)) for name, text in found]


def stored_answers(service: Service) -> list[dict[str, str]]:
    with service.database.reading() as session:
        found = (submissions.submission_of(session, person, number) for person in (1, 2) for number in range(1, 9))
        return [submission.answer["typed"] for submission in found if submission is not None]


def test_a_reading_is_a_piece_of_a_page_with_a_place_for_each_field(visitor: Actor) -> None:
    response = reading(visitor, QUADRATIC, dz_dx="2x + y", dz_dy="2x + * y")
    assert response.status_code == 200
    assert "<html" not in response.text
    first, second = response.text.split('<div class="reading')[1:]
    assert "We read" in words(first)
    assert "<mn>2</mn>" in first
    assert "cannot be read at column 6" in words(second)
    assert "2x + <b>*</b> y" in second


def test_a_reading_is_told_in_the_readers_language(visitor: Actor) -> None:
    visitor.get("/?lang=ko")
    found = reading(visitor, QUADRATIC, dz_dx="2x", dz_dy="2ㅌ").text
    assert "이렇게 읽었습니다" in found
    assert "한글 입력 상태입니다. 다음을 입력하려고 했나요? x" in words(found)


def test_reading_stores_nothing_and_uses_no_attempt(student: Actor, service: Service) -> None:
    reading(student, QUADRATIC, dz_dx="2x", dz_dy="1/2x")
    student.post(QUADRATIC, {"dz_dx": "2x", "dz_dy": "1/2x"})
    assert stored_answers(service) == []


def test_an_empty_form_reads_nothing(visitor: Actor) -> None:
    assert words(reading(visitor, QUADRATIC, dz_dx=" ", dz_dy="").text).strip() == ""
    assert words(reading(visitor, GRAPH).text).strip() == ""


def test_numbers_in_digits_need_no_reading_and_formulas_of_numbers_do(visitor: Actor) -> None:
    found = reading(visitor, GRAPH, value__g="-10", value__f="-7.0e0", grad__W="2/3", grad__x="W + 1", grad__b="-").text
    assert "<mfrac>" in found
    assert "without names" in words(found)
    assert re.findall(r'data-field="([^"]+)"', found) == ["grad.b", "grad.W", "grad.x"]


def test_a_program_is_read_as_equations(visitor: Actor) -> None:
    found = reading(visitor, "/exercises/program/product", program="p = x*y\nf = p*z").text
    assert found.count("<math") == 2


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", "x</code><script>alert(1)</script>", '"><svg onload=1>']
)
def test_a_students_text_is_no_markup_in_a_reading(visitor: Actor, text: str) -> None:
    for exercise, name in ((QUADRATIC, "dz_dx"), (LINES, "derivation"), (GRAPH, "value__g")):
        found = reading(visitor, exercise, **{name: text}).text
        assert not re.search(r"<(img|script|svg onload)", found)
        assert "&lt;" in found


def test_what_cannot_be_read_back_has_no_script_and_an_empty_reading(visitor: Actor) -> None:
    page = visitor.get("/exercises/backprop/linear").text
    assert "data-reading" not in page
    assert "reading.js" not in page
    assert reading(visitor, "/exercises/backprop/linear", code="x").text.strip() == ""


def test_a_text_of_two_readings_is_asked_back_and_not_handed_in(student: Actor, service: Service) -> None:
    response = student.post(f"{QUADRATIC}/submissions", {"dz_dx": "1/2x", "dz_dy": "x + 1"}, QUADRATIC)
    assert response.status_code == 422
    assert "Which do you mean?" in response.text
    assert "nothing was handed in yet" in response.text
    assert choices(response.text) == [("meant:dz_dx:0", "(1/2)x"), ("meant:dz_dx:0", "1/(2x)")]
    assert 'value="1/2x"' in response.text
    assert stored_answers(service) == []


@pytest.mark.parametrize("meant", ["(1/2)x", "1/(2x)"])
def test_what_was_chosen_is_handed_in(student: Actor, service: Service, meant: str) -> None:
    answer = {"dz_dx": "1/2x", "dz_dy": "x + 1", "meant:dz_dx:0": meant}
    assert student.post(f"{QUADRATIC}/submissions", answer, QUADRATIC).status_code == 303
    assert stored_answers(service) == [{"dz_dx": meant, "dz_dy": "x + 1"}]


def test_a_choice_for_another_text_is_no_answer(student: Actor, service: Service) -> None:
    answer = {"dz_dx": "1/3x", "dz_dy": "", "meant:dz_dx:0": "1/(2x)"}
    response = student.post(f"{QUADRATIC}/submissions", answer, QUADRATIC)
    assert response.status_code == 422
    assert choices(response.text)[1] == ("meant:dz_dx:0", "1/(3x)")
    assert stored_answers(service) == []


def test_who_has_not_signed_in_is_asked_first_what_is_meant(visitor: Actor) -> None:
    answer = {"dz_dx": "1/2x", "dz_dy": ""}
    assert visitor.post(f"{QUADRATIC}/submissions", answer, QUADRATIC).status_code == 422
    answer["meant:dz_dx:0"] = "1/(2x)"
    assert visitor.post(f"{QUADRATIC}/submissions", answer, QUADRATIC).status_code == 303
    assert visitor.sign_up(QUADRATIC).status_code == 303
    assert 'value="1/(2x)"' in visitor.get(QUADRATIC).text


def test_checking_writes_what_was_chosen_into_the_field(visitor: Actor) -> None:
    page = visitor.post(QUADRATIC, {"dz_dx": "1/2x", "dz_dy": "", "meant:dz_dx:0": "1/(2x)"}).text
    assert 'value="1/(2x)"' in page
    assert choices(page) == []


def test_every_line_of_a_derivation_is_asked_for_itself(student: Actor, service: Service) -> None:
    text = "s' = 1/2x\r\nx = 3/4s s = 1/2x"
    response = student.post(f"{LINES}/submissions", {"derivation": text}, LINES)
    assert response.status_code == 422
    found = choices(response.text)
    assert [meant for _, meant in found] == ["(1/2)x", "1/(2x)", "(3/4)s s", "3/(4s s)", "(1/2)x", "1/(2x)"]
    answer = {"derivation": text, **dict(found[1:3])}
    response = student.post(f"{LINES}/submissions", answer, LINES)
    assert response.status_code == 422
    assert "s&#39; = 1/(2x)\nx = (3/4)s s = 1/2x" in response.text
    answer = {"derivation": "s' = 1/(2x)\r\nx = (3/4)s s = 1/2x", **dict(choices(response.text)[1:])}
    assert student.post(f"{LINES}/submissions", answer, LINES).status_code == 303
    assert stored_answers(service) == [{"derivation": "s' = 1/(2x)\nx = (3/4)s s = 1/(2x)"}]


def test_a_number_of_two_readings_is_asked_back_too(student: Actor) -> None:
    response = student.post(f"{GRAPH}/submissions", {"grad.W": "1/2(3)"}, GRAPH)
    assert response.status_code == 422
    assert choices(response.text)[0] == ("meant:grad.W:0", "(1/2)(3)")


@pytest.mark.slow
def test_reading_is_not_held_up_by_the_limit_on_answers(student: Actor) -> None:
    hidden = student.hidden(QUADRATIC)
    for _ in range(150):
        response = student.client.post(f"{QUADRATIC}/reading", data={**hidden, "dz_dx": "2x"})
    assert response.status_code == 200
