"""Choices, derivations, programs and tests of wrong programs: plain forms that are filled in, checked and marked."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from web_actor import Actor

from grader.exercises import KINDS
from grader.web.kinds import PAGES
from grader.work import Worker

VerdictPage = Callable[..., str]
LINES = "e^-x/(1+e^-x)^2\r\n1/(1+e^-x) * (1 - 1/(1+e^-x))\r\ns (1 - s)"
EVIL = "</textarea><img src=x onerror=alert(1)>"


def text_of(page: str) -> str:
    """What a person reads of a page, drawings and style left out."""
    main = re.sub(r"<(svg|style)\b.*?</\1>", " ", page.partition("<main")[2], flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def read_back(page: str) -> str:
    """What the page says of how a text is read."""
    return page.partition('<div class="reading')[2].partition('<div class="actions"')[0]


def inputs(page: str, name: str) -> list[str]:
    """The values in the fields of that name, in the order of the page."""
    return re.findall(rf'<input[^>]* name="{name}" value="([^"]*)"', page)


@pytest.fixture
def verdict_page(student: Actor, worker: Worker) -> VerdictPage:
    def page_of(exercise: str, answer: dict[str, Any], lang: str = "en") -> str:
        path = student.submit(exercise, **answer)
        while worker.work_once():
            pass
        response = student.get(f"{path}?lang={lang}")
        assert response.status_code == 200
        return response.text

    return page_of


def test_every_kind_has_its_pages() -> None:
    assert set(PAGES) == set(KINDS)


def test_one_of_several_is_a_radio_button_and_many_are_boxes_to_tick(visitor: Actor) -> None:
    one = visitor.get("/exercises/graph/why-backwards").text
    many = visitor.get("/exercises/graph/where-paths-meet").text
    assert one.count('type="radio" name="choice"') == 5
    assert many.count('type="checkbox" name="choice"') == 7
    assert "Choose one." in one
    assert "Choose all that hold." in many


def test_a_formula_as_an_option_has_words_beside_it_for_those_who_listen(visitor: Actor) -> None:
    page = visitor.get("/exercises/graph/moving-far").text
    assert re.search(r'value="a"><span class="vh">40</span><span aria-hidden="true"><math', page) or re.search(
        r'<span class="vh">40</span><span aria-hidden="true"><math', page
    )


def test_several_ticked_boxes_are_one_answer_and_stay_ticked(student: Actor, verdict_page: VerdictPage) -> None:
    page = verdict_page("graph/where-paths-meet", {"choice": ["x", "q"]})
    assert "2 / 2" in text_of(page)
    back = re.search(r'href="(/exercises/graph/where-paths-meet\?begun=\d+)"', page)
    assert back
    form = student.get(back[1]).text
    assert sorted(re.findall(r'value="(\w)" checked', form)) == ["q", "x"]


def test_what_does_not_hold_has_a_reason_beside_it_and_what_was_left_out_is_not_told(verdict_page: VerdictPage) -> None:
    page = verdict_page("graph/where-paths-meet", {"choice": ["x", "w"]})
    text = text_of(page)
    assert "0.6 / 2" in text
    assert text.count("Only one node uses this one") == 1
    assert "Something that holds was not chosen." in text
    assert page.count('<use href="#i-check"/></svg><span class="vh">right: </span>') == 1
    assert text.count("(not chosen)") == 5


@pytest.mark.slow
def test_a_mistake_heads_the_verdict_of_a_choice(verdict_page: VerdictPage) -> None:
    page = verdict_page("graph/most-influence", {"choice": "W"}, "ko")
    assert "부호 때문에 영향이 작다고 본 경우" in text_of(page)
    assert "보기가 더 있습니다" not in text_of(page), "of one to be chosen that goes without saying"


@pytest.mark.slow
def test_a_derivation_is_shown_as_it_is_read_without_being_handed_in(student: Actor) -> None:
    path = "/exercises/sigmoid/line-by-line"
    page = student.post(path, {"derivation": "s' = e^-x\r\n2x + * 3\r\n1/2x"}).text
    assert re.findall(r"<span>(\d)\.</span>", read_back(page)) == ["1", "2", "3"]
    assert "2x + <b>*</b> 3" in page
    assert "Which do you mean?" in page
    assert "s&#39; = e^-x\n2x + * 3" in page
    assert "Nothing handed in yet" in student.get("/scores").text


@pytest.mark.slow
def test_every_line_of_a_derivation_is_marked(verdict_page: VerdictPage) -> None:
    page = verdict_page("sigmoid/line-by-line", {"derivation": LINES.replace("(1 - 1/", "(1 + 1/")})
    rows = re.findall(r'<span class="state [\w-]+">.*?</svg>(\w+)</span></td></tr>', page.partition("<h2>Points")[0])
    assert rows[:3] == ["right", "wrong", "right"]
    assert "2 / 3" in text_of(page)
    assert "Line 2 is not equal to the line before it: at x = " in text_of(page)
    assert "One slip. All the rest is right." in text_of(page)


def test_a_right_derivation_says_so(verdict_page: VerdictPage) -> None:
    assert "Every line follows from the one before." in verdict_page("sigmoid/line-by-line", {"derivation": LINES})


def test_names_stay_names_in_how_a_line_is_read(student: Actor) -> None:
    page = student.post("/exercises/sigmoid/line-by-line", {"derivation": "s (1 - s)"}).text
    assert read_back(page).count("<mi>s</mi>") == 2
    assert "<mfrac>" not in read_back(page)


def test_a_program_is_shown_as_it_is_read(student: Actor) -> None:
    path = "/exercises/program/product"
    page = student.post(path, {"program": "p = x*y\r\nf = p*z"}).text
    assert "We read" in page
    assert read_back(page).count("<math") == 2
    page = student.post(path, {"program": "p = x\r\nf = p +"}).text
    assert "The program cannot be read in line 2." in page
    assert 'aria-invalid="true"' in page


def test_a_program_that_cannot_be_read_is_shown_with_the_line_marked(verdict_page: VerdictPage) -> None:
    page = verdict_page("program/product", {"program": "p = x\r\nf = p +"})
    assert re.search(r'<div class="hit"><span class="n">2</span>', page)
    assert "Not readable" in text_of(page)


def test_a_program_with_another_gradient_comes_with_a_point(verdict_page: VerdictPage) -> None:
    text = text_of(verdict_page("program/three-operations", {"program": "f = x*(x + y)"}))
    assert "2 of 3 parts are right." in text
    assert re.search(r"your answer gives \S+ it should be \S+", text)


def test_each_test_is_a_row_of_boxes(visitor: Actor) -> None:
    page = visitor.get("/exercises/graph/wrong-switches").text
    assert inputs(page, "W") == inputs(page, "c") == ["", ""]
    assert 'aria-label="W in test 2"' in page
    assert "A negative input let the gradient pass" in page


def test_the_rows_are_put_together_and_come_back(student: Actor, verdict_page: VerdictPage) -> None:
    answer = {"W": ["3", "-3"], "x": ["2", "2"], "v": ["5", "5"], "c": ["4", "-4"]}
    page = verdict_page("graph/wrong-switches", answer)
    assert "5 / 5" in text_of(page)
    back = re.search(r'href="(/exercises/graph/wrong-switches\?begun=\d+)"', page)
    assert back
    assert inputs(student.get(back[1]).text, "W") == ["3", "-3"]


def test_a_test_that_is_left_empty_is_none(student: Actor, verdict_page: VerdictPage) -> None:
    answer = {"W": ["3", ""], "x": ["2", ""], "v": ["5", ""], "c": ["4", ""]}
    assert "3 of 5 wrong programs are exposed." in text_of(verdict_page("graph/wrong-switches", answer))
    response = student.post(
        "/exercises/graph/wrong-switches/submissions",
        {name: ["", ""] for name in answer},
        "/exercises/graph/wrong-switches",
    )
    assert response.status_code == 400
    assert "Nothing is filled in yet" in response.text


def test_what_does_not_show_comes_with_what_both_programs_give(verdict_page: VerdictPage) -> None:
    text = text_of(verdict_page("graph/wrong-programs", {"W": "3", "x": "3", "b": "7"}))
    assert "A wrong program that does not show" in text
    assert re.search(r"both programs give ∂f/∂W: 3, ∂f/∂x: 3, ∂f/∂b: 1", text)


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        ("graph/where-paths-meet", {"choice": EVIL}),
        ("sigmoid/line-by-line", {"derivation": f"{EVIL}\r\ns"}),
        ("program/product", {"program": f"f = x # {EVIL}"}),
        ("graph/wrong-programs", {"W": '"><script>1</script>', "x": EVIL, "b": "1"}),
    ],
)
def test_a_students_text_never_becomes_markup(
    student: Actor, verdict_page: VerdictPage, exercise: str, answer: dict[str, str]
) -> None:
    pages = [verdict_page(exercise, answer), student.post(f"/exercises/{exercise}", answer).text]
    for page in pages:
        assert "<img" not in page
        assert "<script" not in page.partition("<main")[2]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_verdict_is_worded_in_one_language(verdict_page: VerdictPage, lang: str) -> None:
    answers: list[tuple[str, dict[str, Any]]] = [
        ("graph/where-paths-meet", {"choice": ["w"]}),
        ("sigmoid/line-by-line", {"derivation": "s\r\ns (\r\ne^-x"}),
        ("program/three-operations", {"program": "f = x**2"}),
        ("graph/wrong-programs", {"W": "1", "x": "1", "b": "1"}),
    ]
    for exercise, answer in answers:
        text = text_of(verdict_page(exercise, answer, lang))
        assert bool(re.search("[가-힣]", text)) == (lang == "ko"), exercise
        assert lang == "en" or "wrong" not in text, exercise
