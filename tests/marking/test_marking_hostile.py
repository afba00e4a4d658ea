"""Nothing that a student hands in makes the marking fail: it is read, or it is told why it cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from verdict_views import outcomes

from grader.exercises import Answer, Catalogue, make_instance
from grader.marking import AnswerError, mark
from grader.messages import LANGUAGES, Lang, to_json
from grader.sandbox import Job, Report, SandboxBroken
from grader.verdict import Verdict

HOSTILE = [
    "9" * 100_000, "0." + "1" * 100_000, "1e999999999", "1e-999999999", "-1e400", "1e5e5", "0x10", "1_000", "1;2",
    "nan", "NaN", "inf", "-inf", "Infinity", "True", "None", "[1]", "{}", "lambda: 1", "!!", "max()", "relu",
    "__import__('os').system('true')", "(" * 10_000, "(" * 90 + "1" + ")" * 90, "1/" * 1000 + "1",
    "2^2^2^2^2^2", "9^9^9^9", "exp(exp(exp(exp(9))))", "1/0", "0/0", "0^0", "log(-1)", "sqrt(-2)",
    "x" * 2000, "2x" * 900,
    "\x00", "\x1b[2J1", "\u202e5", "１２", "٣", "½", "五", "1" + "\u0301" * 5_000, "\ud800",
    "{W}", "%s%n", "{0.__class__}", "<script>alert(1)</script>", "'; DROP TABLE verdicts; --",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:16]))
@pytest.mark.parametrize("exercise", ["graph/linear", "partial/quadratic"])
def test_any_text_gets_a_verdict(types: Callable[..., Verdict], catalogue: Catalogue, exercise: str, text: str) -> None:
    verdict = types(exercise, dict.fromkeys(catalogue.get(exercise).ask, text))
    assert set(outcomes(verdict).values()) <= {"error", "incorrect", "skipped", "correct"}
    assert verdict.outcome != "correct"
    for lang in LANGUAGES:
        json.dumps(to_json(verdict, lang), allow_nan=False).encode("ascii")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_shown_of_a_long_answer_is_short(types: Callable[..., Verdict], lang: Lang) -> None:
    data = to_json(types("graph/linear", {"grad.b": "9" * 100_000}), lang)
    assert len(json.dumps(data)) < 8_000


def test_names_that_nobody_asked_for_are_refused(types: Callable[..., Verdict]) -> None:
    for name in ("grad.q", "", "__class__", "grad.W ", "x" * 100_000):
        with pytest.raises(AnswerError) as caught:
            types("graph/linear", {name: "1"})
        assert caught.value.names == ("value.g", "value.f", "grad.g", "grad.W", "grad.x", "grad.b")
        assert len(str(caught.value)) < 400


def test_an_answer_of_the_other_kind_is_refused(catalogue: Catalogue) -> None:
    typed, code = catalogue.get("graph/linear"), catalogue.get("backprop/linear")
    with pytest.raises(AnswerError, match="takes typed answers"):
        mark(typed, make_instance(typed), Answer.of_code("x = 1"))
    with pytest.raises(AnswerError, match="takes a file"):
        mark(code, make_instance(code), Answer.of_typed({"W": "1"}), Broken())


class Broken:
    def run(self, job: Job, meanwhile: object = None) -> Report:
        raise SandboxBroken("no sandbox today")


def test_where_the_grader_itself_fails_there_is_no_verdict(catalogue: Catalogue) -> None:
    exercise = catalogue.get("backprop/linear")
    with pytest.raises(SandboxBroken):
        mark(exercise, make_instance(exercise), Answer.of_code("def backward(W, x, b): return {}"), Broken())


@pytest.mark.parametrize(
    "code",
    [
        "def backward(W, x, b):\n    return {'W': 'x' * 10**6, 'x': [[[]]], 'b': {}}\n",
        "def backward(W, x, b):\n    return {1: 2, 'W': float('nan'), 'x': 10**400, 'b': -0.0}\n",
        "import numpy as np\ndef backward(W, x, b):\n    return {'W': np.ones((9, 9)), 'x': np.array('a'), 'b': []}\n",
        "class backward:\n    def __init__(self, *args): pass\n",
        "backward = 5\n",
        "def backward():\n    return 1\n",
        "def backward(W, x, b):\n    raise SystemExit(0)\n",
        "def backward(W, x, b):\n    raise Exception('\\x1b[2J' + 'y' * 10**6)\n",
        "def backward(W, x, b):\n    return backward(W, x, b)\n",
        "\x00\x01",
        "print('x' * 10**6)\ndef backward(W, x, b):\n    return {'W': x}\n",
        "#" * 100_000,
        "\ufeffdef backward(W, x, b):\n    return {'W': [x, [x]], 'x': W, 'b': True}\n",
    ],
    ids=range(13),
)
def test_any_code_gets_a_verdict(hands_in: Callable[..., Verdict], code: str) -> None:
    verdict = hands_in("backprop/linear", code)
    assert verdict.outcome != "correct"
    for lang in LANGUAGES:
        text = json.dumps(to_json(verdict, lang), allow_nan=False)
        assert "\x1b" not in text
        assert len(text) < 20_000
    json.dumps(verdict.to_dict(), allow_nan=False)


@pytest.mark.parametrize("keys", ["(str(i) for i in range(20_000))", "('k' * 50_000 + str(i) for i in range(20))"])
def test_what_is_stored_of_a_dict_with_many_or_long_keys_is_short(hands_in: Callable[..., Verdict], keys: str) -> None:
    code = f"def backward(W, x, b):\n    return dict.fromkeys({keys}, 1.0) if x == 5 else {{}}\n"
    assert len(json.dumps(hands_in("backprop/linear", code).to_dict())) < 20_000
