"""Places for input boxes: beside the runs, with room for words, and with the question inside where it fits."""

from __future__ import annotations

import pytest
from drawing_graphs import lesson

from reference import UnknownName
from reference.layout import lay_out

GRADIENTS = [("grad", name) for name in ("a", "b", "r", "k", "p", "w", "v", "x")]


def test_a_value_stands_above_its_edge_and_a_gradient_below() -> None:
    layout = lay_out(lesson("linear"), fields=[("value", "g"), ("grad", "g")])
    node = layout.node("g")
    value, gradient = layout.slots["value", "g"], layout.slots["grad", "g"]
    assert value.bottom < node.center[1] < gradient.y
    assert value.x > node.right
    assert value.middle == gradient.middle


def test_in_a_tall_drawing_both_stand_to_the_right_of_the_edge_the_value_first() -> None:
    layout = lay_out(lesson("linear"), tall=True, fields=[("value", "g"), ("grad", "g")])
    node = layout.node("g")
    value, gradient = layout.slots["value", "g"], layout.slots["grad", "g"]
    assert node.bottom < value.y < value.bottom < gradient.y
    assert value.x == gradient.x > node.center[0]


@pytest.mark.parametrize("tall", [False, True])
def test_captions_have_room_on_the_side_away_from_the_edge(tall: bool) -> None:
    layout = lay_out(lesson("linear"), tall=tall, fields=[("value", "g"), ("grad", "g")], captions=True)
    value, gradient = layout.slots["value", "g"], layout.slots["grad", "g"]
    assert gradient.caption.y == gradient.bottom
    assert (value.caption.y == value.bottom) if tall else (value.caption.bottom == value.y)
    assert layout.captions


def test_where_there_is_room_fields_carry_their_question() -> None:
    layout = lay_out(lesson("linear"), fields=[("grad", "W"), ("value", "g")])
    assert all(slot.asks and slot.width >= 100 for slot in layout.slots.values())


def test_where_there_is_none_the_printed_name_does_and_fields_are_narrow() -> None:
    layout = lay_out(lesson("two paths"), fields=GRADIENTS)
    assert layout.width <= 1078
    assert all(not slot.asks and slot.width == 72 for slot in layout.slots.values())
    assert {label.owner for label in layout.labels if label.row == "value"} >= {"p", "r", "a", "b"}


def test_a_narrow_field_for_a_value_still_says_whose_it_is() -> None:
    fields = [*GRADIENTS, ("value", "p"), ("value", "r")]
    layout = lay_out(lesson("two paths"), fields=fields)
    assert layout.slots["value", "p"].asks


def test_no_number_has_room_where_a_field_stands() -> None:
    layout = lay_out(lesson("linear"), fields=[("grad", "g")])
    assert ("grad", "g") not in {(label.row, label.owner) for label in layout.labels}
    assert ("value", "g") in {(label.row, label.owner) for label in layout.labels}


def test_a_field_is_found_under_any_name_of_its_node() -> None:
    layout = lay_out(lesson("one input"), fields=[("grad", "f")])
    assert layout.slots["grad", "f"].x > layout.node("x").right


def test_a_field_for_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UnknownName, match="'q'"):
        lay_out(lesson("linear"), fields=[("grad", "q")])


def test_a_flag_moves_nothing_where_there_is_room() -> None:
    graph = lesson("two paths")
    plain = lay_out(graph, fields=GRADIENTS, captions=True)
    flown = lay_out(graph, fields=GRADIENTS, captions=True, flag=("a", "first slip"))
    assert flown.slots == plain.slots
    assert flown.nodes == plain.nodes
    assert flown.flag is not None
    assert flown.flag.bottom < flown.node("a").y


def test_edges_end_at_the_halo_of_a_flagged_node() -> None:
    plain, flown = (lay_out(lesson("linear"), flag=flag) for flag in (None, ("g", "first slip")))
    ends = [next(edge.tip[0] for edge in layout.edges if edge.target == "g") for layout in (plain, flown)]
    assert ends[1] < ends[0] - 8
