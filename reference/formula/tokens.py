r"""Cut a formula's text into tokens (numbers, names, functions, operators, brackets), each with its place.

Plain text and LaTeX go through the same scanner, and nothing is replaced beforehand: every place is a place
in what the person typed. Where the text has a LaTeX command, `^`, `_`, `\frac` and `\sqrt` take one digit
unless braces follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fractions import Fraction

from . import latex
from .characters import FRACTIONS, OPERATORS, SUPERSCRIPTS, is_blank, is_letter
from .functions import RAISED_ROOTS, ROOTS
from .kinds import Token
from .names import Lexicon
from .runs import MODULE, Run, read_run, skip_blanks
from .slips import bad_character, slip, unknown_command, unknown_name

LONGEST_TEXT = 2000
LONGEST_NUMBER = 60
LARGEST_SCALE = 300

_NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)", re.ASCII)
_SCALE = re.compile(r"[eE][+-]?\d+", re.ASCII)
_COMMAND = re.compile(r"[\\₩￦](?:operatorname\*|[A-Za-z]+|.)", re.DOTALL)
_PERCENT = re.compile(r"%(pi|e)(?![A-Za-z0-9_])")
_BEFORE_POWER = re.compile(r"(?<=[a-z])(?=\d)")  # eˣ² is e^(x^2): a raised letter has no digits of its own
_COPIED = re.compile(r"\s*\$.*\$\s*", re.DOTALL)
_NOTHING = re.compile(r"\s*\{\s*\}")
_DIGITS = frozenset("0123456789")
_BRACKETS = {"(": "open", "{": "open", "[": "open", ")": "close", "}": "close", "]": "close"}


def tokenize(text: str, lexicon: Lexicon) -> list[Token]:
    """The tokens of the text, the last of kind `end`. Raises `FormulaError` with the column."""
    if len(text) > LONGEST_TEXT:
        raise slip("too_long", LONGEST_TEXT, LONGEST_TEXT, limit=LONGEST_TEXT, length=len(text))
    scanner = _Scanner(text, lexicon)
    scanner.run()
    return scanner.tokens


class _Scanner:
    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.tokens: list[Token] = []
        self.at = len(text) - len(text.lstrip())
        self.latex = any(mark in text for mark in "\\₩￦")
        self.letter_run = Run()  # the last one
        self.index_open = False  # between the [ and ] of \sqrt[3]{x}

    def run(self) -> None:
        while self.at < len(self.text):
            self.step(self.text[self.at])
        self.add("end", "", len(self.text), len(self.text))

    def add(self, kind: str, value: str | Fraction, start: int, end: int, base: str | None = None) -> None:
        self.tokens.append(Token(kind, value, start, end, base))
        self.at = end

    def step(self, character: str) -> None:
        known = _STEPS.get(character)
        if known is not None:
            known(self, character)
        elif is_blank(character):
            self.blank(character)
        elif is_letter(character):
            self.letters()
        else:
            raise self.bad_character(self.at)

    def bad_character(self, at: int) -> Exception:
        return bad_character(self.text, at, self.lexicon)

    def blank(self, _character: str) -> None:
        self.at += 1

    def tilde(self, character: str) -> None:
        """A space in LaTeX."""
        if not self.latex:
            raise self.bad_character(self.at)
        self.blank(character)

    def dollar(self, character: str) -> None:
        """A space at both ends of a formula that was copied from LaTeX."""
        if not _COPIED.fullmatch(self.text) or (self.text[: self.at].strip(" $") and self.text[self.at :].strip(" $")):
            raise self.bad_character(self.at)
        self.blank(character)

    def digits(self, _character: str) -> None:
        match = _NUMBER.match(self.text, self.at)
        if match is None:  # a lone point
            raise self.bad_character(self.at)
        self.number(match)

    def operator(self, character: str) -> None:
        if self.text.startswith("**", self.at):
            self.add("operator", "^", self.at, self.at + 2)
        else:
            self.add("operator", OPERATORS[character], self.at, self.at + 1)

    def root_sign(self, character: str) -> None:
        self.add("function", character, self.at, self.at + 1)

    def percent(self, _character: str) -> None:
        """%pi and %e, as Maxima writes them."""
        constant = _PERCENT.match(self.text, self.at)
        if constant is None:
            raise self.bad_character(self.at)
        self.add("constant", {"pi": "π", "e": "e"}[constant[1]], self.at, constant.end())

    # -- numbers

    def number(self, match: re.Match[str]) -> None:
        start, end = match.span()
        if self.text[start] == "." and self.tokens and (self.tokens[-1].kind, self.tokens[-1].end) == ("number", start):
            raise self.bad_character(start)
        if self.single_digit() and self.text[start] != ".":
            end = start + 1
        scale = _SCALE.match(self.text, end)
        if scale and end == match.end() and not self.names_at(end):
            end = scale.end()
            if abs(int(scale[0][1:][:6])) > LARGEST_SCALE:
                raise slip("number_too_long", start, end, found=self.text[start:end], limit=LARGEST_SCALE)
        if end - start > LONGEST_NUMBER:
            raise slip("number_too_long", start, end, found=self.text[start : start + 20], limit=LONGEST_NUMBER)
        typed = self.text[start:end]
        self.add("number", Fraction(int(typed) if typed.isdecimal() else typed), start, end)

    def single_digit(self) -> bool:
        """Whether LaTeX takes but one digit here, as in \\frac12 and x^23."""
        if not self.latex or not self.tokens:
            return False
        before = self.tokens[-2] if len(self.tokens) > 1 else None
        last = self.tokens[-1]
        return (
            (last.kind, last.value) == ("operator", "^")
            or last.kind in {"fraction", "root"}
            or (last.kind == "number" and before is not None and before.kind == "fraction")
        )

    def names_at(self, at: int) -> bool:
        """Whether a declared name such as e3 begins here, so that 2e3 is a product."""
        return any(len(name) > 1 and self.text.startswith(name, at) for name in self.lexicon.spellings)

    def vulgar_fraction(self, character: str) -> None:
        if self.tokens and self.tokens[-1].kind == "number" and self.tokens[-1].end == self.at:
            raise slip("unexpected_character", self.at, self.at + 1, found=character, hint="mixed_number")
        self.add("number", FRACTIONS[character], self.at, self.at + 1)

    # -- brackets and superscripts

    def plain_bracket(self, character: str) -> None:
        self.bracket(character, self.at, self.at + 1)

    def bracket(self, character: str, start: int, end: int, side: str = "") -> None:
        if character in "|∣":
            self.add("bar", side, start, end)
            return
        if character in "[]":
            after_root = bool(self.tokens) and self.tokens[-1].kind == "root"
            if not (after_root if character == "[" else self.index_open):
                raise self.bad_character(start)
            self.index_open = character == "["
        self.add(_BRACKETS[character], character, start, end)

    def superscripts(self, _character: str) -> None:
        """x⁻² as x^(-2): the same scanner reads the plain characters, at the same places; ³√x as ∛x."""
        start = end = self.at
        while end < len(self.text) and self.text[end] in SUPERSCRIPTS:
            end += 1
        plain = "".join(SUPERSCRIPTS[character] for character in self.text[start:end])
        if plain in RAISED_ROOTS and self.text.startswith("√", end) and not self.behind_operand():
            self.add("function", RAISED_ROOTS[plain], start, end + 1)
            return
        self.add("operator", "^", start, start)
        self.add("open", "(", start, start)
        if plain in _DIGITS:  # nearly always
            self.add("number", Fraction(int(plain)), start, end)
        else:
            self.raised(plain)
        self.add("close", ")", end, end)

    def raised(self, plain: str) -> None:
        """What stands in an exponent, from here on, in plain characters."""
        for n, part in enumerate(_BEFORE_POWER.split(plain)):
            if n:
                self.add("operator", "^", self.at, self.at)
            inner = _Scanner(" " * self.at + part, self.lexicon)
            inner.run()
            self.tokens += inner.tokens[:-1]
            self.at = inner.at

    def behind_operand(self) -> bool:
        """Whether what was read so far ends with something that can be raised to a power."""
        return bool(self.tokens) and self.tokens[-1].kind in {"number", "name", "constant", "close", "bar"}

    # -- LaTeX

    def command(self, _character: str) -> None:
        match = _COMMAND.match(self.text, self.at)
        if match is None:
            raise self.bad_character(self.at)
        name, (start, end) = match[0][1:], match.span()
        if name in latex.SPACES:
            self.at = end
        elif name in latex.FONTS and (nothing := _NOTHING.match(self.text, end)):
            self.at = nothing.end()
        elif name in latex.SIZES:
            self.sized(latex.SIZES[name], start, end)
        elif name in latex.OPERATORS:
            self.operator_command(latex.OPERATORS[name], start, end)
        elif name in latex.FRACTIONS:
            self.add("fraction", name, start, end)
        elif name == "sqrt":
            self.add("root", name, start, end)
        elif name in latex.NAMES or name in latex.ACCENT_COMMANDS or name in latex.FONTS:
            self.letters()
        else:
            raise unknown_command(match[0], start, end)

    def operator_command(self, value: str, start: int, end: int) -> None:
        if value in _BRACKETS:
            self.add(_BRACKETS[value], value, start, end)
        elif value[0] == "|":
            self.add("bar", value[1:], start, end)
        else:
            self.add("operator", value, start, end)

    def sized(self, side: str, start: int, end: int) -> None:
        r"""The bracket behind \left and its like."""
        end = skip_blanks(self.text, end)
        if self.text.startswith(("\\lvert", "\\rvert", "\\vert", "\\{", "\\}", "\\lbrace", "\\rbrace"), end):
            self.at = end
            return
        character = self.text[end : end + 1]
        if not character or character not in "()[]|":
            found = self.text[start:end]
            raise slip("unexpected_token", start, end, found=found, expected=("operand",), hint="brackets")
        self.bracket({"[": "(", "]": ")"}.get(character, character), start, end + 1, side)

    # -- names

    def letters(self) -> None:
        if module := MODULE.match(self.text, self.at):
            self.at = module.end()
            return
        run = self.letter_run = self.letter_run.rest(self.at) or read_run(self.text, self.at, latex_digits=self.latex)
        if self.lexicon.is_derivative(run.text):
            raise self.unknown(run.text, *run.span())
        pieces = self.lexicon.split(run.text, applied=run.applied)
        if run.applied and len(run.text) > 1 and self.lexicon.miswritten(run.text, pieces):
            raise slip("unknown_name", *run.span(), found=run.text, hint="capital", suggestion=run.text.lower())
        for piece in pieces:
            start, end = run.starts[piece.start], run.ends[piece.end - 1]
            if piece.kind == "unknown":
                raise self.unknown(piece.value, start, end)
            if piece.kind == "number":  # sin2x: scan on from there, as for any number
                self.at = start
                return
            self.add(piece.kind, piece.value, start, end)
        self.at = run.end
        if run.base is not None:
            self.logarithm(run)

    def logarithm(self, run: Run) -> None:
        """Give the logarithm just read the base that its subscript names."""
        last = self.tokens.pop()
        if last.kind != "function" or last.value not in {"log", "ln"}:
            raise self.unknown(f"{run.text}_{run.base}", run.starts[0], run.end)
        self.add("function", last.value, last.start, run.end, self.base(run))

    def base(self, run: Run) -> str:
        """A logarithm's base: a whole number, e, or a name."""
        base = str(run.base)
        pieces = [] if base.isdecimal() else self.lexicon.split(base, applied=False)
        if len(pieces) == 1 and pieces[0].kind == "name":
            return pieces[0].value
        if base == "e" or (base.isascii() and base.isdecimal()):
            return base
        raise self.unknown(base, run.ends[-1], run.end)

    def unknown(self, word: str, start: int, end: int) -> Exception:
        return unknown_name(word, self.text, start, end, self.lexicon)


_Step = Callable[[_Scanner, str], None]

# What is done at each character that is no letter and no space; of two that name the same one the later counts.
_BY_CHARACTERS: tuple[tuple[Iterable[str], _Step], ...] = (
    (OPERATORS, _Scanner.operator),
    ("()[]{}|∣", _Scanner.plain_bracket),
    ("0123456789.", _Scanner.digits),
    (FRACTIONS, _Scanner.vulgar_fraction),
    (ROOTS, _Scanner.root_sign),
    (SUPERSCRIPTS, _Scanner.superscripts),
    ("\\₩￦", _Scanner.command),
    ("%", _Scanner.percent),
    ("~", _Scanner.tilde),
    ("$", _Scanner.dollar),
    (" ", _Scanner.blank),
)
_STEPS: dict[str, _Step] = {character: step for characters, step in _BY_CHARACTERS for character in characters}
