"""Whatever is typed is read or refused: nothing else is raised, nothing is executed."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable

import pytest

from benchmarks.hostile_texts import KINDS, hostile_text
from reference.errors import FormulaError
from reference.formula import parse_formula, read_condition

_FORBIDDEN = {"exec", "compile", "import", "open", "os.system", "subprocess.Popen"}


class Watch:
    """An audit hook that stays for the life of the process, and listens only while it is asked to."""

    def __init__(self) -> None:
        self.listening = False
        self.seen: list[str] = []
        sys.addaudithook(self.hear)

    def hear(self, event: str, _arguments: object) -> None:
        if self.listening and event in _FORBIDDEN:
            self.seen.append(event)


def read_or_refused(text: str) -> FormulaError | None:
    """The error for a text that cannot be read; every other exception escapes."""
    try:
        parse_formula(text)
    except FormulaError as error:
        return error
    return None


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__.strip("_"))
def test_a_hostile_text_is_read_or_refused(kind: Callable[[random.Random], str]) -> None:
    rng = random.Random(20261124)
    for _ in range(150):
        text = kind(rng)
        error = read_or_refused(text)
        if error is not None:
            assert error.place is not None, text
            assert 1 <= (error.place.column or 0) <= len(text) + 1, text
            assert str(error)


def test_hostile_texts_are_no_conditions_either() -> None:
    rng = random.Random(7)
    for _ in range(300):
        try:
            read_condition(hostile_text(rng))
        except FormulaError:
            continue


def test_nothing_is_executed_compiled_imported_or_opened() -> None:
    watch = Watch()
    rng = random.Random(11)
    texts = ["__import__('os').getpid()", "eval(1)", "9**9**9", r"\input{/etc/passwd}", *map(hostile_text, [rng] * 500)]
    parse_formula("x + sin(x)/2")
    watch.listening = True
    for text in texts:
        read_or_refused(text)
    watch.listening = False
    assert watch.seen == []
