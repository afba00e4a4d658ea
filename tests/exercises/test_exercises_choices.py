"""Options come from words, from the graph or from a moved input; the seed shuffles them, and what was shown is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from exercise_author import Author

from grader.exercises import ChoiceSpec, Exercise, Instance, load_catalogue, make_instance
from grader.exercises.instances import unfair

CATALOGUE = load_catalogue()
CURVED = "kind = 'choice'\nprogram = 'f = x**2'\ninputs = { x = 3 }\n[choice]\nmoved = { x = 3 }\n"
LINEAR = "kind = 'choice'\nprogram = 'f = W * x + b'\ninputs = { W = -2, x = 5, b = 3 }\n[choice]\nmoved = { W = 2 }\n"


def spec_of(exercise: Exercise) -> ChoiceSpec:
    assert isinstance(exercise.spec, ChoiceSpec)
    return exercise.spec


def written(author: Author, toml: str) -> Exercise:
    author.writes(toml, english="# T\n\nChoose.\n", korean="# 제목\n\n고르세요.\n")
    return author.loads().get("own/linear")


def numbers(exercise: Exercise) -> dict[float | None, str | None]:
    """The options that are numbers, each with the mistake that it stands for, or `right`."""
    instance = make_instance(exercise)
    judged = {each.id: "right" if each.right else each.mistake for each in spec_of(exercise).judged(instance)}
    return {option.value: judged[option.id] for option in instance.options}


@pytest.mark.parametrize("name", ["graph/why-backwards", "graph/where-paths-meet", "graph/moving-far"])
def test_the_seed_shuffles_the_options_and_the_same_seed_gives_the_same_order(name: str) -> None:
    exercise = CATALOGUE.get(name)
    orders = {seed: make_instance(exercise, seed).options for seed in range(12)}
    assert orders == {seed: make_instance(exercise, seed).options for seed in range(12)}
    assert len({tuple(option.value or option.id for option in options) for options in orders.values()}) > 6


def test_worded_options_keep_their_ids_in_any_order() -> None:
    exercise = CATALOGUE.get("graph/why-backwards")
    ids = {tuple(sorted(option.id for option in make_instance(exercise, seed).options)) for seed in range(5)}
    assert ids == {("inputs-first", "last-path", "local", "once", "values")}


def test_numbers_are_called_by_letters_in_the_order_shown() -> None:
    options = make_instance(CATALOGUE.get("graph/moving-far")).options
    assert [option.id for option in options] == ["a", "b", "c", "d", "e"]


def test_what_was_shown_is_stored_whole() -> None:
    for name in ("graph/moving-far", "graph/where-paths-meet", "graph/why-backwards"):
        instance = make_instance(CATALOGUE.get(name), 3)
        again = Instance.from_dict(json.loads(json.dumps(instance.to_dict())))
        assert again == instance
        assert again.options


def test_an_instance_from_before_there_were_options_is_still_read() -> None:
    data = make_instance(CATALOGUE.get("graph/linear")).to_dict()
    del data["options"]
    assert Instance.from_dict(data).options == ()


def test_nodes_whose_gradients_are_added_up_are_those_used_more_than_once() -> None:
    exercise = CATALOGUE.get("graph/where-paths-meet")
    judged = spec_of(exercise).judged(make_instance(exercise))
    assert {each.id for each in judged if each.right} == {"x", "q"}
    assert {each.id for each in judged} == {"w", "x", "v", "p", "q", "a", "b"}


def test_the_most_influential_input_is_the_one_with_the_largest_gradient_in_size() -> None:
    exercise = CATALOGUE.get("graph/most-influence")
    judged = {each.id: each for each in spec_of(exercise).judged(make_instance(exercise))}
    assert judged["x"].right, "∂f/∂x = W = −7"
    assert judged["W"].mistake == "influence_sign_ignored", "∂f/∂W = x = 5 is the largest number"
    assert judged["b"].mistake is None


@pytest.mark.parametrize("seed", range(40))
def test_every_variant_has_one_right_answer_and_one_that_goes_by_the_sign(seed: int) -> None:
    exercise = CATALOGUE.get("graph/most-influence")
    judged = spec_of(exercise).judged(make_instance(exercise, seed))
    assert sum(each.right for each in judged) == 1
    assert sum(each.mistake == "influence_sign_ignored" for each in judged) == 1


def test_a_moved_input_of_a_curved_program_offers_the_truth_and_what_mistakes_predict(author: Author) -> None:
    assert numbers(written(author, CURVED)) == {
        36.0: "right",
        15.0: "influence_added_not_scaled",
        27.0: "linear_taken_as_exact",
        18.0: "value_for_gradient",
        12.0: None,
    }


def test_where_the_program_is_linear_the_straight_line_is_the_truth(author: Author) -> None:
    """The lesson's numbers: W up by 2 takes f from −7 to 3, and not to −7 + 5."""
    offered = numbers(written(author, LINEAR))
    assert offered[3.0] == "right"
    assert offered[-2.0] == "influence_added_not_scaled"
    assert "linear_taken_as_exact" not in offered.values()


@pytest.mark.parametrize("seed", range(40))
def test_no_two_options_are_the_same_number(seed: int) -> None:
    values = [option.value for option in make_instance(CATALOGUE.get("graph/moving-far"), seed).options]
    assert len(set(values)) == 5


@pytest.mark.parametrize(
    ("toml", "why"),
    [
        (CURVED.replace("x = 3 }\n[", "x = 0.333 }\n["), "is not a number to write down"),
        (CURVED.replace("x = 3 }\n[", "x = 1.5 }\n["), "two options are the same number"),
        (LINEAR.replace("moved = { W = 2 }", "nodes = 'largest-influence'\namong = ['W', 'x']"), "a sign that is not"),
        (
            "kind='choice'\nprogram='f = x + y'\ninputs={ x = 1, y = 2 }\n[choice]\nnodes='largest-influence'\n",
            "every one of the nodes is right",
        ),
        ("kind='choice'\nprogram='f = x + y'\n[choice]\nnodes='several-users'\n", "none of the nodes is right"),
    ],
)
def test_numbers_that_make_no_fair_question_are_told(author: Author, toml: str, why: str) -> None:
    exercise = written(author, toml)
    assert why in (unfair(exercise, make_instance(exercise)) or "")


def test_words_are_no_part_of_the_digest_but_what_is_right_is(tmp_path: Path) -> None:
    def digest(name: str, toml: str) -> str:
        author = Author(tmp_path / name)
        return written(author, toml).digest

    options = "kind='choice'\nprogram='f=x'\n"
    options += "[[choice.options]]\nid='a'\nen='A'\nko='가'\nright=true\n"
    options += "[[choice.options]]\nid='b'\nen='B'\nko='나'\nwhy={ en='no', ko='아니요' }\n"
    plain = digest("plain", options)
    assert digest("words", options.replace("en='A'", "en='Another word'").replace("en='no'", "en='never'")) == plain
    assert digest("right", options.replace("right=true", "right=false\nmistake='recip_log'")
                  .replace("ko='나'\nwhy={ en='no', ko='아니요' }", "ko='나'\nright=true")) != plain  # fmt: skip
    assert digest("mistake", options.replace("why={ en='no', ko='아니요' }", "mistake='recip_log'")) != plain
