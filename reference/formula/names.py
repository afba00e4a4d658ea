"""Split letters that run together into names, as a person reads them: `Wx` is W and x.

Declared names come first, the longest first; what is left is the longest function or Greek name, else one
letter with its digits, primes or subscript. A declared name is also found under its other spellings: x1 and
x_1, alpha and α, yhat and ŷ, unless another declared name is spelled so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from .functions import FUNCTIONS, NEED_PARENTHESES

GREEK = {unicodedata.name(letter).rsplit(" ", 1)[1].lower(): letter for letter in "αβγδεζηθικλμνξοπρστυφχψω"} | {
    "lambda": "λ"
}
GREEK |= {name.capitalize(): letter.upper() for name, letter in GREEK.items() if name not in {"lamda"}}
_GREEK_NAMES = {letter: name for name, letter in GREEK.items() if name not in {"lamda", "Lamda"}}

CONSTANTS = {"e": "e", "pi": "π", "π": "π"}

ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "vec": "\u20d7"}

_SUBSCRIPT = r"_(?:\d+|[^\W\d_]+\d*)"
_ONE_LETTER = re.compile(rf"[^\W\d_][\u0300-\u036f]*(?:{_SUBSCRIPT}|\d+)?'*")
_TAIL = re.compile(rf"(?:{_SUBSCRIPT}|\d+)?'*")  # digits, subscript and primes behind a Greek letter
_LETTERS_AND_DIGITS = re.compile(r"([^\W\d_]+)_?(\d+)")


class Piece(NamedTuple):
    """Characters [start, end) of a run: `kind` is `name`, `function`, `constant`, `number` or `unknown`."""

    kind: str
    value: str
    start: int
    end: int


Word = tuple[str, str, str]  # as it is typed, its kind, and what it means


def _length(word: Word) -> int:
    return len(word[0])


def _by_first_letter(words: dict[str, tuple[str, str]]) -> dict[str, list[Word]]:
    table: dict[str, list[Word]] = {}
    for word, meaning in words.items():
        table.setdefault(word[:1], []).append((word, *meaning))
    return table


_KNOWN = {word: ("constant", value) for word, value in CONSTANTS.items()}
_KNOWN |= {word: ("function", word) for word in FUNCTIONS}
_CLOSED = _by_first_letter(_KNOWN)
_OPEN = _by_first_letter({word: ("greek", letter) for word, letter in GREEK.items()} | _KNOWN)


class Lexicon:
    """Which names a formula may contain. With `closed`, others than the declared ones are errors."""

    def __init__(self, names: Iterable[str] = (), *, closed: bool = False) -> None:
        self.names = tuple(dict.fromkeys(names))
        self.closed = closed
        self.spellings = _spellings(self.names)
        self._declared = _by_first_letter({word: ("name", name) for word, name in self.spellings.items()})
        self._words: dict[str, list[Word]] = {}
        self._splits: dict[tuple[str, bool], list[Piece]] = {}

    def words(self, letter: str) -> list[Word]:
        """All words that begin with this letter, the longest first; a declared one hides another that is the same."""
        if letter not in self._words:
            declared = self._declared.get(letter, [])
            hidden = {word for word, _, _ in declared}
            others = (_CLOSED if self.closed else _OPEN).get(letter, [])
            both = [*declared, *(other for other in others if other[0] not in hidden)]
            self._words[letter] = sorted(both, key=_length, reverse=True)
        return self._words[letter]

    @property
    def function_names(self) -> tuple[str, ...]:
        """Every function that may be typed, for suggestions."""
        return tuple(name for name in FUNCTIONS if name.isascii())

    def miswritten(self, run: str, pieces: list[Piece]) -> bool:
        """Whether the run is a function's name but for its capitals, as in Exp(x), and no other reading."""
        if run in FUNCTIONS or run.lower() not in FUNCTIONS:
            return False
        return any(piece.value not in self.names for piece in pieces)

    def is_derivative(self, run: str) -> bool:
        """Whether the run is a function's name with primes behind it, and not declared as a name."""
        return run.endswith("'") and run.rstrip("'") in FUNCTIONS and run not in self.spellings

    def split(self, run: str, *, applied: bool) -> list[Piece]:
        """The run's names in order; `applied` tells that an opening parenthesis follows it at once."""
        known = self._splits.get((run, applied))
        if known is None:
            known = self._splits[run, applied] = self._split(run, applied)
        return known

    def _split(self, run: str, applied: bool) -> list[Piece]:
        if run in FUNCTIONS and run not in self.spellings and applied:
            return [Piece("function", run, 0, len(run))]
        declared = self._walk(run, applied, only_declared=True) if self.spellings else None
        return declared if declared is not None else self._walk(run, applied, only_declared=False) or []

    def _walk(self, run: str, applied: bool, *, only_declared: bool) -> list[Piece] | None:
        """The first full split, trying longer pieces first; no place is tried twice, so it is bounded."""
        pieces: list[Piece] = []
        dead: set[int] = set()
        choices = [self._choices(run, 0, applied, only_declared)]
        while True:
            at = pieces[-1].end if pieces else 0
            if at == len(run):
                return pieces
            if choices[-1] and at not in dead:
                pieces.append(choices[-1].pop(0))
                choices.append(self._choices(run, pieces[-1].end, applied, only_declared))
            elif pieces:
                dead.add(at)
                pieces.pop()
                choices.pop()
            else:
                return None if only_declared else self._unreadable(run, applied)

    def _choices(self, run: str, at: int, applied: bool, only_declared: bool) -> list[Piece]:
        """What may stand at this place of the run, best first."""
        if run[at : at + 1].isdecimal():  # only behind a function: sin2x
            return [] if only_declared else [Piece("number", run[at:], at, len(run))]
        found: list[Piece] = []
        for word, kind, value in self.words(run[at : at + 1]):
            if (only_declared and kind != "name") or not run.startswith(word, at):
                continue
            end = at + len(word)
            whole = end == len(run) or not (run[end].isdecimal() or run[end] in "_'")
            if kind == "function":
                if word not in NEED_PARENTHESES or (applied and end == len(run)):
                    found.append(Piece("function", value, at, end))
            elif kind == "greek":
                tail = _TAIL.match(run, end)
                found.append(Piece("name", value + (tail[0] if tail else ""), at, tail.end() if tail else end))
            elif whole:
                found.append(Piece(kind, value, at, end))
        if not self.closed and not only_declared and (letter := _ONE_LETTER.match(run, at)):
            found.append(Piece("name", letter[0], at, letter.end()))
        return found

    def _unreadable(self, run: str, applied: bool) -> list[Piece]:
        """The longest readable beginning, and the rest of the run as unknown."""
        pieces: list[Piece] = []
        at = 0
        while at < len(run) and (choices := self._choices(run, at, applied, only_declared=False)):
            pieces.append(choices[0])
            at = choices[0].end
        if all(len(piece.value) == 1 for piece in pieces):
            return [Piece("unknown", run, 0, len(run))]
        return [*pieces, Piece("unknown", run[at:], at, len(run))]


