"""Draw the smallest graph at which an engine failed: the values that flow forward, and the gradients it held."""

from __future__ import annotations

from markupsafe import Markup

from grader.marking.engine import failing_graph
from grader.verdict import Finding
from grader.web.language import say
from reference.draw import draw_svg


def counterexample(finding: Finding) -> Markup | None:
    """The drawing, or None for a finding without such a graph."""
    recipe = failing_graph(finding)
    if recipe is None:
        return None
    held = {name: number for name, number in _held(finding).items() if name in recipe.values}
    marks = dict.fromkeys(held, "bad")
    drawn = draw_svg(recipe.graph, recipe.values, held, marks=marks, title=str(say("Computation graph")))
    return Markup(drawn)  # noqa: S704  (our own drawing, which escapes what it writes)


def _held(finding: Finding) -> dict[str, object]:
    """The gradients that were not right, by node."""
    got = finding.evidence.got if finding.evidence else None
    numbers = got if isinstance(got, dict) else {}
    return {
        name.removesuffix(".grad"): number
        for name, number in numbers.items()
        if name.endswith(".grad") and isinstance(number, int | float | str)
    }
