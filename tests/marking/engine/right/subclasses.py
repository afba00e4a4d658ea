"""A class for every operation. A result lies one layer deeper than its operands, and layers hand back in turn."""

import math


class Value:
    depth = 0
    inputs = ()

    def __init__(self, data):
        self.data = data
        self.grad = 0.0

    def backward(self):
        layers = {}
        seen = {self}
        todo = [self]
        while todo:
            node = todo.pop()
            layers.setdefault(node.depth, []).append(node)
            for each in node.inputs:
                if each not in seen:
                    seen.add(each)
                    todo.append(each)
        self.grad = 1.0
        for depth in sorted(layers, reverse=True):
            for node in layers[depth]:
                for each, slope in zip(node.inputs, node.slopes(*(i.data for i in node.inputs)), strict=True):
                    each.grad += node.grad * slope

    def slopes(self):
        return ()

    def __add__(self, other):
        return Add(self, other)

    def __radd__(self, other):
        return Add(other, self)

    def __sub__(self, other):
        return Subtract(self, other)

    def __rsub__(self, other):
        return Subtract(other, self)

    def __mul__(self, other):
        return Multiply(self, other)

    def __rmul__(self, other):
        return Multiply(other, self)

    def __truediv__(self, other):
        return Divide(self, other)

    def __rtruediv__(self, other):
        return Divide(other, self)

    def __pow__(self, k):
        return Power(self, k=k)

    def __neg__(self):
        return 0 - self

    def exp(self):
        return Exp(self)

    def log(self):
        return Log(self)

    def tanh(self):
        return 2 * (2 * self).sigmoid() - 1

    def sigmoid(self):
        return Sigmoid(self)

    def relu(self):
        return Relu(self)


class Operation(Value):
    def __init__(self, *inputs, **settings):
        self.__dict__.update(settings)
        self.inputs = [i if isinstance(i, Value) else Value(i) for i in inputs]
        self.depth = 1 + max(i.depth for i in self.inputs)
        super().__init__(self.forward(*(i.data for i in self.inputs)))


class Add(Operation):
    def forward(self, a, b):
        return a + b

    def slopes(self, a, b):
        return 1, 1


class Subtract(Operation):
    def forward(self, a, b):
        return a - b

    def slopes(self, a, b):
        return 1, -1


class Multiply(Operation):
    def forward(self, a, b):
        return a * b

    def slopes(self, a, b):
        return b, a


class Divide(Operation):
    def forward(self, a, b):
        return a / b

    def slopes(self, a, b):
        return 1 / b, -a / b**2


class Power(Operation):
    def forward(self, a):
        return a**self.k

    def slopes(self, a):
        return (self.k * a ** (self.k - 1),)


class Exp(Operation):
    def forward(self, a):
        return math.exp(a)

    def slopes(self, a):
        return (self.data,)


class Log(Operation):
    def forward(self, a):
        return math.log(a)

    def slopes(self, a):
        return (1 / a,)


class Sigmoid(Operation):
    def forward(self, a):
        return 1 / (1 + math.exp(-a))

    def slopes(self, a):
        return (self.data * (1 - self.data),)


class Relu(Operation):
    def forward(self, a):
        return a if a > 0 else 0.0

    def slopes(self, a):
        return (float(a > 0),)
