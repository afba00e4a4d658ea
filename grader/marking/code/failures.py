"""Say of code that did not get to an answer why not: what Python cannot read, what it raised, what ran out."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from grader.sandbox import CallReport, Failure, Limits, Report
from grader.verdict import Evidence, Finding

from .said import phrase

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


def call_failure(call: CallReport, limits: Limits, evidence: Evidence) -> Finding | None:
    """Why a call gave no value, or None where it gave one."""
    if call.status == "raised":
        return _raised(call.failure, limits, evidence)
    if call.status == "time_limit":
        return Finding("time_limit", params={"seconds": limits.call_seconds}, evidence=evidence)
    return None


def ending(report: Report, limits: Limits, evidence: Evidence | None) -> Finding:
    """What ended the job before all calls were made."""
    match report.status:
        case "time_limit":
            # After some calls that never end no more are made; otherwise it was all calls together that took too long.
            endless = any(call.status == "time_limit" for call in report.calls)
            seconds = limits.call_seconds if endless else limits.wall_seconds
            return Finding("time_limit", params={"seconds": seconds}, evidence=evidence)
        case "memory_limit":
            return _out_of_memory(report.failure, limits, evidence)
        case "forbidden":
            return _forbidden(report.failure, evidence)
        case "raised":
            return _raised(report.failure, limits, evidence)
        case _:
            return Finding("raised", params={"case": "died", **_place(report.failure)}, evidence=evidence)


def _syntax_error(failure: Failure | None) -> Finding:
    place = _place(failure)
    # A file that is nested too deeply is said to be one by the kind of error only.
    params = {"detail": (failure.message or failure.type) if failure else "", **place}
    return Finding("syntax_error", params={"line": 1, "column": 1, **params})


def _out_of_memory(failure: Failure | None, limits: Limits, evidence: Evidence | None) -> Finding:
    params = {"megabytes": limits.memory_bytes // 2**20, **_place(failure)}
    return Finding("memory_limit", params=params, evidence=evidence)


def _forbidden(failure: Failure | None, evidence: Evidence | None) -> Finding:
    detail = phrase(failure.message) if failure else ""
    return Finding("forbidden", params={"detail": detail, **_place(failure)}, evidence=evidence)


def _raised(failure: Failure | None, limits: Limits, evidence: Evidence | None) -> Finding:
    if failure is None:
        return Finding("raised", params={"case": "died"}, evidence=evidence)
    if failure.type in _OUT_OF_MEMORY:
        return _out_of_memory(failure, limits, evidence)
    if failure.type == "PermissionError":
        return _forbidden(failure, evidence)
    params = {"error": _error(failure), **_place(failure)}
    if failure.type == "NotImplementedError":
        # What `grader start` writes, and what people leave where something is still to come.
        params["case"] = "unwritten"
    elif failure.line is not None:
        params["case"] = "line"
    return Finding("raised", params=params, evidence=evidence)


def _error(failure: Failure) -> str | dict[str, Any]:
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
