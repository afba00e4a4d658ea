"""Numbers as people write them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from reference.layout import drawn_number, text_width


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-10, "−10"), (-10.0, "−10"), (0.0, "0"), (-0.0, "0"), (5.000000000000001, "5"), (0.7310585786300049, "0.7311"),
        (-0.25, "−0.25"), (Fraction(2421, 98), "24.7"), (Fraction(4, 2), "2"), (1.1, "1.1"), (715.0000000000001, "715"),
        (1234.5678, "1234.6"), (99999.96, "100000"), (0.00012341, "0.0001234"), (0.000012341, "1.234·10⁻⁵"),
        (-3e20, "−3·10²⁰"), (9.9999999, "10"), (0.99999, "1"), (float("inf"), "∞"), (float("-inf"), "−∞"),
        (float("nan"), "nan"), ("2x", "2x"), (np.float64(2.5), "2.5"), (np.int64(-3), "−3"), (np.array(2.5), "2.5"),
        (np.array([1.0, -2.0]), "[1, −2]"), (np.zeros((4, 3)), "4×3"), (12345678, "1.235·10⁷"),
    ],
)  # fmt: skip
def test_a_number_has_a_real_minus_and_four_digits_at_most(value: object, text: str) -> None:
    assert drawn_number(value) == text


def test_korean_is_wider_than_english() -> None:
    assert text_width("첫 실수", 13) > text_width("a slip", 13)
