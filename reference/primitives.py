"""Every operation the engine knows, a row each: how it is evaluated, differentiated and written.

A gradient rule is written with the letters of `rules.py`: upstream gradient `g`, own value `y`, argument `x`, or `a`
and `b`. For `y = tanh(x)` it is `g * (1 - y * y)`. Adding a primitive is adding a row; every test over primitives loops
over this table, and asks for cases when a row has none.

Where a derivative does not exist a choice is made, as PyTorch, JAX and HIPS autograd make it:

    relu, abs and sign at 0         0
    maximum and minimum on a tie    the gradient is shared, half to either side
    comparisons, sign               0 everywhere
"""
# ruff: noqa: E501  (a row of the table is one line)

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np

from . import functions as f
from . import shapes
from .primitive import PRIMITIVES, Primitive, Rule, register
from .rules import a, b, cos, cosh, equal, g, log, sign, sin, sinh, sqrt, x, y


__all__ = ["PRIMITIVES"]


def _unary(
    name: str, math: Any, numpy: Any, rule: Rule | None, sympy: Any, latex: str, **more: Any
) -> Primitive:
    return Primitive(
        name=name,
        arity=1,
        math=math,
        numpy=numpy,
        shape=shapes.elementwise,
        rules=(rule,),
        sympy=sympy,
        latex=latex,
        **more,
    )


def _binary(
    name: str,
    math: Any,
    numpy: Any,
    left: Rule | None,
    right: Rule | None,
    sympy: Any,
    latex: str,
    **more: Any,
) -> Primitive:
    rules = (left, right)
    return Primitive(
        name=name,
        arity=2,
        math=math,
        numpy=numpy,
        shape=shapes.elementwise,
        rules=rules,
        sympy=sympy,
        latex=latex,
        **more,
    )


def _written(both: str, binding: int) -> dict[str, Any]:
    return {"source": (both, both), "binding": binding}


# fmt: off
_OPERATORS = (
    #       name             math                   numpy                   gradient for a, and for b                                      SymPy form                     LaTeX                    written
    _binary("add",           operator.add,          np.add,                 g, g,                                                          "Add",                         "{0} + {1}",             **_written("{0} + {1}", 1)),
    _binary("subtract",      operator.sub,          np.subtract,            g, -g,                                                         lambda sp, a, b: a - b,        "{0} - {1}",             **_written("{0} - {1}", 1)),
    _binary("multiply",      operator.mul,          np.multiply,            g * b, g * a,                                                  "Mul",                         r"{0} \cdot {1}",        **_written("{0} * {1}", 2)),
    _binary("divide",        operator.truediv,      np.divide,              g / b, -g * y / b,                                             lambda sp, a, b: a / b,        r"\frac{{{0}}}{{{1}}}",  **_written("{0} / {1}", 2)),
    _binary("power",         math.pow,              np.power,               g * (b * a ** (b - 1)), g * (y * log(a)),                      "Pow",                         "{{{0}}}^{{{1}}}",       **_written("{0} ** {1}", 4)),
    _unary( "negate",        operator.neg,          np.negative,            -g,                                                            lambda sp, x: -x,              "-{0}",                  **_written("-{0}", 3)),
    _binary("maximum",       f.maximum,             np.maximum,             g * ((a > b) + equal(a, b) / 2), g * ((b > a) + equal(a, b) / 2), "Max",                       r"\max({0}, {1})",       source=("max({0}, {1})", None)),
    _binary("minimum",       f.minimum,             np.minimum,             g * ((a < b) + equal(a, b) / 2), g * ((b < a) + equal(a, b) / 2), "Min",                       r"\min({0}, {1})",       source=("min({0}, {1})", None)),
    _binary("greater",       f.greater,             f.greater_array,        None, None,                                                    f.indicator("Gt"),             "[{0} > {1}]",           **_written("{0} > {1}", 0)),
    _binary("greater_equal", f.greater_equal,       f.greater_equal_array,  None, None,                                                    f.indicator("Ge"),             r"[{0} \ge {1}]",        **_written("{0} >= {1}", 0)),
    _binary("less",          f.less,                f.less_array,           None, None,                                                    f.indicator("Lt"),             "[{0} < {1}]",           **_written("{0} < {1}", 0)),
    _binary("less_equal",    f.less_equal,          f.less_equal_array,     None, None,                                                    f.indicator("Le"),             r"[{0} \le {1}]",        **_written("{0} <= {1}", 0)),
    _binary("equal",         f.equal,               f.equal_array,          None, None,                                                    f.indicator("Eq"),             "[{0} = {1}]",           **_written("{0} == {1}", 0)),
    _binary("not_equal",     f.not_equal,           f.not_equal_array,      None, None,                                                    f.indicator("Ne"),             r"[{0} \ne {1}]",        **_written("{0} != {1}", 0)),
)

