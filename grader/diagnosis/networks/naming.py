"""Name the mistake behind a network's gradients, by running its backward pass under every known mistake's rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from reference.evaluate import evaluate
from reference.gradient import gradient
from reference.graph import Graph, Node

from ..library import ORDER
from ..naming import Named
from .library import CONSTANT_FACTOR, NETWORKS, slope_mistakes
from .passes import RIGHT, Array, Network, Rules

_TOLERANCE = 1e-8
_TINY = 1e-6
# A factor this near to 1 is no constant that somebody put there, but a lack of precision.
_NEARLY_ONE = 1e-3
_RIGHT = -1  # the number of the form without a mistake
_OF_NETWORKS = (*(mistake.code for mistake in NETWORKS), CONSTANT_FACTOR)
_LISTED = tuple(dict.fromkeys((*ORDER, *_OF_NETWORKS)))


@dataclass(frozen=True)
class Observation:
    """One call: the program's graph at these sizes, the inputs, and what came back for the gradient at each input."""

    graph: Graph
    inputs: Mapping[str, Array]
    got: Mapping[str, Array]


@dataclass(frozen=True)
class NetworkSlips:
    """The mistake at each gradient that is wrong, where one is known; and the gradients that merely follow from a
    slip which another one of them is charged with."""

    named: Mapping[str, Named]
    follow: frozenset[str] = frozenset()


def name_network(observations: Sequence[Observation], wrong: Sequence[str]) -> NetworkSlips:
    """The mistakes behind the gradients at the inputs named in `wrong`; all others that came back are right.

    A mistake must give what came back in every observation. Where one slip on the way back explains all that is
    wrong, and leaves right what is right, or where all is wrong by one factor, the gradient nearest to the loss is
    charged with it and the others follow.
    """
    trials = _Trials(observations)
    wrong = [name for name in wrong if name in trials.known and not trials.lacks_precision(name)]
    if not wrong or not all(map(_is_all, trials.networks)):
        return NetworkSlips({})
    fitting = {name: [form for form in trials.forms if trials.explains(form, name)] for name in wrong}
    together = trials.one_slip(fitting)
    if together:
        fitting = dict.fromkeys(wrong, together)
    named = {name: trials.named(name, forms) for name, forms in fitting.items()}
    one = bool(together) or trials.one_factor(wrong)
    follow = frozenset(wrong) - {trials.nearest(wrong)} if one else frozenset()
    return NetworkSlips({name: found for name, found in named.items() if found is not None}, follow)


@dataclass(frozen=True)
class _Form:
    """One form of a mistake."""

    number: int
    code: str
    rules: Rules