def _spellings(names: tuple[str, ...]) -> dict[str, str]:
    """Every spelling of every declared name; one that two names could claim belongs to neither."""
    claims: dict[str, set[str]] = {}
    for name in names:
        for other in _other_spellings(name):
            claims.setdefault(other, set()).add(name)
    table = {other: next(iter(owners)) for other, owners in claims.items() if len(owners) == 1}
    return table | {unicodedata.normalize("NFC", name): name for name in names}


def _other_spellings(name: str) -> set[str]:
    """The name itself, and its letter under another name, with the number or subscript behind it either way."""
    plain = unicodedata.normalize("NFC", name)
    tails: tuple[str, ...]
    if match := _LETTERS_AND_DIGITS.fullmatch(plain):
        letter, tails = match[1], (match[2], f"_{match[2]}")
    else:
        letter, line, subscript = plain.partition("_")
        if subscript in ACCENTS:
            letter, line, subscript = plain, "", ""
        tails = (line + subscript,)
    return {plain, *(other + tail for other in _other_letters(letter) for tail in tails)}


def _other_letters(letter: str) -> set[str]:
    """α for alpha, ŷ for yhat, and the other way round."""
    found = {letter}
    if letter in GREEK:
        found.add(GREEK[letter])
    if letter in _GREEK_NAMES:
        found.add(_GREEK_NAMES[letter])
    for accent, mark in ACCENTS.items():
        if letter.endswith(accent) and (bare := letter.removesuffix(accent).rstrip("_")):
            found |= {unicodedata.normalize("NFC", bare + mark), f"{bare}_{accent}", f"{bare}{accent}"}
    decomposed = unicodedata.normalize("NFD", letter)
    for accent, mark in ACCENTS.items():
        if decomposed.endswith(mark):
            found |= {decomposed[:-1] + accent, f"{decomposed[:-1]}_{accent}"}
    return found
