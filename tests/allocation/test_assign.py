"""Carriers at the least cost under the partners' shares."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from pannier.allocation.assign import OWN, Costs, assign, cap_of


def costs(key: str, own: int | None, **partners: int) -> Costs:
    cents = ({OWN: own} if own is not None else {}) | partners
    return Costs(key, cents, {name: f"cap-{name}" for name in partners})


def test_each_order_goes_to_its_cheapest_carrier() -> None:
    orders = [costs("1", 400, velo=500), costs("2", 600, velo=500)]
    assert assign(orders, {"cap-velo": 9}) == {"1": OWN, "2": "velo"}


def test_a_full_share_keeps_the_orders_on_which_most_is_saved() -> None:
    orders = [costs("1", 600, velo=500), costs("2", 900, velo=500), costs("3", 700, velo=500)]
    assert assign(orders, {"cap-velo": 1}) == {"1": OWN, "2": "velo", "3": OWN}


def test_the_own_fleet_wins_a_tie() -> None:
    assert assign([costs("1", 500, velo=500)], {"cap-velo": 1}) == {"1": OWN}


def test_a_share_is_no_reason_to_lose_an_order_that_only_a_partner_can_carry() -> None:
    orders = [costs("1", 900, velo=100), costs("2", None, velo=800)]
    assert assign(orders, {"cap-velo": 1}) == {"1": OWN, "2": "velo"}


def test_an_order_that_fits_nowhere_is_left_without_a_carrier() -> None:
    assert assign([costs("1", None, velo=100)], {"cap-velo": 0}) == {}
    assert assign([costs("1", None)], {}) == {}
    assert assign([], {}) == {}


def test_a_share_is_rounded_down() -> None:
    assert (cap_of(0.4, 10), cap_of(0.4, 9), cap_of(0, 10), cap_of(1, 3), cap_of(0.3, 10)) == (4, 3, 0, 3, 3)


def test_a_share_of_a_small_day_is_one_order_at_least() -> None:
    assert (cap_of(0.06, 3), cap_of(0.06, 0), cap_of(0, 3)) == (1, 0, 0)


TABLE = st.lists(
    st.tuples(st.integers(1, 2000), st.none() | st.integers(1, 2000), st.none() | st.integers(1, 2000)),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(TABLE, st.integers(0, 3), st.integers(0, 3))
def test_no_other_choice_within_the_shares_is_cheaper(
    table: list[tuple[int, int | None, int | None]], room_a: int, room_b: int
) -> None:
    orders = [
        costs(str(n), own, **{k: v for k, v in (("a", a), ("b", b)) if v is not None})
        for n, (own, a, b) in enumerate(table)
    ]
    found = assign(orders, {"cap-a": room_a, "cap-b": room_b})
    assert found == assign(orders, {"cap-a": room_a, "cap-b": room_b})
    total = sum(order.cents[found[order.key]] for order in orders)
    used = list(found.values())
    assert (used.count("a") <= room_a, used.count("b") <= room_b) == (True, True)
    best = min(
        sum(order.cents[name] for order, name in zip(orders, names, strict=True))
        for names in itertools.product(*(order.cents for order in orders))
        if names.count("a") <= room_a and names.count("b") <= room_b
    )
    assert total == best
