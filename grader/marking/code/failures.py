"""Say of code that did not get to an answer why not: what Python cannot read, what it raised, what ran out."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from grader.sandbox import CallReport, Failure, Limits, Report
from grader.verdict import Evidence, Finding


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
        return _raised(call.failure, evidence)
    if call.status == "time_limit":
        return Finding("time_limit", params={"seconds": limits.call_seconds}, evidence=evidence)
    return None


def ending(report: Report, limits: Limits, evidence: Evidence | None) -> Finding:
    """What ended the job before all calls were made."""
    match report.status:
        case "time_limit":
            return Finding("time_limit", params={"seconds": limits.wall_seconds}, evidence=evidence)
        case "memory_limit":
            megabytes = limits.memory_bytes // 2**20
            return Finding("memory_limit", params={"megabytes": megabytes}, evidence=evidence)
        case "forbidden":
            detail = report.failure.message if report.failure else ""
            return Finding("forbidden", params={"detail": detail, **_place(report.failure)}, evidence=evidence)
        case "raised":
            return _raised(report.failure, evidence)
        case _:
            return Finding("raised", params={"case": "died", **_place(report.failure)}, evidence=evidence)


def _syntax_error(failure: Failure | None) -> Finding:
    place = _place(failure)
    params = {"detail": failure.message if failure else "", **place}
    return Finding("syntax_error", params={"line": 1, "column": 1, **params})


def _raised(failure: Failure | None, evidence: Evidence | None) -> Finding:
    if failure is None:
        return Finding("raised", params={"case": "died"}, evidence=evidence)
    error = f"{failure.type}: {failure.message}" if failure.message else failure.type
    params = {"error": error, **_place(failure)}
    if failure.type == "NotImplementedError":
        # What `grader start` writes, and what people leave where something is still to come.
        params["case"] = "unwritten"
    elif failure.line is not None:
        params["case"] = "line"
    return Finding("raised", params=params, evidence=evidence)


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
