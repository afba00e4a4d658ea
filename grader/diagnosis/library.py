"""The bug library: every known mistake as the rule that it follows, a row each.

The codes are those of the list of misconceptions, in its order. In a reverse row `s.up` is what arrives
from the output's side, `s.local` the right local derivative, `s.u` this argument, `s.v` the other one and
`s.y` the node's value; in a forward row `m.rate` is the right rate, `m.local(i)`, `m.value(i)` and
`m.moved(i)` belong to an argument. Adding a mistake is adding a row here and its words to the catalogues;
see docs/marking.md.
"""
# ruff: noqa: E501, ARG005  (a row of the table is a line where it can be; a formula takes both x and s)

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from grader.exercises import Kind

from . import changes as c
from . import places as p
from .chains import (
    as_product,
    at_output,
    composed,
    first,
    outer_at_rate,
    outer_at_start,
    quotient,
    second,
    sigmoid,
    sigmoid_row,
    still_term,
)
from .rules import Accumulation, Change, Forward, Mistake, Reverse, Rule, Seed, Sweep


def _row(
    code: str, *rules: Rule, weight: float = 0.5, kinds: Iterable[Kind] = ("formula", "values", "code")
) -> Mistake:
    return Mistake(code, rules, weight, frozenset(kinds))


# fmt: off
LIBRARY: tuple[Mistake, ...] = (
    # Partial differentiation, products, quotients, powers, chains
    _row("other_var_as_zero", Change(c.others_at_zero),
         Forward("multiply", lambda m: m.rate if len(m.moving) == 2 or not p.has_input(m.node.args[1 - m.inner]) else 0 * m.rate)),
    _row("const_term_kept", still_term(lambda v: v)),
    _row("const_term_to_one", still_term(lambda _: np.float64(1))),
    _row("total_instead_of_partial", Change(c.all_partials)),
    _row("wrong_variable", Change(c.other_variable), weight=1, kinds=("formula",)),
    _row("partials_swapped", Change(c.partials_exchanged), weight=3),
    _row("product_sum", Forward("multiply", lambda m: m.value(0) + m.value(1), p.both_vary), Reverse("multiply", lambda s: s.up * (s.u + s.v), p.both_vary), weight=1),
    _row("product_derivs_multiplied", Forward("multiply", lambda m: m.moved(0) * m.moved(1), p.both_vary)),
    _row("quotient_derivs_divided", Forward("divide", quotient(lambda m: m.moved(0) / m.moved(1)))),
    _row("quotient_sign_order", Forward("divide", quotient(lambda m: -m.rate))),
    _row("quotient_denominator_not_squared", Forward("divide", quotient(lambda m: m.rate * m.value(1))), Forward("divide", quotient(lambda m: m.rate * m.value(1) ** 2)),
         Reverse("divide", second(lambda s: s.up * s.local * s.u), p.bottom_varies)),
    _row("power_exponent_kept", Reverse("power", first(lambda s: s.up * s.v * s.y), p.is_power)),
    _row("power_coeff_dropped", Reverse("power", first(lambda s: s.up * s.local / s.v), p.is_power), weight=2),
    _row("power_divides_like_integral", Reverse("power", first(lambda s: s.up * s.y * s.u / (s.v + 1)), p.is_power)),
    _row("exp_power_rule", Reverse("exp", lambda s: s.up * s.u * np.exp(s.u - 1))),
    _row("exp_local_is_input", Reverse("exp", lambda s: s.up * s.u)),
    _row("exp_inner_missing", Reverse("negate", lambda s: s.up, p.feeds_exp), weight=2),
    _row("chain_inner_missing", Forward(p.COMPOSING, composed(lambda m: m.local(m.inner))), Reverse(p.CURVED, lambda s: s.up, p.is_inner, in_graphs=True), weight=4),
    _row("chain_inner_undifferentiated", Forward(p.COMPOSING, composed(lambda m: m.local(m.inner) * m.value(m.inner))), Reverse(p.COMPOSING, lambda s: s.up * s.y, p.is_inner, in_graphs=True)),
    _row("chain_outer_at_derivative", Forward(p.COMPOSING, composed(outer_at_rate))),
    _row("chain_added", Reverse(p.ANY, lambda s: s.up + s.local, p.is_inner, sites="all"), weight=1),
    _row("recip_minus_missing", Reverse("divide", second(lambda s: -s.up * s.local), p.is_reciprocal), Reverse("power", first(lambda s: -s.up * s.local), p.is_inverse_power), weight=1),
    _row("recip_log", Reverse("divide", second(lambda s: s.up * s.v * np.log(np.abs(s.u))), p.is_reciprocal), Reverse("power", first(lambda s: s.up * np.log(np.abs(s.u))), p.is_inverse_power)),
    _row("log_derivative_inverted", Reverse("log", lambda s: s.up * s.u), Reverse("log", lambda s: s.up * np.exp(s.u))),
    _row("cos_sign", Reverse("cos", lambda s: -s.up * s.local), Reverse("sin", lambda s: -s.up * s.local)),
    _row("minus_sign_dropped", Reverse("subtract", lambda s: s.up), weight=3),
    _row("square_factor2", Reverse("power", first(lambda s: s.up * s.u), p.is_square), Reverse("power", first(lambda s: 2 * s.up * s.local), p.is_halved_square), weight=2),

    # The sigmoid as a function of its input x and its output s, and tanh
    _row("sig_s_times_1_minus_x", sigmoid_row(lambda x, s: s * (1 - x))),
    _row("sig_x_times_1_minus_x", sigmoid_row(lambda x, s: x * (1 - x)), weight=2),
    _row("sig_double", sigmoid_row(lambda x, s: sigmoid(s) * (1 - sigmoid(s)))),
    _row("sig_returns_sigmoid", sigmoid_row(lambda x, s: s)),
    _row("sig_s_squared", sigmoid_row(lambda x, s: s * s)),
    _row("sig_one_plus", sigmoid_row(lambda x, s: s * (1 + s))),
    _row("sig_s_over_1_minus_s", sigmoid_row(lambda x, s: np.exp(x))),
    _row("sig_minus_for_times", sigmoid_row(lambda x, s: s - (1 - s))),
    _row("sig_sign_flip", sigmoid_row(lambda x, s: s * (s - 1))),
    _row("sig_only_1_minus_s", sigmoid_row(lambda x, s: 1 - s)),
    _row("sig_square_missing", sigmoid_row(lambda x, s: np.exp(-x) / (1 + np.exp(-x)))),
    _row("sig_numerator_one", sigmoid_row(lambda x, s: 1 / (1 + np.exp(-x)) ** 2)),
    _row("sig_negative_closed_form", sigmoid_row(lambda x, s: -np.exp(-x) / (1 + np.exp(-x)) ** 2)),
    _row("sig_exp_const_typo", sigmoid_row(lambda x, s: np.exp(-1.0) * s * s)),
    _row("sig_tanh_formula", sigmoid_row(lambda x, s: 1 - s * s)),
    _row("tanh_sigmoid_formula", Reverse("tanh", lambda s: s.up * s.y * (1 - s.y))),
    _row("forward_difference", Change(c.difference), kinds=("values", "code")),
    _row("sig_slope_ignored", Reverse("multiply", lambda s: s.up, p.feeds_sigmoid)),

    # The graph: what each node hands back
    _row("mul_own_input", Reverse("multiply", lambda s: s.up * s.u), weight=4),
    _row("mul_local_missing_upstream", Reverse(p.ANY, lambda s: s.local, p.is_inner), weight=5),
    _row("upstream_without_local", Reverse("multiply", lambda s: s.up), weight=2),
    _row("add_sends_values", Reverse("add", lambda s: s.up * s.v)),
    _row("branch_overwrite", *(Accumulation(pick) for pick in (lambda parts: parts[-1], lambda parts: parts[0], c.middle)), weight=5),
    _row("branch_last_path_only", *(Accumulation(pick) for pick in (lambda parts: parts[-1], lambda parts: parts[0], c.middle)), weight=2),
    _row("branch_double_count", Sweep(c.once_per_user), Sweep(c.depth_first)),
    _row("seed_missing", Seed(lambda tape: tape.values[tape.output]), Seed(lambda tape: np.float64(0)), kinds=("values", "code")),
    _row("max_both", Reverse("maximum minimum", lambda s: s.up), Reverse("maximum minimum", lambda s: s.up / 2)),
    _row("max_loser", Reverse("maximum minimum", lambda s: s.up * (1 - s.local))),
    _row("relu_negative_pass", Reverse("relu", lambda s: s.up), weight=4),
    _row("relu_returns_value", Reverse("relu", lambda s: s.up * s.y)),
    _row("relu_gate_on_gradient", Reverse("relu", lambda s: s.up * (s.up > 0))),
    _row("relu_kink", Reverse("relu", lambda s: s.up * (s.u >= 0))),
    _row("value_for_gradient", Change(c.own_value), weight=3),
    _row("intermediate_not_input", Change(c.gradient_of_user), weight=3),
    _row("w_x_swapped", Change(c.factors_exchanged), weight=3, kinds=("values", "code")),
    _row("bias_gradient_value", Change(c.added_term), weight=1),
    _row("sign_yhat_minus_y", Reverse("subtract", lambda s: -s.up * s.local)),
    _row("update_for_gradient", Change(c.updated), kinds=("values", "code")),

    # Taken from teaching practice
    _row("chain_outer_at_x", Forward(p.COMPOSING, composed(outer_at_start))),
    _row("composition_as_product", Forward(p.COMPOSING, composed(as_product))),
    _row("chain_stops_early", Forward(p.COMPOSING, composed(lambda m: m.local(m.inner)), p.inner_function, sites="one")),
    _row("paths_multiplied", Accumulation(c.product)),
    _row("upstream_added_at_node", Reverse(p.ANY, lambda s: s.up + s.local, p.is_inner, sites="one")),
    _row("evaluate_then_differentiate", Change(c.nothing)),
    _row("derivative_inverted", Change(c.inverted)),
    _row("local_at_output", Reverse(p.UNARY, at_output), Reverse("divide", second(lambda s: -s.up * s.v / s.y**2), p.is_reciprocal)),
    _row("neg_local_missing", Reverse("negate", lambda s: s.up), weight=2),
)
# fmt: on
ORDER = {mistake.code: place for place, mistake in enumerate(LIBRARY)}
