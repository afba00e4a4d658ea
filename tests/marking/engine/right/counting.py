"""Local derivatives beside the parents; a node hands back when as many have handed back to it as use it."""

import math
from collections import Counter, deque


class Value:
    __slots__ = ("data", "grad", "links")

    def __init__(self, data, *links):
        self.data = float(data)
        self.grad = 0.0
        self.links = links

    def __add__(self, o):
        o = to_value(o)
        return Value(self.data + o.data, (self, 1.0), (o, 1.0))

    def __sub__(self, o):
        o = to_value(o)
        return Value(self.data - o.data, (self, 1.0), (o, -1.0))

    def __mul__(self, o):
        o = to_value(o)
        return Value(self.data * o.data, (self, o.data), (o, self.data))

    def __truediv__(self, o):
        o = to_value(o)
        return Value(self.data / o.data, (self, 1 / o.data), (o, -self.data / (o.data * o.data)))

    def __pow__(self, k):
        return Value(self.data**k, (self, k * self.data ** (k - 1)))

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, o):
        return to_value(o) - self

    def __rtruediv__(self, o):
        return to_value(o) / self

    def __neg__(self):
        return Value(-self.data, (self, -1.0))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self, e))

    def log(self):
        return Value(math.log(self.data), (self, 1 / self.data))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self, 1 - t * t))

    def sigmoid(self):
        s = 1 / (1 + math.exp(-self.data))
        return Value(s, (self, s * (1 - s)))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self, 1.0 if self.data > 0 else 0.0))

    def backward(self):
        waiting = Counter()
        seen, queue = {id(self)}, deque([self])
        while queue:
            for parent, _ in queue.popleft().links:
                waiting[id(parent)] += 1
                if id(parent) not in seen:
                    seen.add(id(parent))
                    queue.append(parent)
        self.grad = 1.0
        ready = deque([self])
        while ready:
            node = ready.popleft()
            for parent, slope in node.links:
                parent.grad += slope * node.grad
                waiting[id(parent)] -= 1
                if waiting[id(parent)] == 0:
                    ready.append(parent)


def to_value(x):
    return x if isinstance(x, Value) else Value(x)
