"""What people hand in for the gradients of a two-layer network: right in several styles, and wrong by one mistake.

Written by hand from the examples of the list of misconceptions; nothing here knows the library of mistakes.
"""

from __future__ import annotations

HEAD = """
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))

"""
PLAIN = (
    HEAD
    + """
def gradients(X, Y, W1, b1, W2, b2):
    n = len(X)
    z1 = X @ W1 + b1
    h = sigmoid(z1)
    z2 = h @ W2 + b2
    p = sigmoid(z2)
    d2 = (p - Y) / n
    dW2 = h.T @ d2
    db2 = d2.sum(axis=0)
    d1 = (d2 @ W2.T) * h * (1 - h)
    dW1 = X.T @ d1
    db1 = d1.sum(axis=0)
    return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
"""
)
CHAIN = (
    HEAD
    + """
def gradients(X, Y, W1, b1, W2, b2):
    a1 = sigmoid(np.dot(X, W1) + b1)
    a2 = sigmoid(np.dot(a1, W2) + b2)
    dL_da2 = (-Y / a2 + (1 - Y) / (1 - a2)) / X.shape[0]
    delta2 = dL_da2 * a2 * (1 - a2)
    delta1 = np.dot(delta2, np.transpose(W2)) * (a1 - a1**2)
    grads = {}
    grads["W2"] = np.dot(a1.T, delta2)
    grads["b2"] = np.sum(delta2, axis=0)
    grads["W1"] = np.dot(X.T, delta1)
    grads["b1"] = np.sum(delta1, axis=0)
    return grads
"""
)
LOOPS = (
    HEAD
    + """
def gradients(X, Y, W1, b1, W2, b2):
    gW1, gb1, gW2, gb2 = (np.zeros_like(a) for a in (W1, b1, W2, b2))
    for x, y in zip(X, Y):
        h = sigmoid(x @ W1 + b1)
        p = sigmoid(h @ W2 + b2)
        e = p - y
        gW2 += np.outer(h, e)
        gb2 += e
        back = W2 @ e * h * (1 - h)
        gW1 += np.outer(x, back)
        gb1 += back
    m = len(X)
    return dict(W1=gW1 / m, b1=gb1 / m, W2=gW2 / m, b2=gb2 / m)
"""
)
EINSUM = (
    HEAD
    + """
def gradients(X, Y, W1, b1, W2, b2):
    H = sigmoid(X @ W1 + b1)
    P = sigmoid(H @ W2 + b2)
    D2 = np.divide(P - Y, P.size)
    D1 = np.einsum("no,ho->nh", D2, W2) * H * (1 - H)
    return {
        "W1": np.einsum("ni,nh->ih", X, D1), "b1": np.einsum("nh->h", D1),
        "W2": np.einsum("nh,no->ho", H, D2), "b2": np.einsum("no->o", D2),
    }
"""
)
LAYERS = (
    HEAD
    + """
class Dense:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x, self.out = x, sigmoid(x @ self.W + self.b)
        return self.out

    def backward(self, grad, last=False):
        delta = grad if last else grad * self.out * (1 - self.out)
        self.dW, self.db = self.x.T @ delta, delta.sum(0)
        return delta @ self.W.T


def gradients(X, Y, W1, b1, W2, b2):
    one, two = Dense(W1, b1), Dense(W2, b2)
    p = two.forward(one.forward(X))
    one.backward(two.backward((p - Y) / len(Y), last=True))
    return {"W1": one.dW, "b1": one.db, "W2": two.dW, "b2": two.db}
"""
)
RIGHT = {"plain": PLAIN, "chain": CHAIN, "loops": LOOPS, "einsum": EINSUM, "layers": LAYERS}

