"""Every operation the engine knows, a row each: how it is evaluated, differentiated and written.

A gradient rule is written with the letters of `rules.py`: upstream gradient `g`, own value `y`, argument `x`,
or `a` and `b`. For `y = tanh(x)` it is `g * (1 - y * y)`. Rules of several lines, on arrays, are in
`array_rules.py`. Adding a primitive is adding a row; every test over primitives loops over this table, and
asks for cases when a row has none.

Where a derivative does not exist a choice is made:

    relu and abs at 0                0, as in PyTorch and JAX
    maximum, minimum on a tie        half to either side, as in PyTorch, JAX and HIPS autograd
    max, min over axes on a tie      shared equally among all that tie, as there
    clip at a bound                  0, as in HIPS autograd: clipping below at 0 is relu
    comparisons, sign                0 everywhere
"""
# ruff: noqa: E501  (a row of the table is one line)

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np

from . import array_functions as af
from . import array_rules as r
from . import functions as f
from . import shapes as s
from . import sources as src
from . import sympy_forms as sf
from .primitive import PRIMITIVES, Primitive, register
from .rules import a, b, cos, cosh, g, larger, log, sign, sin, sinh, smaller, sqrt, x, y

__all__ = ["PRIMITIVES"]


def _operator(*columns: Any) -> Primitive:
    """A row of an operator: elementwise, written alike on scalars and arrays."""
    name, math, numpy, rules, sympy, source = columns
    return Primitive(
        name=name, arity=len(rules), math=math, numpy=numpy, shape=s.elementwise, rules=rules, sympy=sympy,
        source=(source, source),
    )  # fmt: skip


def _function(*columns: Any) -> Primitive:
    """A row of an elementwise function: written as a call unless it says how."""
    name, math, numpy, rules, sympy, latex, *source = columns
    return Primitive(
        name=name, arity=len(rules), math=math, numpy=numpy, shape=s.elementwise, rules=rules, sympy=sympy, latex=latex,
        source=source[0] if source else (None, None),
    )  # fmt: skip


def _array(*columns: Any, arity: int | None = 1, latex: str | None = None) -> Primitive:
    """A row of an operation on whole arrays, for which `math` has nothing."""
    name, numpy, shape, rules, sympy, source = columns
    return Primitive(
        name=name, arity=arity, math=None, numpy=numpy, shape=shape, rules=rules, sympy=sympy, latex=latex,
        source=(source, source), elementwise=False,
    )  # fmt: skip


# fmt: off
_OPERATORS = (
    #         name             math              numpy                  gradient for a, and for b                   SymPy form          source
    _operator("add",           operator.add,     np.add,                (g, g),                                     "Add",              "{0} + {1}"),
    _operator("subtract",      operator.sub,     np.subtract,           (g, -g),                                    sf.subtract,        "{0} - {1}"),
    _operator("multiply",      operator.mul,     np.multiply,           (g * b, g * a),                             "Mul",              "{0} * {1}"),
    _operator("divide",        operator.truediv, np.divide,             (g / b, -g * y / b),                        sf.divide,          "{0} / {1}"),
    _operator("power",         math.pow,         np.power,              (g * (b * a ** (b - 1)), g * (y * log(a))), "Pow",              "{0} ** {1}"),
    _operator("negate",        operator.neg,     np.negative,           (-g,),                                      sf.negate,          "-{0}"),
    _operator("greater",       f.greater,        f.greater_array,       (None, None),                               sf.indicator("Gt"), "{0} > {1}"),
    _operator("greater_equal", f.greater_equal,  f.greater_equal_array, (None, None),                               sf.indicator("Ge"), "{0} >= {1}"),
    _operator("less",          f.less,           f.less_array,          (None, None),                               sf.indicator("Lt"), "{0} < {1}"),
    _operator("less_equal",    f.less_equal,     f.less_equal_array,    (None, None),                               sf.indicator("Le"), "{0} <= {1}"),
    _operator("equal",         f.equal,          f.equal_array,         (None, None),                               sf.indicator("Eq"), "{0} == {1}"),
    _operator("not_equal",     f.not_equal,      f.not_equal_array,     (None, None),                               sf.indicator("Ne"), "{0} != {1}"),
)

