"""`grader compare`: is LEFT equal to RIGHT, the reference? One pair, or many as JSONL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, TextIO

import click

import reference
from grader.messages import comparison_message
from grader.messages.catalogues import Lang
from grader.verdict import plain_value
from reference import Comparison, EngineError

from .options import lang_option
from .output import console
from .status import CommandError, Status

OF_RELATION = {
    "equal": Status.YES,
    "different": Status.NO,
    "undecided": Status.UNDECIDED,
    "unreadable": Status.USAGE,
}


@click.command()
@click.argument("left", required=False)
@click.argument("right", required=False)
@click.option("--assume", multiple=True, metavar="COND", help="A condition such as 'x > 0'; repeat for more.")
@click.option("--names", default="", metavar="x,y", help="Names to read as one variable each.")
@click.option(
    "--jsonl",
    "many",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help="Many pairs; - is standard input.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON value.")
@lang_option
def compare(
    left: str | None,
    right: str | None,
    assume: tuple[str, ...],
    names: str,
    many: TextIO | None,
    as_json: bool,
    lang: Lang,
) -> int:
    """Is LEFT equal to RIGHT, wherever RIGHT is defined? Status 0 equal, 1 different, 2 unreadable, 3 undecided."""
    if many is not None:
        if left is not None:
            raise CommandError("give either LEFT and RIGHT or --jsonl FILE.")
        return _many(many, lang)
    if left is None or right is None:
        raise CommandError("give two formulas: grader compare LEFT RIGHT.")
    result = _answer(left, right, assume, tuple(filter(None, (n.strip() for n in names.split(",")))), lang)
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, allow_nan=False))
    elif result["relation"] == "unreadable":
        click.echo(f"grader: {result['message']}", err=True)
    else:
        console().print(result["message"], markup=False, highlight=False)
    return OF_RELATION[result["relation"]]


def _answer(left: str, right: str, assume: Iterable[str], names: Sequence[str], lang: Lang) -> dict[str, Any]:
    try:
        result = reference.compare(left, right, assume=list(assume), names=names)
    except EngineError as error:
        side = next((side for side, text in (("left", left), ("right", right)) if not _readable(text, names)), "assume")
        return _row("unreadable", None, f"{side}: {comparison_message(error, lang)}")
    return _row(result.relation, result, comparison_message(result, lang))


def _readable(text: str, names: Sequence[str]) -> bool:
    try:
        reference.parse_formula(text, names, undeclared=True)
    except EngineError:
        return False
    return True


def _row(relation: str, result: Comparison | None, message: str) -> dict[str, Any]:
    point = None if result is None or result.point is None else {n: _number(v) for n, v in result.point.items()}
    return {
        "relation": relation,
        "shown_by": None if result is None else result.shown_by,
        "point": point,
        "left_value": None if result is None else plain_value(result.left_value),
        "right_value": None if result is None else plain_value(result.right_value),
        "message": message,
    }


def _number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _many(lines: TextIO, lang: Lang) -> int:
    status = Status.YES
    for number, line in _numbered(lines):
        row, understood = _line(line, number, lang)
        if not understood:
            status = Status.USAGE
        click.echo(json.dumps(row, ensure_ascii=False, allow_nan=False))
    return status


def _numbered(lines: TextIO) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _line(line: str, number: int, lang: Lang) -> tuple[dict[str, Any], bool]:
    """The answer to one line, and whether the line itself could be understood."""
    pair_id: Any = None
    try:
        pair = json.loads(line)
        pair_id = pair.get("id") if isinstance(pair, dict) else None
        left, right, assume, names = _fields(pair)
    except (ValueError, RecursionError) as error:
        problem = {"code": "malformed", "message": f"line {number}: {error}"}
        return {"id": pair_id, "line": number, "error": problem}, False
    return {"id": pair_id, **_answer(left, right, assume, names, lang)}, True


def _fields(pair: Any) -> tuple[str, str, list[str], list[str]]:
    if not isinstance(pair, dict):
        raise ValueError('expected an object such as {"id": 1, "left": "2x", "right": "x + x"}')
    for key in ("left", "right"):
        if not isinstance(pair.get(key), str):
            raise ValueError(f'"{key}" must be a text')
    lists = []
    for key in ("assume", "names"):
        value = pair.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ValueError(f'"{key}" must be a list of texts')
        lists.append(value)
    return pair["left"], pair["right"], lists[0], lists[1]