class _Trials:
    """What each form of each mistake gives in every observation; worked out when it is asked for."""

    def __init__(self, observations: Sequence[Observation]) -> None:
        self.networks = [Network(each.graph, each.inputs) for each in observations]
        self._observations = observations
        self._given: dict[int, list[dict[Node, Array]]] = {}
        self.forms = [_Form(number, *each) for number, each in enumerate(self._all_forms())]

    def _all_forms(self) -> Iterator[tuple[str, Rules]]:
        functions = dict.fromkeys(each.op for network in self.networks[:1] for each in network.layers if each.op)
        for mistake in chain(*map(slope_mistakes, functions), NETWORKS):
            for rules in mistake.forms:
                yield mistake.code, rules

    @property
    def known(self) -> set[str | None]:
        """The names of all weights and biases."""
        return {
            network.graph.name_of(node)
            for network in self.networks[:1]
            for each in network.found
            for node in (each.weights, each.biases)
        }

    def explains(self, form: _Form, name: str) -> bool:
        """Whether the form gives just what came back for that gradient, in every observation."""
        if form.number not in self._given:
            self._given[form.number] = [network.gradients(form.rules) for network in self.networks]
        return all(
            name in seen.got and (node := network.graph.node(name)) in given and _same(given[node], seen.got[name])
            for given, network, seen in zip(self._given[form.number], self.networks, self._observations, strict=True)
        )

    def lacks_precision(self, name: str) -> bool:
        """Whether what came back is right but for its last digits; then it fits all mistakes that change nothing."""
        return self.explains(_Form(_RIGHT, "", RIGHT), name)

    def one_slip(self, fitting: Mapping[str, Sequence[_Form]]) -> list[_Form]:
        """The forms of a slip on the way back that explain all that is wrong, and leave the rest right."""
        right = [name for name in self._observations[0].got if name not in fitting]
        common = set.intersection(*({form for form in forms if form.rules.spreads} for forms in fitting.values()))
        found = [form for form in common if all(self.explains(form, name) for name in right)]
        return sorted(found, key=lambda form: form.number)

    def one_factor(self, wrong: Sequence[str]) -> bool:
        """Whether everything that came back is wrong by one factor, in each observation its own."""
        everything = len(wrong) > 1 and set(wrong) == set(self._observations[0].got)
        return everything and all(
            _is_factor(list(chain.from_iterable(_ratios(network, seen, name) for name in wrong)))
            for network, seen in zip(self.networks, self._observations, strict=True)
        )

    def named(self, name: str, forms: Sequence[_Form]) -> Named | None:
        """The mistake at a gradient that these forms explain; a plain factor where they are none."""
        codes = {form.code for form in forms}
        pairs = zip(self.networks, self._observations, strict=True)
        ratios = list(chain.from_iterable(_ratios(network, seen, name) for network, seen in pairs))
        # A gradient times a learning rate is one times a constant.
        if codes <= {"update_for_gradient"} and _is_factor(ratios) and abs(ratios[0] - 1) > _NEARLY_ONE:
            codes = {*codes, CONSTANT_FACTOR}
        if not codes:
            return None
        # A mistake about the pass is likelier than one in a function's derivative that comes to the same.
        first = next(code for code in (*_OF_NETWORKS, *_LISTED) if code in codes)
        also = tuple(code for code in _LISTED if code in codes and code != first)
        return Named(first, also, self._place(name))

    def nearest(self, names: Sequence[str]) -> str:
        """The gradient that is worked out first, going back from the loss."""
        network = self.networks[0]
        order = [node for each in reversed(network.found) for node in (each.weights, each.biases)]
        return min(names, key=lambda name: order.index(network.graph.node(name)))

    def _place(self, name: str) -> str | None:
        """The output of the layer that a gradient belongs to."""
        network = self.networks[0]
        node = network.graph.node(name)
        layer = next(each for each in network.found if node in (each.weights, each.biases))
        return network.graph.name_of(layer.out)


def _is_all(network: Network) -> bool:
    """Whether the layers are the whole story: the pass layer by layer gives what the engine gives."""
    if not network.found:
        return False
    nodes = {network.graph.name_of(node): array for node, array in network.gradients().items()}
    true = evaluate(gradient(network.graph, [name for name in nodes if name]), network.inputs)
    return all(_same(array, np.asarray(true[f"grad.{name}"])) for name, array in nodes.items())


def _same(left: Array, right: Array) -> bool:
    if left.size != right.size or _plain_shape(left) != _plain_shape(right):
        return False
    one, other = left.reshape(-1), right.reshape(-1)
    room = _TOLERANCE * np.maximum(np.abs(one), np.abs(other)) + 1e-12
    return bool(np.all(np.abs(one - other) <= room))


def _plain_shape(array: Array) -> tuple[int, ...]:
    """The shape without lengths of 1, which people keep or leave out as they like."""
    return tuple(length for length in array.shape if length != 1)


def _ratios(network: Network, seen: Observation, name: str) -> list[float]:
    """How many times too large each number is that came back for a gradient."""
    right, got = network.gradients()[network.graph.node(name)], seen.got.get(name)
    if got is None or right.size != got.size:
        return [np.nan]
    pairs = zip(got.reshape(-1), right.reshape(-1), strict=True)
    return [float(one / other) for one, other in pairs if abs(other) > _TINY]


def _is_factor(ratios: Sequence[float]) -> bool:
    """Whether there is one number that all the ratios are, and it is not 0."""
    if not ratios or not all(map(np.isfinite, ratios)):
        return False
    first = ratios[0]
    return abs(first) > _TOLERANCE and all(abs(each - first) <= _TOLERANCE * abs(first) for each in ratios)
