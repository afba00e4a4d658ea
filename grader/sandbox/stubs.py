"""Stand in for modules that are not here: drawing libraries draw nothing, absent ones say so when used.

Half of what students hand in imports matplotlib or torch, mostly without needing them for the functions asked
for. A drawing library is met by an object that accepts everything and does nothing; an absent one by an
object that says what is missing when it is used, not when it is imported. A file that is ready to do without
(`try: import scipy`) hears of it at once.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import operator
import sys
from collections.abc import Callable, Iterator, MutableSequence
from types import ModuleType
from typing import Any, NoReturn

import numpy as np

DRAWING = frozenset(
    ("matplotlib", "mpl_toolkits", "pylab", "seaborn", "plotly", "bokeh", "IPython", "graphviz", "pydot")
)
_ABSENT_NAMES = (
    "torch torchvision tensorflow keras jax flax pandas sklearn scipy sympy cv2 PIL skimage statsmodels "
    "networkx cupy autograd micrograd tinygrad mxnet chainer theano transformers datasets wandb "
    "torchsummary tensorboardX imageio requests google gym gymnasium pygame dezero common dataset mnist"
)
ABSENT = frozenset(_ABSENT_NAMES.split())
_ROOTS = DRAWING | ABSENT | {"tqdm", "numba"}
# Those that were imported in this process. Looking through `sys.modules` instead would touch, and so copy,
# many pages.
_found: set[str] = set()
# Those whose import is to fail in this process, since the file has something else in their stead.
_refused: set[str] = set()


class Drawing:
    """Accepts every use that drawing code makes of figures and axes, and does nothing. It may be made of parts."""

    def __init__(self, *parts: Drawing) -> None:
        self._parts = parts

    def __call__(self, *_: Any, **__: Any) -> Drawing:
        return self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _UNPACKED.get(name, self)

    def __getitem__(self, key: Any) -> Drawing:
        return self

    def __setitem__(self, key: Any, value: Any) -> None:
        """Nothing is kept."""

    def __iter__(self) -> Iterator[Any]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def __bool__(self) -> bool:
        return True

    def __enter__(self) -> Drawing:
        return self

    def __exit__(self, *reason: object) -> None:
        """Nothing was open."""


def _several(count: int) -> Drawing:
    return Drawing(*(Drawing() for _ in range(count)))


def _subplots(nrows: int = 1, ncols: int = 1, *_: Any, **__: Any) -> tuple[Drawing, Drawing]:
    in_rows = nrows > 1 and ncols > 1
    axes = Drawing(*(_several(ncols) for _ in range(nrows))) if in_rows else _several(nrows * ncols)
    return Drawing(), axes


# What gives something that is usually unpacked: a figure and its axes, lines, numbers and edges and bars.
_UNPACKED: dict[str, Callable[..., Any]] = {
    "subplots": _subplots,
    "plot": lambda *_, **__: [Drawing()],
    "hist": lambda *_, **__: _several(3),
}


class _Pyplot(ModuleType):
    """A drawing module."""

    __path__: MutableSequence[str] = []  # noqa: RUF012  # what importlib takes for a package's folders

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _UNPACKED.get(name) or Drawing()


class Absent:
    """Part of a library that is not here. Looking it up is harmless; using it says what is missing."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Absent:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self._name}.{name}")

    def __call__(self, *_: Any, **__: Any) -> NoReturn:
        raise ImportError(f"{self._name} is not available in the grader")

    def __mro_entries__(self, bases: tuple[Any, ...]) -> NoReturn:
        raise ImportError(f"{self._name} is not available in the grader")


class _AbsentModule(ModuleType):
    __path__: MutableSequence[str] = []  # noqa: RUF012  # what importlib takes for a package's folders

    def __getattr__(self, name: str) -> Absent:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self.__name__}.{name}")


class _Bar(Drawing):
    """`tqdm(items)` without a bar: the items."""

    write = staticmethod(print)

    def __init__(self, iterable: Any = (), *_: Any, **__: Any) -> None:
        super().__init__()
        self._items = iterable

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __len__(self) -> int:
        return operator.length_hint(self._items)


def _range_with_bar(*args: int, **_: Any) -> _Bar:
    return _Bar(range(*args))


class _Progress(ModuleType):
    __path__: MutableSequence[str] = []  # noqa: RUF012  # what importlib takes for a package's folders
    tqdm = tqdm_notebook = _Bar
    trange = tnrange = staticmethod(_range_with_bar)


def _uncompiled(*args: Any, **_: Any) -> Any:
    """`@njit`, `@jit(nopython=True)`: the function as it is."""
    return args[0] if args and callable(args[0]) else lambda function: function


class _Compiler(_AbsentModule):
    """numba, which changes nothing but the speed."""

    jit = njit = staticmethod(_uncompiled)
    prange = range


# Those that do what is asked of them, if slowly: nobody needs to be told.
_LIKE_THE_REAL: dict[str, type[ModuleType]] = {"tqdm": _Progress, "numba": _Compiler}
_STAND_INS = (_Pyplot, _AbsentModule)


def is_stub(name: str) -> bool:
    """Whether the module of this dotted name is one that this file stands in for here."""
    root = name.partition(".")[0]
    return root not in _LIKE_THE_REAL and isinstance(sys.modules.get(root), _STAND_INS)


def stands_in_for_something() -> bool:
    """Whether any stand-in has been imported."""
    return bool(_found)


def refuse(roots: set[str]) -> None:
    """Let the imports of these absent modules fail from now on."""
    _refused.update(roots)


class StubFinder:
    """A finder for `sys.meta_path` that knows the stand-ins; put last, it leaves what is really there alone."""

    @staticmethod
    def find_spec(name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        """The spec of a stand-in; for other modules of the standard library an ImportError that says why."""
        root, dot, inner = name.partition(".")
        if root in _ROOTS - _refused:
            _found.add(root)
            return importlib.machinery.ModuleSpec(name, _StubLoader(), is_package=True)
        if root == "numpy" and dot and inner in np.__all__:
            # `from numpy import *` asks for such as `numpy.f2py`, which nothing else ever does.
            return importlib.machinery.ModuleSpec(name, _StubLoader(), is_package=True)
        if root in sys.stdlib_module_names:
            raise ModuleNotFoundError(f"the module {name} is not available in the grader", name=name)
        return None


class _StubLoader(importlib.abc.Loader):
    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        root = spec.name.partition(".")[0]
        kind = _Pyplot if root in DRAWING else _LIKE_THE_REAL.get(root, _AbsentModule)
        return kind(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""
