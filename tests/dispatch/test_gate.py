"""What keeps a route from leaving."""

from dataclasses import replace

import pytest

from pannier.dispatch.gate import OVERRIDABLE, RouteFacts, block

READY = RouteFacts(state="draft", plan_checked=True, rider_active=True, vehicle_active=True, open_orders=3)


def test_a_route_with_all_it_needs_may_leave() -> None:
    assert block(READY) is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state": "released"}, "not_a_draft"),
        ({"state": "cancelled"}, "not_a_draft"),
        ({"plan_checked": False}, "plan_not_checked"),
        ({"open_orders": 0}, "nothing_to_do"),
        ({"rider_active": False}, "rider_inactive"),
        ({"vehicle_active": False}, "vehicle_inactive"),
        ({"broken": ["It is too heavy."]}, "plan_outdated"),
        ({"missing": ["00340"]}, OVERRIDABLE),
    ],
)
def test_each_lack_keeps_it_and_says_what_to_do(change: dict[str, object], code: str) -> None:
    found = block(replace(READY, **change))  # type: ignore[arg-type]  # one field each, of its own type
    assert found is not None
    assert found.code == code
    assert found.detail.endswith(".")


def test_a_broken_rule_outweighs_missing_parcels() -> None:
    found = block(replace(READY, broken=["It is too heavy."], missing=["1", "2"]))
    assert found is not None
    assert "It is too heavy." in found.detail


def test_missing_parcels_are_counted_and_named() -> None:
    one, two = (block(replace(READY, missing=names)) for names in (["1"], ["1", "2"]))
    assert one is not None
    assert one.detail.startswith("1 parcel is")
    assert two is not None
    assert two.detail.startswith("2 parcels are")
    assert two.missing == ("1", "2")


def test_missing_parcels_are_told_by_their_orders() -> None:
    found = block(replace(READY, missing=["1", "2", "3"], missing_of=["A-1", "A-1", "A-2"]))
    assert found is not None
    assert found.detail.startswith("3 parcels are not in the hub (orders A-1, A-2); receive them, ")


def test_the_first_ten_orders_are_named_and_the_others_counted() -> None:
    references = [f"A-{n}" for n in range(12)]
    found = block(replace(READY, missing=references, missing_of=references))
    assert found is not None
    assert "(orders A-0, A-1, A-2, A-3, A-4, A-5, A-6, A-7, A-8, A-9 and 2 more)" in found.detail
    one = block(replace(READY, missing=["1"], missing_of=["A-1"]))
    assert one is not None
    assert one.detail.startswith("1 parcel is not in the hub (order A-1); receive it, ")
