"""Say what went wrong in a formula, where, and what the person meant. Every `FormulaError` comes from here.

Codes: `empty`, `too_long`, `too_deep`, `number_too_long`, `exponent_too_large`, `unexpected_character`,
`unexpected_token`, `unexpected_end`, `unknown_name`, `unknown_command`, `missing_argument`,
`wrong_arguments`, `not_closed`, `bad_condition`. Parameters, always all four: `found` (the text there),
`expected` (a tuple of `operand`, `operator`, `closing`, `brace`, `bar`, `argument`, `comparison`), `hint` and
`suggestion` (what to type instead), the last two None where there is nothing to say. Hints: `hangul`, `full_width`,
`capital`, `near_name`, `parentheses`, `square`, `decimal_comma`, `equation`, `comparison`, `brackets`,
`exp_power`, `prime`, `derivative`, `mixed_number`, `two_numbers`, `empty_box`.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ..errors import FormulaError, Place
from .characters import LOOKALIKES, full_width_plain, hangul_keys
from .latex import COMPARISONS

if TYPE_CHECKING:
    from .names import Lexicon

_EQUATION = {"=": "equation", "≈": "equation", ":": "equation"}
_COMPARISON = dict.fromkeys("<>≤≥≠", "comparison")
_BRACKETS = dict.fromkeys("[]", "brackets")
_HINTS = {**_EQUATION, **_COMPARISON, **_BRACKETS, "'": "prime", "′": "prime", "’": "prime", "∂": "derivative"}

_EXPECTED = {
    "operand": "a number, a name or (",
    "operator": "an operator or the end",
    "closing": ")",
    "brace": "}",
    "bar": "|",
    "argument": "the function's argument",
    "comparison": "one of < <= > >= !=",
}
_DIFFERENTIALS = re.compile(r"d[^\W\d_]*\d?\s*/\s*d[^\W\d_]")
_POWERS = frozenset({"pow", "power", "square"})  # of Python and its libraries
_WHAT = {"unexpected_end": "the formula ends here"}
_ADVICE = {
    "hangul": "the keyboard is in Hangul mode; did you mean {suggestion}?",
    "full_width": "this is a full-width character; type {suggestion}",
    "capital": "capitals matter; did you mean {suggestion}?",
    "near_name": "did you mean {suggestion}?",
    "derivative": "derivatives are not read here: write the derivative out",
    "parentheses": "write {suggestion}",
    "square": "for a power or a product write {suggestion}",
    "decimal_comma": "write decimals with a point",
    "equation": "type only the right-hand side",
    "comparison": "type a formula, not a comparison",
    "brackets": "use ( and )",
    "exp_power": "exp is a function: write {suggestion}",
    "prime": "primes are not read here: write the derivative out",
    "mixed_number": "write the sum, as in 2 + 1/2",
    "two_numbers": "put an operator between two numbers",
    "empty_box": "fill in the empty box",
}


def slip(  # noqa: PLR0913  (what an error has to tell, each by its name)
    code: str,
    start: int,
    end: int,
    *,
    found: str = "",
    expected: tuple[str, ...] = (),
    hint: str | None = None,
    suggestion: str | None = None,
    **more: object,
) -> FormulaError:
    """The error for the characters [start, end) of the text, counted from 0; its columns count from 1."""
    what = f"found {found!r}" if found else _WHAT.get(code, code.replace("_", " "))
    wanted = " or ".join(_EXPECTED[key] for key in expected)
    advice = _ADVICE[hint].format(suggestion=suggestion) if hint else ""
    message = what + (f", expected {wanted}" if wanted else "") + (f" ({advice})" if advice else "")
    place = Place(column=start + 1, end=max(end, start + 1) + 1)
    more |= {"found": found, "expected": expected, "hint": hint, "suggestion": suggestion}
    return FormulaError(code, message, place, **more)


def bad_character(text: str, at: int, lexicon: Lexicon) -> FormulaError:
    """The error for a character that no formula contains, together with the like ones after it."""
    for keys, hint in ((hangul_keys, "hangul"), (full_width_plain, "full_width")):
        if keys(text[at]) is not None:
            end = at
            typed = ""
            while end < len(text) and (key := keys(text[end])) is not None:
                typed += key
                end += 1
            if any("가" <= each <= "힣" for each in text[at:end]) and not _readable(typed, lexicon):  # a word: 모름
                return slip("unexpected_character", at, end, found=text[at:end])
            return slip("unexpected_character", at, end, found=text[at:end], hint=hint, suggestion=typed)
    if meant := LOOKALIKES.get(text[at]):
        return slip("unexpected_character", at, at + 1, found=text[at], hint="near_name", suggestion=meant)
    found = text[at] if text[at].isprintable() else f"U+{ord(text[at]):04X}"
    return slip("unexpected_character", at, at + 1, found=found, hint=_HINTS.get(text[at]))


def missing_argument(function: str, start: int, end: int, *, powered: bool) -> FormulaError:
    """The error for a function behind which nothing stands that it could be applied to."""
    exp_power = powered and function == "exp"
    hint, suggestion = ("exp_power", "exp(x)") if exp_power else ("parentheses", f"{function}(x)")
    wanted = ("argument",)
    return slip("missing_argument", start, end, found=function, expected=wanted, hint=hint, suggestion=suggestion)


def unknown_command(command: str, start: int, end: int) -> FormulaError:
    """The error for a LaTeX command that is not known."""
    name = command[1:]
    if name == "placeholder":
        return slip("unexpected_token", start, end, found=command, hint="empty_box")
    hint = "derivative" if name == "partial" else "comparison" if name in COMPARISONS else None
    return slip("unknown_command", start, end, found=command, hint=hint)


def unknown_name(word: str, text: str, start: int, end: int, lexicon: Lexicon) -> FormulaError:
    """The error for a name, at its place in the text, that is neither declared nor known, with what is like it."""
    if "'" in word:
        return slip("unknown_name", start, end, found=word, hint="prime")
    if "=" in text[end:]:  # what stands on the left of an equation has names of its own
        return slip("unknown_name", start, end, found=word, hint="equation")
    names = sorted(set(lexicon.names))
    choices = [*names, *lexicon.function_names]
    hint, suggestion = None, None
    if capitals := _other_capitals(word, lexicon):
        hint, suggestion = "capital", capitals
    elif word[:1] and word[1:].isdecimal() and word[:1] in choices:
        hint, suggestion = "square", f"{word[0]}^{word[1:]}, {word[1:]}{word[0]}"
    elif (word[:1] == "d" and word[1:] in names) or _DIFFERENTIALS.match(text, start):
        hint = "derivative"
    elif word in _POWERS:
        hint, suggestion = "parentheses", "x^2"
    elif near := get_close_matches(word, [each for each in choices if _alike(word, each)], n=1, cutoff=0.6):
        hint, suggestion = "near_name", near[0]
    return slip("unknown_name", start, end, found=word, hint=hint, suggestion=suggestion, names=tuple(names))


def _alike(word: str, name: str) -> bool:
    """Whether one may have been typed for the other: who slips seldom does so at the first letter."""
    return word[:1] == name[:1] or (len(word) > 2 and word in name)


def _other_capitals(word: str, lexicon: Lexicon) -> str | None:
    """The word with capitals for small letters, or the other way round, such that it can be read."""
    names = set(lexicon.names)
    declared = "".join(each if each in names or each.swapcase() not in names else each.swapcase() for each in word)
    for other in (declared, word.lower()):
        if other != word and _readable(other, lexicon):
            return other
    return None


def _readable(word: str, lexicon: Lexicon) -> bool:
    return all(piece.kind != "unknown" for piece in lexicon.split(word, applied=False))
