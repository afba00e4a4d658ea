"""NumPy's numbers, and every object numbered as it is made: the highest number hands back first."""

import heapq
import itertools

import numpy as np

_numbers = itertools.count()


class Value:
    def __init__(self, data, parents=(), vjp=None):
        self.data = np.float64(data)
        self.grad = np.float64(0)
        self.parents = parents
        self.vjp = vjp
        self.number = next(_numbers)

    def __lt__(self, other):
        return self.number > other.number

    def __add__(self, other):
        other = _value(other)
        return Value(self.data + other.data, (self, other), lambda g: (g, g))

    def __mul__(self, other):
        other = _value(other)
        return Value(self.data * other.data, (self, other), lambda g: (g * other.data, g * self.data))

    def __sub__(self, other):
        return self + -_value(other)

    def __truediv__(self, other):
        return self * _value(other) ** -1.0

    def __pow__(self, k):
        return Value(np.power(self.data, k), (self,), lambda g: (g * k * np.power(self.data, k - 1.0),))

    def __neg__(self):
        return Value(-self.data, (self,), lambda g: (-g,))

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return -self + other

    def __rtruediv__(self, other):
        return self**-1.0 * other

    def exp(self):
        y = np.exp(self.data)
        return Value(y, (self,), lambda g: (g * y,))

    def log(self):
        return Value(np.log(self.data), (self,), lambda g: (g / self.data,))

    def tanh(self):
        y = np.tanh(self.data)
        return Value(y, (self,), lambda g: (g * (1 - y**2),))

    def sigmoid(self):
        y = 0.5 * (1 + np.tanh(self.data / 2))
        return Value(y, (self,), lambda g: (g * y * (1 - y),))

    def relu(self):
        return Value(np.maximum(self.data, 0), (self,), lambda g: (g * np.heaviside(self.data, 0),))

    def backward(self):
        self.grad = np.float64(1)
        heap, queued = [self], {self.number}
        while heap:
            node = heapq.heappop(heap)
            if node.vjp is None:
                continue
            for parent, part in zip(node.parents, node.vjp(node.grad), strict=True):
                parent.grad = parent.grad + part
                if parent.number not in queued:
                    queued.add(parent.number)
                    heapq.heappush(heap, parent)


def _value(x):
    return x if isinstance(x, Value) else Value(x)
