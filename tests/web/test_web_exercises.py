"""Exercises can be read by anybody: the list, the statement with its formulas, the drawn graph with its boxes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from web_actor import Actor

from grader.exercises import make_instance
from grader.scores import people, variants
from grader.web.service import Service
from grader.work import Worker


def boxes(page: str) -> list[str]:
    """The names of the boxes over the graph, in the order of the page."""
    return re.findall(r'<input name="((?:value|grad)\.[^"]+)"', page)


def test_the_first_page_needs_no_account(visitor: Actor) -> None:
    page = visitor.get("/")
    assert page.status_code == 200
    assert 'class="g-node"' in page.text, "a graph is drawn"


def test_the_list_has_every_exercise_in_teaching_order(visitor: Actor, service: Service) -> None:
    page = visitor.get("/exercises").text
    places = [page.index(f'"/exercises/{exercise.id}"') for exercise in service.catalogue]
    assert places == sorted(places)
    assert len(places) >= 8


@pytest.mark.slow
def test_every_exercise_has_a_page_in_both_languages(visitor: Actor, service: Service) -> None:
    for exercise in service.catalogue:
        for lang in ("en", "ko"):
            page = visitor.get(f"/exercises/{exercise.id}?lang={lang}")
            assert page.status_code == 200, exercise.id
            assert f'<html lang="{lang}">' in page.text
            assert "[[" not in page.text


@pytest.mark.parametrize(
    "path",
    ["graph/nothing", "nothing/linear", "graph/..%2f..%2fetc", "graph/<script>",
     "graph/linear?seed=x", "graph/linear?seed=-1", "graph/linear?seed=9223372036854775808"],
)  # fmt: skip
def test_an_exercise_or_a_variant_that_is_none_is_not_there(visitor: Actor, path: str) -> None:
    assert visitor.get(f"/exercises/{path}").status_code == 404


def test_the_graph_is_drawn_wide_and_tall_under_one_set_of_boxes(visitor: Actor) -> None:
    page = visitor.get("/exercises/graph/linear").text
    assert len(re.findall(r'<svg class="wide"', page)) == len(re.findall(r'<svg class="tall"', page)) == 1
    assert boxes(page) == ["value.g", "value.f", "grad.g", "grad.b", "grad.W", "grad.x"]


def test_each_box_has_a_label_in_words_and_its_place(visitor: Actor) -> None:
    page = visitor.get("/exercises/graph/linear").text
    assert "derivative of f with respect to W" in page
    for number in range(6):
        assert re.search(
            rf"#box{number}{{--x:[\d.]+;--y:[\d.]+;--fw:[\d.]+;--tx:[\d.]+;--ty:[\d.]+;--tfw:[\d.]+}}", page
        )


def test_values_are_printed_where_only_gradients_are_asked_for(visitor: Actor) -> None:
    wide = visitor.get("/exercises/graph/two-paths").text.partition('class="tall"')[0]
    assert "= 15" in wide
    assert "= 37" in wide
    asked = visitor.get("/exercises/graph/linear").text.partition('class="tall"')[0]
    assert "−10" not in asked
    assert "−7" not in asked


def test_formulas_are_set_as_mathml_and_cling_to_their_particles(visitor: Actor) -> None:
    page = visitor.get("/exercises/graph/linear?lang=ko").text
    assert "<mfrac>" in page
    assert re.search(r'<span class="nb"><math[^>]*>.{1,200}</math>\u2060와</span>', page)
    assert "$" not in page.partition("<main")[2]


def test_another_seed_is_another_variant_and_the_same_seed_the_same(visitor: Actor) -> None:
    pages = [visitor.get(f"/exercises/graph/linear?seed={seed}").text for seed in (1, 1, 2)]
    numbers = [re.findall(r'class="g-val[^"]*"[^>]*>([^<]+)', page) for page in pages]
    assert numbers[0] == numbers[1] != numbers[2]
    assert "variant 1" in pages[0]


def test_a_seed_means_nothing_where_nothing_varies(visitor: Actor) -> None:
    assert "variant" not in visitor.get("/exercises/partial/quadratic?seed=5").text


def test_an_exercise_that_is_asked_in_another_way_now_can_be_answered_all_the_same(
    student: Actor, service: Service, worker: Worker
) -> None:
    shown = make_instance(service.catalogue.get("graph/linear"), 7)
    with service.database.session() as session:
        person = people.by_login(session, "minji")
        assert person is not None
        variants.pin(session, person.id, replace(shown, kind="formula"))
    path = student.submit("graph/linear", seed=7, value__g="1")
    assert worker.work_once()
    assert 'class="score"' in student.get(path).text


def test_the_variant_that_was_shown_is_pinned(student: Actor, service: Service) -> None:
    student.get("/exercises/graph/linear?seed=7")
    with service.database.reading() as session:
        person = people.by_login(session, student.login)
        assert person is not None
        pinned = variants.pinned_for(session, person.id, "graph/linear", 7)
    assert pinned is not None
    assert pinned.seed == 7


def test_how_formulas_are_read_is_shown_and_nothing_is_stored(student: Actor) -> None:
    path = "/exercises/partial/quadratic"
    page = student.post(path, {"dz_dx": "2x + y", "dz_dy": "1/2x"}).text
    assert "We read" in page
    assert "<mn>2</mn>" in page
    assert "Which do you mean?" in page, "1/2x could mean two things"
    assert 'value="2x + y"' in page
    assert "Nothing handed in yet" in student.get("/scores").text


def test_a_formula_that_cannot_be_read_is_shown_with_the_place(visitor: Actor) -> None:
    page = visitor.post("/exercises/partial/quadratic", {"dz_dx": "2x + * y", "dz_dy": ""}).text
    assert "cannot be read at column 6" in page
    assert "2x + <b>*</b> y" in page
    assert page.count("aria-invalid") == 1


def test_what_was_typed_comes_back_escaped(visitor: Actor) -> None:
    typed = '"><script>alert(1)</script>'
    page = visitor.post("/exercises/partial/quadratic", {"dz_dx": typed, "dz_dy": "x"}).text
    assert "<script" not in page.partition("<main")[2]
    assert "&#34;&gt;&lt;script&gt;" in page


def test_code_begins_with_the_starter_file(visitor: Actor) -> None:
    page = visitor.get("/exercises/backprop/linear").text
    assert "def backward(W, x, b):" in page
    assert 'enctype="multipart/form-data"' in page
