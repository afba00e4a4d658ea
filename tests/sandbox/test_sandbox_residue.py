"""Nothing of one submission is there for the next, whatever it changed."""

from __future__ import annotations

import pytest
from sandbox_running import Run

PROBE = """
import builtins, gc, json, math, os, random, sys
import numpy as np
def f(x):
    return [
        float(np.exp(x)), float(np.sum(np.ones(3))), math.exp(x), json.dumps([1]), len([1, 2]), float("1.5"),
        np.random.rand(), random.random(), np.geterr()["over"], sys.getrecursionlimit(), hasattr(builtins, "left"),
        hasattr(np, "left"), "left" in sys.modules, isinstance(1, int), gc.isenabled(), str(np.float64(0.1)),
        np.get_printoptions()["precision"], sorted(os.environ), sys.flags.optimize,
    ]
"""


@pytest.mark.parametrize(
    "mischief",
    [
        "np.exp = lambda x: 0; np.sum = np.exp; math.exp = np.exp",
        "builtins.len = lambda x: 7; builtins.float = int; builtins.isinstance = lambda *a: True",
        "builtins.left = np.left = 1; sys.modules['left'] = sys",
        "json.dumps = json.loads = lambda *a, **k: '[999]'",
        "np.random.seed(5); random.seed(5)",
        "np.seterr(all='raise'); np.set_printoptions(precision=1); sys.setrecursionlimit(50)",
        "os.environ['LEFT'] = '1'; gc.disable(); gc.freeze()",
        "sys.modules.clear(); builtins.__import__ = None",
        "import ctypes; ctypes.memset(id(1) + 24, 9, 1)",
        "import ctypes; ctypes.memset(id(True), 0, 8)",
        "import atexit; atexit.register(lambda: print('left'))",
        "import threading; threading.excepthook = sys.excepthook = None",
        "del np.exp, np.sum, math.exp",
        "sys.stdout.close(); sys.stdin.close()",
    ],
)
def test_what_one_file_breaks_is_whole_for_the_next(run: Run, mischief: str) -> None:
    before = run(PROBE, 0.5).calls[0].value
    run(
        f"import builtins, gc, json, math, os, random, sys\nimport numpy as np\n{mischief}\ndef f(x):\n    return x\n",
        0.5,
    )
    report = run(PROBE, 0.5)
    assert report.status == "ran"
    assert report.printed == ""
    assert report.calls[0].value == before
    assert before is not None
