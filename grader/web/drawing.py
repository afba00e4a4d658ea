"""Draw an exercise's graph with boxes over it: to be filled in, or filled and marked.

The graph is drawn twice, wide and tall, and one set of HTML boxes lies over whichever is shown: their places
are the variables of one `<style>`, their order in the page is the order of the Tab key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from grader.exercises import Ask, Instance
from grader.web.language import say
from grader.web.mathml import PARTIAL
from grader.web.security import nonce
from reference.draw import draw_svg
from reference.evaluate import evaluate, evaluate_nodes
from reference.graph import Graph
from reference.layout import Layout, Slot, lay_out, name_runs


@dataclass(frozen=True)
class Box:
    """One box: what it asks for, what is in it, and after marking its state with a word."""

    name: str
    id: str
    row: str
    label: Markup
    question: Markup | None
    value: str = ""
    state: str = ""
    icon: str = ""
    why: str = ""


@dataclass(frozen=True)
class Mark:
    """How a box came out: `ok`, `no`, `cf` or `na`, the icon and the word beside it, never colour alone."""

    state: str
    icon: str
    why: str


@dataclass(frozen=True)
class Slips:
    """Which nodes the verdict points at: the first is flagged, edges of wrong gradients are red."""

    flag: str | None = None
    nodes: frozenset[str] = frozenset()
    edges: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Drawing:
    """Both drawings, the boxes over them, and the style that puts the boxes in their places."""

    style: Markup
    svg: Markup
    boxes: tuple[Box, ...] = ()
    output: str = ""
    marked: bool = False


@dataclass(frozen=True)
class _Plan:
    """What both layouts of one drawing share."""

    instance: Instance
    values: Mapping[str, float]
    gradients: Mapping[str, float]
    captions: bool = False
    slips: Slips = field(default_factory=Slips)

    def lay_out(self, *, tall: bool) -> Layout:
        return lay_out(
            self.instance.graph, tall=tall, fields=self.fields, captions=self._captions(tall), flag=self.flag
        )

    def svg(self, *, tall: bool) -> Markup:
        drawn = draw_svg(
            self.instance.graph,
            self.values,
            self.gradients,
            tall=tall,
            fields=self.fields,
            captions=self._captions(tall),
            marks=dict.fromkeys(self.slips.nodes, "bad"),
            flag=self.flag,
            bad_edges=self.slips.edges,
            title=str(say("Computation graph")),
        )
        return Markup(drawn)  # noqa: S704  (the engine escapes every name and number that it draws)

    def _captions(self, tall: bool) -> bool:
        # A wide drawing keeps room for the words from the beginning, so that nothing jumps when they come.
        return self.captions or not tall

    @property
    def fields(self) -> list[tuple[str, str]]:
        return [(_row(ask), ask.node) for ask in self.instance.asks.values()]

    @property
    def flag(self) -> tuple[str, str] | None:
        return (self.slips.flag, str(say("first slip"))) if self.slips.flag else None


def ask_drawing(instance: Instance, typed: Mapping[str, str]) -> Drawing:
    """The graph with empty boxes, or with what was typed before."""
    return _draw(_plan(instance), typed, {})


def marked_drawing(instance: Instance, typed: Mapping[str, str], marks: Mapping[str, Mark], slips: Slips) -> Drawing:
    """The graph as it was answered: every box with its mark, the node of the first slip flagged."""
    plan = _plan(instance)
    return _draw(_Plan(instance, plan.values, plan.gradients, captions=True, slips=slips), typed, marks)


def picture(instance: Instance) -> Drawing:
    """The graph alone, without numbers or boxes."""
    return _draw(_Plan(replace(instance, ask=()), {}, {}), {}, {})


def sample(*, mini: bool) -> Drawing:
    """The lesson's graph: filled in, or in little without numbers. What the first page shows."""
    instance = Instance("", "", None, "values", "g = W * x\nf = g + b", "f", {"W": -2, "x": 5, "b": 3}, ())
    if mini:
        return Drawing(Markup(), _Plan(instance, {}, {}).svg(tall=False))
    gradients = evaluate(instance.gradient, instance.inputs)
    slopes = {name.removeprefix("grad."): _number(value) for name, value in gradients.items() if "." in name}
    return _draw(_Plan(instance, _values(instance), slopes), {}, {})


