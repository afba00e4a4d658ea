"""What another convention costs stands in `[conventions]`: a share of a part's points for each."""

from __future__ import annotations

from pathlib import Path

import pytest
from exercise_author import LINEAR, Author

from grader.diagnosis import ORDER
from grader.diagnosis.networks import NETWORKS
from grader.exercises.conventions import CONVENTIONS


def test_every_convention_is_told_from_the_right_answer_by_a_known_mistake() -> None:
    assert CONVENTIONS.keys() <= {*ORDER, *(mistake.code for mistake in NETWORKS)}


def test_shares_are_read_and_belong_to_the_digest(tmp_path: Path) -> None:
    plain, other = Author(tmp_path / "plain"), Author(tmp_path / "other")
    plain.writes()
    other.writes(LINEAR + "[conventions]\nsquare_factor2 = 0.5\n")
    before, after = (author.loads().get("own/linear") for author in (plain, other))
    assert (before.conventions, after.conventions) == ({}, {"square_factor2": 0.5})
    assert before.digest != after.digest


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("mul_own_input = 0.5", "'mul_own_input' is no convention; there are: square_factor2"),
        ("relu_kink = 2", "'relu_kink' is a share of a part's points, from 0 to 1"),
        ("relu_kink = -0.1", "'relu_kink' is a share of a part's points, from 0 to 1"),
        ("relu_kink = 'none'", "'relu_kink' in 'conventions' must be a finite number"),
    ],
)
def test_what_is_no_share_is_refused_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    author = Author(tmp_path)
    author.writes(f"{LINEAR}[conventions]\n{line}\n")
    (problem,) = author.is_refused().problems
    assert problem.line == 9
    assert message in problem.message
