"""From the text alone: which code can be followed, and what keeps other code from it."""

from __future__ import annotations

import pytest
from proof_styles import LINEAR, SIGMOID

from grader.marking.code.proof.fence import MAX_CHARACTERS, why_not

F = "\n\ndef f(x):\n    return x * x\n"


WHY_NOT = {
    "isinstance": "isinstance",
    "complex step": "numpy.imag",
    "try": "try",
    "expit by hand": "np.isnan",
}


@pytest.mark.parametrize("style", SIGMOID)
def test_ordinary_code_can_be_followed(style: str) -> None:
    assert why_not(SIGMOID[style], "sigmoid_derivative") == WHY_NOT.get(style)


@pytest.mark.parametrize("style", LINEAR)
def test_ordinary_classes_can_be_followed(style: str) -> None:
    assert why_not(LINEAR[style], "backward") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("import sys" + F, "import sys"),
        ("import numpy.random" + F, "import numpy.random"),
        ("from numpy import lib" + F, "import numpy.lib"),
        ("from math import *" + F, "import math.*"),
        ("from . import secret" + F, "import .secret"),
        ("import numpy as np\nlib = np.lib" + F, "numpy.lib"),
        ("import numpy as np\nload = np.load" + F, "numpy.load"),
        ("import numpy as np\nxp = np" + F, "np as a value"),
        ("import numpy as np\nnp.exp = abs" + F, "numpy.exp"),
        ("import numpy as np\nnp = 3" + F, "an imported name that is used for something else"),
        ("import numpy as np\na = np.ndarray((3,))" + F, "ndarray in that place"),
        ("import numpy as np\na = np.ndarray" + F, "ndarray in that place"),
        ("from numpy import ndarray\nclass A:\n    pass\na: A[ndarray] = 1" + F, "ndarray in that place"),
        ("from numpy import ndarray\na: (b := ndarray) = 1" + F, "ndarray in that place"),
        ("from numpy.typing import NDArray\na = NDArray[float]" + F, "NDArray in that place"),
        ("from functools import wraps\na = wraps" + F, "wraps in that place"),
        ("from functools import wraps\n@wraps(f, updated=())\ndef g(x): return x" + F, "wraps in that place"),
        ("from functools import wraps\n@wraps(f)\n@abs\ndef g(x): return x" + F, "wraps in that place"),
        ("from functools import wraps\n@wraps(f)\nclass A:\n    pass" + F, "wraps in that place"),
        ("from collections import namedtuple\na = namedtuple('A', str(1))" + F, "namedtuple in that place"),
        ("from collections import namedtuple\na = namedtuple('A', 'b', module='c')" + F, "namedtuple in that place"),
        ("from collections import namedtuple\nA = namedtuple('A', 'b')\na = A(1).c" + F, ".c"),
        ("import operator\na = operator.attrgetter" + F, "operator.attrgetter"),
        ("__name__ = 'numpy'" + F, "__name__"),
        ("import math as __name__" + F, "__name__"),
        ("import numpy as np\nnp.seterr(call=print)" + F, "np.errstate"),
        ("import numpy as np\nsettings = {}\nnp.seterr(**settings)" + F, "np.errstate"),
        ("import dataclasses\nsys = dataclasses.sys" + F, "dataclasses.sys"),
        ("a = f.__globals__" + F, ".__globals__"),
        ("a = (1).__class__" + F, ".__class__"),
        ("a = (n for n in ()).gi_frame" + F, ".gi_frame"),
        ("class A:\n    gi_frame = 1\na = (n for n in ()).gi_frame" + F, ".gi_frame"),
        ("class A:\n    def __init__(self):\n        self._traced = 1" + F, "._traced"),
        ("class A:\n    def tobytes(self):\n        return self.tobytes()" + F, ".tobytes"),
        ("class A:\n    def __getattribute__(self, name):\n        return 1" + F, "__getattribute__"),
        ("class A:\n    def __eq__(self, other):\n        return True" + F, "__eq__"),
        ("class A(int):\n    pass" + F, "a class made from another one"),
        ("class A(metaclass=type):\n    pass" + F, "metaclass"),
        ("a = eval" + F, "eval"),
        ("a = getattr" + F, "getattr"),
        ("a = __builtins__" + F, "__builtins__"),
        ("a = '{0.__class__}'.format(1)" + F, ".format"),
        ("a = 1j" + F, "a complex number"),
        ("with open('a') as a:\n    pass" + F, "with"),
        ("def f(x):\n    try:\n        return x\n    finally:\n        pass\n", "try"),
        ("def f(x):\n    global n\n    n = 1\n    return x\n", "global"),
        ("def f(x):\n    return x if isinstance(x, float) else 0\n", "isinstance"),
        ("def f(x):\n    return x if x is f else 0\n", "is"),
        ("def f(x):\n    return '%f' % x\n", "%"),
        ("def f(x):\n    match x:\n        case float(real=1):\n            return 1\n", "matchclass"),
        ("import numpy as np\n\ndef f(x):\n    return np.floor(x)\n", "np.floor"),
        (
            "import numpy as np\n\ndef g(x):\n    return np.random.rand()\n\ndef f(x):\n    return g(x)\n",
            "np.random.rand",
        ),
        ("def f(x):\n    return (\n", "syntax"),
        ("x = " + "-" * 500 + "1" + F, "depth"),
        ("#" * MAX_CHARACTERS + F, "length"),
    ],
)
def test_what_could_reach_elsewhere_cannot(text: str, reason: str) -> None:
    assert why_not(text, "f") == reason


@pytest.mark.parametrize(
    "text",
    [
        "import numpy as np\nimport matplotlib.pyplot as plt\nplt.plot(np.linspace(0, 1, 5))" + F,
        "import numpy as np\nW = np.random.randn(2, 3)" + F,
        "def g(x):\n    try:\n        return '%d' % x\n    except TypeError:\n        return x is g" + F,
        "if __name__ == '__main__':\n    print(f'{f(2):.2f}')" + F,
    ],
    ids=["a plot", "chance elsewhere", "another function", "a demonstration"],
)
def test_what_stands_beside_the_function_need_not_be_followed(text: str) -> None:
    assert why_not(text, "f") is None