def _plan(instance: Instance) -> _Plan:
    return _Plan(instance, _printed(instance), {instance.output: 1.0})


def _printed(instance: Instance) -> dict[str, float]:
    """The numbers given: all values where only gradients are asked for, else the inputs' alone."""
    if any(ask.what == "value" for ask in instance.asks.values()):
        return dict(instance.inputs)
    return _values(instance)


def _values(instance: Instance) -> dict[str, float]:
    graph = instance.graph
    values = evaluate_nodes(graph, instance.inputs)
    return {name: _number(values[node]) for name, node in graph.named.items() if node in values}


def _number(value: object) -> float:
    return value if isinstance(value, int | float) else float("nan")


def _draw(plan: _Plan, typed: Mapping[str, str], marks: Mapping[str, Mark]) -> Drawing:
    wide, tall = plan.lay_out(tall=False), plan.lay_out(tall=True)
    asks = _in_order(plan, wide)
    rules = [f"#g{{--w:{wide.width:g};--tw:{tall.width:g}}}"]
    boxes = []
    for index, ask in enumerate(asks):
        key = (_row(ask), ask.node)
        rules.append(_rule(f"box{index}", wide.slots[key], tall.slots[key], captions=plan.captions))
        boxes.append(_box(f"box{index}", ask, wide.slots[key], typed.get(ask.name, ""), marks.get(ask.name)))
    return Drawing(
        style=Markup('<style nonce="{}">{}</style>').format(nonce(), Markup("".join(rules))),  # noqa: S704
        svg=plan.svg(tall=False) + plan.svg(tall=True),
        boxes=tuple(boxes),
        output=plan.instance.output,
        marked=bool(marks),
    )


def ask_order(instance: Instance) -> list[Ask]:
    """The asked quantities in the order of the computation: that of the Tab key, and of the verdict."""
    plan = _plan(instance)
    return _in_order(plan, plan.lay_out(tall=False))


def _in_order(plan: _Plan, layout: Layout) -> list[Ask]:
    """Values as the forward pass finds them, then gradients as the backward pass does."""

    def place(ask: Ask) -> tuple[bool, float, float]:
        slot = layout.slots[_row(ask), ask.node]
        backward = ask.what == "gradient"
        return backward, -slot.middle if backward else slot.middle, slot.y

    return sorted(plan.instance.asks.values(), key=place)


def _rule(box: str, wide: Slot, tall: Slot, *, captions: bool) -> str:
    # Where a word stands above its box, the two together begin at the word.
    top = min(wide.y, wide.caption.y) if captions else wide.y
    return (
        f"#{box}{{--x:{wide.x:g};--y:{top:g};--fw:{wide.width:g};--tx:{tall.x:g};--ty:{tall.y:g};--tfw:{tall.width:g}}}"
    )


def _box(box: str, ask: Ask, slot: Slot, value: str, mark: Mark | None) -> Box:
    mark = mark or Mark("", "", "")
    question = question_html(ask) if slot.asks else None
    if question and ask.what == "value":
        question += Markup(" <i>=</i>")
    if mark.state:
        value = value.strip().replace("-", "\N{MINUS SIGN}")
    return Box(ask.name, box, _row(ask), label(ask), question, value, mark.state, mark.icon, mark.why)


def _row(ask: Ask) -> str:
    return "value" if ask.what == "value" else "grad"


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
    return "d" if instance.kind == "formula" and len(instance.graph.inputs) == 1 else PARTIAL


def name_html(name: str) -> Markup:
    """A name as the drawing writes it, a number at its end lowered."""
    raised = {"sub": Markup("<sub>{}</sub>"), "sup": Markup("<sup>{}</sup>")}
    return Markup("").join(raised.get(run.style, Markup("{}")).format(run.text) for run in name_runs(name))


def users_named(graph: Graph, node: str) -> Sequence[str]:
    """The names of the nodes that use this one; empty where one of them has no name."""
    users = dict.fromkeys(graph.users.get(graph.node(node), ()))
    names = [graph.name_of(user) for user in users]
    return [] if None in names else [name for name in names if name is not None]