_FUNCTIONS = (
    #         name       math             numpy            gradient                                SymPy form  LaTeX                     source on scalars, on arrays
    _function("exp",     math.exp,        np.exp,          (g * y,),                               "exp",      None),
    _function("log",     math.log,        np.log,          (g / x,),                               "log",      r"\log"),
    _function("sqrt",    math.sqrt,       np.sqrt,         (g / (2 * y),),                         "sqrt",     None),
    _function("expm1",   math.expm1,      np.expm1,        (g * (y + 1),),                         sf.expm1,   None),
    _function("log1p",   math.log1p,      np.log1p,        (g / (x + 1),),                         sf.log1p,   None),
    _function("sin",     math.sin,        np.sin,          (g * cos(x),),                          "sin",      r"\sin"),
    _function("cos",     math.cos,        np.cos,          (-g * sin(x),),                         "cos",      r"\cos"),
    _function("tan",     math.tan,        np.tan,          (g * (y * y + 1),),                     "tan",      r"\tan"),
    _function("arcsin",  math.asin,       np.arcsin,       (g / sqrt(1 - x * x),),                 "asin",     r"\arcsin"),
    _function("arccos",  math.acos,       np.arccos,       (-g / sqrt(1 - x * x),),                "acos",     r"\arccos"),
    _function("arctan",  math.atan,       np.arctan,       (g / (x * x + 1),),                     "atan",     r"\arctan"),
    _function("sinh",    math.sinh,       np.sinh,         (g * cosh(x),),                         "sinh",     r"\sinh"),
    _function("cosh",    math.cosh,       np.cosh,         (g * sinh(x),),                         "cosh",     r"\cosh"),
    _function("tanh",    math.tanh,       np.tanh,         (g * (1 - y * y),),                     "tanh",     r"\tanh"),
    _function("arcsinh", math.asinh,      np.arcsinh,      (g / sqrt(x * x + 1),),                 "asinh",    r"\operatorname{arsinh}"),
    _function("arccosh", math.acosh,      np.arccosh,      (g / sqrt(x * x - 1),),                 "acosh",    r"\operatorname{arcosh}"),
    _function("arctanh", math.atanh,      np.arctanh,      (g / (1 - x * x),),                     "atanh",    r"\operatorname{artanh}"),
    _function("sigmoid", f.sigmoid,       f.sigmoid_array, (g * (y * (1 - y)),),                   sf.sigmoid, r"\sigma",                src.SIGMOID),
    _function("relu",    f.relu,          f.relu_array,    (g * (x > 0),),                         sf.relu,    None,                     src.RELU),
    _function("abs",     math.fabs,       np.abs,          (g * sign(x),),                         "Abs",      None,                     src.ABS),
    _function("sign",    f.sign,          np.sign,         (None,),                                "sign",     None,                     src.SIGN),
    _function("maximum", f.maximum,       np.maximum,      (g * larger(a, b), g * larger(b, a)),   "Max",      r"\max",                  src.MAXIMUM),
    _function("minimum", f.minimum,       np.minimum,      (g * smaller(a, b), g * smaller(b, a)), "Min",      r"\min",                  src.MINIMUM),
    _function("where",   af.where_number, af.where,        (None, r.where_true, r.where_false),    sf.where,   None,                     src.WHERE),
)

_ARRAYS = (
    #      name            numpy            shape           gradient                         SymPy form                 source
    _array("sum",          np.sum,          s.reduced,      (r.sum_over,),                   sf.exact(np.sum),          src.method("sum")),
    _array("mean",         np.mean,         s.extreme,      (r.mean_over,),                  sf.mean,                   src.method("mean")),
    _array("max",          np.max,          s.extreme,      (r.extreme_over,),               sf.fold("Max"),            src.method("max"),         latex=r"\max"),
    _array("min",          np.min,          s.extreme,      (r.extreme_over,),               sf.fold("Min"),            src.method("min"),         latex=r"\min"),
    _array("logsumexp",    af.logsumexp,    s.extreme,      (r.logsumexp,),                  sf.logsumexp,              src.helper("logsumexp")),
    _array("softmax",      af.softmax,      s.along,        (r.softmax,),                    sf.softmax,                src.helper("softmax")),
    _array("log_softmax",  af.log_softmax,  s.along,        (r.log_softmax,),                sf.log_softmax,            src.helper("log_softmax")),
    _array("clip",         af.clip,         s.clipped,      (r.clip,),                       sf.clip,                   src.clip),
    _array("matmul",       np.matmul,       s.matmul,       (r.matmul_left, r.matmul_right), sf.exact(np.matmul),       "{0} @ {1}",               arity=2),
    _array("transpose",    np.transpose,    s.transposed,   (r.transpose,),                  sf.exact(np.transpose),    src.transpose),
    _array("reshape",      af.reshape,      s.reshaped,     (r.reshape_back,),               sf.exact(af.reshape),      src.reshape),
    _array("broadcast_to", np.broadcast_to, s.stretched,    (r.broadcast_back,),             sf.exact(np.broadcast_to), src.broadcast_to),
    _array("concatenate",  af.concatenate,  s.concatenated, (r.concatenate,),                sf.exact(af.concatenate),  src.joined("concatenate"), arity=None),
    _array("stack",        af.stack,        s.stacked,      (r.stack,),                      sf.exact(af.stack),        src.joined("stack"),       arity=None),
    _array("index",        af.index,        s.indexed,      (r.index,),                      sf.exact(af.index),        src.index),
    _array("scatter",      af.scatter_key,  s.scattered,    (r.scatter,),                    sf.exact(af.scatter_key),  src.scatter),
)
# fmt: on

register((*_OPERATORS, *_FUNCTIONS, *_ARRAYS))
