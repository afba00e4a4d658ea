"""Turn a student's text and any number into a short line that is safe to show on a terminal and on a page.

What a student wrote may hold escape sequences, right-to-left overrides and a hundred thousand letters; what
is shown holds none of them.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from fractions import Fraction

MOST_CHARACTERS = 200
MOST_PRINTED = 10_000
MOST_ITEMS = 8
_LARGEST_DENOMINATOR = 1000
_MOST_DIGITS = 17  # of a float
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_SPACES = frozenset("\t\n\r\v\f\u2028\u2029\x85")


def plain(text: str, most: int = MOST_CHARACTERS) -> str:
    """The text on one line without control and direction characters, cut after `most` characters."""
    kept = []
    for character in text[: most + 1]:
        if character in _SPACES:
            kept.append(" ")
        elif unicodedata.category(character) not in _HIDDEN:
            kept.append(character)
    line = "".join(kept)
    return line if len(text) <= most else line[:most] + "…"


def plain_lines(text: str, most: int = MOST_PRINTED) -> str:
    """The text with its lines and tabs, without control and direction characters, cut after `most` characters."""
    kept = "".join(letter for letter in text[:most] if letter in "\n\t" or unicodedata.category(letter) not in _HIDDEN)
    return kept if len(text) <= most else kept + "\n…"


def rounded_number(value: float, digits: int = 4) -> str:
    """A number as a person writes it: so many significant digits at most, with a real minus sign."""
    if isinstance(value, int) and abs(value) < 10**9:
        return str(value).replace("-", "−")
    try:
        number = float(value)
    except OverflowError:
        return "∞" if value > 0 else "−∞"
    if not math.isfinite(number):
        return "nan" if math.isnan(number) else "∞" if number > 0 else "−∞"
    return f"{number:.{digits}g}".replace("-", "−")


def told_apart(first: object, second: object) -> tuple[str, str]:
    """Two values as short lines; numbers with as many digits as it takes to see that they are not the same."""
    if not isinstance(first, float) or not isinstance(second, float):
        return value_text(first), value_text(second)
    for digits in range(4, _MOST_DIGITS + 1):
        one, other = rounded_number(first, digits), rounded_number(second, digits)
        if one != other:
            return one, other
    return rounded_number(first), rounded_number(second)


def point_text(inputs: Mapping[str, object]) -> str:
    """A point that was tried, so that anybody can go there: `x = 1/3, y = −2`."""
    return ", ".join(f"{plain(name, 40)} = {_coordinate(value)}" for name, value in inputs.items())


def _coordinate(value: object) -> str:
    """A number as a short decimal where it is one, else as a short fraction where it is one, else rounded."""
    text = value_text(value)
    if isinstance(value, list | tuple):
        return f"[{text}]"
    if not isinstance(value, float) or not math.isfinite(value) or float(text.replace("−", "-")) == value:
        return text
    fraction = Fraction(value).limit_denominator(_LARGEST_DENOMINATOR)
    is_short = float(fraction) == value and abs(fraction.numerator) < _LARGEST_DENOMINATOR
    return str(fraction).replace("-", "−") if is_short else text


def value_text(value: object) -> str:
    """Any plain value of a finding (a number, a text, a list, a mapping) as a short line."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float):
        return rounded_number(value)
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return plain(_joined([f"{plain(str(key), 40)}: {value_text(each)}" for key, each in value.items()]))
    if isinstance(value, Sequence):
        return plain(_joined([_row_text(each) for each in value]))
    return plain(str(value))


def _row_text(item: object) -> str:
    """An item of a list; a list inside a list, as the row of a matrix, stands in brackets."""
    return f"[{value_text(item)}]" if isinstance(item, list | tuple) else value_text(item)


def _joined(items: list[str]) -> str:
    return ", ".join(items[:MOST_ITEMS] + (["…"] if len(items) > MOST_ITEMS else []))
