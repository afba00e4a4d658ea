"""Judge the boxes of a sheet: right, following from the student's own numbers, or slipped.

What follows earns only in an answer that shows work: one number filled in everywhere, or the number above
copied down, follows from itself at every addition.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from .sheet import Box, Sheet

Judgement = Literal["correct", "follow-through", "incorrect"]

# The precision of floats: whoever works with them gets what their rounding leaves of a difference.
_FLOAT_BITS = 53
_MOST_ONES, _NEARLY = 0.8, 1e-3
# Of two boxes nothing can be said: that both hold a one may be all that there was to find.
_FEWEST = 3


def is_one_number(sheet: Sheet) -> bool:
    """Whether all that was typed is one number, filled in everywhere, but for its sign."""
    return len({box.size for box in sheet.boxes.values() if box.typed is not None}) == 1


def judge(sheet: Sheet) -> Mapping[str, Judgement]:
    """What each box that was filled in with a number is, by its name."""
    found = {name: _judged(sheet, box) for name, box in sheet.boxes.items() if box.typed is not None}
    if "incorrect" in found.values():
        rounded = Sheet.of(sheet.instance, sheet.typed, sheet.assumed, _FLOAT_BITS)
        for name, judgement in found.items():
            if judgement == "incorrect":
                found[name] = _judged(rounded, rounded.boxes[name])
    return found


def _judged(sheet: Sheet, box: Box) -> Judgement:
    if box.right:
        return "correct"
    return "follow-through" if box.follow_through and _shows_work(sheet, box) else "incorrect"


def _shows_work(sheet: Sheet, box: Box) -> bool:
    """Whether the answer is more than one number everywhere, and something of the box's kind was worked out; failing
    that, whether those of its kind are not nearly all ones. A zero that follows never comes from filling in zeros."""
    filled = [each for each in sheet.boxes.values() if each.typed is not None]
    if is_one_number(sheet):
        return False
    kin = [each for each in filled if each.ask.what == "gradient"] if box.ask.what == "gradient" else filled
    if box.size == 0 or len(kin) < _FEWEST or any(each.worked_out for each in kin):
        return True
    ones = sum(abs(each.typed.middle - 1) < _NEARLY for each in kin if each.typed)
    return ones <= _MOST_ONES * len(kin)
