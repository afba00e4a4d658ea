"""Name what an exercise marks by a digest: the same digest, the same marking."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from hashlib import sha256
from typing import Any

from .model import Definition

_FORM = "exercise/1"
# `shapes` of the definition itself repeats what `code` says; a spec says itself what matters.
_IRRELEVANT = ("teaches", "step", "shapes", "spec")


def digest_of(definition: Definition) -> str:
    """SHA-256, in hexadecimal, of all that matters for marking: not of words, the lesson's step or spaces."""
    said = {name: value for name, value in asdict(definition).items() if name not in _IRRELEVANT}
    _leave_out_unused(said)
    if definition.spec is not None and (marked := definition.spec.marked()):
        said["spec"] = marked
    said["program"] = "\n".join(row.strip() for row in definition.program.splitlines() if row.strip())
    text = json.dumps([_FORM, said], sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return sha256(text.encode()).hexdigest()


def _leave_out_unused(said: dict[str, Any]) -> None:
    """Settings that came later count only where they are used, so that the digests of before stay as they were."""
    for setting in ("engine", "conventions"):
        if not said[setting]:
            del said[setting]
    code = said["code"]
    if code is not None and not code["fresh_calls"]:
        del code["fresh_calls"]
    if code is not None and not code["shapes"]:
        del code["shapes"]
        for trial in code["trials"]:
            del trial["sizes"]


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no part of a digest")
