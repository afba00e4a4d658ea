"""Graphs to draw: those of lessons and exercises, and random ones."""

from __future__ import annotations

from random import Random

from reference import parse_program
from reference.graph import Graph

LESSONS = {
    "linear": "g = W*x\nf = g + b",
    "deep chain": "a = x*w\nb = a + c\nd = b*e\ng = d - h\nf = g*k",
    "two paths": "p = w*x\nr = p + k\na = r**2\nb = x*v\nf = a + b",
    "sigmoid by chain rule": "n = -x\ne = exp(n)\nd = 1 + e\nf = 1/d",
    "quadratic": "z = x**2 + x*y + y",
    "sigmoid neuron": "p0 = w0*x0\np1 = w1*x1\ns = p0 + p1\nd = s + w2\nn = -1*d\ne = exp(n)\ng = e + 1\nf = 1/g",
    "xor neuron": "h1 = sigmoid(u1*x1 + u2*x2 + c1)\nh2 = sigmoid(v1*x1 + v2*x2 + c2)\n"
    "p = sigmoid(w1*h1 + w2*h2 + d)\nL = -(y*log(p) + (1 - y)*log(1 - p))",
    "micrograd": "c = a + b\nd = a*b + b**3\nc = c + c + 1\nc = c + 1 + c + (-a)\nd = d + d*2 + relu(b + a)\n"
    "d = d + 3*d + relu(b - a)\ne = c - d\nf = e**2\ng = f/2.0\ng = g + 10.0/f",
    "crossing": "q1 = W11*x1 + W12*x2\nq2 = W21*x1 + W22*x2\nf = q1**2 + q2**2",
    "long names": "apple_price = apple*apple_num\norange_price = orange*orange_num\n"
    "all_price = apple_price + orange_price\nprice = all_price*tax",
    "one input": "f = x",
    "twice the same": "f = x*x",
    "numbers alone": "f = 2*3",
    "a named number": "k = 3\nf = k*x",
}
UNARY = ("exp({a})", "sin({a})", "tanh({a})", "relu({a})", "-{a}", "{a} + {n}", "{n}*{a}", "{a}**2")
BINARY = ("{a} + {b}", "{a} - {b}", "{a}*{b}", "{a}/{b}", "max({a}, {b})")


def lesson(name: str) -> Graph:
    """One of the graphs that lessons and exercises draw."""
    graph: Graph = parse_program(LESSONS[name])
    return graph


def random_graph(seed: int) -> Graph:
    """A graph of about 3 to 30 nodes, all of them needed for its output."""
    random = Random(seed)
    size = 3 + seed % 28
    values = [f"x{index}" for index in range(random.randint(1, max(1, size // 3)))]
    unused = list(values)
    lines = []
    while len(values) < size:
        recent = values[-6:] if random.random() < 0.7 else values
        a = unused[0] if unused and random.random() < 0.6 else random.choice(recent)
        rule = random.choice(UNARY + BINARY)
        b = random.choice(recent)
        name = f"v{len(values)}"
        lines.append(f"{name} = {rule.format(a=a, b=b, n=random.randint(1, 9))}")
        unused = [*(value for value in unused if value not in {a, *({b} if "{b}" in rule else ())}), name]
        values.append(name)
    lines.append(f"out = {' + '.join(unused) if len(unused) > 1 else f'2*{unused[0]}'}")
    graph: Graph = parse_program("\n".join(lines))
    return graph
