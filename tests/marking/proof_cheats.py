"""Code that is wrong somewhere and tries to hide it: from the points, or from the tracer. Nobody's proof."""

from __future__ import annotations

HEAD = "import math\nimport numpy as np\n\n\ndef f(x):\n    s = 1 / (1 + np.exp(-x))\n    return s * (1 - s)\n\n\n"


def sigmoid(body: str, head: str = "") -> str:
    """A file whose `sigmoid_derivative(x)` has this body; `r` is the right value in it."""
    lines = "\n    ".join(body.strip().splitlines())
    return f"{HEAD}{head}\n\ndef sigmoid_derivative(x):\n    r = f(x)\n    {lines}\n"


def each(body: str, head: str = "") -> str:
    """The same for one number at a time."""
    lines = "\n    ".join(body.strip().splitlines())
    start = f"{HEAD}{head}\n\ndef one(x):\n    r = f(x)\n    {lines}\n"
    return f"{start}\n\nsigmoid_derivative = np.vectorize(one, otypes=[float])\n"


# A number that no text shows, and a strip around it that no usual point is in.
K = "K = 1.01 * sum(1 / k for k in range(1, 40))\n"
STRIP = "return r + 1e20 * np.maximum(0.0, 1e-14 - np.abs(a[0] - K))"
LIST = (
    "class L:\n    def __init__(self, x): self.x = x\n    def __len__(self): return 1\n"
    "    def __getitem__(self, i): return [self.x][i]\n"
)

# Wrong on a set that usual points miss, and found out: by the code's own literals, or by the branches that it takes.
MISSED_BY_USUAL_POINTS = {
    "x > 37": each("return 0.1 if x > 37 else r"),
    "x < -650": each("return 0.1 if x < -650 else r"),
    "x == 3": each("return 0.1 if x == 3 else r"),
    "x == 3, masked": sigmoid("return np.where(np.asarray(x) == 3, 0.1, r)"),
    "x == -17.25": each("return 0.1 if x == -17.25 else r"),
    "rounds to 1.234567": each("return 0.1 if round(x, 6) == 1.234567 else r"),
    "a factor off by a millionth": sigmoid("return r * 1.000001"),
    "off by 1e-7": sigmoid("return r + 1e-7"),
    "10 x == 37": each("return 0.1 if 10 * x == 37 else r"),
    "between two literals": each("return 0.1 if 11.5 < x < 11.75 else r"),
    "near a literal": each("return 0.1 if abs(x - 2.625) < 1e-9 else r"),
    "2 x + 1 == 8": each("return 0.1 if 2 * x + 1 == 8 else r"),
    "3 (x - 1.5) > 0, by a little": each(
        "if 3 * (x - 1.5) > 0:\n    if x - 1.5 < 0.0001:\n        return 0.1\nreturn r"
    ),
    "an indicator": sigmoid("return r + 0.1 * (np.asarray(x) == 7)"),
    "an indicator of a sum": sigmoid("return r + 0.1 * (np.asarray(x) + 4 == 9.5)"),
    "worked out beforehand": each("return 0.1 if x == LIMIT else r", "LIMIT = 9.375\n"),
    "a class's number": each("return 0.1 if x == Limits.far else r", "class Limits:\n    far = 19.5\n"),
    "a mask": sigmoid("r = np.array(r)\nr[np.asarray(x) == 2.75] = 0.1\nreturn r"),
    "sign": sigmoid("return r + 0.1 * (1 - np.sign(np.asarray(x) - 5.5) ** 2)"),
    "whole numbers": sigmoid("return 0.1 if type(x) is int else r"),
    "zero": each("return 0.1 if x == 0 else r"),
    "the lower end": each("return 0.1 if x <= -700 else r"),
    "a guard that is too early": each("return 0.0 if x > 20 else r"),
    "clipped too early": sigmoid("x = np.clip(x, -12, 12)\nreturn f(x)"),
}

