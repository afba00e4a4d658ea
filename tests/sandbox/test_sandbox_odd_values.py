"""Whatever a function gives back, a program that did nothing but that is not told that it attacked the grader."""

from __future__ import annotations

import pytest
from sandbox_running import Run

HEAD = "import numpy as np\ndef deep(inner):\n    for _ in range(12): inner = [inner]\n    return inner\ndef f(x):\n"

REFUSED = {
    "no numbers, and endless": "np.zeros((0, 10**9))",
    "many dimensions": "np.zeros((1,) * 40)",
    "two large arrays": "{'W': np.ones(450_000), 'b': np.ones(450_000)}",
    "many texts": "['a' * 60_000] * 160",
    "texts full of commas": "[',' * 60_000] * 12",
    "many entries that are no numbers": "{str(i): 1j for i in range(90_000)}",
}


@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED)
def test_what_is_too_much_to_be_handed_on_is_of_a_wrong_type(run: Run, value: str) -> None:
    report = run(HEAD + f"    return {value} if x == 1 else x\n", 0.0, 1.0, 2.0)
    assert report.status == "ran"
    assert [call.status for call in report.calls] == ["returned", "wrong_type", "returned"]


@pytest.mark.parametrize("inner", ["np.nan", "np.ones(2)", "-np.inf", "'text'"])
def test_what_is_nested_as_deep_as_is_allowed_comes_back(run: Run, inner: str) -> None:
    report = run(HEAD + f"    return deep({inner})\n", 0.0)
    assert [call.status for call in report.calls] == ["returned"]
