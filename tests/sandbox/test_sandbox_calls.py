"""What a right function returns comes out as it is."""

from __future__ import annotations

import numpy as np
import pytest
from sandbox_running import Run

from grader.sandbox import Call, Job, Sandbox


def test_numbers_are_exactly_what_the_function_returned(run: Run) -> None:
    report = run("import math\ndef f(x):\n    return 1 / (1 + math.exp(-x))\n", 0.3, -0.0, 700.0)
    assert report.status == "ran"
    assert [call.value for call in report.calls] == [1 / (1 + np.exp(-0.3)), 0.5, 1.0]
    assert all(call.status == "returned" and not call.inputs_changed for call in report.calls)


def test_arrays_keep_their_shape(run: Run) -> None:
    report = run("def f(x):\n    return x * 2\n", np.array(3.0), np.ones((2, 3)), np.zeros((0, 2)))
    shapes = [getattr(call.value, "shape", None) for call in report.calls]
    # NumPy itself makes a scalar of twice a 0-d array.
    assert shapes == [None, (2, 3), (0, 2)]


def test_whole_numbers_truth_values_and_containers_keep_their_kind(run: Run) -> None:
    source = "def f(x):\n    return {'i': 1, 'b': True, 'n': None, 't': (1, 2.0), 's': 'é', 'x': x}\n"
    (call,) = run(source, np.array([np.nan, np.inf])).calls
    assert isinstance(call.value, dict)
    array = call.value.pop("x")
    assert call.value == {"i": 1, "b": True, "n": None, "t": [1, 2.0], "s": "é"}
    assert call.value["b"] is True
    np.testing.assert_array_equal(array, [np.nan, np.inf])


def test_several_arguments_and_several_functions(sandbox: Sandbox) -> None:
    source = "def f(W, x, b):\n    return W * x + b\n\ndef g():\n    return [f(1, 2, 3)]\n"
    report = sandbox.run(Job(source, (Call("f", (-2.0, 5.0, 3.0)), Call("g"), Call("h"))))
    assert [(call.status, call.value) for call in report.calls] == [
        ("returned", -7.0),
        ("returned", [5]),
        ("missing", None),
    ]
    assert report.status == "ran"


def test_a_file_without_calls_is_only_run(run: Run) -> None:
    report = run("print('hello')\n")
    assert (report.status, report.calls, report.printed) == ("ran", (), "hello\n")


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ("return x + 1", False),
        ("x += 1; return x", True),
        ("y = x; y[0] = 7.0; return x", True),
        ("x[0] = x[0]; return x", False),
        ("x.sort(); return x", True),
        ("x.shape = (3, 1); return x", True),
    ],
)
def test_a_changed_argument_is_noticed(run: Run, body: str, changed: bool) -> None:
    (call,) = run(f"def f(x):\n    {body}\n", np.array([2.0, np.nan, 1.0])).calls
    assert call.inputs_changed is changed


def test_a_changed_list_or_dictionary_is_noticed(run: Run) -> None:
    report = run("def f(x):\n    x.clear()\n", [1, 2], {"a": 1}, [])
    assert [call.inputs_changed for call in report.calls] == [True, True, False]


def test_every_call_gets_arguments_of_its_own(sandbox: Sandbox) -> None:
    array = np.ones(2)
    report = sandbox.run(Job("def f(x):\n    x += 1\n    return x\n", (Call("f", (array,)), Call("f", (array,)))))
    for call in report.calls:
        np.testing.assert_array_equal(call.value, [2.0, 2.0])
    np.testing.assert_array_equal(array, [1.0, 1.0])


def test_what_is_printed_is_kept_and_bounded(run: Run) -> None:
    source = "import sys\nprint('한글', end='')\ndef f(x):\n    print('x' * x)\n    print('e', file=sys.stderr)\n"
    assert run(source, 3).printed == "한글xxx\ne\n"
    long = run(source, 10**6).printed
    assert len(long) <= 65_536
    assert long.endswith("…")


