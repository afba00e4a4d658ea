"""A verdict's page: score and headline, the node marked, findings in words, evidence anyone can check."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from web_actor import Actor

from grader.sandbox import Sandbox
from grader.scores import standing
from grader.scores.tables import Submission
from grader.verdict import Evidence, Finding, Part, Verdict
from grader.web.service import Service
from grader.work import Worker

RIGHT: dict[str, Any] = {
    "value__g": "-10", "value__f": "-7", "grad__g": "1", "grad__W": "5", "grad__x": "-2", "grad__b": "1",
}  # fmt: skip
VerdictPage = Callable[..., str]
SWAPPED = {**RIGHT, "grad__W": "-2", "grad__x": "5"}


def text_of(page: str) -> str:
    """What a person reads of a page, drawings and style left out."""
    main = re.sub(r"<(svg|style)\b.*?</\1>", " ", page.partition("<main")[2], flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def states(page: str) -> dict[str, str]:
    """The state of every box over the graph, by what it asks for."""
    found = re.findall(
        r'<div class="fld \w+ \w+ (\w+)" id="box\d+">.*?<span class="vh">(.*?): </span>', page, re.DOTALL
    )
    return {label: state for state, label in found}


@pytest.fixture
def verdict_page(student: Actor, worker: Worker) -> VerdictPage:
    def page_of(exercise: str, lang: str = "en", seed: int | None = None, **answer: str) -> str:
        path = student.submit(exercise, seed, **answer)
        while worker.work_once():
            pass
        response = student.get(f"{path}?lang={lang}")
        assert response.status_code == 200
        return response.text

    return page_of


def test_a_right_graph_says_so_and_leads_on(verdict_page: VerdictPage) -> None:
    page = verdict_page("graph/linear", **RIGHT)
    assert "6 / 6" in text_of(page)
    assert "Everything is right." in page
    assert set(states(page).values()) == {"ok"}
    assert "g-halo" not in page
    assert "Next exercise" in page


def test_one_slip_is_marked_at_its_node_and_its_edges(verdict_page: VerdictPage) -> None:
    page = verdict_page("graph/linear", **SWAPPED)
    assert "4.5 / 6" in text_of(page)
    assert "One slip, at the node" in text_of(page)
    assert page.count('class="g-halo"') == 2, "once in each drawing"
    assert page.count('class="g-edge g-bad-edge"') == 4
    assert "first slip" in page
    assert states(page) == {
        "value of g": "ok", "value of f": "ok",
        "derivative of f with respect to g": "ok", "derivative of f with respect to b": "ok",
        "derivative of f with respect to W": "no", "derivative of f with respect to x": "no",
    }  # fmt: skip


def test_code_that_stopped_is_told_once_with_its_line_what_was_left_out_and_what_it_printed(
    verdict_page: VerdictPage,
) -> None:
    code = "print('<b>hello</b>')\nn = input()\nimport numpy as np\n"
    code += "def sigmoid_derivative(x):\n    return np.exp(x) / nothing\n"
    text = unescape(text_of(verdict_page("sigmoid/derivative", code=code)))
    assert text.count("The code stopped in line 5 with NameError: name 'nothing' is not defined.") == 1
    assert "→ return np.exp(x) / nothing" in text
    assert "The file as a whole stopped in line 2 with EOFError: there is nobody to answer `input()`" in text
    assert "What your code printed <b>hello</b>" in text
    korean = unescape(text_of(verdict_page("sigmoid/derivative", "ko", code=code)))
    assert "오류: NameError" in korean
    assert "정의만 다시 실행했습니다" in korean


def test_what_is_worth_saying_of_a_right_part_is_said(verdict_page: VerdictPage) -> None:
    code = "import numpy as np\ndef sigmoid_derivative(x):\n    out = np.zeros_like(x)\n"
    code += "    out[...] = np.exp(-np.abs(x))/(1 + np.exp(-np.abs(x)))**2\n    return out\n"
    text = text_of(verdict_page("sigmoid/derivative", code=code))
    assert "3 / 3" in text
    assert "Cut to a whole number" in text
    assert "정수로 잘린 값" in verdict_page("sigmoid/derivative", "ko", code=code)


def test_code_that_ran_without_locks_is_told_so(student: Actor, worker: Worker) -> None:
    worker.make_sandbox = lambda: Sandbox(trusted=True)
    path = student.submit("backprop/linear", code="def backward(W, x, b):\n    return {'W': x, 'x': W, 'b': 1.0}\n")
    assert worker.work_once()
    assert "WITHOUT isolation" in student.get(path).text
    assert "격리 없이" in student.get(f"{path}?lang=ko").text


def test_the_slip_is_explained_with_the_rule_and_without_the_answer(verdict_page: VerdictPage) -> None:
    page = verdict_page("graph/linear", **SWAPPED)
    assert "A product handed each input its own value" in page
    equations = page.partition('<div class="eq">')[2].partition("</section>")[0]
    assert equations.count("<mfrac>") == 6, "∂f/∂W = ∂f/∂g · ∂g/∂W, and the same for x"
    assert "should be" not in page


def test_what_follows_from_a_slip_is_told_apart_by_more_than_colour(verdict_page: VerdictPage) -> None:
    answer = dict.fromkeys(["grad__a", "grad__b", "grad__r", "grad__p", "grad__k"], "1")
    answer |= {"grad__v": "3", "grad__w": "3", "grad__x": "10"}
    page = verdict_page("graph/two-paths", **answer)
    assert "cf" in states(page).values()
    assert "follows from an earlier slip, full points" in page
    assert re.search(r'<div class="why"><svg class="i"[^>]*><use href="#i-carry"/></svg><span>follows</span>', page)


def test_a_box_left_empty_is_shown_as_empty(verdict_page: VerdictPage) -> None:
    page = verdict_page("graph/linear", value__g="-10")
    assert states(page)["value of f"] == "na"
    assert "left empty" in page


@pytest.mark.slow
def test_a_wrong_formula_comes_with_a_point_where_it_differs(verdict_page: VerdictPage) -> None:
    page = verdict_page("partial/quadratic", dz_dx="2x", dz_dy="x + 1")
    text = text_of(page)
    assert "1 / 2" in text
    assert "1 of 2 formulas are right." in text
    assert "typed: 2x" in text
    assert re.search(r"At x = \S+, y = \S+ your answer gives \S+ it should be \S+", text)


def test_a_formula_that_cannot_be_read_shows_where(verdict_page: VerdictPage) -> None:
    page = verdict_page("partial/quadratic", dz_dx="2x + * y", dz_dy="x + 1")
    assert "2x + <b>*</b> y" in page
    assert "not readable" in page
    assert "1 / 2" in text_of(page)


def test_code_that_stops_shows_the_line_and_what_was_printed(verdict_page: VerdictPage) -> None:
    body = "    s = 1 / (1 + math.exp(-x))\n    print('s =', s)\n    return s * (1 - s)\n"
    code = f"import math\n\ndef sigmoid_derivative(x):\n{body}"
    page = verdict_page("sigmoid/derivative", code=code)
    assert re.search(r'<div class="hit"><span class="n">4</span>', page)
    assert "What your code printed" in page
    assert "s = 0.5" in page
    assert re.search(r"\d of 5 parts are right\.", text_of(page))
    assert "TypeError" in page


def test_code_that_python_cannot_read_shows_the_line(verdict_page: VerdictPage) -> None:
    page = verdict_page("backprop/linear", code="def backward(W, x, b)\n    return {}\n")
    assert "0 / 3" in text_of(page)
    assert "Python cannot read the file" in page
    assert re.search(r'<div class="hit"><span class="n">1</span>', page)


def test_right_code_says_so(verdict_page: VerdictPage) -> None:
    page = verdict_page("backprop/linear", code="def backward(W, x, b):\n    return {'W': x, 'x': W, 'b': 1.0}\n")
    assert "3 / 3" in text_of(page)
    assert "Everything is right." in page


def test_a_students_text_never_becomes_markup(verdict_page: VerdictPage) -> None:
    evil = "<img src=x onerror=alert(1)>"
    page = verdict_page("partial/quadratic", dz_dx=evil, dz_dy=f"x + {evil}")
    assert "<img" not in page
    page = verdict_page("graph/linear", value__g=evil, grad__W='"><script>1</script>')
    assert "<img" not in page
    assert "<script" not in page
    code = f"# </textarea>{evil}\nprint('{evil}')\ndef backward(W, x, b):\n    raise ValueError('{evil}')\n"
    page = verdict_page("backprop/linear", code=code)
    assert "<img" not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") >= 3


def test_no_character_of_a_students_code_hides_or_turns_the_page_around(verdict_page: VerdictPage) -> None:
    hidden = "\x1b[2J\u202e\u2066\x9b31m"
    code = f"print({hidden!r})  # {hidden}\nn = input()  # {hidden}\n"
    code += f"def backward(W, x, b):\n    raise ValueError({hidden!r})\n"
    page = verdict_page("backprop/linear", code=code)
    assert not set(hidden).difference("[2J31m").intersection(page)
    assert "# ␛[2J�" in unescape(text_of(page)), "where it stands in the code it is seen"


def test_a_verdict_is_read_in_either_language(verdict_page: VerdictPage) -> None:
    page = verdict_page("graph/linear", lang="ko", **SWAPPED)
    text = text_of(page)
    assert "4.5 / 6" in text
    assert "부분 정답" in text
    assert "첫 실수:" in text
    assert "wrong" not in text
    assert "당신" not in text


def test_the_variant_stays_beside_the_score_and_new_numbers_are_offered(verdict_page: VerdictPage) -> None:
    page = verdict_page("graph/linear", seed=7, value__g="0")
    assert "variant 7" in page
    assert re.search(r'href="/exercises/graph/linear\?seed=\d+"', page)


def test_an_override_is_said_to_come_from_a_person(student: Actor, worker: Worker, service: Service) -> None:
    path = student.submit("graph/linear", **RIGHT)
    worker.work_once()
    number = int(path.rpartition("/")[2])
    with service.database.session() as session:
        owner = session.get_one(Submission, number).person_id
        standing.override(session, number, points=2, max_points=6, reason="late", by_person_id=owner)
    text = text_of(student.get(path).text)
    assert "2 / 6" in text
    assert "An instructor has set these points" in text
    assert "The machine gave 6 of 6." in text


def test_what_should_have_been_is_shown_only_where_the_verdict_has_it(student: Actor, worker: Worker) -> None:
    def tells(exercise: object, instance: object, *_: object, **__: object) -> Verdict:
        finding = Finding("value_wrong", node="g", evidence=Evidence(got=3.0, expected=-10.0))
        parts = (Part("value.g", "incorrect", 0, 6, finding, "g"),)
        return Verdict("graph/linear", "digest", "0", None, "incorrect", 0, 6, parts)

    worker.mark = tells
    path = student.submit("graph/linear", value__g="3")
    worker.work_once()
    assert "should be −10" in student.get(path).text


def test_a_gap_in_a_right_formula_is_told_below_the_answers(verdict_page: VerdictPage) -> None:
    text = text_of(verdict_page("partial/quadratic", dz_dx="(2x^2 + x y)/x", dz_dy="x + 1"))
    assert "2 / 2" in text
    assert "it has no value at x = 0." in text
    text = text_of(verdict_page("partial/quadratic", "ko", dz_dx="(2x^2 + x y)/x", dz_dy="x + 1"))
    assert "다음 점에서는 값이 없습니다: x = 0." in text


def test_every_wrong_formula_has_a_point_of_its_own(verdict_page: VerdictPage) -> None:
    text = text_of(verdict_page("partial/quadratic", dz_dx="2x + 3y", dz_dy="7x + 1"))
    assert len(re.findall(r"At x = [^a-z]+(?:, y = \S+)? your answer gives \S+ it should be", text)) == 2


def test_a_formula_without_a_value_at_the_point_is_told_so(verdict_page: VerdictPage) -> None:
    text = text_of(verdict_page("partial/quadratic", dz_dx="2x + y + sqrt(x) - sqrt(x)"))
    assert re.search(r"your answer gives no value it should be", text)


def test_rounded_decimals_are_told_as_such(verdict_page: VerdictPage) -> None:
    assert "Rounded decimals" in text_of(verdict_page("partial/quadratic", dz_dx="1.999x + y"))


def test_a_form_is_a_part_beside_its_formula(verdict_page: VerdictPage) -> None:
    page = verdict_page("partial/zero-slope", dz_dx="2x y - 4y", dz_dy="x(x - 4)")
    text = text_of(page)
    assert "2.5 / 3" in text
    assert "3 of 4 parts are right." in text
    assert "Equal, but not yet factored" in text
    assert page.count("typed: ") == 2
