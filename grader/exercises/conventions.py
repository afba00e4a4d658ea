"""Conventions that people differ in: answers that are right by another one may cost less than a mistake."""

from __future__ import annotations

from collections.abc import Mapping

from .fields import Fields

# The share of a part's points that each costs unless the exercise says otherwise, by its code among the mistakes: at a
# corner there is no slope, and either side's is taken; all others are fixed by the question.
CONVENTIONS: Mapping[str, float] = {
    "square_factor2": 1.0,
    "sig_x_times_1_minus_x": 1.0,
    "relu_kink": 0.0,
    "bias_mean_for_sum": 1.0,
    "batch_div_never": 1.0,
}


def read_conventions(fields: Fields) -> dict[str, float]:
    """The table `[conventions]`: a share for each convention that it names. Problems are noted."""
    shares = fields.numbers("conventions")
    for code, share in shares.items():
        if code not in CONVENTIONS:
            fields.problem(f"{code!r} is no convention; there are: {', '.join(CONVENTIONS)}", "conventions", code)
        elif not 0 <= share <= 1:
            fields.problem(f"{code!r} is a share of a part's points, from 0 to 1", "conventions", code)
    return shares
