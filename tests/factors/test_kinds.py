from copy import deepcopy
from typing import Any

import pytest

from pannier.core.energy import BikeEnergy, Leg, NoEnergy, VanEnergy, leg_energy
from pannier.factors.kinds import KindError, fleet_kinds, parse_kinds, vehicle_kind
from pannier.factors.tables import read_toml

TABLES = read_toml("vehicle_kinds.toml")


def test_the_fleet_may_own_vans_bikes_and_walkers_but_no_diesel() -> None:
    assert list(fleet_kinds()) == ["e_van", "e_van_small", "cargo_trike", "cargo_bike", "bicycle", "walker"]
    assert vehicle_kind("diesel_van").factor == "van3.diesel"


def test_kinds_have_the_energy_family_of_their_row() -> None:
    assert isinstance(vehicle_kind("e_van").energy, VanEnergy)
    assert isinstance(vehicle_kind("cargo_trike").energy, BikeEnergy)
    for code in ("walker", "bicycle"):
        assert isinstance(vehicle_kind(code).energy, NoEnergy)
        assert vehicle_kind(code).battery is None


@pytest.mark.parametrize("code", list(fleet_kinds()))
def test_every_kind_can_drive_at_least_fifteen_km_fully_loaded_in_the_city(code: str) -> None:
    kind = vehicle_kind(code)
    speed_mps = 4.0
    leg = Leg(distance_m=15_000, duration_s=15_000 / speed_mps, stops=15 * kind.energy.stops_per_km)
    need = leg_energy(kind.energy, leg, payload_kg=kind.payload_g / 1000)
    assert need.battery_j <= (kind.battery.usable_j() if kind.battery else 0)


def test_a_battery_keeps_its_reserve() -> None:
    battery = vehicle_kind("cargo_trike").battery
    assert battery is not None
    assert battery.usable_j() == 1_000 * 3600 * 85 // 100
    assert battery.usable_j(2_000) == 2 * battery.usable_j()


def test_a_swap_takes_its_time_and_a_plug_takes_longer_for_more() -> None:
    trike, van = vehicle_kind("cargo_trike").battery, vehicle_kind("e_van").battery
    assert trike is not None
    assert van is not None
    assert trike.recharge_s(1) == trike.recharge_s(3_000_000) == 180
    assert van.recharge_s(11_000 * 3600) == 3600


def _changed(path: str, value: Any) -> dict[str, Any]:
    tables = deepcopy(TABLES)
    *parents, last = path.split("/")
    place = tables
    for name in parents:
        place = place[name]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return tables


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        ("e_van/payload_g", -1, "e_van: payload_g, volume_ml and parcels_max must be positive"),
        ("e_van/payload_g", "800 kg", "e_van/payload_g: must be a whole number"),
        ("e_van/colour", "red", "e_van/colour: is unknown"),
        ("e_van/label", None, "e_van/label: is missing"),
        ("e_van/energy/family", "steam", "e_van/energy/family: must be one of van, bike, none"),
        ("e_van/energy/drag_area_m2", None, "e_van/energy/drag_area_m2: is missing"),
        ("e_van/battery", None, "e_van: a battery and an energy family"),
        ("e_van/battery/reserve_share", 1.5, "e_van/battery: capacity_wh must be positive and reserve_share"),
        ("e_van/battery/charge_w", None, "e_van/battery: either swap_s or charge_w"),
        ("e_van/times/door_s", -5, "e_van/times: parking_s and door_s must not be negative"),
        ("e_van/cost/per_km_cents", -5, "e_van/cost: cost rates must not be negative"),
        ("e_van/routing/costing", "boat", "e_van/routing: costing must be one of auto"),
        ("e_van/routing/duration_factor", 0.0, "e_van/routing: duration_factor must be between"),
        ("e_van/routing/options/width", 2, "e_van/routing: option width is not known for auto"),
        (
            "e_van/routing/options/top_speed",
            900,
            "e_van/routing: option top_speed must be between 10 and 252",
        ),
        (
            "cargo_bike/routing/options/bicycle_type",
            "cargo",
            "cargo_bike/routing: option bicycle_type must be one",
        ),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(path: str, value: Any, complaint: str) -> None:
    with pytest.raises(KindError) as caught:
        parse_kinds(_changed(path, value))
    assert str(caught.value).startswith(f"vehicle_kinds.toml: {complaint}")


def test_an_unknown_kind_is_refused_with_the_list() -> None:
    with pytest.raises(KindError, match=r"'zeppelin' is unknown; use one of e_van, e_van_small"):
        vehicle_kind("zeppelin")
