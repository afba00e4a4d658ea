"""Say of code that did not get to an answer why not: what Python cannot read, what it raised, what ran out."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from itertools import islice
from typing import Any

from grader.messages import point_text
from grader.sandbox import CallReport, Failure, Limits, Report
from grader.verdict import Evidence, Finding

from .said import phrase

_LONGEST_POINT = 120
_MOST_KEYS, _LONGEST_KEY = 20, 40
_PYTHON = ".".join(map(str, sys.version_info[:2]))
_OUT_OF_MEMORY = ("MemoryError", "_ArrayMemoryError")  # Python's, and NumPy's own


def file_failure(report: Report, limits: Limits) -> Finding | None:
    """Why the file as a whole could not be run, or None."""
    if report.status == "syntax_error":
        return _syntax_error(report.failure)
    if report.status != "ran" and not report.calls:
        return ending(report, limits, None)
    return None


def function_missing(name: str, source: str) -> Finding:
    """The file has no function of that name; functions with like names are told."""
    near = get_close_matches(name, _defined(source, ast.FunctionDef, ast.AsyncFunctionDef), n=2, cutoff=0.5)
    params: dict[str, Any] = {"case": "near" if near else "function", "name": name, "near": near}
    return Finding("name_missing", params=params)


def class_missing(name: str, source: str) -> Finding:
    """The file has no class of that name; other classes are told."""
    near = _defined(source, ast.ClassDef)[:3]
    params: dict[str, Any] = {"case": "near_class" if near else "class", "name": name, "near": near}
    return Finding("name_missing", params=params)


def key_missing(name: str, result: Mapping[Any, object]) -> Finding:
    """The dict that came back has no such key; those that it has are told."""
    found = [str(key)[:_LONGEST_KEY] for key in islice(result, _MOST_KEYS)]
    return Finding("name_missing", params={"case": "key", "name": name, "found": found})


def call_failure(call: CallReport, limits: Limits, evidence: Evidence, *, is_function: bool = True) -> Finding | None:
    """Why a call gave no value, or None where it gave one.

    The call of a function is told with its arguments, which are the evidence's inputs.
    """
    point = {"point": _short(point_text(evidence.inputs))} if is_function else {}
    if call.status == "raised":
        finding = _raised(call.failure, limits, evidence)
        return _with_arguments(finding, call.failure, point) if point and finding.code == "raised" else finding
    if call.status == "time_limit":
        case = {"case": "line" if call.failure and call.failure.line else "call"} if point else {}
        params = {"seconds": limits.call_seconds, **case, **point, **_place(call.failure)}
        return Finding("time_limit", params=params, evidence=evidence)
    return None


def _with_arguments(finding: Finding, failure: Failure | None, point: Mapping[str, str]) -> Finding:
    """An error in a call, told with the arguments. Where it is in no line of the file, the call itself failed."""
    case = finding.params.get("case")
    if failure is None or case not in (None, "line"):
        return finding
    told = "refused" if case is None else "deep" if failure.type == "RecursionError" else "call"
    return replace(finding, params={**finding.params, **point, "case": told})


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_POINT else text[:_LONGEST_POINT].rstrip() + " …"


def ending(report: Report, limits: Limits, evidence: Evidence | None) -> Finding:
    """What ended the job before all calls were made."""
    match report.status:
        case "time_limit":
            return Finding("time_limit", params=_too_long(report, limits), evidence=evidence)
        case "memory_limit":
            return _out_of_memory(report.failure, limits, evidence)
        case "forbidden":
            return _forbidden(report.failure, evidence)
        case "raised":
            return _raised(report.failure, limits, evidence)
        case _:
            return Finding("raised", params={"case": "died", **_place(report.failure)}, evidence=evidence)


def _too_long(report: Report, limits: Limits) -> dict[str, Any]:
    """After some calls that never end no more are made; otherwise it was all calls together, or the file itself."""
    if any(call.status == "time_limit" for call in report.calls):
        return {"case": "untried", "seconds": limits.call_seconds}
    if not report.calls:
        return {"case": "file", "seconds": limits.load_seconds, **_place(report.failure)}
    return {"case": "all", "seconds": limits.wall_seconds}


def _syntax_error(failure: Failure | None) -> Finding:
    place = _place(failure)
    # A file that is nested too deeply is said to be one by the kind of error only.
    detail = (failure.message or failure.type) if failure else ""
    params = {"detail": detail.rstrip(".?"), "python": _PYTHON, **place}
    return Finding("syntax_error", params={"line": 1, "column": 1, **params})


def _out_of_memory(failure: Failure | None, limits: Limits, evidence: Evidence | None) -> Finding:
    params = {"megabytes": limits.memory_bytes // 2**20, **_place(failure), **_case(failure)}
    return Finding("memory_limit", params=params, evidence=evidence)


def _forbidden(failure: Failure | None, evidence: Evidence | None) -> Finding:
    detail = phrase(failure.message) if failure else ""
    return Finding("forbidden", params={"detail": detail, **_place(failure), **_case(failure)}, evidence=evidence)


def _raised(failure: Failure | None, limits: Limits, evidence: Evidence | None) -> Finding:
    if failure is None:
        return Finding("raised", params={"case": "died"}, evidence=evidence)
    if failure.type in _OUT_OF_MEMORY:
        return _out_of_memory(failure, limits, evidence)
    if failure.type == "PermissionError":
        return _forbidden(failure, evidence)
    params = {"error": error_text(failure), **_place(failure), **_case(failure)}
    if params.get("case") == "unwritten":
        del params["traceback"]  # that nothing is there yet is all there is to say
    return Finding("raised", params=params, evidence=evidence)


def _case(failure: Failure | None) -> dict[str, str]:
    """Which words tell it: those with a line, where there is one."""
    if failure is None or failure.line is None:
        return {}
    # What `grader start` writes, and what people leave where something is still to come.
    return {"case": "unwritten" if failure.type == "NotImplementedError" else "line"}


def error_text(failure: Failure) -> str | dict[str, Any]:
    """The exception with what it says, as Python writes it."""
    said = phrase(failure.message)
    if isinstance(said, str):
        return f"{failure.type}: {said}" if said else failure.type
    return {"words": "a_value", "type": failure.type, "value": said}


def _place(failure: Failure | None) -> Mapping[str, Any]:
    """Where in the student's file: what the pages show below the message."""
    if failure is None:
        return {}
    known = {
        "line": failure.line,
        "column": failure.column,
        "text": failure.text,
        "traceback": failure.traceback,
    }
    return {name: value for name, value in known.items() if value}


def _defined(source: str, *kinds: type[ast.stmt]) -> list[str]:
    """The names that the file defines at its top level with statements of these kinds."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [str(vars(node)["name"]) for node in tree.body if isinstance(node, kinds)]
