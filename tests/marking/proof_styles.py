"""Right code as different people write it: all of it earns everything, and most of it is proved."""

from __future__ import annotations

HEAD = "import math\nimport numpy as np\n\n\n"


def _function(body: str) -> str:
    lines = "\n    ".join(body.strip().splitlines())
    return f"{HEAD}def sigmoid_derivative(x):\n    {lines}\n"


def _file(text: str) -> str:
    return HEAD + text.strip() + "\n"


SIGMOID = {
    # closed forms
    "s(1 - s)": _function("s = 1 / (1 + np.exp(-x))\nreturn s * (1 - s)"),
    "s - s^2": _function("s = np.reciprocal(1 + np.exp(-x))\nreturn s - s**2"),
    "quotient": _function("return np.exp(-x) / (1 + np.exp(-x)) ** 2"),
    "quotient, np.square": _function("return np.exp(-x) / np.square(1.0 + np.exp(-x))"),
    "growing exponential": _function("e = np.exp(x)\nreturn e / (e + 1) / (e + 1)"),
    "two exponentials": _function("return 1 / (np.exp(x) + 2 + np.exp(-x))"),
    "product of two": _function("return 1 / (1 + np.exp(-x)) / (1 + np.exp(x))"),
    "tanh": _function("return 0.25 * (1 - np.tanh(x / 2) ** 2)"),
    "tanh, step by step": _function("t = np.tanh(0.5 * x)\nt = t * t\nreturn (1 - t) / 4"),
    "cosh": _function("return 1 / (4 * np.cosh(x / 2) ** 2)"),
    "cosh without a half": _function("return 1 / (2 * np.cosh(x) + 2)"),
    "e to a power": _function("s = 1 / (1 + math.e ** (-x))\nreturn s * (1 - s)"),
    "np.power": _function("s = 1 / (1 + np.power(np.e, -x))\nreturn s * (1 - s)"),
    "functions for operators": _function(
        "s = np.divide(1, np.add(1, np.exp(np.negative(x))))\nreturn np.multiply(s, np.subtract(1, s))"
    ),
    "powers of -1": _function("s = (1 + np.exp(-x)) ** -1\nreturn s * (1 - s)"),
    # stable forms
    "abs": _function("z = np.exp(-np.abs(x))\nreturn z / (1 + z) ** 2"),
    "built-in abs": _function("z = np.exp(-abs(x))\nreturn z / (1 + z) / (1 + z)"),
    "minimum": _function("z = np.exp(np.minimum(x, -x))\nreturn z / (1 + z) ** 2"),
    "maximum": _function("z = np.exp(-np.maximum(x, -x))\nreturn z / (1 + z) ** 2"),
    "sign": _function("z = np.exp(-x * np.sign(x))\nreturn z / (1 + z) ** 2"),
    "clip": _function("x = np.clip(x, -700, 700)\nreturn np.exp(-x) / (1 + np.exp(-x)) ** 2"),
    "logaddexp": _function("return np.exp(-x - 2 * np.logaddexp(0, -x))"),
    "logaddexp twice": _function("return np.exp(-np.logaddexp(0, -x) - np.logaddexp(0, x))"),
    "errstate": _function("with np.errstate(over='ignore'):\n    s = 1 / (1 + np.exp(-x))\nreturn s * (1 - s)"),
    # choosing, entry by entry
    "where": _function("s = np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))\nreturn s * (1 - s)"),
    "where of abs": _function(
        "z = np.exp(-np.abs(x))\ns = np.where(x > 0, 1 / (1 + z), z / (1 + z))\nreturn s * (1 - s)"
    ),
    "select": _function(
        "z = np.exp(-np.abs(x))\nreturn np.select([x >= 0, x < 0], [z / (1 + z) ** 2, 1 / (1 + z) - 1 / (1 + z) ** 2])"
    ),
    "piecewise": _function(
        "x = np.asarray(x, dtype=float)\ns = np.piecewise(x, [x >= 0, x < 0], [lambda v: 1 / (1 + np.exp(-v)), "
        "lambda v: np.exp(v) / (1 + np.exp(v))])\nreturn s * (1 - s)"
    ),
    "masks": _function(
        "x = np.asarray(x, dtype=float)\ns = np.empty_like(x)\npos = x >= 0\ns[pos] = 1 / (1 + np.exp(-x[pos]))\n"
        "e = np.exp(x[~pos])\ns[~pos] = e / (1 + e)\nreturn s * (1 - s)"
    ),
    "masks and zeros": _function(
        "x = np.array(x, dtype=float)\nout = np.zeros(x.shape)\npos = x > 0\nneg = np.logical_not(pos)\n"
        "out[pos] = 1 / (1 + np.exp(-x[pos]))\nout[neg] = np.exp(x[neg]) / (1 + np.exp(x[neg]))\n"
        "return out * (1 - out)"
    ),
    "masks of at least one dimension": _function(
        "a = np.atleast_1d(np.asarray(x, dtype=float))\nout = np.zeros_like(a)\nm = a >= 0\n"
        "out[m] = np.exp(-a[m]) / (1 + np.exp(-a[m])) ** 2\nout[~m] = np.exp(a[~m]) / (1 + np.exp(a[~m])) ** 2\n"
        "return out.reshape(np.shape(x))"
    ),
    "indicators": _function(
        "z = np.exp(-np.abs(x))\nreturn (x >= 0) * (z / (1 + z) ** 2) + (x < 0) * (z / (1 + z) ** 2)"
    ),
    "where= of a ufunc": _function(
        "x = np.asarray(x, dtype=float)\ns = np.zeros_like(x)\nnp.exp(-x, out=s, where=x >= 0)\n"
        "np.exp(x, out=s, where=x < 0)\nreturn s / (1 + s) ** 2"
    ),
    # loops
    "a list": _function(
        "out = []\nfor v in np.ravel(x):\n    z = math.exp(-abs(v))\n    out.append(z / (1 + z) ** 2)\n"
        "return np.array(out).reshape(np.shape(x))"
    ),
    "a comprehension": _function(
        "flat = [1 / (2 + 2 * math.cosh(v)) for v in np.asarray(x, dtype=float).ravel().tolist()]\n"
        "return np.array(flat).reshape(np.shape(x))"
    ),
    "indices": _function(
        "x = np.asarray(x, dtype=float)\nout = np.zeros(x.shape)\nfor i in np.ndindex(x.shape):\n"
        "    s = 1 / (1 + np.exp(-x[i]))\n    out[i] = s * (1 - s)\nreturn out"
    ),
    "flat": _function(
        "x = np.array(x, dtype=float)\nflat = x.reshape(-1)\nfor i in range(flat.size):\n"
        "    z = np.exp(-abs(flat[i]))\n    flat[i] = z / (1 + z) ** 2\nreturn x"
    ),
    "a generator": _function(
        "def each():\n    for v in np.ravel(x):\n        z = math.exp(-abs(v))\n        yield z / (1 + z) ** 2\n"
        "return np.fromiter(each(), dtype=float).reshape(np.shape(x))"
    ),
    "map": _function(
        "g = lambda v: 1 / (4 * math.cosh(v / 2) ** 2)\nreturn np.array(list(map(g, np.ravel(x)))).reshape(np.shape(x))"
    ),
    "vectorize": _file(
        "def f(v):\n    if v >= 0:\n        e = math.exp(-v)\n    else:\n        e = math.exp(v)\n"
        "    return e / (1 + e) ** 2\n\nsigmoid_derivative = np.vectorize(f)"
    ),
    "vectorize as a decorator": _file(
        "@np.vectorize\ndef sigmoid_derivative(x):\n    z = math.exp(-abs(x))\n    s = 1 / (1 + z)\n"
        "    return s * (1 - s)"
    ),
    "vectorize, with max": _file(
        "def f(v):\n    z = math.exp(-max(v, -v))\n    return z / (1 + z) ** 2\n\n"
        "sigmoid_derivative = np.vectorize(f, otypes=[float])"
    ),
    "vectorize, with an early return": _file(
        "def f(v):\n    if v < 0:\n        return f(-v)\n    z = math.exp(-v)\n    return z / (1 + z) ** 2\n\n"
        "def sigmoid_derivative(x):\n    return np.vectorize(f, otypes=[float])(x)"
    ),
    # helpers and classes
    "a helper": _file(
        "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n\n"
        "def sigmoid_derivative(x):\n    return sigmoid(x) * (1 - sigmoid(x))"
    ),
    "lambdas": _file(
        "sigmoid = lambda x: 1 / (1 + np.exp(-x))\nsigmoid_derivative = lambda x: sigmoid(x) * sigmoid(-x)"
    ),
    "a layer": _file(
        "class Sigmoid:\n    def forward(self, x):\n        self.out = 1 / (1 + np.exp(-x))\n"
        "        return self.out\n\n    def backward(self, d):\n        return d * (1.0 - self.out) * self.out\n\n"
        "def sigmoid_derivative(x):\n    layer = Sigmoid()\n    layer.forward(x)\n    return layer.backward(1.0)"
    ),
    "static methods": _file(
        "class M:\n    @staticmethod\n    def s(x):\n        return 1.0 / (1.0 + np.exp(-x))\n\n"
        "    @classmethod\n    def d(cls, x):\n        return cls.s(x) * (1.0 - cls.s(x))\n\n"
        "def sigmoid_derivative(x):\n    return M.d(x)"
    ),
    "a dataclass": _file(
        "from dataclasses import dataclass\n\n@dataclass\nclass N:\n    v: float\n\n    def sig(self):\n"
        "        return 1 / (1 + np.exp(-self.v))\n\n"
        "def sigmoid_derivative(x):\n    n = N(x)\n    return n.sig() * (1 - n.sig())"
    ),
    "an engine of one's own": _file(
        "class Value:\n    def __init__(self, data, parents=()):\n"
        "        self.data, self.parents, self.grad = data, parents, 0.0\n\n"
        "    def __neg__(self):\n        return Value(-self.data, ((self, -1.0),))\n\n"
        "    def exp(self):\n        e = np.exp(self.data)\n        return Value(e, ((self, e),))\n\n"
        "    def __add__(self, other):\n        return Value(self.data + other, ((self, 1.0),))\n\n"
        "    def inverse(self):\n        return Value(1 / self.data, ((self, -1 / self.data**2),))\n\n"
        "    def backward(self, g=1.0):\n        self.grad = self.grad + g\n"
        "        for parent, local in self.parents:\n            parent.backward(g * local)\n\n"
        "def sigmoid_derivative(x):\n    v = Value(x)\n    y = ((-v).exp() + 1).inverse()\n"
        "    y.backward()\n    return v.grad"
    ),
    "the chain rule, written out": _function(
        "a = -x\nb = np.exp(a)\nc = 1 + b\ndf_dc = -1 / c**2\ndc_db = 1\ndb_da = b\nda_dx = -1\n"
        "return df_dc * dc_db * db_da * da_dx"
    ),
    # in place
    "in place": _function("s = np.exp(-x)\ns += 1\ns **= -1\nr = 1 - s\nr *= s\nreturn r"),
    "out=": _function(
        "s = np.array(x, dtype=float)\nnp.negative(s, out=s)\nnp.exp(s, out=s)\ns += 1\nnp.divide(1, s, out=s)\n"
        "return s * (1 - s)"
    ),
    "np.float64": _function("x = np.float64(x)\ns = 1 / (1 + np.exp(-x))\nreturn s * (1 - s)"),
    "with a demonstration": _file(
        "import matplotlib.pyplot as plt\n\ndef sigmoid_derivative(x):\n    s = 1 / (1 + np.exp(-x))\n"
        "    return s * (1 - s)\n\nxs = np.linspace(-5, 5, 11)\nplt.plot(xs, sigmoid_derivative(xs))\nplt.show()\n"
        "for v in (0.0, 1.0):\n    print(f'{v}: {sigmoid_derivative(v):.3f}')"
    ),
    # what libraries lend
    "functools.wraps": _file(
        "from functools import wraps\n\ndef silent(g):\n    @wraps(g)\n    def inner(*args, **kwargs):\n"
        "        with np.errstate(over='ignore'):\n            return g(*args, **kwargs)\n    return inner\n\n"
        "@silent\ndef sigmoid_derivative(x):\n    s = 1 / (1 + np.exp(-x))\n    return s * (1 - s)"
    ),
    "a named tuple": _file(
        "from collections import namedtuple\n\nOut = namedtuple('Out', ['s', 'rest'])\n\ndef forward(x):\n"
        "    s = 1 / (1 + np.exp(-x))\n    return Out(s, 1 - s)\n\ndef sigmoid_derivative(x):\n"
        "    out = forward(x)\n    return out.s * out.rest"
    ),
    "functions of operator": _file(
        "import operator\n\ndef sigmoid_derivative(x):\n"
        "    s = operator.truediv(1, operator.add(1, np.exp(operator.neg(x))))\n"
        "    return operator.mul(s, operator.sub(1, s))"
    ),
    "operator.pow": _file(
        "from operator import mul, pow, sub\n\ndef sigmoid_derivative(x):\n    s = pow(1 + np.exp(-x), -1)\n"
        "    return mul(s, sub(1, s))"
    ),
    "numpy.typing": _file(
        "import numpy.typing as npt\n\ndef sigmoid_derivative(x: npt.ArrayLike) -> npt.NDArray[np.float64]:\n"
        "    s = 1 / (1 + np.exp(-x))\n    return s * (1 - s)"
    ),
    "types of both": _file(
        "from numpy.typing import ArrayLike, NDArray\n\ndef sigmoid_derivative(x: NDArray) -> NDArray:\n"
        "    s = 1 / (1 + np.exp(-x))\n    return s * (1 - s)"
    ),
    "Union": _file(
        "from typing import Union\n\n"
        "def sigmoid_derivative(x: Union[float, np.ndarray]) -> Union[float, np.ndarray]:\n"
        "    s = 1 / (1 + np.exp(-x))\n    return s * (1 - s)"
    ),
    "reduce with an operator": _file(
        "import functools, operator\n\ndef sigmoid_derivative(x):\n    s = 1 / (1 + np.exp(-x))\n"
        "    return functools.reduce(operator.mul, [s, 1 - s])"
    ),
    "a switch": _file(
        "def sigmoid(x, derivative=False):\n    s = 1 / (1 + np.exp(-x))\n    if derivative:\n"
        "        return s * (1 - s)\n    return s\n\ndef sigmoid_derivative(x):\n    return sigmoid(x, True)"
    ),
    "a switch by its name": _file(
        "def sigmoid(x, derivative=False):\n    if derivative:\n        return sigmoid(x) * (1 - sigmoid(x))\n"
        "    return 1 / (1 + np.exp(-x))\n\ndef sigmoid_derivative(x):\n"
        "    return sigmoid(x, derivative=True)"
    ),
    "a switch, compared": _file(
        "def sigmoid(x, derivative=False):\n    if derivative == True:\n"
        "        return sigmoid(x) * (1 - sigmoid(x))\n    return 1 / (1 + np.exp(-x))\n\n"
        "def sigmoid_derivative(x):\n    return sigmoid(x, derivative=True)"
    ),
    "what is printed": _function("s = 1 / (1 + np.exp(-x))\nprint(f'sigmoid: {s}')\nreturn s * (1 - s)"),
    # what can only be tried
    "isinstance": _function(
        "if isinstance(x, np.ndarray):\n    s = 1 / (1 + np.exp(-x))\nelse:\n"
        "    z = math.exp(-abs(x))\n    s = 1 / (1 + z)\nreturn s * (1 - s)"
    ),
    "recursion over shapes": _function(
        "if np.ndim(x) == 0:\n    z = math.exp(-abs(x))\n    return z / (1 + z) ** 2\n"
        "return np.array([sigmoid_derivative(v) for v in x]).reshape(np.shape(x))"
    ),
    "complex step": _function(
        "h = 1e-20\nz = np.exp(-(np.abs(x) + 1j * h))\nreturn -np.imag(1 / (1 + z) - 1) / h * np.sign(1 + 0 * x) * -1"
    ),
    "try": _function("try:\n    s = 1 / (1 + np.exp(-x))\nexcept OverflowError:\n    s = 0.0\nreturn s * (1 - s)"),
    "expit by hand": _function(
        "x = np.asarray(x)\nif np.any(np.isnan(x)):\n    raise ValueError('not a number')\n"
        "z = np.exp(-np.abs(x))\nreturn z / (1 + z) ** 2"
    ),
}

