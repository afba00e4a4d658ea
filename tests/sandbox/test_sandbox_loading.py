"""A file that does more than define functions is marked all the same, and the student is told what was skipped."""

from __future__ import annotations

import pytest
from sandbox_running import Run

from grader.sandbox.loading import MAX_SKIPPED

FUNCTION = "def f(x):\n    return x * 2\n"


def value_and_skipped(run: Run, source: str, **limits: float) -> tuple[object, tuple[str, ...]]:
    report = run(source, 3.0, **limits)
    assert report.status == "ran", report.failure
    return report.calls[0].value, report.skipped


@pytest.mark.slow
@pytest.mark.parametrize(
    ("noise", "skipped"),
    [
        ("n = int(input('How many? '))", "1: n = int(input('How many? '))"),
        ("data = open('data.csv').read()", "1: data = open('data.csv').read()"),
        ("import numpy\ndata = numpy.loadtxt('x.csv')", "2: data = numpy.loadtxt('x.csv')"),
        ("while True: pass", "1: while True: pass"),
        ("for i in range(10**9):\n    pass", "1: for i in range(10**9):"),
        ("import nonsense_module", "1: import nonsense_module"),
        ("import sys; sys.exit()", "1: sys.exit()"),
        ("exit()", "1: exit()"),
        ("undefined_name", "1: undefined_name"),
        ("print(1 / 0)", "1: print(1 / 0)"),
        ("import torch\nx = torch.tensor([1.0])", "2: x = torch.tensor([1.0])"),
        ("import pandas as pd\ndf = pd.read_csv('a.csv')", "2: df = pd.read_csv('a.csv')"),
        ("import os\nos.system('clear')\nraise SystemExit", "2: os.system('clear')"),
        ("assert f(1) == 3", "1: assert f(1) == 3"),
    ],
)
def test_noise_at_top_level_is_stepped_over_and_told(run: Run, noise: str, skipped: str) -> None:
    value, told = value_and_skipped(run, f"{noise}\n{FUNCTION}", load_seconds=0.3)
    assert value == 6.0
    assert skipped in told


@pytest.mark.parametrize(
    "noise",
    [
        "print('hello')",
        "if __name__ == '__main__':\n    while True: pass",
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])\nline, = plt.plot([1])\nplt.show()",
        "from matplotlib import pyplot as plt\nplt.figure(figsize=(3, 3)); plt.savefig('a.png')",
        "import torch\nimport torch.nn as nn\nfrom tensorflow import keras",
        "from tqdm import tqdm\nfor i in tqdm(range(3)): pass",
        "import matplotlib.pyplot as plt\nfig, (left, right) = plt.subplots(1, 2)\nline, = left.plot([1])",
        "import matplotlib.pyplot as plt\nfig, ((a, b), (c, d)) = plt.subplots(nrows=2, ncols=2)\na.plot([1])",
        "import matplotlib.pyplot as plt\ncounts, edges, bars = plt.hist([1])\nplt.gca().hist([2])[0]",
        "from tqdm import tqdm\nwith tqdm(total=3) as bar:\n    bar.update(1)\ntqdm.write('done')",
        "from tqdm import trange\nbar = trange(3)\nfor i in bar: bar.set_description(f'{len(bar)}')\nassert i == 2",
        "import os, sys\nsys.path.append(os.path.dirname(os.path.abspath(__file__)))",
        "from pathlib import Path\nHERE = Path.cwd() / Path(__file__).resolve().parent",
        "import sys, io\nsys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8')\nprint('한글')",
        "import sys\nsys.stdout.reconfigure(encoding='utf-8')\nprint('한글')",
        "import warnings\nwarnings.filterwarnings('ignore')",
        "import numpy as np\nnp.random.seed(1)\nnp.set_printoptions(precision=3)",
        "breakpoint()",
        "import numba as nb\n@nb.njit\ndef g(x):\n    return x\nassert g(1) == 1",
        "from numba import jit, prange\n@jit(nopython=True)\ndef g(x):\n    return sum(prange(x))\nassert g(3) == 3",
    ],
)
def test_ordinary_noise_runs_and_nothing_is_lost(run: Run, noise: str) -> None:
    value, told = value_and_skipped(run, f"{noise}\n{FUNCTION}")
    assert value == 6.0
    assert all("import" in line for line in told)


def test_a_library_that_is_absent_says_so_when_it_is_used(run: Run) -> None:
    report = run("import torch\ndef f(x):\n    return torch.tensor(x)\n", 1.0)
    assert report.skipped == ("1: import torch",)
    assert report.calls[0].failure is not None
    assert report.calls[0].failure.message == "torch.tensor is not available in the grader"


def test_of_several_imports_in_one_line_those_that_are_here_are_made(run: Run) -> None:
    source = "import threading, multiprocessing as mp, numpy as np, os.path\ndef f(x):\n    return np.sum(x) * 2\n"
    value, told = value_and_skipped(run, source)
    assert value == 6.0
    assert told == ("1: import multiprocessing as mp",)


def test_of_several_statements_in_one_line_only_that_which_was_left_out_is_told(run: Run) -> None:
    _, told = value_and_skipped(run, f"π = 3; n = input('몇 번?'); m = 4; print(m)\n{FUNCTION}")
    assert told == ("1: n = input('몇 번?')", "1: print(m)")


@pytest.mark.parametrize(
    "noise",
    [
        "get_ipython().run_line_magic('matplotlib', 'inline')",
        "get_ipython().system('pip install numpy')",
        "display(f(1), 'text')",
    ],
)
def test_what_a_notebook_has_of_its_own_is_there(run: Run, noise: str) -> None:
    value, told = value_and_skipped(run, f"{FUNCTION}{noise}\n")
    assert (value, told) == (6.0, ())


