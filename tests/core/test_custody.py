"""Custody: what a scan can and cannot make of a parcel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.barcode import plain_barcode
from pannier.core.custody import ENDED, Custody, CustodyError, ScanAction, may_leave, steps


def test_a_parcel_walks_through_a_hub_one_scan_at_a_time():
    state = Custody.EXPECTED
    for action in (ScanAction.RECEIVE, ScanAction.SORT, ScanAction.LOAD, ScanAction.DELIVER):
        (state,) = steps(state, action)
    assert state is Custody.DELIVERED


def test_a_parcel_sorted_without_receipt_was_received_on_the_way():
    assert steps(Custody.EXPECTED, ScanAction.SORT) == (Custody.RECEIVED, Custody.SORTED)


def test_a_parcel_loaded_without_any_scan_before_was_received_on_the_way():
    assert steps(Custody.EXPECTED, ScanAction.LOAD) == (Custody.RECEIVED, Custody.LOADED)


def test_receiving_again_tells_nothing_new():
    assert steps(Custody.SORTED, ScanAction.RECEIVE) == ()


def test_sorting_again_may_name_another_route():
    assert steps(Custody.SORTED, ScanAction.SORT) == (Custody.SORTED,)


def test_a_lost_parcel_that_is_scanned_is_found():
    assert steps(Custody.LOST, ScanAction.RECEIVE) == (Custody.RECEIVED,)


def test_a_delivery_that_was_taken_back_is_on_the_vehicle_again():
    assert steps(Custody.DELIVERED, ScanAction.LOAD) == (Custody.LOADED,)


@pytest.mark.parametrize("action", [ScanAction.RECEIVE, ScanAction.SORT, ScanAction.LOAD, ScanAction.DELIVER])
def test_what_is_back_with_its_merchant_moves_no_more(action):
    with pytest.raises(CustodyError, match="it is returned"):
        steps(Custody.RETURNED, action)


def test_a_delivered_parcel_cannot_get_lost():
    with pytest.raises(CustodyError, match="it is delivered"):
        steps(Custody.DELIVERED, ScanAction.LOST)


@given(st.lists(st.sampled_from(list(ScanAction)), max_size=12))
def test_every_scan_twice_is_the_scan_once(actions):
    state = Custody.EXPECTED
    for action in actions:
        try:
            taken = steps(state, action)
        except CustodyError:
            continue
        state = taken[-1] if taken else state
        again = steps(state, action)
        assert again == () or (action is ScanAction.SORT and again == (Custody.SORTED,))
        assert state not in ENDED or action is ScanAction.RETURN or taken == ()


def test_a_route_may_leave_only_when_all_parcels_are_at_hand():
    assert may_leave([Custody.SORTED, Custody.RECEIVED, Custody.LOADED])
    assert not may_leave([Custody.SORTED, Custody.EXPECTED])


@pytest.mark.parametrize(
    "scanned",
    [
        "340123450000000018",
        "(00)340123450000000018",
        "]C100340123450000000018",
        "00340123450000000018",
        " 3401234500 00000018",
    ],
)
def test_all_ways_to_read_one_sscc_mean_the_same_parcel(scanned):
    assert plain_barcode(scanned) == "340123450000000018"


def test_a_merchants_own_barcode_stays_as_it_is():
    assert plain_barcode("ABC-00-17") == "ABC-00-17"
