"""The life of an order, as a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.order_states import (
    ENDED,
    MOVES,
    Cause,
    FieldGroup,
    ImpossibleMove,
    OrderStatus,
    can_move,
    causes_of,
    move,
    open_fields,
)

S, C = OrderStatus, Cause
ALLOWED = {
    (S.DRAFT, C.QUOTE): S.QUOTED,
    (S.DRAFT, C.CONFIRM): S.CONFIRMED,
    (S.QUOTED, C.CONFIRM): S.CONFIRMED,
    (S.DRAFT, C.CANCEL): S.CANCELLED,
    (S.QUOTED, C.CANCEL): S.CANCELLED,
    (S.CONFIRMED, C.ALLOCATE): S.ALLOCATED,
    (S.CONFIRMED, C.UNALLOCATE): S.CONFIRMED,
    (S.CONFIRMED, C.DEPART): S.IN_TRANSIT,
    (S.CONFIRMED, C.HOLD): S.HELD,
    (S.CONFIRMED, C.CANCEL): S.CANCELLED,
    (S.ALLOCATED, C.ALLOCATE): S.ALLOCATED,
    (S.ALLOCATED, C.UNALLOCATE): S.CONFIRMED,
    (S.ALLOCATED, C.PLAN): S.PLANNED,
    (S.ALLOCATED, C.UNPLAN): S.ALLOCATED,
    (S.ALLOCATED, C.DEPART): S.IN_TRANSIT,
    (S.ALLOCATED, C.HOLD): S.HELD,
    (S.ALLOCATED, C.CANCEL): S.CANCELLED,
    (S.PLANNED, C.PLAN): S.PLANNED,
    (S.PLANNED, C.UNPLAN): S.ALLOCATED,
    (S.PLANNED, C.DEPART): S.IN_TRANSIT,
    (S.PLANNED, C.CANCEL): S.CANCELLED,
    (S.REATTEMPT_SCHEDULED, C.PLAN): S.PLANNED,
    (S.REATTEMPT_SCHEDULED, C.DEPART): S.IN_TRANSIT,
    (S.REATTEMPT_SCHEDULED, C.HOLD): S.HELD,
    (S.REATTEMPT_SCHEDULED, C.SEND_BACK): S.RETURNING,
    (S.REATTEMPT_SCHEDULED, C.TAKE_BACK): S.IN_TRANSIT,
    (S.REATTEMPT_SCHEDULED, C.RETURN): S.RETURNED,
    (S.REATTEMPT_SCHEDULED, C.CANCEL): S.CANCELLED,
    (S.FAILED, C.TRY_AGAIN): S.REATTEMPT_SCHEDULED,
    (S.FAILED, C.HOLD): S.HELD,
    (S.FAILED, C.SEND_BACK): S.RETURNING,
    (S.FAILED, C.TAKE_BACK): S.IN_TRANSIT,
    (S.FAILED, C.RETURN): S.RETURNED,
    (S.FAILED, C.CANCEL): S.CANCELLED,
    (S.HELD, C.TRY_AGAIN): S.REATTEMPT_SCHEDULED,
    (S.HELD, C.SEND_BACK): S.RETURNING,
    (S.HELD, C.TAKE_BACK): S.IN_TRANSIT,
    (S.HELD, C.RETURN): S.RETURNED,
    (S.HELD, C.CANCEL): S.CANCELLED,
    (S.RETURNING, C.TAKE_BACK): S.IN_TRANSIT,
    (S.RETURNING, C.RETURN): S.RETURNED,
    (S.CANCELLED, C.RETURN): S.RETURNED,
    (S.DELIVERED, C.DELIVER): S.DELIVERED,
    (S.DELIVERED, C.DELIVER_PARTLY): S.PARTIALLY_DELIVERED,
    (S.DELIVERED, C.FAIL): S.FAILED,
    (S.DELIVERED, C.TAKE_BACK): S.IN_TRANSIT,
    (S.PARTIALLY_DELIVERED, C.DELIVER): S.DELIVERED,
    (S.PARTIALLY_DELIVERED, C.FAIL): S.FAILED,
    (S.PARTIALLY_DELIVERED, C.TAKE_BACK): S.IN_TRANSIT,
}
UNDER_WAY = (
    S.CONFIRMED,
    S.ALLOCATED,
    S.PLANNED,
    S.IN_TRANSIT,
    S.REATTEMPT_SCHEDULED,
    S.HELD,
    S.FAILED,
    S.RETURNING,
)
OUTCOMES = {
    C.DELIVER: S.DELIVERED,
    C.DELIVER_PARTLY: S.PARTIALLY_DELIVERED,
    C.FAIL: S.FAILED,
    C.LOSE: S.LOST,
}
ALLOWED |= {(state, cause): end for state in UNDER_WAY for cause, end in OUTCOMES.items()}
# Collected at its sender's door an order is on its way from there; taken back, it waits on its route again.
COLLECTABLE = (S.CONFIRMED, S.ALLOCATED, S.PLANNED, S.IN_TRANSIT, S.REATTEMPT_SCHEDULED, S.HELD, S.FAILED)
ALLOWED |= {(state, C.COLLECT): S.IN_TRANSIT for state in COLLECTABLE}
ALLOWED |= {
    (state, C.UNCOLLECT): S.PLANNED for state in (S.IN_TRANSIT, S.REATTEMPT_SCHEDULED, S.HELD, S.FAILED)
}
del ALLOWED[(S.DELIVERED, C.DELIVER)]


def test_the_table_allows_exactly_these_moves() -> None:
    assert dict(MOVES) == ALLOWED


@pytest.mark.parametrize(("start", "cause"), sorted(ALLOWED))
def test_each_allowed_move_leads_where_it_should(start: OrderStatus, cause: Cause) -> None:
    assert move(start, cause) is ALLOWED[(start, cause)]


@given(st.sampled_from(OrderStatus), st.sampled_from(Cause))
def test_every_other_move_is_refused_in_words(start: OrderStatus, cause: Cause) -> None:
    if (start, cause) in ALLOWED:
        assert can_move(start, cause)
        return
    assert not can_move(start, cause)
    with pytest.raises(ImpossibleMove, match=f"{start} cannot be moved by {cause}"):
        move(start, cause)


def test_returned_and_lost_are_the_end_of_an_order() -> None:
    assert not list(causes_of(S.RETURNED))
    assert not list(causes_of(S.LOST))
    assert {S.RETURNED, S.LOST, S.DELIVERED, S.PARTIALLY_DELIVERED, S.CANCELLED} == ENDED


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached, border = {S.DRAFT}, [S.DRAFT]
    while border:
        state = border.pop()
        for cause in causes_of(state):
            end = move(state, cause)
            if end not in reached:
                reached.add(end)
                border.append(end)
    assert reached == set(OrderStatus)


def test_a_planned_order_keeps_only_its_contact_open() -> None:
    assert open_fields(S.ALLOCATED) == frozenset(FieldGroup)
    assert open_fields(S.PLANNED) == {FieldGroup.CONTACT}
    assert open_fields(S.DELIVERED) == frozenset()


def test_an_order_with_a_partner_keeps_only_its_contact_open() -> None:
    assert open_fields(S.ALLOCATED, with_partner=True) == {FieldGroup.CONTACT}


def test_the_load_is_closed_once_the_parcels_are_there() -> None:
    assert FieldGroup.LOAD not in open_fields(S.REATTEMPT_SCHEDULED)
    assert FieldGroup.PLACE in open_fields(S.HELD)
