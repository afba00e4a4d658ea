"""A function is traced in the sandbox: what it does to its arguments comes back as lines of operations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.sandbox import Call, Job, Sandbox

HEAD = "import math\nimport numpy as np\n\n"


@pytest.fixture(scope="module")
def box() -> Any:
    with Sandbox() as sandbox:
        yield sandbox


def traced(box: Sandbox, text: str, *points: list[Any]) -> Any:
    report = box.run(Job(HEAD + text, (Call("f", tuple(points), trace=True),)))
    assert report.calls[0].status == "returned", report.calls[0].failure
    return report.calls[0].value


def run(box: Sandbox, text: str, *points: list[Any]) -> Any:
    claim = traced(box, text, *points)
    assert claim["failed"] == {}
    (found,) = claim["runs"]
    assert found["marks"] == []
    return found


def failed(box: Sandbox, text: str, *points: list[Any]) -> str:
    return " ".join(traced(box, text, *points)["failed"].values())


def test_arithmetic_is_written_down_line_by_line(box: Sandbox) -> None:
    found = run(box, "def f(x):\n    return 2 * x + math.exp(x)\n", [0.5])
    assert found["operations"].split("\n") == [
        "input 0 0", "constant 2.0", "multiply 1 0", "math.exp 0", "add 2 3"
    ]  # fmt: skip
    assert found["outputs"] == {"": {"shape": [], "nodes": "4"}}


def test_equal_operations_are_written_once(box: Sandbox) -> None:
    assert run(box, "def f(x):\n    return (x + 1) * (x + 1)\n", [0.5])["operations"].count("add") == 1


def test_points_at_which_the_same_is_done_share_a_run(box: Sandbox) -> None:
    assert run(box, "def f(x):\n    return x * x\n", [0.5], [-3.0], [0.0])["points"] == [0, 1, 2]


def test_a_branch_is_a_decision_and_each_way_a_run(box: Sandbox) -> None:
    runs = traced(box, "def f(x):\n    if x > 1:\n        return x\n    return -x\n", [2.0], [0.0])["runs"]
    assert [(each["points"], each["decisions"]) for each in runs] == [([0], "2+"), ([1], "2-")]
    assert "greater 0 1" in runs[0]["operations"]


def test_arrays_are_traced_entry_by_entry(box: Sandbox) -> None:
    found = run(box, "def f(x):\n    return np.exp(x) * 2\n", [np.array([[1.0, 2.0], [3.0, 4.0]])])
    assert found["operations"].count("exp") == 4
    assert found["outputs"][""]["shape"] == [2, 2]


def test_masks_views_and_assignments_act_on_values_and_operations(box: Sandbox) -> None:
    text = (
        "def f(x):\n    y = x.T.copy().reshape(-1)[::-1]\n    z = np.zeros_like(y)\n    z[y > 0] = y[y > 0] ** 2\n"
        "    z[1:] += 1\n    return z\n"
    )
    found = run(box, text, [np.array([[1.0, -2.0], [-3.0, 4.0]])])
    assert found["decisions"].count("+") == 2
    assert found["operations"].count("square") == 2
    assert found["operations"].count("\nadd") == 2


@pytest.mark.parametrize("spec", ["ij,jk->ik", "ij,jk->ki", "ij,jk->k", "ij,jk->", "ij,jk -> ijk"])
def test_einsum_gives_what_it_gives_and_says_how(box: Sandbox, spec: str) -> None:
    left, right = np.arange(6.0).reshape(2, 3), np.arange(12.0).reshape(3, 4) - 5
    found = run(box, f"def f(a, b):\n    return np.einsum('{spec}', a, b)\n", [left, right])
    values: list[float] = []
    for line in found["operations"].split("\n"):
        name, *rest = line.split()
        places = list(map(int, rest))
        if name == "input":
            values.append((left, right)[places[0]].flat[places[1]])
        else:
            own = [values[place] for place in places]
            values.append({"multiply": np.prod, "sum": np.sum}[name](own))
    got = np.reshape(
        [values[int(node)] for node in found["outputs"][""]["nodes"].split()], found["outputs"][""]["shape"]
    )
    np.testing.assert_array_equal(got, np.einsum(spec, left, right))


def test_several_results_have_their_keys(box: Sandbox) -> None:
    found = run(box, "def f(W, x, b):\n    return {'W': x, 'x': W, 'b': 1}\n", [-2.0, 5.0, 3.0])
    assert found["outputs"].keys() == {"W", "x", "b"}
    assert found["operations"].split("\n")[-1] == "constant 1.0"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("return hash(x)", "__hash__"),
        ("return {x: 1}[x]", "__hash__"),
        ("return float(str(x))", "__str__"),
        ("return len(f'{x:.2f}') * x", "__format__"),
        ("return int(x) * x", "__int__"),
        ("return round(x, 2)", "__round__"),
        ("return x // 1", "__floordiv__"),
        ("return math.floor(x)", "math.floor"),
        ("return np.floor(x)", "np.floor"),
        ("return np.cumsum(x)", "np.cumsum"),
        ("return x + 1j", "a complex number"),
        ("return (-2.0) ** 0.5 + x", "a complex number"),
        ("return pow(-2.0, 0.5) + x", "a complex number"),
        ("return np.asarray(x, dtype=np.float32)", "another type of numbers"),
        ("return undefined", "raised NameError"),
        ("return [x]", "a result that is a list"),
        ("return x > 1", "a result that is a Truth"),
        ("while True: x = x + 1", "too many operations"),
    ],
)
def test_what_cannot_be_followed_is_said(box: Sandbox, body: str, reason: str) -> None:
    assert reason in failed(box, f"def f(x):\n    {body}\n", [2.5])


def test_how_many_entries_a_mask_picks_cannot_be_asked(box: Sandbox) -> None:
    reason = failed(box, "def f(x):\n    return x * len(x[x > 0])\n", [np.array([1.0, 2.0])])
    assert "the number of entries that a mask picks" in reason


@pytest.mark.parametrize(
    "text",
    [
        "SEEN = []\ndef f(x):\n    SEEN.append(1)\n    return x\n",
        "class C:\n    n = 0\ndef f(x):\n    C.n += 1\n    return x\n",
        "def f(x, n=[0]):\n    n[0] += 1\n    return x\n",
        "class C:\n    def __init__(self): self.n = 0\n    def tick(self): self.n += 1\nTICK = C().tick\n"
        "def f(x):\n    TICK()\n    return x\n",
    ],
    ids=["a list", "a class", "a default", "a bound method"],
)
def test_a_call_that_leaves_something_behind_is_said_to(box: Sandbox, text: str) -> None:
    assert "left something behind" in failed(box, text, [1.0])


def test_values_that_the_traced_file_does_not_have_are_noticed(box: Sandbox) -> None:
    text = "K = 1.0\nfor K in [2.0]:\n    pass\n\ndef f(x):\n    return K * x\n"
    assert "other values at hand" in failed(box, text, [1.0])


def test_what_may_change_unseen_is_not_followed(box: Sandbox) -> None:
    assert "a generator" in failed(box, "G = (n for n in range(3))\ndef f(x):\n    return x + 0 * next(G)\n", [1.0])


@pytest.mark.parametrize("test", ["n == 3", "len([1]) > 2", "isinstance(x, float)", "np.ndim(x)"])
def test_a_test_of_anything_but_traced_values_is_marked(box: Sandbox, test: str) -> None:
    (found,) = traced(box, f"def f(x, n=3):\n    if {test}:\n        return x\n    return x\n", [1.0])["runs"]
    assert "a test of what is not traced" in found["marks"]


def marks(box: Sandbox, text: str) -> list[str]:
    (found,) = traced(box, text, [1.0])["runs"]
    return list(found["marks"])


SWITCH = (
    "def g(x, doubled=False):\n    if {test}:\n        return 2 * x\n    return x\n\ndef f(x):\n    return {call}\n"
)


@pytest.mark.parametrize("test", ["doubled", "not doubled", "doubled == True", "doubled and x > 0"])
@pytest.mark.parametrize("call", ["g(x)", "g(x, True)", "g(x, doubled=True)", "g(g(x), True)"])
def test_a_test_of_a_switch_is_not_marked(box: Sandbox, test: str, call: str) -> None:
    assert marks(box, SWITCH.format(test=test, call=call)) == []


@pytest.mark.parametrize(
    "call",
    [
        "g(x, np.ndim(x))",
        "g(x, doubled=len([1]))",
        "g(*[x, True])",
        "g(x, **{'doubled': True})",
        "list(map(g, [x]))[0]",
        "(lambda h: h(x))(g)",
    ],
)
def test_what_is_handed_on_otherwise_is_no_switch(box: Sandbox, call: str) -> None:
    assert "a test of what is not traced" in marks(box, SWITCH.format(test="doubled", call=call))


@pytest.mark.parametrize(
    "line",
    ["doubled = 1", "doubled += 1", "for doubled in [0, 1]: pass", "(doubled := 1)", "h = lambda doubled: doubled"],
)
def test_a_parameter_that_is_bound_again_is_no_switch(box: Sandbox, line: str) -> None:
    text = SWITCH.format(test="doubled", call="g(x, True)").replace("    if", f"    {line}\n    if")
    assert "a test of what is not traced" in marks(box, text)


def test_a_name_of_two_functions_has_no_switch(box: Sandbox) -> None:
    text = SWITCH.format(test="doubled", call="g(x, True)")
    assert "a test of what is not traced" in marks(box, "g = None\n" + text)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("a = np.array([x, x])\n    return np.einsum('i,i', a, a)", "np.einsum of another kind"),
        ("a = np.array([x, x])\n    return np.einsum('i,i->', a, a[:1])", "np.einsum of another kind"),
        ("a = np.array([[x]])\n    return np.einsum('ii,ij->j', a, a)[0]", "np.einsum of another kind"),
        ("print('.', file=SINK)\n    return x", "print to a file"),
        ("a = np.array([[x]])\n    a[[a[0] > 0]] = 1.0\n    return a[0, 0]", "an index that is computed"),
        ("return np.zeros(1) + Pair(x, x)", "__float__"),
        ("return x + operator.pow(-2.0, 0.5)", "a complex number"),
    ],
)
def test_what_would_go_unseen_is_not_followed(box: Sandbox, body: str, reason: str) -> None:
    head = (
        "import operator\nfrom collections import namedtuple\nPair = namedtuple('Pair', 'a b')\n"
        "class S:\n    def write(self, text): pass\nSINK = S()\n"
    )
    assert reason in failed(box, f"{head}def f(x):\n    {body}\n", [2.5])


def test_a_function_is_the_files_own_whatever_it_is_called(box: Sandbox) -> None:
    text = (
        "import functools\ndef counted(g):\n    n = [0]\n    @functools.wraps(functools.reduce)\n    def inner(x):\n"
        "        n[0] += 1\n        return x\n    return inner\n\nf = counted(abs)\n"
    )
    assert "left something behind" in failed(box, text, [1.0])


def test_another_way_by_plain_numbers_is_marked(box: Sandbox) -> None:
    text = "def f(x):\n    return x * 1 if hasattr(x, '_traced') else x * 1.0\n"
    (found,) = traced(box, text, [1.0])["runs"]
    assert "another way by plain numbers" in found["marks"]


def test_the_real_numpy_and_math_stay_as_they_are(box: Sandbox) -> None:
    text = (
        "def f(x):\n    return np.exp(x) + float(x)\n\ndef g():\n    return np.exp(0.0) + math.exp(0.0) + float('1')\n"
    )
    report = box.run(Job(HEAD + text, (Call("f", ([1.0],), trace=True), Call("g"))))
    assert [call.status for call in report.calls] == ["returned", "returned"]
    assert report.calls[1].value == 3.0


def test_what_was_printed_is_not_printed_again(box: Sandbox) -> None:
    text = "print('once')\n\ndef f(x):\n    print('in a call')\n    return x\n"
    report = box.run(Job(text, (Call("f", ([1.0],), trace=True),)))
    assert report.printed.count("once") == 1


@pytest.mark.slow
def test_tracing_stops_at_the_limit_of_a_call(box: Sandbox) -> None:
    text = "def f(x):\n    while True:\n        pass\n"
    report = box.run(Job(text, (Call("f", ([1.0],), trace=True),)))
    assert report.calls[0].status == "time_limit"


def test_the_points_are_left_as_they_are(box: Sandbox) -> None:
    points = np.array([1.0, 2.0])
    run(box, "def f(x):\n    y = x * 1\n    x *= -1\n    return y\n", [points])
    assert points.tolist() == [1.0, 2.0]