POINTS_ONLY = frozenset(("isinstance", "recursion over shapes", "complex step", "try", "expit by hand"))


def _backward(body: str, head: str = "") -> str:
    lines = "\n    ".join(body.strip().splitlines())
    return f"{head}def backward(W, x, b):\n    {lines}\n"


LINEAR = {
    "a dict": _backward("return {'W': x, 'x': W, 'b': 1}"),
    "floats": _backward("return {'W': float(x), 'x': float(W), 'b': 1.0}"),
    "keywords": _backward("return dict(W=x, x=W, b=1.0)"),
    "the chain rule": _backward(
        "df_dg = 1.0\ndf_db = 1.0\ndg_dW = x\ndg_dx = W\nreturn {'W': df_dg * dg_dW, 'x': df_dg * dg_dx, 'b': df_db}"
    ),
    "forward, then backward": _backward(
        "g = W * x\nf = g + b\ndf = 1.0\ndg = df\nreturn {'W': dg * x, 'x': dg * W, 'b': df}"
    ),
    "a loop": _backward(
        "grads = {'W': 0.0, 'x': 0.0, 'b': 0.0}\nfor name, local in (('W', x), ('x', W), ('b', 1.0)):\n"
        "    grads[name] += local\nreturn grads"
    ),
    "a guard": _backward("if W == 0:\n    return {'W': x, 'x': 0.0, 'b': 1.0}\nreturn {'W': x, 'x': W, 'b': 1.0}"),
    "NumPy": _backward(
        "return {'W': np.multiply(1.0, x), 'x': np.multiply(1.0, W), 'b': np.float64(1)}", "import numpy as np\n\n"
    ),
    "layers": _backward(
        "m, a = Mul(), Add()\na.forward(m.forward(W, x), b)\ndg, db = a.backward(1.0)\ndW, dx = m.backward(dg)\n"
        "return {'W': dW, 'x': dx, 'b': db}",
        "class Mul:\n    def forward(self, a, b):\n        self.a, self.b = a, b\n        return a * b\n\n"
        "    def backward(self, d):\n        return d * self.b, d * self.a\n\n\n"
        "class Add:\n    def forward(self, a, b):\n        return a + b\n\n"
        "    def backward(self, d):\n        return d, d\n\n\n",
    ),
    "an engine": _backward(
        "W, x, b = Value(W), Value(x), Value(b)\nf = W * x + b\nf.backward()\n"
        "return {'W': W.grad, 'x': x.grad, 'b': b.grad}",
        "class Value:\n    def __init__(self, data, parents=(), local=()):\n"
        "        self.data, self.grad, self.parents, self.local = data, 0.0, parents, local\n\n"
        "    def __add__(self, o):\n        return Value(self.data + o.data, (self, o), (1.0, 1.0))\n\n"
        "    def __mul__(self, o):\n        return Value(self.data * o.data, (self, o), (o.data, self.data))\n\n"
        "    def backward(self, g=1.0):\n        self.grad += g\n"
        "        for p, l in zip(self.parents, self.local):\n            p.backward(g * l)\n\n\n",
    ),
}


