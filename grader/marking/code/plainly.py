"""See at a glance which calls gave what they should, as nearly all do: only the others are looked at closely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from grader.sandbox import CallReport

from ..truth import Array
from .plan import Try
from .truths import Truths

WHOLE = ""  # the key of a result that is no dict
# Whole numbers up to here are floats too.
_LARGEST_WHOLE = 2**53


def has(value: object, key: str) -> bool:
    """Whether what a call gave has this key."""
    return key == WHOLE or (isinstance(value, dict) and key in value)


def at(value: object, key: str) -> object:
    """What a call gave for this key."""
    return value[key] if key != WHOLE and isinstance(value, dict) else value


def not_plainly_right(
    tries: Sequence[Try], calls: Sequence[CallReport], keys: Mapping[str, str], truths: Truths
) -> list[int]:
    """The places of the tries of which there is anything to say; `calls` may have ended early.

    `keys` maps each key of the result to what is asked for there.
    """
    with np.errstate(all="ignore"):
        return [
            place
            for place, made in enumerate(tries)
            if place >= len(calls) or not _call_is_right(made, calls[place], keys, truths)
        ]


def _call_is_right(made: Try, call: CallReport, keys: Mapping[str, str], truths: Truths) -> bool:
    if call.status != "returned" or call.inputs_changed:
        return False
    value = call.value
    return all(has(value, key) and _is_right(made, at(value, key), truths.of(made, keys[key])) for key in keys)


def _is_right(made: Try, value: object, truth: Array) -> bool:
    """Whether it is a number, or a float64 array of the right shape, that agrees."""
    trial = made.trial
    if truth.shape == () and (type(value) is float or (type(value) is int and abs(value) <= _LARGEST_WHOLE)):
        right = float(truth)
        return right != right or abs(value - right) <= max(trial.relative * abs(right), trial.absolute)  # noqa: PLR0124
    if not isinstance(value, np.ndarray) or value.shape != truth.shape or value.dtype != np.float64:
        return False
    off, size = np.abs(value - truth), trial.relative * np.abs(truth)
    # Nearly always the first says it all.
    return bool((off <= size).all() or ((off <= np.maximum(size, trial.absolute)) | np.isnan(truth)).all())
