"""Say which step of the lesson to read again after a mistake."""

from __future__ import annotations

_CODES = {
    "partial": """
        other_var_as_zero const_term_kept const_term_to_one total_instead_of_partial wrong_variable
        partials_swapped product_sum product_derivs_multiplied quotient_derivs_divided quotient_sign_order
        quotient_denominator_not_squared power_exponent_kept power_coeff_dropped power_divides_like_integral
        exp_power_rule recip_log log_derivative_inverted cos_sign square_factor2 forward_difference
        evaluate_then_differentiate""",
    "chain": """
        skip_output_derivative extra_output_derivative hidden_derivative_missing hidden_derivative_wrong_layer
        ce_upstream_only softmax_diagonal softmax_offdiag_sign softmax_uses_input exp_inner_missing
        chain_inner_missing chain_inner_undifferentiated chain_outer_at_derivative chain_added chain_outer_at_x
        composition_as_product chain_stops_early upstream_added_at_node""",
    "graph": """
        exp_local_is_input recip_minus_missing minus_sign_dropped mul_own_input upstream_without_local
        add_sends_values max_both max_loser relu_negative_pass relu_returns_value relu_gate_on_gradient
        relu_kink value_for_gradient w_x_swapped bias_gradient_value sign_yhat_minus_y derivative_inverted
        local_at_output neg_local_missing tanh_sigmoid_formula own_activation_for_dw delta_for_gradient
        bias_from_w_gradient bias_into_derivative dw_operands_swapped preactivation_for_dw
        influence_sign_ignored influence_added_not_scaled linear_taken_as_exact""",
    "paths": """
        mul_local_missing_upstream branch_overwrite branch_last_path_only branch_double_count seed_missing
        intermediate_not_input paths_multiplied grad_not_reset hidden_raw_error hidden_uses_output_error_direct
        weight_not_transposed bias_not_summed""",
    "sigmoid": """
        sig_s_times_1_minus_x sig_x_times_1_minus_x sig_double sig_returns_sigmoid sig_s_squared sig_one_plus
        sig_s_over_1_minus_s sig_minus_for_times sig_sign_flip sig_only_1_minus_s sig_square_missing
        sig_numerator_one sig_negative_closed_form sig_exp_const_typo sig_tanh_formula sig_central_difference
        sig_slope_ignored""",
    "update": "update_for_gradient updated_w2_used",
}
_STEPS = {code: step for step, codes in _CODES.items() for code in codes.split()}
_WALKING = ("graph", "paths")
# The lesson shows these at a node; people make them in formulas as well.
_ANYWHERE = frozenset({"recip_minus_missing", "exp_local_is_input", "tanh_sigmoid_formula", "derivative_inverted"})


def lesson_step(code: str) -> str | None:
    """The lesson's step for a mistake, as the catalogue names it (`chain`); None where no step helps."""
    return _STEPS.get(code)


def is_about_graphs(code: str) -> bool:
    """Whether a mistake is one of walking through a graph node by node, rather than of differentiating a formula."""
    return _STEPS.get(code) in _WALKING and code not in _ANYWHERE