_FUNCTIONS = (
    #      name       math         numpy            gradient                   SymPy form                               LaTeX
    _unary("exp",     math.exp,    np.exp,          g * y,                     "exp",                                   "e^{{{0}}}"),
    _unary("log",     math.log,    np.log,          g / x,                     "log",                                   r"\log {0}"),
    _unary("sqrt",    math.sqrt,   np.sqrt,         g / (2 * y),               "sqrt",                                  r"\sqrt{{{0}}}"),
    _unary("expm1",   math.expm1,  np.expm1,        g * (y + 1),               lambda sp, x: sp.exp(x) - 1,             r"\operatorname{{expm1}} {0}"),
    _unary("log1p",   math.log1p,  np.log1p,        g / (x + 1),               lambda sp, x: sp.log(x + 1),             r"\operatorname{{log1p}} {0}"),
    _unary("sin",     math.sin,    np.sin,          g * cos(x),                "sin",                                   r"\sin {0}"),
    _unary("cos",     math.cos,    np.cos,          -g * sin(x),               "cos",                                   r"\cos {0}"),
    _unary("tan",     math.tan,    np.tan,          g * (y * y + 1),           "tan",                                   r"\tan {0}"),
    _unary("arcsin",  math.asin,   np.arcsin,       g / sqrt(1 - x * x),       "asin",                                  r"\arcsin {0}"),
    _unary("arccos",  math.acos,   np.arccos,       -g / sqrt(1 - x * x),      "acos",                                  r"\arccos {0}"),
    _unary("arctan",  math.atan,   np.arctan,       g / (x * x + 1),           "atan",                                  r"\arctan {0}"),
    _unary("sinh",    math.sinh,   np.sinh,         g * cosh(x),               "sinh",                                  r"\sinh {0}"),
    _unary("cosh",    math.cosh,   np.cosh,         g * sinh(x),               "cosh",                                  r"\cosh {0}"),
    _unary("tanh",    math.tanh,   np.tanh,         g * (1 - y * y),           "tanh",                                  r"\tanh {0}"),
    _unary("arcsinh", math.asinh,  np.arcsinh,      g / sqrt(x * x + 1),       "asinh",                                 r"\operatorname{{arsinh}} {0}"),
    _unary("arccosh", math.acosh,  np.arccosh,      g / sqrt(x * x - 1),       "acosh",                                 r"\operatorname{{arcosh}} {0}"),
    _unary("arctanh", math.atanh,  np.arctanh,      g / (1 - x * x),           "atanh",                                 r"\operatorname{{artanh}} {0}"),
    _unary("sigmoid", f.sigmoid,   f.sigmoid_array, g * (y * (1 - y)),         lambda sp, x: 1 / (1 + sp.exp(-x)),      r"\sigma({0})",                    source=("1 / (1 + exp(-{0}))", "1 / (1 + np.exp(-{0}))")),
    _unary("relu",    f.relu,      f.relu_array,    g * (x > 0),               lambda sp, x: sp.Max(0, x),              r"\operatorname{{relu}}({0})",     source=("max({0}, 0.0)", "np.maximum({0}, 0.0)")),
    _unary("abs",     math.fabs,   np.abs,          g * sign(x),               "Abs",                                   "|{0}|",                           source=("abs({0})", None)),
    _unary("sign",    f.sign,      np.sign,         None,                      "sign",                                  r"\operatorname{{sign}}({0})",     source=("(({0} > 0) - ({0} < 0))", None)),
)
# fmt: on

register((*_OPERATORS, *_FUNCTIONS))
