"""One tape for all: every operation writes a line on it, and backward reads the lines from the last to the first."""

from math import exp, log, tanh

TAPE = []


class Value:
    def __init__(self, data):
        self.data, self.grad = data, 0.0

    def __add__(self, other):
        return record(self, other, lambda a, b: a + b, lambda a, b, y: (1.0, 1.0))

    def __sub__(self, other):
        return record(self, other, lambda a, b: a - b, lambda a, b, y: (1.0, -1.0))

    def __mul__(self, other):
        return record(self, other, lambda a, b: a * b, lambda a, b, y: (b, a))

    def __truediv__(self, other):
        return record(self, other, lambda a, b: a / b, lambda a, b, y: (1 / b, -y / b))

    def __radd__(self, other):
        return lift(other) + self

    def __rsub__(self, other):
        return lift(other) - self

    def __rmul__(self, other):
        return lift(other) * self

    def __rtruediv__(self, other):
        return lift(other) / self

    def __pow__(self, k):
        return record_one(self, lambda a: a**k, lambda a, y: k * a ** (k - 1))

    def __neg__(self):
        return record_one(self, lambda a: -a, lambda a, y: -1.0)

    def exp(self):
        return record_one(self, exp, lambda a, y: y)

    def log(self):
        return record_one(self, log, lambda a, y: 1 / a)

    def tanh(self):
        return record_one(self, tanh, lambda a, y: 1 - y * y)

    def sigmoid(self):
        return record_one(self, lambda a: 1 / (1 + exp(-a)), lambda a, y: y * (1 - y))

    def relu(self):
        return record_one(self, lambda a: max(a, 0.0), lambda a, y: 1.0 if a > 0 else 0.0)

    def backward(self):
        self.grad = 1.0
        for out, parents in reversed(TAPE):
            for parent, slope in parents:
                parent.grad += slope * out.grad


def lift(x):
    return x if isinstance(x, Value) else Value(x)


def record(left, right, f, slopes):
    left, right = lift(left), lift(right)
    out = Value(f(left.data, right.data))
    TAPE.append((out, tuple(zip((left, right), slopes(left.data, right.data, out.data), strict=True))))
    return out


def record_one(inside, f, slope):
    out = Value(f(inside.data))
    TAPE.append((out, ((inside, slope(inside.data, out.data)),)))
    return out
