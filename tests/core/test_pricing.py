from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.failure import Responsible
from pannier.core.pricing import NoPrice, Occasion, RateCardError, Shipment, parse_rate_card, price

BODY: dict[str, Any] = {
    "currency": "EUR",
    "zones": [{"code": "Z1", "base_cents": 350}, {"code": "Z2", "base_cents": 410}],
    "weight_bands": [
        {"up_to_g": 5_000, "add_cents": 0},
        {"up_to_g": 15_000, "add_cents": 180},
        {"up_to_g": 30_000, "add_cents": 420},
    ],
    "window_bands": [{"up_to_min": 60, "add_cents": 250}, {"up_to_min": 120, "add_cents": 120}],
    "hour_surcharges": [{"label": "Evening", "start": "18:00", "end": "24:00", "add_cents": 100}],
    "failed_attempt_cents": 200,
    "return_cents": 300,
    "minimum_cents": 380,
}
CARD = parse_rate_card(BODY)


def _amounts(shipment: Shipment) -> dict[str, int]:
    return {line.code: line.amount_cents for line in price(CARD, shipment).lines}


def test_zone_two_and_seven_kilos_cost_five_ninety() -> None:
    found = price(CARD, Shipment(zone="Z2", weight_g=7_200))
    assert found.total_cents == 590
    assert [line.text for line in found.lines] == [
        "Delivery in zone Z2",
        "Weight 7.2 kg: over 5 kg to 15 kg",
    ]
    assert found.currency == "EUR"


def test_the_upper_limit_of_a_band_belongs_to_it() -> None:
    assert _amounts(Shipment(zone="Z2", weight_g=5_000))["weight"] == 0
    assert _amounts(Shipment(zone="Z2", weight_g=5_001))["weight"] == 180


def test_a_light_but_bulky_parcel_pays_by_volume() -> None:
    found = price(CARD, Shipment(zone="Z2", weight_g=900, volume_ml=36_000))
    assert found.lines[1].text == "Weight 7.2 kg by volume: over 5 kg to 15 kg"
    assert found.total_cents == 590


def test_an_unknown_weight_pays_the_first_band_and_says_so() -> None:
    assert price(CARD, Shipment(zone="Z2")).lines[1].text == "Weight unknown: up to 5 kg"


def test_a_cheap_delivery_is_raised_to_the_minimum() -> None:
    assert _amounts(Shipment(zone="Z1", weight_g=1)) == {"zone": 350, "weight": 0, "minimum": 30}


def test_the_narrowest_window_that_holds_is_charged() -> None:
    assert _amounts(Shipment(zone="Z2", window_min=60))["window"] == 250
    assert _amounts(Shipment(zone="Z2", window_min=61))["window"] == 120
    assert "window" not in _amounts(Shipment(zone="Z2", window_min=121))


def test_an_evening_window_costs_more() -> None:
    assert _amounts(Shipment(zone="Z2", window_start=time(18, 0)))["hours"] == 100
    assert "hours" not in _amounts(Shipment(zone="Z2", window_start=time(17, 59)))


def test_a_failed_attempt_costs_its_own_price_unless_the_carrier_failed() -> None:
    failed = Shipment(
        zone="Z2", occasion=Occasion.FAILED_ATTEMPT, responsible=Responsible.RECIPIENT, weight_g=90_000
    )
    assert _amounts(failed) == {"failed_attempt": 200}
    ours = Shipment(zone="Z2", occasion=Occasion.FAILED_ATTEMPT, responsible=Responsible.OPERATOR)
    assert price(CARD, ours).total_cents == 0
    assert price(CARD, ours).lines[0].text == "Failed attempt, not charged: operator cause"


def test_a_return_costs_its_price_and_its_weight() -> None:
    back = Shipment(zone="Z2", occasion=Occasion.RETURN, weight_g=7_200)
    assert _amounts(back) == {"return": 300, "weight": 180}


def test_places_and_weights_without_a_price_are_refused_in_words() -> None:
    with pytest.raises(NoPrice, match="no price for zone Z9; it knows Z1, Z2"):
        price(CARD, Shipment(zone="Z9"))
    with pytest.raises(NoPrice, match="no price for places outside all zones"):
        price(CARD, Shipment(zone=None))
    with pytest.raises(NoPrice, match=r"ends at 30 kg; the shipment counts as 30.001 kg"):
        price(CARD, Shipment(zone="Z1", weight_g=30_001))


def test_a_card_may_have_a_price_for_everywhere_else() -> None:
    card = parse_rate_card({**BODY, "elsewhere_cents": 900})
    found = price(card, Shipment(zone=None))
    assert found.lines[0].text == "Delivery outside the zones"
    assert found.total_cents == 900


@given(st.sampled_from(["Z1", "Z2"]), st.integers(0, 30_000), st.integers(0, 30_000), st.integers(0, 150_000))
def test_a_heavier_parcel_is_never_cheaper(zone: str, one_g: int, other_g: int, volume_ml: int) -> None:
    light, heavy = (
        price(CARD, Shipment(zone=zone, weight_g=weight_g, volume_ml=volume_ml)).total_cents
        for weight_g in sorted((one_g, other_g))
    )
    assert CARD.minimum_cents <= light <= heavy


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"zones": [{"code": "Z1"}]}, "zones/0/base_cents: is missing"),
        ({"zones": [{"code": "Z1", "base_cents": 3.5}]}, "zones/0/base_cents: must be a whole number"),
        ({"zones": [{"code": "Z1", "base_cents": -1}]}, "zones/0: base_cents must not be negative"),
        ({"zones": BODY["zones"][:1] * 2}, "The rate card: zones holds a code twice"),
        ({"zones": []}, "The rate card: without zones and elsewhere_cents"),
        ({"weight_bands": []}, "The rate card: weight_bands must hold at least one"),
        (
            {"weight_bands": BODY["weight_bands"][::-1]},
            "The rate card: weight_bands up_to_g must be positive",
        ),
        (
            {"weight_bands": [{"up_to_g": 1, "add_cents": 2}, {"up_to_g": 2, "add_cents": 1}]},
            "The rate card: weight_bands must not get cheaper",
        ),
        ({"window_bands": [{"up_to_min": 0, "add_cents": 1}]}, "The rate card: window_bands up_to_min"),
        ({"window_bands": [{"up_to_min": 9, "add_cents": -1}]}, "window_bands/0: add_cents must not"),
        ({"currency": "euro"}, "The rate card: currency must be three capital letters"),
        ({"volumetric_ml_per_kg": 0}, "The rate card: volumetric_ml_per_kg must be positive"),
        ({"minimum_cents": -1}, "The rate card: minimum_cents must not be negative"),
        ({"colour": "red"}, "colour: is unknown"),
        (
            {"hour_surcharges": [{"label": "x", "start": "18:00", "end": "9:00", "add_cents": 1}]},
            "hour_surcharges/0: start and end must be HH:MM",
        ),
    ],
)
def test_a_wrong_card_is_refused_with_its_place(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(RateCardError) as caught:
        parse_rate_card({**BODY, **change})
    assert str(caught.value).startswith(complaint)
