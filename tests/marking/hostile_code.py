"""Files that try to be marked right without being right: by what they give back, by the grader's own insides."""

from __future__ import annotations

HEAD = (
    "import math, sys\nimport numpy as np\n\n"
    "def f(x):\n    e = np.exp(-np.abs(np.asarray(x, dtype=float)))\n    return e / (1 + e) ** 2\n\n"
)
ZERO = "\ndef sigmoid_derivative(x):\n    return np.zeros(np.shape(x))\n"
CHILD = 'm = sys.modules["grader.sandbox.child"]\nold = m.pack\n'
PLAIN = 'm = sys.modules["grader.sandbox.plain"]\n'
LINE = 'm.pack = lambda d: len(b).to_bytes(4, "little") + b if d["k"] == "call" else old(d)\n'


def gives(body: str) -> str:
    """A file whose function has this body."""
    return HEAD + "def sigmoid_derivative(x):\n" + "".join(f"    {line}\n" for line in body.split("\n"))


def does(head: str) -> str:
    """A file that does something first; its function gives nothing but zeros."""
    return HEAD + head + ZERO


VALUES = {
    "a structured array": "return np.zeros(np.shape(x), dtype=[('a', float), ('b', 'O')])",
    "an array that holds itself": "a = np.empty((), dtype=object)\na[()] = a\nreturn a",
    "masked": "return np.ma.masked",
    "a matrix": "return np.matrix(f(x))",
    "a memoryview": "return memoryview(np.atleast_1d(f(x)))",
    "dates": "return np.zeros(np.shape(x), dtype='M8[s]')",
    "words": "return np.asarray(f(x)).astype(str)",
    "largest whole numbers": "return np.full(np.shape(x), 2**64 - 1, dtype=np.uint64)",
    "an array to be": "class A:\n    def __array__(self, *a, **k): raise SystemExit\nreturn A()",
    "a float to be": "class A:\n    def __float__(self): return float(f(x))\nreturn A()",
    "a class that is said to be NumPy's": "class A: pass\nA.__module__ = 'numpy'\nreturn A()",
    "a type without a name": "class M(type):\n    __name__ = property(lambda s: 1 / 0)\n"
    "    def __subclasscheck__(c, o): 1 / 0\nclass A(metaclass=M): pass\nreturn A()",
    "an array without a type": "class A(np.ndarray):\n    @property\n    def dtype(self): 1 / 0\n"
    "return np.asarray(f(x)).view(A)",
    "a payload": "return np.frombuffer(b'\\x01\\x02\\x03\\x04\\x05\\x06\\xf8\\x7f')[0]",
    "the least numbers": "return np.full(np.shape(x), 5e-324)",
    "a number of a thousand bits": "return 2**1023",
    "a billion numbers that are one": "return np.broadcast_to(np.float64(0.25), (10**5, 10**4))",
    "a list in itself": "a = []\na.append(a)\nreturn a",
    "half of what is asked": "return f(x).astype('f2')",
    "the arguments, changed": "if np.ndim(x): x[...] = f(x)\nreturn x if np.ndim(x) else f(x)",
    "an error that names another line": "raise SyntaxError('m', ('solution.py', -5, 10**9, 'x'))",
    "an error that holds a list": "e = SyntaxError('m')\ne.filename, e.lineno, e.msg = 'solution.py', [1], 5\nraise e",
    "an error that is its own cause": "e = ValueError(1)\ne.__cause__ = e\nraise e",
    "an error with a name that is drawn": "raise type('\\x1b[2J<b>' * 50, (Exception,), {})('a')",
    "the alarm's own error": "raise sys.modules['grader.sandbox.alarm'].OutOfTime",
    "a line that is nowhere": "c = (lambda: 1 / 0).__code__.replace(co_firstlineno=10**8)\ntype(lambda: 0)(c, {})()",
}

INSIDES = {
    "frames that are none": CHILD + "m.pack = lambda d: b'\\xff' * 100",
    "each frame twice": CHILD + "m.pack = lambda d: old(d) * (1 + (d['k'] == 'call'))",
    "frames without fields": CHILD + "m.pack = lambda d: old({'k': 'call'} if d['k'] == 'call' else d)",
    "a kind that is a list": CHILD + "m.pack = lambda d: old({**d, 'k': []})",
    "a status that is a list": CHILD + "m.pack = lambda d: old({**d, 'status': ['ran']} if d['k'] == 'loaded' else d)",
    "no JSON": CHILD + 'b = b\'{"k":"call","value":NaN}\'\n' + LINE,
    "a number of four million digits": CHILD + "b = b'{\"k\":\"call\",\"value\":' + b'9' * 4_000_000 + b'}'\n" + LINE,
    "a number of 4299 digits": CHILD + "b = b'{\"k\":\"call\",\"value\":' + b'9' * 4299 + b'}'\n" + LINE,
    "a float that is too large": CHILD + 'b = b\'{"k":"call","value":1e999}\'\n' + LINE,
    "two values": CHILD + 'b = b\'{"k":"call","value":0,"value":1}\'\n' + LINE,
    "lists without end": PLAIN + "x = 0\nfor _ in range(900): x = [x]\nm.encode = m.encode_result = lambda *a: x",
    "nothing, for each call": PLAIN + "m.encode = m.encode_result = lambda *a: None",
    "NumPy's functions": "np.exp = np.abs = lambda *a, **k: 0.25",
    "Python's functions": "import builtins\nbuiltins.len = lambda x: 0\nbuiltins.isinstance = lambda a, b: True",
    "Python's errors": "import builtins\nbuiltins.BaseException = ZeroDivisionError",
    "all of Python": "import builtins\nvars(builtins).clear()",
    "the output": "class O:\n    def write(self, text): raise SystemExit\nsys.stdout = O()\nprint(1)",
    "the module's class": "import types\nclass M(types.ModuleType):\n    @property\n"
    "    def sigmoid_derivative(self): 1 / 0\nsys.modules[__name__].__class__ = M",
}

HOSTILE = {
    **{name: gives(body) for name, body in VALUES.items()},
    **{name: does(head) for name, head in INSIDES.items()},
}
RIGHT = gives("return f(x)")