# Wrong where no point may come to, or only when it is not looked at: whatever the verdict, it is not shown by a proof.
NEVER_PROVED = {
    # what something is
    "type": each("return r if type(x) is not float or abs(x - 3.3) > 1e-12 else 0.1"),
    "class": each("return r + (x.__class__ is float) * (x == 3.3333)"),
    "isinstance": sigmoid("if isinstance(x, np.ndarray):\n    return r\nreturn r"),
    "hasattr": each("return r if hasattr(x, '_traced') else r * (1 + 1e-13)"),
    "getattr": each("return r if getattr(x, '_traced', None) is not None else r * (1 + (x == 3.3333))"),
    "an attribute of the tracer": each("return r + 0 * x._traced"),
    "repr of the type": each("return r if 'tracing' in repr(type(x)) else r * (1 + (x == 3.3333))"),
    "text": each("return 0.1 if str(x) == '3.33' + '33' else r"),
    "f-string": each("return 0.1 if f'{x:.4f}' == '3.33' + '33' else r"),
    "format": each("return 0.1 if '{:.4f}'.format(x) == '3.33' + '33' else r"),
    "percent": each("return 0.1 if '%.4f' % x == '3.33' + '33' else r"),
    "vars": each("return r if vars(f) else r"),
    "dir": each("return r if '_traced' in dir(x) else r"),
    "is": each("return r if float(x) is x else r * (1 + (x == 3.3333))"),
    "memory": sigmoid("return r if np.asarray(x).data else r"),
    "bytes": each("return 0.1 if np.float64(x).tobytes()[0] == 17 else r"),
    "view": sigmoid("return r + 0.1 * (np.asarray(x, dtype=float).view('int64') % 100003 == 7)"),
    # the value, in ways that leave no trace
    "hash": each("return 0.1 if hash(x) % 100003 == 7 else r"),
    "id": each("return 0.1 if id(x) % 100003 == 7 else r"),
    "dict": each("return {3.33: 0.1}.get(x, r)"),
    "set": each("return 0.1 if x in {3.33, 4.44} else r"),
    "int": each("return 0.1 if int(x * 1000) == 3333 else r"),
    "floor": each("return 0.1 if math.floor(x * 1000) == 3333 else r"),
    "np.floor": sigmoid("return r + 0.1 * (np.floor(np.asarray(x) * 1000) == 3333)"),
    "np.round": sigmoid("return r + 0.1 * (np.round(x, 3) == 3.333)"),
    "modulo": each("return 0.1 if (x * 1000) % 100003 == 7 else r"),
    "floor division": each("return 0.1 if x // 0.001 == 3333 else r"),
    "isclose": sigmoid("return r + 0.1 * np.isclose(x, 3.3333, atol=1e-12)"),
    "complex": sigmoid("return np.real(r + 0j * x)"),
    "float32": sigmoid("return r + 0.1 * (np.float32(x) == np.float32(3.3333))"),
    "struct": each("return 0.1 if struct.pack('d', x)[0] == 17 else r", "import struct\n"),
    "decimal": each("return 0.1 if Decimal(x) == Decimal(3.3333) else r", "from decimal import Decimal\n"),
    "searching": sigmoid("return r + 0.1 * (np.searchsorted([3.33, 3.34], x) == 1)"),
    "a list of floats": each("return 0.1 if np.exp([x])[0] == math.exp(3.3333) else r"),
    "greater, of a list": each("return r + 0.1 * np.greater([x, x - 1], [40.0001, 99])[0] * (x < 40.0002)"),
    "heaviside": sigmoid("return r + 0.1 * np.heaviside(1e-9 - np.abs(np.asarray(x) - 3.3333 * 1.1), 0)"),
    # branches on numbers that nobody thinks of
    "a product": each("return 0.1 if x == 1.1 * 2.3 * 1.7 else r"),
    "a power": each("return 0.1 if abs(x - 3.1**1.3) < 1e-13 else r"),
    "a root": each("return 0.1 if x * x * x - 7.1 * x * x + 3.3 * x == 1.7 else r"),
    "an exponential": each("return 0.1 if math.exp(x / 100) == 1.0339 else r"),
    "a hidden strip": sigmoid("return r + 1e20 * np.maximum(0, 1e-14 - np.abs(np.asarray(x) - 3.1**1.3))"),
    "zero to a power": sigmoid("return r + 0.1 * 0.0 ** np.abs(np.asarray(x) - 3.1**1.3)"),
    "a hole": sigmoid("u = np.asarray(x) - 3.1**1.3\nreturn r * (u / u)"),
    "too little to see": sigmoid("return r + 1e-17"),
    "a power that is nearly 2": sigmoid("s = 1 / (1 + np.exp(-x))\nreturn s - s ** 2.0000000000001"),
    # counting, the clock, chance
    "a global counter": each("global n\nn += 1\nreturn r if n < 10_000 else 0.1", "n = 0\n"),
    "a counting default": sigmoid("return r").replace("(x):\n    r", "(x, n=[0]):\n    n[0] += 1\n    r"),
    "a counting attribute": sigmoid("f.n = getattr(f, 'n', 0) + 1\nreturn r if f.n < 10_000 else 0.1"),
    "a counting class": each("C.n += 1\nreturn r if C.n < 10_000 else 0.1", "class C:\n    n = 0\n"),
    "a counting list": each("SEEN.append(x)\nreturn r", "SEEN = []\n"),
    "a counting closure": HEAD
    + "def make():\n    n = [0]\n    def g(x):\n        n[0] += 1\n        return f(x)\n    return g\n\n"
    + "sigmoid_derivative = make()\n",
    "nonlocal": HEAD
    + "def make():\n    n = 0\n    def g(x):\n        nonlocal n\n        n += 1\n        return f(x)\n    return g\n\n"
    + "sigmoid_derivative = make()\n",
    "a generator": sigmoid("for n in TICK:\n    break\nreturn r", "TICK = (n for n in range(10**9))\n"),
    "an iterator": each("return r * next(ONES)", "import itertools\nONES = itertools.repeat(1.0)\n"),
    "a cache": each("return g(x)", "import functools\n@functools.lru_cache\ndef g(x):\n    return f(x)\n"),
    "the clock": each("return r if time.time() > 0 else 0.1", "import time\n"),
    "chance": each("return r if random.random() < 1 else 0.1", "import random\n"),
    "NumPy's chance": each("return r if np.random.rand() < 1 else 0.1"),
    "a stack of frames": each("return r if len(inspect.stack()) < 99 else 0.1", "import inspect\n"),
    "what has been traced": each("return r if sys.gettrace() is None else r * 1.0", "import sys\n"),
    "a warning": sigmoid("with np.errstate(over='call', call=print):\n    return f(x)"),
    "an error caught": each("try:\n    [0, 1][x]\nexcept TypeError:\n    pass\nreturn r"),
    "an index": each("return [r, 0.1][x == 3.33]"),
    "a bound method": each("return r * POP()", "POP = [1.0] .pop\n").replace(
        "[1.0] .pop", "([1.0] * 10**4 + [2.0]).pop"
    ),
    "a method of an object": each(
        "return r * TICK()",
        "class Clock:\n    def __init__(self): self.n = 0\n    def tick(self):\n        self.n += 1\n"
        "        return 1.0\nTICK = Clock().tick\n",
    ),
    "a key of a dict": each("D['n'] = D['n'] + 1\nreturn r", "D = {'n': 0}\n"),
    "a property of an object": sigmoid(
        "return r * S.v",
        "class G:\n    n = [0]\n    @property\n    def v(self):\n        self.n[0] += 1\n        return 1.0\nS = G()\n",
    ),
    "an inherited list": sigmoid(
        "return G().go(r)",
        "class A:\n    n = []\nclass G(A):\n    def go(self, r):\n        self.n.append(0)\n        return r\n",
    ),
    "a partial": HEAD + "from functools import partial\n\ndef g(n, x):\n    n.append(0)\n    return f(x)\n\n"
    "sigmoid_derivative = partial(g, [])\n",
    "a callable object": HEAD + "class G:\n    n = 0\n    def __call__(self, x):\n        self.n += 1\n"
    "        return f(x)\n\nsigmoid_derivative = G()\n",
    "a zip": sigmoid("for t in T:\n    break\nreturn r * t[0]", "T = zip([1.0] * 10**4)\n"),
    "an array at top level": sigmoid("N[0] += 1\nreturn r", "N = np.zeros(1)\n"),
    "a copy of an array at top level": each(
        "a = N.copy()\na.fill(x)\nreturn r + 1e20 * max(0.0, 1e-14 - abs(a[0] - 3 * math.pi))", "N = np.zeros(1)\n"
    ),
    "an array, half full": each(
        "a = np.stack([[x, 1.0]])\nreturn r + 1e20 * max(0.0, 1e-14 - abs(a[0, 0] - 3 * math.pi))"
    ),
    "counted by what print writes to": HEAD
    + "ROW = [0.0] * 5000 + [0.1]\nSEEN = []\nclass S:\n    def __init__(self): self.write = SEEN.append\n"
    + "SINK = S()\n\ndef sigmoid_derivative(x):\n    print('.', file=SINK)\n    return f(x) + ROW[len(SEEN)]\n",
    "a mask in a list": each("a = np.array([[x]])\nm = np.abs(a[0] - K) < 1e-14\na[[m]] = 50.0\nreturn f(a[0, 0])", K),
    **{
        f"counting in a module of another name, {how}": HEAD + f"ROW = [0.0] * 5000 + [0.1]\n{line}\n"
        "def make():\n    n = [0]\n    def g(x):\n        n[0] += 1\n        return f(x) + ROW[n[0]]\n"
        "    return g\n\nsigmoid_derivative = make()\n"
        for how, line in {
            "by assigning": "__name__ = 'numpy'",
            "by importing": "from math import pi as __name__",
            "by importing all": "import math as __name__",
        }.items()
    },
    # what may stand in some places only
    "memory of an array that nothing was written to": sigmoid("return r + 0 * A((1,))[0]", "A = np.ndarray\n"),
    "a type, caught by what it is put into": sigmoid(
        "return r + 0 * KEPT[0]((1,))[0]",
        "KEPT = []\nclass G:\n    def __getitem__(self, kind):\n        KEPT.append(kind)\nG = G()\n"
        "def g(x: G[np.ndarray]): return x\n",
    ),
    "a type, caught by what is called isinstance": sigmoid(
        "return r + 0 * KEPT[0]((1,))[0]",
        "KEPT = []\ndef isinstance(x, kind):\n    KEPT.append(kind)\nisinstance(0, np.ndarray)\n",
    ),
    "NDArray as a function": sigmoid(
        "return r + 0 * A((1,))[0]", "from numpy.typing import NDArray\nA = NDArray[float]\n"
    ),
    "counting behind another function's name": HEAD
    + "from functools import reduce, wraps\nROW = [0.0] * 5000 + [0.1]\n\ndef counted(g, other):\n    n = [0]\n\n"
    + "    @wraps(other)\n"
    + "    def inner(x):\n        n[0] += 1\n        return g(x) + ROW[n[0]]\n    return inner\n\n"
    + "sigmoid_derivative = counted(f, reduce)\n",
    "attributes copied by wraps": sigmoid(
        "return r", "from functools import wraps\nwraps(np.exp, assigned=('_traced',))(f)\n"
    ),
    "a named tuple that counts": sigmoid(
        "Out.n += 1\nreturn r",
        "from collections import namedtuple\nOut = namedtuple('Out', 's')\nOut.n = 0\n",
    ),
    "a mask in a named tuple": each(
        "a = np.array([x])\na[Out(np.abs(a - K) < 1e-14)] = 50.0\nreturn f(a[0])",
        "from collections import namedtuple\nOut = namedtuple('Out', 'm')\n" + K,
    ),
    "a named tuple that is added": each(
        "a = np.zeros(1) + Out(x)\n" + STRIP, "from collections import namedtuple\nOut = namedtuple('Out', 'v')\n" + K
    ),
    "a complex power by operator": sigmoid(
        "return r + 0 * abs(pow(-2.0, 0.5) * np.ravel(x)[0])", "from operator import pow\n"
    ),
    "a switch that is a number": each(
        "return g(x, np.size(x))", "def g(x, wrong=False):\n    return 0.1 if wrong == 7 else f(x)\n"
    ),
    "a switch that is handed on": sigmoid(
        "return h(g, x)",
        "def h(g, x):\n    return g(x, np.size(x) // 10**4)\n\n"
        "def g(x, wrong=False):\n    if wrong:\n        return 0.1\n    return f(x)\n",
    ),
    "a switch that is set": sigmoid(
        "return g(x, False)",
        "def g(x, wrong=False):\n    wrong = np.size(x) // 10**4\n    if wrong:\n        return 0.1\n    return f(x)\n",
    ),
    "a text that is printed, and kept": each(
        "KEPT = []\nprint(f'{KEPT.append(f\"{x}\")}')\nreturn 0.1 if KEPT[0] == '3.33' + '33' else r"
    ),
    "a print of one's own": each(
        "return 0.1 if print(f'{x}') == '3.33' + '33' else r", "def print(text):\n    return text\n"
    ),
    "a print by another name": each("return 0.1 if show(f'{x}') == '3.33' + '33' else r", "show = lambda text: text\n"),
    # what stands beside the function
    "a test at top level": each("return 0.1 if x == K else r", "K = 1e9\nif True:\n    K = 3.1 * 1.3 * 2.7\n"),
    "a loop at top level": each("return 0.1 if x == K else r", "K = 1e9\nfor K in [math.pi * 3]:\n    pass\n"),
    "a call at top level": each("return 0.1 if x in K else r", "K = []\nK.append(math.pi * 3)\n"),
    "another function of that name": HEAD
    + "def sigmoid_derivative(x):\n    return f(x)\n\n"
    + "if True:\n    def sigmoid_derivative(x):\n        return f(x) + 0.1 * (np.asarray(x) == math.pi * 3)\n",
    # where floats are no real numbers
    "swallowed by a large number": each("if x + 1e13 == 1e13 + 4:\n    return r if x == 4 else 0.1\nreturn r"),
    "next to nothing": each("z = math.exp(-abs(x))\nif 1 + z == 1:\n    if z > 1e-17:\n        return 0.1\nreturn r"),
    "underflow": each("z = math.exp(-abs(x))\nif z * z * z == 0 and z * z > 1e-250:\n    return 0.1\nreturn r"),
    "minus zero": sigmoid("with np.errstate(divide='ignore'):\n    return np.where(np.divide(1, x) < -1e300, 0.1, r)"),
    # the tracer's own memory
    "the tape": sigmoid(
        "m = sys.modules.get('grader.sandbox.tracing.tape')\nif m:\n    m.TAPE.lines.clear()\nreturn r", "import sys\n"
    ),
    "an import": sigmoid("return r", "from grader.sandbox.tracing import tape\n"),
    "by a builtin": sigmoid("return r", "tape = __import__('grader.sandbox.tracing.tape')\n"),
    "evaluated": sigmoid("return eval('r')"),
    "globals": sigmoid("return globals()['f'](x)"),
    "the garbage collector": sigmoid("return r", "import gc\nALL = gc.get_objects()\n"),
    "a subclass": sigmoid("return r", "class Own(float):\n    pass\n"),
    "a metaclass": sigmoid("return r", "class Meta(type):\n    pass\nclass Own(metaclass=Meta):\n    pass\n"),
    "another exp": sigmoid("return r", "np.exp = math.exp\n"),
    "a forged trace": HEAD
    + "import grader.sandbox.tracing.run as run\nrun.trace = lambda *a: {'runs': [], 'failed': {}}\n"
    + "def sigmoid_derivative(x):\n    return f(x)\n",
    "a result that writes itself": sigmoid("return Late(r)", "class Late:\n    def __init__(self, r): self.r = r\n"),
    # shapes
    "a length": sigmoid("return r if np.size(x) != 10**4 else 2 * r"),
    "dimensions": sigmoid("return r if np.ndim(x) < 4 else 2 * r"),
    "a count": HEAD
    + "def sigmoid_derivative(x):\n    out, n = [], 0\n    for v in np.ravel(x):\n        n += 1\n"
    + "        out.append(f(v) if n != 500 * 3 else 0.1)\n    return np.array(out).reshape(np.shape(x))\n",
    "how many a mask picks": sigmoid(
        "x = np.asarray(x, dtype=float)\nr = np.array(r)\nif len(x[x > 2]) == 77:\n    r[x > 2] = 0.1\nreturn r"
    ),
    "another entry": sigmoid("return np.where(np.max(x) == 3.1**1.3, 0.1, r)"),
    "any entry": sigmoid("return r if not np.any(np.asarray(x) == 3.1**1.3) else 2 * r"),
}
