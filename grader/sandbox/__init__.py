"""Run a student's code where it can do no harm: `Sandbox().run(Job(source, calls))` gives a `Report`.

This is the only place where a student's code runs. Public names are loaded when first asked for, because the
process that runs the code imports this package too and must stay small.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .layers import Layer, capabilities, missing_locks
    from .plain import NotPlain
    from .protocol import Call, CallReport, Failure, Job, Limits, Report, SandboxBroken
    from .sandbox import Sandbox

_HOMES = {
    "Call": "protocol",
    "CallReport": "protocol",
    "Failure": "protocol",
    "Job": "protocol",
    "Limits": "protocol",
    "NotPlain": "plain",
    "Report": "protocol",
    "SandboxBroken": "protocol",
    "Sandbox": "sandbox",
    "Layer": "layers",
    # Not in a module of its own name: that would take the name from the function once it was loaded.
    "capabilities": "layers",
    "missing_locks": "layers",
}

__all__ = [
    "Call",
    "CallReport",
    "Failure",
    "Job",
    "Layer",
    "Limits",
    "NotPlain",
    "Report",
    "Sandbox",
    "SandboxBroken",
    "capabilities",
    "missing_locks",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
