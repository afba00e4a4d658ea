"""Draw an exercise's graph with boxes over it: to be filled in, or filled and marked.

The graph is drawn twice, wide and tall, and one set of HTML boxes lies over whichever is shown: their places
are the variables of one `<style>`, their order in the page is the order of the Tab key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grader.exercises import DERIVATIVE_KINDS, Ask, Instance
from grader.web.language import say
from grader.web.mathml import PARTIAL
from grader.web.plan import Plan, Slips, field_of, plan_filled, plan_marked, plan_to_ask
from grader.web.security import nonce
from reference.graph import Graph
from reference.layout import Layout, Slot, name_runs


@dataclass(frozen=True)
class Mark:
    """How a box came out: `ok`, `no`, `cf` or `na`, the icon and the word beside it, never colour alone."""

    state: str = ""
    icon: str = ""
    why: str = ""


@dataclass(frozen=True)
class Box:
    """One box: what it asks for, what is in it, and after marking its mark."""

    name: str
    id: str
    row: str
    label: Markup
    question: Markup | None
    value: str
    mark: Mark


@dataclass(frozen=True)
class Drawing:
    """Both drawings, the boxes over them, and the style that puts the boxes in their places."""

    style: Markup
    svg: Markup
    boxes: tuple[Box, ...]
    output: str
    marked: bool


def ask_drawing(instance: Instance, typed: Mapping[str, str]) -> Drawing:
    """The graph with empty boxes, or with what was typed before."""
    return _draw(plan_to_ask(instance), instance.asks.values(), typed)


def marked_drawing(instance: Instance, typed: Mapping[str, str], marks: Mapping[str, Mark], slips: Slips) -> Drawing:
    """The graph as it was answered: every box with its mark, the node of the first slip flagged."""
    return _draw(plan_marked(instance, slips), instance.asks.values(), typed, marks)


def picture(instance: Instance, values: Mapping[str, float] | None = None) -> Drawing:
    """The graph without boxes, and without numbers but those given."""
    return _draw(Plan(instance.program, instance.output, values=tuple((values or {}).items())))


def sample() -> Drawing:
    """The lesson's graph, filled in: what the first page shows."""
    inputs = {"W": -2, "x": 5, "b": 3}
    return _draw(plan_filled(Instance("", "", None, "values", "g = W * x\nf = g + b", "f", inputs, ())))


def sample_in_little() -> Markup:
    """The same without its numbers, to be scaled down."""
    return Plan("g = W * x\nf = g + b", "f").svg(tall=False)


def _draw(
    plan: Plan,
    asks: Iterable[Ask] = (),
    typed: Mapping[str, str] | None = None,
    marks: Mapping[str, Mark] | None = None,
) -> Drawing:
    wide, tall = plan.layout(tall=False), plan.layout(tall=True)
    rules = [f"#g{{--w:{wide.width:g};--tw:{tall.width:g}}}"]
    boxes = []
    for index, ask in enumerate(_in_order(asks, wide)):
        place = field_of(ask)
        rules.append(_rule(f"box{index}", wide.slots[place], tall.slots[place], captions=plan.captions))
        value, mark = (typed or {}).get(ask.name, ""), (marks or {}).get(ask.name, Mark())
        boxes.append(_box(f"box{index}", ask, wide.slots[place], value, mark))
    style = Markup('<style nonce="{}">{}</style>').format(nonce(), Markup("".join(rules)))  # noqa: S704  (numbers)
    svg = plan.svg(tall=False) + plan.svg(tall=True)
    return Drawing(style, svg, tuple(boxes), plan.output, marked=bool(marks))


def ask_order(instance: Instance) -> list[Ask]:
    """The asked quantities in the order of the computation: that of the Tab key, and of the verdict."""
    return _in_order(instance.asks.values(), plan_to_ask(instance).layout(tall=False))


def _in_order(asks: Iterable[Ask], layout: Layout) -> list[Ask]:
    """Values as the forward pass finds them, then gradients as the backward pass does."""

    def place(ask: Ask) -> tuple[bool, float, float]:
        slot = layout.slots[field_of(ask)]
        backward = ask.what == "gradient"
        return backward, -slot.middle if backward else slot.middle, slot.y

    return sorted(asks, key=place)


def _rule(box: str, wide: Slot, tall: Slot, *, captions: bool) -> str:
    # Where a word stands above its box, the two together begin at the word.
    top = min(wide.y, wide.caption.y) if captions else wide.y
    return (
        f"#{box}{{--x:{wide.x:g};--y:{top:g};--fw:{wide.width:g};--tx:{tall.x:g};--ty:{tall.y:g};--tfw:{tall.width:g}}}"
    )


def _box(box: str, ask: Ask, slot: Slot, value: str, mark: Mark) -> Box:
    question = question_html(ask) if slot.asks else None
    if question and ask.what == "value":
        question += Markup(" <i>=</i>")
    shown = value.strip().replace("-", "\N{MINUS SIGN}") if mark.state else value
    return Box(ask.name, box, field_of(ask)[0], label(ask), question, shown, mark)


def label(ask: Ask) -> Markup:
    """What a box asks for, in words for those who cannot see the drawing."""
    if ask.what == "value":
        return say("value of {node}", node=ask.node)
    return say("derivative of {of} with respect to {node}", of=ask.of, node=ask.node)


def question_html(ask: Ask, sign: str = PARTIAL) -> Markup:
    """What is asked for, in mathematics: g, or ∂f/∂W, set in the letters of the drawing."""
    if ask.what == "value":
        return name_html(ask.node)
    return Markup("<i>{0}</i>{1}/<i>{0}</i>{2}").format(sign, name_html(ask.of), name_html(ask.node))


def del_sign(instance: Instance) -> str:
    """∂, or d for a formula of one variable alone, as statements write it."""
    return "d" if instance.kind in DERIVATIVE_KINDS and len(instance.graph.inputs) == 1 else PARTIAL


def name_html(name: str) -> Markup:
    """A name as the drawing writes it, a number at its end lowered."""
    raised = {"sub": Markup("<sub>{}</sub>"), "sup": Markup("<sup>{}</sup>")}
    return Markup("").join(raised.get(run.style, Markup("{}")).format(run.text) for run in name_runs(name))


def users_named(graph: Graph, node: str) -> Sequence[str]:
    """The names of the nodes that use this one; empty where one of them has no name."""
    users = dict.fromkeys(graph.users.get(graph.node(node), ()))
    names = [graph.name_of(user) for user in users]
    return [] if None in names else [name for name in names if name is not None]
