r"""Read letters that stand together, with digits, subscripts, accents and primes, as one run.

`x₁`, `x_{1}` and `x_1` are the same run; so are `ŷ` and `\hat{y}`. A run remembers where each of its
characters stood.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field

from . import latex
from .characters import SUBSCRIPTS, is_blank, is_letter

_COMMAND = re.compile(r"[\\₩￦](operatorname\*|[A-Za-z]+)")
_BRACED = re.compile(r"\{\s*(?:[\\₩￦](?:text|mathrm|mathit)\s*\{)?\s*([^\W_]+(?:\s*,\s*[^\W_]+)*)\s*\}?\s*\}")
_ACCENTED = re.compile(r"\s*\{?\s*([^\W\d_])\s*\}?")
_OPENING = re.compile(r"\s*(?:[\\₩￦](?:left|mleft|bigl?|Bigl?)\s*)?\(")
_GROUP = re.compile(r"\s*\{\s*(\w+)\s*\}")
_ONE = re.compile(r"\s*([^\W_])")
_WORD = re.compile(r"\s*([^\W_]+)")
_PLAIN = re.compile(r"[A-Za-z]+")
# The modules that programmers write before a function: np.exp(x) is exp(x).
MODULE = re.compile(r"(?:np|numpy|jnp|math|Math|torch)\.(?=[A-Za-z])")
_PRIMES = {"'": "'", "′": "'", "’": "'"}


@dataclass(slots=True)
class Run:
    """`text` in normal form; its i-th character stood at [starts[i], ends[i]).

    `end` is where the run ends, `applied` tells whether an opening parenthesis follows, and `base` is a
    logarithm's subscript.
    """

    text: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    end: int = 0
    applied: bool = False
    base: str | None = None

    def add(self, characters: str, start: int, end: int) -> None:
        """Append characters that all stood at [start, end)."""
        self.text += characters
        self.starts += [start] * len(characters)
        self.ends += [end] * len(characters)
        self.end = end

    def rest(self, at: int) -> Run | None:
        """What is left of the run from this place on; None where it has ended by then."""
        first = bisect_left(self.starts, at)
        tail = self.text[first:], self.starts[first:], self.ends[first:]
        return Run(*tail, self.end, self.applied, self.base) if at < self.end else None

    def span(self) -> tuple[int, int]:
        return self.starts[0], self.end


def read_run(text: str, at: int, *, latex_digits: bool) -> Run:
    """The run that begins at this letter or LaTeX command."""
    run = Run()
    if text[at] in "\\₩￦":
        _command(run, text, at)
    else:
        _letters(run, text, at)
    _attachments(run, text, latex_digits)
    run.applied = _OPENING.match(text, run.end) is not None
    return run


def _letters(run: Run, text: str, at: int) -> None:
    """Letters with accents, digits, and subscripts that need no braces."""
    if plain := _PLAIN.match(text, at):  # nearly always all there is
        run.text, run.starts, run.ends = plain[0], [*range(at, plain.end())], [*range(at + 1, plain.end() + 1)]
        run.end = at = plain.end()
    while at < len(text):
        character = text[at]
        if unicodedata.combining(character) and run.text:
            accented = unicodedata.normalize("NFC", run.text[-1] + character)
            start = run.starts[-1]
            run.text, run.starts, run.ends = run.text[:-1], run.starts[:-1], run.ends[:-1]
            run.add(accented, start, at + 1)
        elif is_letter(character):
            run.add(unicodedata.normalize("NFKC", character), at, at + 1)
        elif run.text and character.isdecimal() and character.isascii():
            run.add(character, at, at + 1)
        elif character == "_" and at + 1 < len(text) and (is_letter(text[at + 1]) or text[at + 1].isdecimal()):
            if run.text.endswith(("log", "ln")) or "\\" in text:
                return
            run.add("_", at, at + 1)
        else:
            return
        at += 1


def _command(run: Run, text: str, at: int) -> None:
    r"""A name that is a command: \alpha, \hat{y}, \operatorname{relu}."""
    match = _COMMAND.match(text, at)
    if match is None:
        return
    name, end = match[1], match.end()
    if name in latex.NAMES:
        run.add(latex.NAMES[name], at, end)
    elif name in latex.ACCENT_COMMANDS:
        letter = _ACCENTED.match(text, end)
        accented = (letter[1] if letter else "") + latex.ACCENT_COMMANDS[name]
        run.add(unicodedata.normalize("NFC", accented), at, letter.end() if letter else end)
    else:
        inside = _GROUP.match(text, end)
        run.add(inside[1] if inside else match[0], at, inside.end() if inside else end)


def _attachments(run: Run, text: str, latex_digits: bool) -> None:
    """Subscripts in braces or of their own characters, and primes."""
    at = run.end
    while at < len(text) and text[at] in SUBSCRIPTS:
        at += 1
    if at > run.end:
        _attach(run, "".join(SUBSCRIPTS[character] for character in text[run.end : at]), at)
    elif text.startswith("_", at):
        _subscript(run, text, at, latex_digits)
    while run.end < len(text) and text[run.end] in _PRIMES:
        run.add("'", run.end, run.end + 1)


def _subscript(run: Run, text: str, at: int, latex_digits: bool) -> None:
    match = _BRACED.match(text, at + 1) or (_ONE if latex_digits else _WORD).match(text, at + 1)
    if match is None:
        return
    _attach(run, "".join(match[1].replace(",", " ").split()), match.end())


def _attach(run: Run, subscript: str, end: int) -> None:
    """Put a subscript behind the name; behind a logarithm it is the base."""
    if run.text.endswith(("log", "ln")):
        run.base, run.end = subscript, end
    else:
        run.add(f"_{subscript}", run.end, end)


def skip_blanks(text: str, at: int) -> int:
    """The first place from `at` on that is not blank."""
    while at < len(text) and is_blank(text[at]):
        at += 1
    return at