def _network(body: str, head: str = "") -> str:
    lines = "\n    ".join(body.strip().splitlines())
    start = f"{HEAD}def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n\n\n{head}"
    return f"{start}def gradients(X, Y, W1, b1, W2, b2):\n    {lines}\n"


_FORWARD = "n = X.shape[0]\nH = sigmoid(X @ W1 + b1)\nP = sigmoid(H @ W2 + b2)\n"
NETWORK = {
    "matrices": _network(
        _FORWARD + "d2 = (P - Y) / n\nd1 = d2 @ W2.T * H * (1 - H)\n"
        "return {'W1': X.T @ d1, 'b1': d1.sum(axis=0), 'W2': H.T @ d2, 'b2': d2.sum(axis=0)}"
    ),
    "np.dot": _network(
        _FORWARD + "d2 = (P - Y) / len(X)\nd1 = np.dot(d2, W2.T) * (H * (1 - H))\n"
        "return dict(W1=np.dot(X.T, d1), b1=np.sum(d1, axis=0), W2=np.dot(H.T, d2), b2=np.sum(d2, axis=0))"
    ),
    "means": _network(
        _FORWARD + "d2 = P - Y\nd1 = d2.dot(W2.T) * H * (1 - H)\n"
        "return {'W1': X.T.dot(d1) / n, 'b1': d1.mean(axis=0), 'W2': H.T.dot(d2) / n, 'b2': d2.mean(0)}"
    ),
    "the loss, step by step": _network(
        _FORWARD
        + "dP = (-(Y / P) + (1 - Y) / (1 - P)) / n\nd2 = dP * P * (1 - P)\ndH = d2 @ W2.T\nd1 = dH * H * (1 - H)\n"
        "return {'W1': X.T @ d1, 'b1': d1.sum(0), 'W2': H.T @ d2, 'b2': d2.sum(0)}"
    ),
    "transposed": _network(
        "m = Y.size\nA1 = sigmoid(W1.T @ X.T + b1.reshape(-1, 1))\nA2 = sigmoid(W2.T @ A1 + b2.reshape(-1, 1))\n"
        "d2 = A2 - Y.T\nd1 = np.multiply(W2 @ d2, A1 * (1 - A1))\n"
        "return {'W1': ((1 / m) * np.dot(d1, X)).T, 'b1': (1 / m) * d1.sum(axis=1), 'W2': ((1 / m) * d2 @ A1.T).T, "
        "'b2': (1 / m) * np.sum(d2, axis=1, keepdims=True).ravel()}"
    ),
    "row by row": _network(
        "dW1, db1, dW2, db2 = (np.zeros_like(p) for p in (W1, b1, W2, b2))\nfor x, y in zip(X, Y):\n"
        "    h = sigmoid(x @ W1 + b1)\n    d2 = sigmoid(h @ W2 + b2) - y\n    dW2 += np.outer(h, d2)\n    db2 += d2\n"
        "    d1 = (W2 @ d2) * h * (1 - h)\n    dW1 += np.outer(x, d1)\n    db1 += d1\n"
        "return {name: g / len(X) for name, g in zip(('W1', 'b1', 'W2', 'b2'), (dW1, db1, dW2, db2))}"
    ),
    "layers": _network(
        "layers = [Affine(W1, b1), Sigmoid(), Affine(W2, b2), Sigmoid()]\nz = X\n"
        "for layer in layers:\n    z = layer.forward(z)\n"
        "d = (z - Y) / (z * (1 - z)) / X.shape[0]\nfor layer in reversed(layers):\n    d = layer.backward(d)\n"
        "return {'W1': layers[0].dW, 'b1': layers[0].db, 'W2': layers[2].dW, 'b2': layers[2].db}",
        "class Sigmoid:\n    def forward(self, x):\n        self.out = sigmoid(x)\n        return self.out\n\n"
        "    def backward(self, d):\n        return d * (1 - self.out) * self.out\n\n\n"
        "class Affine:\n    def __init__(self, W, b):\n        self.W, self.b = W, b\n\n"
        "    def forward(self, x):\n        self.x = x\n        return np.dot(x, self.W) + self.b\n\n"
        "    def backward(self, d):\n        self.dW, self.db = np.dot(self.x.T, d), np.sum(d, axis=0)\n"
        "        return np.dot(d, self.W.T)\n\n\n",
    ),
    "einsum": _network(
        _FORWARD + "d2 = (P - Y) / n\nd1 = np.einsum('nk,hk->nh', d2, W2) * H * (1 - H)\n"
        "return {'W1': np.einsum('ni,nh->ih', X, d1), 'b1': d1.sum(axis=0), 'W2': np.einsum('nh,nk->hk', H, d2), "
        "'b2': d2.sum(axis=0)}"
    ),
    "in place": _network(
        _FORWARD + "d2 = P.copy()\nd2 -= Y\nd2 /= n\nd1 = d2 @ W2.T\nd1 *= H\nd1 *= 1 - H\n"
        "return {'W1': X.T @ d1, 'b1': d1.sum(axis=0), 'W2': H.T @ d2, 'b2': d2.sum(axis=0)}"
    ),
}