# The mistake, the style it is made in, and what is written instead.
WRONG: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "sign": ("sign_yhat_minus_y", PLAIN, (("(p - Y) / n", "(Y - p) / n"),)),
    "sign in layers": ("sign_yhat_minus_y", LAYERS, (("(p - Y)", "(Y - p)"),)),
    "cross-entropy without minus": ("ce_sign", CHAIN, (("(-Y / a2 + (1 - Y)", "(Y / a2 - (1 - Y)"),)),
    "one term without minus": ("ce_sign", CHAIN, (("(-Y / a2 + (1 - Y)", "(-Y / a2 - (1 - Y)"),)),
    "last derivative left out": ("skip_output_derivative", CHAIN, (("dL_da2 * a2 * (1 - a2)", "dL_da2"),)),
    "last derivative twice": ("extra_output_derivative", PLAIN, (("(p - Y) / n", "(p - Y) / n * p * (1 - p)"),)),
    "last derivative in layers": ("extra_output_derivative", LAYERS, ((", last=True", ""),)),
    "raw error": ("hidden_raw_error", PLAIN, (("(d2 @ W2.T)", "((p - Y) @ W2.T)"),)),
    "raw error beside a steeper delta": (
        "hidden_raw_error", PLAIN,
        (("(p - Y) / n", "(p - Y) / n * p * (1 - p)"), ("(d2 @ W2.T)", "((p - Y) @ W2.T)")),
    ),
    "no weights on the way back": ("hidden_uses_output_error_direct", PLAIN, (("(d2 @ W2.T)", "d2"),)),
    "no hidden derivative": ("hidden_derivative_missing", PLAIN, ((" * h * (1 - h)", ""),)),
    "no hidden derivative in loops": ("hidden_derivative_missing", LOOPS, ((" * h * (1 - h)", ""),)),
    "the last layer's derivative": ("hidden_derivative_wrong_layer", PLAIN, (("* h * (1 - h)", "* p * (1 - p)"),)),
    "updated weights": ("updated_w2_used", PLAIN, (("    d1 = ", "    W2 = W2 - 0.1 * dW2\n    d1 = "),)),
    "transposed": ("dw_operands_swapped", PLAIN, (("X.T @ d1", "d1.T @ X"),)),
    "own activation": ("own_activation_for_dw", PLAIN, (("h.T @ d2", "p.T @ d2"),)),
    "own activation, first layer": ("own_activation_for_dw", CHAIN, (("np.dot(X.T, delta1)", "np.dot(a1.T, delta1)"),)),
    "entry by entry": ("elementwise_for_matmul", PLAIN, (("h.T @ d2", "h * d2"),)),
    "rows not summed": ("bias_not_summed", PLAIN, (("d1.sum(axis=0)", "d1"),)),
    "rows of the last layer not summed": ("bias_not_summed", CHAIN, (("np.sum(delta2, axis=0)", "delta2"),)),
    "all summed": ("bias_sum_all", PLAIN, (("d1.sum(axis=0)", "np.sum(d1)"),)),
    "mean of a mean": ("bias_mean_for_sum", PLAIN, (("d1.sum(axis=0)", "d1.mean(axis=0)"),)),
    "bias from weights": ("bias_from_w_gradient", PLAIN, (("d1.sum(axis=0)", "dW1.sum(axis=0)"),)),
    "derivative at the bias": (
        "bias_into_derivative", PLAIN, (("d1.sum(axis=0)", "(d1 * sigmoid(b1) * (1 - sigmoid(b1))).sum(axis=0)"),),
    ),
    "no mean": ("batch_div_never", PLAIN, (("(p - Y) / n", "p - Y"),)),
    "no mean in loops": ("batch_div_never", LOOPS, (("    m = len(X)\n", "    m = 1\n"),)),
    "mean twice": ("batch_div_twice", PLAIN, (("h.T @ d2", "h.T @ d2 / n"), ("X.T @ d1", "X.T @ d1 / n"))),
    "two in one": ("constant_factor", PLAIN, (("h.T @ d2", "2 * h.T @ d2"),)),
    "updated for gradient": ("update_for_gradient", PLAIN, (('"W1": dW1', '"W1": W1 - 0.5 * dW1'),)),
    "delta for gradient": ("delta_for_gradient", PLAIN, (('"W1": dW1', '"W1": d1'),)),
    "sums for activation": ("preactivation_for_dw", PLAIN, (("h.T @ d2", "z1.T @ d2"),)),
    "derivative of the input": ("sig_x_times_1_minus_x", PLAIN, (("* h * (1 - h)", "* z1 * (1 - z1)"),)),
    "sigmoid twice": ("sig_double", PLAIN, (("* h * (1 - h)", "* sigmoid(h) * (1 - sigmoid(h))"),)),
}  # fmt: skip


def wrong(name: str) -> str:
    """The source with that mistake; every place that is changed must be there once."""
    _, source, edits = WRONG[name]
    for old, new in edits:
        assert source.count(old) == 1, (name, old)
        source = source.replace(old, new)
    return source
