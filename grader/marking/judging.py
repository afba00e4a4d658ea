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
_MOST_ONES = 0.8


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
    """Whether something of its kind was worked out; failing that, whether it is not nearly all ones, and not all boxes
    hold the same number. A zero that follows never comes from filling in zeros."""
    filled = [each for each in sheet.boxes.values() if each.typed is not None]
    kin = [each for each in filled if each.ask.what == "gradient"] if box.ask.what == "gradient" else filled
    if box.size == 0 or any(each.worked_out for each in kin):
        return True
    ones = sum(each.typed.middle == 1 for each in kin if each.typed)
    return ones <= _MOST_ONES * len(kin) and len({each.size for each in filled}) > 1
