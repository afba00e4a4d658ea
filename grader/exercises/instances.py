"""Make the instance that a student sees: the exercise's own numbers, or those of a seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from .errors import VariantError
from .model import MAX_SEED, Exercise, Instance
from .ranges import Range
from .stream import Stream
from .variants import objection

_MOST_TRIES = 2_000


def make_instance(
    exercise: Exercise, seed: int | None = None, accept: Callable[[Instance], bool] | None = None
) -> Instance:
    """The instance for a seed from 0 to 2**63 − 1; None gives the canonical inputs.

    The same digest and seed give the same inputs for ever. `accept` is asked last whether inputs may be used; people
    are shown what `grader.diagnosis.make_variant` makes, which asks the library of known mistakes. Raises
    `VariantError` for a seed out of range, or where no acceptable inputs are found.
    """
    if seed is None or not exercise.vary:
        return _instance(exercise, _checked(seed), exercise.inputs)
    stream = Stream("instance", exercise.digest, _checked(seed))
    ranges = {name: Range.parse(text) for name, text in exercise.vary.items()}
    for _ in range(_MOST_TRIES):
        drawn = {name: ranges[name].draw(stream) if name in ranges else own for name, own in exercise.inputs.items()}
        instance = _instance(exercise, seed, drawn)
        if unfair(exercise, instance) is None and (accept is None or accept(instance)):
            return instance
    raise VariantError(f"{exercise.id}: no acceptable inputs for seed {seed} in {_MOST_TRIES} tries; widen 'vary'")


def unfair(exercise: Exercise, instance: Instance) -> str | None:
    """Why the numbers of an instance make no fair question of that exercise, or None."""
    return objection(instance) or (exercise.spec.objection(instance) if exercise.spec else None)


def _checked(seed: int | None) -> int | None:
    if seed is not None and not 0 <= seed <= MAX_SEED:
        raise VariantError(f"a seed is a whole number from 0 to {MAX_SEED}, not {seed}")
    return seed


def _instance(exercise: Exercise, seed: int | None, inputs: Mapping[str, float]) -> Instance:
    instance = Instance(
        exercise=exercise.id,
        digest=exercise.digest,
        seed=seed,
        kind=exercise.kind,
        program=exercise.program,
        output=exercise.output,
        inputs=dict(inputs),
        ask=exercise.ask,
        shapes=exercise.shapes,
    )
    return replace(instance, options=exercise.spec.options(instance)) if exercise.spec else instance
