"""What a delivery by the own fleet will cost, before any route is known."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannier.core.allocation_estimate import Drop, FleetKind, estimate

BIKE = FleetKind(
    code="cargo_bike", label="Cargo bike", fixed_cents=400, per_hour_cents=2200, per_km_cents=4, per_kwh_cents=28,
    speed_mps=4.0, halt_s=110, kwh_per_km=0.02, co2e_g_per_kwh=50, payload_g=100_000, volume_ml=500_000,
    parcels_max=30, route_s=21_600,
)  # fmt: skip
VAN = replace(
    BIKE, code="e_van", label="E-van", fixed_cents=2200, per_km_cents=12, halt_s=300, kwh_per_km=0.3,
    payload_g=800_000, volume_ml=6_000_000, parcels_max=180,
)  # fmt: skip
DROP = Drop(weight_g=5_000, volume_ml=20_000, parcels=1, line_m=1_000, per_km2=100)


def test_the_figures_can_be_checked_by_hand() -> None:
    found = estimate(DROP, [BIKE], detour=1.35)
    assert found is not None
    # 20 drops fit; stem 2700 m / 20 = 135 m; between neighbours 0.7124 * 1.35 * 100 m = 96 m; 231 m in all.
    assert (found.drops_per_route, found.distance_m) == (20, 231)
    # 400/20 + 2200 * (231/4 + 110)/3600 + 4 * 0.231 + 28 * 0.00462 = 20 + 102.5 + 0.9 + 0.1
    assert found.cost_cents == 124
    assert found.co2e_g == round(0.231 * 0.02 * 50)


def test_the_cheapest_kind_that_can_carry_it_is_taken() -> None:
    light, heavy = DROP, replace(DROP, weight_g=300_000)
    assert [estimate(d, [BIKE, VAN], detour=1.35).kind.code for d in (light, heavy)] == [
        "cargo_bike",
        "e_van",
    ]  # type: ignore[union-attr]


@pytest.mark.parametrize("load", [{"weight_g": 900_000}, {"volume_ml": 7_000_000}, {"parcels": 181}])
def test_what_no_kind_can_carry_has_no_estimate(load: dict[str, int]) -> None:
    assert estimate(replace(DROP, **load), [BIKE, VAN], detour=1.35) is None


@given(st.floats(0, 20_000), st.floats(1, 20_000), st.integers(1, 90_000))
def test_further_and_heavier_is_never_cheaper(line_m: float, more_m: float, weight_g: int) -> None:
    near = estimate(replace(DROP, line_m=line_m), [BIKE], detour=1.35)
    far = estimate(replace(DROP, line_m=line_m + more_m), [BIKE], detour=1.35)
    light = estimate(replace(DROP, weight_g=weight_g), [BIKE], detour=1.35)
    heavy = estimate(replace(DROP, weight_g=weight_g + 10_000), [BIKE], detour=1.35)
    assert near is not None
    assert far is not None
    assert light is not None
    assert heavy is not None
    assert near.cost_cents <= far.cost_cents
    assert light.cost_cents <= heavy.cost_cents


@given(st.floats(5, 1000), st.floats(1, 1000))
def test_dense_neighbourhoods_are_never_dearer(per_km2: float, more: float) -> None:
    thin = estimate(replace(DROP, per_km2=per_km2), [BIKE], detour=1.35)
    thick = estimate(replace(DROP, per_km2=per_km2 + more), [BIKE], detour=1.35)
    assert thin is not None
    assert thick is not None
    assert thick.cost_cents <= thin.cost_cents
