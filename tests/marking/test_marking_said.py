"""What the sandbox says of its own is said to students in their language; what Python says stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain

import pytest
from verdict_views import part

from grader.marking.code.said import phrase
from grader.messages import finding_message
from grader.verdict import Verdict

HandsIn = Callable[..., Verdict]

BODIES = {
    "a file": "return open('data.csv').read()",
    "an absent library": "from scipy.special import expit\n    return expit(x) * expit(-x)",
    "an absent module": "import sqlite3\n    return x",
    "an end": "raise SystemExit(0)",
    "a matrix": "return np.matrix(x)",
    "a masked array": "return np.ma.asarray(x) if np.ndim(x) else np.ma.masked_array([x])",
    "objects": "return np.asarray(x, dtype=object)",
    "a complex number": "return x + 0j",
    "a function": "return lambda: x",
    "a generator": "return (each for each in [x])",
    "a class of its own": "return type('F', (float,), {})(0.25)",
    "odd keys": "return {1: x}",
    "half a character": "return '\\ud800'",
    "a huge integer": "return 10**1000",
    "a huge array": "return np.zeros(600_000)",
    "an array of an odd shape": "return np.zeros((0, 10**9))",
    "a deep list": "items = []\n    items.append(items)\n    return items",
    "too many items": "return [0] * 200_000",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_no_english_of_ours_is_left_in_korean(hands_in: HandsIn, body: str) -> None:
    source = f"import numpy as np\n\ndef sigmoid_derivative(x):\n    {body}\n"
    finding = part(hands_in("sigmoid/derivative", source), "values").finding
    assert finding is not None
    words = [re.findall("[a-z]{2,} [a-z]{2,}", finding_message(finding, lang)) for lang in ("en", "ko")]
    assert words[0], "in English the sandbox has something to say"
    assert not words[1], finding_message(finding, "ko")


@pytest.mark.parametrize("sentence", ["name 'y' is not defined", "", "division by zero", "a matrix, not of numbers"])
def test_other_words_are_left_alone(sentence: str) -> None:
    assert phrase(sentence) == sentence


def test_numbers_and_names_are_kept() -> None:
    phrases = map(phrase, ("more than 7 items", "an array of 9 numbers, more than 5", "a generator, not numbers"))
    kept = [list(each.values())[1:] for each in phrases if isinstance(each, dict)]
    assert list(chain(*kept)) == ["7", "9", "5", "generator"]
