"""The words that code may use and still be followed: names of functions, methods, modules. All else ends in `points`.

None of them reaches anything but numbers, arrays, lists and the file's own functions and classes: not the interpreter,
not the tracer, not the clock.
"""

from __future__ import annotations

import types
from collections.abc import Mapping

import numpy as np

_BUILTINS = """
    abs all any bool classmethod dict enumerate filter float frozenset int isinstance len list map max min object pow
    print property range reversed round set slice sorted staticmethod str sum super tuple zip
    ArithmeticError AssertionError Exception IndexError KeyError NotImplemented NotImplementedError OverflowError
    RuntimeError TypeError ValueError ZeroDivisionError
"""
BUILTINS = frozenset(_BUILTINS.split())

# Methods and attributes of numbers, arrays, lists, dicts and texts.
_METHODS = """
    T all any append astype clear clip copy count data dot dtype extend fill flat flatten get index insert item items
    keys max mean min ndim pop prod ravel remove repeat reshape reverse setdefault shape size sort squeeze sum swapaxes
    tolist transpose update values
"""
METHODS = frozenset(_METHODS.split())

# Attributes that Python's own objects have: a file may not use these words for its own, the methods above aside.
_KINDS = (np.ndarray, np.float64, float, int, complex, list, dict, tuple, str, set, property, type, BaseException)
_INNER = (
    types.FunctionType, types.MethodType, types.CodeType, types.FrameType, types.TracebackType, types.GeneratorType,
    types.CoroutineType, types.AsyncGeneratorType, types.BuiltinFunctionType, types.ModuleType, types.CellType,
)  # fmt: skip
OCCUPIED = frozenset(name for kind in (*_KINDS, *_INNER) for name in dir(kind)) - METHODS

# What a class may define to behave as a number or a function does.
_OPERATORS = """
    init post_init call add radd iadd sub rsub isub mul rmul imul truediv rtruediv itruediv pow rpow matmul rmatmul neg
    pos abs len getitem setitem iter repr str
"""
OPERATORS = frozenset(f"__{name}__" for name in _OPERATORS.split())

_NUMPY = """
    abs absolute add all amax amin any append arccos arccosh arcsin arcsinh arctan arctanh array asanyarray asarray
    ascontiguousarray atleast_1d atleast_2d average broadcast_to clip column_stack concatenate copy cos cosh divide dot
    double e einsum empty empty_like equal errstate exp exp2 expand_dims expm1 fabs flip float64 float_power fmax fmin
    fromiter frompyfunc full full_like greater greater_equal hstack inf invert less less_equal log log10 log1p log2
    logaddexp logical_and logical_not logical_or matmul max maximum mean min minimum moveaxis multiply ndarray
    ndenumerate ndim ndindex negative newaxis not_equal ones ones_like outer pi piecewise positive power prod ravel
    reciprocal repeat reshape select seterr shape sign sin sinh size sqrt square squeeze stack subtract sum swapaxes tan
    tanh tile transpose true_divide vectorize vstack where zeros zeros_like
"""
TRACEABLE = frozenset(_NUMPY.split())
# Harmless, where the function asked for does not use it.
_ELSEWHERE = """
    allclose arange argmax argmin array_equal around bool_ cumsum diag eye float32 floor identity int32 int64
    integer isclose isfinite isinf isnan isscalar linspace logspace meshgrid nan number round set_printoptions sort std
    unique var random.default_rng random.normal random.permutation random.rand random.randint random.randn random.random
    random.seed random.shuffle random.uniform random.choice linalg.norm
"""
_MATH = """
    acos acosh asin asinh atan atanh cos cosh e exp exp2 expm1 fabs inf log log10 log1p log2 pi pow sin sinh sqrt tan
    tanh
"""
_ITERTOOLS = "accumulate chain combinations islice permutations product repeat starmap zip_longest"
_PYPLOT = "figure plot title xlabel ylabel legend show grid savefig scatter"
_TYPING = "Any Callable Dict Iterable List Optional Sequence Tuple Union"

# For each module the names that may be taken from it.
MODULES: Mapping[str, frozenset[str]] = {
    "numpy": TRACEABLE | frozenset(_ELSEWHERE.split()),
    "math": frozenset(_MATH.split()),
    "itertools": frozenset(_ITERTOOLS.split()),
    "functools": frozenset(("reduce", "partial", "wraps")),
    "operator": frozenset(("abs", "add", "mul", "neg", "pow", "sub", "truediv")),
    "dataclasses": frozenset(("dataclass", "field")),
    "abc": frozenset(("ABC", "abstractmethod")),
    "typing": frozenset(_TYPING.split()),
    "collections": frozenset(("defaultdict", "namedtuple", "OrderedDict")),
    "collections.abc": frozenset(("Callable", "Iterable", "Sequence")),
    "warnings": frozenset(("filterwarnings", "simplefilter")),
    "__future__": frozenset(("annotations",)),
    "numpy.typing": frozenset(("ArrayLike", "NDArray")),
    "matplotlib.pyplot": frozenset(_PYPLOT.split()),
}
# What NumPy may be told to do where numbers overflow: not to call anything, nor to raise.
WARNINGS = frozenset(("ignore", "warn"))
