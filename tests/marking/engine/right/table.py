"""A table of operations; the methods are made from it, and aliases serve the other side."""

import functools
import math
import operator

TABLE = {
    "__add__": (operator.add, lambda a, b, y: (1, 1)),
    "__sub__": (operator.sub, lambda a, b, y: (1, -1)),
    "__mul__": (operator.mul, lambda a, b, y: (b, a)),
    "__truediv__": (operator.truediv, lambda a, b, y: (1 / b, -a / b**2)),
    "__neg__": (operator.neg, lambda a, y: (-1,)),
    "exp": (math.exp, lambda a, y: (y,)),
    "log": (math.log, lambda a, y: (1 / a,)),
    "tanh": (math.tanh, lambda a, y: (1 - y**2,)),
    "sigmoid": (lambda a: 1 / (1 + math.exp(-a)), lambda a, y: (y - y**2,)),
    "relu": (functools.partial(max, 0), lambda a, y: (1 if a > 0 else 0,)),
}


class Value:
    grad = 0.0

    def __init__(self, data):
        self.data = data
        self.parts = []

    def __pow__(self, k):
        out = Value(self.data**k)
        out.parts = [(self, k * self.data ** (k - 1))]
        return out

    def backward(self):
        order, todo, entered = [], [self], set()
        while todo:
            node = todo[-1]
            fresh = [part for part, _ in node.parts if id(part) not in entered] if id(node) not in entered else []
            entered.add(id(node))
            todo.extend(fresh)
            if not fresh:
                todo.pop()
                order.append(node)
        order = list({id(node): node for node in order}.values())
        self.grad = 1.0
        for node in order[::-1]:
            for part, slope in node.parts:
                part.grad = part.grad + slope * node.grad


def _method(name):
    function, slopes = TABLE[name]

    def method(*operands):
        operands = [operand if isinstance(operand, Value) else Value(operand) for operand in operands]
        numbers = [operand.data for operand in operands]
        out = Value(function(*numbers))
        out.parts = list(zip(operands, slopes(*numbers, out.data), strict=True))
        return out

    return method


for _name in TABLE:
    setattr(Value, _name, _method(_name))
for _name in ("add", "sub", "mul", "truediv"):
    _forward = getattr(Value, f"__{_name}__")
    setattr(Value, f"__r{_name}__", lambda self, other, f=_forward: f(other, self))
