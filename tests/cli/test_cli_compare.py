"""`grader compare` says equal, different with a point, unreadable, or undecided, by its status and in JSON."""

from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize(
    ("left", "right", "status"),
    [
        ("2x + y", "y + x + x", 0),
        ("(x^2-1)/(x-1)", "x+1", 0),
        ("sqrt(x^2)", "x", 1),
        ("x*(1+10^-12)", "x", 1),
        ("2x +", "x", 2),
        ("__import__('os')", "x", 2),
    ],
)
def test_the_status_tells_the_relation(terminal, left: str, right: str, status: int) -> None:
    printed = terminal("compare", left, right)
    assert printed.status == status
    assert "Traceback" not in printed.err


def test_a_difference_comes_with_a_point_and_both_values(terminal) -> None:
    result = terminal("compare", "2x", "2x + y", "--json").json
    assert result["relation"] == "different"
    assert result["shown_by"] == "balls"
    assert set(result["point"]) == {"x", "y"}
    assert result["left_value"] == pytest.approx(2 * result["point"]["x"])
    assert result["right_value"] == pytest.approx(2 * result["point"]["x"] + result["point"]["y"])
    assert result["message"]


def test_assumptions_restrict_where_they_must_agree(terminal) -> None:
    assert terminal("compare", "sqrt(x^2)", "x", "--assume", "x > 0").status == 0
    assert terminal("compare", "|x|+|x-1|", "1", "--assume", "x > 0 and x < 1").status == 0


@pytest.mark.parametrize(
    ("left", "right", "assume", "side"),
    [("2x +", "x", "x > 0", "left"), ("x", "]", "x > 0", "right"), ("x", "x", "x", "assume")],
)
def test_it_is_told_what_cannot_be_read(terminal, left: str, right: str, assume: str, side: str) -> None:
    assert terminal("compare", left, right, "--assume", assume, "--json").json["message"].startswith(f"{side}: ")


def test_names_say_which_letters_belong_together(terminal) -> None:
    assert terminal("compare", "Wx + b", "b + x W", "--names", "W,x,b").status == 0
    assert terminal("compare", "alpha1", "alpha1", "--names", "alpha1").status == 0


def test_many_pairs_are_answered_in_order(terminal) -> None:
    rows = [
        {"id": 1, "left": "x+x", "right": "2x"},
        {"id": 2, "left": "x", "right": "2x"},
        {"id": 3, "left": ")", "right": "2x"},
        {"id": 4, "left": "sqrt(x^2)", "right": "x", "assume": ["x >= 0"], "names": ["x"]},
    ]
    printed = terminal("compare", "--jsonl", "-", stdin="".join(json.dumps(row) + "\n" for row in rows))
    assert printed.status == 0
    assert [row["relation"] for row in printed.lines] == ["equal", "different", "unreadable", "equal"]
    assert list(printed.lines[0]) == [
        "id",
        "relation",
        "shown_by",
        "point",
        "left_value",
        "right_value",
        "message",
    ]


def test_a_malformed_line_gives_status_2_and_the_rest_goes_on(terminal) -> None:
    text = 'nonsense\n{"id": 2, "left": 3, "right": "x"}\n{"id": 3, "left": "x", "right": "x"}\n'
    printed = terminal("compare", "--jsonl", "-", stdin=text)
    assert printed.status == 2
    assert [row.get("relation") for row in printed.lines] == [None, None, "equal"]


def test_values_too_large_for_a_float_are_texts_so_that_the_json_is_json(terminal) -> None:
    result = terminal("compare", "10^400", "10^401", "--json").json
    assert (result["left_value"], result["right_value"]) == ("inf", "inf")
