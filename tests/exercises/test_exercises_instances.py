"""An instance is the same for the same seed, for ever, and pleasant and telling for every seed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from exercise_author import LINEAR, Author

from grader.exercises import MAX_SEED, Instance, VariantError, acceptable, load_catalogue, make_instance
from reference.evaluate import evaluate

CATALOGUE = load_catalogue()


def test_without_a_seed_the_inputs_are_the_exercise_s_own() -> None:
    assert make_instance(CATALOGUE.get("graph/linear")).inputs == {"W": -2, "x": 5, "b": 3}


def test_a_seed_gives_the_same_inputs_for_ever() -> None:
    # These numbers were shown to people: a change here changes what a stored seed means.
    exercise = replace(CATALOGUE.get("graph/linear"), digest="0" * 64)
    drawn = [list(make_instance(exercise, seed).inputs.values()) for seed in (0, 1, 2, MAX_SEED)]
    assert drawn == [[-3, -5, 7], [5, 4, -2], [-5, 3, -9], [5, -2, -8]]


def test_another_digest_draws_other_inputs() -> None:
    exercise = CATALOGUE.get("graph/deep")
    other = replace(exercise, digest="0" * 64)
    assert [make_instance(exercise, seed).inputs for seed in range(5)] != [
        make_instance(other, seed).inputs for seed in range(5)
    ]


def test_an_exercise_that_does_not_vary_keeps_its_inputs_and_records_the_seed() -> None:
    instance = make_instance(CATALOGUE.get("backprop/linear"), 7)
    assert (instance.seed, instance.inputs) == (7, {"W": -2, "x": 5, "b": 3})


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    for name in ("graph/linear", "partial/quadratic"):
        with pytest.raises(VariantError, match="a seed is a whole number from 0 to"):
            make_instance(CATALOGUE.get(name), seed)


def test_ranges_without_acceptable_inputs_end_with_a_clear_error(author: Author) -> None:
    author.writes(LINEAR.replace('W = "-5..5"', 'W = "0..1"'))
    exercise = author.loads().get("own/linear")
    with pytest.raises(VariantError, match="no acceptable inputs for seed 3 in 2000 tries; widen 'vary'"):
        make_instance(exercise, 3)


def test_an_instance_survives_being_stored_as_json() -> None:
    instance = make_instance(CATALOGUE.get("graph/deep"), 11)
    again = Instance.from_dict(json.loads(json.dumps(instance.to_dict())))
    assert again == instance
    assert again.gradient.outputs == instance.gradient.outputs


@pytest.mark.parametrize("name", [exercise.id for exercise in CATALOGUE if exercise.vary and exercise.kind == "values"])
def test_drawn_inputs_lie_in_their_ranges_and_tell_quantities_apart(name: str) -> None:
    exercise = CATALOGUE.get(name)
    assert acceptable(make_instance(exercise))
    for seed in range(60):
        instance = make_instance(exercise, seed)
        sizes = [abs(value) for value in instance.inputs.values()]
        assert len(set(sizes)) == len(sizes)
        assert not {0.0, 1.0} & set(sizes)
        assert 2.0 not in instance.inputs.values()
        numbers = evaluate(instance.quantities, instance.inputs)
        assert all(abs(float(numbers[asked])) < 1000 for asked in exercise.ask)


def instance(program: str, ask: tuple[str, ...] = (), **inputs: float) -> Instance:
    return Instance("own/one", "digest", 1, "values", program, "f", inputs, ask)


@pytest.mark.parametrize(
    ("shown", "why"),
    [
        (instance("f = x + y", x=3.0, y=-3.0), "inputs that differ in sign only"),
        (instance("f = x + y", x=1.0, y=5.0), "an input of 1"),
        (instance("f = x * y", x=0.0, y=5.0), "an input of 0"),
        (instance("f = x ** 2", x=2.0), "a square of 2"),
        (instance("p = x + y\nf = p ** 2", x=5.0, y=-3.0), "a node of 2 that is squared"),
        (instance("p = x * y\nf = p + z", x=3.0, y=4.0, z=12.0), "an input like a node's value"),
        (instance("f = x / y", ("value.f",), x=5.0, y=3.0), "a quotient without end"),
        (instance("f = exp(x)", ("value.f",), x=9.0), "a number too large to write"),
        (instance("f = exp(x)", ("value.f",), x=-9.0), "a number too small to write"),
        (instance("f = log(x)", x=-3.0), "a logarithm of a negative number"),
        (instance("f = sigmoid(x) + exp(y)", x=1.04, y=-0.3), "decimals that are alike in two digits"),
    ],
)
def test_inputs_that_hide_a_mistake_are_not_acceptable(shown: Instance, why: str) -> None:
    assert not acceptable(shown), why


@pytest.mark.parametrize(
    "shown",
    [
        instance("g = W * x\nf = g + b", W=-2.0, x=5.0, b=3.0),
        instance("f = relu(x)", ("value.f", "grad.x"), x=-3.0),
        instance("f = x / y", ("value.f",), x=7.0, y=4.0),
    ],
)
def test_quantities_that_never_differ_may_coincide(shown: Instance) -> None:
    assert acceptable(shown)