def test_numpy_warns_in_silence(run: Run) -> None:
    report = run("import numpy as np\ndef f(x):\n    return np.exp(x) / np.exp(x)\n", 1000.0)
    assert report.printed == ""
    assert np.isnan(np.float64(report.calls[0].value))  # type: ignore[arg-type]  # a float


def test_the_same_file_gives_the_same_random_numbers(run: Run) -> None:
    source = (
        "import random\nimport numpy as np\n"
        "def f(x):\n    return [random.random(), np.random.rand(), hash('a'), list({'a', 'b', 'c'})]\n"
    )
    assert run(source, 1).calls[0].value == run(source, 1).calls[0].value


LIBRARIES = (
    "abc argparse bisect cmath collections copy csv dataclasses datetime decimal enum fractions functools "
    "heapq io itertools json logging math numbers operator os pickle random re statistics string sys time "
    "timeit typing unittest numpy.fft numpy.linalg numpy.ma numpy.polynomial numpy.random numpy.testing"
)


@pytest.mark.parametrize("name", LIBRARIES.split())
def test_the_libraries_that_functions_use_are_there(run: Run, name: str) -> None:
    report = run(f"def f(x):\n    import {name}\n    return 1\n", 0)
    assert report.calls[0].value == 1, report.calls[0].failure


@pytest.mark.parametrize(
    "expression",
    [
        "np.linalg.solve(np.eye(40) * 2, np.ones(40)).sum()",
        "np.linalg.svd(np.ones((3, 3)))[1][0]",
        "np.einsum('ij,jk->ik', np.ones((2, 3)), np.ones((3, 2)))",
        "np.unique(np.array([3, 1, 1]))",
        "np.random.default_rng(0).normal()",
        "np.fft.fft(np.arange(8.0)).real",
        "np.polyfit([1.0, 2, 3], [1.0, 2, 4], 1)",
        "(np.ones((600, 600)) @ np.ones((600, 600)))[0, 0]",
        "np.vectorize(lambda v: v + 1)(np.arange(3))",
        "float(Fraction(1, 3)) + float(Decimal('0.5'))",
        "str(np.arange(5)) + f'{np.pi:.3f}'",
        "len(repr(np.ones((50, 50))))",
        "sorted(range(1000), key=lambda i: -i)[:3]",
        "time.perf_counter() >= 0",
        "len('한글'.encode('cp949')) + len('é'.encode('latin-1')) + len('a'.encode('utf-16'))",
        "datetime.datetime.strptime('2026-11-24', '%Y-%m-%d').year",
        "eval('시그모이드', {'시그모이드': 1})",
        "str(np.rec.array([(1, 2.0)], dtype=[('a', 'i4'), ('b', 'f8')]))",
        "np.char.upper('a').tolist()",
        "np.array2string(np.linspace(0, 1, 7), precision=2)",
        "np.gradient(np.arange(5.0)).tolist() + np.cumsum(np.ones(3)).tolist() + np.diff(np.ones(3)).tolist()",
        "np.median(np.arange(5)) + np.percentile(np.arange(5), 30) + np.histogram(np.arange(5))[0][0]",
        "np.loadtxt(['1 2', '3 4']).sum() + np.genfromtxt(['1,2'], delimiter=',').sum()",
        "np.apply_along_axis(sum, 0, np.ones((2, 2))).tolist() + np.pad(np.ones(2), 1).tolist()",
        "np.random.choice(5) + np.random.permutation(3).sum() + np.random.normal() + np.random.binomial(3, 0.5)",
        "traceback.format_exc() and inspect.signature(f).parameters['x'].name",
        "Point(1, 2).x",
    ],
)
def test_numpy_and_python_work_when_locked(run: Run, expression: str) -> None:
    source = (
        "import datetime, inspect, time, traceback\nfrom dataclasses import dataclass\n"
        "from decimal import Decimal\nfrom fractions import Fraction\n"
        "import numpy as np\n\n@dataclass\nclass Point:\n    x: int\n    y: int\n\n"
        f"def f(x):\n    return {expression}\n"
    )
    assert run(source, 0).calls[0].status == "returned", run(source, 0).calls[0].failure