def test_a_very_long_list_of_what_was_stepped_over_is_cut(run: Run) -> None:
    value, told = value_and_skipped(run, "input()\n" + "print(1)\n" * 2000 + FUNCTION)
    assert value == 6.0
    assert len(told) == MAX_SKIPPED


def test_lines_are_counted_as_python_counts_them(run: Run) -> None:
    source = f"# a form feed \f, a separator \x1d and \u2028 are no ends of lines\nn = input()\n{FUNCTION}"
    _, told = value_and_skipped(run, source)
    assert told == ("2: n = input()",)
    (call,) = run(source.replace("x * 2", "x / 0"), 1.0).calls
    assert call.failure is not None
    assert call.failure.text == "return x / 0"
    assert "→ return x / 0" in call.failure.traceback


@pytest.mark.slow
def test_what_a_function_needs_from_the_file_is_still_there(run: Run) -> None:
    source = (
        "from __future__ import annotations\n"
        "import numpy as np\n"
        "RATE: float = 0.5\n"
        "W = np.array([1.0, 2.0])\n"
        "class Net:\n    scale = 3.0\n    def go(self, x: Undefined) -> Missing:\n        return self.scale * x\n"
        "net = Net()\n"
        "try:\n    import cupy_is_not_here\nexcept ImportError:\n    cupy = None\n"
        "double = lambda v: 2 * v\n"
        "for epoch in range(10**9):\n    W = W - RATE\n"
        "def f(x):\n    return double(net.go(x)) + RATE + W.sum()\n"
    )
    value, told = value_and_skipped(run, source, load_seconds=0.3)
    assert value == 21.5
    assert told == ("15: for epoch in range(10**9):",)


def test_what_went_wrong_at_top_level_is_reported_beside_the_calls(run: Run) -> None:
    report = run(f"{FUNCTION}print('before')\nprint(undefined)\n", 3.0)
    assert report.calls[0].value == 6.0
    assert report.printed == "before\n"
    assert report.failure is not None
    assert (report.failure.type, report.failure.line) == ("NameError", 4)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("raise ValueError('no')\nif True:\n    for i in range(2):\n        def f(x): return x\n", "raised"),
        ("while True: pass\n", "time_limit"),
        ("x = [0] * 10**10\n", "memory_limit"),
        ("open('/etc/passwd')\n", "forbidden"),
        ("import os; os._exit(3)\n", "died"),
    ],
)
def test_a_file_without_the_function_fails_as_a_whole(run: Run, source: str, status: str) -> None:
    report = run(source, 3.0, load_seconds=0.3)
    assert report.status == status
    assert report.calls == ()


def test_a_file_that_fails_and_has_no_such_function_says_missing_and_why_it_failed(run: Run) -> None:
    report = run("def g(x):\n    return x\nprint(f(1))\n", 3.0)
    assert (report.status, report.calls[0].status) == ("ran", "missing")
    assert report.failure is not None
    assert report.failure.type == "NameError"


def test_a_file_that_runs_but_lacks_the_function_says_missing(run: Run) -> None:
    assert run("def g(x):\n    return x\n", 1.0).calls[0].status == "missing"
    assert run("f = 3\n", 1.0).calls[0].status == "missing"


def test_a_class_or_a_lambda_may_be_the_function(run: Run) -> None:
    assert run("f = lambda x: x + 1\n", 1.0).calls[0].value == 2.0
    assert run("class F:\n    def __call__(self, x): return x + 1\nf = F()\n", 1.0).calls[0].value == 2.0


def test_a_file_named_like_a_library_does_no_harm(run: Run) -> None:
    source = "import numpy as np\nimport solution\ndef f(x):\n    return np.exp(0) * solution.f.__code__.co_argcount\n"
    assert run(source, 1.0).calls[0].value == 1.0


@pytest.mark.parametrize(
    "caught",
    ["ImportError", "ModuleNotFoundError", "(ImportError, AttributeError)", "Exception", "", "ImportError as error"],
)
def test_a_file_that_can_do_without_a_module_does_without_it(run: Run, caught: str) -> None:
    source = f"""
try:
    from scipy.special import expit
except {caught}:
    def expit(x):
        return x * 2

def f(x):
    return expit(x)
"""
    assert value_and_skipped(run, source) == (6.0, ())


def test_a_module_that_is_imported_anyway_is_stood_in_for(run: Run) -> None:
    source = f"try:\n    import torch\nexcept ImportError:\n    pass\nimport torch.nn as nn\n{FUNCTION}"
    value, _ = value_and_skipped(run, source)
    assert value == 6.0


def test_a_drawing_library_is_there_even_for_who_can_do_without(run: Run) -> None:
    noise = "try:\n    import matplotlib.pyplot as plt\nexcept ImportError:\n    plt = None\nplt.plot([1])\n"
    source = noise + FUNCTION
    value, told = value_and_skipped(run, source)
    assert value == 6.0
    assert not any("plt.plot" in line for line in told)


def test_all_of_numpy_can_be_imported_at_once(run: Run) -> None:
    source = "from math import pi\nfrom numpy import *\n\ndef f(x):\n    return exp(log(x)) + linalg.norm([x])\n"
    value, told = value_and_skipped(run, source)
    assert (value, told) == (pytest.approx(6.0), ())


def test_nothing_else_of_numpy_is_made_up(run: Run) -> None:
    value, told = value_and_skipped(run, f"import numpy.nonsense\n{FUNCTION}")
    assert (value, told) == (6.0, ("1: import numpy.nonsense",))
